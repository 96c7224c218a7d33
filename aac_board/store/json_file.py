"""JSON as it is found on disks: with or without a byte order mark, cut off, or no JSON at all."""

from __future__ import annotations

import json
from typing import Any

from aac_board.core.errors import FileError

# Deeper than any settings or board file; well below what the parser or the writer can take.
_DEEPEST = 100


def parsed(data: bytes, name: str) -> Any:  # noqa: ANN401 - a file may hold anything
    """Return what the bytes of the file called `name` say: UTF-8, UTF-16 or UTF-32, by their first bytes.

    Raises FileError with one sentence for anything that is no JSON, nested too deeply, or has absurd numbers.
    NaN and Infinity, which are no JSON, are read because some programs write them.
    """
    if not data.strip():
        raise FileError(f"{name} is empty.")
    try:
        value = json.loads(data)
    except UnicodeDecodeError:
        raise FileError(f"{name} cannot be read: it is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise FileError(f"{name} cannot be read: line {error.lineno} is damaged.") from None
    except RecursionError:
        raise FileError(f"{name} cannot be read: it is nested too deeply.") from None
    except ValueError:
        raise FileError(f"{name} cannot be read: a number in it is too long.") from None
    if _deeper_than(value, _DEEPEST):
        raise FileError(f"{name} cannot be read: it is nested too deeply.")
    return value


def _deeper_than(value: object, most: int) -> bool:
    level = [value]
    for _ in range(most):
        inside: list[object] = []
        for item in level:
            if isinstance(item, dict):
                inside += item.values()
            elif isinstance(item, list):
                inside += item
        if not inside:
            return False
        level = inside
    return True


def spelled(value: object) -> bytes:
    """Return `value` as JSON in UTF-8 that people can read; half characters are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace") + b"\n"
