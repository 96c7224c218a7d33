"""The window: what is shown for what the session says, and how keys and clicks reach the session."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aac_board.app import Program
from aac_board.core import event as out
from aac_board.person import open_person
from aac_board.ui.own_switches import EventClock
from aac_board.ui.theme import LIGHT


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """The whole program with a silent voice, in a window of an old laptop's size."""
    args = argparse.Namespace(data=tmp_path, temp=False, profile="", given=[])
    with Program(open_person(args), voice="silent") as running:
        qtbot.addWidget(running.window)
        running.begin()
        running.window.resize(1366, 768)
        running.window.show()
        qtbot.waitExposed(running.window)
        yield running


def cell_of(program: Program, label: str) -> QWidget:
    cell = program.session.board.labelled(label)
    assert cell is not None
    return program.window.board.cells[cell.number]


def test_pyside_does_not_eat_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops one reference to None at every call and aborts Python 3.11: such a version must not pass."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert sys.getrefcount(None) > before - 100


def test_this_suite_sees_a_real_screen(qapp: object) -> None:
    """A run that fell back to no screen would prove nothing about keys and focus."""
    assert qapp.platformName() == "xcb" if sys.platform == "linux" else True  # type: ignore[attr-defined]


def test_a_key_press_lights_the_first_row(program: Program, qtbot: QtBot) -> None:
    """Every cell of it takes on the colour of what is lit."""
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    lit = program.session.lit.cells
    assert lit
    assert all(program.window.board.cells[number].state.lit for number in lit)
    first = program.window.board.cells[lit[0]]
    assert first.grab().toImage().pixelColor(first.width() // 2, 6) == QColor(LIGHT.lit)


def test_a_click_on_a_cell_picks_it_and_a_click_beside_cells_is_the_switch(
    program: Program, qtbot: QtBot
) -> None:
    """Mouse and switch side by side."""
    qtbot.mouseClick(cell_of(program, "h"), Qt.MouseButton.LeftButton)
    assert program.session.message.text == "H"
    assert program.session.lit.cells == ()
    qtbot.mouseClick(program.window.message, Qt.MouseButton.RightButton)
    assert program.session.lit.cells


def test_a_held_key_counts_once(program: Program, qtbot: QtBot) -> None:
    """Repeats that are not marked as such do not walk through the board."""
    qtbot.keyPress(program.window, Qt.Key.Key_Space)
    row = program.session.lit
    for _ in range(5):
        qtbot.keyPress(program.window, Qt.Key.Key_Space)
    assert program.session.lit == row
    qtbot.keyRelease(program.window, Qt.Key.Key_Space)


def test_no_text_is_cut_off_on_any_shipped_board(program: Program) -> None:
    """On an old laptop, at 200 % of 1280×800 and on a small tablet held upright, every label fits whole."""
    for size in ((1366, 768), (1920, 1080), (800, 1280), (640, 400)):
        program.window.resize(*size)
        for board in program.session.boards.boards.values():
            program.window.board.show_board(board)
            for cell in program.window.board.cells.values():
                if cell.text():
                    assert cell.label.fits(
                        cell.font(), cell.label.largest(cell.font(), cell.text_area(), 200), cell.text_area()
                    ), f"{cell.text()} on {board.id} at {size}"


def test_a_notice_needs_no_click(program: Program) -> None:
    """Something done covers trouble, trouble covers a hint; an empty notice takes its own away."""
    bar = program.window.notices
    program.bridge.notice("The disk is full.")
    assert bar.text == "The disk is full."
    bar.show_notice(out.Notice("Scan time: 1 s.", out.Tone.DONE))
    assert bar.text == "Scan time: 1 s."
    bar.show_notice(out.Notice("", out.Tone.DONE))
    program.bridge.notice("")
    assert "Press your switch" in bar.text


def test_help_covers_the_board_until_the_next_press(program: Program, qtbot: QtBot) -> None:
    """F1 or the Help cell; the switch closes it."""
    qtbot.keyClick(program.window, Qt.Key.Key_F1)
    assert program.window.large.isVisible()
    assert "Ctrl+Q" in program.window.large.text
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    assert not program.window.large.isVisible()


def test_another_theme_recolours_the_window(program: Program, qtbot: QtBot) -> None:
    """The Colours cell works at once and is remembered."""
    qtbot.mouseClick(cell_of(program, "More"), Qt.MouseButton.LeftButton)
    qtbot.wait(120)
    qtbot.mouseClick(cell_of(program, "Colours"), Qt.MouseButton.LeftButton)
    assert program.window.board.theme is not LIGHT
    assert '"dark"' in program.person.places.settings.read_text(encoding="utf-8")


def test_what_is_written_is_there_again_after_a_restart(program: Program, qtbot: QtBot) -> None:
    """The draft is on disk with every letter."""
    qtbot.mouseClick(cell_of(program, "h"), Qt.MouseButton.LeftButton)
    again = open_person(argparse.Namespace(data=program.person.places.data, temp=False, profile="", given=[]))
    assert again.draft.text == "H"


def test_the_window_title_never_holds_the_message(program: Program, qtbot: QtBot) -> None:
    """Task bars and screen recordings show titles."""
    qtbot.mouseClick(cell_of(program, "h"), Qt.MouseButton.LeftButton)
    assert program.window.windowTitle() == "AAC Board"


def test_screen_readers_find_message_and_cells(program: Program) -> None:
    """Every cell has a name."""
    assert program.window.message.accessibleName() == "Message"
    assert all(cell.accessibleName() for cell in program.window.board.cells.values())


def test_late_events_keep_their_distance() -> None:
    """Two presses 200 ms apart that are delivered together stay 200 ms apart."""
    now = 50.0
    clock = EventClock(lambda: now)
    clock.at(1000)
    now = 50.5
    assert clock.at(1300) - clock.at(1100) == pytest.approx(0.2)
    assert clock.at(0) == 50.5


def test_a_picked_cell_accepts_the_press_itself(program: Program, qtbot: QtBot) -> None:
    """Not the release: a trembling hand may have left the cell by then."""
    qtbot.mousePress(cell_of(program, "t"), Qt.MouseButton.LeftButton)
    assert program.session.message.text == "T"
    qtbot.mouseRelease(cell_of(program, "t"), Qt.MouseButton.LeftButton, pos=QPoint(-40, 0))
    assert program.session.message.text == "T"
