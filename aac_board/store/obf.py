"""Open Board Format 0.1: one `.obf` file to a board and back.

Lenient about buttons, so that nothing is dropped in silence: what is odd is noted in `Board.problems`. Fields we do
not know, at every level, stay in `extra` and are written back. Ids are compared as text, because half of the real
files have numbers there. Specification: Open Board Format 0.1 (OpenAAC, CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aac_board.core.boards.action import Action, AddWords, GoTo, Unknown, read, spelled
from aac_board.core.boards.board import Board, Box, Button, Cell, grid_cells, numbered
from aac_board.core.errors import FileError
from aac_board.store.json_file import parsed
from aac_board.store.json_file import spelled as as_json

Data: TypeAlias = "dict[str, Any]"
MOST_ROWS = 100
_POSITION = ("left", "top", "width", "height")


@dataclass
class _Reading:
    """What is needed while one board is read: where links lead, and what was odd."""

    ids_by_path: Mapping[str, str]
    problems: list[str] = field(default_factory=list)


def read_board(content: bytes, name: str, ids_by_path: Mapping[str, str] | None = None) -> Board:
    """Read a board file. `ids_by_path` leads from paths in the package to board ids.

    Raises FileError, one plain sentence, when it is no board at all.
    """
    data = parsed(content, name)
    if not isinstance(data, dict) or not isinstance(data.get("buttons"), list):
        raise FileError(f"{name} is no board: it has no list of buttons.")
    reading = _Reading(ids_by_path or {})
    buttons = {button.id: button for button in _buttons(data["buttons"], reading)}
    return Board(
        id=_text(data.get("id")) or name,
        name=_text(data.get("name")) or _text(data.get("id")) or name,
        locale=_text(data.get("locale")).replace("_", "-") or "en",
        cells=_cells(data, buttons, reading),
        problems=tuple(reading.problems),
        extra=data,
    )


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _buttons(items: list[Any], reading: _Reading) -> Iterable[Button]:
    seen: set[str] = set()
    for place, item in enumerate(items, start=1):
        if item is None:
            continue
        if not isinstance(item, dict) or not _text(item.get("id")):
            reading.problems.append(f"Button {place} has no id and is not shown.")
            continue
        button = _button(item, reading)
        if button.id in seen:
            reading.problems.append(f"The button id {button.id} is used twice; the last one is shown.")
        seen.add(button.id)
        yield button


def _button(item: Data, reading: _Reading) -> Button:
    label = _text(item.get("label")).replace("\n", " ")
    return Button(
        id=_text(item["id"]),
        label=label,
        vocalization=_text(item.get("vocalization")),
        actions=_actions(item, label, reading),
        icon=_text(item.get("ext_aac_icon")),
        background=_text(item.get("background_color")),
        border=_text(item.get("border_color")),
        hidden=item.get("hidden") is True,
        extra=item,
    )


def _actions(item: Data, label: str, reading: _Reading) -> tuple[Action, ...]:
    raw = item.get("actions")
    names = raw if isinstance(raw, list) and raw else [item.get("action")]
    actions = [read(name) for name in names if isinstance(name, str) and name]
    reading.problems += [f"{label}: {a.raw} is not known." for a in actions if isinstance(a, Unknown)]
    link = item.get("load_board")
    if isinstance(link, dict):
        if item.get("ext_coughdrop_add_vocalization") is True and not actions:
            actions.append(AddWords())
        actions.append(GoTo(_target(link, reading)))
    return tuple(actions) or (AddWords(),)


def _target(link: Data, reading: _Reading) -> str:
    return _text(link.get("id")) or reading.ids_by_path.get(_text(link.get("path")), _text(link.get("path")))


def _cells(data: Data, buttons: dict[str, Button], reading: _Reading) -> tuple[Cell, ...]:
    boxes = {id_: _box(button.extra) for id_, button in buttons.items()}
    if buttons and all(boxes.values()):
        return numbered([(button, box) for id_, button in buttons.items() if (box := boxes[id_])])
    grid = data.get("grid")
    order = grid.get("order") if isinstance(grid, dict) else None
    if (
        not isinstance(order, list)
        or not all(isinstance(row, list) for row in order)
        or len(order) > MOST_ROWS
    ):
        reading.problems.append("The board has no grid; its buttons stand six in a row.")
        ids = list(buttons)
        order = [ids[start : start + 6] for start in range(0, len(ids), 6)]
    width = max((len(row) for row in order), default=0)
    rows = [[_placed(_text(entry), buttons, reading) for entry in row] for row in order]
    return grid_cells([row + [None] * (width - len(row)) for row in rows])


def _placed(id_: str, buttons: dict[str, Button], reading: _Reading) -> Button | None:
    if id_ and id_ not in buttons:
        reading.problems.append(f"The grid names a button {id_} that the board does not have.")
    return buttons.get(id_)


def _box(item: Mapping[str, Any]) -> Box | None:
    values = [item.get(name) for name in _POSITION]
    numbers = [float(v) for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(numbers) < len(_POSITION) or not all(0 <= number <= 1 for number in numbers):
        return None
    return Box(*numbers) if numbers[2] > 0 and numbers[3] > 0 else None


def write_board(board: Board) -> bytes:
    """Return the board as a file: everything that was read, with what our model knows written over it."""
    buttons = {cell.button.id: cell for cell in board.cells}
    data: Data = {"format": "open-board-0.1", **board.extra, "id": board.id, "name": board.name}
    data.setdefault("locale", board.locale)
    known = [_text(item.get("id")) if isinstance(item, dict) else "" for item in data.get("buttons", [])]
    new = [_button_data(cell) for id_, cell in buttons.items() if id_ not in known]
    kept = [
        _button_data(buttons[id_]) if id_ in buttons else item
        for id_, item in zip(known, data.get("buttons", []), strict=True)
    ]
    data["buttons"] = kept + new
    data["grid"] = _grid(board, data)
    data.setdefault("images", [])
    data.setdefault("sounds", [])
    return as_json(data)


def _grid(board: Board, data: Data) -> Data:
    """Return the grid as it was read, or, where cells were moved, one that follows their places."""
    grid = dict(data["grid"]) if isinstance(data.get("grid"), dict) else {}
    before = read_board(as_json(board.extra), board.id).cells if board.extra else ()
    if grid and [(c.button.id, c.box) for c in before] == [(c.button.id, c.box) for c in board.cells]:
        return grid
    tops = sorted({round(cell.box.top, 3) for cell in board.cells})
    order: list[list[str | None]] = [[c.button.id for c in board.cells if round(c.box.top, 3) == top] for top in tops]
    columns = max((len(row) for row in order), default=0)
    order = [row + [None] * (columns - len(row)) for row in order]
    return {**grid, "rows": len(order), "columns": columns, "order": order}


def _button_data(cell: Cell) -> Data:
    button = cell.button
    data: Data = dict(button.extra)
    data.setdefault("id", button.id)
    if data.get("label", "") != button.label and _text(data.get("label")).replace("\n", " ") != button.label:
        data["label"] = button.label
    if button.vocalization:
        data["vocalization"] = button.vocalization
    names = [name for name in map(spelled, button.actions) if name]
    if names and "action" not in data and "actions" not in data:
        data["action"], data["actions"] = names[0], names
    if all(name in data for name in _POSITION):
        box = cell.box
        data.update(left=box.left, top=box.top, width=box.width, height=box.height)
    return data
