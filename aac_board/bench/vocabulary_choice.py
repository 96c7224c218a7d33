"""Which words a model knows and with what capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import wordfreq

from aac_board.core.words.tokens import fold, is_number, sentences

_CAPITALS_SEEN = 2


def frequencies(language: str, count: int) -> dict[str, float]:
    """Return the share of running text of the `count` commonest words of `language` (wordfreq), by folded word.

    Numbers and signs are left out; the shares sum to less than 1, the rest being rarer words.
    """
    found: dict[str, float] = {}
    for word in wordfreq.top_n_list(language, count + count // 5):
        key = fold(word)
        parts = sentences(key)
        if len(found) < count and len(parts[-1]) == 1 and parts[-1][0] == key and not is_number(key):
            found.setdefault(key, wordfreq.word_frequency(word, language, minimum=1e-9))
    return found


class Spellings:
    """How words are capitalised inside sentences, where no capital is due."""

    def __init__(self) -> None:
        self._forms: dict[str, Counter[str]] = {}

    def see(self, text: str) -> None:
        """Count the words of `text` that open no sentence; text without small or without big letters says nothing."""
        if text.islower() or text.isupper():
            return
        for sentence in sentences(text):
            for word in sentence[1:]:
                self._forms.setdefault(fold(word), Counter())[word.replace("’", "'")] += 1

    def best(self, key: str) -> str:
        """Return the commonest spelling of the folded word, or the folded word where none was seen often."""
        forms = self._forms.get(key)
        if not forms:
            return key
        form, count = max(forms.items(), key=lambda item: (item[1], item[0]))
        return form if form == key or count >= _CAPITALS_SEEN else key


def spelled(keys: Iterable[str], spellings: Spellings, named: Mapping[str, str]) -> list[str]:
    """Return the words as they are shown, in the order of their folded spellings; `named` goes before what was seen."""
    return [named.get(key) or spellings.best(key) for key in sorted(set(keys))]
