#!/usr/bin/env bash
# Sets up what is missing, then opens the speaking aid.
#
# usage: run.sh [ARGUMENT ...]
#
# A person's voice must not wait for an update: when set-up fails and the program can start as it is, it starts.
here=$(cd "$(dirname "$0")" && pwd)
python=$here/../../.venv/bin/python
if ! "$here/set-up.sh" run; then
    "$python" -c 'import PySide6.QtWidgets, aac_board.cli' 2>/dev/null || exit 1
    echo "AAC Board starts with what is already there."
fi
exec "$python" -m aac_board "$@"
