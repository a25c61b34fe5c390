# To be sourced by suites in bash: a folder $work of their own, the tools, and cases that count themselves.
# shellcheck shell=bash
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t relup-suite.XXXXXX)
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP INT TERM
# Nothing is looked for in the user's home or on the net, and a node of ours takes nothing from a release that runs this.
mkdir "$work/home" "$work/tmp" "$work/tools"
export HOME=$work/home TMPDIR=$work/tmp LC_ALL=C.UTF-8 HEX_OFFLINE=1
unset "${!RELEASE_@}" "${!MIX_@}" "${!REBAR_@}" ERL_FLAGS ERL_AFLAGS ERL_ZFLAGS ERL_LIBS 2>/dev/null
export REBAR_OFFLINE=1
# Tools and scripts in one folder, as they are installed.
ln -sf "${RELUP_TOOLS:-$top/.build/release}"/relup-* "$top"/bin/relup-* "$work/tools"
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

# says STATUS TEXT COMMAND…: the command ends with the status, and what it writes holds the text, an extended expression.
says() {
    local status=$1 text=$2 answered=0
    shift 2
    "$@" >"$work/said" 2>&1 || answered=$?
    cat "$work/said"
    [ "$answered" -eq "$status" ] || { echo "status $answered, not $status"; return 1; }
    tr '\n' ' ' <"$work/said" | grep -qE -- "$text" || { echo "not said: $text"; return 1; }
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
