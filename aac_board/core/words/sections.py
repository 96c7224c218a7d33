"""The file of a word model: named sections of plain numbers behind a checked header.

    header, 32 bytes   magic "AACWORDS", version, number of sections, size of the whole file,
                       CRC-32 of header and table (reckoned with this field 0)
    table              for each section 40 bytes: name, type of its numbers, CRC-32, offset, length in bytes
    sections           little-endian, each starting at a multiple of 8

Reading copies nothing: a section is a view into the buffer, usable straight from a memory map. The header is
checked on every load; the sections' own checksums by `Sections.check`, which reads the whole file.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Mapping
from typing import cast

from aac_board.core.errors import ModelError

MAGIC = b"AACWORDS"
VERSION = 1
_HEADER = struct.Struct("<8sIIQII")
_ENTRY = struct.Struct("<16ssxxxIQQ")
_TYPES = {b"B": 1, b"H": 2, b"I": 4, b"Q": 8, b"f": 4, b"d": 8}
_REMEDY = "Install the program again, or train the model anew."
_MOST_SECTIONS = 1000


class Sections:
    """The sections of one word model, by name."""

    def __init__(self, buffer: bytes | memoryview) -> None:
        """Read the header and the table of `buffer`; ModelError for anything but a whole, known model."""
        if sys.byteorder != "little":
            raise ModelError("Word models cannot be read on this kind of computer.")
        self._view = memoryview(buffer).cast("B")
        count, size = _checked_header(self._view)
        table_end = _HEADER.size + count * _ENTRY.size
        self._places: dict[str, tuple[str, int, int, int]] = {}
        for at in range(_HEADER.size, table_end, _ENTRY.size):
            name, kind, crc, offset, length = _ENTRY.unpack_from(self._view, at)
            if kind not in _TYPES or length % _TYPES[kind] or offset % 8 or offset + length > size:
                raise ModelError(f"The word model is damaged: its table of contents is wrong. {_REMEDY}")
            text = name.rstrip(b"\0").decode("ascii", "replace")
            self._places[text] = (kind.decode(), crc, offset, length)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def bytes(self, name: str) -> bytes:
        """Return a copy of section `name`; ModelError if it is missing."""
        return self._raw(name).tobytes()

    def whole_numbers(self, name: str) -> memoryview[int]:
        """Return the view of section `name` as whole numbers; ModelError if it is missing or of other type."""
        return cast("memoryview[int]", self._numbers(name, "BHIQ"))

    def fractions(self, name: str) -> memoryview[float]:
        """Return the view of section `name` as fractions; ModelError if it is missing or of other type."""
        return cast("memoryview[float]", self._numbers(name, "fd"))

    def _numbers(self, name: str, kinds: str) -> object:
        raw = self._raw(name)
        kind = self._places[name][0]
        if kind not in kinds:
            raise ModelError(f"The word model is damaged: its part {name} is of the wrong kind. {_REMEDY}")
        return raw.cast(kind)  # type: ignore[call-overload]  # its type depends on the letter

    def _raw(self, name: str) -> memoryview:
        if name not in self._places:
            raise ModelError(f"The word model is damaged: its part {name} is missing. {_REMEDY}")
        _, _, offset, length = self._places[name]
        return self._view[offset : offset + length]

    def check(self) -> None:
        """Compare every section with its checksum; ModelError names the first that differs."""
        for name, (_, crc, _, _) in self._places.items():
            if zlib.crc32(self._raw(name)) != crc:
                raise ModelError(f"The word model is damaged: its part {name} has changed. {_REMEDY}")


def _checked_header(view: memoryview) -> tuple[int, int]:
    """Return (number of sections, size in bytes) of the file in `view`; ModelError if it cannot be used."""
    if len(view) < _HEADER.size or bytes(view[:8]) != MAGIC:
        raise ModelError("This file is not a word model.")
    _, version, count, size, crc, _ = _HEADER.unpack_from(view)
    if version > VERSION:
        raise ModelError("The word model was made for a newer AAC Board. Update the program to use it.")
    if len(view) != size:
        raise ModelError(f"The word model is damaged: it was cut short or added to. {_REMEDY}")
    table_end = _HEADER.size + count * _ENTRY.size
    if count > _MOST_SECTIONS or table_end > size or _head_crc(bytes(view[:table_end])) != crc:
        raise ModelError(f"The word model is damaged: its first page has changed. {_REMEDY}")
    return count, size


def _head_crc(head: bytes) -> int:
    """Return the CRC-32 of header and table with the header's own CRC field taken as 0."""
    return zlib.crc32(head[28:], zlib.crc32(bytes(4), zlib.crc32(head[:24])))


def pack(sections: Mapping[str, bytes | array[int] | array[float]]) -> bytes:
    """Return the file that holds `sections`, in their order. Same sections, same bytes.

    An array's type code becomes the section's type; bytes are type B. Names are ASCII, at most 16 letters.
    """
    offset = _aligned(_HEADER.size + len(sections) * _ENTRY.size)
    table, body = b"", []
    for name, content in sections.items():
        kind, raw = ("B", content) if isinstance(content, bytes) else (content.typecode, _little(content))
        table += _ENTRY.pack(name.encode("ascii"), kind.encode(), zlib.crc32(raw), offset, len(raw))
        body.append(raw.ljust(_aligned(len(raw)), b"\0"))
        offset += len(body[-1])
    header = _HEADER.pack(MAGIC, VERSION, len(sections), offset, 0, 0)
    crc = _head_crc(header + table)
    head = _HEADER.pack(MAGIC, VERSION, len(sections), offset, crc, 0) + table
    return head.ljust(_aligned(len(head)), b"\0") + b"".join(body)


def _aligned(size: int) -> int:
    return (size + 7) & ~7


def _little(numbers: array[int] | array[float]) -> bytes:
    if sys.byteorder != "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
