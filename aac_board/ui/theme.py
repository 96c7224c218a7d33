"""Colours: three themes, and the contrast between two colours as WCAG 2 computes it."""

from __future__ import annotations

from dataclasses import dataclass

from aac_board.core.boards.board import Kind


@dataclass(frozen=True)
class Theme:
    """The colours of a window, as #rrggbb. `tints` and `stripes` show what kind a cell is."""

    ground: str
    text: str
    quiet: str
    cell: str
    edge: str
    lit: str
    lit_text: str
    lit_frame: str
    chosen: str
    chosen_text: str
    accent: str
    attention: str
    attention_text: str
    trouble: str
    trouble_text: str
    tints: dict[Kind, str]
    stripes: dict[Kind, str]

    def fill(self, kind: Kind) -> str:
        """The ground of a cell of this kind."""
        return self.attention if kind is Kind.ATTENTION else self.tints.get(kind, self.cell)

    def ink(self, kind: Kind) -> str:
        """The text of a cell of this kind."""
        return self.attention_text if kind is Kind.ATTENTION else self.text


LIGHT = Theme(
    ground="#F3F0E9",
    text="#1A1C1E",
    quiet="#55585C",
    cell="#FFFFFF",
    edge="#CFC9BC",
    lit="#0B57D0",
    lit_text="#FFFFFF",
    lit_frame="#06234F",
    chosen="#1E7B4F",
    chosen_text="#FFFFFF",
    accent="#0B57D0",
    attention="#B3261E",
    attention_text="#FFFFFF",
    trouble="#7A1A14",
    trouble_text="#FFFFFF",
    tints={
        Kind.PREDICTION: "#E6EEFB",
        Kind.PHRASE: "#F8F1E2",
        Kind.LINK: "#EDF3EC",
        Kind.ACTION: "#ECE9E1",
        Kind.DEAD: "#F3F0E9",
    },
    stripes={
        Kind.PREDICTION: "#7FA6E6",
        Kind.WORD: "#B9C4D6",
        Kind.PHRASE: "#D8B36A",
        Kind.LINK: "#7FAE7B",
        Kind.ACTION: "#A79F8E",
    },
)
DARK = Theme(
    ground="#14181B",
    text="#F1F4F5",
    quiet="#A9B3BA",
    cell="#232A2F",
    edge="#37414A",
    lit="#FFC53D",
    lit_text="#14181B",
    lit_frame="#FFF3D1",
    chosen="#7CE0A8",
    chosen_text="#14181B",
    accent="#8AB4F8",
    attention="#FF6B60",
    attention_text="#14181B",
    trouble="#FFB4AB",
    trouble_text="#14181B",
    tints={
        Kind.PREDICTION: "#22313F",
        Kind.PHRASE: "#332D22",
        Kind.LINK: "#24322A",
        Kind.ACTION: "#1C2125",
        Kind.DEAD: "#14181B",
    },
    stripes={
        Kind.PREDICTION: "#5C87B8",
        Kind.WORD: "#52606B",
        Kind.PHRASE: "#A8873F",
        Kind.LINK: "#5E9166",
        Kind.ACTION: "#5A646C",
    },
)
CONTRAST = Theme(
    ground="#000000",
    text="#FFFFFF",
    quiet="#FFFFFF",
    cell="#000000",
    edge="#FFFFFF",
    lit="#FFFF00",
    lit_text="#000000",
    lit_frame="#FFFFFF",
    chosen="#00FF66",
    chosen_text="#000000",
    accent="#FFFF00",
    attention="#FF0000",
    attention_text="#000000",
    trouble="#FFFFFF",
    trouble_text="#000000",
    tints={},
    stripes={
        Kind.PREDICTION: "#66CCFF",
        Kind.PHRASE: "#FFCC33",
        Kind.LINK: "#66FF99",
        Kind.ACTION: "#BBBBBB",
    },
)
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
