# To be sourced by suites in bash: a folder $work of their own, the tools, and cases that count themselves.
# shellcheck shell=bash
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t relup-suite.XXXXXX)
work=$(cd "$work" && pwd -P)
# finish: what a suite that starts nodes defines again, to stop them before their folders go.
finish() { :; }
epmd_pid=''
trap '{ finish; [ -z "$epmd_pid" ] || kill "$epmd_pid"; wait; } >>"$work/log" 2>&1; rm -rf "$work"' EXIT
trap 'exit 129' HUP INT TERM
# Nothing is looked for in the user's home or on the net, and a node of ours takes nothing from a release that runs this.
# What fixtures/releases/build downloads is kept, though.
mkdir "$work/home" "$work/tmp" "$work/tools"
export RELUP_CACHE=${RELUP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/relup}
unset "${!RELEASE_@}" "${!RELX_@}" "${!RELUP_MOD@}" "${!MIX_@}" "${!REBAR_@}" SKIP_RELUP_MODIFICATIONS
unset ERL_FLAGS ERL_AFLAGS ERL_ZFLAGS ERL_LIBS VISUAL EDITOR GIT_EDITOR
export HOME=$work/home TMPDIR=$work/tmp LC_ALL=C.UTF-8 HEX_OFFLINE=1 REBAR_OFFLINE=1
# Tools and scripts in one folder, as they are installed.
built=$(cd "${RELUP_TOOLS:-$top/.build/release}" && pwd) || { echo "FAILED: the tools are not built (dev/build builds them)"; exit 1; }
ln -sf "$built"/relup-* "$top"/bin/relup-* "$work/tools"
export RELUP_TOOLS=$work/tools

# requires PROGRAM…: skips the suite where one is missing, but for CI.
requires() {
    local program
    for program; do
        command -v "$program" >"$work/log" && continue
        [ "${CI:-}" = true ] && { echo "FAILED: $program is not installed (dev/setup installs it)"; exit 1; }
        echo "skipped: $program is not installed (dev/setup installs it)"
        echo "0 passed, 0 failed"
        exit
    done
}

passed=0 failed=0
# attempt CASE COMMAND…: runs the command; prints all it wrote where it fails.
attempt() {
    local start=$SECONDS name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "passed: $name ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        sed 's/^/    /' "$work/log"
        return 1
    fi
}

# ends STATUS COMMAND…: the command ends with the status; what it writes is kept in $work/said.
ends() {
    local status=$1 answered=0
    "${@:2}" >"$work/said" 2>&1 || answered=$?
    cat "$work/said"
    [ "$answered" -eq "$status" ] || { echo "status $answered, not $status"; return 1; }
}
# said TEXT: what was kept holds the text, an extended expression, across lines.
said() { tr '\n' ' ' <"$work/said" | grep -qE -- "$1" || { echo "not said: $1"; return 1; }; }
# says STATUS TEXT COMMAND…: both.
says() { ends "$1" "${@:3}" && said "$2"; }

# until_true COMMAND…: waits until the command succeeds, for half a minute at most.
until_true() {
    local tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 150 ] || return
        sleep 0.2
    done
}

# own_epmd: starts an epmd, at which the nodes of this suite meet and no others.
own_epmd() {
    local epmd
    epmd=$(erl -noshell -eval \
        'io:put_chars([code:root_dir(), "/erts-", erlang:system_info(version), "/bin/epmd"]), halt().') || return
    export ERL_EPMD_PORT=$((20000 + $$ % 12000)) ERL_EPMD_ADDRESS=127.0.0.1
    while :; do
        if ! "$epmd" -names; then
            "$epmd" -address 127.0.0.1 &
            epmd_pid=$!
            # It ends at once if something else has the port.
            until "$epmd" -names || ! kill -0 "$epmd_pid"; do sleep 0.1; done
            ! kill -0 "$epmd_pid" || break
        fi
        ERL_EPMD_PORT=$((ERL_EPMD_PORT + 1))
    done >>"$work/log" 2>&1
}

# page NAME LANGUAGE: the block of a page of the documentation that begins with this line.
page() { sed -n "/^\`\`\`$2\$/,/^\`\`\`\$/p" "$top/Documentation/$1" | sed '/^```/d'; }

# commit FOLDER MESSAGE: all that is in a git repository, or a new one.
commit() {
    git -C "$1" init -q && git -C "$1" add -A && git -C "$1" -c user.name=a -c user.email=a@b commit -q -m "$2"
}

# The last line of a suite, and its status.
count() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
