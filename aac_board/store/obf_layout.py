"""Where the buttons of a board stand: the grid or the absolute positions of a file, to cells and back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from aac_board.core.boards.board import Box, Button, Cell, grid_cells, numbered
from aac_board.store.obf_values import Data, Notes, id_of

POSITION = ("left", "top", "width", "height")
# A file may say any number of rows; more than these are believed only where the rows are really there.
_MOST_LINES = 100
# Positions are often rounded to three or four places.
_ROUNDING = 0.002


def placed_cells(grid: object, buttons: Sequence[Button], notes: Notes) -> tuple[Cell, ...]:
    """Return the cells: by position if every button has all four numbers, else by the grid, else in reading order.

    What has no place, and every odd thing, is noted.
    """
    boxes = [(button, box) for button in buttons if (box := _box(button.extra))]
    if buttons and len(boxes) == len(buttons):
        return numbered(boxes)
    if any(key in button.extra for button in buttons for key in POSITION):
        notes.add("Not every button has a position that can be used, so the grid counts.")
    rows = _rows(grid, {button.id: button for button in buttons}, notes)
    if rows is None:
        if buttons:
            notes.add("The board has no grid, so its buttons stand in the order of the file.")
        rows = _in_file_order(buttons)
    cells = grid_cells(rows)
    _note_unplaced(cells, buttons, notes)
    return cells


def _box(extra: Mapping[str, Any]) -> Box | None:
    numbers = [extra.get(key) for key in POSITION]
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) or not 0 <= n <= 1 for n in numbers):
        return None
    box = Box(*(float(number or 0) for number in numbers))
    inside = box.left + box.width <= 1 + _ROUNDING and box.top + box.height <= 1 + _ROUNDING
    return box if inside and box.width > 0 and box.height > 0 else None


def _rows(grid: object, by_id: Mapping[str, Button], notes: Notes) -> list[list[Button | None]] | None:
    order = grid.get("order") if isinstance(grid, dict) else None
    if not isinstance(grid, dict) or not isinstance(order, list):
        return None
    if not any(isinstance(row, list) and row for row in order):
        return None
    rows = [[_standing(entry, by_id, notes) for entry in row] for row in _lists(order, notes)]
    columns = max(_declared(grid.get("columns")), *(len(row) for row in rows))
    rows += [[] for _ in range(_declared(grid.get("rows")) - len(rows))]
    if len({len(row) for row in rows}) > 1:
        notes.add("The rows of the grid are not equally long; every button keeps its place.")
    return [row + [None] * (columns - len(row)) for row in rows]


def _lists(order: list[object], notes: Notes) -> list[list[object]]:
    if not all(isinstance(row, list) for row in order):
        notes.add("A row of the grid cannot be read and stays empty.")
    return [row if isinstance(row, list) else [] for row in order]


def _standing(entry: object, by_id: Mapping[str, Button], notes: Notes) -> Button | None:
    id_ = id_of(entry)
    if id_ and id_ not in by_id:
        notes.add(f"The grid has a place for a button {id_[:40]} that is not there.")
    elif not id_ and entry is not None and entry != "":
        notes.add("A place of the grid names no button.")
    return by_id.get(id_) if id_ else None


def _declared(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= _MOST_LINES:
        return 0
    return int(value)


def _in_file_order(buttons: Sequence[Button]) -> list[list[Button | None]]:
    """Fill a nearly square grid, row by row."""
    columns = math.isqrt(max(len(buttons) - 1, 0)) + 1
    entries: list[Button | None] = [*buttons]
    entries += [None] * (-len(entries) % columns)
    return [entries[start : start + columns] for start in range(0, len(entries), columns)]


def _note_unplaced(cells: Sequence[Cell], buttons: Sequence[Button], notes: Notes) -> None:
    shown = {cell.button.id for cell in cells}
    left = [button.label or button.id for button in buttons if button.id not in shown]
    if left:
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        notes.add(f"Without a place on the board: {', '.join(name[:40] for name in left[:5])}{more}.")


class Layout(NamedTuple):
    """How cells are written: the grid, and the position of each button by its id (empty for an even grid)."""

    grid: Data
    positions: Mapping[str, Box]


def layout_of(cells: Sequence[Cell]) -> Layout:
    """Return an even grid where the cells form one, else their positions with the grid that comes nearest.

    The ids of the cells must be as from `with_own_ids`.
    """
    lines = _even_lines(cells)
    if lines is not None:
        rows, columns = lines
        spots = [(round(cell.box.top * rows), round(cell.box.left * columns)) for cell in cells]
        return Layout(_grid(rows, columns, spots, cells), {})
    tops = sorted({round(cell.box.top, 3) for cell in cells})
    lefts = sorted({round(cell.box.left, 3) for cell in cells})
    spots = [(tops.index(round(c.box.top, 3)), lefts.index(round(c.box.left, 3))) for c in cells]
    return Layout(_grid(len(tops), len(lefts), spots, cells), {cell.button.id: cell.box for cell in cells})


def _grid(rows: int, columns: int, spots: Sequence[tuple[int, int]], cells: Sequence[Cell]) -> Data:
    order: list[list[str | None]] = [[None] * columns for _ in range(rows)]
    for (row, column), cell in zip(spots, cells, strict=True):
        order[row][column] = cell.button.id
    return {"rows": rows, "columns": columns, "order": order}


def _even_lines(cells: Sequence[Cell]) -> tuple[int, int] | None:
    """Return rows and columns if all cells stand alone on the places of one even grid."""
    if not cells:
        return 1, 1
    rows, columns = round(1 / cells[0].box.height), round(1 / cells[0].box.width)
    spots = set()
    for cell in cells:
        row, column = round(cell.box.top * rows), round(cell.box.left * columns)
        even = Box(column / columns, row / rows, 1 / columns, 1 / rows)
        if not _near(cell.box, even) or (row, column) in spots:
            return None
        spots.add((row, column))
    return rows, columns


def _near(one: Box, other: Box) -> bool:
    return all(abs(getattr(one, side) - getattr(other, side)) <= _ROUNDING for side in POSITION)


def with_own_ids(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells so that an id means one button: a second button of the same id gets `<id>-2` and so on.

    Where the cells form no even grid, each needs a button of its own, because a position belongs to a button.
    """
    alone = _even_lines(cells) is None
    taken: dict[str, Button] = {}
    result = []
    for cell in cells:
        button = cell.button
        if button.id in taken and (alone or taken[button.id] != button):
            button = replace(button, id=free_id(button.id, {*taken, *(c.button.id for c in cells)}))
        taken[button.id] = button
        result.append(replace(cell, button=button))
    return result


def free_id(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or the first of `<wanted>-2`, `-3` … that is not taken."""
    if wanted not in taken:
        return wanted
    return next(id_ for n in count(2) if (id_ := f"{wanted}-{n}") not in taken)
