#!/bin/sh
# relup-install ROOT UPGRADE: installs an upgrade tarball on the running node of the release in ROOT, or takes it back.
# For the host of the node: needs nothing of this repository, only the release, its launcher or ERTS, and a POSIX shell.
set -u

usage() {
    cat <<'EOF'
usage: relup-install ROOT UPGRADE [options]      installs the upgrade and makes it permanent
       relup-install --check ROOT UPGRADE        tries it as far as that changes nothing, and leaves nothing behind
       relup-install --rollback ROOT [VERSION]   goes back to the version that ran before, or to VERSION
       relup-install --reapply ROOT UPGRADE…     without a node: has the next start boot the version of the upgrade
       relup-install --status ROOT               shows what the node knows of releases, and who runs old code
       relup-install --audit ROOT                lists in what the node differs from a start of what it runs

ROOT is the folder of the release, with bin, lib and releases; UPGRADE is the tarball, or - for standard input.
Run it as the user of the node; root becomes the owner of ROOT/releases. It reaches the node through the launcher that mix
or relx wrote to ROOT/bin.

  --json               write what --status shows as JSON, on one line
  --no-permanent       do not make it permanent: a restart boots the old version
  --require-rehearsal  refuse an upgrade without UPGRADE.rehearsal, in which relup-rehearse has proven it
  --force              install even if the upgrade would not reach all processes that it means to
  --accept-forced      install even if relup-pack --force packed it, for example although it needs a restart
  --probe 'COMMAND'    must succeed before the installation, and after it; it may take 10 s
  --watch SECONDS      before it becomes permanent, look at crash reports, restarts, memory, run queue and the probe
  --on-failure HOW     if the audit, the probe or the watch fails: rollback (as is usual), restart or keep
  --timeout SECONDS    how long a step and a restart of the node may take (default 300)
  --name NAME          the launcher in ROOT/bin, where there are several
  --node NAME@HOST     reach the node by its name instead, with erl_call of the release
  --cookie-file FILE   the cookie of that node (default ~/.erlang.cookie)
  --version            the version of these tools
  --help               this text

Status 0: the version runs and is permanent; 1: refused, and nothing was changed, or --audit has found differences;
2: failed, or taken back, the last lines say what the node runs now; 3: installed, but the node differs from a start of the
version or fails its probe; 64: wrong usage. A run that was ended is brought to an end by the next one.

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

# now: seconds of a clock that nobody sets. Where there is none, it is that of the host.
now() {
    if read -r up _ 2>/dev/null </proc/uptime; then
        echo "${up%%.*}"
    else
        date +%s
    fi
}

# ask STEP SECONDS: runs it on the node, prints what it says and leaves its verdict in $verdict, or nothing if none came in
# that time. The files of each request have its number, and a request that nobody waits for any more is removed: what comes
# late, has no effect.
ask() {
    number=$((number + 1)) verdict=''
    request=releases/relup-install/$run/request.$number said=$work/said.$number answer=$work/verdict.$number
    {
        printf 'Request = #{run => "%s", number => "%s", step => %s, mode => %s, back => "%s", how => "%s", ' \
            "$run" "$number" "$1" "$mode" "$version" "$remove"
        printf 'force => %s, accept => %s, permanent => %s, watch => %s}.\n' "$force" "$accept" "$permanent" \
            "$([ "$watch" -gt 0 ] && echo true || echo false)"
        loader
    } 2>"$work/transport" >"$root/$request" || fail "cannot write '$root/$request'; is the disk full?"
    tell "$1" "$2" &
    teller=$!
    begun=$(now)
    # A node that has said who it is, is reached without the emulator that a launcher starts, unless that fails.
    way=$how to=$node at=$home
    if [ -s "$work/node" ] && command -v "$erl_call" >"$work/transport"; then
        way=node at=$work && read -r to <"$work/node"
    fi
    case $way in
        mix)
            timeout "$2" "$root/bin/$name" rpc "IO.inspect(:file.script(:filename.join(:code.root_dir(), \"$request\")))"
            ;;
        relx)
            RELX_RPC_TIMEOUT=$2 NODETOOL_TIMEOUT=${2}000 \
                timeout "$2" "$root/bin/$name" eval "file:script(filename:join(code:root_dir(), \"$request\"))."
            ;;
        nodetool)
            # erl_call, which the launcher prefers, knows neither another transport nor another epmd.
            USE_NODETOOL=1 ERL_FLAGS="${ERL_FLAGS:-} $tls -dist_listen false" RELX_RPC_TIMEOUT=$2 NODETOOL_TIMEOUT=${2}000 \
                timeout "$2" "$root/bin/$name" eval "file:script(filename:join(code:root_dir(), \"$request\"))."
            ;;
        client)
            # A hidden node of its own, with the flags of the other one.
            HOME=$at ERL_FLAGS='' ERL_AFLAGS='' ERL_ZFLAGS='' ROOTDIR=$root BINDIR=$bin EMU=beam PROGNAME=erl \
                timeout "$2" "$bin/erlexec" -boot "$clean" -boot_var RELEASE_LIB "$root/lib" -noinput \
                -args_file "$work/vm.args" -dist_listen false "$(kind "$to")" "relup_install_$$_$number@${to#*@}" \
                -eval '[Node, Request] = init:get_plain_arguments(),
                    Root = rpc:call(list_to_atom(Node), code, root_dir, []),
                    Said = case Root of
                        {badrpc, _} -> Root;
                        _ -> rpc:call(list_to_atom(Node), file, script, [filename:join(Root, Request)])
                    end,
                    io:format("~0tp~n", [Said]), halt().' -extra "$to" "$request"
            ;;
        node)
            # A name of its own each time: the node lets in no second of the same name, and -r makes two of one second alike.
            echo "file:script(filename:join(code:root_dir(), \"$request\"))." |
                HOME=$at timeout "$2" "$erl_call" "$(kind "$to")" "$to" -h "relup_install_$$_$number" -timeout "$2" -e
            ;;
        emulator)
            ERL_FLAGS='' ERL_AFLAGS='' ERL_ZFLAGS='' ROOTDIR=$root BINDIR=$bin EMU=beam PROGNAME=erl \
                timeout "$2" "$bin/erlexec" -boot "$root/releases/$boots/start_clean" \
                -boot_var RELEASE_LIB "$root/lib" -noinput \
                -eval "io:format(\"~0tp~n\", [file:script(filename:join(code:root_dir(), \"$request\"))]), halt()."
            ;;
    esac >"$work/transport" 2>&1 </dev/null
    # A shell that has just begun may lose any other signal, which its parent handles.
    kill -KILL "$teller" 2>/dev/null
    wait "$teller" 2>/dev/null
    teller=''
    rm -f "$root/$request"
    [ ! -f "$said" ] || cat "$said"
    [ ! -f "$answer" ] || read -r verdict <"$answer"
    if [ ! -f "$said" ] && [ -s "$work/node" ]; then
        rm "$work/node"
        # erl_call has found no way: the launcher knows one. A node that does not answer in time is not asked twice.
        [ "$(now)" -ge $((begun + $2)) ] || ask "$1" "$2"
    fi
}

# kind NAME@HOST: the option for a node of that name.
kind() {
    case $1 in
        *@*[.:]*) echo -name ;;
        *) echo -sname ;;
    esac
}

# flags NAME…: those of the flags that a vm.args on standard input has of these names, with their values, on one line.
flags() {
    awk -v names="$*" '
        BEGIN { split(names, list, " "); for (i in list) known["-" list[i]] = 1 }
        { sub(/(^|[ \t])#.*/, "") }
        {
            for (i = 1; i <= NF; i++) {
                if ($i ~ /^[-+]/) wanted = $i in known
                if (wanted) printf "%s ", $i
            }
        }' 2>/dev/null
}

# Sets transport to the flags of the node that say how it is reached and erl_call knows nothing of, and how to another way
# than by erl_call, which launchers of relx call themselves.
find_transport() {
    args=${VMARGS_PATH:-${RELEASE_VM_ARGS:-$root/vm.args}}
    [ -f "$args" ] || args=$root/releases/${boots:-}/vm.args
    given="${ERL_AFLAGS:-} ${ERL_FLAGS:-} ${ERL_ZFLAGS:-} ${ELIXIR_ERL_OPTIONS:-}"
    [ -f "$args" ] || args=/dev/null
    transport=$(echo "$given" | cat "$args" - | flags proto_dist epmd_module start_epmd erl_epmd_port)
    tls=$(flags ssl_dist_opt ssl_dist_optfile <"$args")
    # Launchers of relx make flags of that variable.
    case "${ERL_DIST_PORT:-} $transport" in
        ' '* | *' -erl_epmd_port '*) ;;
        *) transport="$transport-erl_epmd_port $ERL_DIST_PORT -start_epmd false " ;;
    esac
    case " $transport" in
        *' -epmd_module '* | *' -erl_epmd_port '* | *' -start_epmd false '*) has_epmd='' ;;
    esac
    case "$how $transport" in
        relx*' -epmd_module '*) how=nodetool ;;
        *' -proto_dist inet_tcp '*) ;;
        relx*' -proto_dist '*) how=nodetool ;;
        node*' -proto_dist '*) how=client ;;
    esac
    [ "$how$has_epmd" != node ] || how=client
    # Its own way without an epmd is that variable.
    if [ "$how$has_epmd${ERL_DIST_PORT:-}" = relx ]; then
        how=nodetool tls="$tls$(flags erl_epmd_port <"$args")"
    fi
    [ "$how" = client ] || return
    tls="$tls$(echo "$given" | flags ssl_dist_opt ssl_dist_optfile)"
    for clean in "$root/releases/${boots:-}/start_clean" "$root/bin/start_clean" "$root/bin/no_dot_erlang"; do
        [ ! -f "$clean.boot" ] || break
    done
    for file in "$clean.boot" "$bin/erlexec"; do
        [ -f "$file" ] || fail "there is no '$file'; without it a node with '${transport% }' cannot be reached"
    done
}

# tell STEP SECONDS: says each five seconds that the script waits, as long as it is there. One that was killed has no
# program any more, even if nobody has noticed its end.
tell() {
    waited=0
    while sleep 1 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null && { [ ! -d /proc/$$ ] || [ -e /proc/$$/exe ]; }; do
        waited=$((waited + 1))
        [ $((waited % 5)) -ne 0 ] || echo "waiting for the node: $1, $waited s of $2" >&2
    done
}

# call STEP: asks until the node has time for it. One that runs, and cannot be reached for a moment, is asked again, too.
call() {
    end=$(($(now) + seconds)) tries=0
    while ask "$1" "$seconds"; do
        tries=$((tries + 1))
        case $verdict in
            busy)
                [ "$(now)" -lt "$end" ] || break
                [ $((tries % 5)) -ne 1 ] || sed '1d;s/^/waiting: /' "$answer" >&2
                ;;
            '')
                if [ -f "$said" ] || [ "$tries" -ge 3 ] || ! may_run; then break; fi
                ;;
            *) break ;;
        esac
        sleep 1
    done
}

# What the node gave as its reason, or what kept it from answering.
reason() {
    if [ -n "$verdict" ]; then
        sed '1d;s/^/relup-install: /' "$answer" >&2
    elif [ "$how" = emulator ]; then
        echo "relup-install: the emulator of '$root' has not answered; it said:" >&2
        tail -n 5 "$work/transport" | sed 's/^/  /' >&2
    elif [ -f "$said" ]; then
        echo "relup-install: the node has not answered in $seconds seconds; --status says what it is at work on" >&2
    else
        echo "relup-install: the node does not answer; '$way' said:" >&2
        tail -n 5 "$work/transport" | sed 's/^/  /' >&2
        if grep -q enoent "$work/transport"; then
            echo "relup-install: does it run in another folder than '$root'?" >&2
        elif grep -q eacces "$work/transport"; then
            echo "relup-install: does it run as another user?" >&2
        elif grep -q enospc "$work/transport"; then
            echo "relup-install: the disk of '$root' is full" >&2
        elif [ "${RELEASE_DISTRIBUTION:-}" = none ] ||
            grep -qsE '^[[:space:]]*(export )?RELEASE_DISTRIBUTION="?none' "$root/releases/${boots:-}/env.sh"; then
            echo "relup-install: RELEASE_DISTRIBUTION is none: nobody can reach such a node; start it with sname or name, or" \
                "stop it, give the upgrade to --reapply, and start it again" >&2
        elif [ "$how" = mix ] && differs_for_calls; then
            echo "relup-install: a start reads '${transport% }', calls of the launcher read '${calls% }':" \
                "remote.vm.args must agree with vm.args" >&2
        elif [ -z "$has_epmd" ]; then
            echo "relup-install: no node answers with '${transport% }': does it run," \
                "with the same port and cookie?" >&2
        elif is_registered; then
            echo "relup-install: '$tried' runs on this host, but lets nobody in: is the cookie that of the node?" >&2
        elif [ -n "$tried" ]; then
            echo "relup-install: no node '$tried' runs on this host; epmd knows: ${known:-none}" >&2
        fi
    fi
}

# Whether launchers of mix call the node in another way than it is started in; sets calls to that way.
differs_for_calls() {
    args=${RELEASE_REMOTE_VM_ARGS:-$root/releases/${boots:-}/remote.vm.args}
    [ -f "$args" ] || return
    calls=$(echo "$given" | cat "$args" - | flags proto_dist epmd_module start_epmd erl_epmd_port)
    [ "$calls" != "$transport" ]
}

# Whether the node may run: nobody knows whether one does that has another epmd, or none.
may_run() { [ -z "$has_epmd" ] || is_registered; }

# Whether epmd of this host knows the node; sets tried to its name and known to those of all nodes.
is_registered() {
    tried=$node
    [ -n "$tried" ] || tried=$(sed -n 's/.*[^A-Za-z0-9_.-]\([A-Za-z0-9_.-]\{1,\}@[A-Za-z0-9_.:-]*[A-Za-z0-9_]\).*/\1/p' "$work/transport" | tail -n 1)
    [ -n "$tried" ] || tried=${RELEASE_NODE:-}
    known=$("$epmd" -names 2>/dev/null | sed -n 's/^name \(.*\) at port .*/\1/p')
    case "
$known
" in
        *"
${tried%%@*}
"*) [ -n "$tried" ] ;;
        *) known=${known:+$(echo "$known" | tr '\n' ' ')}; return 1 ;;
    esac
}

# settle STATE: waits until the node has started and answers.
settle() {
    end=$(($(now) + seconds))
    while ask "$1" 10; [ -z "$verdict" ] || [ "$verdict" = wait ]; do
        [ "$(now)" -lt "$end" ] ||
            fail "the node has not answered for $seconds seconds; what it runs now is not known"
        sleep 1
    done
}

# Installs what was prepared.
switch() {
    call install
    case $verdict in
        runs) return ;;
        restarts) settle restarted ;;
        *) reason; settle state ;;
    esac
    [ "$verdict" = runs ] && return
    call undo
    [ "$verdict" = "done" ] || reason
    exit 2
}

# examine: whether the node is what a start would give, and does its work; otherwise why says what is wrong.
examine() {
    why=''
    call audit
    case $verdict in
        "done") ;;
        differs) why="the audit found differences" ;;
        *) reason; why="the audit failed" ;;
    esac
    [ -z "$why" ] && passes && watch
}

# The user's own test of the service.
passes() {
    [ -n "$probe" ] || return 0
    timeout 10 sh -c "$probe" >"$work/probe" 2>&1 </dev/null
    status=$?
    case $status in
        0) return ;;
        124 | 143) why="the probe takes longer than 10 s" ;;
        *) why="the probe ends with status $status" ;;
    esac
    tail -n 3 "$work/probe" | sed 's/^/  /' >&2
    return 1
}

# Looks at the node each ten seconds, and probes it each second, for as long as the user wants.
watch() {
    [ "$watch" -gt 0 ] && [ -n "$installed" ] || return 0
    looked=0 watched=$watch last=$(($(now) + watch))
    while
        now=$(now)
        if [ "$now" -ge "$last" ] || [ "$now" -ge $((looked + 10)) ]; then
            looked=$now
            [ "$now" -lt "$last" ] || watch=0
            call watch
            case $verdict in
                "done") ;;
                differs) why="the node does worse than before"; return 1 ;;
                *) reason; why="the node cannot be watched"; return 1 ;;
            esac
        fi
        [ "$now" -lt "$last" ]
    do
        passes || return 1
        sleep 1
    done
    echo "watched it for $watched s: no error reports, nothing restarted"
}

# Takes back what was installed and does not do its work.
take_back() {
    echo "relup-install: $why" >&2
    if [ "$on_failure" = restart ]; then
        call restart
        settle restarted
        call undo
        [ "$verdict" = "done" ] || { reason; exit 2; }
        echo "relup-install: $why: the node was restarted, into the version before" >&2
    else
        mode=rollback watch=0
        call rollback
        [ "$verdict" = go ] || { reason; echo "relup-install: $why, and the way back is closed" >&2; exit 2; }
        switch
        call permanent
        [ "$verdict" = "done" ] || { reason; exit 2; }
        echo "relup-install: $why: rolled back" >&2
    fi
    exit 2
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

# as_owner ARGUMENT…: as root, goes on as the owner of the release. The release is a folder of others: root would follow
# their links and execute their launcher.
as_owner() {
    # shellcheck disable=SC2012 # no name is read
    owner=$(ls -ldn "$root/releases/." | tr -s ' ' | cut -d ' ' -f 3)
    if [ "$owner" -eq 0 ]; then
        refuse_folders_of_others
        return
    fi
    # An empty field for a user without a name.
    entry=$(getent passwd "$owner" 2>/dev/null || awk -F : -v id="$owner" '$3 == id' /etc/passwd)
    user=$(echo "$entry" | cut -d : -f 1) group=$(echo "$entry" | cut -d : -f 4) HOME=$(echo "$entry" | cut -d : -f 6)
    export HOME
    exec 3<"$0" || fail "cannot read '$0'"
    if [ -n "$user" ] && setpriv --reuid "$owner" --regid "$group" --init-groups true 2>/dev/null; then
        exec setpriv --reuid "$owner" --regid "$group" --init-groups sh /dev/fd/3 "$@"
    elif [ -n "$user" ] && runuser -u "$user" -- true 2>/dev/null; then
        exec runuser -u "$user" -- sh /dev/fd/3 "$@"
    elif [ -n "$user" ] && su -s /bin/sh "$user" -c true 2>/dev/null; then
        # shellcheck disable=SC2016 # that shell expands it
        exec su -s /bin/sh "$user" -c 'exec sh /dev/fd/3 "$@"' sh "$@"
    fi
    fail "'$root' belongs to '${user:-$owner}', and neither setpriv nor runuser nor su makes root that user; run it as that user"
}

# Whoever owns a file of the release can have root execute it, and whoever owns a folder above can put another release in
# the place of this one.
refuse_folders_of_others() {
    for part in "$root/bin" "$root/releases" "$root/lib" "$root"/erts-*; do
        [ ! -e "$part" ] || refuse_others "$(cd -- "$part" && pwd -P)"
    done
}

# refuse_others FOLDER: one that others than root own or may write to, or that has such a file, or lies in such a folder.
refuse_others() {
    file=$(find "$1" ! -user 0 ! -type l | head -n 1)
    [ -z "$file" ] || fail "'$file' does not belong to root, but '$root/releases' does; run it as the user of the node"
    file=$(find "$1" \( -perm -0002 -o -perm -0020 ! -group 0 \) ! -type l | head -n 1)
    [ -z "$file" ] || fail "others than root may write to '$file', so root does not work in '$root'"
    folder=$1
    while [ -n "$folder" ]; do
        # shellcheck disable=SC2012 # no name is read
        case $(ls -ldn "$folder/." | tr -s ' ' | cut -d ' ' -f 1,3,4) in
            ????????w[!tT]*) fail "anybody may write to '$folder', so root does not work in '$root'" ;;
            *' 0 0' | ?????-*' 0 '*) folder=${folder%/*} ;;
            *) fail "others than root may write to '$folder', so root does not work in '$root'" ;;
        esac
    done
}

# parse ARGUMENT…: sets a variable for each.
parse() {
    for argument; do
        if [ -n "$expected" ]; then
            eval "$expected=\$argument"
            expected=''
            continue
        fi
        case $argument in
            --help | -h) usage; exit 0 ;;
            --version) echo "relup-install (relup) @VERSION@"; exit 0 ;;
            --check | --rollback | --reapply | --status | --audit)
                [ "$mode" = install ] || wrong "--$mode and $argument exclude each other"
                mode=${argument#--}
                ;;
            --json) json=yes ;;
            --no-permanent) permanent=false ;;
            --force) force=true ;;
            --accept-forced) accept=true ;;
            --require-rehearsal) rehearsal=required ;;
            --timeout) expected=seconds ;;
            --timeout=*) seconds=${argument#*=} ;;
            --probe) expected=probe ;;
            --probe=*) probe=${argument#*=} ;;
            --watch) expected=watch ;;
            --watch=*) watch=${argument#*=} ;;
            --on-failure) expected=on_failure ;;
            --on-failure=*) on_failure=${argument#*=} ;;
            --name) expected=name ;;
            --name=*) name=${argument#*=} ;;
            --node) expected=node ;;
            --node=*) node=${argument#*=} ;;
            --cookie-file) expected=cookie ;;
            --cookie-file=*) cookie=${argument#*=} ;;
            -?*) wrong "unknown option '$argument'" ;;
            *)
                count=$((count + 1))
                case $count in
                    1) release=$argument ;;
                    2) upgrade=$argument ;;
                esac
                eval "argument_$count=\$argument"
                ;;
        esac
    done
    [ -z "$expected" ] || wrong "a value is missing for the last option"
    case $mode$count in
        install2 | check2 | reapply[2-9] | reapply[1-9][0-9] | rollback1 | rollback2 | status1 | audit1) ;;
        install* | check* | reapply*) wrong "the folder of the release and an upgrade are needed" ;;
        *) wrong "the folder of the release is needed" ;;
    esac
    [ -z "$json" ] || [ "$mode" = status ] || wrong "--json needs --status"
    for value in "$seconds" "$watch"; do
        case $value in
            '' | *[!0-9]*) wrong "'$value' is no number of seconds" ;;
        esac
    done
    case $on_failure in
        rollback | restart | keep) ;;
        *) wrong "--on-failure is rollback, restart or keep" ;;
    esac
    [ "$mode" != rollback ] || version=$upgrade
    case $version in
        *[!A-Za-z0-9._+~-]*) wrong "'$version' is no version" ;;
    esac
}

mode=install json='' permanent=true force=false accept=false rehearsal='' seconds=300 probe='' watch=0 on_failure=rollback
name='' node='' cookie='' release='' upgrade='' version='' expected='' count=0
parse "$@"
[ ! -f "$release" ] || fail "'$release' is a file; the folder of the release comes first, then the upgrade"
root=$(CDPATH='' cd -- "$release" 2>/dev/null && pwd -P) || fail "there is no folder '$release'"
[ -d "$root/releases" ] || fail "'$root' is no release: it has no folder 'releases'"
[ "$(id -u)" -ne 0 ] || as_owner "$@"

[ ! -f "$root/releases/start_erl.data" ] || read -r erts boots <"$root/releases/start_erl.data"
case ${erts:-}${boots:-} in
    */*) erts='' boots='' ;;
esac
bin=$root/erts-${erts:-}/bin how=''
epmd=$bin/epmd erl_call=$bin/erl_call
[ -x "$epmd" ] || epmd=epmd
[ -x "$erl_call" ] || erl_call=erl_call
if [ "$mode" = reapply ]; then
    how=emulator remove=''
    for file in "$root/releases/${boots:-}/start_clean.boot" "$bin/erlexec"; do
        [ -f "$file" ] || fail "there is no '$file'; --reapply needs it"
    done
elif [ -n "$node" ]; then
    how=node
    remove='release_handler:remove_release(\"~ts\") on the node'
else
    find_launcher
    case $how in
        mix) remove="bin/$name rpc ':release_handler.remove_release(~~c\\\"~ts\\\")'" ;;
        relx) remove="bin/$name eval 'release_handler:remove_release(\\\"~ts\\\").'" ;;
    esac
fi

has_epmd=yes transport='' given='' tls=''
[ "$mode" = reapply ] || find_transport

# The run, as PID.START: numbers of processes are used again. START is the 22nd field of stat; the command in the second one
# may be called anything.
start=0
if [ -r "/proc/$$/stat" ]; then
    read -r start <"/proc/$$/stat"
    start=$(echo "${start##*) }" | cut -d ' ' -f 20)
fi
run=$$.$start
# What goes to the node and back.
work=$root/releases/relup-install/$run number=0 teller='' installed=''
# Another run may take away the empty folder above it.
error=$(umask 077 && mkdir -p "$work" 2>&1) || error=$(umask 077 && mkdir -p "$work" 2>&1) ||
    fail "cannot make '$work': ${error##*: }$([ -O "$root/releases" ] || echo "; run it as the user of the node")"
clean_up() {
    [ -z "$teller" ] || kill "$teller" 2>/dev/null
    rm -rf "$work"
    rmdir "$root/releases/relup-install" 2>/dev/null
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 700 "$work"
home=${HOME:-}
# copy FILE NAME: into the folder of the run.
copy() {
    [ "$1" = - ] || { [ -r "$1" ] && [ ! -d "$1" ]; } || fail "cannot read '$1'"
    error=$(cat -- "$1" 2>&1 >"$work/$2") || fail "cannot copy '$1' to '$work': ${error##*: }"
}
if [ -n "$cookie" ]; then
    home=$work
    (umask 077 && : >"$work/.erlang.cookie")
    copy "$cookie" .erlang.cookie
    chmod 400 "$work/.erlang.cookie"
fi
error=$({ echo "$transport$tls" >"$work/vm.args" && modules >"$work/modules" && dd if=/dev/zero of="$work/space" bs=16384 count=1; } 2>&1) ||
    fail "cannot write to '$work': $(echo "$error" | sed -n '1s/.*: //p')"

case $mode in
    status)
        if [ -n "$json" ]; then call describe; else call status; fi
        [ "$verdict" = "done" ] && exit 0
        reason
        exit 2
        ;;
    audit)
        call audit
        case $verdict in
            "done") exit 0 ;;
            differs) exit 1 ;;
        esac
        reason
        exit 2
        ;;
    reapply)
        each=2
        while [ "$each" -le "$count" ]; do
            eval "copy \"\$argument_$each\" upgrade.$each"
            each=$((each + 1))
        done
        ask reapply "$seconds"
        [ "$verdict" = "done" ] && exit 0
        reason
        [ "$verdict" = no ] && exit 1
        exit 2
        ;;
    rollback) call rollback ;;
    *)
        copy "$upgrade" upgrade.tar.gz
        [ -z "$rehearsal" ] || is_rehearsed "$upgrade.rehearsal" || exit 1
        passes || { echo "relup-install: $why before the installation; nothing was changed" >&2; exit 1; }
        call unpack
        ;;
esac
case $verdict in
    go | runs) ;;
    no) reason; exit 1 ;;
    *) reason; exit 2 ;;
esac
[ "$mode" != check ] || exit 0
status=0
if [ "$verdict" = go ]; then
    switch
    installed=yes
fi
if ! examine; then
    [ "$mode$on_failure" = installkeep ] || [ "$mode" = rollback ] || [ -z "$installed" ] || take_back
    echo "relup-install: $why" >&2
    status=3
fi
if [ "$permanent" = true ]; then
    call permanent
    [ "$verdict" = "done" ] || { reason; exit 2; }
else
    echo "not made permanent: a restart boots the version before"
fi
exit "$status"
