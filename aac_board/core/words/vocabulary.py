"""The words a model knows, in alphabetical order, findable by their first letters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from aac_board.core.words.tokens import fold, is_number, plain

# Ids below FIRST_WORD stand for what is no word; those without a name are kept for later versions.
UNKNOWN = 0
START = 1
NUMBER = 2
FIRST_WORD = 16
_LAST = "\U0010ffff"


class Vocabulary:
    """Words with their own capitals ("I'm", "Monday"), one id each, sorted by their folded spelling."""

    def __init__(self, shown: Sequence[str]) -> None:
        """`shown` is in the order of the folded spellings, none twice; ValueError if it is not."""
        self._shown = tuple(shown)
        self._folded = [fold(word) for word in shown]
        if any(a >= b for a, b in zip(self._folded, self._folded[1:], strict=False)):
            raise ValueError("words out of order")
        self._plain = sorted(
            (bare, number + FIRST_WORD)
            for number, word in enumerate(self._folded)
            if not (word.isascii() and word.isalpha())
            for bare in (plain(word),)
            if bare != word
        )

    def __len__(self) -> int:
        """The number of ids, those that are no words included."""
        return len(self._shown) + FIRST_WORD

    def shown(self, number: int) -> str:
        """Return the word with this id as it is written inside a sentence."""
        return self._shown[number - FIRST_WORD]

    def folded(self, number: int) -> str:
        """Return the folded spelling of the word with this id."""
        return self._folded[number - FIRST_WORD]

    def number(self, word: str) -> int:
        """Return the id of `word` however it is capitalised; NUMBER or UNKNOWN where it has none of its own."""
        key = fold(word)
        at = bisect_left(self._folded, key)
        if at < len(self._folded) and self._folded[at] == key:
            return at + FIRST_WORD
        return NUMBER if is_number(key) else UNKNOWN

    def is_word(self, number: int) -> bool:
        """Whether the id stands for a word, not for a number or something unknown."""
        return FIRST_WORD <= number < len(self)

    def span(self, start: str) -> tuple[int, int]:
        """Return (first id, id after the last) of the words whose folded spelling begins with `start`."""
        low = bisect_left(self._folded, start)
        high = bisect_left(self._folded, start + _LAST, low)
        return low + FIRST_WORD, high + FIRST_WORD

    def spelled_plainly(self, letters: str) -> list[int]:
        """Return ids of words that are `letters` but for apostrophes and accents: "im" finds "I'm"."""
        low = bisect_left(self._plain, (letters, 0))
        high = bisect_left(self._plain, (letters + _LAST, 0))
        return [number for bare, number in self._plain[low:high] if bare == letters]
