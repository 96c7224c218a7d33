"""The slim line under the message: one sentence that needs no click."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aac_board.core.event import DONE_SECONDS, Notice, Tone
from aac_board.ui.cell_button import RADIUS
from aac_board.ui.icons import glyph, icon_font
from aac_board.ui.label import Label
from aac_board.ui.theme import Theme

_ICONS = {Tone.HINT: "gesture-tap", Tone.DONE: "check", Tone.TROUBLE: "alert"}


class NoticeBar(QWidget):
    """Shows the most pressing notice; something done goes by itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._texts = dict.fromkeys(Tone, "")
        self._going = QTimer(self, singleShot=True, interval=int(DONE_SECONDS * 1000))
        self._going.timeout.connect(lambda: self.show_notice(Notice("", Tone.DONE)))

    def show_notice(self, notice: Notice) -> None:
        """Take in a notice; an empty one ends the last of its tone."""
        self._texts[notice.tone] = notice.text
        if notice.tone is Tone.DONE and notice.text:
            self._going.start()
        self.setAccessibleName(self.text or "No notice")
        self.update()

    def use(self, theme: Theme) -> None:
        """Take on other colours."""
        self.theme = theme
        self.update()

    @property
    def tone(self) -> Tone:
        """The tone of what is shown."""
        return next((tone for tone in reversed(Tone) if self._texts[tone]), Tone.HINT)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._texts[self.tone]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and sentence; trouble stands on its own ground."""
        if not self.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        trouble = self.tone is Tone.TROUBLE
        ink = QColor(self.theme.trouble_text if trouble else self.theme.quiet)
        if trouble:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.trouble))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        pixels = round(self.height() * 0.6)
        painter.setPen(ink)
        painter.setFont(icon_font(round(pixels * 1.2)))
        painter.drawText(
            self.rect().adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, glyph(_ICONS[self.tone])
        )
        area = QRectF(self.rect()).adjusted(20 + pixels * 1.4, 0, -14, 0)
        label = Label(self.text)
        size = label.largest(QFont(self.font()), area, pixels)
        label.paint(painter, area, QFont(self.font()), size, ink, left=True)
