"""Reading texts: one utterance a line, plain or gzipped."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from aac_board.core.errors import FileError

_NOT_LETTERS = re.compile(r"[^a-z' ]+")


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a .txt or .txt.gz file that are not empty, stripped; FileError if it cannot be read."""
    try:
        with _opened(path) as file:
            yield from (line.strip() for line in file if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FileError(f"The text {path.name} cannot be read: {error}.") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def bare_words(line: str) -> list[str]:
    """Return the words of `line` with capitals and signs dropped, as keystroke savings are reckoned: a-z and '.

    A hyphen or a sign between letters parts words; a word of apostrophes only is none.
    """
    small = line.lower().replace("’", "'")
    return [word for word in _NOT_LETTERS.sub(" ", small).split() if word.strip("'")]
