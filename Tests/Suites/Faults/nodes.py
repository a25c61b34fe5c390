"""Faults while relup-install works on a running node. Each try leaves a node on which the next run ends the job."""

import glob
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

from harness import ALL, SEEN, TOOLS, TOP

INSTALL = TOP + "/bin/relup-install"


class Node:
    """A node in a folder of its own, and the upgrade that it takes and gives back."""

    def __init__(self, name, kind, builds, scratch, epmd_port, starts=True):
        self.name, self.kind, self.path = name, kind, f"{scratch}/{name}"
        self.upgrade = f"{scratch}/{name}.tar.gz"
        self.environment = os.environ | {
            "ERL_EPMD_PORT": str(epmd_port), "ERL_EPMD_ADDRESS": "127.0.0.1", "RELEASE_DISTRIBUTION": "name",
            "RELEASE_NODE": f"{name}@127.0.0.1", "RELEASE_COOKIE": "oven-fresh", "RELUP_TOOLS": TOOLS, "LC_ALL": "C.UTF-8",
            "HOME": scratch, "TMPDIR": scratch}
        self.image, new = (f"{builds}/{kind}-{version}.tar.gz" for version in ("1.0.0", "1.1.0"))
        self.run([TOP + "/bin/relup-upgrade", "--slim", self.image, new, "-o", self.upgrade])
        self.renew()
        cookie = f"{scratch}/{name}.cookie"
        with open(cookie, "w") as file:
            file.write("shop" if kind == "rebar3" else "oven-fresh")
        self.by_name = ["--node", f"{name}@127.0.0.1", "--cookie-file", cookie]
        # Launchers of relx call their nodes by name as well.
        self.ways = [[]] if kind == "mix" else [[], self.by_name]
        self.process = None
        if starts:
            self.start()

    def renew(self):
        """The first version alone, whose node has not started yet."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.mkdir(self.path)
        self.run(["tar", "-xzf", self.image, "-C", self.path])

    def run(self, command):
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def start(self):
        verb = "start" if self.kind == "mix" else "foreground"
        with open(self.path + ".log", "a") as log:
            self.process = subprocess.Popen([f"{self.path}/bin/{self.name}", verb], env=self.environment, start_new_session=True,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 120
        while self.install("--status", self.path, "--timeout", "10").returncode != 0:
            assert time.monotonic() < end, "the node does not start: " + self.evidence()

    def evidence(self):
        """What the node said last, and what a start of it reads."""
        said = []
        for name in (".log", "/releases/start_erl.data", "/releases/RELEASES", "/releases/relup-install.journal"):
            try:
                with open(self.path + name) as file:
                    said.append(f"{name}: {file.read()[-1500:]}")
            except FileNotFoundError:
                said.append(f"{name} is missing")
        return "\n".join(said)

    def signal(self, number):
        """To the emulator."""
        os.killpg(self.process.pid, number)

    def kill(self):
        if self.process:
            self.signal(signal.SIGKILL)
            self.process.wait()
        self.process = None

    def install(self, *arguments):
        return subprocess.run([INSTALL, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)

    def begin(self, *arguments):
        return subprocess.Popen([INSTALL, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def boots(self):
        with open(self.path + "/releases/start_erl.data") as file:
            return file.read().split()[1]

    def job(self):
        """What may be asked of it now, and the version that it is to run then."""
        way = self.random.choice(self.ways)
        if self.boots() == "1.0.0":
            return [*way, self.path, self.upgrade], "1.1.0"
        return [*way, "--rollback", self.path], "1.0.0"

    def violations(self, wanted):
        """What should not be so on a node that is to run a version for good."""
        found = []
        status = self.install("--status", "--json", self.path)
        if status.returncode != 0:
            return [f"--status: {status.stderr.strip()[-300:]}"]
        told = json.loads(status.stdout)
        if (told["state"], told.get("version"), told.get("boots")) != ("settled", wanted, wanted):
            found.append(f"not settled on {wanted}: {status.stdout.strip()}")
        with open(self.path + "/releases/RELEASES") as file:
            known = re.findall(r'\{release,\s*"[^"]*",\s*"([^"]*)".*?(permanent|current|old|unpacked)\}', file.read(), re.S)
        if len({version for version, _ in known}) != len(known) or (wanted, "permanent") not in known:
            found.append(f"RELEASES: {known}")
        left = [name for name in os.listdir(self.path + "/releases")
                if name == "relup-install" or name.endswith((".tar.gz", ".kept", ".tmp"))]
        return found + [f"left behind: {name}" for name in left + glob.glob(self.path + "/releases/*/sys.config.start")]


class Nodes:
    # All faults but the full disk are tried on the same nodes: each leaves them as it found them.
    shared = []

    def __init__(self, data, scratch, seed):
        self.scratch, self.random = scratch, random.Random(seed)

    def times(self, quick, all):
        # RELUP_TEST_TRIES tries fewer of them, or more.
        return range(int(os.environ.get("RELUP_TEST_TRIES") or (all if ALL else quick)))

    def made(self, kinds, folder, starts):
        """Nodes in a folder of the scratch, and their epmd."""
        builds, scratch, nodes = self.scratch + "/builds", f"{self.scratch}/{folder}", []
        os.makedirs(scratch, exist_ok=True)
        for kind in kinds:
            if not os.path.exists(f"{builds}/{kind}-1.0.0.tar.gz"):
                subprocess.run([TOP + "/fixtures/releases/build", kind, builds], check=True, capture_output=True)
        port = self.random.randrange(20000, 32000)
        environment = os.environ | {"ERL_EPMD_PORT": str(port), "ERL_EPMD_ADDRESS": "127.0.0.1"}
        epmd = subprocess.Popen(["epmd"], env=environment, stderr=subprocess.DEVNULL)
        for kind in kinds:
            node = Node("shop" if kind == "rebar3" else "demo", kind, builds, scratch, port, starts)
            nodes.append(node)
            node.random, node.seconds, node.epmd = self.random, {}, epmd
        return nodes

    def started(self, kinds, folder):
        """Nodes that run, each of which has shown how long its jobs take."""
        nodes = self.made(kinds, folder, True)
        for node in nodes:
            for _ in range(2):
                command, wanted = node.job()
                begun = time.monotonic()
                done = node.install(*command)
                assert done.returncode == 0, done.stdout + done.stderr
                node.seconds[wanted] = time.monotonic() - begun
        return nodes

    @classmethod
    def end(cls, nodes=None):
        for node in cls.shared if nodes is None else nodes:
            node.kill()
            node.epmd.kill()
            node.epmd.wait()
        if nodes is None:
            cls.shared = []

    def each(self, quick, all):
        """A node and a job for it, so many times."""
        if not all_there():
            return
        Nodes.shared = Nodes.shared or self.started(("rebar3", "mix"), "nodes")
        for number in self.times(quick, all):
            node = Nodes.shared[number % len(Nodes.shared)]
            node.random = self.random
            yield node, *node.job()

    def after(self, node, command, wanted, found):
        """The next run ends the job."""
        again = node.install(*command)
        SEEN["next run " + ("ended the job" if again.returncode == 0 else f"ended with status {again.returncode}")] += 1
        if again.returncode != 0:
            found.append(f"the next run: status {again.returncode}: {(again.stdout + again.stderr).strip()[-600:]}")
        return [f"{node.name} to {wanted}: {violation}" for violation in found + node.violations(wanted)]

    def kill(self, process, longest):
        """SIGKILL at a random moment, to the script alone or to all that it has started."""
        time.sleep(self.random.uniform(0, longest))
        if self.random.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        SEEN["killed" if process.returncode else "finished before"] += 1

    def relup_install_killed(self):
        """relup-install on a node, SIGKILL at a random moment"""
        for node, command, wanted in self.each(2, 300):
            process = node.begin(*command)
            self.kill(process, node.seconds[wanted])
            yield self.after(node, command, wanted, [])

    def node_killed(self):
        """relup-install on a node, and the node gets SIGKILL at a random moment"""
        for node, command, wanted in self.each(2, 100):
            process = node.begin("--timeout", "30", *command)
            time.sleep(self.random.uniform(0, node.seconds[wanted]))
            node.kill()
            said = process.communicate()[0]
            SEEN[f"status {process.returncode}"] += 1
            found = [] if process.returncode in (0, 2, 3) else [f"status {process.returncode}: {said}"]
            node.start()
            yield self.after(node, command, wanted, found)

    def pairs(self):
        """Two runs of relup-install at once"""
        for node, command, wanted in self.each(2, 100):
            runs = [node.begin(*command) for _ in range(2)]
            said = [run.communicate()[0] for run in runs]
            statuses = sorted(run.returncode for run in runs)
            SEEN[f"statuses {statuses[0]} and {statuses[1]}"] += 1
            found = [] if statuses in ([0, 0], [0, 1]) else [f"statuses {statuses}: {said}"]
            yield self.after(node, command, wanted, found)

    def node_disk_full(self):
        """relup-install on a node whose disk has a random amount of space left (tmpfs)"""
        disk = self.scratch + "/full"
        if os.geteuid() != 0 or not all_there():
            return
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600m", "full", disk], stderr=subprocess.DEVNULL).returncode != 0:
            return
        nodes = []
        try:
            nodes = self.started(("rebar3", "mix"), "full")
            for number in self.times(2, 100):
                node = nodes[number % len(nodes)]
                command, wanted = node.job()
                free = int(10 ** self.random.uniform(3, 6.5))
                used = os.statvfs(disk)
                with open(disk + "/ballast", "wb") as file:
                    file.write(bytes(max(0, used.f_bavail * used.f_frsize - free)))
                run = node.install(*command)
                os.unlink(disk + "/ballast")
                SEEN[f"status {run.returncode}"] += 1
                found = [] if run.returncode in (0, 1, 2, 3) and run.stdout + run.stderr else [f"status {run.returncode}"]
                yield self.after(node, command, wanted, found)
        finally:
            self.end(nodes)
            subprocess.run(["umount", disk])

    def hung(self):
        """relup-install on a node that stops at a random moment (SIGSTOP) and goes on much later"""
        for node, command, wanted in self.each(1, 30):
            process = node.begin("--timeout", "3", *command)
            time.sleep(self.random.uniform(0, node.seconds[wanted]))
            node.signal(signal.SIGSTOP)
            begun = time.monotonic()
            said = process.communicate()[0]
            seconds = time.monotonic() - begun
            node.signal(signal.SIGCONT)
            SEEN[f"status {process.returncode}"] += 1
            found = []
            if process.returncode not in (0, 2, 3) or seconds > 30:
                found.append(f"status {process.returncode} after {seconds:.0f} s: {said}")
            yield self.after(node, command, wanted, found)

    def probes(self):
        """relup-install with a probe that fails or hangs at random"""
        for node, command, wanted in self.each(2, 40):
            chance = self.random.choice(["exit 1", "sleep 20", "true"])
            once = self.scratch + "/nodes/once"
            fails, installs = chance != "true", wanted == "1.1.0"
            # A rollback is not probed before.
            if not installs:
                open(once, "w").close()
            run = node.install("--probe", f"[ ! -e {once} ] || {chance}; touch {once}", *command)
            if os.path.exists(once):
                os.unlink(once)
            expected = 0 if not fails else 2 if installs else 3
            SEEN[f"{chance}: status {run.returncode}"] += 1
            found = [] if run.returncode == expected else [f"status {run.returncode}, not {expected}: {run.stdout}{run.stderr}"]
            if fails and installs:
                found += node.violations("1.0.0")
            yield self.after(node, command, wanted, found)


    def reapply_killed(self):
        """relup-install --reapply before a node starts, SIGKILL at a random moment"""
        if not all_there():
            return
        nodes = self.made(("rebar3", "mix"), "images", False)
        try:
            for node in nodes:
                begun = time.monotonic()
                done = node.install("--reapply", node.path, node.upgrade)
                assert done.returncode == 0, done.stdout + done.stderr
                node.seconds["1.1.0"] = time.monotonic() - begun
            for number in self.times(2, 100):
                node = nodes[number % len(nodes)]
                yield [f"{node.name}: {violation}" for violation in self.reapplied(node)]
                node.kill()
        finally:
            self.end(nodes)

    def reapplied(self, node):
        """Kills one run; the next one ends the job, and a start boots what it should."""
        node.renew()
        process = node.begin("--reapply", node.path, node.upgrade)
        self.kill(process, node.seconds["1.1.0"])
        # The emulator works on where the script alone was killed; until it has ended, nobody may come near.
        if is_there(process.pid):
            SEEN["emulator worked on"] += 1
            early = node.install("--reapply", node.path, node.upgrade)
            if early.returncode not in (0, 1):
                return [f"while the emulator works on: status {early.returncode}: {early.stdout}{early.stderr}"]
        while is_there(process.pid):
            time.sleep(0.01)
        found = []
        if self.random.random() < 0.3:
            node.start()
            audit = node.install("--audit", node.path)
            runs = json.loads(node.install("--status", "--json", node.path).stdout)["version"]
            SEEN["a start in between ran " + runs] += 1
            if audit.returncode != 0:
                found.append(f"a start in between: {audit.stdout}{audit.stderr}")
            node.kill()
        again = node.install("--reapply", node.path, node.upgrade)
        SEEN[f"next run: status {again.returncode}"] += 1
        if again.returncode != 0:
            return found + [f"the next run: status {again.returncode}: {(again.stdout + again.stderr).strip()[-600:]}"]
        node.start()
        found += node.violations("1.1.0")
        back = node.install("--rollback", node.path)
        if back.returncode != 0:
            found.append(f"--rollback: status {back.returncode}: {(back.stdout + back.stderr).strip()[-600:]}")
        return found + node.violations("1.0.0")


def is_there(group):
    """Whether a process of a group lives. One that has ended may wait for long until somebody takes note of that."""
    for file in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(file) as stat:
                state, _, its_group = stat.read().rsplit(")", 1)[1].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def all_there():
    return all(shutil.which(program) for program in ("erl", "mix", "rebar3"))
