"""Runs relup-install on the host, and translates what it says."""

import json

OPTIONS = {
    "root": {"type": "path", "required": True},
    "executable": {"type": "str", "default": "relup-install"},
    "name": {"type": "str"},
    "node": {"type": "str"},
    "cookie_file": {"type": "path"},
    "timeout": {"type": "int", "default": 300},
}
HEALTH = {
    "probe": {"type": "str"},
    "watch": {"type": "int"},
    "force": {"type": "bool", "default": False},
}


class RelupInstall:
    def __init__(self, module):
        self.module = module
        self.result = {"changed": False}

    def options(self, *names):
        """Those of the module that the user has set, as arguments."""
        arguments = []
        for name in names:
            value = self.module.params[name]
            if value is True:
                arguments.append(f"--{name.replace('_', '-')}")
            elif value not in (None, False, ""):
                arguments.append(f"--{name.replace('_', '-')}={value}")
        return arguments

    def run(self, *arguments):
        """Gives its status, and keeps what it says."""
        params = self.module.params
        reach = self.options("name", "node", "cookie_file", "timeout")
        command = [params["executable"], *reach, *arguments]
        status, output, errors = self.module.run_command(command)
        self.result.update(rc=status, stdout=output, stderr=errors)
        return status

    def status(self):
        """What the node says of itself; None where it does not answer."""
        if self.run("--status", "--json", self.module.params["root"]) != 0:
            return None
        return json.loads(self.result["stdout"])

    def status_before(self):
        """The same, and the end of the module where it does not answer."""
        status = self.status()
        if status is None:
            self.fail()
        self.result.update(before=status, after=status)
        return status

    def change(self, *arguments):
        """Runs what changes the node, and ends the module."""
        before = self.status_before()
        code = self.run(*arguments)
        said = {name: self.result[name] for name in ("rc", "stdout", "stderr")}
        self.end(before, self.status(), code, said)

    def end(self, before, after, code=0, said=None):
        self.result.update(said or {})
        self.result.update(after=after, changed=before != after, diff={"before": before, "after": after or {}})
        if code != 0:
            self.fail()
        self.module.exit_json(**self.result, **({} if self.module.check_mode else {"ansible_facts": {"relup": after}}))

    def fail(self):
        """Its last line says what is wrong."""
        lines = (self.result["stderr"] or self.result["stdout"]).strip().splitlines() or ["it said nothing"]
        self.module.fail_json(msg=lines[-1].replace("relup-install: ", "", 1), **self.result)
