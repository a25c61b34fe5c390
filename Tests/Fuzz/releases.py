#!/usr/bin/env python3
"""releases.py SECONDS: searches for releases that make a tool crash, hang, or write outside of its folder.

Takes the texts of a release (.rel, .app, appup, sys.config, vm.args, relup, relup.modification) apart into terms, changes
the terms, packs them into a tarball with whatever else may be strange, and gives it to every tool. What is found is kept
in .build/fuzz/found/releases. RELUP_SEED repeats a search. Status 0: nothing was found; 1: something was.
"""

import os
import random
import re
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../Suites/Hostile")
import corpus
from watch import COMMANDS, TOP, attack

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|<<[^>]*>>|[a-zA-Z_@0-9.#$]+|=>|[\[\]{},|.:/+-]')
OPEN = {"[": "]", "{": "}"}

TEXTS = {
    "releases/1.1.0/demo.rel":
        '{release,{"demo","1.1.0"},{erts,"13.1"},[{kernel,"8.5"},{stdlib,"4.2"},{sasl,"4.2"},{demo,"1.1.0",permanent,[]}]}',
    "lib/demo-1.1.0/ebin/demo.app":
        '{application,demo,[{description,"d"},{vsn,"1.1.0"},{modules,[demo,demo_sup]},{registered,[demo_sup]},'
        '{applications,[kernel,stdlib]},{included_applications,[]},{mod,{demo,[]}},{env,[{key,"value"},{n,1}]}]}',
    "lib/demo-1.1.0/ebin/demo.appup":
        '{"1.1.0",[{"1.0.0",[{load_module,demo,soft_purge,soft_purge,[]},{update,demo_sup,supervisor},'
        '{apply,{demo,migrate,[1]}},{add_module,new},{restart_application,demo}]},{"1\\\\.*",[]}],[{"1.0.0",[{delete_module,new}]}]}',
    "releases/1.1.0/sys.config": '[{demo,[{key,"value"},{list,[1,2,3]}]},{kernel,[{logger_level,info}]},"other.config"]',
    "releases/1.1.0/other.config": "[{demo,[{key,2}]}]",
    "releases/1.1.0/relup":
        '{"1.1.0",[{"1.0.0",[],[{load_object_code,{demo,"1.1.0",[demo]}},point_of_no_return,{suspend,[demo]},'
        '{load,{demo,brutal_purge,brutal_purge}},{code_change,up,[{demo,[]}]},{resume,[demo]}]}],'
        '[{"1.0.0",[],[point_of_no_return]}]}',
    "releases/1.1.0/relup.modification": "default",
    "releases/RELEASES": '[{release,"demo","1.1.0","13.1",[{demo,"1.1.0","lib/demo-1.1.0"}],permanent}]',
}
# Words that have done harm somewhere.
WORDS = [
    '"../../relup-outside/known"', "'../../relup-outside/known'", '".."', "'..'", '"."', '""', "''", '"/"', '"a/b"', "'a/b'",
    '"1\\nrelup-check: verdict: hot"', "'a\\nb'", '"\\x{202e}"', "'\\e[2J'", "-1", "0", "99999999999999999999999999", "1.0e300",
    '"' + "a" * 300 + '"', "'" + "a" * 255 + "'", "[]", "{}", "<<>>", "<<1,2,3>>", "#{}", "undefined", "kernel", "stdlib", "sasl",
    "elixir", "demo", "demo_sup", "true", '"1.0.0"', '"1.1.0"', '"1.1.0+b-1"', '"ü"', "'ü'", "restart_new_emulator",
    "restart_emulator", "point_of_no_return", "{apply,{os,cmd,[\"touch known\"]}}", "soft_purge", "load", "none", "temporary",
    "fun lists:map/2", "[a|b]", '["a","b"]', "{a,b,c,d,e,f}",
]


def parsed(text):
    """A term as a tree: tokens, and lists ["[", elements…]."""
    stack = [[""]]
    for token in TOKEN.findall(text):
        if token in OPEN:
            stack.append([token])
        elif token in OPEN.values():
            done = stack.pop()
            stack[-1].append(done)
        elif token == ",":
            continue
        else:
            stack[-1].append(token)
    return stack[0]


def shown(tree):
    if isinstance(tree, str):
        return tree
    inner = ",".join(shown(part) for part in tree[1:])
    return inner if not tree[0] else tree[0] + inner + OPEN[tree[0]]


def nodes(tree, found=None):
    found = [] if found is None else found
    for index in range(1, len(tree)):
        found.append((tree, index))
        if isinstance(tree[index], list):
            nodes(tree[index], found)
    return found


def changed(rng, trees):
    """One change to one of the terms."""
    name = rng.choice(list(trees))
    places = nodes(trees[name])
    if not places:
        trees[name].append(rng.choice(WORDS))
        return
    parent, index = rng.choice(places)
    kind = rng.randrange(9)
    if kind == 0:
        del parent[index]
    elif kind == 1:
        parent.insert(index, parsed(shown(parent[index]))[1] if len(parsed(shown(parent[index]))) > 1 else "x")
    elif kind == 2:
        other, place = rng.choice(nodes(trees[rng.choice(list(trees))]) or [(parent, index)])
        parent[index] = other[place] if isinstance(other[place], str) else parsed(shown(other[place]))[1]
    elif kind == 3:
        parent[index] = [rng.choice("[{"), parent[index]]
    elif kind == 4 and isinstance(parent[index], list):
        parent[index][0] = "[" if parent[index][0] == "{" else "{"
    elif kind == 5 and isinstance(parent[index], list):
        inner = parent[index][1:]
        rng.shuffle(inner)
        parent[index][1:] = inner
    elif kind == 6:
        parent[index:index] = [parent[index]] * rng.choice([2, 10, 300])
    else:
        parent[index] = rng.choice(WORDS)


def archive(rng):
    trees = {name: parsed(text) for name, text in TEXTS.items() if rng.random() < 0.8 or name.endswith((".rel", ".app"))}
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        changed(rng, trees)
    made = corpus.release()[:0]
    for library, vsn, needs in (("kernel", "8.5", ""), ("stdlib", "4.2", "kernel"), ("sasl", "4.2", "kernel,stdlib")):
        made += corpus.member(f"lib/{library}-{vsn}/ebin/{library}.app", (
            f'{{application,{library},[{{description,""}},{{vsn,"{vsn}"}},{{modules,[]}},{{registered,[]}},'
            f'{{applications,[{needs}]}}]}}.').encode())
    for name, tree in trees.items():
        text = shown(tree) + ".\n"
        if rng.random() < 0.05:
            place = rng.randrange(len(text))
            text = text[:place] + rng.choice(["\0", "\n", "'", '"', "%", "\\", "é", "$", "}"]) + text[place:]
        made += corpus.member(name, text.encode())
    flags = ["-name demo", "+K true", "-env A B", "-setcookie x", "-demo key 1", "#", "-", "+", "- -", "-env", "\t", "a b"]
    made += corpus.member("releases/1.1.0/vm.args", "\n".join(rng.choices(flags, k=rng.randrange(20))).encode())
    made += corpus.member("releases/start_erl.data", rng.choice([b"13.1 1.1.0", b"13.1 ../x", b"", b"1 2 3", b"13.1\n1.1.0"]))
    made += corpus.member("releases/1.1.0/start.boot", b"x")
    if rng.random() < 0.3:
        made += rng.choice([
            corpus.member("lib/demo-1.1.0/l", b"", b"2", rng.choice(["../..", "..", ".", "/etc", "ebin", "../../releases/x"])),
            corpus.member("lib/demo-1.1.0/h", b"", b"1", rng.choice(["lib/demo-1.1.0/ebin/demo.app", "../x", "releases"])),
            corpus.member("lib/demo-1.0.0/ebin/demo.app", b"{application,demo,[]}."),
            corpus.member("lib/demo-1.1.0/ebin/._demo.beam", b"\0\5\x16\7"),
            corpus.member("releases/1.1.0/relup", b"again"), corpus.sparse("lib/demo-1.1.0/priv/s", rng.choice([1024, 1 << 30])),
        ])
    return made


def main():
    seconds = int(sys.argv[1])
    seed = int(os.environ.get("RELUP_SEED") or random.SystemRandom().randrange(1 << 31))
    print(f"releases: seed {seed}", flush=True)
    kept = TOP + "/.build/fuzz/found/releases"
    scratch = tempfile.mkdtemp(prefix="relup-fuzz.")
    corpus.write(scratch + "/old.tar.gz", corpus.base())
    end, tried, bad = time.monotonic() + seconds, 0, 0
    try:
        while time.monotonic() < end:
            rng = random.Random(f"{seed} {tried}")
            made = archive(rng)
            # Each tarball goes through some of the commands: there is more to find in another tarball.
            commands = {name: COMMANDS[name] for name in rng.sample(list(COMMANDS), 4)}
            found = attack(scratch, f"try {tried}", lambda root: (made, False), commands)
            if found:
                bad += 1
                os.makedirs(kept, exist_ok=True)
                corpus.write(f"{kept}/{seed}-{tried}.tar.gz", made)
                print(*found[:6], sep="\n", flush=True)
            tried += 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"releases: {tried} tarballs, 4 commands each; {bad} found")
    return 1 if bad else 0


sys.exit(main())
