"""Icons from the Material Design Icons font, drawn as text so that they are crisp at any size."""

from __future__ import annotations

from functools import cache

from fonticon_mdi7 import MDI7
from PySide6.QtGui import QFont, QFontDatabase


@cache
def _family() -> str:
    loaded = QFontDatabase.addApplicationFont(MDI7.__font_file__)
    families = QFontDatabase.applicationFontFamilies(loaded)
    return families[0] if families else ""


def glyph(name: str) -> str:
    """Return the character of an icon such as "volume-high"; "" if there is none of that name."""
    found = getattr(MDI7, name.replace("-", "_"), "") if name else ""
    return str(found).partition(".")[2]


def icon_font(pixels: int) -> QFont:
    """Return the font that draws icons `pixels` high."""
    font = QFont(_family())
    font.setPixelSize(max(pixels, 1))
    return font
