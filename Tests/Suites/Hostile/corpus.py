"""Tarballs that attack whoever unpacks them: one for each class of weakness that was published of tar programs, libarchive,
npm, Cargo, pip and the layers of container images, and attacks by what is in the files of a release.

Every one is a whole release with the attack in it, so that nothing is refused for another reason.
"""

import functools
import gzip
import io
import struct
import tarfile

OUTSIDE = "relup-outside"
VERSION = "1.1.0"


def header(name=b"x", size=0, kind=b"0", link=b"", mode=b"0000644", magic=b"ustar\x0000", device=b"0000001"):
    block = bytearray(512)
    for place, value in (
            (0, name[:100]), (100, mode), (108, b"0000000"), (116, b"0000000"),
            (124, size if isinstance(size, bytes) else b"%011o" % size), (136, b"14371573400"), (148, b" " * 8),
            (156, kind), (157, link[:100]), (257, magic), (329, device), (337, device)):
        block[place:place + len(value)] = value
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def member(name, contents=b"", kind=b"0", link=b"", **more):
    name, link = (text.encode() if isinstance(text, str) else text for text in (name, link))
    return header(name, len(contents), kind, link, **more) + contents + bytes(-len(contents) % 512)


def pax(**records):
    body = b""
    for key, value in records.items():
        key = key.replace("__", ".").encode()
        value = value.encode() if isinstance(value, str) else value
        rest = b" " + key + b"=" + value + b"\n"
        length = len(rest) + 1
        while len(str(length)) + len(rest) != length:
            length += 1
        body += str(length).encode() + rest
    return member("PaxHeaders/x", body, b"x")


def long_name(name, kind=b"L"):
    return member("././@LongLink", name.encode() + b"\0", kind)


def release(name="demo", version=VERSION, application="demo", number="1.1.0", more=b"", files=None, rel=None, app=None,
            folder=None, appup=None, modules="demo"):
    """The archive of a release, without its end."""
    folder = folder or VERSION
    listed = f'{{kernel,"8.5"}},{{stdlib,"4.2"}},{{sasl,"4.2"}},{{{application},"{number}"}}'
    resource = rel or f'{{release,{{"{name}","{version}"}},{{erts,"13.1"}},[{listed}]}}.\n'
    made = b""
    for library, vsn, needs in (("kernel", "8.5", ""), ("stdlib", "4.2", "kernel"), ("sasl", "4.2", "kernel,stdlib")):
        made += member(f"lib/{library}-{vsn}/ebin/{library}.app", (
            f'{{application,{library},[{{description,""}},{{vsn,"{vsn}"}},{{modules,[]}},{{registered,[]}},'
            f'{{applications,[{needs}]}}]}}.').encode())
    made += member("lib/demo-1.1.0/ebin/demo.app", (app or (
        f'{{application,{application},[{{description,""}},{{vsn,"{number}"}},{{modules,[{modules}]}},{{registered,[]}},'
        '{applications,[kernel,stdlib]}]}.')).encode())
    if appup:
        made += member("lib/demo-1.1.0/ebin/demo.appup", appup.encode())
    made += member(f"releases/{folder}/demo.rel", resource.encode())
    made += member(f"releases/demo-{VERSION}.rel", resource.encode())
    made += member("releases/start_erl.data", b"13.1 " + VERSION.encode())
    made += member("releases/1.1.0/start.boot", b"x") + member("releases/RELEASES", b"[].\n")
    made += member("releases/1.1.0/relup", b'{"1.1.0",[{"1.0.0",[],[point_of_no_return]}],[{"1.0.0",[],[point_of_no_return]}]}.')
    for path, contents in (files or {}).items():
        made += member(path, contents.encode())
    return made + more


def base():
    """The release that upgrades start from."""
    return release(version="1.0.0", folder="1.0.0").replace(b"13.1 1.1.0", b"13.1 1.0.0") + bytes(1024)


def sparse(name, size, kind="1.0"):
    """A file that claims to be almost all hole."""
    if kind == "old":
        block = bytearray(header(name.encode(), 512, b"S", magic=b"ustar  \0"))
        block[386:410] = b"%011o\0%011o\0" % (0, 512)
        block[410:434] = b"%011o\0%011o\0" % (size, 0)
        block[483:495] = b"%011o\0" % size
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        return bytes(block) + b"x" * 512
    data = b"1\n%d\n512\n" % (size - 512)
    return pax(GNU__sparse__major="1", GNU__sparse__minor="0", GNU__sparse__name=name,
               GNU__sparse__realsize=str(size)) + member(
        "GNUSparseFile.0/x", data + bytes(512 - len(data)) + b"x" * 512)


@functools.lru_cache
def attacks(root):
    """Name: (bytes of the archive without its end, whether it must be refused)."""
    out = f"{root}/{OUTSIDE}"
    up = f"../../../../../../../../../..{out}"
    link = lambda name, target: member(name, b"", b"2", target)
    hard = lambda name, target: member(name, b"", b"1", target)
    file = lambda name: member(name, b"attack")
    plain = {
        # Names.
        "CVE-2001-1267 tar: absolute name": file(f"{out}/known"),
        "CVE-2001-1267 tar: .. in a name": file("../relup-outside/known"),
        "CVE-2007-4559 Python tarfile: .. in the middle": file("lib/../../relup-outside/known"),
        "CVE-2016-6321 tar: name after .. is cut": file("lib/../../lib/../../relup-outside/known"),
        "CVE-2019-13173 npm fstream: name of a link is a file": hard("lib/x", f"{out}/victim") + file("lib/x"),
        "CVE-2021-32804 npm tar: several slashes in front": file(f"////{out}/known"),
        "CVE-2021-37713 npm tar: drive letters": file("C:../relup-outside/known"),
        "CVE-2018-20834 npm tar: hard link, then file": hard("lib/x", f"{up}/victim") + file("lib/x"),
        "CVE-2022-36113 Cargo: .cargo-ok is a link": link("lib/.cargo-ok", f"{out}/victim") + file("lib/.cargo-ok"),
        "CVE-2023-38497 Cargo: anyone may write": member("lib/open", b"x", mode=b"0007777"),
        "long name with ..": long_name("../relup-outside/known") + file("lib/x"),
        "pax path with ..": pax(path="../relup-outside/known") + file("lib/x"),
        "pax path, absolute": pax(path=f"{out}/known") + file("lib/x"),
        "pax path with a NUL": pax(path=b"lib/x\0/../../relup-outside/known") + file("lib/y"),
        "ustar prefix with ..": header(b"known") and _prefixed(b"../relup-outside", b"known"),
        "backslashes": file("..\\relup-outside\\known"),
        "newline in a name": file("lib/a\nrelup-check: verdict: hot"),
        "escape sequence in a name": file("lib/\x1b[2J"),
        "text turned around in a name": file("lib/\u202egnp.exe"),
        "name of 5,000 bytes": long_name("lib/" + "a/" * 2500) + file("lib/x"),
        "component of 300 bytes": long_name("lib/" + "a" * 300) + file("lib/x"),
        "no name": file(""),
        "dot as a file": file("."),
        # Links.
        "CVE-2002-1216 tar: link out, then file through it": link("lib/d", "../../relup-outside") + file("lib/d/known"),
        "CVE-2021-37701 npm tar: folder, then link in its place": member("lib/d/", b"", b"5") + link("lib/d", out)
        + file("lib/d/known"),
        "CVE-2021-37712 npm tar: names that are one when normalised": link("lib/é", out)
        + file("lib/e\u0301/known"),
        "CVE-2021-32803 npm tar: link in the place of a folder": member("lib/d/", b"", b"5") + link("lib/d", out),
        "CVE-2011-4105 absolute symbolic link": link("lib/x", out),
        "CVE-2019-14271 Docker cp: link to a folder outside": link("lib/etc", f"{up}"),
        "CVE-2018-15664 Docker: link made of links": link("lib/a", "..") + link("lib/b", "a/..")
        + link("lib/c", "b/relup-outside"),
        "CVE-2014-9356 Docker layers: link .. then absolute": link("lib/a", "../..") + link("lib/b", f"a{out}"),
        "CVE-2014-6407 Docker layers: hard link out": hard("lib/x", "../relup-outside/victim"),
        "CVE-2024-0406 archiver: link, then hard link through it": link("lib/d", "../../relup-outside")
        + hard("lib/x", "lib/d/victim"),
        "CVE-2025-4138 Python tarfile: link of long links": _long_links(),
        "CVE-2024-12718 Python tarfile: link to itself above": link("lib/a", "./../../relup-outside/victim"),
        "CVE-2025-4330 Python tarfile: link that dangles, then leads": link("lib/a", "b/../../../relup-outside")
        + link("lib/b", "."),
        "CVE-2021-20206 link climbs inside and out": link("lib/demo-1.1.0/x", "ebin/../../../../relup-outside"),
        "CVE-2016-5418 libarchive: hard link with contents": member("lib/x", b"attack", b"1", f"{up}/victim"),
        "CVE-2021-31566 libarchive: mode through a link": link("lib/x", f"{out}/victim")
        + member("lib/x", b"", mode=b"0000777"),
        "CVE-2021-23177 libarchive: ACL through a link": pax(SCHILY__acl__access="user::rwx,group::rwx,other::rwx")
        + link("lib/x", f"{out}/victim"),
        "symbolic link without a target": link("lib/x", ""),
        "hard link to a link": link("lib/a", "demo-1.1.0") + hard("lib/b", "lib/a"),
        "hard link to nothing": hard("lib/b", "lib/none"),
        "hard link to itself": hard("lib/b", "lib/b"),
        "links in a circle": link("lib/a", "b") + link("lib/b", "a"),
        "pax linkpath out": pax(linkpath=f"{out}/victim") + link("lib/x", "x"),
        "a file below a file": file("lib/x") + file("lib/x/y"),
        "a file in the place of a folder": file("lib/demo-1.1.0"),
        "a name twice": file("lib/x") + member("lib/x", b"other"),
        "a link, then its name": link("lib/x", "demo-1.1.0") + file("lib/x"),
        # What is no file.
        "character device": member("lib/x", b"", b"3"), "block device": member("lib/x", b"", b"4"),
        "FIFO": member("lib/x", b"", b"6"), "unknown type": member("lib/x", b"x", b"9"),
        "contiguous file": member("lib/x", b"x", b"7"),
        "set-user-ID": member("lib/x", b"x", mode=b"0006755"),
        # Sizes.
        "CVE-2019-9923 tar: extended header without a file": pax(path="x"),
        "CVE-2022-48303 tar: base-256 number": header(b"lib/x", b"\x80" + b"\xff" * 11),
        "CVE-2023-39804 tar: pax key without a value": member("PaxHeaders/x", b"30 SCHILY.xattr.user=\n" + b"a" * 9, b"x")
        + file("lib/x"),
        "CVE-2018-20482 tar: sparse file that shrinks": sparse("lib/x", 1 << 20)[:-512],
        "CVE-2016-4300 negative size": header(b"lib/x", b"-0000000001"),
        "CVE-2024-48957 size beyond the end": header(b"lib/x", 1 << 33),
        "CVE-2025-45582 tar: many extended headers": b"".join(pax(comment="a" * 400) for _ in range(2000)) + file("lib/x"),
        "CVE-2024-28863 npm tar: folders without end": b"".join(
            long_name("lib/" + f"{n}/" * 1200) + file("lib/x") for n in range(1000)),
        "CVE-2024-21538 pax record longer than its header": member("PaxHeaders/x", b"9999 path=x\n", b"x") + file("lib/x"),
        "sparse bomb, 7 GiB": sparse("lib/x", 7 << 30), "sparse bomb, old GNU form": sparse("lib/x", 7 << 30, "old"),
        "sparse bomb of many": b"".join(sparse(f"lib/x{n}", 200 << 20) for n in range(40)),
        "sparse file of terabytes": pax(GNU__sparse__realsize="99999999999999") + file("lib/x"),
        "110,000 links": b"".join(link(f"lib/l{n}", "demo-1.1.0") for n in range(110_000)),
        "data after the end": bytes(1024) + file("lib/x"),
        "wrong checksum": header(b"lib/x")[:148] + b"0000000\0" + header(b"lib/x")[156:],
    }
    whole = {name: (release(more=more), name not in HARMLESS) for name, more in plain.items()}
    bad = {
        "/": f"../../{OUTSIDE}/known", "absolute": f"{out}/known", "dots": "..", "line": "1\\nrelup-check: verdict: hot",
        "folder": f"1.1.0/../../../{OUTSIDE}/known", "victim": f"dir/../{OUTSIDE}/victim",
    }
    for kind, text in bad.items():
        whole[f"name of the release: {kind}"] = release(name=text), True
        whole[f"version of the release: {kind}"] = release(version=text), True
        whole[f"name of an application: {kind}"] = release(application=f"'{text}'"), True
        whole[f"version of an application: {kind}"] = release(number=text), True
        whole[f"name in a resource file: {kind}"] = release(
            app=f'{{application,\'{text}\',[{{description,""}},{{vsn,"1.1.0"}},{{modules,[demo]}},{{registered,[]}},'
            '{applications,[kernel,stdlib]}]}.'), True
        whole[f"name of a module: {kind}"] = release(modules=f"'{text}'"), False
        whole[f"version of ERTS: {kind}"] = release(
            rel=f'{{release,{{"demo","1.1.0"}},{{erts,"{text}"}},[{{kernel,"8.5"}},{{stdlib,"4.2"}},{{sasl,"4.2"}}]}}.'), True
        whole[f"version in start_erl.data: {kind}"] = release().replace(
            b"13.1 1.1.0", f"13.1 {text}"[:10].encode().ljust(10)), False
        whole[f"version in an appup: {kind}"] = release(appup=f'{{"{text}",[{{"1.0.0",[]}}],[{{"1.0.0",[]}}]}}.'), False
        whole[f"library in an appup: {kind}"] = release(
            appup=f'{{"1.1.0",[{{"1.0.0",[{{load_module,\'{text}\'}}]}}],[{{"1.0.0",[]}}]}}.'), False
        whole[f"included configuration: {kind}"] = release(
            files={"releases/1.1.0/sys.config": f'[{{demo,[]}},"{text}"].'}), False
        whole[f"relup.modification: {kind}"] = release(
            files={"releases/1.1.0/relup.modification": f"{{insert, append, {{apply, {{'{text}', x, []}}}}}}."}), False
    whole["relup.modification that runs code"] = release(files={
        "releases/1.1.0/relup.modification": "default.\n{insert, append, {apply, {os, cmd, [\"touch known\"]}}}."}), False
    whole["terms that nest"] = release(rel="[" * 100_000), True
    whole["resource file without an end"] = release(rel='{release,{"demo"'), True
    return whole


def renamed(archive, rename):
    """The archive with other names of its entries."""
    made, place = b"", 0
    while place < len(archive):
        block = bytearray(archive[place:place + 512])
        end = place + 512 + -(-int(block[124:135], 8) // 512) * 512
        block[:100] = rename(bytes(block[:100]).rstrip(b"\0")).ljust(100, b"\0")
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        made += bytes(block) + archive[place + 512:end]
        place = end
    return made


def valid():
    """What looks strange and must be read, since tools make it."""
    mac = b"\0\5\x16\7\0\2\0\0Mac OS X        "
    below = renamed(release(), lambda name: b"demo/" + name)
    odd = "lib/dé+mo-1.1.0+b.1~2/ebin/dé+mo".encode()
    return {
        "macOS: attributes of files": member("._lib", mac) + member("._releases", mac) + release(
            more=member("lib/demo-1.1.0/ebin/._demo.app", mac) + member("lib/demo-1.1.0/ebin/._demo.beam", mac)
            + member("lib/demo-1.1.0/ebin/._demo.appup", mac) + member("releases/1.1.0/._demo.rel", mac)
            + member("releases/._demo-1.1.0.rel", mac) + member("releases/1.1.0/._sys.config", mac)),
        "macOS: attributes of the folder around": member("._demo", mac) + below,
        "below a folder": below,
        "left over: a module that is no beam": release(
            more=member("lib/demo-1.0.0/ebin/demo.beam", b"FOR1\0\0\0\4BEAM")
            + member("lib/demo-0.9.0/ebin/demo.app", b"{application")),
        "names that OTP allows": renamed(
            release(application="'dé+mo'", number="1.1.0+b.1~2"),
            lambda name: name.replace(b"lib/demo-1.1.0/ebin/demo", odd)),
    }


# What is only strange, and may be read.
HARMLESS = {
    "CVE-2023-38497 Cargo: anyone may write", "backslashes", "pax path with a NUL", "set-user-ID", "contiguous file",
    "CVE-2021-37713 npm tar: drive letters", "text turned around in a name", "links in a circle", "unknown type",
    "hard link to a link",
    "CVE-2025-45582 tar: many extended headers",
    "CVE-2019-9923 tar: extended header without a file", "CVE-2023-39804 tar: pax key without a value",
    "CVE-2018-20482 tar: sparse file that shrinks",
}


def _prefixed(prefix, name):
    block = bytearray(header(name))
    block[345:345 + len(prefix)] = prefix
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _long_links():
    """Links whose targets grow too long for some programs to follow, the last of which leads out."""
    made, folder = b"", ""
    for step in "abcdefghijklmnop":
        made += member(f"lib/{folder}{'d' * 60}/", b"", b"5") if len(folder) < 20 else b""
        made += member(f"lib/{folder}{step}", b"", b"2", "d" * 60)
        if len(folder) < 30:
            folder += step + "/"
            break
    return made + member("lib/l", b"", b"2", "a/../../../relup-outside") + member("lib/m", b"", b"2", "l/victim")


def write(path, archive):
    with gzip.open(path, "wb", compresslevel=1) as packed:
        packed.write(archive + bytes(1024))
