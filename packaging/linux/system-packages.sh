#!/usr/bin/env bash
# Installs the system packages that are missing, and does nothing at all when none is.
#
# usage: system-packages.sh run|test [EXTRA PACKAGE ...]
#
# "run" is packages-run.txt; "test" is that and packages-test.txt. Asks for root only when there is
# something to install. Exit code 0: everything is there, or this system has no apt and was told what it needs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
log=$here/../../build/set-up.log

# The named lists without their comments: one "name" or "new|old" a word.
wanted() {
    local lists=("$here/packages-run.txt")
    [ "$1" = test ] && lists+=("$here/packages-test.txt")
    shift
    echo "$(sed 's/#.*//' "${lists[@]}")" "$@"
}

# One "name status" line for each of the names that dpkg has heard of, for this machine's architecture.
statuses() {
    dpkg-query --show --showformat '${Package} ${db:Status-Status} ${Architecture}\n' "$@" 2>/dev/null |
        awk -v native="$(dpkg --print-architecture)" '$3 == native || $3 == "all"'
}

# The words of which no alternative is installed.
missing() {
    local have word
    have=" $(statuses ${*//|/ } | awk '$2 == "installed" { print $1 }' | tr '\n' ' ') "
    for word in "$@"; do
        local found=no name
        for name in ${word//|/ }; do
            case $have in *" $name "*) found=yes ;; esac
        done
        [ $found = yes ] || echo "$word"
    done
}

# For each "new|old" the first name that apt knows, or the last.
known_names() {
    local word name
    for word in "$@"; do
        for name in ${word//|/ }; do
            apt-cache show "$name" >/dev/null 2>&1 && break
        done
        echo "$name"
    done
}

as_root() {
    local quiet=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C.UTF-8)
    if [ "$(id -u)" = 0 ]; then "${quiet[@]}" "$@"; else sudo "${quiet[@]}" "$@"; fi
}

may_become_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return
    sudo -n true 2>/dev/null && return
    [ -t 0 ] && echo "Your password is needed once, to install system packages." && sudo -v
}

apt() {
    as_root apt-get -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$log" 2>&1
}

install() {
    # --no-remove: no desktop loses its own sound system to our tests.
    local add=(install --yes --no-remove --no-install-recommends)
    # An earlier installation may have been cut off; without that these two do nothing.
    as_root dpkg --configure -a </dev/null >>"$log" 2>&1 || true
    apt "${add[@]}" --fix-broken || true
    apt update || true  # one unreachable source among several need not matter
    apt "${add[@]}" $(known_names "$@")
}

main() {
    local words
    read -r -d '' -a words <<<"$(wanted "$@")" || true
    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt; if the program does not start, install what packaging/linux/packages-run.txt lists."
        return
    fi
    read -r -d '' -a words <<<"$(missing "${words[@]}")" || true
    [ ${#words[@]} -gt 0 ] || return 0
    if ! may_become_root; then
        echo "System packages are missing. Ask an administrator to run: apt install --no-install-recommends" \
            "$(known_names "${words[@]}" | tr '\n' ' ')"
        return 1
    fi
    { mkdir -p "$(dirname "$log")" && true >>"$log"; } 2>/dev/null || log=/dev/null
    echo "Installing system packages (once) ..."
    if ! install "${words[@]}"; then
        echo "The system packages could not be installed. Check the internet connection and start again; build/set-up.log says more."
        return 1
    fi
}

main "$@"
