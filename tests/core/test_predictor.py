"""The words offered while a message is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from aac_board.bench.train import Recipe, build
from aac_board.core.words.message import Message
from aac_board.core.words.model import WordModel
from aac_board.core.words.predictor import Predictor
from aac_board.store.model_file import model_path, open_model

TEXTS = (
    "I need help.",
    "I don't need help.",
    "Ask Peter on Monday.",
    "Ask about Peter's dog.",
    "I'm at home. It's damp here.",
    "No damn thing.",
    "We will see. The will is here.",
)
NAMES = ("I", "I'm", "Monday", "Peter", "Peter's")
RECIPE = Recipe(texts=TEXTS, frequencies=0, names=NAMES, offensive=frozenset({"damn"}))
SMALL = Predictor(WordModel.read(build(RECIPE)))


@cache
def shipped() -> Predictor:
    """The predictor with the English model that comes with the program."""
    return Predictor(open_model(model_path(Path(__file__).parents[2] / "layouts", "en")))


def written(text: str, *, capitals: bool = True) -> Message:
    """Return the message after picking all words of `text` but the last, which is spelled; "" after a space."""
    *whole, last = text.split(" ")
    message = Message(capitals=capitals)
    for word in whole:
        message = message.add_words(word)
    for letter in last:
        message = message.add_text(letter)
    return message


def offers(text: str, slots: int = 5) -> tuple[str, ...]:
    return SMALL.suggest(written(text), slots)


def test_words_open_a_sentence_with_a_capital() -> None:
    """Offers look as they will stand in the message."""
    assert all(word[0].isupper() for word in offers(""))
    assert all(word[0].isupper() for word in offers("See. "))
    assert "need" in offers("I ")


def test_names_and_i_have_their_capitals_inside_a_sentence() -> None:
    """Monday, Peter and I'm are written so wherever they stand."""
    assert "Monday" in offers("ask Peter on mon")
    assert "Peter" in offers("ask ")
    assert offers("see i")[0] in {"I", "I'm"}


def test_without_automatic_capitals_words_come_as_they_are() -> None:
    """Who writes small gets small words, but names stay names."""
    message = written("w", capitals=False)
    assert "we" in SMALL.suggest(message, 5)


def test_a_capital_typed_inside_a_sentence_is_kept() -> None:
    """A person who types W means a word with a capital."""
    message = written("see ").with_shift().add_text("w")
    assert SMALL.suggest(message, 5)[0][0] == "W"
    assert SMALL.suggest(written("see ").with_shift(), 3)[0] in {"I", "I'm", "Peter", "Peter's", "Monday"}


def test_capital_letters_go_on_in_capitals() -> None:
    """HE becomes HELP."""
    message = written("see ").with_shift().add_text("h").with_shift().add_text("e")
    assert "HELP" in SMALL.suggest(message, 5)


@pytest.mark.parametrize(
    ("letters", "word"), [("don", "Don't"), ("dont", "Don't"), ("im", "I'm"), ("its", "It's")]
)
def test_apostrophes_need_not_be_typed(letters: str, word: str) -> None:
    """The letters alone reach words with an apostrophe."""
    assert word in offers(letters)


def test_picking_an_offer_writes_exactly_it() -> None:
    """Message.complete puts the offered word where the letters stood."""
    for text in ("", "he", "ask ", "ask pet", "im", "see well-kn"):
        message = written(text)
        for word in shipped().suggest(message, 8):
            completed = message.complete(word)
            assert completed.text.endswith(word)
            assert completed.context.split(" ")[-1] == word


def test_no_word_comes_twice() -> None:
    """Not even in other capitals."""
    for text in ("", "i", "ask ", "h", "we"):
        words = [word.lower() for word in shipped().suggest(written(text), 12)]
        assert len(words) == len(set(words)) == 12


def test_words_passed_over_are_not_offered_again() -> None:
    """In whatever capitals they were shown."""
    first = offers("", 3)
    again = SMALL.suggest(written(""), 3, frozenset(first))
    assert again
    assert not {word.lower() for word in first} & {word.lower() for word in again}


def test_the_letters_typed_are_offered_only_where_a_slot_stays_empty() -> None:
    """A slot that holds what is already written is a slot lost."""
    assert "We" not in shipped().suggest(written("we"), 5)
    assert offers("help") == ("Help",)


def test_offensive_words_wait_until_they_are_spelled() -> None:
    """All letters but one, or the person's own wish."""
    assert "Damn" not in offers("da")
    assert "Damp" in offers("da")
    assert "Damn" in offers("dam")
    free = Predictor(WordModel.read(build(Recipe(texts=TEXTS, frequencies=0))), offer_offensive=True)
    assert "Damn" in free.suggest(written("d"), 8)


def test_without_a_model_the_message_offers_its_own_words() -> None:
    """Nothing else is known then, and nothing fails."""
    bare = Predictor(None)
    assert bare.suggest(Message(), 5) == ()
    assert bare.suggest(written("call Agnieszka or a"), 5) == ("Agnieszka",)


def test_a_word_of_this_message_is_offered_even_if_no_model_knows_it() -> None:
    """A name once spelled is one pick away."""
    assert "Zbigniew" in shipped().suggest(written("tell Zbigniew that z"), 5)


def test_a_hyphen_starts_a_word_of_its_own() -> None:
    """After well- comes any word, small, with what was typed before it."""
    assert shipped().suggest(written("see ice-cr"), 5)[0] == "ice-cream"


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "7", "12:30", "…", "🙂", "مرحبا", "a\x00b", "---", "'", "x-" * 500]
)
def test_strange_input_is_borne(text: str) -> None:
    """Emoji, other scripts, control characters and endless words give offers or none, and no error."""
    words = shipped().suggest(Message(text), 5)
    assert len(words) <= 5


def test_no_slots_no_words() -> None:
    """A board without prediction cells asks for none."""
    assert SMALL.suggest(written("I "), 0) == ()


def test_the_same_question_has_the_same_answer() -> None:
    """Words never swap places by themselves."""
    assert len({shipped().suggest(written("how are y"), 8) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I need he", "help"),
        ("I need ", "to"),
        ("how are ", "you"),
        ("thank ", "you"),
        ("good m", "morning"),
        ("I want to go ", "home"),
        ("my hus", "husband"),
        ("see you on M", "Monday"),
        ("can you he", "help"),
        ("please turn on the li", "light"),
    ],
)
def test_the_shipped_model_offers_sensible_words(text: str, word: str) -> None:
    """Everyday sentences go on as one expects, among six offers."""
    assert word in shipped().suggest(written(text), 6)
