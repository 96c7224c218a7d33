"""Building word models from texts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aac_board.bench.ngrams import Counts, discounts
from aac_board.bench.train import Recipe, build
from aac_board.bench.vocabulary_choice import Spellings, frequencies
from aac_board.cli import main
from aac_board.core.errors import PlainError
from aac_board.core.words.model import WordModel
from aac_board.core.words.vocabulary import START


def test_counts_of_a_tiny_text() -> None:
    """Two sentences of the ids 5 and 6, START before each: n-grams never predict START."""
    counts = Counts(order=2, base=10)
    counts.add([START, 5, 6, START, 5])
    assert counts.seen[0] == {5: 2, 6: 1}
    assert counts.seen[1] == {15: 2, 56: 1}


def test_shorter_contexts_count_places() -> None:
    """6 was seen after 5 and after 7: two places, though three times."""
    counts = Counts(order=2, base=10)
    counts.add([START, 5, 6, 5, 6, 7, 6])
    assert counts.adjusted(1)[6] == 2


def test_discounts_follow_the_formula() -> None:
    """Counts of counts 4, 2, 1, 1: y = 4 / (4 + 2·2) = 0.5; D1 = 1 - 2·0.5·2/4, D2 = 2 - 3·0.5·1/2."""
    one, two, three = discounts([1, 1, 1, 1, 2, 2, 3, 4, 5, 17])
    assert one == pytest.approx(0.5)
    assert two == pytest.approx(1.25)
    assert three == pytest.approx(3 - 4 * 0.5)


def test_a_text_too_small_for_the_formula_still_trains() -> None:
    """One word, one utterance."""
    model = WordModel.read(build(Recipe(texts=("Help!",), frequencies=0)))
    assert model.best(model.history([]), (0, len(model.vocabulary)), 3)[0][1] == model.vocabulary.number(
        "help"
    )


def test_capitals_are_learned_inside_sentences_only() -> None:
    """A word that opens sentences says nothing; lower-cased lines say nothing either."""
    spellings = Spellings()
    for text in ("Ask Peter.", "Then ask Peter.", "Call the nurse. Call me.", "peter is here"):
        spellings.see(text)
    assert [spellings.best(key) for key in ("peter", "call", "nurse")] == ["Peter", "call", "nurse"]


def test_names_go_before_what_was_seen() -> None:
    """The list of names decides how a word is written."""
    model = WordModel.read(build(Recipe(texts=("ask peter",), frequencies=0, names=("Peter",))))
    assert model.vocabulary.shown(model.vocabulary.number("peter")) == "Peter"


def test_common_words_widen_the_vocabulary() -> None:
    """A word that no text holds is offered by its frequency in the language."""
    model = WordModel.read(build(Recipe(texts=("ask me",), frequencies=3000)))
    low, high = model.vocabulary.span("hospita")
    assert high > low
    assert "don't" in frequencies("en", 3000)


def test_texts_without_words_make_no_model() -> None:
    """And the sentence says how many words a model takes."""
    with pytest.raises(PlainError, match="different words"):
        build(Recipe(texts=("7", "..."), frequencies=0))


def test_the_command_writes_the_same_model_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From plain and gzipped text, with its notes and licence inside, and one line of report."""
    (tmp_path / "a.txt").write_text("How are you?\nAsk Anna on Monday.\n", encoding="utf-8")
    with gzip.open(tmp_path / "b.txt.gz", "wt", encoding="utf-8") as file:
        file.write("I'm here.\n")
    (tmp_path / "names.txt").write_text("# names\nAnna Peter\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("Written here.\n", encoding="utf-8")
    texts = [str(tmp_path / name) for name in ("a.txt", "b.txt.gz")]
    options = ["--frequencies", "100", "--licence", "CC0", "--order", "3"]
    options += ["--names", str(tmp_path / "names.txt"), "--notes", str(tmp_path / "notes.md")]
    for out in ("one.aacw", "two.aacw"):
        assert main(["train", *texts, *options, "--out", str(tmp_path / out)]) == 0
    content = (tmp_path / "one.aacw").read_bytes()
    model = WordModel.read(content)
    assert content == (tmp_path / "two.aacw").read_bytes()
    assert (model.licence, model.notes, model.order) == ("CC0", "Written here.", 3)
    assert model.vocabulary.shown(model.vocabulary.number("peter")) == "Peter"
    assert "3 utterances" in capsys.readouterr().out
