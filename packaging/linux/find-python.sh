#!/usr/bin/env bash
# Prints the Python to build the environment with, or fails when there is none.
#
# Good is 3.10 to 3.14 (what PySide6 supports) with its venv part, which Debian packages apart.
good='import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 14))'
for name in python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10 python3.14; do
    if path=$(command -v "$name") && "$path" -I -c "$good" 2>/dev/null; then
        echo "$path"
        exit 0
    fi
done
exit 1
