"""From the geometry of a board to the tree that is scanned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from aac_board.core.boards.board import Board, Cell


@dataclass(frozen=True)
class Node:
    """Cells that light together, as their numbers on the board. A node without children is one cell."""

    cells: tuple[int, ...]
    children: tuple[Node, ...] = ()

    @property
    def is_cell(self) -> bool:
        """Whether picking this node picks a cell."""
        return not self.children


def rows(board: Board, skipped: Collection[int] = ()) -> tuple[tuple[Cell, ...], ...]:
    """Group the visible cells into rows from the top, each from the left; `skipped` cells are left out.

    A cell belongs to the row in which its top edge lies, so that cells which span rows or are a little higher
    than their neighbours still scan where the eye finds them.
    """
    grouped: list[list[Cell]] = []
    for cell in sorted(board.visible, key=lambda c: (c.box.top, c.box.left)):
        if grouped and cell.box.top < grouped[-1][0].box.top + grouped[-1][0].box.height / 2:
            grouped[-1].append(cell)
        else:
            grouped.append([cell])
    kept = ([c for c in row if c.number not in skipped] for row in grouped)
    return tuple(tuple(sorted(row, key=lambda c: c.box.left)) for row in kept if row)


def row_column(board: Board, skipped: Collection[int] = ()) -> Node:
    """Return the tree of row-column scanning: rows first, then the cells of the chosen row."""
    children = tuple(
        Node(tuple(c.number for c in row), tuple(Node((c.number,)) for c in row))
        for row in rows(board, skipped)
    )
    return Node(tuple(number for child in children for number in child.cells), children)
