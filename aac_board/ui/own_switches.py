"""Hears keys and mouse buttons in our own windows and turns them into switch events.

Every key goes through here, repeats included: the press filter is the one place that knows what a press is. A
mouse button pressed on a cell picks that cell; anywhere else in the window it is the switch "Mouse".
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from aac_board.core.press.switch import Edge, SwitchEvent
from aac_board.ui.cell_button import CellButton
from aac_board.ui.large_text import LargeText

_KEYS = {QEvent.Type.KeyPress: Edge.PRESS, QEvent.Type.KeyRelease: Edge.RELEASE}
_BUTTONS = {
    QEvent.Type.MouseButtonPress: Edge.PRESS,
    QEvent.Type.MouseButtonDblClick: Edge.PRESS,
    QEvent.Type.MouseButtonRelease: Edge.RELEASE,
}
FAR_OFF = 1.0
"""Seconds by which an event's own stamp may differ from the steady clock before it is not believed."""


def key_name(event: QKeyEvent) -> str:
    """Return the name of a key as settings spell it: Space, Return, F12, A."""
    try:
        return Qt.Key(event.key()).name.removeprefix("Key_")
    except ValueError:
        return f"Key{event.nativeScanCode()}"


class EventClock:
    """Translates the window system's time stamps to the steady clock, so that presses that were delivered
    late and together keep their distance.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._offset: float | None = None

    def at(self, stamp_ms: int) -> float:
        """Return when an event with this stamp happened, in seconds of the steady clock."""
        now = self._clock()
        if not stamp_ms:
            return now
        offset = now - stamp_ms / 1000
        if self._offset is None or abs(offset - self._offset) > FAR_OFF or offset < self._offset:
            self._offset = offset
        return stamp_ms / 1000 + self._offset


class OwnSwitches(QObject):
    """An event filter for the application. `heard` takes every switch event, `shortcut` every key that is no
    switch and says whether it used it.
    """

    def __init__(
        self,
        window: QWidget,
        heard: Callable[[SwitchEvent], None],
        is_switch: Callable[[str], bool],
        shortcut: Callable[[str, Qt.KeyboardModifier], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._heard = heard
        self._is_switch = is_switch
        self._shortcut = shortcut
        self._clock = EventClock()

    def _key(self, event: QKeyEvent, edge: Edge) -> bool:
        name = key_name(event)
        if self._is_switch(name):
            self._tell("keyboard", name, edge, event)
            return True
        return edge is Edge.PRESS and not event.isAutoRepeat() and self._shortcut(name, event.modifiers())

    def _tell(self, source: str, code: str, edge: Edge, event: QInputEvent) -> None:
        self._heard(SwitchEvent(source, code, edge, self._clock.at(event.timestamp())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys and mouse buttons of our window; leave everything else alone."""
        kind = event.type()
        if kind not in _KEYS and kind not in _BUTTONS:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if isinstance(event, QKeyEvent):
            return self._key(event, _KEYS[kind])
        pressed_on_target = kind != QEvent.Type.MouseButtonRelease and isinstance(
            watched, (CellButton, LargeText)
        )
        if pressed_on_target or not isinstance(event, QMouseEvent):
            return False
        self._tell("mouse", "Mouse", _BUTTONS[kind], event)
        return True
