#!/usr/bin/env bash
# Runs a command on a screen of its own that no one sees, and takes the screen away afterwards.
#
# usage: with-display.sh COMMAND [ARGUMENT ...]
#
# The screen is 1920x1080 and has whatever display number is free. The exit code is the command's. Ctrl-C reaches the
# command by itself; a termination is passed on to it; the screen goes when this script goes, however that happens.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${screen:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT

start_screen() {
    # Its own session, so that Ctrl-C does not take the screen from a command that is still tidying up.
    setsid setpriv --pdeathsig TERM \
        Xvfb -displayfd 6 -screen 0 1920x1080x24 -nolisten tcp 6>"$folder/number" >"$folder/log" 2>&1 </dev/null &
    screen=$!
    for _ in $(seq 300); do
        [ -s "$folder/number" ] && return
        kill -0 "$screen" 2>/dev/null || break
        sleep 0.1
    done
    cat "$folder/log" >&2
    echo "with-display: Xvfb did not start." >&2
    exit 1
}

start_screen
export DISPLAY=:$(cat "$folder/number")
# On a Wayland desktop Qt would open its windows there instead.
unset WAYLAND_DISPLAY
export QT_QPA_PLATFORM=xcb XDG_SESSION_TYPE=x11

# In the background with our input and the usual signals, so that this script can act while it waits.
env --default-signal=INT,QUIT "$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null' TERM HUP
trap : INT
while true; do
    wait "$command" && code=0 || code=$?
    kill -0 "$command" 2>/dev/null || break
done
exit "$code"
