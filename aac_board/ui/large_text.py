"""Words over the whole window: a message that sound could not carry, the alarm, or help. Any press ends it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextDocument,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from aac_board.ui.label import sized
from aac_board.ui.theme import Theme

SMALLEST = 15


class LargeText(QWidget):
    """Covers its parent with words as large as they fit. `pressed` is emitted when it is clicked."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.text = ""
        self._page: QTextDocument | None = None
        self._alarm = False
        self.hide()

    def show_text(self, text: str, *, alarm: bool = False) -> None:
        """Show these words; "" takes them away."""
        self._page, self._alarm = None, alarm
        self._show(text)

    def show_page(self, markdown: str) -> None:
        """Show a page to read, such as help."""
        self._page, self._alarm = QTextDocument(), False
        self._page.setMarkdown(markdown)
        self._show(self._page.toPlainText())

    def _show(self, text: str) -> None:
        self.text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words as large as they fit."""
        painter = QPainter(self)
        theme = self.theme
        painter.fillRect(self.rect(), QColor(theme.attention if self._alarm else theme.cell))
        ink = QColor(theme.attention_text if self._alarm else theme.text)
        margin = self.width() * 0.06
        area = QRectF(self.rect()).adjusted(margin, margin / 2, -margin, -margin / 2)
        if self._page is not None:
            self._paint_page(painter, self._page, area, ink)
            return
        font = QFont(self.font())
        painter.setPen(ink)
        painter.setFont(sized(font, fitted(self.text, font, area, round(self.height() * 0.3))))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(area, flags, self.text)

    def _paint_page(self, painter: QPainter, page: QTextDocument, area: QRectF, ink: QColor) -> None:
        page.setDefaultStyleSheet(f"body {{ color: {ink.name()}; }}")
        for pixels in range(30, 13, -1):
            page.setDefaultFont(sized(QFont(self.font()), pixels))
            page.setTextWidth(min(area.width(), pixels * 44))
            if page.size().height() <= area.height():
                break
        painter.translate(area.center().x() - page.textWidth() / 2, area.top())
        context = page.documentLayout().PaintContext()
        context.palette.setColor(context.palette.ColorRole.Text, ink)
        page.documentLayout().draw(painter, context)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or touch is an answer."""
        event.accept()
        self.pressed.emit()


def fitted(text: str, font: QFont, area: QRectF, largest: int) -> int:
    """Return the largest pixel size up to `largest` at which `text`, word-wrapped, fits into `area`."""
    for pixels in range(largest, SMALLEST, -2):
        layout = QTextLayout(text, sized(font, pixels))
        option = QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        height, widest = 0.0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(area.width())
            height += line.height()
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        if height <= area.height() and widest <= area.width():
            return pixels
    return SMALLEST
