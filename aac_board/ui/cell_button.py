"""One cell of the board: a real button for screen readers and pointers, painted by ourselves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from aac_board.core.boards.board import Cell, Kind
from aac_board.ui.icons import glyph, icon_font
from aac_board.ui.label import Label
from aac_board.ui.theme import Theme

RADIUS = 10
STRIPE = 4
FRAME = 6
PADDING = 12


def frame_of(height: float) -> float:
    """Return the width of the frame around what is lit: FRAME, less on cells so small that it would eat the word."""
    return min(FRAME, height / 12)


@dataclass(frozen=True)
class CellState:
    """How a cell looks now."""

    lit: bool = False
    in_row: bool = False
    chosen: bool = False
    dimmed: bool = False


class CellButton(QAbstractButton):
    """Shows one cell. `picked` is emitted with the cell's number as soon as it is pressed."""

    picked = Signal(int)

    def __init__(self, cell: Cell, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.cell = cell
        self.kind = cell.button.kind
        self.theme = theme
        self.state = CellState()
        self.pixels = 24
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_text("" if self.kind is Kind.PREDICTION else cell.button.label)

    def show_text(self, text: str) -> None:
        """Show this text; a prediction cell without one recedes."""
        self.setText(text)
        self.setAccessibleName(text or "no word")
        if self.cell.button.words != text and self.kind is Kind.PHRASE:
            self.setAccessibleDescription(self.cell.button.words)
        self.update()

    def look(self, state: CellState) -> None:
        """Take on a look; repaint only if it is another one."""
        if state != self.state:
            self.state = state
            self.update()

    @property
    def label(self) -> Label:
        """The text as it is to be laid out, with an icon beside it if the button names one."""
        bold = self.kind is Kind.LETTER and len(self.text()) == 1
        whole = Label(self.text(), glyph(self.cell.button.icon), bold=bold)
        return whole.suited(self.font(), self.text_area())

    def text_area(self) -> QRectF:
        """The part of the cell in which text may stand."""
        side, above = min(PADDING, self.width() * 0.07), min(4.0, self.height() * 0.05)
        return QRectF(self.rect()).adjusted(side, above, -side, -above)

    def _colours(self) -> tuple[QColor, QColor]:
        theme, state = self.theme, self.state
        if state.chosen:
            return QColor(theme.chosen), QColor(theme.chosen_text)
        if state.lit:
            return QColor(theme.lit), QColor(theme.lit_text)
        empty = self.kind is Kind.PREDICTION and not self.text()
        fill = theme.ground if empty else theme.fill(self.kind)
        return QColor(fill), QColor(theme.quiet if self.kind is Kind.DEAD else theme.ink(self.kind))

    def _paint_ground(self, painter: QPainter, fill: QColor) -> None:
        state, theme = self.state, self.theme
        painter.setBrush(fill)
        if state.lit and not state.in_row and not state.chosen:
            frame = frame_of(self.height())
            painter.setPen(QPen(QColor(theme.lit_frame), frame))
            inset = frame / 2
        else:
            painter.setPen(QPen(fill if state.in_row or state.chosen else QColor(theme.edge), 1))
            inset = 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _paint_kind(self, painter: QPainter) -> None:
        stripe = self.theme.stripes.get(self.kind)
        if stripe is None or self.state.lit or self.state.chosen or not self.text():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(stripe))
        painter.drawRoundedRect(QRectF(3, 9, STRIPE, self.height() - 18), 2, 2)
        if self.kind is Kind.LINK:
            painter.setPen(QColor(stripe))
            painter.setFont(icon_font(16))
            painter.drawText(
                self.rect().adjusted(0, 4, -6, 0), Qt.AlignmentFlag.AlignRight, glyph("arrow-top-right")
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, kind and label."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.state.dimmed:
            painter.setOpacity(0.45)
        fill, ink = self._colours()
        self._paint_ground(painter, fill)
        self._paint_kind(painter)
        font = QFont(self.font())
        self.label.paint(painter, self.text_area(), font, self.pixels, ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick on press: a trembling hand or a tracker's click may leave the cell before the release."""
        event.accept()
        self.picked.emit(self.cell.number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A release means nothing here."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second press is a press."""
        self.mousePressEvent(event)
