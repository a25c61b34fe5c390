"""Runs every tool over a tarball, and watches what happens to the files around it."""

import hashlib
import os
import re
import resource
import shutil
import subprocess
import threading

import corpus

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
TOOLS = os.path.abspath(os.environ.get("RELUP_TOOLS") or TOP + "/.build/release")
SECONDS = 120
DISK = 64 << 20
# A message that ends with a word of code, such as the name of a case, in place of a reason.
BARE = re.compile(r"^relup-(?!.*(verdict|before): ).*: [a-z]+[A-Za-z]*$")

# Name: (line of shell, whether it reads the tarball). `$new` is the attack, and `work` the folder to write into.
COMMANDS = {
    "unpack": ("relup-unpack -C work $new >document", True),
    "unpack two": ("relup-unpack --force -C work $old $new >document", True),
    "unpack from a pipe": ("relup-unpack --force -C work - <$new >document", True),
    "diff": ("relup-diff $old $new >document", True),
    "show": ("relup-show $new >text", True),
    "check": ("relup-check $old $new >document", True),
    "prepare": ("relup-prepare --force $new -o work/prepared.tar.gz", True),
    "upgrade": ("relup-upgrade --force $old $new -o work", True),
    "edit": ("EDITOR=true relup-edit --force $new -o work/edited.tar.gz", True),
    "pipe": ("relup-unpack --force -C work $old $new | relup-diff | relup-appup --write | relup-make | relup-modify | "
             "relup-check | relup-pack --force -o work/upgrade.tar.gz", False),
    "edeliver": ("mkdir work/tree; (exec 2>/dev/null; tar -xzf $new -C work/tree lib releases; :); mkdir -p work/tree/bin; "
                 "relup-edeliver release work/tree", False),
}


def state(folder, *, leave_out=()):
    """All that lies in a folder: names, kinds, modes, contents."""
    found = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(parent, name) not in leave_out]
        for name in folders + files:
            path = os.path.join(parent, name)
            status = os.lstat(path)
            if os.path.islink(path):
                contents = os.readlink(path)
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    contents = hashlib.sha256(file.read()).hexdigest()
            else:
                contents = ""
            found[path] = status.st_mode, contents
    return found


def limits():
    # What no run may come to: files of 64 MiB, processes of 2 GiB.
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def remove(*paths):
    subprocess.run(["rm", "-rf", *paths], check=True)


def attack(scratch, name, make, commands=COMMANDS):
    """What went wrong when all tools read a tarball.

    `make` gives, for the folder around it, the archive and whether it must be refused; None if it must be read.
    """
    found = []
    # Attacks name their folder. Those of one thread have the same one, so that they are made once.
    root = f"{scratch}/{threading.get_ident()}"
    os.mkdir(root)
    box, outside = f"{root}/box", f"{root}/{corpus.OUTSIDE}"
    try:
        os.mkdir(outside)
        os.mkdir(box)
        with open(outside + "/victim", "w") as file:
            file.write("victim")
        os.chmod(outside + "/victim", 0o640)
        archive, is_refused = make(root)
        corpus.write(f"{root}/new.tar.gz", archive)
        shutil.copy(scratch + "/old.tar.gz", root)
        before = state(root, leave_out={box})
        for command, (line, reads) in commands.items():
            work = f"{box}/work"
            os.mkdir(work)
            os.mkdir(f"{box}/tmp")
            environment = os.environ | {
                "PATH": f"{TOP}/bin:{TOOLS}:{os.environ['PATH']}", "RELUP_TOOLS": TOOLS, "TMPDIR": f"{box}/tmp",
                "old": f"{root}/old.tar.gz", "new": f"{root}/new.tar.gz", "SWIFT_BACKTRACE": "enable=no",
                "LC_ALL": "C.UTF-8"}
            try:
                run = subprocess.run(
                    ["bash", "-c", f"set -o pipefail; {line}"], cwd=box, env=environment, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=SECONDS, preexec_fn=limits)
                status, said = run.returncode, run.stderr.decode(errors="replace")
            except subprocess.TimeoutExpired:
                status, said = "none", "no end"
            where = f"{name}: {command}"
            if status not in (0, 1, 2):
                found.append(f"{where}: status {status}: {said[-300:]}")
            # relup-check may also refuse by its verdict.
            if reads and is_refused and status != 2 and not (command == "check" and status == 1):
                found.append(f"{where}: not refused, status {status}: {said[-300:]}")
            if reads and is_refused is None and status != 0 and not (command == "check" and status == 1):
                found.append(f"{where}: refused, status {status}: {said[-300:]}")
            if status == 2 and not said:
                found.append(f"{where}: refused without a message")
            for text in said.splitlines():
                if not text.startswith(("relup-", "tar: ", "grep: ", "cp: ", "cat: ")):
                    found.append(f"{where}: a line that is none of ours: {text!r}")
                if BARE.search(text):
                    found.append(f"{where}: a bare word: {text!r}")
                if any(ord(letter) < 0x20 and letter != "\t" for letter in text):
                    found.append(f"{where}: control characters: {text!r}")
                if text == "relup-check: verdict: hot" and is_refused:
                    found.append(f"{where}: a line was forged")
            after = state(root, leave_out={box})
            for path in sorted(set(before) | set(after)):
                if before.get(path) != after.get(path):
                    found.append(f"{where}: outside: {path}")
            left = [path for path in os.listdir(box) if path not in ("work", "tmp", "document", "text")]
            if left:
                found.append(f"{where}: beside the folder: {left}")
            # Folders may be deeper than Python follows.
            blocks = subprocess.run(["find", box, "!", "-type", "d", "-printf", "%b "], stdout=subprocess.PIPE, check=True)
            size = 512 * sum(int(count) for count in blocks.stdout.split())
            if size > DISK:
                found.append(f"{where}: {size >> 20} MiB on the disk")
            remove(work, f"{box}/tmp")
    finally:
        remove(root)
    return found
