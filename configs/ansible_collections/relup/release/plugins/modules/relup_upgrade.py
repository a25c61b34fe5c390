#!/usr/bin/python
DOCUMENTATION = """
module: relup_upgrade
short_description: Installs an upgrade on a running node
description:
  - Runs C(relup-install) with an upgrade tarball that lies on the host. What is installed already is left as it is.
  - In check mode it runs C(relup-install --check), which refuses what the installation would refuse.
  - If the upgrade fails, the node runs the version before, unless the message says otherwise.
author: the authors of relup
extends_documentation_fragment: [relup.release.relup_install, relup.release.relup_install.health]
options:
  upgrade:
    description: The upgrade tarball on the host.
    type: path
    required: true
  on_failure:
    description: What to do if the audit, the probe or the watch fails.
    type: str
    choices: [rollback, restart, keep]
    default: rollback
  no_permanent:
    description: Leave it at that a restart boots the version before.
    type: bool
    default: false
  require_rehearsal:
    description: Refuse an upgrade without the rehearsal beside it in which it was proven.
    type: bool
    default: false
"""

EXAMPLES = """
- name: Upgrade the node
  relup.release.relup_upgrade:
    root: /opt/demo
    upgrade: /var/tmp/demo-1.1.0.upgrade.tar.gz
    probe: curl -fsS localhost:4000/health
    watch: 60
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

import re

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.relup.release.plugins.module_utils.relup_install import HEALTH, OPTIONS, RelupInstall


def main():
    module = AnsibleModule(
        argument_spec={
            **OPTIONS,
            **HEALTH,
            "upgrade": {"type": "path", "required": True},
            "on_failure": {"type": "str", "choices": ["rollback", "restart", "keep"], "default": "rollback"},
            "no_permanent": {"type": "bool", "default": False},
            "require_rehearsal": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    relup_install = RelupInstall(module)
    wanted = relup_install.options("probe", "watch", "force", "on_failure", "no_permanent", "require_rehearsal")
    files = [module.params["root"], module.params["upgrade"]]
    if not module.check_mode:
        relup_install.change(*wanted, *files)
    before = relup_install.status_before()
    if relup_install.run("--check", *wanted, *files) != 0:
        relup_install.fail()
    said = relup_install.result["stdout"]
    version = re.search(r"^(?:checked: (.+) can be installed on|(.+) runs already$)", said, re.M)
    after = {**before, "version": version[1] or version[2]}
    if not module.params["no_permanent"]:
        after["boots"] = after["version"]
    relup_install.end(before, after)


if __name__ == "__main__":
    main()
