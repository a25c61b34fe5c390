#!/usr/bin/python
DOCUMENTATION = """
module: relup_rollback
short_description: Takes a node back to a version before
description:
  - Runs C(relup-install --rollback). What was taken back already is left as it is.
author: the authors of relup
extends_documentation_fragment: [relup.release.relup_install, relup.release.relup_install.health]
options:
  version:
    description: The version to go back to. By default that from which the node was upgraded.
    type: str
"""

EXAMPLES = """
- name: Go back
  relup.release.relup_rollback:
    root: /opt/demo
"""

RETURN = """
before:
  description: What the node said of itself before.
  returned: when it answered
  type: dict
after:
  description: What it says now, or would say in check mode.
  returned: when it answered
  type: dict
stdout:
  description: What relup-install said.
  returned: always
  type: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.relup.release.plugins.module_utils.relup_install import HEALTH, OPTIONS, RelupInstall


def main():
    module = AnsibleModule(argument_spec={**OPTIONS, **HEALTH, "version": {"type": "str"}}, supports_check_mode=True)
    relup_install = RelupInstall(module)
    version = module.params["version"]
    if not module.check_mode:
        wanted = relup_install.options("probe", "watch", "force")
        relup_install.change("--rollback", *wanted, module.params["root"], *([version] if version else []))
    before = relup_install.status_before()
    version = version or before.get("back")
    if version not in [release["version"] for release in before.get("releases", [])]:
        module.fail_json(msg=f"the node knows no version {version or 'before this one'}", **relup_install.result)
    relup_install.end(before, {**before, "version": version, "boots": version})


if __name__ == "__main__":
    main()
