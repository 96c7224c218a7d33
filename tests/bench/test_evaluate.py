"""The measure of prediction, against examples reckoned by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from aac_board.bench.corpus import bare_words, lines
from aac_board.bench.evaluate import Stopwatch, bits_per_character, measure, tally
from aac_board.bench.spelling import Spelling
from aac_board.bench.train import Recipe, build
from aac_board.cli import main
from aac_board.core.errors import FileError, PlainError
from aac_board.core.words.message import Message
from aac_board.core.words.model import WordModel
from aac_board.core.words.predictor import Predictor

MODEL = WordModel.read(build(Recipe(texts=("How are you?", "I'm fine."), frequencies=0)))


def offering(message: Message, slots: int, passed: frozenset[str]) -> tuple[str, ...]:
    """Offer four words in a fixed order to whatever fits, in capitals as they come."""
    letters = message.partial.lower()
    fitting = [w for w in ("The", "Then", "there", "dog") if w.lower().startswith(letters)]
    return tuple(w for w in fitting if w.lower() not in passed)[:slots]


def test_keystroke_savings_as_reckoned_by_hand() -> None:
    """One slot. "the": at once, 1 pick of 4 characters. "dog": after d, 2 of 4. "then": never, since "the" stands
    before it at every letter but the last, which leaves "then" after "then" is typed: 5 of 5. "ox": never, 3 of 3.
    """
    free = tally(offering, [["the", "dog"], ["then", "ox"]], 1, skip=False)
    assert (free.characters, free.picks) == (4 + 4 + 5 + 3, 1 + 2 + 5 + 3)
    assert free.savings == pytest.approx(100 * 5 / 16)
    assert (free.words, free.at_once, free.never) == (4, 1, 2)


def test_skipping_brings_the_next_word_forward() -> None:
    """With "the" passed over, "then" is offered after one letter: 2 picks instead of 5."""
    skip = tally(offering, [["then"]], 1, skip=True)
    assert (skip.characters, skip.picks, skip.never) == (5, 2, 0)


def test_the_context_is_the_words_of_the_line() -> None:
    """Each line is a message of its own, and each word is asked for with the words before it."""
    asked: list[str] = []

    def listening(message: Message, slots: int, passed: frozenset[str]) -> tuple[str, ...]:
        del slots, passed
        asked.append(message.shown)
        return ("a", "b")

    tally(listening, [["a", "b"], ["b"]], 2, skip=False)
    assert asked == ["", "A ", ""]


def test_signs_and_capitals_are_dropped() -> None:
    """What is measured is a-z, apostrophes and spaces."""
    assert bare_words("Well-known, isn’t it? 'Yes' 7") == ["well", "known", "isn't", "it", "'yes'"]


def test_bits_per_character_is_the_log_of_the_models_own_probabilities() -> None:
    """Two known words of three letters: minus log2 of both probabilities over eight characters."""
    how, are = (MODEL.vocabulary.number(word) for word in ("how", "are"))
    start = MODEL.history([])
    bits = -math.log2(MODEL.probability(start, how)) - math.log2(MODEL.probability([*start, how], are))
    assert bits_per_character(MODEL, [["how", "are"]]) == pytest.approx(bits / 8)


def test_an_unknown_word_costs_its_letters() -> None:
    """The spelling model is a distribution: over all strings of up to two letters it stays below 1."""
    signs = "abcdefghijklmnopqrstuvwxyz'"
    spelling = Spelling(["how", "are", "you"])
    short = [""] + list(signs) + [a + b for a in signs for b in signs]
    assert sum(2 ** -spelling.bits(word) for word in short) < 1
    assert spelling.bits("how") < spelling.bits("xqz")


def test_the_stopwatch_reports_shares_of_calls() -> None:
    """Half of four calls took at most 2 ms."""
    ticks = iter([0, 0.001, 1, 1.002, 2, 2.003, 3, 3.004])
    watch = Stopwatch(Predictor(None), lambda: next(ticks))
    for _ in range(4):
        watch.suggest(Message(), 1, frozenset())
    assert watch.at(0.5) == pytest.approx(2)
    assert watch.at(1.0) == pytest.approx(4)


def test_a_text_without_words_is_refused() -> None:
    """There is nothing to divide by."""
    with pytest.raises(PlainError, match="no words"):
        measure(MODEL, [], 5)


def test_without_a_model_there_are_no_bits() -> None:
    """The program without a model still measures, and says that it knows no word."""
    report = measure(None, [["hello", "hello"]], 5)
    assert report.bits_per_char is None
    assert report.unknown_words == 100


def test_the_command_reports_for_people_and_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table, or one JSON object with the same figures."""
    model, text = tmp_path / "m.aacw", tmp_path / "t.txt"
    model.write_bytes(build(Recipe(texts=("How are you?",), frequencies=0)))
    text.write_text("How are you?\n\nHow?\n", encoding="utf-8")
    assert main(["evaluate", str(text), "--model", str(model)]) == 0
    table = capsys.readouterr().out
    assert main(["evaluate", str(text), "--model", str(model), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["words"] == 4
    assert f"{report['keystroke_savings']['5']:.2f} %" in table
    assert set(report["latency_ms"]) == {"p50", "p95", "max"}


def test_a_text_that_is_not_there_is_one_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, no traceback."""
    assert main(["evaluate", str(tmp_path / "none.txt")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(FileError):
        list(lines(tmp_path / "none.txt"))
