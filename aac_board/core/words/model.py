"""The word model: how likely each word is after the words before it.

An interpolated n-gram model (Chen & Goodman 1999, modified Kneser-Ney, when made by `aac-board train`) in the form
that backs off: the words seen after a context carry their own probability, all others the probability after the
shorter context times the context's `rest`. Nothing is unpacked: contexts are found by bisection and successors
read best first, straight from the file's bytes.

Sections of the file (core/words/sections.py), for contexts of n = 1, 2, … words:
    about      JSON: language, licence, notes (the sources), order
    words      the vocabulary, one word a line, in the order of the folded spellings
    flags      one byte for each id; bit 0: offensive
    alone      the probability of each id after nothing at all
    best       ids by that probability, best first
    steps      256 probabilities; `prob` holds indexes into them
    context n  sorted contexts, each packed as a number to the base of the number of ids, oldest word first
    first n    where a context's successors begin; one more entry than contexts
    rest n     the factor of the shorter context's probability for words not listed
    next n     successors, best first
    prob n     their probabilities, as indexes into `steps`
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from aac_board.core.errors import ModelError
from aac_board.core.words.sections import Sections
from aac_board.core.words.vocabulary import FIRST_WORD, START, Vocabulary

OFFENSIVE = 1
_FEW = 500


@dataclass(frozen=True)
class Level:
    """The table of contexts of one length, in words."""

    contexts: memoryview[int]
    first: memoryview[int]
    rest: memoryview[float]
    successors: memoryview[int]
    codes: memoryview[int]

    def find(self, packed: int) -> int | None:
        """Return the place of a packed context, or None where it is not known."""
        at = bisect_left(self.contexts, packed)
        return at if at < len(self.contexts) and self.contexts[at] == packed else None


@dataclass(frozen=True)
class Found:
    """A known context: its level, its place there, and the factor that reaching it from the longest one cost."""

    level: Level
    place: int
    scale: float

    @property
    def bounds(self) -> tuple[int, int]:
        """Where its successors begin and end."""
        return self.level.first[self.place], self.level.first[self.place + 1]


class WordModel:
    """Probabilities of words after words. Holds views into the buffer it was read from."""

    def __init__(self, sections: Sections, *, order: int, about: dict[str, str]) -> None:
        """Use `WordModel.read`."""
        self.vocabulary = Vocabulary(sections.bytes("words").decode("utf-8").split("\n"))
        self.language = about.get("language", "")
        self.licence = about.get("licence", "")
        self.notes = about.get("notes", "")
        self.order = order
        self._flags = sections.bytes("flags")
        self._alone = sections.fractions("alone")
        self._best = sections.whole_numbers("best")
        self._steps = sections.fractions("steps").tolist()
        self._levels = [_level(sections, length) for length in range(1, order)]

    @classmethod
    def read(cls, buffer: bytes | memoryview) -> WordModel:
        """Return the model whose file is in `buffer`; ModelError, in one plain sentence, if it cannot be used."""
        sections = Sections(buffer)
        try:
            about = json.loads(sections.bytes("about"))
            texts = {key: text for key, text in about.items() if isinstance(text, str)}
            model = cls(sections, order=int(about["order"]), about=texts)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise ModelError("The word model is damaged: its parts do not fit together.") from error
        model._check_sizes()
        return model

    def _check_sizes(self) -> None:
        """Refuse a model whose tables have other sizes than its vocabulary asks for."""
        sizes = {len(self._flags), len(self._alone), len(self.vocabulary)}
        whole = len(self._best) + FIRST_WORD == len(self.vocabulary)
        for level in self._levels:
            whole = whole and len(level.first) == len(level.contexts) + 1 == len(level.rest) + 1
            whole = whole and level.first[-1] == len(level.successors) == len(level.codes)
        if len(sizes) != 1 or not whole or len(self._steps) != 256:
            raise ModelError("The word model is damaged: its parts do not fit together.")

    def is_offensive(self, number: int) -> bool:
        """Whether the word with this id hurts when it comes unasked."""
        return bool(self._flags[number] & OFFENSIVE)

    def history(self, words: Sequence[str], *, after_start: bool = True) -> list[int]:
        """Return the ids of the words before the next one, as many as the model looks at, oldest first."""
        numbers = [self.vocabulary.number(word) for word in words[-self.order :]]
        if after_start and len(words) < self.order:
            numbers.insert(0, START)
        return numbers[max(0, len(numbers) - self.order + 1) :]

    def _found(self, history: Sequence[int]) -> Iterator[Found]:
        """Yield the known contexts that end `history`, longest first."""
        scale, base = 1.0, len(self.vocabulary)
        for length in range(min(len(history), self.order - 1), 0, -1):
            packed = 0
            for number in history[len(history) - length :]:
                packed = packed * base + number
            level = self._levels[length - 1]
            place = level.find(packed)
            if place is not None:
                yield Found(level, place, scale)
                scale *= level.rest[place]

    def probability(self, history: Sequence[int], word: int) -> float:
        """Return P(word | history), ids as `history` and `vocabulary.number` give them; over all ids it sums to 1."""
        scale = 1.0
        for found in self._found(history):
            start, end = found.bounds
            successors = found.level.successors[start:end].tolist()
            if word in successors:
                return found.scale * self._steps[found.level.codes[start + successors.index(word)]]
            scale = found.scale * found.level.rest[found.place]
        return scale * self._alone[word]

    def best(
        self, history: Sequence[int], span: tuple[int, int], count: int, barred: Collection[int] = ()
    ) -> list[tuple[float, int]]:
        """Return the `count` likeliest (probability, id) with span[0] <= id < span[1] after `history`, best first.

        Ids in `barred` are left out. Equal probabilities come in the order of their ids.
        """
        low, high = max(span[0], FIRST_WORD), span[1]
        seen = set(barred)
        offers: list[tuple[float, int]] = []
        scale = 1.0
        for found in self._found(history):
            offers += self._listed(found, low, high, count, seen)
            scale = found.scale * found.level.rest[found.place]
        offers += [(scale * self._alone[word], word) for word in self._common(low, high, count, seen)]
        return sorted(offers, key=lambda offer: (-offer[0], offer[1]))[:count]

    def _listed(
        self, found: Found, low: int, high: int, count: int, seen: set[int]
    ) -> list[tuple[float, int]]:
        """Return the best of a context's own successors within the span; all of them join `seen`."""
        start, end = found.bounds
        successors = found.level.successors[start:end].tolist()
        inside = [at for at, word in enumerate(successors) if low <= word < high and word not in seen]
        seen.update(successors)
        codes = found.level.codes
        return [
            (found.scale * self._steps[codes[start + at]], successors[at]) for at in islice(inside, count)
        ]

    def _common(self, low: int, high: int, count: int, seen: set[int]) -> list[int]:
        """Return the commonest ids within the span that are not in `seen`."""
        if high - low > _FEW:
            fitting = (word for word in self._best if low <= word < high and word not in seen)
            return list(islice(fitting, count))
        fresh = (word for word in range(low, high) if word not in seen)
        return nlargest(count, fresh, key=lambda word: (self._alone[word], -word))


def _level(sections: Sections, length: int) -> Level:
    return Level(
        sections.whole_numbers(f"context {length}"),
        sections.whole_numbers(f"first {length}"),
        sections.fractions(f"rest {length}"),
        sections.whole_numbers(f"next {length}"),
        sections.whole_numbers(f"prob {length}"),
    )
