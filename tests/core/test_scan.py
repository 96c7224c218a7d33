"""What is scanned, when the light moves, and what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.boards.action import AddText
from aac_board.core.boards.board import Board, Box, Button, grid_cells, numbered
from aac_board.core.scan import cost
from aac_board.core.scan.order import row_column
from aac_board.core.scan.scanner import Scanner
from aac_board.core.settings import ScanSettings

QUICK = ScanSettings(step_ms=1000, first_item_delay_ms=500, loops_rows=3, loops_cells=2)


def board(rows: list[str]) -> Board:
    """Make a board of letters; "_" leaves a gap, a capital is hidden."""
    buttons = [
        [None if c == "_" else Button(f"{c}{r}", c, actions=(AddText(c),), hidden=c.isupper()) for c in row]
        for r, row in enumerate(rows)
    ]
    return Board("b", "B", "en", grid_cells(buttons))


def labels(of: Board, numbers: tuple[int, ...]) -> str:
    return "".join(of.cells[number].button.label for number in numbers)


def test_rows_are_read_from_the_top_and_cells_from_the_left() -> None:
    """Gaps and hidden cells are left out."""
    page = board(["ab_", "cDe"])
    tree = row_column(page)
    assert [labels(page, row.cells) for row in tree.children] == ["ab", "ce"]


def test_skipped_cells_and_empty_rows_vanish_from_the_scan() -> None:
    """A row whose cells are all skipped costs no step."""
    page = board(["ab", "cd"])
    assert [labels(page, row.cells) for row in row_column(page, {0, 1}).children] == ["cd"]


def test_a_cell_a_little_higher_than_its_neighbours_stays_in_their_row() -> None:
    """Rows come from geometry, not from equal numbers."""
    a, b, c = (Button(x, x) for x in "abc")
    placed = [(a, Box(0, 0.02, 0.5, 0.4)), (b, Box(0.5, 0, 0.5, 0.4)), (c, Box(0, 0.5, 1, 0.5))]
    page = Board("b", "B", "en", numbered(placed))
    assert [labels(page, row.cells) for row in row_column(page).children] == ["ab", "c"]


def lights(scanner: Scanner, page: Board, until: float) -> list[tuple[float, str]]:
    """Let time pass and list when what was lit."""
    seen = [(scanner.lit.since, labels(page, scanner.lit.cells))]
    while (due := scanner.deadline) is not None and due <= until:
        scanner.tick(due)
        seen.append((round(due, 3), labels(page, scanner.lit.cells)))
    return seen


def test_the_first_row_stays_longer() -> None:
    """The first-item delay is added to the first row of every loop."""
    page = board(["ab", "cd", "ef"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 10.0)
    assert lights(scanner, page, 14.9) == [(10.0, "ab"), (11.5, "cd"), (12.5, "ef"), (13.5, "ab")]


def test_a_press_takes_the_row_and_the_next_one_the_cell() -> None:
    """Row-column scanning, as everybody knows it."""
    page = board(["ab", "cd"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    scanner.tick(1.5)
    assert scanner.select(2.0) is None
    assert labels(page, scanner.lit.cells) == "c"
    scanner.tick(3.5)
    chosen = scanner.select(3.6)
    assert chosen is not None
    assert page.cells[chosen].button.label == "d"


def test_after_its_loops_a_row_gives_way_to_the_rows() -> None:
    """up: the rows light again from the row that was left."""
    page = board(["ab", "cd"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    scanner.tick(1.5)
    scanner.select(2.0)
    seen = [text for _, text in lights(scanner, page, 7.1)]
    assert seen == ["c", "d", "c", "d", "cd"]


@pytest.mark.parametrize(("policy", "then"), [("top", "ab"), ("stop", "")])
def test_what_follows_the_last_loop_can_be_chosen(policy: str, then: str) -> None:
    """top: the first row again; stop: rest."""
    page = board(["ab", "cd"])
    scanner = Scanner(ScanSettings(after_last_loop=policy))
    scanner.start(row_column(page), 0.0)
    scanner.tick(1.5)
    scanner.select(2.0)
    assert lights(scanner, page, 7.1)[-1][1] == then


def test_scanning_rests_after_the_loops_over_the_rows() -> None:
    """Three loops of two rows with a longer first one: seven and a half seconds."""
    page = board(["ab", "cd"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    assert lights(scanner, page, 60.0)[-1] == (7.5, "")
    assert scanner.resting


def test_a_late_tick_does_not_make_the_next_one_late() -> None:
    """The rhythm is kept although the timer came 80 ms late."""
    page = board(["ab", "cd", "ef"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    scanner.tick(1.58)
    assert scanner.deadline == pytest.approx(2.5)


def test_after_a_long_gap_the_light_moves_once() -> None:
    """A laptop that slept does not race through the rows."""
    page = board(["ab", "cd", "ef"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    scanner.tick(100.0)
    assert labels(page, scanner.lit.cells) == "cd"
    assert scanner.deadline == pytest.approx(101.0)


def test_a_tick_before_the_deadline_does_nothing() -> None:
    """Timers may fire early."""
    page = board(["ab", "cd"])
    scanner = Scanner(QUICK)
    scanner.start(row_column(page), 0.0)
    assert not scanner.tick(1.4999)


def test_steps_are_row_plus_place() -> None:
    """The measure of the literature: both counted from 1."""
    page = board(["ab", "cd"])
    steps = cost.steps(row_column(page))
    assert {page.cells[cell].button.label: n for cell, n in steps.items()} == {"a": 2, "b": 3, "c": 3, "d": 4}


def test_seconds_agree_with_the_scanner() -> None:
    """The computed time to a cell is when it really lights."""
    page = board(["abc", "def"])
    tree = row_column(page)
    for number, seconds in cost.seconds(tree, QUICK).items():
        scanner = Scanner(QUICK)
        scanner.start(tree, 0.0)
        for wanted_row in (True, False):
            while not (number in scanner.lit.cells and scanner.lit.row == wanted_row):
                assert scanner.deadline is not None
                scanner.tick(scanner.deadline)
            if wanted_row:
                scanner.select(scanner.lit.since)
        assert scanner.lit.since == pytest.approx(seconds)


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.floats(0.1, 9), min_size=1, max_size=8)
)
def test_no_swap_makes_an_arranged_board_cheaper(frequencies: dict[str, float]) -> None:
    """What is used more often never costs more."""
    places = {cell: 2 + cell % 5 for cell in range(12)}
    placed = cost.arrange(frequencies, places)
    assert set(placed) == set(frequencies)
    assert len(set(placed.values())) == len(placed)
    for one, its_place in placed.items():
        for other, other_place in placed.items():
            if frequencies[one] > frequencies[other]:
                assert places[its_place] <= places[other_place]


@given(
    st.lists(st.text("abc_D", min_size=1, max_size=5), min_size=1, max_size=4).filter(
        lambda rows: len({len(r) for r in rows}) == 1
    ),
    st.lists(st.floats(0.05, 4.0), max_size=40),
)
def test_nothing_hidden_ever_lights_and_every_cell_can_be_reached(rows: list[str], gaps: list[float]) -> None:
    """On any board, with any rhythm of presses."""
    page = board(rows)
    tree = row_column(page)
    visible = {cell.number for cell in page.visible}
    assert {cell for row in tree.children for cell in row.cells} == visible
    scanner = Scanner(QUICK)
    scanner.start(tree, 0.0)
    now = 0.0
    for gap in gaps:
        now += gap
        scanner.tick(now)
        assert set(scanner.lit.cells) <= visible
        if scanner.select(now) is not None:
            scanner.start(tree, now)
