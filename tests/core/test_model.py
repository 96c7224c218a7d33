"""The word model: probabilities, prefixes and the file it lives in."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aac_board.bench.train import Recipe, build
from aac_board.core.errors import ModelError
from aac_board.core.words.model import WordModel
from aac_board.core.words.sections import Sections
from aac_board.core.words.tokens import sentences
from aac_board.core.words.vocabulary import FIRST_WORD, START, Vocabulary

TEXTS = (
    "How are you?",
    "How are you today?",
    "How is Monday for you?",
    "I don't know. I can't see you today.",
    "I'm here on Monday at 7.",
    "See you on Monday.",
)
RECIPE = Recipe(texts=TEXTS, frequencies=200, names=("I'm", "Monday"), licence="CC0", notes="ours")
CONTENT = build(RECIPE)
MODEL = WordModel.read(CONTENT)


def ids(*words: str) -> list[int]:
    return [MODEL.vocabulary.number(word) for word in words]


@pytest.mark.parametrize(
    "words", [(), ("how",), ("how", "are"), ("on",), ("you", "on"), ("nobody", "knows"), ("see", "you", "on")]
)
@pytest.mark.parametrize("start", [True, False])
def test_what_may_come_next_has_probability_one_in_all(words: tuple[str, ...], *, start: bool) -> None:
    """After any context, known or not, the probabilities of all words sum to 1."""
    history = MODEL.history(words, after_start=start)
    total = sum(MODEL.probability(history, number) for number in range(len(MODEL.vocabulary)))
    assert total == pytest.approx(1.0, abs=1e-6)


def test_the_best_words_are_the_likeliest_ones() -> None:
    """The list of best words is what sorting all probabilities gives."""
    vocabulary = MODEL.vocabulary
    for words in ((), ("how",), ("how", "are"), ("i",), ("unheard",)):
        history = MODEL.history(words)
        every = range(FIRST_WORD, len(vocabulary))
        wanted = sorted(every, key=lambda n: (-MODEL.probability(history, n), n))[:20]
        best = MODEL.best(history, (0, len(vocabulary)), 20)
        assert [number for _, number in best] == wanted
        assert [chance for chance, _ in best] == pytest.approx(
            [MODEL.probability(history, n) for n in wanted]
        )


def test_letters_and_barred_words_narrow_the_best() -> None:
    """Only words inside the span come, and none that is barred."""
    span = MODEL.vocabulary.span("y")
    (you,) = ids("you")
    with_you = [number for _, number in MODEL.best(ids("see"), span, 5)]
    without = [number for _, number in MODEL.best(ids("see"), span, 5, {you})]
    assert with_you[0] == you
    assert without == [n for n in with_you if n != you] + without[len(with_you) - 1 :]
    assert all(MODEL.vocabulary.folded(n).startswith("y") for n in with_you + without)


def test_words_keep_their_capitals_and_are_found_without() -> None:
    """One id for monday, Monday and MONDAY, shown as Monday."""
    number = MODEL.vocabulary.number("MONDAY")
    assert number == MODEL.vocabulary.number("monday")
    assert MODEL.vocabulary.shown(number) == "Monday"


def test_apostrophes_may_be_left_out() -> None:
    """dont finds don't; don finds nothing plainly."""
    vocabulary = MODEL.vocabulary
    assert [vocabulary.shown(n) for n in vocabulary.spelled_plainly("dont")] == ["don't"]
    assert [vocabulary.shown(n) for n in vocabulary.spelled_plainly("im")] == ["I'm"]
    assert vocabulary.spelled_plainly("don") == []


def test_words_out_of_order_make_no_vocabulary() -> None:
    """Bisection needs order, so disorder is refused."""
    with pytest.raises(ValueError, match="order"):
        Vocabulary(["b", "a"])


def test_a_sentence_starts_after_a_full_stop() -> None:
    """Sentences part at their signs, not at titles or inside numbers; hyphens part words."""
    assert sentences("Yes. Dr. Who’s well-known, at 7.30!") == [
        ["Yes"],
        ["Dr", "Who’s", "well", "known", "at", "7", "30"],
        [],
    ]
    assert sentences("") == [[]]


def test_the_history_is_as_long_as_the_model_looks_back() -> None:
    """Short sentences begin with START; long ones keep their last words."""
    assert MODEL.history(["how"]) == [START, *ids("how")]
    assert MODEL.history(["see", "you", "on", "Monday"]) == ids("you", "on", "monday")


def test_a_model_says_where_it_comes_from() -> None:
    """Language, licence and notes travel in the file."""
    assert (MODEL.language, MODEL.licence, MODEL.notes) == ("en", "CC0", "ours")


def test_any_other_file_is_refused() -> None:
    """A foreign file is no word model, and the sentence says so."""
    for content in (b"", b"PK\3\4" + bytes(100), b"AACWORD", CONTENT[1:]):
        with pytest.raises(ModelError, match="not a word model"):
            WordModel.read(content)


@pytest.mark.parametrize("size", [32, 40, 1000, len(CONTENT) - 1])
def test_a_file_cut_short_is_refused(size: int) -> None:
    """Less than the whole is damaged."""
    with pytest.raises(ModelError, match="damaged"):
        WordModel.read(CONTENT[:size])


def test_a_newer_file_asks_for_an_update() -> None:
    """What a later version wrote is not guessed at."""
    with pytest.raises(ModelError, match="newer"):
        WordModel.read(CONTENT[:8] + struct.pack("<I", 99) + CONTENT[12:])


def test_every_part_has_a_checksum() -> None:
    """A changed byte anywhere in the sections is found by the thorough check."""
    changed = bytearray(CONTENT)
    changed[CONTENT.index(b"today")] ^= 1
    Sections(CONTENT).check()
    with pytest.raises(ModelError, match="has changed"):
        Sections(bytes(changed)).check()


def repaired(content: bytearray) -> bytes:
    """Return the file with a right header checksum, as an attacker would make it."""
    count = struct.unpack_from("<I", content, 12)[0]
    head = bytes(content[: 32 + 40 * count])
    crc = zlib.crc32(head[28:], zlib.crc32(bytes(4), zlib.crc32(head[:24])))
    struct.pack_into("<I", content, 24, crc)
    return bytes(content)


@settings(deadline=None, max_examples=150)
@given(at=st.integers(32, len(CONTENT) - 1), byte=st.integers(0, 255), repair=st.booleans())
def test_a_damaged_file_is_refused_or_harmless(at: int, byte: int, *, repair: bool) -> None:
    """Whatever byte is wrong, the model is refused with a plain sentence or gives words without failing."""
    content = bytearray(CONTENT)
    content[at] = byte
    try:
        model = WordModel.read(repaired(content) if repair else bytes(content))
    except ModelError:
        return
    for words in ((), ("how", "are"), ("see", "you", "on")):
        best = model.best(model.history(words), (0, 1 << 40), 20)
        assert all(model.vocabulary.shown(number) for _, number in best)


def test_the_same_texts_give_the_same_bytes() -> None:
    """Training is reproducible bit by bit."""
    assert build(RECIPE) == CONTENT
