"""`aac-board evaluate`: what the word prediction saves on a text.

The text is one utterance a line; capitals and signs are dropped, a-z, ' and spaces stay. Characters are those of
the words and one space after each, the last included. The user is perfect: takes a word as soon as it is offered,
which costs one pick for the word and its space, and else types one letter; a word never offered costs its letters
and one space. Keystroke savings = 100 · (characters - picks) / characters, summed over the text. Measured twice:
offering whatever is likeliest, and leaving out what was passed over in the same word (`skip`).
The context is the words before in the same line. (Definition after K. Vertanen's keystroke_savings.py, with the
final space counted.)

Bits per character: -log2 of the probability of the text under the same model, divided by its characters. A word
costs P(word | words before) where the model knows it, otherwise P(unknown | words before) times a letter model of
the vocabulary's own words (bench/spelling.py). The end of a line is not coded. Signs of other kinds were dropped.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from aac_board.bench.corpus import bare_words, lines
from aac_board.bench.spelling import Spelling
from aac_board.core.errors import PlainError
from aac_board.core.words.message import Message
from aac_board.core.words.model import WordModel
from aac_board.core.words.predictor import Predictor
from aac_board.core.words.vocabulary import FIRST_WORD, UNKNOWN
from aac_board.store.model_file import model_path, open_model
from aac_board.store.places import shipped_layouts

Suggest = Callable[[Message, int, frozenset[str]], tuple[str, ...]]


@dataclass
class Tally:
    """What a perfect user did: characters wanted, picks needed, words, those offered at once and those never."""

    characters: int = 0
    picks: int = 0
    words: int = 0
    at_once: int = 0
    never: int = 0

    @property
    def savings(self) -> float:
        """Keystroke savings in percent."""
        return 100.0 * (self.characters - self.picks) / self.characters

    @property
    def hits(self) -> float:
        """How many words in a hundred were offered before their first letter."""
        return 100.0 * self.at_once / self.words

    def add(self, word: str, typed: int | None) -> None:
        """Count a word taken after `typed` letters; None: it was never offered."""
        self.characters += len(word) + 1
        self.picks += len(word) + 1 if typed is None else typed + 1
        self.words += 1
        self.at_once += typed == 0
        self.never += typed is None


def write_word(
    suggest: Suggest, message: Message, word: str, slots: int, *, skip: bool
) -> tuple[Message, int | None]:
    """Write `word` as the perfect user does; return the message and the letters typed before it was offered."""
    passed: frozenset[str] = frozenset()
    start = message
    for typed in range(len(word)):
        offered = suggest(message, slots, passed)
        if word in (folded := [one.lower() for one in offered]):
            return start.add_words(word), typed
        if skip:
            passed |= frozenset(folded)
        message = message.add_text(word[typed])
    return start.add_words(word), None


def tally(suggest: Suggest, texts: Sequence[Sequence[str]], slots: int, *, skip: bool) -> Tally:
    """Write all lines of `texts`, each a message of its own, and count."""
    total = Tally()
    for words in texts:
        message = Message()
        for word in words:
            message, typed = write_word(suggest, message, word, slots, skip=skip)
            total.add(word, typed)
    return total


class Stopwatch:
    """Times every call of a predictor, in milliseconds."""

    def __init__(self, predictor: Predictor, clock: Callable[[], float] = time.perf_counter) -> None:
        self._predictor = predictor
        self._clock = clock
        self.times_ms: list[float] = []

    def suggest(self, message: Message, slots: int, passed_over: frozenset[str]) -> tuple[str, ...]:
        """Ask the predictor, and remember how long it took."""
        before = self._clock()
        words = self._predictor.suggest(message, slots, passed_over)
        self.times_ms.append((self._clock() - before) * 1000)
        return words

    def at(self, share: float) -> float:
        """Return the time that `share` of the calls did not exceed; 0 if there was none."""
        ordered = sorted(self.times_ms) or [0.0]
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def bits_per_character(model: WordModel, texts: Sequence[Sequence[str]]) -> float:
    """Return the bits per character as this module's docstring defines them."""
    vocabulary = model.vocabulary
    spelling = Spelling(vocabulary.folded(number) for number in range(FIRST_WORD, len(vocabulary)))
    bits, characters = 0.0, 0
    for words in texts:
        for at, word in enumerate(words):
            number = vocabulary.number(word)
            bits -= math.log2(model.probability(model.history(words[:at]), number))
            bits += spelling.bits(word) if number == UNKNOWN else 0.0
            characters += len(word) + 1
    return bits / characters


@dataclass(frozen=True)
class Report:
    """The figures of one text. Savings and hits in percent; savings by number of slots; latency of one call."""

    lines: int
    words: int
    slots: int
    keystroke_savings: dict[str, float]
    keystroke_savings_skip: dict[str, float]
    next_word_hits: dict[str, float]
    never_offered: float
    unknown_words: float
    bits_per_char: float | None
    latency_ms: dict[str, float]


def measure(model: WordModel | None, texts: Sequence[Sequence[str]], slots: int) -> Report:
    """Return the figures of `texts`; PlainError if they hold no words."""
    words = [word for line in texts for word in line]
    if not words:
        raise PlainError("The text has no words to measure on.")
    watch = Stopwatch(Predictor(model))
    free = tally(watch.suggest, texts, slots, skip=False)
    skip = tally(watch.suggest, texts, slots, skip=True)
    one = tally(watch.suggest, texts, 1, skip=False)
    unknown = sum(model.vocabulary.number(word) == UNKNOWN for word in words) if model else len(words)
    return Report(
        lines=len(texts),
        words=len(words),
        slots=slots,
        keystroke_savings={"1": round(one.savings, 2), str(slots): round(free.savings, 2)},
        keystroke_savings_skip={str(slots): round(skip.savings, 2)},
        next_word_hits={"1": round(one.hits, 2), str(slots): round(free.hits, 2)},
        never_offered=round(100 * free.never / len(words), 2),
        unknown_words=round(100 * unknown / len(words), 2),
        bits_per_char=round(bits_per_character(model, texts), 3) if model else None,
        latency_ms={name: round(watch.at(share), 2) for name, share in _SHARES.items()},
    )


_SHARES = {"p50": 0.5, "p95": 0.95, "max": 1.0}


def table(report: Report) -> str:
    """Return the report as a short table for people."""
    slots = str(report.slots)
    rows = [
        ("text", f"{report.lines} lines, {report.words} words, {report.unknown_words:.1f} % unknown"),
        (f"keystroke savings, {slots} slots", f"{report.keystroke_savings[slots]:.2f} %"),
        ("  passed-over words skipped", f"{report.keystroke_savings_skip[slots]:.2f} %"),
        ("  one slot", f"{report.keystroke_savings['1']:.2f} %"),
        (f"next word among {slots}", f"{report.next_word_hits[slots]:.1f} %"),
        ("next word first", f"{report.next_word_hits['1']:.1f} %"),
        ("never offered", f"{report.never_offered:.1f} %"),
        ("bits per character", "no model" if report.bits_per_char is None else f"{report.bits_per_char:.3f}"),
        ("latency p50 / p95 / max", "{p50:.1f} / {p95:.1f} / {max:.1f} ms".format(**report.latency_ms)),
    ]
    return "\n".join(f"{name:32} {value}" for name, value in rows)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `aac-board evaluate`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="text, one utterance a line (.txt, .txt.gz)")
    parser.add_argument("--language", default="en", help="whose word model is measured (default: en)")
    parser.add_argument("--slots", type=int, default=5, help="how many words are offered (default: 5)")
    parser.add_argument("--model", type=Path, metavar="PATH", help="measure this word model instead")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    texts = [words for line in lines(args.file) if (words := bare_words(line))]
    path = args.model or model_path(shipped_layouts(), args.language)
    report = measure(open_model(path), texts, args.slots)
    sys.stdout.write((json.dumps(asdict(report)) if args.json else table(report)) + "\n")
    return 0
