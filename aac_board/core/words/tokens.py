"""From running text to the words a model knows: sentences, folding of capitals, and plain spellings."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?|[.?!…]+(?=[\s\"”’')\]]|$)|\n")
_ENDS = ".?!…\n"
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "st", "prof", "no", "vs"})


def fold(word: str) -> str:
    """Return `word` as models look it up: small letters, straight apostrophes."""
    return word.lower().replace("’", "'")


def plain(word: str) -> str:
    """Return folded `word` without apostrophes and accents, as somebody in a hurry spells it."""
    if word.isascii():
        return word.replace("'", "")
    bare = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in bare if sign != "'" and not unicodedata.combining(sign))


def is_number(word: str) -> bool:
    """Whether the token has a digit in it: 7, 7pm, 1984."""
    return any(sign.isdigit() for sign in word)


def sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence of `text` in order, with their capitals; signs are dropped.

    The last list is empty where the text ends with a sentence, so that what follows opens a new one. An empty
    text is one empty sentence. Hyphens part words; a word's own apostrophes stay.
    """
    found: list[list[str]] = [[]]
    for match in _WORD.finditer(text):
        token = match.group()
        if token[0] not in _ENDS:
            found[-1].append(token.rstrip("'’"))
        elif found[-1] and not (token == "." and found[-1][-1].lower() in _TITLES):  # noqa: S105 - a full stop
            found.append([])
    return found
