"""The text of a cell: the largest size that fits, two lines before it shrinks, elided in the middle at last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from aac_board.ui.icons import icon_font

LINE = 1.18
"""Height of a line in units of the font's pixel size."""
SMALLEST = 10
READABLE = 13
"""Pixels below which a word gives up its icon."""
MOST_LINES = 3


def sized(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """Return `font` at this pixel size."""
    copy = QFont(font)
    copy.setPixelSize(max(pixels, 1))
    copy.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return copy


@dataclass(frozen=True)
class Label:
    """A text with an icon before it, if `icon` is a character of the icon font."""

    text: str
    icon: str = ""
    bold: bool = False

    def suited(self, font: QFont, area: QRectF) -> Label:
        """Return the label without its icon where only one of them has room: the word matters more."""
        return self if not self.icon or self.fits(font, READABLE, area) else replace(self, icon="")

    def fits(self, font: QFont, pixels: int, area: QRectF) -> bool:
        """Whether it can be shown whole at this size."""
        lines = self._lines(font, pixels, self._text_area(area, pixels).width())
        return lines is not None and len(lines) * pixels * LINE <= area.height()

    def largest(self, font: QFont, area: QRectF, most: int) -> int:
        """Return the largest size up to `most` pixels at which it fits, at least SMALLEST."""
        if self.fits(font, most, area):  # as nearly always while painting
            return max(most, SMALLEST)
        low, high = SMALLEST, max(most, SMALLEST)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.fits(font, middle, area) else (low, middle - 1)
        return low

    def _text_area(self, area: QRectF, pixels: int) -> QRectF:
        taken = self._icon_pixels(pixels) * 1.25 if self.icon else 0
        return area.adjusted(0, taken, 0, 0) if self._stacked(area) else area.adjusted(taken, 0, 0, 0)

    def _stacked(self, area: QRectF) -> bool:
        """Whether the icon stands above the text: in a cell that is taller than wide."""
        return bool(self.icon) and area.height() > area.width()

    def _icon_pixels(self, pixels: int) -> float:
        return pixels * 1.35

    def _lines(self, font: QFont, pixels: int, width: float) -> list[str] | None:
        metrics = QFontMetricsF(sized(font, pixels, bold=self.bold))
        if metrics.horizontalAdvance(self.text) <= width:
            return [self.text]
        words = self.text.split()
        breaks = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
        best = min(breaks, key=lambda pair: max(map(metrics.horizontalAdvance, pair)), default=None)
        if best is not None and max(map(metrics.horizontalAdvance, best)) <= width:
            return list(best)
        if len(words) < MOST_LINES or max(map(metrics.horizontalAdvance, words)) > width:
            return None
        return _filled(words, metrics, width)

    def paint(
        self, painter: QPainter, area: QRectF, font: QFont, pixels: int, colour: QColor, *, left: bool = False
    ) -> None:
        """Draw it into the middle of `area` or at its left, at `pixels` or smaller."""
        if not self.text:
            return
        pixels = self.largest(font, area, pixels)
        inside = self._text_area(area, pixels)
        lines = self._lines(font, pixels, inside.width()) or [self._elided(font, pixels, inside.width())]
        face = sized(font, pixels, bold=self.bold)
        painter.setPen(colour)
        width = max(QFontMetricsF(face).horizontalAdvance(line) for line in lines)
        start = inside.left() if left else inside.left() + (inside.width() - width) / 2
        if self.icon and self._stacked(area):
            self._paint_icon_above(painter, area, pixels, pixels * LINE * len(lines))
        elif self.icon:
            start = self._paint_icon(painter, area, pixels, width)
        painter.setFont(face)
        height = pixels * LINE
        top = inside.center().y() - height * len(lines) / 2
        for number, line in enumerate(lines):
            box = QRectF(start, top + number * height, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, line)

    def _paint_icon(self, painter: QPainter, area: QRectF, pixels: int, text_width: float) -> float:
        size = self._icon_pixels(pixels)
        gap = size * 0.25
        left = area.left() + max((area.width() - size - gap - text_width) / 2, 0)
        self._draw_icon(painter, QRectF(left, area.top(), size, area.height()), size)
        return left + size + gap

    def _paint_icon_above(self, painter: QPainter, area: QRectF, pixels: int, text_height: float) -> None:
        size = self._icon_pixels(pixels)
        top = self._text_area(area, pixels).center().y() - text_height / 2 - size * 1.25
        self._draw_icon(painter, QRectF(area.left(), top, area.width(), size), size)

    def _draw_icon(self, painter: QPainter, box: QRectF, size: float) -> None:
        painter.setFont(icon_font(round(size)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.icon)

    def _elided(self, font: QFont, pixels: int, width: float) -> str:
        metrics = QFontMetricsF(sized(font, pixels, bold=self.bold))
        return metrics.elidedText(self.text, Qt.TextElideMode.ElideMiddle, width)


def _filled(words: list[str], metrics: QFontMetricsF, width: float) -> list[str] | None:
    """Fill one line after the other; None if that takes more than MOST_LINES."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= MOST_LINES else None


def common_size(labels: list[tuple[Label, QRectF]], font: QFont, most: int) -> int:
    """Return the largest size up to `most` at which nearly all labels fit (one in ten may shrink further)."""
    sizes = sorted(label.largest(font, area, most) for label, area in labels if label.text)
    return sizes[len(sizes) // 10] if sizes else most
