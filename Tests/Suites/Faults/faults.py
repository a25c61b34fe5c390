"""Faults that any release may meet. Each is a function that yields what was wrong of every try: nothing, if all is well."""

import os
import random
import resource
import shutil
import signal
import subprocess
import threading
import time

from harness import ALL, SEEN, TOP, Box, Run, digest, limit


class Faults:
    def __init__(self, data, scratch, seed):
        self.data, self.scratch, self.random = data, scratch, random.Random(seed)
        self.cases = [case for case in data.cases() if ALL or not case.slow]
        for case in self.cases:
            case.learn(scratch)
        self.library = scratch + "/faulty.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, TOP + "/Tests/Suites/Faults/faulty.c", "-ldl"],
                       check=True)

    def times(self, quick, all):
        return range(all if ALL else quick)

    def each(self, quick, all, base=None):
        """Every case so many times, in a box made ready for it."""
        for case in self.cases:
            for _ in self.times(quick, all):
                box = Box(self.scratch, base)
                case.prepare(box)
                yield case, box
                box.remove()

    def verdict(self, case, box, run, statuses, message=None, leftovers=0, silent=False):
        """What is wrong after a run that may have been disturbed; `silent` if it may fail without a message."""
        found = case.violations(box, leftovers)
        SEEN["succeeded" if run.status == 0 else "refused with a message" if run.messages else "failed in silence"] += 1
        if run.status not in statuses:
            found.append(f"{run}")
        if run.status == 0 and case.state(box) != case.new:
            found.append("status 0, but not all is new")
        if run.status == 2 and not run.messages and not silent:
            found.append(f"no message: {run}")
        if run.status == 2 and message and message.lower() not in run.messages.lower():
            found.append(f"'{message}' expected: {run}")
        return [f"{case.name}: {violation}" for violation in found]

    # Signals

    def ended_by(self, number, statuses, leftovers):
        for case, box in self.each(2, 20):
            delay, whole_group = self.random.uniform(0, case.seconds), self.random.random() < 0.7

            def disturb(process):
                time.sleep(delay)
                (os.killpg if whole_group else os.kill)(process.pid, number)

            run = Run(case.command, box, disturb=disturb)
            SEEN["finished before" if run.status == 0 else "ended by the signal"] += 1
            # A script that was killed leaves its own directory, too; what was being edited is not lost either.
            found = case.violations(box, case.temporaries + (case.name == "relup-upgrade") if leftovers else 0)
            if run.status not in statuses:
                found.append(f"{run}")
            yield [f"{case.name}: {text}" for text in found + case.next_run_violations(box)]
        if not SEEN["ended by the signal"]:
            yield ["no run was ended by the signal"]

    def killed(self):
        """SIGKILL at a random moment"""
        yield from self.ended_by(signal.SIGKILL, [-9, 0], True)

    def terminated(self):
        """SIGTERM at a random moment"""
        yield from self.ended_by(signal.SIGTERM, [-15, 143, 0], False)

    def interrupted(self):
        """SIGINT at a random moment"""
        yield from self.ended_by(signal.SIGINT, [-2, 130, 0], False)

    def hung_up(self):
        """SIGHUP at a random moment"""
        yield from self.ended_by(signal.SIGHUP, [-1, 129, 0], False)

    def closed_pipes(self):
        """Standard output closed after some bytes, at once or late"""
        commands = [["relup-unpack", "-C", "work", *self.data.tarballs], ["relup-diff", *self.data.tarballs],
                    ["relup-pack", "-o", "-", self.data.document], ["relup-show", self.data.document],
                    ["relup-show", "--html", self.data.document], ["relup-modify", "--name", "shop", self.data.relup],
                    ["relup-check", "--json", self.data.document]]
        for command in commands:
            for _ in self.times(3, 30):
                box = Box(self.scratch)
                reader, writer = os.pipe()

                def disturb(process):
                    os.close(writer)
                    if self.random.random() < 0.7:
                        os.read(reader, self.random.randrange(1, 60_000))
                    os.close(reader)

                run = Run(command, box, stdout=writer, disturb=disturb)
                SEEN["ended with status 0" if run.status == 0 else "failed"] += 1
                said = [line for line in run.messages.splitlines() if "roken pipe" in line or "atal" in line]
                yield [f"{command}: {run}"] if run.status != 0 or said else []
                box.remove()

    # Space

    def size_limit(self):
        """Files may not grow beyond a random size (ulimit -f)"""
        for case, box in self.each(2, 20):
            size = int(10 ** self.random.uniform(0, 7.2))
            run = Run(case.command, box, preexec=limit(resource.RLIMIT_FSIZE, size))
            # A script's own redirections meet the limit, too.
            yield self.verdict(case, box, run, [0, 2, 1] if case.name in ("relup-edit", "relup-upgrade") else [0, 2])

    def full_disk(self):
        """A file system with a random amount of space left (tmpfs)"""
        disk = self.scratch + "/disk"
        os.makedirs(disk, exist_ok=True)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "full", disk],
                                               stderr=subprocess.DEVNULL).returncode != 0:
            return
        try:
            for case, box in self.each(3, 25, base=disk):
                free = int(10 ** self.random.uniform(3, 7.3))
                used = os.statvfs(disk)
                with open(disk + "/ballast", "wb") as file:
                    file.write(bytes(max(0, used.f_bavail * used.f_frsize - free)))
                run = Run(case.command, box)
                yield self.verdict(case, box, run, [0, 2], "No space left on device")
                os.unlink(disk + "/ballast")
        finally:
            subprocess.run(["umount", disk])

    # Permissions

    def as_nobody(self):
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)

    def read_only(self):
        """A directory that may not be written into"""
        for case, box in self.each(1, 3):
            for folder in {box.path, *(os.path.dirname(f"{box.path}/{output}") for output in case.outputs)}:
                if os.path.exists(folder):
                    os.chmod(folder, 0o555)
            os.chmod(box.temporary, 0o777)
            run = Run(case.command, box, preexec=self.as_nobody)
            yield self.verdict(case, box, run, [2], "Permission denied")

    def unreadable(self):
        """A file or directory of an unpacked release that may not be read"""
        for _ in self.times(4, 60):
            box = Box(self.scratch)
            Run(["relup-unpack", "-C", "work", *self.data.tarballs], box)
            paths = [f"{folder}/{name}" for folder, folders, files in os.walk(f"{box.unpacked}/shop-1.1.0")
                     for name in folders + files if name.endswith((".app", ".beam", ".rel", "ebin", "lib"))]
            path = self.random.choice(paths)
            os.chmod(path, 0)
            os.chmod(box.path, 0o755)
            run = Run(["relup-diff", "work/shop-1.0.0", "work/shop-1.1.0"], box, preexec=self.as_nobody)
            SEEN["refused with a message" if run.status == 2 and run.messages else f"status {run.status}"] += 1
            named = path.removeprefix(box.path + "/") in run.messages and "Permission denied" in run.messages
            yield [] if run.status == 2 and named else [f"{path}: {run}"]
            box.remove()

    # Inputs that are not what they were

    def changing(self):
        """The new release is cut off, overwritten, replaced or removed while it is read"""
        def cut(path):
            os.truncate(path, self.random.randrange(os.path.getsize(path)))

        def overwrite(path):
            with open(path, "r+b") as file:
                file.seek(self.random.randrange(os.path.getsize(path)))
                file.write(self.random.randbytes(1000))

        def replace(path):
            shutil.copy(self.data.tarballs[0], path + ".new")
            os.replace(path + ".new", path)

        commands = [["relup-unpack", "-C", "work", "old.tar.gz", "new.tar.gz"],
                    ["relup-diff", "old.tar.gz", "new.tar.gz"],
                    ["relup-pack", "--prepare", "-o", "out.tar.gz", "new.tar.gz"],
                    [TOP + "/bin/relup-upgrade", "old.tar.gz", "new.tar.gz", "-o", "out.tar.gz"]]
        for command in commands:
            for change in (cut, overwrite, replace, os.unlink):
                for _ in self.times(1, 15):
                    box = Box(self.scratch)
                    for name, source in zip(("old.tar.gz", "new.tar.gz"), self.data.tarballs):
                        shutil.copy(source, f"{box.path}/{name}")
                    delay = self.random.uniform(0, 0.1)

                    def disturb(process):
                        time.sleep(delay)
                        change(box.path + "/new.tar.gz")

                    run = Run(command, box, disturb=disturb)
                    found = [] if run.status in (0, 2) else [f"{command[0]}: {run}"]
                    SEEN["succeeded" if run.status == 0 else "refused with a message" if run.messages else
                         "failed in silence"] += 1
                    out = box.path + "/out.tar.gz"
                    if os.path.exists(out) != (run.status == 0 and "out.tar.gz" in command):
                        found.append(f"{command[0]}: an output with status {run.status}")
                    if os.path.exists(out) and subprocess.run(["gzip", "-t", out], stderr=subprocess.DEVNULL).returncode:
                        found.append(f"{command[0]}: a broken output with status {run.status}")
                    names = set(os.listdir(box.path)) - {"old.tar.gz", "new.tar.gz", "out.tar.gz", "work"}
                    if names or run.status and os.path.exists(box.unpacked):
                        found.append(f"{command[0]}: left behind {names or 'work'}")
                    yield found
                    box.remove()

    # The system

    def no_descriptors(self):
        """So few file descriptors that some call finds none left"""
        for case, box in self.each(3, 17):
            count = self.random.randrange(4, 22)
            run = Run(case.command, box, preexec=limit(resource.RLIMIT_NOFILE, count))
            # The loader, the shell and its programs have their own messages, or none where the shell cannot move its
            # output. A directory is removed by the next run where there are not even descriptors to remove it.
            silent = case.name in ("relup-edit", "relup-prepare", "relup-upgrade")
            yield self.verdict(case, box, run, [0, 1, 2, 127], leftovers=1, silent=silent)

    def short_calls(self):
        """Reads and writes that do less than asked, or are interrupted (LD_PRELOAD)"""
        for case, box in self.each(1, 10):
            environment = {"LD_PRELOAD": self.library, "FAULTY_IO": "1", "FAULTY_SEED": str(self.random.getrandbits(30))}
            yield self.verdict(case, box, Run(case.command, box, env=environment), [0])

    def clock(self):
        """A clock that jumps up to sixty years to and fro, and files from the future (LD_PRELOAD)"""
        for case, box in self.each(1, 5):
            times = [os.stat(path) for path in self.data.tarballs]
            environment = {"LD_PRELOAD": self.library, "FAULTY_CLOCK": "1", "FAULTY_SEED": str(self.random.getrandbits(30))}
            for path in self.data.tarballs:
                if case.name != "relup-pack":
                    os.utime(path, (0, self.random.choice([-5e8, 0, 2**31, 2**32 + 5.5])))
            yield self.verdict(case, box, Run(case.command, box, env=environment), [0])
            for path, status in zip(self.data.tarballs, times):
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    # At once

    def at_once(self):
        """Twelve runs of relup-upgrade, and of relup-unpack --force, to the same place at once"""
        old, new = self.data.tarballs
        for _ in self.times(1, 10):
            box = Box(self.scratch)
            same = ["relup-upgrade", "--force", old, new, "-o", "out.tar.gz"]
            commands = [[TOP + "/bin/relup-upgrade", *same[1:]], [TOP + "/bin/relup-upgrade", "--modification", "none", *same[1:]]]
            wanted = set()
            for command in commands:
                Run(command, box)
                wanted.add(digest(box.path + "/out.tar.gz"))
            runs, torn, done = [], [], threading.Event()

            def read():
                while not done.is_set():
                    if digest(box.path + "/out.tar.gz") not in wanted:
                        torn.append("another output was there meanwhile")

            reader = threading.Thread(target=read)
            reader.start()
            threads = [threading.Thread(target=lambda command=command: runs.append(Run(command, box)))
                       for command in commands * 6 + [["relup-unpack", "--force", "-C", "work", old, new]] * 12]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            done.set()
            reader.join()
            SEEN["runs succeeded"] += sum(run.status == 0 for run in runs)
            SEEN["runs failed"] += sum(run.status != 0 for run in runs)
            found = torn[:1] + [str(run) for run in runs if run.status != 0]
            unpacked = [digest(f"{box.unpacked}/shop-{version}") for version in ("1.0.0", "1.1.0")]
            case = self.cases[0]
            if unpacked != case.new:
                found.append("a release is not what it should be")
            if sorted(os.listdir(box.path)) != ["out.tar.gz", "work"] or os.listdir(box.temporary) or sorted(
                    os.listdir(box.unpacked)) != ["shop-1.0.0", "shop-1.1.0"]:
                found.append(f"left behind: {os.listdir(box.path)} {os.listdir(box.temporary)}")
            yield found
            box.remove()
