"""The message that is being written, kept after every change, so that a crash or an empty battery takes nothing.

Only the draft is kept, in one file for its owner only; no copy of earlier drafts. A failure has the same sentence
every time, so that the caller can say it once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from aac_board.core.errors import FileError
from aac_board.core.words.message import Message
from aac_board.store.json_file import parsed, spelled
from aac_board.store.places import Places
from aac_board.store.safe_write import Opener, keep_aside, open_private, write
from aac_board.store.settings_file import Today
from aac_board.store.upgrades import DRAFT


def save(places: Places, message: Message, *, opener: Opener = open_private) -> None:
    """Write the message; FileError if the disk does not take it, then the draft before is unchanged."""
    data = {
        "schema": DRAFT.newest,
        "text": message.text,
        "soft_space": message.soft_space,
        "shift": message.shift,
        "spoken": message.spoken,
        "entry_start": message.entry_start,
    }
    write(places.draft, spelled(data), what="What you are writing", keep_last=False, opener=opener)


def load(places: Places, today: Today = dt.date.today) -> tuple[Message, str]:
    """Return the message exactly as it was left, without its undo steps, and "" or one plain sentence.

    Never raises. A damaged draft is kept aside, dated by `today`, and the message starts empty.
    """
    try:
        content = places.draft.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Message(), ""
    except OSError:
        return Message(), "The message you were writing could not be read from the disk."
    try:
        return _message(parsed(content, places.draft.name)), ""
    except FileError:
        return Message(), f"The message you were writing was damaged. {_set_aside(places, today)}"


def _set_aside(places: Places, today: Today) -> str:
    try:
        kept = keep_aside(places.draft, f"bad-{today().isoformat()}")
    except FileError as error:
        return str(error)
    return f"What is left of it is kept as {kept.name}."


def _message(data: Any) -> Message:  # noqa: ANN401 - a file may hold anything
    """Return the message in `data`; FileError if there is no text in it. Lesser things fall to what is safe."""
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise FileError("The draft holds no text.")
    start = data.get("entry_start")
    if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start <= len(text):
        # Nothing counts as one pick, so that backspace takes a letter rather than everything.
        start = len(text)
    return Message(
        text,
        soft_space=data.get("soft_space") is True and bool(text),
        shift=data.get("shift") is True,
        spoken=data.get("spoken") is True,
        entry_start=start,
    )
