"""The unfinished message, kept at every change so that nothing is lost when the power goes."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from aac_board.core.errors import FileError
from aac_board.core.words.message import Message
from aac_board.store.json_file import parsed, spelled
from aac_board.store.places import Places
from aac_board.store.safe_write import keep_aside, write

SCHEMA = 1
DAMAGED = (
    "The unfinished message could not be read. What was found is kept beside it; the message starts empty."
)


def save(places: Places, message: Message) -> None:
    """Write the message; FileError with one sentence if the disk does not take it."""
    data = {
        "schema": SCHEMA,
        "text": message.text,
        "soft_space": message.soft_space,
        "spoken": message.spoken,
    }
    write(places.draft, spelled(data), what="The message", keep_last=False)


def load(places: Places) -> tuple[Message, str]:
    """Return the message as it was left, and a sentence if that failed. Never raises."""
    try:
        content = places.draft.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Message(), ""
    except OSError:
        return Message(), DAMAGED
    try:
        return _message(parsed(content, places.draft.name)), ""
    except FileError:
        with contextlib.suppress(FileError):
            keep_aside(places.draft, f"bad-{dt.date.today():%Y-%m-%d}")  # noqa: DTZ011 - the person's own day
        return Message(), DAMAGED


def _message(data: Any) -> Message:  # noqa: ANN401 - a file may hold anything
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise FileError("There is no message in it.")
    soft, spoken = data.get("soft_space") is True, data.get("spoken") is True
    return Message(data["text"], soft_space=soft and bool(data["text"]), spoken=spoken)
