"""The words offered while a message is written: next words, and endings for the letters typed so far.

message ─► situation (words before, letters typed) ─► every source offers words ─► weighted sum of their
probabilities ─► capitals as they would be written here ─► as many as there are slots
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aac_board.core.words.message import Message
from aac_board.core.words.model import WordModel
from aac_board.core.words.sources import MessageSource, ModelSource, Situation, Source
from aac_board.core.words.tokens import fold

MESSAGE_WEIGHT = 0.02
_SPARE = 8
_LONGEST_WORD = 40
_LONGEST_LOOK_BACK = 2000
_LETTERS_LEFT_OF_OFFENSIVE = 1
_CAPITAL_MISSING = 0.2


@dataclass(frozen=True)
class Weighted:
    """A source and its share in the sum."""

    source: Source
    weight: float


class Predictor:
    """Offers words for a message. The same message, slots and words passed over give the same offers."""

    def __init__(
        self,
        model: WordModel | None,
        *,
        offer_offensive: bool = False,
        more: Sequence[Weighted] = (),
    ) -> None:
        """Offer the words of `model` and of the `more` sources; without a model, those of the message itself.

        Offensive words come only when they are spelled to the last letter but one, unless `offer_offensive`.
        """
        self._offer_offensive = offer_offensive
        own = [Weighted(ModelSource(model), 1.0)] if model else []
        self._sources = (*own, *more, Weighted(MessageSource(), MESSAGE_WEIGHT))

    def suggest(
        self, message: Message, slots: int, passed_over: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        """Return up to `slots` words that may come next or complete the letters typed, best first.

        Each is written as it would stand in the message: picking it calls `message.complete`. None comes twice.
        Words in `passed_over`, in whatever capitals, are not offered. The letters typed are offered as they are
        only where a slot would stay empty.
        """
        head, hyphen, letters = message.partial.rpartition("-")
        if slots <= 0 or len(letters) > _LONGEST_WORD or any(sign.isdigit() for sign in letters):
            return ()
        before = f"{message.context[-_LONGEST_LOOK_BACK:]} {head}"
        situation = Situation.after(before, letters)
        barred = {fold(word)[len(head + hyphen) :] for word in passed_over}
        ranked = self._ranked(situation, slots + _SPARE, barred, capital=_asks_for_name(message, letters))
        written = dict.fromkeys(_written(word, head + hyphen, letters, message) for word in ranked)
        words = [word for word in written if word != message.partial]
        same = [word for word in written if word == message.partial]
        return tuple((words[:slots] + same)[:slots])

    def _ranked(self, situation: Situation, count: int, barred: set[str], *, capital: bool) -> list[str]:
        """Return the words all sources offer, the likeliest first, each in its own capitals."""
        offered: dict[str, str] = {}
        for one in self._sources:
            for word in one.source.offers(situation, count, barred):
                offered.setdefault(fold(word), word)
        scores = {
            word: self._score(situation, word, capital=capital)
            for key, word in offered.items()
            if not self._held_back(key, situation.letters)
        }
        return sorted(scores, key=lambda word: (-scores[word], word))

    def _score(self, situation: Situation, word: str, *, capital: bool) -> float:
        total = sum(one.weight * one.source.probability(situation, word) for one in self._sources)
        return total * _CAPITAL_MISSING if capital and word.islower() else total

    def _held_back(self, key: str, letters: str) -> bool:
        if self._offer_offensive or len(letters) >= len(key) - _LETTERS_LEFT_OF_OFFENSIVE:
            return False
        return any(one.source.is_offensive(key) for one in self._sources)


def _asks_for_name(message: Message, letters: str) -> bool:
    """Whether the person made this a capital where none comes by itself."""
    automatic = message.capitals and message.at_sentence_start
    return not automatic and (message.shift or letters[:1].isupper())


def _written(word: str, head: str, letters: str, message: Message) -> str:
    """Return `head` and `word` with the capitals they would have in the message; those typed are kept."""
    if len(letters) > 1 and letters.isupper():
        return head + word.upper()
    opens = not head and ((message.capitals and message.at_sentence_start) or message.shift)
    if opens or letters[:1].isupper():
        word = word[:1].upper() + word[1:]
    return head + word
