#!/usr/bin/env bash
# Makes the program's own Python environment in .venv, and does nothing at all when it is as it should be.
#
# usage: environment.sh run|test
#
# .venv/set-up-run and .venv/set-up-test hold a fingerprint of what was installed; when pyproject.toml, this script,
# the folder or Python changes, it no longer fits. .venv/unfinished stands there while pip works: found at the start,
# an earlier set-up was cut off, and the environment is made anew. The earlier one is kept aside until that succeeds,
# so a failure never leaves less than there was.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
what=$1
venv=$root/.venv
before=$root/build/venv-before
log=$root/build/set-up.log

version() {
    "$venv/bin/python" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# What .venv was made for: it can neither move nor change its Python.
home_and_version() {
    echo "$root $(version)"
}

fingerprint() {
    { home_and_version && cat "$root/pyproject.toml" "$here/environment.sh"; } | sha256sum
}

current() {
    local found
    found=$(fingerprint) || return
    [ ! -e "$venv/unfinished" ] || return
    [ "$found" = "$(cat "$venv/set-up-$what" 2>/dev/null)" ] || [ "$found" = "$(cat "$venv/set-up-test" 2>/dev/null)" ]
}

reusable() {
    [ ! -e "$venv/unfinished" ] && [ "$(cat "$venv/made-for" 2>/dev/null)" = "$(home_and_version)" ]
}

# --prefer-binary: rather a slightly older part than one that needs a compiler.
pip() {
    "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --prefer-binary "$@" \
        </dev/null >>"$log" 2>&1
}

# Every file of every installed part is there.
whole() {
    "$venv/bin/python" -I - 2>>"$log" <<'PYTHON'
import sys
from importlib.metadata import distributions
sys.exit(not all(part.files and all(file.locate().exists() for file in part.files) for part in distributions()))
PYTHON
}

fill() {
    local parts=$root
    [ "$what" = test ] && parts="$root[test]"
    echo "Fetching and installing the program's parts (once) ..."
    touch "$venv/unfinished"
    pip --editable "$parts" || return
    # Without its dependencies: pyproject.toml says why.
    pip --no-deps 'pynput>=1.8' || return
    fingerprint >"$venv/set-up-$what"
    rm "$venv/unfinished"
}

make_new() {
    local python
    if ! python=$("$here/find-python.sh"); then
        echo "Python 3.10 to 3.14 with its venv module is needed and was not found."
        return 1
    fi
    echo "Making the program's own environment in .venv (once) ..."
    if [ -e "$venv" ] && [ ! -e "$before" ]; then mv "$venv" "$before"; fi
    rm -rf "$venv"
    mkdir "$venv" && touch "$venv/unfinished"
    "$python" -m venv "$venv" >>"$log" 2>&1 && home_and_version >"$venv/made-for" && fill
}

give_back_the_earlier_one() {
    if [ -e "$before" ]; then rm -rf "$venv" && mv "$before" "$venv"; fi
}

renew() {
    if reusable; then
        fill && return
        # pip fetches everything before it touches anything, so what was there usually still stands.
        if whole; then rm -f "$venv/unfinished"; fi
    elif make_new; then
        rm -rf "$before"
        return
    else
        give_back_the_earlier_one
    fi
    echo "The program's parts could not be installed. Check the internet connection and the space on the disk, and start again; build/set-up.log says more."
    return 1
}

current && exit
if ! { mkdir -p "$root/build" && true >>"$log"; } 2>/dev/null; then
    echo "This folder cannot be written to. If it was set up as another user, give it to yourself: sudo chown -R $(id -un) \"$root\""
    exit 1
fi
exec 9>"$root/build/set-up.lock"
flock 9  # a second start waits for the first
current || renew
