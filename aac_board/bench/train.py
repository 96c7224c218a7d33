"""`aac-board train`: builds a word model from texts. The same texts and options give the same bytes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aac_board.bench.corpus import lines
from aac_board.bench.model_writer import Smoothed, model_bytes
from aac_board.bench.ngrams import Counts
from aac_board.bench.vocabulary_choice import Spellings, frequencies, spelled
from aac_board.core.errors import FileError, PlainError
from aac_board.core.words.model import OFFENSIVE, WordModel
from aac_board.core.words.tokens import fold, is_number, sentences
from aac_board.core.words.vocabulary import FIRST_WORD, NUMBER, START, UNKNOWN, Vocabulary

_UNSEEN = 1e-8
_NUMBERS = 0.01
_MOST_WORDS = (1 << 16) - FIRST_WORD


@dataclass(frozen=True)
class Recipe:
    """What a model is made of.

    `texts` are utterances, `names` words to be spelled just so, `offensive` folded words. `frequencies` is how
    many of the language's commonest words are added. `notes` and `licence` travel inside the model.
    """

    texts: Sequence[str]
    language: str = "en"
    order: int = 4
    frequencies: int = 40_000
    names: Sequence[str] = ()
    offensive: frozenset[str] = frozenset()
    licence: str = ""
    notes: str = ""
    named: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names by their folded spelling."""
        object.__setattr__(self, "named", {fold(name): name for name in self.names})


def build(recipe: Recipe) -> bytes:
    """Return the file of the model made after `recipe`; PlainError where the texts hold no words."""
    common = frequencies(recipe.language, recipe.frequencies) if recipe.frequencies else {}
    spellings, keys = Spellings(), set(common) | set(recipe.named)
    for text in recipe.texts:
        spellings.see(text)
        keys.update(fold(word) for words in sentences(text) for word in words if not is_number(word))
    if not 0 < len(keys) <= _MOST_WORDS:
        raise PlainError(f"A model takes 1 to {_MOST_WORDS} different words; these texts have {len(keys)}.")
    words = spelled(keys, spellings, recipe.named)
    vocabulary = Vocabulary(words)
    smoothed = Smoothed(_counted(recipe, vocabulary), _prior(vocabulary, common))
    about: dict[str, str | int] = {
        "language": recipe.language,
        "licence": recipe.licence,
        "notes": recipe.notes,
        "order": recipe.order,
    }
    return model_bytes(smoothed, words, _flags(vocabulary, recipe.offensive), about)


def _counted(recipe: Recipe, vocabulary: Vocabulary) -> Counts:
    counts = Counts(recipe.order, len(vocabulary))
    numbers = {fold(vocabulary.shown(n)): n for n in range(FIRST_WORD, len(vocabulary))}
    for text in recipe.texts:
        ids: list[int] = []
        for sentence in sentences(text):
            if sentence:
                keys = (fold(word) for word in sentence)
                ids += [START, *(numbers.get(key, NUMBER if is_number(key) else UNKNOWN) for key in keys)]
        counts.add(ids)
    return counts


def _prior(vocabulary: Vocabulary, common: Mapping[str, float]) -> list[float]:
    """Return the share of every id in the language at large; what the list lacks goes to unknown words."""
    prior = [0.0] * len(vocabulary)
    for number in range(FIRST_WORD, len(vocabulary)):
        prior[number] = common.get(vocabulary.folded(number), _UNSEEN)
    prior[NUMBER] = _NUMBERS
    total = sum(prior)
    prior[UNKNOWN] = max(1.0 - total, _UNSEEN)
    total = sum(prior)
    return [share / total for share in prior]


def _flags(vocabulary: Vocabulary, offensive: frozenset[str]) -> list[int]:
    words = (vocabulary.folded(number) for number in range(FIRST_WORD, len(vocabulary)))
    return [0] * FIRST_WORD + [OFFENSIVE if word in offensive else 0 for word in words]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `aac-board train`."""
    parser.add_argument(
        "corpus", nargs="+", type=Path, metavar="CORPUS", help="text, one utterance a line (.txt, .txt.gz)"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="MODEL", help="where the model is written")
    parser.add_argument("--language", default="en", help="language of the texts (default: en)")
    parser.add_argument(
        "--order", type=int, default=4, choices=range(1, 6), help="words in the longest n-gram"
    )
    parser.add_argument(
        "--frequencies", type=int, default=40_000, metavar="N", help="how many common words to add (wordfreq)"
    )
    parser.add_argument("--names", type=Path, metavar="FILE", help="words with their capitals, one a line")
    parser.add_argument(
        "--offensive", type=Path, metavar="FILE", help="words never offered unasked, one a line"
    )
    parser.add_argument("--licence", default="", help="the licence that the model is under")
    parser.add_argument("--notes", type=Path, metavar="FILE", help="sources, kept inside the model")


def run(args: argparse.Namespace) -> int:
    """Train, write, and say how large the model became."""
    recipe = Recipe(
        texts=[line for path in args.corpus for line in lines(path)],
        language=args.language,
        order=args.order,
        frequencies=args.frequencies,
        names=_listed(args.names),
        offensive=frozenset(fold(word) for word in _listed(args.offensive)),
        licence=args.licence,
        notes="\n".join(lines(args.notes)) if args.notes else "",
    )
    content = build(recipe)
    _write(args.out, content)
    model = WordModel.read(content)
    sys.stdout.write(
        f"{args.out}: {len(recipe.texts)} utterances, {len(model.vocabulary)} words, {len(content) / 1e6:.1f} MB\n"
    )
    return 0


def _write(path: Path, content: bytes) -> None:
    """Write the model beside `path`, then put it there, so that a board that has the old one open is not disturbed."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise FileError(f"The model could not be written to {path}: {error.strerror}.") from error


def _listed(path: Path | None) -> list[str]:
    found = [line.split() for line in lines(path) if not line.startswith("#")] if path else []
    return [word for words in found for word in words]
