"""How likely a word is letter by letter: what a model that does not know the word falls back on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

_SIGNS = 28  # a to z, the apostrophe, and the end of the word
_END = " "
_ORDER = 3
_WEIGHT = 5.0


class Spelling:
    """Letter n-grams of four, Witten-Bell-like: each context leans on the shorter one with a fixed weight."""

    def __init__(self, words: Iterable[str]) -> None:
        """Learn from `words` of a-z and '; others are passed by."""
        self._seen: Counter[str] = Counter()
        self._contexts: Counter[str] = Counter()
        for word in words:
            if all(sign == "'" or "a" <= sign <= "z" for sign in word):
                self._learn(word)

    def _learn(self, word: str) -> None:
        text = _END * _ORDER + word + _END
        for at in range(_ORDER, len(text)):
            for length in range(_ORDER + 1):
                self._seen[text[at - length : at + 1]] += 1
                self._contexts[text[at - length : at]] += 1

    def bits(self, word: str) -> float:
        """Return -log2 of the probability of `word` and its end, over all strings of a-z and '."""
        text = _END * _ORDER + word + _END
        return sum(
            -math.log2(self._sign(text[at - _ORDER : at], text[at])) for at in range(_ORDER, len(text))
        )

    def _sign(self, context: str, sign: str) -> float:
        chance = 1.0 / _SIGNS
        for length in range(_ORDER + 1):
            before = context[_ORDER - length :]
            chance = (self._seen[before + sign] + _WEIGHT * chance) / (self._contexts[before] + _WEIGHT)
        return chance
