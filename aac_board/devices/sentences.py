"""Long texts in pieces, so that the first words are heard while the rest is still being made into sound."""

from __future__ import annotations

import itertools
import re

SHORT = 120
LONG = 300
# After these a full stop ends no sentence.
_ABBREVIATED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Prof|No|vs|etc|e\.g|i\.e|approx)|\b[A-Z])\.$")
_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)]*\s+|\n+")
_BREATH = re.compile(r"(?<=[,;:])\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def pieces(text: str) -> list[str]:
    """Return the text in speakable pieces: one if it is short, else its sentences, and the longest of these cut at
    commas or spaces. Nothing speakable is lost; a text without anything to say gives no pieces.
    """
    whole = _CONTROL.sub(" ", text).strip()
    if len(whole) <= SHORT:
        return [whole] if whole else []
    return [piece for sentence in _sentences(whole) for piece in _shortened(sentence)]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    open_ended = False
    for part in _split(_END, text):
        if open_ended:
            found[-1] += f" {part}"
        else:
            found.append(part)
        open_ended = bool(_ABBREVIATED.search(part))
    return found


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    cuts = [0, *(match.end() for match in pattern.finditer(text)), len(text)]
    parts = (text[start:end].strip() for start, end in itertools.pairwise(cuts))
    return [part for part in parts if part]


def _shortened(sentence: str) -> list[str]:
    if len(sentence) <= LONG:
        return [sentence]
    short: list[str] = []
    for part in _split(_BREATH, sentence):
        for word in [part] if len(part) <= LONG else part.split():
            if short and len(short[-1]) + len(word) < LONG:
                short[-1] += f" {word}"
            else:
                short.append(word)
    return short
