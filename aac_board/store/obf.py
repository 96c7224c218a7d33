"""Open Board Format 0.1: one `.obf` file to a Board and back.

Strict about what is a board at all, lenient about everything in it: what is odd is noted in `Board.problems` and the
button stays. Whatever was not changed is written as it was read, also fields we do not know, at every level, and
what could not be understood. Ids are compared as text, because half of the real files have numbers there.
Specification: Open Board Format 0.1 (OpenAAC, CC BY 4.0).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from aac_board.core.boards.board import Board, Box, Cell
from aac_board.core.errors import FileError
from aac_board.store.json_file import parsed
from aac_board.store.json_file import spelled as as_json
from aac_board.store.obf_button import Reading, read_button, write_button
from aac_board.store.obf_layout import POSITION, free_id, layout_of, placed_cells, with_own_ids
from aac_board.store.obf_values import Data, Links, Notes, Raw, id_of, text_of

FORMAT = "open-board-0.1"
# Beside 0.1, which is the only one described, 0.2 is read by other programs and has nothing we would miss.
_KNOWN_FORMATS = (None, FORMAT, "open-board-0.2")
_ROUND = 6


def read_board(
    content: bytes | Data,
    name: str,
    links: Links | None = None,
    *,
    locale: str = "en",
    id_: str = "",
) -> Board:
    """Return the board in `content`: the bytes of the file called `name`, or their JSON, which then belongs to it.

    `links` says where links lead in the package; without it every link is believed. `locale` holds where the board
    says none. `id_` is the id the board has in its set, if that is not its own. FileError if it is no board at all.
    """
    notes = Notes()
    data = board_object(content, name, notes)
    board_locale = text_of(data.get("locale"), "The language", notes).replace("_", "-") or locale
    if data.get("format") not in _KNOWN_FORMATS:
        notes.add(f"The board has a format that is newer or not known: {str(data.get('format'))[:40]}.")
    reading = Reading(notes, board_locale, links)
    buttons = [read_button(raw, own, reading) for raw, own in _identified(data.get("buttons"), notes)]
    own_id = id_ or id_of(data.get("id")) or name
    kept = Raw(data)
    board = Board(
        own_id,
        text_of(data.get("name"), "The name of the board", notes, board_locale) or own_id,
        board_locale,
        placed_cells(data.get("grid"), buttons, notes),
        tuple(notes.problems),
        kept,
    )
    kept.as_read = board
    return board


def board_object(content: bytes | Data, name: str, notes: Notes | None = None) -> Data:
    """Return the JSON object of a board file; FileError if there is none that could be a board."""
    data = parsed(content, name) if isinstance(content, bytes) else content
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
        if notes is not None:
            notes.add("The board stands inside a list.")
    if not isinstance(data, dict) or not _could_be_board(data):
        raise FileError(f"{name} is not an Open Board file.")
    return data


def _could_be_board(data: Data) -> bool:
    named = isinstance(data.get("format"), str) and data["format"].startswith("open-board-")
    return named or isinstance(data.get("buttons"), (list, dict)) or isinstance(data.get("grid"), dict)


def _identified(buttons: object, notes: Notes) -> list[tuple[Data, str]]:
    """Return the button objects with their ids; one without an id, or with that of another, gets one of its own."""
    entries = _entries(buttons)
    if entries is None:
        notes.add("The board has no buttons.")
        entries = []
    found = [entry for entry in entries if isinstance(entry[0], dict)]
    if len(found) < len(entries):
        notes.add("An entry among the buttons is no button.")
    taken = {id_ for _, id_ in found}
    used: set[str] = set()
    result = []
    for number, (raw, id_) in enumerate(found, start=1):
        if not id_:
            notes.add(f"Button {number} has no id.")
        elif id_ in used:
            notes.add(f"Two buttons have the id {id_[:40]}; the first has the place.")
        own = id_ if id_ and id_ not in used else free_id(id_ or f"button-{number}", taken | used)
        used.add(own)
        result.append((raw, own))
    return result


def _entries(buttons: object) -> list[tuple[Any, str]] | None:
    """Return what stands among the buttons, each with the id it says; some programs write an object by id."""
    if isinstance(buttons, dict):
        return [
            (raw, (id_of(raw.get("id")) if isinstance(raw, dict) else "") or id_)
            for id_, raw in buttons.items()
        ]
    if isinstance(buttons, list):
        return [(raw, id_of(raw.get("id")) if isinstance(raw, dict) else "") for raw in buttons]
    return None


def write_board(board: Board) -> bytes:
    """Return the board as the bytes of an `.obf` file."""
    return as_json(board_data(board))


def board_data(board: Board) -> Data:
    """Return the board as an object of the format: everything that was read, and over it what was changed since."""
    data: Data = copy.deepcopy(dict(board.extra))
    was = getattr(board.extra, "as_read", None)
    if not isinstance(was, Board):
        was = Board("", "", "", ())
        data = {"format": FORMAT, "id": board.id, "locale": board.locale, **data}
    for key in ("id", "name", "locale"):
        if getattr(board, key) != getattr(was, key):
            data[key] = getattr(board, key)
    moved = _places(board.cells) != _places(was.cells) or not board.extra
    if moved or _touched(board):
        _set_buttons(data, board, was, moved=moved)
    if not board.extra:
        data = {**data, "images": [], "sounds": []}
    return data


def _touched(board: Board) -> bool:
    """Whether anything was changed in a button since it was read."""
    return any(getattr(c.button.extra, "as_read", None) != c.button for c in board.cells)


def _places(cells: Sequence[Cell]) -> list[tuple[str, Box]]:
    return [(cell.button.id, cell.box) for cell in cells]


def _set_buttons(data: Data, board: Board, was: Board, *, moved: bool) -> None:
    cells = with_own_ids(board.cells)
    placed = {cell.button.id: cell.button for cell in cells}
    gone = {cell.button.id for cell in was.cells} - placed.keys()
    before = _identified_or_kept(data.get("buttons"))
    known = {id_ for _, id_ in before}
    written = [
        _with_id(write_button(placed[id_]) if id_ in placed else raw, id_)
        for raw, id_ in before
        if id_ not in gone
    ]
    data["buttons"] = written + [write_button(button) for id_, button in placed.items() if id_ not in known]
    if moved:
        _set_layout(data, cells)


def _with_id(raw: Any, id_: str) -> Any:  # noqa: ANN401 - an entry among the buttons may be anything
    """Write the id that the grid will use, unless it stands there already, perhaps as a number."""
    if id_ and id_of(raw.get("id")) != id_:
        raw["id"] = id_
    return raw


def _identified_or_kept(buttons: object) -> list[tuple[Any, str]]:
    """Return every entry as it stood, with the id its button had when it was read; "" where it is no button."""
    ids = iter(_identified(buttons, Notes()))
    return [next(ids) if isinstance(raw, dict) else (raw, "") for raw, _ in _entries(buttons) or []]


def _set_layout(data: Data, cells: Sequence[Cell]) -> None:
    layout = layout_of(cells)
    grid = data.get("grid")
    data["grid"] = {**(grid if isinstance(grid, dict) else {}), **layout.grid}
    for raw in data["buttons"]:
        if isinstance(raw, dict):
            _set_position(raw, layout.positions)


def _set_position(raw: Data, positions: Mapping[str, Box]) -> None:
    for key in POSITION:
        raw.pop(key, None)
    if not positions:
        return
    box = positions.get(id_of(raw.get("id")))
    if box is None:
        # Positions count only if every button has one, so a button without a place gets one and is hidden.
        box, raw["hidden"] = Box(0, 0, 1, 1), True
    raw.update({key: round(getattr(box, key), _ROUND) for key in POSITION})
