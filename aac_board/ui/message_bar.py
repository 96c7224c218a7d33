"""The message: large, newest words always in view, the unfinished word in its own colour, a steady caret."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from aac_board.core.words.message import Message
from aac_board.ui.cell_button import RADIUS
from aac_board.ui.label import sized
from aac_board.ui.theme import Theme

MARGIN = 18
LINES = 2
SMALLEST, LARGEST = 30, 64
"""Pixels of the text; 40 to 58 pixels are 30 to 44 points on an ordinary screen."""


class MessageBar(QWidget):
    """Shows a message. Screen readers read it as text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.message = Message()
        self.setAccessibleName("Message")

    def show_message(self, message: Message) -> None:
        """Show this message."""
        self.message = message
        self.setAccessibleDescription(message.shown)
        self.update()

    def use(self, theme: Theme) -> None:
        """Take on other colours."""
        self.theme = theme
        self.update()

    @property
    def pixels(self) -> int:
        """The size of the text: two lines fill the bar."""
        return min(max(round(self.height() / (LINES * 1.45)), SMALLEST), LARGEST)

    def _layout(self, width: float) -> QTextLayout:
        layout = QTextLayout(self.message.shown, sized(QFont(self.font()), self.pixels))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        spelled = len(self.message.partial)
        mark = QTextLayout.FormatRange()
        mark.start, mark.length = len(self.message.text) - spelled, spelled
        style = QTextCharFormat()
        style.setForeground(QColor(self.theme.accent))
        mark.format = style
        return [mark] if spelled and not self.message.spoken else []

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the last lines that fit, and the caret after them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self.theme.edge), 1))
        painter.setBrush(QColor(self.theme.cell))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        inside = frame.adjusted(MARGIN, 6, -MARGIN, -6)
        painter.setClipRect(inside)
        layout = self._layout(inside.width() - 6)
        height = layout.boundingRect().height()
        top = inside.bottom() - height if height > inside.height() else inside.center().y() - height / 2
        painter.setPen(QColor(self.theme.text))
        layout.draw(painter, QPointF(inside.left(), top))
        if not self.message.spoken:
            painter.setPen(QColor(self.theme.accent))
            layout.drawCursor(painter, QPointF(inside.left(), top), len(self.message.shown), 4)
