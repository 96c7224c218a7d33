"""The message: spaces, capitals, signs, and undo of every step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.boards import action as do
from aac_board.core.words.message import Message
from aac_board.core.words.writing import written


def typed(text: str, message: Message | None = None) -> Message:
    """Pick one letter, sign or space after the other."""
    message = message or Message()
    for letter in text:
        message = message.add_space() if letter == " " else message.add_text(letter)
    return message


def test_a_sentence_starts_with_a_capital_and_a_lone_i_is_raised() -> None:
    """Nobody spends picks on capitals."""
    assert typed("can i help. yes i'm here").text == "Can I help. Yes I'm here"


def test_capitals_can_be_left_to_the_person() -> None:
    """With the setting off, everything stays as it was picked."""
    assert typed("i am", Message(capitals=False)).text == "i am"


def test_a_word_brings_its_space_and_a_full_stop_takes_it_away() -> None:
    """I need help . -> I need help."""
    message = typed("i need ").complete("help")
    assert message.shown == "I need help "
    assert message.add_text(".").text == "I need help."


def test_a_letter_after_a_taken_word_starts_a_new_word() -> None:
    """The soft space becomes a real one."""
    assert typed("n", Message().complete("I").complete("am")).text == "I am n"


def test_an_apostrophe_belongs_to_the_word_before_it() -> None:
    """dog 's -> dog's."""
    assert typed("'s", Message(capitals=False).complete("dog")).text == "dog's"


def test_completing_replaces_what_was_spelled() -> None:
    """he + help -> help, and the capital of the sentence stays."""
    assert typed("he").complete("help").text == "Help"
    assert typed("i need he").complete("help").text == "I need help"


def test_numbers_keep_their_signs() -> None:
    """3.5 and 10:30 have no spaces inside."""
    assert typed("at 10:30 3.5").text == "At 10:30 3.5"


def test_a_sentence_after_a_full_stop_gets_a_space() -> None:
    """Letters after a full stop stand apart and start with a capital."""
    assert typed("yes.no").text == "Yes. No"


def test_double_spaces_do_not_happen() -> None:
    """A space after a word that brought its own changes nothing but makes it firm."""
    assert Message().complete("yes").add_space().add_space().shown == "Yes "


def test_shift_makes_one_capital() -> None:
    """Only the next letter."""
    assert typed("am", typed("i am ").with_shift()).text == "I am Am"


@pytest.mark.parametrize(
    ("before", "after"),
    [("i need help", "I need "), ("i need ", "I "), ("help", ""), ("", "")],
)
def test_delete_word_takes_the_last_word(before: str, after: str) -> None:
    """The word being spelled, or the last whole one."""
    assert typed(before).delete_word().shown == after


def test_backspace_takes_back_a_letter_or_a_word_that_came_at_once() -> None:
    """What came by one pick goes by one pick."""
    assert typed("hel").backspace().text == "He"
    assert typed("i need ").complete("help").backspace().shown == "I need "
    assert typed("i need ").complete("help").add_text(".").backspace().text == "I need help"


def test_partial_and_context_are_what_the_predictor_needs() -> None:
    """The word being spelled and what stands before it."""
    message = typed("i need he")
    assert (message.partial, message.context) == ("he", "I need")
    assert message.complete("help").partial == ""
    assert message.complete("help").context == "I need help"


def test_after_speaking_the_next_pick_starts_a_new_message() -> None:
    """One undo brings the spoken message back."""
    spoken = typed("yes").as_spoken()
    fresh = written(spoken, do.AddText("n"), "")
    assert fresh.text == "N"
    assert fresh.undone().text == "Yes"
    assert written(spoken, do.AddText("n"), "", "keep").text == "Yesn"


def test_a_deletion_after_speaking_works_on_the_spoken_message() -> None:
    """What was said can be mended."""
    spoken = typed("i need halp").as_spoken()
    assert written(spoken, do.Backspace(), "").text == "I need hal"


ACTIONS = st.sampled_from(
    [
        (do.AddText("a"), ""),
        (do.AddText("."), ""),
        (do.AddText("'"), ""),
        (do.AddText("i"), ""),
        (do.AddText("7"), ""),
        (do.Space(), ""),
        (do.AddWords(), "good morning"),
        (do.Prediction(), "help"),
        (do.Shift(), ""),
        (do.Backspace(), ""),
        (do.DeleteWord(), ""),
        (do.Clear(), ""),
    ]
)


@given(st.lists(ACTIONS, max_size=30), ACTIONS)
def test_undo_inverts_every_step(steps: list[tuple[do.Action, str]], last: tuple[do.Action, str]) -> None:
    """Whatever was picked, one undo leads exactly to what stood there before."""
    message = Message()
    for action, words in steps:
        message = written(message, action, words)
    changed = written(message, *last)
    if changed is not message:
        assert changed.undone() == message


@given(st.lists(ACTIONS, max_size=40))
def test_no_sequence_makes_double_spaces_or_loses_letters_to_spaces(
    steps: list[tuple[do.Action, str]],
) -> None:
    """Text never holds two spaces in a row, nor one at its start."""
    message = Message()
    for action, words in steps:
        message = written(message, action, words)
    assert "  " not in message.shown
    assert not message.text.startswith(" ")


def test_a_thousand_steps_and_more_can_be_taken_back() -> None:
    """The memory of steps is bounded but long."""
    message = typed("a" * 1800)
    assert 400 < sum(1 for _ in message.history()) <= 1800
    assert message.undone().text == "A" + "a" * 1798
