"""Every setting, declared once.

From these declarations come the settings file, `--set KEY=VALUE`, the settings cells of a board, the help
page and the tests. Times are whole milliseconds and carry `_ms` in their key. Names, ranges and defaults
follow the terms of the field (switch interface manuals, scanning literature); where a default has a source,
the field says so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any, TypeAlias, cast

from aac_board.core.errors import PlainError

Value: TypeAlias = "bool | int | float | str | tuple[str, ...]"


class SettingError(PlainError):
    """A key or value that no setting takes; `str()` is one plain sentence for the person who gave it."""


class Level(Enum):
    """Who usually changes a setting."""

    PERSON = "person"
    THERAPIST = "therapist"
    EXPERT = "expert"


@dataclass(frozen=True)
class Spec:
    """What a setting means and which values it takes: a range with a unit, or a list of choices."""

    label: str
    help: str
    level: Level
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float = 1
    choices: tuple[str, ...] = ()


def _setting(  # noqa: PLR0913 - one keyword for each thing a declaration says
    default: Value,
    label: str,
    help: str,  # noqa: A002 - reads as what it is in every declaration below
    *,
    level: Level = Level.THERAPIST,
    unit: str = "",
    between: tuple[float, float] | None = None,
    step: float = 1,
    choices: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 - dataclasses.field() itself is typed so
    low, high = between or (None, None)
    spec = Spec(label, help, level, unit, low, high, step, choices)
    return field(default=default, metadata={"spec": spec})


@dataclass(frozen=True)
class SwitchSettings:
    """How presses of a switch are read."""

    one_keys: tuple[str, ...] = _setting(
        ("Space", "Return", "Enter", "F12", "Mouse"),
        "Keys of the switch",
        "Keys and mouse buttons that count as the switch. Mouse means any button pressed outside a cell.",
        level=Level.PERSON,
    )
    two_keys: tuple[str, ...] = _setting(
        ("Escape", "Backspace"),
        "Keys of the second switch",
        "Keys that count as a second switch, for those who have one. It leaves the row that is lit.",
    )
    acceptance_ms: int = _setting(
        0,
        "Acceptance time",
        "A press counts only after the switch was held this long. Helps when a hand brushes the switch.",
        unit="ms",
        between=(0, 5000),
        step=50,
    )
    release_ms: int = _setting(
        0,
        "Release time",
        "After the switch is let go, presses are ignored for this long. Helps against double presses.",
        unit="ms",
        between=(0, 3000),
        step=50,
    )
    ignore_repeat_ms: int = _setting(
        100,
        "Ignore repeat",
        "After a press has counted, further presses are ignored for this long.",
        unit="ms",
        between=(0, 5000),
        step=50,
    )
    act_on: str = _setting(
        "press",
        "Act on press or release",
        "Whether the switch counts when it is pressed or when it is let go.",
        choices=("press", "release"),
    )
    long_hold_ms: int = _setting(
        2000,
        "Hold to call for attention",
        "Holding the switch this long sounds the attention signal, whatever else is going on. 0 turns it off.",
        unit="ms",
        between=(0, 10000),
        step=500,
    )
    stuck_ms: int = _setting(
        8000,
        "Stuck switch",
        "A switch held longer than this is taken for stuck: scanning rests until it is released.",
        level=Level.EXPERT,
        unit="ms",
        between=(2000, 60000),
        step=1000,
    )


@dataclass(frozen=True)
class ScanSettings:
    """What lights, for how long, and what happens when nothing is chosen."""

    step_ms: int = _setting(
        1000,
        "Scan time",
        "How long a row or a cell stays lit. A good start is the mean time of a press divided by 0.65.",
        level=Level.PERSON,
        unit="ms",
        between=(100, 10000),
        step=100,
    )
    first_item_delay_ms: int = _setting(
        500,
        "First-item delay",
        "Extra time for the first row and for the first cell of a row, where most presses come too late.",
        unit="ms",
        between=(0, 5000),
        step=100,
    )
    loops_rows: int = _setting(
        3,
        "Loops over the rows",
        "How often all rows are gone through before scanning rests.",
        unit="loops",
        between=(1, 20),
    )
    loops_cells: int = _setting(
        2,
        "Loops over the cells",
        "How often the cells of a row are gone through before the next thing happens.",
        unit="loops",
        between=(1, 20),
    )
    after_last_loop: str = _setting(
        "up",
        "After the last loop in a row",
        "up: the rows light again, from the row that was left. top: from the first row. "
        "stop: scanning rests until a press.",
        choices=("up", "top", "stop"),
    )
    start: str = _setting(
        "press",
        "Start of scanning",
        "press: the first press starts scanning. launch: scanning starts when the board opens.",
        choices=("press", "launch"),
    )
    dim_others: bool = _setting(
        False,
        "Dim what is not lit",
        "Makes the cells that are not lit paler.",
        level=Level.PERSON,
    )
    tick: bool = _setting(
        False,
        "Tick",
        "A soft tick each time the light moves.",
        level=Level.PERSON,
    )


@dataclass(frozen=True)
class WordSettings:
    """How words are written and offered."""

    capitals: bool = _setting(
        True,
        "Capitals by themselves",
        "Sentences start with a capital and a lone i becomes I.",
    )
    after_speaking: str = _setting(
        "new",
        "After speaking",
        "new: the next letter or word starts a new message. keep: it is added to the one just spoken.",
        choices=("new", "keep"),
    )


@dataclass(frozen=True)
class SpeechSettings:
    """The voice."""

    voice: str = _setting(
        "",
        "Voice",
        "The voice's profile or name. Empty: the computer's own voice.",
        level=Level.PERSON,
    )
    rate: int = _setting(
        150,
        "Speaking rate",
        "Words a minute.",
        level=Level.PERSON,
        unit="words/min",
        between=(80, 450),
        step=10,
    )
    volume: int = _setting(
        100,
        "Volume",
        "How loud messages are spoken.",
        level=Level.PERSON,
        unit="%",
        between=(0, 100),
        step=10,
    )
    lead_silence_ms: int = _setting(
        100,
        "Silence before speech",
        "Wakes a sleeping loudspeaker, so that the first word is not cut off.",
        unit="ms",
        between=(0, 2000),
        step=50,
    )


@dataclass(frozen=True)
class BoardSettings:
    """Which boards are shown."""

    set: str = _setting(
        "alphabet",
        "Board set",
        "The name of the board set that opens.",
    )
    home: str = _setting(
        "",
        "First board",
        "The id of the board that opens first and that Home leads to. Empty: the set's own.",
        level=Level.PERSON,
    )


@dataclass(frozen=True)
class LookSettings:
    """Colours and window."""

    theme: str = _setting(
        "light",
        "Colours",
        "light, dark, or high contrast.",
        level=Level.PERSON,
        choices=("light", "dark", "contrast"),
    )
    fullscreen: bool = _setting(
        False,
        "Full screen",
        "Whether the board fills the whole screen.",
        level=Level.PERSON,
    )
    progress: bool = _setting(
        True,
        "Time line",
        "A thin line on what is lit runs out with the scan time, so that a press can be prepared.",
        level=Level.PERSON,
    )


@dataclass(frozen=True)
class Settings:
    """All settings of one person, in groups. Immutable: a change makes a new one."""

    switch: SwitchSettings = field(default_factory=SwitchSettings)
    scan: ScanSettings = field(default_factory=ScanSettings)
    words: WordSettings = field(default_factory=WordSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    board: BoardSettings = field(default_factory=BoardSettings)
    look: LookSettings = field(default_factory=LookSettings)

    def get(self, key: str) -> Value:
        """Return the value of `key`, such as "scan.step_ms"; SettingError for a key that does not exist."""
        spec(key)
        group, name = key.split(".")
        return cast("Value", getattr(getattr(self, group), name))

    def with_value(self, key: str, value: object) -> Settings:
        """Return settings where `key` has `value`; SettingError if the setting cannot take it."""
        checked = check(key, value)
        group, name = key.split(".")
        return replace(self, **{group: replace(getattr(self, group), **{name: checked})})

    def with_text(self, key: str, text: str) -> Settings:
        """Return settings where `key` has the value that `text` spells, as in `--set scan.step_ms=900`."""
        return self.with_value(key, parse(key, text))

    def adjusted(self, key: str, change: str) -> Settings:
        """Apply what a settings cell says: "+100" or "-100" moves a number within its range, "=dark" sets it,
        "next" goes to the next choice.
        """
        now = self.get(key)
        if change == "next":
            return self.with_value(key, _next_choice(key, now))
        if change.startswith("="):
            return self.with_text(key, change[1:])
        spec_ = spec(key)
        if isinstance(now, bool) or not isinstance(now, (int, float)):
            raise SettingError(f"{spec_.label} cannot be moved by {change}.")
        moved = now + _number(key, change)
        low, high = _range(spec_)
        return self.with_value(key, type(now)(min(max(moved, low), high)))


def _next_choice(key: str, now: Value) -> Value:
    if isinstance(now, bool):
        return not now
    choices = spec(key).choices
    if not choices:
        raise SettingError(f"{spec(key).label} has no list of choices to go through.")
    return choices[(choices.index(cast("str", now)) + 1) % len(choices)]


def _specs() -> Iterator[tuple[str, Spec]]:
    for group in fields(Settings):
        for item in fields(cast("Any", group.default_factory)):
            yield f"{group.name}.{item.name}", item.metadata["spec"]


SPECS: Mapping[str, Spec] = dict(_specs())
DEFAULTS = Settings()


def spec(key: str) -> Spec:
    """Return what is declared for `key`; SettingError names the nearest key if there is none."""
    try:
        return SPECS[key]
    except KeyError:
        near = difflib.get_close_matches(key, SPECS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise SettingError(f"There is no setting called {key}.{hint}") from None


def _range(spec_: Spec) -> tuple[float, float]:
    return (
        float("-inf") if spec_.low is None else spec_.low,
        float("inf") if spec_.high is None else spec_.high,
    )


def check(key: str, value: object) -> Value:
    """Return `value` as the setting stores it; SettingError if its type, range or choice is wrong."""
    spec_ = spec(key)
    default = DEFAULTS.get(key)
    match default:
        case bool():
            if isinstance(value, bool):
                return value
            raise SettingError(f"{spec_.label} is either on or off, not {value!r}.")
        case int() | float():
            return _checked_number(spec_, default, value)
        case tuple():
            if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
                return tuple(value)
            raise SettingError(f"{spec_.label} is a list of names, not {value!r}.")
        case _:
            return _checked_text(spec_, value)


def _checked_number(spec_: Spec, default: float, value: object) -> Value:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or (isinstance(default, int) and int(value) != value)
    ):
        raise SettingError(f"{spec_.label} is a number, not {value!r}.")
    low, high = _range(spec_)
    if not low <= value <= high:
        raise SettingError(f"{spec_.label} lies between {low:g} and {high:g} {spec_.unit}, not {value:g}.")
    return type(default)(value)


def _checked_text(spec_: Spec, value: object) -> Value:
    if not isinstance(value, str):
        raise SettingError(f"{spec_.label} is a text, not {value!r}.")
    if spec_.choices and value not in spec_.choices:
        raise SettingError(f"{spec_.label} is one of {', '.join(spec_.choices)}, not {value!r}.")
    return value


def parse(key: str, text: str) -> Value:
    """Read a value as a person writes it: 900, on, dark, or Space,F12; SettingError if it does not fit."""
    match DEFAULTS.get(key):
        case bool():
            words = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
            return check(key, words.get(text.strip().lower(), text))
        case int() | float():
            return check(key, _number(key, text))
        case tuple():
            return check(key, tuple(part.strip() for part in text.split(",") if part.strip()))
        case _:
            return check(key, text.strip())


def _number(key: str, text: str) -> float:
    try:
        number = float(text)
        return int(number) if number == int(number) else number
    except (ValueError, OverflowError):
        raise SettingError(f"{spec(key).label} is a number, not {text!r}.") from None


def shown(key: str, value: Value) -> str:
    """Return a value in words for the screen: 1200 ms becomes "1.2 s", True becomes "on"."""
    unit = spec(key).unit
    match value:
        case bool():
            return "on" if value else "off"
        case int() | float() if unit == "ms":
            return f"{value / 1000:.4g} s"
        case int() | float():
            return f"{value:g} {unit}".replace(" %", " %").strip()
        case tuple():
            return ", ".join(value)
        case _:
            return value
