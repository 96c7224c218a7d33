"""Time as devices see it: what hour it is, and a call to be made later. Tests bring a clock that is moved by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer


class Alarm(Protocol):
    """A call that will be made once."""

    def cancel(self) -> None:
        """Make sure that the call is not made; harmless when it was made already."""


class Clock(Protocol):
    """Where devices get their time from."""

    def now(self) -> float:
        """Return seconds that only ever rise; their zero means nothing."""

    def later(self, delay_ms: int, call: Callable[[], None]) -> Alarm:
        """Make `call` once, `delay_ms` from now, on the thread that asked."""


class _QtAlarm:
    def __init__(self, delay_ms: int, call: Callable[[], None], forget: Callable[[_QtAlarm], None]) -> None:
        self._call = call
        self._forget = forget
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ring)
        self._timer.start(delay_ms)

    def _ring(self) -> None:
        self._forget(self)
        self._call()

    def cancel(self) -> None:
        self._timer.stop()
        self._forget(self)


class QtClock:
    """The real clock, on the event loop of Qt."""

    def __init__(self) -> None:
        self._alarms: set[_QtAlarm] = set()

    def now(self) -> float:
        """Return the seconds of the machine's monotonic clock."""
        return time.monotonic()

    def later(self, delay_ms: int, call: Callable[[], None]) -> Alarm:
        """Make `call` once from the event loop, `delay_ms` from now."""
        alarm = _QtAlarm(delay_ms, call, self._alarms.discard)
        self._alarms.add(alarm)  # Qt keeps no timer alive that nobody holds
        return alarm


class _HandAlarm:
    def __init__(self, due: float, call: Callable[[], None]) -> None:
        self.due = due
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class HandClock:
    """A clock that stands still until `advance` moves it."""

    def __init__(self) -> None:
        self._now = 0.0
        self._alarms: list[_HandAlarm] = []

    def now(self) -> float:
        """Return the seconds gone by through `advance`."""
        return self._now

    def later(self, delay_ms: int, call: Callable[[], None]) -> Alarm:
        """Make `call` once `advance` has passed over `delay_ms`."""
        alarm = _HandAlarm(self._now + delay_ms / 1000, call)
        self._alarms.append(alarm)
        return alarm

    def advance(self, by_ms: int) -> None:
        """Let `by_ms` go by; calls that fall due are made in their order, also those set meanwhile."""
        end = self._now + by_ms / 1000
        while due := self._next_before(end):
            self._now = max(self._now, due.due)
            self._alarms.remove(due)
            if due.call is not None:
                due.call()
        self._now = end

    def _next_before(self, end: float) -> _HandAlarm | None:
        # A float's worth of slack: 0.1 + 0.2 must not miss an alarm at 0.3.
        waiting = [alarm for alarm in self._alarms if alarm.due <= end + 1e-9]
        return min(waiting, key=lambda alarm: alarm.due, default=None)
