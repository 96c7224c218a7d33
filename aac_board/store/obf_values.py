"""Single values of board files, read as real files spell them: texts, ids, colours, yes and no, where links lead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import unquote

Data: TypeAlias = "dict[str, Any]"

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_RGB = re.compile(
    r"rgba?\(\s*([^\s,]+)\s*,\s*([^\s,]+)\s*,\s*([^\s,)]+)\s*(?:,\s*([^\s,)]+)\s*)?\)", re.IGNORECASE
)
# The colours that CSS 2.1 names.
_NAMED = {
    "aqua": "#00ffff",
    "black": "#000000",
    "blue": "#0000ff",
    "fuchsia": "#ff00ff",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "lime": "#00ff00",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "teal": "#008080",
    "transparent": "",
    "white": "#ffffff",
    "yellow": "#ffff00",
}


class Raw(dict[str, Any]):
    """An object of a board file as it stood there, and what was made of it (`as_read`: a Button or a Board).

    So a writer can tell what was changed since, and leaves everything else as it was spelled.
    """

    as_read: object = None


@dataclass
class Notes:
    """What was odd in one board, each thing once, as plain sentences."""

    problems: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Note it, unless it is noted already."""
        if sentence not in self.problems:
            self.problems.append(sentence)


def id_of(value: object) -> str:
    """Return an id as text, whether the file has a text or a number; "" if it is neither."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(value)


def whole(text: str) -> str:
    """Return `text` with half characters, which nothing can show or save, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def text_of(value: object, what: str, notes: Notes, locale: str = "") -> str:
    """Return a text; a number is spelled out, of several languages the one of `locale` is taken, None is "".

    Anything else is "" and noted as `what`.
    """
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict) and (texts := {k: v for k, v in value.items() if isinstance(v, str)}):
        return whole(texts.get(locale, next(iter(texts.values()))))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if value is not None:
        notes.add(f"{what} is no text.")
    return ""


def flag_of(value: object, what: str, notes: Notes) -> bool:
    """Return yes or no; anything that is neither is no and noted as `what`."""
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    if value is None or (isinstance(value, (bool, int)) and value in {0, 1}):
        return bool(value)
    notes.add(f"{what} is neither true nor false.")
    return False


def colour_of(value: object, what: str, notes: Notes) -> str:
    """Return a CSS colour as "#rrggbb", seen on white where it lets light through; "" for none.

    A colour that cannot be read is "" and noted as `what`.
    """
    if value is None or value == "":
        return ""
    colour = _colour(value.strip()) if isinstance(value, str) else None
    if colour is None:
        notes.add(f"{what} is no colour.")
    return colour or ""


def _colour(text: str) -> str | None:
    if (named := _NAMED.get(text.lower())) is not None:
        return named
    if match := _HEX.fullmatch(text):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        parts = [int(digits[start : start + 2], 16) for start in range(0, len(digits), 2)]
        return _on_white(parts[:3], parts[3] / 255 if len(parts) > 3 else 1)
    if match := _RGB.fullmatch(text):
        levels = [_level(part, 255) for part in match.groups()[:3]]
        alpha = _level(match[4], 1) if match[4] else 1
        if alpha is not None and None not in levels:
            return _on_white([level for level in levels if level is not None], alpha)
    return None


def _level(text: str, top: float) -> float | None:
    try:
        number = float(text.removesuffix("%")) * (top / 100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return min(max(number, 0), top) if number == number else None  # noqa: PLR0124 - not for NaN


def _on_white(levels: list[Any], alpha: float) -> str:
    if alpha == 0:
        return ""
    return "#" + "".join(f"{round(255 + (level - 255) * alpha):02x}" for level in levels)


@dataclass(frozen=True)
class Links:
    """Where the links of one package lead.

    `ids` leads from every id a link may use to the id the board has here, `paths` from a path in the package to it.
    """

    ids: Mapping[str, str]
    paths: Mapping[str, str]

    def target(self, link: Mapping[str, Any]) -> str:
        """Return the board a `load_board` means, "" if it is not in the package.

        The path counts before the id: exactly as spelled, then without regard to slashes, case and escapes.
        """
        path = id_of(link.get("path"))
        if path in self.paths:
            return self.paths[path]
        return self._plain_paths.get(plain_path(path)) or self.ids.get(id_of(link.get("id")), "")

    @cached_property
    def _plain_paths(self) -> Mapping[str, str]:
        return {plain_path(path): id_ for path, id_ in self.paths.items()}


def plain_path(path: str) -> str:
    """Return `path` without what programs write differently: slashes, `./` in front, case, %20, é in two parts."""
    plain = unicodedata.normalize("NFC", unquote(path).replace("\\", "/"))
    return re.sub(r"^(\./|/)+", "", plain).casefold()
