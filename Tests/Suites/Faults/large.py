"""Inputs that are larger or deeper than releases are. They are read or refused, and memory stays bounded."""

import gzip
import io
import os
import random
import struct
import tarfile

from harness import ALL, SEEN, TOP, Box, Run, apart


def tarball(path, entries, level=1):
    """A tarball of (name, contents, mode) in which contents that are None make a directory."""
    with gzip.open(path, "wb", compresslevel=level) as packed, tarfile.open(
            fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, contents, mode in entries:
            entry = tarfile.TarInfo(name)
            entry.mode = mode
            if contents is None:
                entry.type = tarfile.DIRTYPE
            else:
                entry.size = len(contents)
            archive.addfile(entry, None if contents is None else io.BytesIO(contents))


def beam(chunks):
    body = b"BEAM" + b"".join(
        name + struct.pack(">I", len(data)) + data + bytes(-len(data) % 4) for name, data in chunks)
    return b"FOR1" + struct.pack(">I", len(body)) + body


def chunks(bytes_):
    place, found = 12, []
    while place < len(bytes_):
        size = struct.unpack(">I", bytes_[place + 4:place + 8])[0]
        found.append((bytes_[place:place + 4], bytes_[place + 8:place + 8 + size]))
        place += 8 + size + -size % 4
    return found


def renamed(bytes_, name):
    """A module under another name."""
    def first(data):
        return data[:4] + bytes([len(name)]) + name + data[5 + data[4]:]

    return beam([(chunk, first(data) if chunk == b"AtU8" else data) for chunk, data in chunks(bytes_)])


class Large:
    def __init__(self, data, scratch, seed):
        self.data, self.scratch, self.random = data, scratch, random.Random(seed)
        self.sample = open(TOP + "/fixtures/relup-modules/relup_ping.beam", "rb").read()

    def release(self, version, applications, more=()):
        """Entries of a release with applications (name, version, modules {name: beam})."""
        standard = [("kernel", "8.5", {}), ("stdlib", "4.2", {}), ("sasl", "4.2", {})]
        entries, listed = [], []
        for name, number, modules in standard + applications:
            listed.append(f'{{{name},"{number}"}}')
            depends = "[]" if name == "kernel" else "[kernel]" if name == "stdlib" else "[kernel,stdlib]"
            names = ",".join(sorted(modules))
            entries.append((f"lib/{name}-{number}/ebin/{name}.app", (
                f'{{application,{name},[{{description,""}},{{vsn,"{number}"}},{{modules,[{names}]}},{{registered,[]}},'
                f'{{applications,{depends}}}]}}.').encode(), 0o644))
            entries += [(f"lib/{name}-{number}/ebin/{module}.beam", code, 0o644) for module, code in modules.items()]
        resource = f'{{release,{{"big","{version}"}},{{erts,"13.1"}},[{",".join(listed)}]}}.'.encode()
        entries.append((f"releases/{version}/big.rel", resource, 0o644))
        entries.append(("releases/start_erl.data", f"13.1 {version}".encode(), 0o644))
        entries.append((f"releases/{version}/start.boot", b"x", 0o644))
        return entries + list(more)

    def run(self, box, command, statuses=(0,), memory=None, message=None):
        run = Run(["bash", "-c", "set -o pipefail; " + command], box)
        SEEN["done" if run.status in (0, 1) else "refused with a message" if run.messages else "failed in silence"] += 1
        SEEN["MiB at most"] = max(SEEN["MiB at most"], run.memory)
        found = [f"{command}: {run}"] if run.status not in statuses else []
        if memory and run.memory > memory:
            found.append(f"{command}: {run.memory} MiB, more than {memory}")
        if message and message not in run.messages:
            found.append(f"{command}: '{message}' expected: {run}")
        return found

    def entries(self):
        """A tarball of 100,000 entries"""
        box = Box(self.scratch)

        def make():
            more = [(f"lib/app-1/priv/{n // 1000}/{n}", b"x", 0o644) for n in range(100_000)]
            modules = {"m": renamed(self.sample, b"m")}
            tarball(box.path + "/new.tar.gz", self.release("2", [("app", "2", modules)], more))
            tarball(box.path + "/old.tar.gz", self.release("1", [("app", "1", {})]))

        apart(make)
        yield self.run(box, "relup-unpack -C work old.tar.gz new.tar.gz >document", memory=200)
        yield self.run(box, "relup-pack --prepare -o out.tar.gz new.tar.gz", memory=200)
        yield self.run(box, "relup-diff old.tar.gz new.tar.gz >document", memory=200)
        box.remove()

    def heavy(self):
        """Tarballs of 300 MB"""
        box = Box(self.scratch)

        def make():
            modules = {"m": renamed(self.sample, b"m")}
            data = [("lib/app-1/priv/data", self.random.randbytes(1 << 20) * (300 if ALL else 80), 0o644)]
            tarball(box.path + "/new.tar.gz", self.release("2", [("app", "2", modules)], data))
            tarball(box.path + "/old.tar.gz", self.release("1", [("app", "1", {})], data))

        apart(make)
        for command in (
                "relup-unpack -C work old.tar.gz new.tar.gz >unpacked", "relup-diff old.tar.gz new.tar.gz >diff",
                "relup-appup <diff | relup-make | relup-modify --modification default >modified",
                "relup-check <modified >checked", "relup-pack --force -o up.tar.gz checked",
                "relup-pack --force --slim -o slim.tar.gz checked", "relup-pack --prepare -o first.tar.gz work/big-1",
                "relup-show up.tar.gz"):
            yield self.run(box, command, (0, 1), memory=64)
        box.remove()

    def large_beam(self):
        """A beam of 100 MB"""
        box = Box(self.scratch)

        def make():
            code = beam(chunks(self.sample) + [(b"Dbgi", self.random.randbytes(1 << 20) * 100)])
            for name, bytes_ in ("old", code), ("new", code[:-5] + bytes(5)):
                with open(f"{box.path}/{name}.beam", "wb") as file:
                    file.write(bytes_)
                version = "1" if name == "old" else "2"
                tarball(f"{box.path}/{name}.tar.gz",
                        self.release(version, [("app", version, {"relup_ping": bytes_})]))

        apart(make)
        yield self.run(box, "relup-diff old.beam new.beam", memory=700)
        yield self.run(box, "relup-show new.beam >text", memory=400)
        yield self.run(box, "relup-diff old.tar.gz new.tar.gz >document", memory=1000)
        box.remove()

    def many_modules(self):
        """An application of 50,000 modules"""
        count = 50_000 if ALL else 5_000
        box = Box(self.scratch)

        def make():
            for version, word in ("old", "1"), ("new", "2"):
                modules = {}
                for number in range(count):
                    name = f"m{number:07}"
                    code = renamed(self.sample, name.encode())
                    modules[name] = code if version == "old" else code.replace(b"\x03run", b"\x03ran")
                tarball(f"{box.path}/{version}.tar.gz", self.release(word, [("app", word, modules)]))

        apart(make)
        yield self.run(box, "relup-diff old.tar.gz new.tar.gz >diff", memory=1500)
        yield self.run(box, "relup-appup <diff >appup", memory=1500)
        yield self.run(box, "relup-make <appup >make", memory=1500)
        yield self.run(box, "relup-modify --modification default <make >modify", memory=1500)
        yield self.run(box, "relup-check <modify >check", (0, 1), memory=1500)
        yield self.run(box, "relup-pack --force -o out.tar.gz check && gzip -t out.tar.gz", memory=1500)
        box.remove()

    def long_names(self):
        """Names of 255 bytes to 8 KB in tarballs, and of outputs"""
        box = Box(self.scratch)
        for size in (255, 256, 1_000, 4_095, 4_096, 8_192):
            path = "/".join(["n" * 250] * (size // 251)) + "/" + "m" * (size % 251 or 1)
            whole = "x" * size
            for name in (path, whole):
                tarball(box.path + "/x.tar.gz", self.release("1", [("app", "1", {})], [("lib/" + name, b"x", 0o644)]))
                found = self.run(box, "rm -rf work; relup-unpack -C work x.tar.gz >document", (0, 2))
                if os.path.exists(box.unpacked) and os.listdir(box.unpacked) != ["big-1"]:
                    found.append(f"left behind: {os.listdir(box.unpacked)}")
                yield found
                yield self.run(box, "relup-pack --force --prepare -o out.tar.gz x.tar.gz", (0, 2))
            status, message = ((0,), None) if size <= 255 else ((2,), "File name too long")
            yield self.run(box, f"relup-pack --prepare -o {whole} {self.data.tarballs[0]}", status, message=message)
        box.remove()

    def deep(self):
        """Directories and terms that nest 100,000 deep"""
        box = Box(self.scratch)
        for depth in (100, 3_000, 30_000):
            name = "/".join(["d"] * depth)
            tarball(box.path + "/x.tar.gz", self.release("1", [("app", "1", {})], [("lib/" + name, b"x", 0o644)]))
            yield self.run(box, "rm -rf work; relup-unpack -C work x.tar.gz >document", (0, 2), memory=100)
            yield self.run(box, "relup-pack --force --prepare -o out.tar.gz x.tar.gz", (0, 2), memory=100)
        for opening in ("[", "{", "#{a=>", "<<\"a\"", "\"", "'", "fun "):
            text = (opening * 100_000).encode()
            for name, command in (
                    ("document", "relup-make <document"), ("relup", "relup-show relup"),
                    ("relup", "relup-modify --name big relup"), ("app.appup", "relup-show --erlang app.appup")):
                with open(f"{box.path}/{name}", "wb") as file:
                    file.write(text)
                yield self.run(box, command, (2,), memory=300, message="relup-")
            tarball(box.path + "/x.tar.gz", [
                (entry[0], text if entry[0].endswith(".rel") else entry[1], 0o644)
                for entry in self.release("1", [("app", "1", {})])])
            yield self.run(box, "relup-diff x.tar.gz x.tar.gz", (2,), memory=300, message="relup-diff: ")
        box.remove()
