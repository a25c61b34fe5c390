"""Inputs of any size: for each element that an input may repeat, one in which it occurs n times.

Each is a function of a folder and a number that makes the files and returns the commands to measure, as (name, line of
shell); the line may use what the lines before it made.
"""

import gzip
import io
import os
import struct
import sys
import tarfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
SAMPLE = open(TOP + "/fixtures/relup-modules/relup_ping.beam", "rb").read()
SUPERVISOR = open(TOP + "/fixtures/modules/full/demo_sup.beam", "rb").read()
STANDARD = [("kernel", "8.5", {}), ("stdlib", "4.2", {}), ("sasl", "4.2", {})]


def beam(chunks):
    body = b"BEAM" + b"".join(
        name + struct.pack(">I", len(data)) + data + bytes(-len(data) % 4) for name, data in chunks)
    return b"FOR1" + struct.pack(">I", len(body)) + body


def chunks(code):
    place, found = 12, []
    while place < len(code):
        size = struct.unpack(">I", code[place + 4:place + 8])[0]
        found.append((code[place:place + 4], code[place + 8:place + 8 + size]))
        place += 8 + size + -size % 4
    return found


def renamed(code, name):
    """A module under another name, which is its first atom."""
    def first(data):
        return data[:4] + bytes([len(name)]) + name.encode() + data[5 + data[4]:]

    return beam([(chunk, first(data) if chunk == b"AtU8" else data) for chunk, data in chunks(code)])


def module(name, version):
    """A small module, another one in each version."""
    code = renamed(SAMPLE, name)
    return code if version == "1" else code.replace(b"\x03run", b"\x03ran")


def supervisor(name):
    """A supervisor of that name."""
    return renamed(SUPERVISOR, name)


def caller(name, version, functions):
    """A module that imports one function of each of some modules, another one in each version."""
    def table(chunk, data):
        if chunk not in (b"AtU8", b"ImpT"):
            return data
        count, = struct.unpack(">I", data[:4])
        if chunk == b"ImpT":
            return struct.pack(">I", count + len(functions)) + data[4:] + b"".join(
                struct.pack(">III", atoms + 2 + place, atoms + 1, 0) for place in range(len(functions)))
        texts = [f"only_{version}", *functions]
        return struct.pack(">I", count + len(texts)) + data[4:] + b"".join(bytes([len(text)]) + text.encode() for text in texts)

    found = chunks(module(name, version))
    atoms, = struct.unpack(">I", dict(found)[b"AtU8"][:4])
    return beam([(chunk, table(chunk, data)) for chunk, data in found])


def entry(name, contents=b"x", **more):
    member = tarfile.TarInfo(name)
    member.mode, member.size = 0o644, len(contents)
    for key, value in more.items():
        setattr(member, key, value)
    return member, contents


def release(version, applications=(), more=()):
    """Entries of a release `big` with applications (name, version, modules {name: beam})."""
    listed = []
    for name, number, modules in [*STANDARD, *applications]:
        listed.append(f'{{{name},"{number}"}}')
        needs = "" if name == "kernel" else "kernel" if name == "stdlib" else "kernel,stdlib"
        yield entry(f"lib/{name}-{number}/ebin/{name}.app", (
            f'{{application,{name},[{{description,""}},{{vsn,"{number}"}},{{modules,[{",".join(modules)}]}},'
            f'{{registered,[]}},{{applications,[{needs}]}}]}}.\n').encode())
        for module_name, code in modules.items():
            yield entry(f"lib/{name}-{number}/ebin/{module_name}.beam", code)
    resource = f'{{release,{{"big","{version}"}},{{erts,"13.1"}},[{",".join(listed)}]}}.\n'.encode()
    yield entry(f"releases/{version}/big.rel", resource)
    yield entry(f"releases/big-{version}.rel", resource)
    yield entry(f"releases/{version}/start.boot")
    yield entry("releases/RELEASES", b"[].\n")
    yield entry("releases/start_erl.data", f"13.1 {version}".encode())
    files = dict(more) if isinstance(more, dict) else {}
    for name, contents in files.items():
        yield entry(name.replace("VSN", version), contents)
    if not isinstance(more, dict):
        yield from more


def tarball(path, entries):
    with gzip.open(path, "wb", compresslevel=1) as packed, tarfile.open(
            fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member, contents in entries:
            archive.addfile(member, io.BytesIO(contents) if member.isreg() else None)


def pair(folder, applications=lambda version: [], more=lambda version: {}):
    for version in ("1", "2"):
        tarball(f"{folder}/{version}.tar.gz", release(version, applications(version), more(version)))


def write(folder, name, text):
    with open(f"{folder}/{name}", "w") as file:
        file.write(text)


PIPE = [
    ("diff", "relup-diff 1.tar.gz 2.tar.gz >diff"), ("appup", "relup-appup <diff >appup"),
    ("make", "relup-make <appup >make"), ("modify", "relup-modify --modification default <make >modify"),
    ("check", "relup-check <modify >check || [ $? -eq 1 ]"),
    ("pack", "relup-pack --force -o out.tar.gz check"), ("unpack", "relup-unpack --force -C work 1.tar.gz 2.tar.gz >new"),
    ("check upgrade", "relup-check --table 1.tar.gz out.tar.gz >table || [ $? -eq 1 ]"),
    ("show", "relup-show check >text"), ("show --html", "relup-show --html check >html"),
    ("show --json", "relup-show --json check >json"), ("show --dot", "relup-show --dot check >dot"),
]


def modules(folder, count):
    """Changed modules of one application"""
    pair(folder, lambda version: [("app", version, {f"m{n:06}": module(f"m{n:06}", version) for n in range(count)})])
    return PIPE


def applications(folder, count):
    """Applications, of two changed modules each"""
    def made(version):
        return [(f"app{n}", version, {f"a{n:05}_{m}": module(f"a{n:05}_{m}", version) for m in "xy"}) for n in range(count)]
    pair(folder, made)
    return PIPE


def many(folder, count, applications=1000):
    """Changed modules of 1,000 applications"""
    def made(version):
        each = max(1, count // applications)
        return [(f"app{a}", version, {f"a{a:04}_{m:03}": module(f"a{a:04}_{m:03}", version) for m in range(each)})
                for a in range(applications)]
    pair(folder, made)
    return PIPE


def added(folder, count):
    """Added modules, and as many removed"""
    def made(version):
        return [("app", version, {f"m{version}{n:06}": module(f"m{version}{n:06}", version) for n in range(count)})]
    pair(folder, made)
    return PIPE[:6]


def flags(folder, count):
    """Lines of vm.args with the same flag"""
    pair(folder, more=lambda version: {
        "releases/VSN/vm.args": "".join(f"-env KEY value{n}{version}\n" for n in range(count)).encode()})
    return PIPE[:1]


def keys(folder, count):
    """Keys of sys.config that changed"""
    pair(folder, more=lambda version: {"releases/VSN/sys.config": (
        "[{app,[" + ",".join(f'{{key{n},"{version}"}}' for n in range(count)) + "]}].").encode()})
    return PIPE[:6]


def sections(folder, count):
    """Applications in sys.config"""
    pair(folder, more=lambda version: {"releases/VSN/sys.config": (
        "[" + ",".join(f'{{app{n},[{{key,"{version}"}}]}}' for n in range(count)) + "].").encode()})
    return PIPE[:1]


def private(folder, count):
    """Files below priv"""
    def more(version):
        return [entry(f"lib/app-{version}/priv/{n // 1000}/{n}", version.encode()) for n in range(count)]
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})], more)
    return [PIPE[0], PIPE[6], ("prepare", "relup-pack --force --prepare -o out.tar.gz 1.tar.gz")]


def links(folder, count):
    """Symbolic links that release_handler does not make"""
    def more(version):
        yield entry(f"lib/app-{version}/priv/file", b"contents")
        for n in range(count):
            yield entry(f"lib/app-{version}/links/{n}", b"", type=tarfile.SYMTYPE, linkname="../priv/file")
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})], more)
    return [PIPE[0], PIPE[6], ("prepare", "relup-pack --force --prepare -o out.tar.gz 1.tar.gz")]


def hard_links(folder, count):
    """Hard links to one file"""
    def more(version):
        yield entry(f"lib/app-{version}/priv/file", b"contents")
        for n in range(count):
            yield entry(f"lib/app-{version}/links/{n}", b"", type=tarfile.LNKTYPE,
                        linkname=f"lib/app-{version}/priv/file")
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})], more)
    return [PIPE[0], PIPE[6]]


def versions(folder, count):
    """Base versions of a relup"""
    scripts = ",".join(f'{{"1.{n}",[],[{{load,{{a,soft_purge,soft_purge}}}}]}}' for n in range(count))
    write(folder, "relup", f'{{"2",[{scripts}],[{scripts}]}}.\n')
    return [("show", "relup-show relup >text"), ("modify", "relup-modify --name big relup >modified"),
            ("show --html", "relup-show --html relup >html")]


def entries_of_appup(folder, count):
    """Versions in an appup"""
    scripts = ",".join(f'{{"0.{n}",[{{load_module,m}}]}}' for n in range(count)) + ',{"1",[{load_module,m}]}'
    text = f'{{"2",[{scripts}],[{scripts}]}}.\n'
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})],
         lambda version: {"lib/app-2/ebin/app.appup": text.encode()} if version == "2" else {})
    return PIPE[:3]


def suspended(folder, count):
    """Modules that a script suspends, one instruction each"""
    lines = ["point_of_no_return"] + [f"{{suspend,[m{n}]}}" for n in range(count)]
    lines += [f"{{load,{{m{n},brutal_purge,brutal_purge}}}}" for n in range(count)]
    lines += [f"{{resume,[m{n}]}}" for n in range(count)]
    write(folder, "relup", f'{{"2",[{{"1",[],[{",".join(lines)}]}}],[]}}.\n')
    return [("show", "relup-show relup >text"), ("show --html", "relup-show --html relup >html"),
            ("show --json", "relup-show --json relup >json"), ("modify", "relup-modify --name big relup >modified")]


def relup_alone(folder, instructions):
    """The commands for a relup between releases that are there."""
    write(folder, "relup", f'{{"2",[{{"1",[],[{",".join(instructions)}]}}],[]}}.\n')
    return [("check relup", "relup-check --table relup --old 1.tar.gz --new 2.tar.gz >table || [ $? -eq 1 ]"),
            ("show", "relup-show relup >text"), ("show --html", "relup-show --html relup >html"),
            ("modify", "relup-modify --name big relup >modified"),
            ("modify --dry-run", "relup-modify --name big --dry-run relup >difference")]


def supervisors(folder, count):
    """Supervisors that a script suspends, stops and calls, one instruction each"""
    pair(folder, lambda version: [("app", version, {f"s{n:06}": supervisor(f"s{n:06}") for n in range(count)})]
         if version == "2" else [])
    names = [f"s{n:06}" for n in range(count)]
    return relup_alone(folder, ["point_of_no_return"] + [f"{{suspend,[{name}]}}" for name in names] + [
        f"{{stop,[{name}]}}" for name in names] + [
        f"{{apply,{{supervisor,which_children,[{name}]}}}}" for name in names])


def repeated(folder, count):
    """Suspensions, loads, conversions and resumptions of one module"""
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})])
    return relup_alone(folder, ["point_of_no_return"] + [
        "{suspend,[m]}", "{load,{m,brutal_purge,brutal_purge}}", "{code_change,up,[{m,[]}]}", "{resume,[m]}"] * count)


def early(folder, count):
    """Loads before the point of no return"""
    pair(folder, lambda version: [("app", version, {f"m{n:06}": module(f"m{n:06}", version) for n in range(count)})])
    return relup_alone(folder, [f"{{load,{{m{n:06},brutal_purge,brutal_purge}}}}" for n in range(count)] + [
        "{apply,{m000000,run,[x]}}", "point_of_no_return"])


def imports(folder, count):
    """Changed modules that one module calls"""
    def made(version):
        names = [f"m{n:06}" for n in range(count)]
        return [("app", version, {"zz": caller("zz", version, names)} | {name: module(name, version) for name in names})]
    pair(folder, made)
    return PIPE[:6]


def protocols(folder, count):
    """Consolidated protocols that differ"""
    pair(folder, more=lambda version: {
        f"releases/VSN/consolidated/p{n:06}.beam": module(f"p{n:06}", version) for n in range(count)})
    return PIPE[:5] + [PIPE[8]]


def pairs_of_versions(folder, count):
    """Versions in a relup that a modification changes"""
    scripts = ",".join(f'{{"1.{n}",[],[point_of_no_return,{{load,{{a,brutal_purge,brutal_purge}}}}]}}' for n in range(count))
    write(folder, "relup", f'{{"2",[{scripts}],[{scripts}]}}.\n')
    return [("modify --dry-run", "relup-modify --name big --dry-run relup >difference")]


def applies(folder, count):
    """Calls in the script of an appup"""
    calls = ",".join(f"{{apply,{{m,f{n},[]}}}}" for n in range(count))
    text = f'{{"2",[{{"1",[{calls}]}}],[{{"1",[{calls}]}}]}}.\n'
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})],
         lambda version: {"lib/app-2/ebin/app.appup": text.encode()} if version == "2" else {})
    return PIPE[:5] + PIPE[8:10]


def left_over(folder, count):
    """Libraries that older releases left"""
    def more(version):
        for n in range(count):
            yield entry(f"lib/app-0.{n}/ebin/m.beam", module("m", "1"))
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})], more)
    return PIPE[:1]


def resources(folder, count):
    """Releases that older ones left in releases"""
    def more(version):
        for n in range(count):
            yield entry(f"releases/0.{n}/sys.config", b"[].")
            yield entry(f"releases/0.{n}/start_clean.rel", b'{release,{"start_clean","0"},{erts,"13.1"},'
                        b'[{kernel,"8.5"},{stdlib,"4.2"}]}.')
    pair(folder, more=more)
    return PIPE[:1]


def string(folder, count):
    """Characters of one string in an appup"""
    write(folder, "app.appup", '{"2",[{"1",[{apply,{m,f,["' + "a" * count * 100 + '"]}}]}],[]}.\n')
    return [("show", "relup-show app.appup >text")]


def terms(folder, count):
    """Terms in a document, next to each other"""
    parts = ",".join(f'{{"1.{n}",[{{apply,{{m,f,[a{n},"text",{n}]}}}}]}}' for n in range(count))
    write(folder, "app.appup", f'{{"2",[{parts}],[]}}.\n')
    return [("show", "relup-show app.appup >text")]


def directories(folder, count):
    """Directories, ten deep"""
    def more(version):
        for n in range(count):
            yield entry(f"lib/app-{version}/priv/{n // 100}/{n}/a/b/c/d/e/f/g/file")
    pair(folder, lambda version: [("app", version, {"m": module("m", version)})], more)
    return [PIPE[0], PIPE[6]]


def uses(folder, count):
    """Applications that each use the one before"""
    def resources_of(version):
        listed = ['{kernel,"8.5"}', '{stdlib,"4.2"}', '{sasl,"4.2"}']
        for name, number, needs in [("kernel", "8.5", ""), ("stdlib", "4.2", "kernel"), ("sasl", "4.2", "kernel,stdlib")] + [
                (f"app{n}", version, f"app{n - 1}" if n else "kernel,stdlib") for n in range(count)]:
            if name.startswith("app"):
                listed.insert(3, f'{{{name},"{number}"}}')
            yield entry(f"lib/{name}-{number}/ebin/{name}.app", (
                f'{{application,{name},[{{description,""}},{{vsn,"{number}"}},{{modules,[]}},{{registered,[]}},'
                f'{{applications,[{needs}]}}]}}.').encode())
        yield entry(f"releases/{version}/big.rel",
                    f'{{release,{{"big","{version}"}},{{erts,"13.1"}},[{",".join(listed)}]}}.'.encode())
    for version in ("1", "2"):
        tarball(f"{folder}/{version}.tar.gz", resources_of(version))
    return PIPE[:5]


# Each with the number to begin with: what then takes a measurable time.
ELEMENTS = {
    modules: 500, applications: 200, added: 500, flags: 20_000, keys: 5_000, sections: 5_000, private: 2_500,
    links: 1_500, hard_links: 2_500, versions: 2_000, entries_of_appup: 2_500, suspended: 2_500, applies: 1_000,
    left_over: 1_000, resources: 1_000, string: 20_000, terms: 10_000, directories: 1_000, uses: 250,
    supervisors: 500, repeated: 2_000, early: 1_000, imports: 500, protocols: 500, pairs_of_versions: 1_000,
}

if __name__ == "__main__":
    # inputs.py ELEMENT COUNT FOLDER: makes one, and prints the commands.
    name, count, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for command, line in globals()[name](folder, int(count)):
        print(f"{command}\t{line}")
