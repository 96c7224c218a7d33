"""Looks for a screen before Qt does, because Qt ends the program where it finds none."""

from __future__ import annotations

import ctypes
import os
import sys

from aac_board.core.errors import PlainError

NO_SCREEN = (
    "AAC Board needs a screen and found none. Start it from the desktop, or run "
    "`aac-board play --headless` for a script without a window."
)
NO_QT = "A part of the system that windows need is missing ({part}). Run `make run` once: it installs what is missing."


def check() -> None:
    """Raise PlainError with what to do if no window can be opened here."""
    try:
        import PySide6.QtGui  # noqa: F401, PLC0415 - a missing system library shows here first
    except ImportError as error:
        raise PlainError(NO_QT.format(part=str(error).split(":", maxsplit=1)[0])) from None
    if (
        not sys.platform.startswith("linux")
        or os.environ.get("QT_QPA_PLATFORM")
        or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    if not os.environ.get("DISPLAY") or not _x_answers():
        raise PlainError(NO_SCREEN)
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        raise PlainError(NO_QT.format(part="libxcb-cursor.so.0")) from None


def _x_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        raise PlainError(NO_QT.format(part="libxcb.so.1")) from None
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not broken
