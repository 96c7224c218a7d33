"""The shipped alphabet stands in scan-cost order, as the core's own cost model has it."""

from __future__ import annotations

from pathlib import Path

from aac_board.bench.arrange import arranged, mean_steps, picks
from aac_board.core.boards.board import Board
from aac_board.store.obf import read_board, write_board
from aac_board.store.places import shipped_layouts

ENGLISH = shipped_layouts() / "en"


def shipped(name: str) -> Board:
    path = ENGLISH / "alphabet" / "boards" / f"{name}.obf"
    return read_board(path.read_bytes(), path.name)


def weights() -> dict[str, float]:
    texts: list[Path] = sorted((ENGLISH / "words" / "text").glob("*.txt"))
    assert texts
    return picks(line for text in texts for line in text.read_text(encoding="utf-8").splitlines())


def test_the_shipped_alphabet_is_what_the_cost_model_makes() -> None:
    """Arranging it again moves nothing."""
    board = shipped("frequency")
    assert [c.button.id for c in arranged(board, weights()).cells] == [c.button.id for c in board.cells]


def test_scan_order_costs_far_fewer_steps_than_the_alphabet() -> None:
    """At least a sixth fewer, although the alphabet has its space and Speak in front too."""
    used = weights()
    assert mean_steps(shipped("frequency"), used) < 5 / 6 * mean_steps(shipped("abc"), used)


def test_space_and_speak_stand_near_the_start() -> None:
    """Space first of all; Speak within the first third of the block."""
    ids = [cell.button.id for cell in shipped("frequency").cells]
    assert ids[6] == "space"
    assert ids.index("speak") < 6 + 21


def test_counting_picks() -> None:
    """Letters, a space between words, one Speak for each utterance."""
    counted = picks(["a b", "a"])
    assert (counted["+a"], counted["+b"], counted["space"], counted["speak"]) == (2, 1, 1, 2)


def test_an_arranged_board_reads_back_the_same() -> None:
    """Positions and grid are written together."""
    board = arranged(shipped("abc"), weights())
    again = read_board(write_board(board), "abc.obf")
    assert [(c.button.id, c.box) for c in again.cells] == [(c.button.id, c.box) for c in board.cells]
    assert again.extra["grid"]["order"][1][0] == "space"
