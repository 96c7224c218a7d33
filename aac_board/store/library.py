"""The board sets on this computer: those that are shipped and the person's own, each an unpacked OBF package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, BoardSet, BrokenBoard, Button, grid_cells
from aac_board.core.errors import FileError
from aac_board.store.json_file import parsed
from aac_board.store.obf import read_board
from aac_board.store.places import Places, is_safe_name

FALLBACK = "alphabet"


@dataclass(frozen=True)
class Found:
    """A board set to work with, and one sentence for each thing that was not as it should be."""

    boards: BoardSet
    notices: tuple[str, ...] = ()


class Library:
    """Finds board sets by name: the person's own first, then those of the language packs."""

    def __init__(self, places: Places, layouts: Path) -> None:
        self._own = places.boards
        self._layouts = layouts

    def names(self) -> tuple[str, ...]:
        """Return the names of all sets, in alphabetical order."""
        return tuple(sorted({folder.name for folder in self._folders()}))

    def _folders(self) -> Iterator[Path]:
        for shelf in (self._own, *sorted(self._layouts.glob("*"))):
            yield from sorted(manifest.parent for manifest in shelf.glob("*/manifest.json"))

    def open(self, name: str) -> Found:
        """Open the set called `name`. Never raises: what cannot be used is replaced by the shipped alphabet, and
        in the worst case by a board with a few words.
        """
        folder = self._folder(name)
        if folder is None:
            return self._instead(name, f"There is no board set called {name}.")
        try:
            return _opened(folder)
        except FileError as error:
            return self._instead(name, f"The board set {name} cannot be used: {error}")

    def _folder(self, name: str) -> Path | None:
        if not is_safe_name(name):
            return None
        return next((folder for folder in self._folders() if folder.name == name), None)

    def _instead(self, name: str, trouble: str) -> Found:
        if name == FALLBACK:
            return Found(_last_resort(), (f"{trouble} A board with a few words is shown instead.",))
        found = self.open(FALLBACK)
        return replace(found, notices=(f"{trouble} The alphabet is shown instead.", *found.notices))


def _opened(folder: Path) -> Found:
    manifest, notices = _manifest(folder)
    paths = _board_paths(folder, manifest)
    ids_by_path = {path: id_ for id_, path in paths.items()}
    boards: dict[str, Board] = {}
    broken: list[BrokenBoard] = []
    for path in dict.fromkeys([*paths.values(), *_files(folder)]):
        try:
            board = read_board((folder / path).read_bytes(), path, ids_by_path)
            boards.setdefault(board.id, board)
        except FileError as error:
            broken.append(BrokenBoard(path, str(error)))
        except OSError:
            broken.append(BrokenBoard(path, f"{path} is missing or cannot be read."))
    if not boards:
        raise FileError("none of its boards can be read.")
    root, root_notices = _root(manifest, ids_by_path, boards)
    notices += [f"A page cannot be shown: {one.reason}" for one in broken]
    name = manifest.get("ext_aac_name")
    boards = {id_: _with_links_checked(board, boards) for id_, board in boards.items()}
    title = name if isinstance(name, str) else folder.name
    return Found(BoardSet(folder.name, title, root, boards, tuple(broken)), (*notices, *root_notices))


def _manifest(folder: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        data = parsed((folder / "manifest.json").read_bytes(), "manifest.json")
    except (FileError, OSError):
        return {}, [f"The list of pages of {folder.name} is damaged; all pages that could be found are used."]
    return (data, []) if isinstance(data, dict) else ({}, [f"The list of pages of {folder.name} is damaged."])


def _board_paths(folder: Path, manifest: dict[str, Any]) -> dict[str, str]:
    paths = manifest.get("paths")
    boards = paths.get("boards") if isinstance(paths, dict) else None
    if not isinstance(boards, dict):
        return {}
    return {str(id_): path for id_, path in boards.items() if isinstance(path, str) and _inside(folder, path)}


def _inside(folder: Path, path: str) -> bool:
    return (folder / path).resolve().is_relative_to(folder.resolve())


def _files(folder: Path) -> list[str]:
    found = folder.rglob("*.obf")
    return sorted(path.relative_to(folder).as_posix() for path in found if not path.name.startswith("._"))


def _root(
    manifest: dict[str, Any], ids_by_path: dict[str, str], boards: dict[str, Board]
) -> tuple[str, tuple[str, ...]]:
    wanted = str(manifest.get("root", ""))
    root = ids_by_path.get(wanted, wanted)
    if root in boards:
        return root, ()
    first = next(iter(boards))
    return first, (f"The first page is missing; {boards[first].name} is shown first.",)


def _with_links_checked(board: Board, boards: dict[str, Board]) -> Board:
    lost = [
        f"{cell.button.label} leads to a page that is missing: {action.board}."
        for cell in board.cells
        for action in cell.button.actions
        if isinstance(action, do.GoTo) and action.board not in boards
    ]
    return replace(board, problems=(*board.problems, *lost)) if lost else board


def _last_resort() -> BoardSet:
    rows: list[list[Button | None]] = [
        [Button(word, word) for word in ("Yes", "No", "Help")],
        [Button(word, word) for word in ("Pain", "Stop", "Wait")],
        [
            Button("speak", "Speak", actions=(do.Speak(),)),
            Button("clear", "Clear", actions=(do.Clear(),)),
            Button("attention", "Attention", actions=(do.Attention(),)),
        ],
    ]
    board = Board("words", "A few words", "en", grid_cells(rows))
    return BoardSet("last-resort", "A few words", board.id, {board.id: board})
