"""What the faults have in common: releases to work on, the tools that write, and what may be there afterwards."""

import collections
import gzip
import hashlib
import io
import os
import random
import re
import resource
import shutil
import stat
import subprocess
import tarfile
import tempfile
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
TOOLS = os.path.abspath(os.environ.get("RELUP_TOOLS") or TOP + "/.build/release")
ALL = "RELUP_TEST_ALL" in os.environ
SEED = int(os.environ.get("RELUP_SEED") or random.SystemRandom().randrange(1 << 31))
LEFTOVER = re.compile(r"\..*\.relup-[A-Za-z0-9]{6}|relup-upgrade\..*")


# What tries came to, for the table: how often each of these words.
SEEN = collections.Counter()


class Run:
    """A program that was run to its end: status (negative: a signal's number), messages, memory in MiB."""

    def __init__(self, command, box, stdout=subprocess.DEVNULL, disturb=None, env=None, preexec=None):
        start = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=box.path, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
            env=box.environment | (env or {}), start_new_session=True, preexec_fn=preexec)
        messages = []
        reader = threading.Thread(target=lambda: messages.append(self.process.stderr.read()))
        reader.start()
        if disturb:
            disturb(self.process)
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = self.status = os.waitstatus_to_exitcode(status)
        self.wait_for_children()
        self.seconds = time.monotonic() - start
        self.memory = usage.ru_maxrss >> 10
        reader.join()
        self.process.stderr.close()
        self.messages = messages[0].decode(errors="replace")

    def wait_for_children(self):
        """A tool whose script was killed works on; nothing may be looked at before it has ended."""
        for _ in range(3000):
            try:
                os.killpg(self.process.pid, 0)
            except (ProcessLookupError, PermissionError):
                return
            time.sleep(0.01)

    def __str__(self):
        return f"status {self.status}: {self.messages.strip()[-300:]}"


class Box:
    """A directory to work in, with one for temporary files beside it."""

    def __init__(self, scratch, base=None):
        self.path = tempfile.mkdtemp(dir=base or scratch)
        self.unpacked = os.path.join(self.path, "work")
        self.temporary = tempfile.mkdtemp(dir=scratch)
        self.environment = os.environ | {
            "TMPDIR": self.temporary, "RELUP_TOOLS": TOOLS, "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"}

    def remove(self):
        for path in (self.path, self.temporary):
            shutil.rmtree(path, ignore_errors=True)


def apart(make):
    """Does what needs much memory in a process of its own: a process begins with the memory of the one that starts it."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            make()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(process, 0)[1] == 0


def digest(path):
    """Of a file or of a directory with all in it; None where there is none."""
    if os.path.islink(path):
        return "link " + os.readlink(path)
    if os.path.isfile(path):
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else (
                hashlib.sha256(file.read()).hexdigest())
    if not os.path.isdir(path):
        return None
    parts = [f"{name} {stat.S_IMODE(os.lstat(f'{path}/{name}').st_mode)} {digest(f'{path}/{name}')}"
             for name in sorted(os.listdir(path))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Case:
    """A tool that writes: how the box is made ready, the command, and the files that it replaces."""

    def __init__(self, name, command, outputs, prepare, slow=False, temporaries=1):
        self.name, self.command, self.outputs, self.prepare = name, command, outputs, prepare
        self.slow, self.temporaries = slow, temporaries

    def learn(self, scratch):
        """What its files are before and after, and how long it takes."""
        box = Box(scratch)
        self.prepare(box)
        self.old = self.state(box)
        self.names = set(os.listdir(box.path))
        run = Run(self.command, box)
        assert run.status == 0, f"{self.name}: {run}"
        self.new, self.seconds = self.state(box), run.seconds
        self.names |= set(os.listdir(box.path))
        assert self.new != self.old and not self.leftovers(box), f"{self.name}: {self.leftovers(box)}"
        box.remove()

    def state(self, box):
        return [digest(f"{box.path}/{output}") for output in self.outputs]

    def leftovers(self, box):
        folders = {os.path.dirname(f"{box.path}/{output}") for output in self.outputs} | {box.temporary}
        return [f"{folder}/{name}" for folder in folders if os.path.isdir(folder)
                for name in os.listdir(folder) if LEFTOVER.fullmatch(name)]

    def violations(self, box, leftovers_allowed):
        """What should not be so after a fault."""
        state, left = self.state(box), self.leftovers(box)
        SEEN["all outputs new" if state == self.new else "all outputs old" if state == self.old else
             "some outputs new, some old" if all(is_ in pair for is_, *pair in zip(state, self.old, self.new)) else
             "broken"] += 1
        SEEN["temporary left"] += bool(left)
        found = [f"{output} is neither old nor new" for output, is_, old, new in
                 zip(self.outputs, state, self.old, self.new) if is_ not in (old, new)]
        if len(left) > leftovers_allowed:
            found.append(f"left behind: {left}")
        unknown = {name for name in os.listdir(box.path) if not LEFTOVER.fullmatch(name)} - self.names
        if not leftovers_allowed:
            unknown |= set(os.listdir(box.temporary)) - {"document"}
        return found + [f"left behind: {name}" for name in unknown]

    def next_run_violations(self, box):
        """The next run does it all and removes what was left."""
        left_before = self.leftovers(box)
        again = [*self.command[:1], "--force", *self.command[1:]] if self.name == "relup-unpack" else self.command
        run = Run(again, box)
        found = [] if run.status == 0 else [f"the next run: {run}"]
        if self.state(box) != self.new:
            found.append("the next run does not make what it should")
        if left := self.leftovers(box):
            found.append(f"the next run leaves {left}")
        elif left_before:
            SEEN["removed by the next run"] += 1
        return found


def padded(source, target, seed, size=6 << 20):
    """A release with some megabytes more, so that there is time for a fault."""
    with tarfile.open(source) as old, gzip.open(target, "wb", compresslevel=1) as packed, tarfile.open(
            fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as new:
        for member in old:
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
        entry = tarfile.TarInfo("releases/padding")
        entry.size = size
        new.addfile(entry, io.BytesIO(random.Random(seed).randbytes(size // 2) * 2))


class Data:
    """Releases, and what the stages make of them."""

    def __init__(self, scratch):
        self.path = scratch + "/data"
        os.mkdir(self.path)
        self.tarballs = [f"{self.path}/{version}.tar.gz" for version in ("1.0.0", "1.1.0")]
        for version, tarball in zip(("1.0.0", "1.1.0"), self.tarballs):
            padded(f"{TOP}/fixtures/releases/rebar3-{version}.tar.gz", tarball, version)
        document = f"{TOOLS}/relup-diff {' '.join(self.tarballs)} | {TOOLS}/relup-appup | {TOOLS}/relup-make"
        self.shell(f"{document} >make.document; {TOOLS}/relup-modify <make.document | {TOOLS}/relup-check >document")
        self.shell(f"{TOOLS}/relup-pack -o upgrade.tar.gz document && tar xf upgrade.tar.gz releases/1.1.0/relup")
        self.shell("printf '#!/bin/sh\\nsed -i \"1a %% edited\" \"$1\"\\n' >edit; chmod +x edit; chmod -R a+rX .")
        self.document, self.relup = f"{self.path}/document", f"{self.path}/releases/1.1.0/relup"

    def shell(self, command):
        subprocess.run(["bash", "-ec", "set -o pipefail; " + command], cwd=self.path, check=True,
                       stderr=subprocess.DEVNULL)

    def cases(self):
        old, new = self.tarballs

        def put(*names):
            def prepare(box):
                for name in names:
                    with open(f"{box.path}/{name}", "w") as file:
                        file.write("old\n")
            return prepare

        def unpacked_other(box):
            subprocess.run([f"{TOOLS}/relup-unpack", "-C", box.path, old, new], check=True, stdout=subprocess.DEVNULL)
            for version in ("1.0.0", "1.1.0"):
                with open(f"{box.path}/shop-{version}/old", "w") as file:
                    file.write("old\n")

        def unpacked(box):
            run = lambda command: subprocess.run(["bash", "-c", command], cwd=box.path, check=True,
                                                 env=box.environment, stderr=subprocess.DEVNULL)
            run(f"relup-unpack -C . {old} {new} | relup-diff | relup-appup >'{box.temporary}/document'")
            run(f"cp '{box.temporary}/document' document")

        empty = lambda box: None
        tool = lambda name: f"{TOOLS}/{name}"
        script = lambda name: f"{TOP}/bin/{name}"
        return [
            Case("relup-unpack", [tool("relup-unpack"), old, new], ["shop-1.0.0", "shop-1.1.0"], empty),
            Case("relup-unpack --force", [tool("relup-unpack"), "--force", old, new], ["shop-1.0.0", "shop-1.1.0"],
                 unpacked_other),
            Case("relup-pack", [tool("relup-pack"), "--force", "-o", "out.tar.gz", self.document], ["out.tar.gz"],
                 put("out.tar.gz")),
            Case("relup-pack --slim --checksum", [tool("relup-pack"), "--force", "--slim", "--checksum", "-o",
                 "out.tar.gz", self.document], ["out.tar.gz", "out.tar.gz.sha256"],
                 put("out.tar.gz", "out.tar.gz.sha256"), temporaries=2),
            Case("relup-prepare", [script("relup-prepare"), "--force", old, "-o", "out.tar.gz"], ["out.tar.gz"],
                 put("out.tar.gz")),
            Case("relup-modify", [tool("relup-modify"), "--force", "--name", "shop", "--modification", "default", "-o",
                 "relup", self.relup], ["relup"], put("relup")),
            Case("relup-appup --write", ["bash", "-c", "exec relup-appup --write <document"],
                 ["shop-1.1.0/lib/stock-2.5.0/ebin/stock.appup"], unpacked),
            Case("relup-upgrade", [script("relup-upgrade"), "--force", old, new, "-o", "out.tar.gz"], ["out.tar.gz"],
                 put("out.tar.gz")),
            Case("relup-edit", ["env", f"EDITOR={self.path}/edit", script("relup-edit"), "--force", old, self.path + "/upgrade.tar.gz", "-o",
                 "out.tar.gz"], ["out.tar.gz"], put("out.tar.gz")),
            Case("relup-runtime", [tool("relup-runtime"), "build", "-o", "runtime"],
                 ["runtime/relup_runtime.term", "runtime/relup_runtime.beam"], empty, slow=True),
        ]


def limit(kind, value):
    return lambda: resource.setrlimit(kind, (value, value))
