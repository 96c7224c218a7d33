"""The closed list of what the session can say to the outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from aac_board.core.boards.board import Board
from aac_board.core.settings import Settings
from aac_board.core.talk.utterance import Utterance
from aac_board.core.words.message import Message


@dataclass(frozen=True)
class BoardShown:
    """A board is to be shown."""

    board: Board


@dataclass(frozen=True)
class Highlight:
    """These cells are lit now, and stay so from `since` until `until` (None: until something happens).

    An empty tuple of cells means that nothing is lit. `row` says whether they light as one shape.
    """

    cells: tuple[int, ...]
    row: bool = False
    since: float = 0.0
    until: float | None = None


@dataclass(frozen=True)
class Chosen:
    """This cell was picked; it flashes once."""

    cell: int


@dataclass(frozen=True)
class MessageChanged:
    """The message is now this."""

    message: Message


@dataclass(frozen=True)
class Suggested:
    """The predicted words, best first: one for each prediction cell, "" where there is none."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Speak:
    """Say this now; whatever is being said stops."""

    utterance: Utterance


@dataclass(frozen=True)
class StopSpeaking:
    """Fall silent at once."""


@dataclass(frozen=True)
class ShowLarge:
    """Sound failed: show these words large, so that they can be read across the room. "" ends it."""

    text: str


@dataclass(frozen=True)
class Cue:
    """The soft tick of a moving light."""


@dataclass(frozen=True)
class Attention:
    """Sound the attention signal, or stop it."""

    on: bool


DONE_SECONDS = 5.0
"""How long a notice of something done is shown."""


class Tone(Enum):
    """How a notice is meant; a later one covers those before it."""

    HINT = "hint"
    TROUBLE = "trouble"
    DONE = "done"


@dataclass(frozen=True)
class Notice:
    """One sentence under the message; "" takes away the one of its tone.

    A HINT stays until the session changes it, a DONE goes by itself after a few seconds, a TROUBLE stays until it is
    over.
    """

    text: str
    tone: Tone = Tone.HINT


@dataclass(frozen=True)
class SettingsChanged:
    """The settings are now these; they want to be kept on disk."""

    settings: Settings


@dataclass(frozen=True)
class HelpAsked:
    """Show the help page."""


@dataclass(frozen=True)
class QuitAsked:
    """Close the program."""


Event: TypeAlias = (
    BoardShown
    | Highlight
    | Chosen
    | MessageChanged
    | Suggested
    | Speak
    | StopSpeaking
    | ShowLarge
    | Cue
    | Attention
    | Notice
    | SettingsChanged
    | HelpAsked
    | QuitAsked
)
