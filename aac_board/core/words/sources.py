"""Where suggestions come from: each source offers words and says how likely it takes any word to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from aac_board.core.words.model import WordModel
from aac_board.core.words.tokens import fold, plain, sentences


@dataclass(frozen=True)
class Situation:
    """What stands before the next word: the words of this sentence, of those before it, and the letters typed.

    `earlier` holds all words of the message before this sentence, oldest first; `letters` are folded.
    """

    sentence: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    letters: str = ""

    @classmethod
    def after(cls, text: str, letters: str) -> Situation:
        """Return the situation after `text` with `letters` of the next word typed."""
        parts = sentences(text)
        earlier = tuple(word for part in parts[:-1] for word in part)
        return cls(tuple(parts[-1]), earlier, fold(letters))


class Source(Protocol):
    """Something that knows words. Probabilities of one source sum to at most 1 over all words."""

    def offers(self, situation: Situation, count: int, barred: Collection[str]) -> list[str]:
        """Return up to `count` words, best first, that begin with the letters typed; none folded in `barred`."""

    def probability(self, situation: Situation, word: str) -> float:
        """Return how likely this source takes `word` to come next, whatever letters are typed."""

    def is_offensive(self, word: str) -> bool:
        """Whether `word` hurts when it comes unasked."""


class ModelSource:
    """A word model as a source."""

    def __init__(self, model: WordModel) -> None:
        self._model = model

    def offers(self, situation: Situation, count: int, barred: Collection[str]) -> list[str]:
        """Return the model's likeliest words; letters without apostrophe or accent reach words that have them."""
        vocabulary = self._model.vocabulary
        history = self._history(situation)
        ids = {vocabulary.number(word) for word in barred}
        best = self._model.best(history, vocabulary.span(situation.letters), count, ids)
        if situation.letters:
            plainly = [n for n in vocabulary.spelled_plainly(situation.letters) if n not in ids]
            best += [(self._model.probability(history, number), number) for number in plainly]
        best.sort(key=lambda offer: (-offer[0], offer[1]))
        return [vocabulary.shown(number) for _, number in best[:count]]

    def probability(self, situation: Situation, word: str) -> float:
        """Return the model's probability; 0 for a word it does not know."""
        number = self._model.vocabulary.number(word)
        known = self._model.vocabulary.is_word(number)
        return self._model.probability(self._history(situation), number) if known else 0.0

    def is_offensive(self, word: str) -> bool:
        """Whether the model marks `word` as offensive."""
        return self._model.is_offensive(self._model.vocabulary.number(word))

    def _history(self, situation: Situation) -> list[int]:
        return self._model.history(situation.sentence)


class MessageSource:
    """The words the message itself already holds: what was said once is often said again."""

    _SHORTEST = 4

    def offers(self, situation: Situation, count: int, barred: Collection[str]) -> list[str]:
        """Return the message's own longer words that fit the letters, latest first."""
        said = reversed(situation.earlier + situation.sentence)
        fitting = (
            word
            for word in said
            if len(word) >= self._SHORTEST
            and _fits(fold(word), situation.letters)
            and fold(word) not in barred
        )
        return list(dict.fromkeys(fitting))[:count]

    def probability(self, situation: Situation, word: str) -> float:
        """Return the share that `word` has of the message's words."""
        said = [fold(one) for one in situation.earlier + situation.sentence]
        return said.count(fold(word)) / len(said) if len(word) >= self._SHORTEST and said else 0.0

    def is_offensive(self, word: str) -> bool:
        """Return False: these words were chosen by the person."""
        del word
        return False


def _fits(folded: str, letters: str) -> bool:
    return folded.startswith(letters) or plain(folded) == letters
