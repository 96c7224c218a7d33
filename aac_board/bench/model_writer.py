"""From n-gram counts to the bytes of a word model (the form is described in core/words/model.py)."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aac_board.bench.ngrams import Counts, Shares, alone, shares
from aac_board.core.words.sections import pack
from aac_board.core.words.vocabulary import FIRST_WORD

_STEPS = 256
_LEAST = 1e-9
_STEPS_PER_NAT = (_STEPS - 1) / -math.log(_LEAST)
_ROOM = 1e-6


def steps() -> list[float]:
    """Return the 256 probabilities a model can hold, from 1 down to 1e-9 in equal ratios."""
    return [math.exp(-code / _STEPS_PER_NAT) for code in range(_STEPS)]


@dataclass(frozen=True)
class Context:
    """A finished context: (index into the steps, id) of its successors, best first, and the factor for all others."""

    successors: list[tuple[int, int]]
    rest: float


class Smoothed:
    """All probabilities of a model, rounded as the file holds them, so that those after any context sum to 1."""

    def __init__(self, counts: Counts, prior: Sequence[float]) -> None:
        """`prior` holds for every id its probability in the language at large; it sums to 1."""
        self._steps = steps()
        self._base = counts.base
        self.alone = alone(counts.adjusted(1), prior)
        self.levels: list[dict[int, Context]] = []
        shorter = {0: dict(enumerate(self.alone))}
        for length in range(2, counts.order + 1):
            found = shares(counts.adjusted(length), counts.base)
            finished = {
                packed: self._context(found[packed], self._lower(shorter, packed)) for packed in found
            }
            self.levels.append(finished)
            shorter = {
                packed: {word: self._steps[code] for code, word in context.successors}
                for packed, context in finished.items()
            }

    def _lower(self, shorter: Mapping[int, Mapping[int, float]], packed: int) -> Mapping[int, float]:
        """Return what the context without its oldest word says about its own words."""
        return shorter[packed % (self._base ** (len(self.levels)))]

    def _context(self, found: Shares, lower: Mapping[int, float]) -> Context:
        """Return the context with rounded probabilities, and the rest that makes the sum 1."""
        mixed = [(share + found.rest * lower[word], word) for share, word in found.words]
        mixed.sort(key=lambda item: (-item[0], item[1]))
        codes = [round(-math.log(max(chance, _LEAST)) * _STEPS_PER_NAT) for chance, _ in mixed]
        mass = math.fsum(self._steps[code] for code in codes)
        for at in range(len(codes)):
            if mass < 1 - _ROOM:
                break
            mass -= self._steps[codes[at]] - self._steps[codes[at] + 1]
            codes[at] += 1
        others = 1.0 - math.fsum(lower[word] for _, word in mixed)
        successors = sorted(zip(codes, (word for _, word in mixed), strict=True), key=lambda item: item[0])
        return Context(successors, max(0.0, 1.0 - mass) / max(others, _ROOM))


def model_bytes(
    smoothed: Smoothed, words: Sequence[str], flags: Sequence[int], about: Mapping[str, str | int]
) -> bytes:
    """Return the file of a model. `words` in vocabulary order; `flags` one for each id."""
    best = sorted(range(FIRST_WORD, len(flags)), key=lambda number: (-smoothed.alone[number], number))
    kind = "H" if len(flags) <= 1 << 16 else "I"
    sections: dict[str, bytes | array[int] | array[float]] = {
        "about": json.dumps(about, ensure_ascii=False, sort_keys=True).encode(),
        "words": "\n".join(words).encode(),
        "flags": bytes(flags),
        "alone": array("d", smoothed.alone),
        "best": array(kind, best),
        "steps": array("d", steps()),
    }
    for length, level in enumerate(smoothed.levels, start=1):
        sections |= _level_sections(length, level, kind)
    return pack(sections)


def _level_sections(
    length: int, level: Mapping[int, Context], kind: str
) -> dict[str, bytes | array[int] | array[float]]:
    packed = sorted(level)
    first = [0]
    for key in packed:
        first.append(first[-1] + len(level[key].successors))
    listed = [item for key in packed for item in level[key].successors]
    return {
        f"context {length}": array("Q", packed),
        f"first {length}": array("I", first),
        f"rest {length}": array("f", (level[key].rest for key in packed)),
        f"next {length}": array(kind, (word for _, word in listed)),
        f"prob {length}": bytes(code for code, _ in listed),
    }
