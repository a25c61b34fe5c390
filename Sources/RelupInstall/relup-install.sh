#!/bin/sh
# relup-install ROOT UPGRADE: installs an upgrade tarball on the running node of the release in ROOT, or takes it back.
# For the host of the node: needs nothing of this repository, only the release, its launcher or ERTS, and a POSIX shell.
set -u

usage() {
    cat <<'EOF'
usage: relup-install ROOT UPGRADE [options]      installs the upgrade and makes it permanent
       relup-install --check ROOT UPGRADE        tries it as far as that changes nothing, and leaves nothing behind
       relup-install --rollback ROOT [VERSION]   goes back to the version that ran before, or to VERSION
       relup-install --status ROOT               shows what the node knows of releases, and who runs old code
       relup-install --audit ROOT                lists in what the node differs from a start of what it runs

ROOT is the folder of the running release, with bin, lib and releases; UPGRADE is the tarball, or - for standard input.
Run it as the user of the node. It reaches the node through the launcher that mix or relx wrote to ROOT/bin.

  --json               write what --status shows as JSON, on one line
  --no-permanent       do not make it permanent: a restart boots the old version
  --require-rehearsal  refuse an upgrade without UPGRADE.rehearsal, in which relup-rehearse has proven it
  --force              install even if the upgrade would not reach all processes that it means to
  --timeout SECONDS    how long a step and a restart of the node may take (default 300)
  --name NAME          the launcher in ROOT/bin, where there are several
  --node NAME@HOST     reach the node by its name instead, with erl_call of the release
  --cookie-file FILE   the cookie of that node (default ~/.erlang.cookie)
  --version            the version of these tools
  --help               this text

Status 0: the version runs and is permanent; 1: refused, and nothing was changed, or --audit has found differences;
2: failed, the last lines say what the node runs now; 3: installed, but the node differs from a start of the version;
64: wrong usage.

Examples:
  relup-install --check demo demo-1.1.0.upgrade.tar.gz
  cat demo-1.1.0.upgrade.tar.gz | relup-install demo -
  relup-install --status demo
  relup-install --rollback demo
EOF
}

wrong() {
    echo "relup-install: $1 (see --help)" >&2
    exit 64
}

fail() {
    echo "relup-install: $1" >&2
    exit 2
}

# The Erlang that the node runs, a form a line. It is made of the modules in Sources/RelupInstall, where one can read it.
modules() {
    cat <<'EOF'
@MODULES@
EOF
}

# How the node runs it, with stdlib alone: it reads the forms, and evaluates calls of functions that are among them.
loader() {
    cat <<'EOF'
@LOADER@
EOF
}

# call STEP: runs it on the node, prints what it says and leaves its verdict in $verdict, or nothing if none came.
call() {
    rm -f "$work/said" "$work/verdict"
    {
        printf 'Request = #{step => %s, mode => %s, back => "%s", force => %s, how => "%s"}.\n' \
            "$1" "$mode" "$version" "$force" "$remove"
        loader
    } >"$work/request"
    case $how in
        mix) timeout "$seconds" "$root/bin/$name" rpc "$expression" ;;
        relx)
            RELX_RPC_TIMEOUT=$seconds NODETOOL_TIMEOUT=${seconds}000 \
                timeout "$seconds" "$root/bin/$name" eval "$expression"
            ;;
        node)
            echo "$expression" |
                HOME=$home timeout "$seconds" "$erl_call" "$node_type" "$node" -r -timeout "$seconds" -e
            ;;
    esac >"$work/transport" 2>&1 </dev/null
    [ ! -f "$work/said" ] || cat "$work/said"
    verdict=''
    [ ! -f "$work/verdict" ] || read -r verdict <"$work/verdict"
}

# What the node gave as its reason, or what kept it from answering.
reason() {
    if [ -n "$verdict" ]; then
        sed '1d;s/^/relup-install: /' "$work/verdict" >&2
    else
        echo "relup-install: the node does not answer; '$how' said:" >&2
        tail -n 5 "$work/transport" | sed 's/^/  /' >&2
        if grep -q enoent "$work/transport"; then
            echo "relup-install: does it run in another folder than '$root'?" >&2
        elif grep -q eacces "$work/transport"; then
            echo "relup-install: does it run as another user?" >&2
        fi
    fi
}

# settle STATE: waits until the node has started and answers.
settle() {
    end=$(($(date +%s) + seconds))
    while call "$1"; [ -z "$verdict" ] || [ "$verdict" = wait ]; do
        [ "$(date +%s)" -lt "$end" ] ||
            fail "the node has not answered for $seconds seconds; what it runs now is not known"
        sleep 1
    done
}

# Takes back what this run left on the node, where it came so far.
undo() {
    [ -f "$work/plan" ] || return 0
    call undo
    [ "$verdict" = "done" ] && return
    reason
    return 1
}

# is_rehearsed FILE: relup-rehearse has proven this very tarball, from the version that the node boots.
is_rehearsed() {
    sum=$(sha256sum <"$work/upgrade.tar.gz")
    base=''
    [ ! -f "$root/releases/start_erl.data" ] || read -r _ base <"$root/releases/start_erl.data" || :
    grep -F '"verdict":"proven"' -- "$1" 2>/dev/null | grep -F "\"upgrade_sha256\":\"${sum%% *}\"" |
        grep -qF "\"old\":\"$base\"" && return
    echo "relup-install: '$1' does not say that this upgrade was proven from '$base'; see relup-rehearse" >&2
    return 1
}

# audit STATUS: compares the node with what a start would give, and ends with the status if it differs.
audit() {
    call audit
    case $verdict in
        "done") exit 0 ;;
        differs) exit "$1" ;;
    esac
    reason
    [ "$1" -eq 1 ] || exit "$1"
    exit 2
}

# Sets name to the launcher in bin, which is called as the .rel files of the releases are, and how to its kind.
find_launcher() {
    wanted=$name
    for file in "$root"/releases/*/*.rel; do
        [ -z "$wanted" ] || break
        folder=${file%/*}
        file=${file##*/}
        file=${file%.rel}
        file=${file%-"${folder##*/}"}
        if [ "$file" = "$name" ] || [ ! -f "$root/bin/$file" ]; then continue; fi
        [ -z "$name" ] || wrong "there are launchers '$name' and '$file' in '$root/bin'; which --name?"
        name=$file
    done
    if grep -q -e --rpc-eval "$root/bin/$name" 2>/dev/null; then
        how=mix
    elif grep -q -e relx_ -e nodetool "$root/bin/$name" 2>/dev/null; then
        how=relx
    else
        fail "there is no launcher of mix or relx in '$root/bin'; --node reaches the node without one"
    fi
}

mode=install json='' permanent=yes force=false rehearsal='' seconds=300 name='' node='' cookie='' version='' expected='' count=0
for argument; do
    shift
    if [ -n "$expected" ]; then
        eval "$expected=\$argument"
        expected=''
        continue
    fi
    case $argument in
        --help | -h) usage; exit 0 ;;
        --version) echo "relup-install (relup) @VERSION@"; exit 0 ;;
        --check | --rollback | --status | --audit)
            [ "$mode" = install ] || wrong "--$mode and $argument exclude each other"
            mode=${argument#--}
            ;;
        --json) json=yes ;;
        --no-permanent) permanent='' ;;
        --force) force=true ;;
        --require-rehearsal) rehearsal=required ;;
        --timeout) expected=seconds ;;
        --timeout=*) seconds=${argument#*=} ;;
        --name) expected=name ;;
        --name=*) name=${argument#*=} ;;
        --node) expected=node ;;
        --node=*) node=${argument#*=} ;;
        --cookie-file) expected=cookie ;;
        --cookie-file=*) cookie=${argument#*=} ;;
        -?*) wrong "unknown option '$argument'" ;;
        *) set -- "$@" "$argument"; count=$((count + 1)) ;;
    esac
done
[ -z "$expected" ] || wrong "a value is missing for the last option"
case $mode$count in
    install2 | check2 | rollback1 | rollback2 | status1 | audit1) ;;
    install* | check*) wrong "the folder of the release and an upgrade are needed" ;;
    *) wrong "the folder of the release is needed" ;;
esac
[ -z "$json" ] || [ "$mode" = status ] || wrong "--json needs --status"
case $seconds in
    '' | *[!0-9]*) wrong "'$seconds' is no number of seconds" ;;
esac
[ "$mode" != rollback ] || version=${2:-}
case $version in
    *[!A-Za-z0-9._+~-]*) wrong "'$version' is no version" ;;
esac
root=$(CDPATH='' cd -- "$1" 2>/dev/null && pwd -P) || fail "cannot open '$1'"
[ -d "$root/releases" ] || fail "'$root' is no release: it has no folder 'releases'"

how='' expression='file:script(filename:join(code:root_dir(), "releases/relup-install/request")).'
if [ -n "$node" ]; then
    how=node node_type=-sname
    case $node in
        *@*.*) node_type=-name ;;
    esac
    [ ! -f "$root/releases/start_erl.data" ] || read -r erts _ <"$root/releases/start_erl.data"
    case ${erts:-} in
        */*) erts='' ;;
    esac
    erl_call=$root/erts-${erts:-}/bin/erl_call
    [ -x "$erl_call" ] || erl_call=erl_call
    remove='release_handler:remove_release(\"~ts\") on the node'
else
    find_launcher
    case $how in
        mix)
            expression='IO.inspect(:file.script(:filename.join(:code.root_dir(), "releases/relup-install/request")))'
            remove="bin/$name rpc ':release_handler.remove_release(~~c\\\"~ts\\\")'"
            ;;
        relx) remove="bin/$name eval 'release_handler:remove_release(\\\"~ts\\\").'" ;;
    esac
fi

# What goes to the node and back; also the lock.
work=$root/releases/relup-install
if [ -f "$work/pid" ] && ! kill -0 "$(cat "$work/pid")" 2>/dev/null; then
    rm -rf "$work"
fi
if ! mkdir "$work" 2>/dev/null; then
    [ ! -d "$work" ] || fail "another relup-install is at work in '$work'"
    fail "cannot make '$work'"
fi
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo $$ >"$work/pid"
chmod 700 "$work"
if [ "$(id -u)" -eq 0 ]; then
    # shellcheck disable=SC2012 # no name is read
    owner=$(ls -ldn "$root/releases" | tr -s ' ' | cut -d ' ' -f 3,4 | tr ' ' :)
    chown "$owner" "$work"
fi
home=${HOME:-}
if [ -n "$cookie" ]; then
    home=$work
    (umask 077 && cat "$cookie" >"$work/.erlang.cookie") 2>/dev/null || fail "cannot read '$cookie'"
    chmod 400 "$work/.erlang.cookie"
fi

modules >"$work/modules"
case $mode in
    status)
        if [ -n "$json" ]; then call describe; else call status; fi
        [ "$verdict" = "done" ] && exit 0
        reason
        exit 2
        ;;
    audit) audit 1 ;;
    rollback) call rollback ;;
    *)
        cat -- "$2" 2>/dev/null >"$work/upgrade.tar.gz" || fail "cannot read '$2'"
        [ -z "$rehearsal" ] || is_rehearsed "$2.rehearsal" || exit 1
        call unpack
        ;;
esac
case $verdict in
    go | runs) ;;
    *)
        status=2
        [ "$verdict" != no ] || status=1
        reason
        undo || status=2
        exit "$status"
        ;;
esac
if [ "$mode" = check ]; then
    [ "$verdict" = runs ] || undo || exit 2
    exit 0
fi
if [ "$verdict" = go ]; then
    call install
    case $verdict in
        runs) ;;
        restarts) settle restarted ;;
        *) reason; settle state ;;
    esac
    if [ "$verdict" != runs ]; then
        undo
        exit 2
    fi
    [ -n "$permanent" ] || echo "not made permanent: a restart boots the version before"
fi
if [ -n "$permanent" ]; then
    call permanent
    [ "$verdict" = "done" ] || { reason; exit 2; }
fi
audit 3
