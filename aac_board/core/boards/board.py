"""Boards as frozen data: buttons, where they stand, and the set they belong to.

A `Button` is what a board file describes; a `Cell` is one place on the board where a button stands. Geometry is
in fractions of the board (0..1), so a cell may span, and boards written as a plain grid and boards written with
absolute positions scan by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from aac_board.core.boards.action import (
    Action,
    AddText,
    AddWords,
    Attention,
    GoTo,
    Prediction,
    SayNow,
    Space,
    Unknown,
)


class Kind(Enum):
    """What sort of cell it is; the look shows it by a quiet tint."""

    LETTER = "letter"
    WORD = "word"
    PREDICTION = "prediction"
    PHRASE = "phrase"
    LINK = "link"
    ACTION = "action"
    ATTENTION = "attention"
    DEAD = "dead"


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions of the board: 0..1 from the left and from the top."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Button:
    """What a button shows and does. `actions` run in order; `extra` holds file fields we do not know."""

    id: str
    label: str
    vocalization: str = ""
    actions: tuple[Action, ...] = (AddWords(),)
    icon: str = ""
    background: str = ""
    border: str = ""
    hidden: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def words(self) -> str:
        """What it says or adds: the vocalization, else the label."""
        return self.vocalization or self.label

    @cached_property
    def kind(self) -> Kind:
        """Sort it by what it does."""
        for action in self.actions:
            match action:
                case Attention():
                    return Kind.ATTENTION
                case Prediction():
                    return Kind.PREDICTION
                case GoTo():
                    return Kind.LINK
                case SayNow():
                    return Kind.PHRASE
                case AddText() | Space():
                    return Kind.LETTER
                case AddWords() if not self.words.strip():
                    return Kind.DEAD
                case AddWords():
                    return Kind.PHRASE if " " in self.words.strip() else Kind.WORD
                case Unknown():
                    return Kind.DEAD
                case _:
                    return Kind.ACTION
        return Kind.DEAD


@dataclass(frozen=True)
class Cell:
    """One place where a button stands. `number` counts the board's cells in reading order from 0 and names it."""

    number: int
    button: Button
    box: Box


@dataclass(frozen=True)
class Board:
    """A page of cells. `cells` are in reading order: from the top, then from the left."""

    id: str
    name: str
    locale: str
    cells: tuple[Cell, ...]
    problems: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def visible(self) -> tuple[Cell, ...]:
        """The cells that are not hidden."""
        return tuple(cell for cell in self.cells if not cell.button.hidden)

    @cached_property
    def prediction_cells(self) -> tuple[Cell, ...]:
        """The visible cells that show predicted words, in reading order."""
        return tuple(cell for cell in self.visible if cell.button.kind is Kind.PREDICTION)

    def labelled(self, label: str) -> Cell | None:
        """Return the first visible cell with this label, ignoring case, or None."""
        wanted = label.casefold()
        return next((cell for cell in self.visible if cell.button.label.casefold() == wanted), None)


def grid_cells(rows: list[list[Button | None]]) -> tuple[Cell, ...]:
    """Place buttons on an even grid; None leaves a gap. All rows have the same length."""
    height = 1 / max(len(rows), 1)
    placed = []
    for r, row in enumerate(rows):
        width = 1 / max(len(row), 1)
        for c, button in enumerate(row):
            if button is not None:
                placed.append((button, Box(c * width, r * height, width, height)))
    return numbered(placed)


def numbered(placed: list[tuple[Button, Box]]) -> tuple[Cell, ...]:
    """Bring placed buttons into reading order and number them."""
    in_order = sorted(placed, key=lambda item: (round(item[1].top, 4), round(item[1].left, 4)))
    return tuple(Cell(number, button, box) for number, (button, box) in enumerate(in_order))


@dataclass(frozen=True)
class BrokenBoard:
    """A board file that could not be read: it stays listed, with its reason in one plain sentence."""

    name: str
    reason: str


@dataclass(frozen=True)
class BoardSet:
    """Boards that belong together. `root` is the id of the first board and is always in `boards`."""

    id: str
    name: str
    root: str
    boards: Mapping[str, Board]
    broken: tuple[BrokenBoard, ...] = ()

    def find(self, wanted: str) -> Board | None:
        """Return the board with this id, else the one with this name ignoring case, else None."""
        if wanted in self.boards:
            return self.boards[wanted]
        return next((b for b in self.boards.values() if b.name.casefold() == wanted.casefold()), None)
