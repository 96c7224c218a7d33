"""A stage for scripts with the real window, real time and real key events."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from aac_board.app import Program
from aac_board.bench.script import ScriptError
from aac_board.core import event as out
from aac_board.core.press.switch import Edge
from aac_board.core.session import Session
from aac_board.core.talk.utterance import Outcome, SpeechReport
from aac_board.person import Person

_KEY_EVENTS = {Edge.PRESS: QEvent.Type.KeyPress, Edge.RELEASE: QEvent.Type.KeyRelease}


class WindowStage:
    """The program in a window of a given size. `said` lists what the voice really began to say, `started_at` when,
    and `tapped_at` is the moment of the last click, both on the steady clock.
    """

    waits_for_real = True

    def __init__(self, someone: Person, size: tuple[int, int], voice: str | None) -> None:
        self._application = QApplication.instance() or QApplication(["AAC Board"])
        self._program = Program(someone, voice=voice)
        self._size = size
        self._asked: dict[int, str] = {}
        self.said: list[str] = []
        self.started_at: list[float] = []
        self.tapped_at = 0.0

    @property
    def session(self) -> Session:
        """The session behind the window."""
        return self._program.session

    @property
    def notice(self) -> str:
        """What the line under the message reads."""
        return self._program.window.notices.text

    def __enter__(self) -> WindowStage:
        """Open the window."""
        program = self._program.__enter__()
        program.bridge.happened.connect(self._on_event)
        program.mouth.reported.connect(self._on_report)
        program.begin()
        program.window.resize(*self._size)
        program.window.show()
        self.wait(0.2)
        return self

    def __exit__(self, *details: object) -> None:
        """Close everything."""
        self._program.__exit__(*details)

    def wait(self, seconds: float) -> None:
        """Let the window live for this long."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def move_switch(self, code: str, edge: Edge) -> None:
        """Send the window a key event."""
        key = getattr(Qt.Key, f"Key_{code}", None)
        if key is None:
            raise ScriptError(f"{code} is no key that can be pressed.")
        event = QKeyEvent(_KEY_EVENTS[edge], key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(round(time.monotonic() * 1000))
        QCoreApplication.sendEvent(self._program.window, event)

    def tap(self, cell: int) -> None:
        """Send a cell a click."""
        self.wait(0.2)
        button = self._program.window.board.cells[cell]
        self.tapped_at = time.monotonic()
        middle = QPointF(button.rect().center())
        overall = QPointF(button.mapToGlobal(QPoint(int(middle.x()), int(middle.y()))))
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            QCoreApplication.sendEvent(button, QMouseEvent(kind, middle, overall, left, left, none))
        self.wait(0.05)

    def screenshot(self, path: str) -> None:
        """Write a picture of the window."""
        self.wait(0.2)
        if not self._program.window.grab().save(path):
            raise ScriptError(f"The picture {path} could not be written.")

    def _on_event(self, event: out.Event) -> None:
        if isinstance(event, out.Speak):
            self._asked[event.utterance.number] = event.utterance.text

    def _on_report(self, report: SpeechReport) -> None:
        if report.outcome is Outcome.STARTED:
            self.said.append(self._asked[report.number])
            self.started_at.append(time.monotonic())
