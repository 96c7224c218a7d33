"""Going from board to board within a set."""

from __future__ import annotations

from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, BoardSet


class Pages:
    """Which board of a set is shown, which one Home leads to, and the way back."""

    def __init__(self, boards: BoardSet, home: str = "") -> None:
        self.boards = boards
        self._way_back: list[str] = []
        self.home = self.shown = self._found(home)

    def _found(self, home: str) -> Board:
        wanted = self.boards.find(home) if home else None
        return wanted or self.boards.boards[self.boards.root]

    def move_home(self, home: str) -> bool:
        """Make another board the first one, "" for the set's own; return whether it is another one now."""
        before, self.home = self.home, self._found(home)
        return self.home is not before

    def go(self, action: do.Home | do.Back | do.GoTo) -> str:
        """Follow a link; return "" or, where it leads nowhere, one sentence that says so."""
        match action:
            case do.GoTo(wanted) if wanted in self.boards.boards:
                self._way_back.append(self.shown.id)
                self.shown = self.boards.boards[wanted]
            case do.GoTo(wanted):
                return f"The page {wanted} is not in this board set."
            case do.Back() if self._way_back:
                self.shown = self.boards.boards[self._way_back.pop()]
            case _:
                self._way_back.clear()
                self.shown = self.home
        return ""
