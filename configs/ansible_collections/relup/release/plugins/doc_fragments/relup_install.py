class ModuleDocFragment:
    DOCUMENTATION = """
options:
  root:
    description: The folder of the release on the host, with bin, lib and releases.
    type: path
    required: true
  executable:
    description: The relup-install of the host. The role P(relup.release.fleet#role) copies it there.
    type: str
    default: relup-install
  name:
    description: The launcher in bin of the release, where there are several.
    type: str
  node:
    description: Reach the node by this name instead of through its launcher.
    type: str
  cookie_file:
    description: The file of the cookie, for O(node).
    type: path
  timeout:
    description: How many seconds a step and a restart of the node may take.
    type: int
    default: 300
notes:
  - Run it as the user of the node. Root becomes the owner of the release.
  - The module runs C(relup-install), which says what is done and what went wrong; its last line is the RV(ignore:msg) of a failure.
attributes:
  check_mode:
    description: Says what would change, and changes nothing.
    support: full
  diff_mode:
    description: Shows what the node says of itself before and after.
    support: full
"""
    HEALTH = """
options:
  probe:
    description: A shell command that must succeed before and after; it may take 10 s.
    type: str
  watch:
    description: How many seconds to look at crash reports, restarts, memory, run queue and the probe before the version becomes permanent.
    type: int
  force:
    description: Go on even if not all processes are reached that the upgrade means to reach.
    type: bool
    default: false
"""
