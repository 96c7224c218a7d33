"""The command `aac-board arrange`: puts what is picked most where scanning reaches it first.

Only cells that write or steer the message move, among their own places; rows of predicted words and of controls
stay. How often each is picked comes from a text: letters and signs as they stand in it, a space between words, one
Speak for each utterance. Undo and Delete word are given the share of corrections that real switch users make
(2.2 % of selections: logs of six users, Bonaker et al. 2023), Phrases one pick for each twenty utterances.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from aac_board.core.boards.action import AddText
from aac_board.core.boards.board import Board, Kind, numbered
from aac_board.core.errors import FileError
from aac_board.core.scan import cost
from aac_board.core.scan.order import row_column, rows
from aac_board.store.obf import read_board, write_board
from aac_board.store.safe_write import write

CORRECTIONS = 0.022
PHRASES = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("board", type=Path, help="a board file (.obf); it is written anew")
    parser.add_argument("texts", type=Path, nargs="+", help="texts to count in, one utterance a line")


def run(args: argparse.Namespace) -> int:
    """Arrange the board and report the mean steps of a pick before and after."""
    try:
        content = args.board.read_bytes()
        lines = [line for path in args.texts for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{getattr(error, 'filename', None) or 'A text'} cannot be read.") from None
    before = read_board(content, args.board.name)
    weights = picks(lines)
    after = arranged(before, weights)
    write(args.board, write_board(after), what="The board", keep_last=False)
    sys.stdout.write(
        f"Steps of a pick without prediction: {mean_steps(before, weights):.2f} before, "
        f"{mean_steps(after, weights):.2f} now.\n"
    )
    return 0


def picks(lines: Iterable[str]) -> dict[str, float]:
    """Count how often each button id would be picked for these utterances without prediction."""
    letters: Counter[str] = Counter()
    utterances = 0
    for line in lines:
        letters.update(line.replace("’", "'").lower().strip())
        utterances += 1
    total = letters.total() + utterances
    named = {"space": letters.pop(" ", 0), "speak": utterances, "phrases": utterances * PHRASES}
    mends = {"undo": total * CORRECTIONS / 2, "delete-word": total * CORRECTIONS / 2}
    return {**{f"+{letter}": float(count) for letter, count in letters.items()}, **named, **mends}


def _name(board: Board, cell: int) -> str:
    button = board.cells[cell].button
    return next((f"+{a.text}" for a in button.actions if isinstance(a, AddText)), button.id)


def _movable(board: Board) -> list[int]:
    """The cells between the rows of predictions and the last row."""
    inner = [row for row in rows(board)[:-1] if all(cell.button.kind is not Kind.PREDICTION for cell in row)]
    return [cell.number for row in inner for cell in row]


def arranged(board: Board, weights: Mapping[str, float]) -> Board:
    """Return the board with its movable cells in the order that costs the fewest steps."""
    movable = _movable(board)
    steps = cost.steps(row_column(board))
    frequency = {board.cells[cell].button.id: weights.get(_name(board, cell), 0.0) for cell in movable}
    places = cost.arrange(frequency, {cell: steps[cell] for cell in movable})
    moved = {id_: board.cells[place].box for id_, place in places.items()}
    placed = [(cell.button, moved.get(cell.button.id, cell.box)) for cell in board.cells]
    return replace(board, cells=numbered(placed))


def mean_steps(board: Board, weights: Mapping[str, float]) -> float:
    """Return the mean steps of a pick on this board, predictions left aside."""
    steps = cost.steps(row_column(board))
    used = {cell.number: weights.get(_name(board, cell.number), 0.0) for cell in board.visible}
    return cost.mean_steps(steps, used)
