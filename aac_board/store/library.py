"""The board sets on this computer: the person's own, and those of the language packs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, BoardSet, Button, grid_cells
from aac_board.core.errors import FileError
from aac_board.store.board_set import Found, is_board_set, open_set
from aac_board.store.places import Places

FALLBACK = "alphabet"


class Library:
    """Finds board sets by the name of their folder: the person's own first, then those of their language, then all.

    Sets are looked up among the folders that are there, so no name leads outside.
    """

    def __init__(self, places: Places, layouts: Path, language: str = "en") -> None:
        self._own = places.boards
        self._layouts = layouts
        self._language = language

    def names(self) -> tuple[str, ...]:
        """Return the names of all sets, in alphabetical order."""
        return tuple(sorted({folder.name for folder in (*_sets_in(self._own), *self._shipped())}))

    def _shipped(self) -> Iterator[Path]:
        packs = _folders(self._layouts)
        for pack in sorted(packs, key=lambda pack: (pack.name != self._language, pack.name)):
            yield from _sets_in(pack)

    def open(self, name: str) -> Found:
        """Open the set called `name`. Never raises: what cannot be used is replaced by the shipped alphabet, and
        in the worst case by a board with a few words; a notice says so.
        """
        wanted = [folder for folder in (*_sets_in(self._own), *self._shipped()) if folder.name == name]
        alphabet = [folder for folder in self._shipped() if folder.name == FALLBACK]
        trouble = "" if wanted else f"There is no board set called {name[:40]}."
        for folder in (*wanted, *alphabet):
            try:
                found = open_set(folder)
            except FileError as error:
                trouble = trouble or str(error)
                continue
            instead = f"{trouble} The shipped set {found.boards.name} is shown instead."
            return replace(found, notices=(instead, *found.notices)) if trouble else found
        return Found(_last_resort(), (f"{trouble} A board with a few words is shown instead.",))


def _sets_in(shelf: Path) -> Iterator[Path]:
    return (folder for folder in _folders(shelf) if is_board_set(folder))


def _folders(where: Path) -> list[Path]:
    """Return the folders in `where` in alphabetical order; none if it cannot be read."""
    with suppress(OSError):
        return sorted(path for path in where.iterdir() if path.is_dir() and not path.name.startswith("."))
    return []


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
