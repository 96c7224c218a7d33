#!/usr/bin/env bash
# Puts AAC Board into the start menu of the person who runs this, and if asked among what starts at log-in.
#
# usage: desktop-entry.sh add [AUTOSTART] | remove        AUTOSTART: yes, no (the default: leave it as it is)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
menu=${XDG_DATA_HOME:-$HOME/.local/share}/applications/aac-board.desktop
icon=${XDG_DATA_HOME:-$HOME/.local/share}/icons/hicolor/scalable/apps/aac-board.svg
autostart=${XDG_CONFIG_HOME:-$HOME/.config}/autostart/aac-board.desktop

# A path as the desktop entry standard wants it in Exec: in quotes, with \ " ` $ % escaped.
quoted() {
    printf '"%s"' "$(printf %s "$1" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')"
}

add() {
    mkdir -p "$(dirname "$menu")" "$(dirname "$icon")"
    cp "$here/../aac-board.svg" "$icon"
    while IFS= read -r line; do
        case $line in
            Exec=*) echo "Exec=$(quoted "$here/run.sh")" ;;
            *) echo "$line" ;;
        esac
    done <"$here/aac-board.desktop" >"$menu"
    echo "AAC Board is in the start menu."
    case ${1:-} in
        yes) mkdir -p "$(dirname "$autostart")" && cp "$menu" "$autostart" && echo "It starts at log-in." ;;
        no) rm -f "$autostart" && echo "It does not start at log-in." ;;
    esac
}

case ${1:-} in
    add) add "${2:-}" ;;
    remove) rm -f "$menu" "$icon" "$autostart" && echo "AAC Board is no longer in the start menu." ;;
    *) echo "usage: desktop-entry.sh add [yes|no] | remove" >&2 && exit 2 ;;
esac
