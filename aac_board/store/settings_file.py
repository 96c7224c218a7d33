"""The settings file: `{"schema": 1, "settings": {"scan": {"step_ms": 900}, …}}`.

Only what differs from the default is written, so that better defaults reach people later. What this program does
not know, keys or whole groups, stays in the file. A value that no setting takes is mended and named in a notice,
and the file as it was is kept as `settings.json.bad-<date>`. Reading never raises: the program always starts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from aac_board.core.errors import FileError
from aac_board.core.settings import (
    DEFAULTS,
    SPECS,
    SettingError,
    Settings,
    Value,
    check,
    parse,
    shown,
)
from aac_board.store.json_file import parsed, spelled
from aac_board.store.places import Places
from aac_board.store.safe_write import Opener, keep_aside, last_copy, open_private, write
from aac_board.store.upgrades import SETTINGS, Data

Today: TypeAlias = Callable[[], dt.date]
_GROUPS = {key.partition(".")[0] for key in SPECS}


@dataclass(frozen=True)
class Loaded:
    """Settings that can be worked with, and one plain sentence for each thing that was not as it should be."""

    settings: Settings
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """What a settings file holds, brought up to our schema, and the schema it had."""

    data: Data
    schema: int

    @property
    def is_newer(self) -> bool:
        return self.schema > SETTINGS.newest


def load(places: Places, today: Today = dt.date.today) -> Loaded:
    """Read the settings. Never raises; `today` gives the date in the name of a damaged file that is kept."""
    try:
        file = _read(places.settings)
    except FileError:
        return _after_damage(places, today)
    return Loaded(DEFAULTS) if file is None else _understood(places, file, today)


def _read(path: Path) -> _File | None:
    """Return what the file holds, None if there is none; FileError if it is damaged."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        raise FileError(f"{path.name} could not be read.") from None
    data = parsed(content, path.name)
    if not isinstance(data, dict):
        raise FileError(f"{path.name} holds no settings.")
    return _File(SETTINGS.upgraded(data), SETTINGS.schema_of(data))


def _after_damage(places: Places, today: Today) -> Loaded:
    path = places.settings
    before = _last_good(path)
    try:
        kept = f"The damaged file is kept as {_set_aside(path, today).name}."
        write(path, spelled(before.data if before else {"schema": SETTINGS.newest}), keep_last=False)
    except FileError as error:
        kept = str(error)
    if before is None:
        return Loaded(DEFAULTS, (f"The settings file was damaged; every setting is at its default. {kept}",))
    loaded = _understood(places, before, today)
    notice = f"The settings file was damaged; the settings before the last change are used. {kept}"
    return Loaded(loaded.settings, (notice, *loaded.notices))


def _last_good(path: Path) -> _File | None:
    try:
        return _read(last_copy(path))
    except FileError:
        return None


def _set_aside(path: Path, today: Today) -> Path:
    return keep_aside(path, f"bad-{today().isoformat()}")


def _understood(places: Places, file: _File, today: Today) -> Loaded:
    settings, mended = _values(file.data.get("settings", {}))
    if file.is_newer:
        # Nothing is written until the person changes something: the newer program may come back.
        notice = "The settings were saved by a newer AAC Board; what this one knows of them is used."
        return Loaded(settings, (f"{notice} {_mended_sentence(mended)}".strip(),))
    kept = ""
    try:
        if mended:
            kept = f"The file as it was is kept as {_set_aside(places.settings, today).name}."
        if mended or file.schema < SETTINGS.newest:
            save(places, settings, today)
    except FileError as error:
        kept = str(error)
    notice = f"{_mended_sentence(mended)} {kept}".strip()
    return Loaded(settings, (notice,) if notice else ())


def _mended_sentence(mended: list[str]) -> str:
    if not mended:
        return ""
    return f"Some settings could not be used as they stood in the file: {', '.join(mended)}."


def _values(groups: object) -> tuple[Settings, list[str]]:
    """Return the settings that `groups` says, and in words what had to be mended."""
    settings, mended = DEFAULTS, []
    if not isinstance(groups, dict):
        return settings, ["every setting is now at its default"]
    for group in _GROUPS & groups.keys():
        if not isinstance(groups[group], dict):
            mended.append(f"all of {group} is now at its default")
            continue
        for key, raw in _known(group, groups[group]):
            value = _fitting(key, raw)
            if value is None:
                value = _nearest(key, raw)
                mended.append(f"{SPECS[key].label} is now {shown(key, value) or 'empty'}")
            settings = settings.with_value(key, value)
    return settings, sorted(mended)


def _known(group: str, values: dict[str, object]) -> Iterator[tuple[str, object]]:
    for name, raw in values.items():
        if f"{group}.{name}" in SPECS:
            yield f"{group}.{name}", raw


def _fitting(key: str, raw: object) -> Value | None:
    try:
        return check(key, raw)
    except (SettingError, ValueError, OverflowError):
        return None


def _nearest(key: str, raw: object) -> Value:
    """Return the value nearest to `raw` that the setting takes, else its default."""
    default = DEFAULTS.get(key)
    if isinstance(default, (bool, tuple)) and isinstance(raw, str):
        try:
            return parse(key, raw)
        except SettingError:
            return default
    number = _number(raw)
    if isinstance(default, (bool, tuple, str)) or math.isnan(number):
        return default
    low, high = SPECS[key].low, SPECS[key].high
    number = max(number, -math.inf if low is None else low)
    number = min(number, math.inf if high is None else high)
    if math.isinf(number):
        return default
    return round(number) if isinstance(default, int) else number


def _number(raw: object) -> float:
    """Return `raw` as a number, also where it is spelled in quotes; NaN if it is none."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        return math.nan
    try:
        return float(raw)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf if isinstance(raw, int) and raw > 0 else -math.inf


def save(
    places: Places,
    settings: Settings,
    today: Today = dt.date.today,
    *,
    opener: Opener = open_private,
) -> None:
    """Write the settings and keep what the file holds besides. FileError if it cannot be written: then it is
    unchanged. A file that is damaged, or of an older or newer program, is first kept aside.
    """
    path = places.settings
    file = _worth_keeping(path, today)
    before = file.data if file else {}
    groups = before.get("settings")
    after = {"schema": 0, **before, "settings": _merged(groups if isinstance(groups, dict) else {}, settings)}
    after["schema"] = SETTINGS.newest
    if file is None or file.schema != SETTINGS.newest or after != before:
        write(path, spelled(after), what="The settings", keep_last=file is not None, opener=opener)


def _worth_keeping(path: Path, today: Today) -> _File | None:
    """Return what the file on disk holds, None if there is nothing or it was damaged and is now kept aside."""
    try:
        file = _read(path)
    except FileError:
        _set_aside(path, today)
        return None
    if file is not None and file.schema != SETTINGS.newest:
        keep_aside(path, f"schema-{file.schema}")
    return file


def _merged(groups: Data, settings: Settings) -> Data:
    """Return `groups` with every known key as in `settings`, without those at their default."""
    result = {name: dict(group) if isinstance(group, dict) else group for name, group in groups.items()}
    for key in SPECS:
        group, _, name = key.partition(".")
        if not isinstance(result.get(group), dict):
            result[group] = {}
        result[group].pop(name, None)
        if settings.get(key) != DEFAULTS.get(key):
            result[group][name] = settings.get(key)
    return {name: group for name, group in result.items() if group or name not in _GROUPS}
