"""The message being written: text, the space a word brings along, and undo of every step.

A word taken in one pick brings its space, but a soft one: a sign such as "." or "'s" that belongs to the word
takes it away again, and the next letter or word fills it. A message is immutable; each change is a new message
that remembers the one before, so undo is going back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_ATTACHES = ".,?!:;)%’'…"
_ENDS_SENTENCE = re.compile(r"[.?!…][\"”’')]*$")
_NUMBER_SIGN = re.compile(r"\d[.,:/]$")
_LONE_I = re.compile(r"(^|(?<=[\s(\"“]))i(?=$|['’\s.,?!:;])")
_UNDO_STEPS = 1000


@dataclass(frozen=True)
class Message:
    """What was written so far.

    `text` holds no soft space; `soft_space` says that one follows. `shift` makes the next letter a capital.
    `spoken` says that this very text has been said. `before` is the message one step ago.
    """

    text: str = ""
    soft_space: bool = False
    shift: bool = False
    spoken: bool = False
    entry_start: int = 0
    capitals: bool = True
    before: Message | None = field(default=None, compare=False, repr=False)

    @property
    def shown(self) -> str:
        """The text with its soft space, as the message bar shows it."""
        return self.text + " " if self.soft_space else self.text

    @property
    def words(self) -> str:
        """The text as it is to be said."""
        return self.text.strip()

    @property
    def partial(self) -> str:
        """The word being spelled; "" between words."""
        return "" if self.soft_space else re.split(r"\s", self.text)[-1].lstrip('("“')

    @property
    def context(self) -> str:
        """The text before the word being spelled, without the space between."""
        return self.shown[: len(self.shown) - len(self.partial)].rstrip()

    @property
    def at_sentence_start(self) -> bool:
        """Whether the word being spelled, or the next one, opens a sentence."""
        return not self.context or bool(_ENDS_SENTENCE.search(self.context))

    def _step(
        self, text: str, *, soft: bool = False, shift: bool = False, entry: int | None = None
    ) -> Message:
        start = len(self.text) if entry is None else entry
        changed = Message(text, soft, shift, entry_start=min(start, len(text)), capitals=self.capitals)
        return replace(changed, before=self._bounded())

    def _bounded(self) -> Message:
        chain: list[Message] = []
        here: Message | None = self
        while here is not None and len(chain) <= _UNDO_STEPS:
            chain.append(here)
            here = here.before
        if here is None:
            return self
        shortened = replace(chain[_UNDO_STEPS // 2], before=None)
        for message in reversed(chain[: _UNDO_STEPS // 2]):
            shortened = replace(message, before=shortened)
        return shortened

    def add_text(self, letters: str) -> Message:
        """Append letters or a sign to the word being spelled."""
        if letters in _ATTACHES:
            return self._add_sign(letters)
        if self._capital_due:
            letters = letters[:1].upper() + letters[1:]
        base = self._with_lone_i_raised() if not letters[:1].isalpha() else self.text
        if self.soft_space and not (letters[:1].isdigit() and _NUMBER_SIGN.search(base)):
            base += " "
        return self._step(base + letters, entry=len(base))

    @property
    def _capital_due(self) -> bool:
        return self.shift or (self.capitals and not self.partial and self.at_sentence_start)

    def _add_sign(self, sign: str) -> Message:
        base = self._with_lone_i_raised()
        base = base.rstrip(" ") if sign not in "'’" else base
        return self._step(base + sign, soft=sign in ".,?!:;…", entry=len(base))

    def add_words(self, words: str) -> Message:
        """Append whole words; they bring a soft space, and a word half spelled before them stays."""
        return self._add_whole(words, replacing=0)

    def complete(self, word: str) -> Message:
        """Put `word` in the place of the word being spelled; it brings a soft space."""
        return self._add_whole(word, replacing=len(self.partial))

    def _add_whole(self, words: str, *, replacing: int) -> Message:
        words = words.strip()
        base = self.text[: len(self.text) - replacing]
        opens = not base.strip() or _ENDS_SENTENCE.search(base.rstrip())
        if self.shift or (self.capitals and opens):
            words = words[:1].upper() + words[1:]
        if base and not base[-1].isspace() and not (base[-1] in '("“' and replacing):
            base += " "
        return self._step(base + words, soft=True, entry=len(base))

    def add_space(self) -> Message:
        """End the word being spelled; a second space in a row changes nothing."""
        if not self.text or self.text.endswith(" "):
            return self
        text = self._with_lone_i_raised()
        return self._step(text + " ", entry=len(text))

    def _with_lone_i_raised(self) -> str:
        return _LONE_I.sub("I", self.text) if self.capitals else self.text

    def with_shift(self) -> Message:
        """Make the next letter a capital, or not after all."""
        return replace(self, shift=not self.shift, before=self._bounded())

    def backspace(self) -> Message:
        """Take back the last letter, or a word that came in one pick and is still the last thing written."""
        if not self.text:
            return self
        whole = self.soft_space and self.text[self.entry_start :].strip(_ATTACHES)
        if whole:
            return self._after_deletion(self.text[: self.entry_start])
        return self._step(self.text[:-1], entry=len(self.text) - 1)

    def delete_word(self) -> Message:
        """Take away the word being spelled, or the last whole word with its signs."""
        if not self.text:
            return self
        return self._after_deletion(re.sub(r"\S+\s*$", "", self.text))

    def _after_deletion(self, rest: str) -> Message:
        kept = rest.rstrip(" ")
        return self._step(kept, soft=bool(kept), entry=len(kept))

    def cleared(self) -> Message:
        """Empty it; undo brings everything back."""
        return self._step("") if self.text else self

    def as_spoken(self) -> Message:
        """Mark it as said; this is no step of its own for undo."""
        return replace(self, text=self._with_lone_i_raised(), spoken=True)

    def undone(self) -> Message:
        """Return the message one step ago, or itself where there is none."""
        return self.before or self

    def history(self) -> Iterator[Message]:
        """Go back through the steps, newest first, without itself."""
        here = self.before
        while here is not None:
            yield here
            here = here.before
