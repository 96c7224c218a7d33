"""Every journey, without a window on a jumping clock and in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from aac_board.cli import main

JOURNEYS = sorted((Path(__file__).parent / "journeys").glob("*.txt"))


@pytest.mark.parametrize("script", JOURNEYS, ids=lambda p: p.stem)
def test_a_journey_goes_as_written(script: Path) -> None:
    """Headless: the session alone."""
    assert main(["play", str(script), "--headless"]) == 0


def test_a_journey_that_goes_otherwise_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line, what was expected and what was there."""
    script = tmp_path / "wrong.txt"
    script.write_text('choose "e"\nexpect message "a"\n', encoding="utf-8")
    assert main(["play", str(script), "--headless"]) == 1
    assert 'Line 2: expected message "a", but it reads "E".' in capsys.readouterr().err


def test_a_line_that_is_no_step_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is acted out before the whole script was understood."""
    script = tmp_path / "wrong.txt"
    script.write_text("press\njump\n", encoding="utf-8")
    assert main(["play", str(script), "--headless"]) == 1
    assert "Line 2 is not a step" in capsys.readouterr().err
