"""A thin line on what is lit: it runs out with the scan time, so that a press can be prepared."""

from __future__ import annotations

import time

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

REFRESH_MS = 40


class TimeLine(QWidget):
    """Shrinks from its full width to nothing between two moments of the steady clock."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._since = self._until = 0.0
        self._colour = QColor("white")
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._move)
        self.hide()

    def run(self, box: QRect, since: float, until: float, colour: QColor) -> None:
        """Start in this box; times are those of time.monotonic()."""
        self._since, self._until, self._colour = since, until, colour
        self.setGeometry(box)
        self.show()
        self._refresh.start()

    def stop(self) -> None:
        """Show nothing."""
        self._refresh.stop()
        self.hide()

    @property
    def left_over(self) -> float:
        """How much of the time is left, from 1 to 0."""
        span = max(self._until - self._since, 0.001)
        return min(max((self._until - time.monotonic()) / span, 0.0), 1.0)

    def _move(self) -> None:
        if time.monotonic() > self._until:
            self._refresh.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is left of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawRoundedRect(0, 0, round(self.width() * self.left_over), self.height(), 2, 2)
