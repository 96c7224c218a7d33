"""N-gram counts and the probabilities made of them.

Interpolated modified Kneser-Ney smoothing: S. F. Chen and J. Goodman, "An empirical study of smoothing techniques
for language modeling", Computer Speech and Language 13 (1999), equations 24 to 28. Shorter contexts count in how
many different places a word was seen, except after the start of a sentence, where nothing stands to the left.
An n-gram is one whole number: its ids as digits to the base of the vocabulary's size, oldest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aac_board.core.words.vocabulary import START

_BANDS = 3


class Counts:
    """How often each n-gram up to `order` words was seen."""

    def __init__(self, order: int, base: int) -> None:
        self.order = order
        self.base = base
        self.seen: list[Counter[int]] = [Counter() for _ in range(order)]

    def add(self, ids: Sequence[int]) -> None:
        """Count the n-grams of one utterance, which begins with START; START itself is never what follows."""
        for end in range(1, len(ids)):
            if ids[end] == START:
                continue
            packed, place = 0, 1
            for length in range(min(self.order, end + 1)):
                packed += ids[end - length] * place
                place *= self.base
                self.seen[length][packed] += 1

    def adjusted(self, length: int) -> Counter[int]:
        """Return the counts from which n-grams of `length` words get their probability: in how many places."""
        if length == self.order:
            return self.seen[length - 1]
        place = self.base**length
        places = Counter(packed % place for packed in self.seen[length])
        first = self.base ** (length - 1)
        if length > 1:
            places.update(
                {
                    packed: count - places[packed]
                    for packed, count in self.seen[length - 1].items()
                    if packed // first == START
                }
            )
        return places


@dataclass
class Shares:
    """What a context itself gives the words seen after it, and what it leaves to the shorter context."""

    words: list[tuple[float, int]]
    rest: float


def discounts(counts: Iterable[int]) -> tuple[float, float, float]:
    """Return what to take off counts of 1, of 2, and of 3 and more (Chen & Goodman 1999, equation 26).

    Where a text is too small for the estimate, the result stays between 0.1 and the count's lower end.
    """
    of = Counter(count for count in counts if count <= _BANDS + 1)
    y = of[1] / (of[1] + 2 * of[2]) if of[1] else 0.5
    raw = [n - (n + 1) * y * of[n + 1] / of[n] if of[n] else n * 0.5 for n in (1, 2, 3)]
    one, two, three = (min(max(value, 0.1), n - 0.1) for n, value in zip((1, 2, 3), raw, strict=True))
    return one, two, three


def alone(counts: Counter[int], prior: Sequence[float]) -> list[float]:
    """Return the probability of every id after nothing: discounted counts and, for what was taken off, `prior`."""
    taken = discounts(counts.values())
    total = sum(counts.values())
    if not total:
        return list(prior)
    kept = [0.0] * len(prior)
    for word, count in counts.items():
        kept[word] = (count - taken[min(count, _BANDS) - 1]) / total
    rest = 1.0 - sum(kept)
    return [mine + rest * other for mine, other in zip(kept, prior, strict=True)]


def shares(counts: Counter[int], base: int) -> dict[int, Shares]:
    """Return for every context (packed, one word shorter than the n-grams) its words' own shares and its rest.

    The shares still lack what the shorter context gives: `rest` times its probability.
    """
    taken = discounts(counts.values())
    after: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for packed, count in counts.items():
        after[packed // base].append((packed % base, count))
    found = {}
    for packed in sorted(after):
        total = sum(count for _, count in after[packed])
        words = [((count - taken[min(count, _BANDS) - 1]) / total, word) for word, count in after[packed]]
        found[packed] = Shares(words, 1.0 - sum(share for share, _ in words))
    return found
