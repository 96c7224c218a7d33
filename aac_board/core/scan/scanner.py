"""Automatic scanning with one switch: what is lit, until when, and what a press takes.

A tick before the deadline does nothing; a light that moves late does not make the next one late, so the rhythm
holds over a whole evening.
"""

from __future__ import annotations

from dataclasses import dataclass

from aac_board.core.scan.order import Node
from aac_board.core.settings import ScanSettings


@dataclass(frozen=True)
class Lit:
    """What is lit from `since` to `until`, in seconds; nothing at all while scanning rests."""

    cells: tuple[int, ...] = ()
    row: bool = False
    since: float = 0.0
    until: float | None = None


@dataclass
class _Level:
    """One level of the tree being gone through."""

    node: Node
    index: int = 0
    loops: int = 0

    @property
    def current(self) -> Node:
        return self.node.children[self.index]


class Scanner:
    """Walks a tree of cells. It rests until `start`; `lit` says what is lit now."""

    def __init__(self, settings: ScanSettings) -> None:
        self.settings = settings
        self._levels: list[_Level] = []
        self._since = 0.0
        self._until: float | None = None

    @property
    def resting(self) -> bool:
        """Whether nothing is lit."""
        return not self._levels

    @property
    def lit(self) -> Lit:
        """What is lit now."""
        if self.resting:
            return Lit()
        node = self._levels[-1].current
        return Lit(node.cells, not node.is_cell, self._since, self._until)

    @property
    def deadline(self) -> float | None:
        """When the light moves next, or None while resting."""
        return self._until

    def start(self, tree: Node, now: float) -> None:
        """Begin at the top of `tree`; a tree without cells leaves the scanner resting."""
        self._levels = [_Level(tree)] if tree.children else []
        self._light(now, first=True)

    def rest(self) -> None:
        """Light nothing until the next start."""
        self._levels = []
        self._until = None

    def select(self, now: float) -> int | None:
        """Take what is lit: return the number of a cell, or go into a row and return None."""
        if self.resting:
            return None
        node = self._levels[-1].current
        if node.is_cell:
            return node.cells[0]
        self._levels.append(_Level(node))
        self._light(now, first=True)
        return None

    def back(self, now: float) -> None:
        """Leave the row; at the top level begin again with the first row."""
        if self.resting:
            return
        if len(self._levels) > 1:
            self._leave_row()
        else:
            self._to_the_top()
        self._light(now, first=True)

    def tick(self, now: float) -> bool:
        """Move the light if its time is over; return whether it moved. After a long gap it moves once."""
        if self._until is None or now < self._until:
            return False
        at = self._until if now - self._until < self.settings.step_ms / 1000 else now
        self._advance(at)
        return True

    def _advance(self, at: float) -> None:
        level = self._levels[-1]
        level.index += 1
        if level.index < len(level.node.children):
            self._light(at, first=False)
            return
        level.index, level.loops = 0, level.loops + 1
        top = len(self._levels) == 1
        if level.loops < (self.settings.loops_rows if top else self.settings.loops_cells):
            self._light(at, first=True)
        else:
            self._after_last_loop(at, top=top)

    def _after_last_loop(self, at: float, *, top: bool) -> None:
        if top or self.settings.after_last_loop == "stop":
            self.rest()
            return
        if self.settings.after_last_loop == "top":
            self._to_the_top()
        else:
            self._leave_row()
        self._light(at, first=True)

    def _leave_row(self) -> None:
        self._levels.pop()
        self._levels[-1].loops = 0

    def _to_the_top(self) -> None:
        self._levels = [_Level(self._levels[0].node)]

    def _light(self, since: float, *, first: bool) -> None:
        if self.resting:
            self._until = None
            return
        delay = self.settings.first_item_delay_ms if first else 0
        self._since = since
        self._until = since + (self.settings.step_ms + delay) / 1000
