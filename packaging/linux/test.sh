#!/usr/bin/env bash
# Runs the test suite on a screen of its own; the exit code is pytest's.
#
# usage: test.sh [PYTEST ARGUMENT ...]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
# A bare machine has neither a UTF-8 locale nor a folder for sockets; Qt warns about both, and a warning fails a test.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in *UTF-8 | *utf8) ;; *) export LC_ALL=C.UTF-8 ;; esac
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi
pytest() {
    "$root/packaging/linux/with-display.sh" "$root/.venv/bin/python" -m pytest "$@"
}
if [ $# -gt 0 ]; then
    pytest "$@"
else
    # Real voices are heard in a process of their own, apart from the windows of the other tests.
    pytest tests/devices/test_heard.py
    pytest --ignore tests/devices/test_heard.py
fi
