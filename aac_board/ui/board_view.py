"""The board: places its cells, lights them, and shows by a running line how long they stay lit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from aac_board.core.boards.board import Board, Kind
from aac_board.core.event import Highlight
from aac_board.ui.cell_button import RADIUS, CellButton, CellState, frame_of
from aac_board.ui.label import common_size
from aac_board.ui.theme import Theme
from aac_board.ui.time_line import TimeLine

GAP = 8
SMALL = 60
"""Height of a cell, in pixels, below which the time line is thinner."""
FLASH_MS = 150
LETTER_SHARE, WORD_SHARE = 0.62, 0.46
"""Height of letters and of words in units of the cell's height, at the most."""


class BoardView(QWidget):
    """Shows one board at a time. `picked` is emitted with the number of a cell that was pressed."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.cells: dict[int, CellButton] = {}
        self.dim_others = False
        self._lit = Highlight(())
        self._line = TimeLine(self)
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self._chosen: CellButton | None = None
        self.setAccessibleName("Board")

    def show_board(self, board: Board) -> None:
        """Replace the cells by those of another board."""
        self._chosen = None
        for old in self.cells.values():
            old.hide()
            old.deleteLater()
        self.cells = {cell.number: CellButton(cell, self.theme, self) for cell in board.visible}
        for button in self.cells.values():
            button.picked.connect(self.picked)
            button.show()
        self._lit = Highlight(())
        self._line.stop()
        self._line.raise_()
        self._place()

    def show_words(self, words: tuple[str, ...]) -> None:
        """Fill the prediction cells, in reading order."""
        predictions = [cell for _, cell in sorted(self.cells.items()) if cell.kind is Kind.PREDICTION]
        for cell, word in zip(predictions, words, strict=False):
            if cell.text() != word:
                cell.show_text(word)

    def light(self, lit: Highlight, *, progress: bool) -> None:
        """Light these cells and no others."""
        before, self._lit = self._lit, lit
        for number in {*before.cells, *lit.cells}:
            self._restyle(number)
        if self.dim_others and bool(before.cells) != bool(lit.cells):
            for number in self.cells:
                self._restyle(number)
        for highlight in (before, lit):
            if highlight.row:
                self.update(self._shape(highlight).toAlignedRect())
        if lit.cells and lit.until is not None and progress:
            self._line.run(self._line_box(lit), lit.since, lit.until, QColor(self.theme.lit_text))
        else:
            self._line.stop()

    def flash(self, number: int) -> None:
        """Show once that a cell was picked."""
        self._end_flash()
        self._chosen = self.cells.get(number)
        if self._chosen is not None:
            self._chosen.look(CellState(chosen=True))
            self._flash.start()

    def use(self, theme: Theme, *, dim_others: bool) -> None:
        """Take on other colours."""
        self.theme, self.dim_others = theme, dim_others
        for number, cell in self.cells.items():
            cell.theme = theme
            self._restyle(number)
            cell.update()
        self.update()

    def _end_flash(self) -> None:
        chosen, self._chosen = self._chosen, None
        if chosen is not None and chosen.cell.number in self.cells:
            self._restyle(chosen.cell.number)

    def _restyle(self, number: int) -> None:
        cell = self.cells.get(number)
        if cell is None or cell is self._chosen:
            return
        lit = number in self._lit.cells
        dimmed = self.dim_others and bool(self._lit.cells) and not lit
        cell.look(CellState(lit=lit, in_row=lit and self._lit.row, dimmed=dimmed))

    def _shape(self, lit: Highlight) -> QRectF:
        shape = QRectF()
        for number in lit.cells:
            if number in self.cells:
                shape = shape.united(QRectF(self.cells[number].geometry()))
        margin = GAP / 2 + frame_of(shape.height()) / 2
        return shape.adjusted(-margin, -margin, margin, margin) if lit.cells else shape

    def _line_box(self, lit: Highlight) -> QRect:
        shape = self._shape(lit).toAlignedRect()
        thick = 5 if shape.height() > SMALL else 3
        below = round(frame_of(shape.height())) + 3 + thick
        return QRect(shape.left() + 16, shape.bottom() - below, max(shape.width() - 32, 1), thick)

    def _place(self) -> None:
        width, height = self.width() - GAP, self.height() - GAP
        for cell in self.cells.values():
            box = cell.cell.box
            left, top = round(box.left * width), round(box.top * height)
            right, bottom = round((box.left + box.width) * width), round((box.top + box.height) * height)
            cell.setGeometry(left + GAP, top + GAP, max(right - left - GAP, 1), max(bottom - top - GAP, 1))
        self._size_texts()

    def _size_texts(self) -> None:
        if not self.cells:
            return
        height = min(cell.height() for cell in self.cells.values())
        letters = [cell for cell in self.cells.values() if cell.label.bold]
        others = [cell for cell in self.cells.values() if not cell.label.bold]
        word = common_size(
            [(c.label, c.text_area()) for c in others if c.kind is not Kind.PREDICTION],
            self.font(),
            round(height * WORD_SHARE),
        )
        for cell in letters:
            cell.pixels = round(height * LETTER_SHARE)
        for cell in others:
            cell.pixels = max(word, round(height * WORD_SHARE)) if cell.kind is Kind.PREDICTION else word
            cell.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lit row as one shape behind its cells."""
        if not (self._lit.row and self._lit.cells):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = self._shape(self._lit)
        frame = frame_of(shape.height())
        painter.setPen(QPen(QColor(self.theme.lit_frame), frame))
        painter.setBrush(QColor(self.theme.lit))
        inset = frame / 2
        painter.drawRoundedRect(shape.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells anew."""
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the texts again when the font changes."""
        if event.type() == QEvent.Type.FontChange:
            self._size_texts()
        super().changeEvent(event)
