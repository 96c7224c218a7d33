"""Voice profiles: `voices/*.toml`, small files that people can read, copy and mend by hand.

    schema = 1
    id = "anna"                        # what the setting speech.voice holds
    name = "Anna (my own voice)"
    [engine]
    use = ["pyttsx3", "espeak-ng"]     # best first
    match = { name = "Anna" }          # the voice's name with these engines; left out: their usual one
    [sound]
    rate = 1.0                         # factors on what the person set
    volume = 1.0
    lead_silence_ms = 150              # in the place of what the person set

A broken profile is left out and a key that is not known is passed over; both are told in one plain sentence.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aac_board.core.errors import FileError

# Chosen at run time, because type checkers for 3.10 ask for tomli also where it is not needed.
tomllib = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

SCHEMA = 1


@dataclass(frozen=True)
class VoiceProfile:
    """A named voice. engines: names, best first, empty for any; voice: the name they know it by, "" their usual one;
    rate and volume: factors on what the person set; lead_silence_ms: None for what the person set.
    """

    id: str
    name: str
    engines: tuple[str, ...] = ()
    voice: str = ""
    rate: float = 1.0
    volume: float = 1.0
    lead_silence_ms: int | None = None


@dataclass(frozen=True)
class Loaded:
    """The profiles that can be used, and one plain sentence for each thing that was not as it should be."""

    profiles: tuple[VoiceProfile, ...]
    notices: tuple[str, ...] = ()


def load_profiles(folders: Iterable[Path]) -> Loaded:
    """Read every profile of the folders, in the order of their names. A later folder's profile takes the place of an
    earlier one's with the same id; a folder that does not exist holds none. Never raises.
    """
    profiles: dict[str, VoiceProfile] = {}
    notices: list[str] = []
    for path in _files(folders):
        try:
            profile, unknown = _read(path)
        except FileError as error:
            notices.append(str(error))
            continue
        profiles[profile.id] = profile
        notices += [f"The voice profile {path.name} says {key}, which is not known here." for key in unknown]
    return Loaded(tuple(profiles.values()), tuple(notices))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob("*.toml"))


class _Table:
    """A table of a profile, which notes what was asked of it."""

    def __init__(self, data: object, file: str, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise FileError(f"The voice profile {file} was left out: {path.strip('.')} is not a table.")
        self._data: Mapping[str, Any] = data
        self._file = file
        self._path = path
        self._known: set[str] = set()
        self._tables: list[_Table] = []

    def table(self, key: str) -> _Table:
        """Return the table `key`, empty if there is none."""
        self._known.add(key)
        inner = _Table(self._data.get(key, {}), self._file, f"{self._path}{key}.")
        self._tables.append(inner)
        return inner

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self._wrong(key, "has to be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if there is none."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "has to be a list of names")
        return tuple(value)

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return a number between low and high."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise self._wrong(key, f"has to be a number from {low:g} to {high:g}")
        return value

    def unknown(self) -> list[str]:
        """Return the full names of the keys that nobody asked for."""
        mine = [f"{self._path}{key}" for key in self._data if key not in self._known]
        return mine + [key for table in self._tables for key in table.unknown()]

    def _value(self, key: str, default: object) -> object:
        self._known.add(key)
        return self._data.get(key, default)

    def _wrong(self, key: str, why: str) -> FileError:
        return FileError(f"The voice profile {self._file} was left out: {self._path}{key} {why}.")


def _read(path: Path) -> tuple[VoiceProfile, list[str]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise FileError(f"The voice profile {path.name} was left out because it cannot be read.") from None
    top = _Table(data, path.name)
    if top.number("schema", 0, 0, 1e6) > SCHEMA:
        raise FileError(
            f"The voice profile {path.name} was left out: it is from a newer version of AAC Board."
        )
    engine, sound = top.table("engine"), top.table("sound")
    profile = VoiceProfile(
        id=top.text("id"),
        name=top.text("name"),
        engines=engine.texts("use"),
        voice=engine.table("match").text("name", ""),
        rate=sound.number("rate", 1.0, 0.3, 3.0),
        volume=sound.number("volume", 1.0, 0.0, 1.0),
    )
    lead_ms = sound.number("lead_silence_ms", -1, -1, 2000)
    if lead_ms >= 0:
        profile = replace(profile, lead_silence_ms=int(lead_ms))
    return profile, top.unknown()
