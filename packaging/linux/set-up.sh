#!/usr/bin/env bash
# Brings everything the program (run) or the program and its tests (test) need; quiet and quick when all is there.
#
# usage: set-up.sh run|test
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=()
"$here/../../.venv/bin/python" -I -S -c '' 2>/dev/null || "$here/find-python.sh" >/dev/null || python=(python3 python3-venv)
"$here/system-packages.sh" "$1" "${python[@]}"
"$here/environment.sh" "$1"
