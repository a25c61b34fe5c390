#!/usr/bin/python
DOCUMENTATION = """
module: relup_status
short_description: What a node knows of its releases, and which one it runs
description: Gives what C(relup-install --status --json) says, as facts.
author: the authors of relup
extends_documentation_fragment: relup.release.relup_install
"""

EXAMPLES = """
- name: Ask the node
  relup.release.relup_status:
    root: /opt/demo

- name: Show what it runs
  ansible.builtin.debug:
    msg: "{{ relup.version }} runs, and {{ relup.boots }} boots"
"""

RETURN = """
ansible_facts:
  description: The facts.
  returned: success
  type: dict
  contains:
    relup:
      description: Version, build, state and all releases that the node knows.
      type: dict
      sample: {name: demo, version: 1.1.0, boots: 1.1.0, back: 1.0.0, state: settled, job: null}
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.relup.release.plugins.module_utils.relup_install import OPTIONS, RelupInstall


def main():
    module = AnsibleModule(argument_spec=OPTIONS, supports_check_mode=True)
    status = RelupInstall(module).status_before()
    module.exit_json(changed=False, ansible_facts={"relup": status})


if __name__ == "__main__":
    main()
