"""Long texts are cut where a speaker would breathe, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.devices.sentences import LONG, SHORT, pieces

FILLER = "These words are here to make the text as long as it has to be for being cut up at all, nothing else"


def test_a_short_message_is_said_in_one_breath() -> None:
    """Nobody notices a seam in what has none."""
    assert pieces("Yes. No. I need help!") == ["Yes. No. I need help!"]


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\x00\x1b"])
def test_nothing_to_say_gives_no_pieces(nothing: str) -> None:
    """Blanks and control characters are not spoken."""
    assert pieces(nothing) == []


def test_a_long_message_is_cut_at_its_sentences() -> None:
    """The first sentence can be heard while the second is being made."""
    assert pieces(f"{FILLER}. And then this? Good!") == [f"{FILLER}.", "And then this?", "Good!"]


@pytest.mark.parametrize("short", ["Dr.", "Mrs.", "e.g.", "J."])
def test_an_abbreviation_ends_no_sentence(short: str) -> None:
    """Dr. Smith is said without a pause in the middle."""
    assert pieces(f"{FILLER}. I saw {short} Smith today.")[1:] == [f"I saw {short} Smith today."]


def test_a_sentence_without_end_is_cut_at_commas_and_then_at_spaces() -> None:
    """Even who never writes a full stop is heard at once."""
    found = pieces(", ".join([FILLER] * 5) + " " + "on and on " * 60)
    assert len(found) > 3
    assert all(len(piece) <= LONG for piece in found)


@given(st.text(alphabet=st.sampled_from("ab c.,!?\n“”…é😀"), min_size=SHORT, max_size=2000))
def test_no_letter_is_lost(text: str) -> None:
    """What comes out is what went in, apart from blanks."""
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())
