"""The closed list of what a button can do, and its spelling in board files.

Standard actions are those of the Open Board Format 0.1; what it lacks is spelled `:ext_aac_…`, as that format
asks of extensions. Synonyms found in real files are read too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class AddText:
    """Append letters or a sign to what is being spelled (`+a`)."""

    text: str


@dataclass(frozen=True)
class AddWords:
    """Add the button's own words to the message: what a plain button does."""


@dataclass(frozen=True)
class Space:
    """End the word being spelled."""


@dataclass(frozen=True)
class Shift:
    """Write the next letter as a capital."""


@dataclass(frozen=True)
class Backspace:
    """Take back the last letter, or the last word if it came by one pick."""


@dataclass(frozen=True)
class DeleteWord:
    """Take away the word being spelled, or the last whole word."""


@dataclass(frozen=True)
class Clear:
    """Empty the message."""


@dataclass(frozen=True)
class Undo:
    """Go back one step of the message, whatever that step was."""


@dataclass(frozen=True)
class Speak:
    """Say the message."""


@dataclass(frozen=True)
class SayNow:
    """Say the button's own words at once and leave the message alone."""


@dataclass(frozen=True)
class SayAgain:
    """Repeat what was said last."""


@dataclass(frozen=True)
class StopSpeaking:
    """Fall silent at once."""


@dataclass(frozen=True)
class Prediction:
    """Take the word this cell shows. Cells of a board are numbered in reading order."""


@dataclass(frozen=True)
class Home:
    """Show the first board."""


@dataclass(frozen=True)
class Back:
    """Show the board before this one."""


@dataclass(frozen=True)
class GoTo:
    """Show another board of the set."""

    board: str


@dataclass(frozen=True)
class Attention:
    """Sound the attention signal."""


@dataclass(frozen=True)
class Pause:
    """Rest: nothing lights until the next press."""


@dataclass(frozen=True)
class ChangeSetting:
    """Change one setting: "+100", "-100", "=dark" or "next"."""

    key: str
    change: str


@dataclass(frozen=True)
class LearnSwitch:
    """Listen for the key that shall be the switch."""


@dataclass(frozen=True)
class Help:
    """Show the help page."""


@dataclass(frozen=True)
class Quit:
    """Close the program."""


@dataclass(frozen=True)
class Unknown:
    """An action we do not have: the button stays visible and says so when picked."""

    raw: str


Action: TypeAlias = (
    AddText
    | AddWords
    | Space
    | Shift
    | Backspace
    | DeleteWord
    | Clear
    | Undo
    | Speak
    | SayNow
    | SayAgain
    | StopSpeaking
    | Prediction
    | Home
    | Back
    | GoTo
    | Attention
    | Pause
    | ChangeSetting
    | LearnSwitch
    | Help
    | Quit
    | Unknown
)

_BY_NAME: dict[str, Action] = {
    ":space": Space(),
    ":shift": Shift(),
    ":backspace": Backspace(),
    ":deleteword": DeleteWord(),
    ":clear": Clear(),
    ":speak": Speak(),
    ":prediction": Prediction(),
    ":home": Home(),
    ":back": Back(),
    ":ext_aac_undo": Undo(),
    ":ext_aac_say": SayNow(),
    ":ext_aac_say_again": SayAgain(),
    ":ext_aac_stop": StopSpeaking(),
    ":ext_aac_attention": Attention(),
    ":ext_aac_pause": Pause(),
    ":ext_aac_learn_switch": LearnSwitch(),
    ":ext_aac_help": Help(),
    ":ext_aac_quit": Quit(),
}
_SPELLING = {action: name for name, action in _BY_NAME.items()}
_SYNONYMS = {
    ":delete": ":backspace",
    ":predict": ":prediction",
    ":beep": ":ext_aac_attention",
}
_SETTING = ":ext_aac_setting "


def read(raw: str) -> Action:
    """Return the action spelled `raw`; what nobody knows becomes Unknown, never an error."""
    name = _SYNONYMS.get(raw, raw)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name == ":add":
        return AddWords()
    if name.startswith("+") and len(name) > 1:
        return AddText(name[1:])
    if name.startswith(_SETTING):
        key, _, change = name[len(_SETTING) :].partition(" ")
        if key and change:
            return ChangeSetting(key, change)
    return Unknown(raw)


def spelled(action: Action) -> str:
    """Return how `action` is written in a board file; AddWords and GoTo have no action string of their own."""
    match action:
        case AddText(text):
            return f"+{text}"
        case ChangeSetting(key, change):
            return f"{_SETTING}{key} {change}"
        case Unknown(raw):
            return raw
        case AddWords() | GoTo():
            return ""
        case _:
            return _SPELLING[action]
