"""What belongs to the person at this computer, read from disk: settings, boards, words, the unfinished message.

Everything that was not as it should be comes along as plain sentences, and the program starts all the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aac_board.core.boards.board import BoardSet
from aac_board.core.errors import FileError, ModelError, UsageError
from aac_board.core.session import Session
from aac_board.core.settings import SettingError, Settings, parse
from aac_board.core.words.message import Message
from aac_board.core.words.predictor import Predictor
from aac_board.store import draft, settings_file
from aac_board.store.library import Library
from aac_board.store.model_file import model_path, open_model
from aac_board.store.places import Places, shipped_layouts

LANGUAGE = "en"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the program lives and what it works with this time."""
    parser.add_argument("--profile", metavar="P", default="", help="whose settings and words to use")
    parser.add_argument("--data", metavar="DIR", type=Path, help="keep everything in this folder")
    parser.add_argument(
        "--temp", action="store_true", help="keep nothing: live in a folder removed at the end"
    )
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="given",
        help="use this setting this time, such as scan.step_ms=900; may be repeated",
    )


@dataclass
class Person:
    """What was read. `given` are the settings of this run only; `notices` are sentences for the screen."""

    places: Places
    settings: Settings
    given: dict[str, object]
    kept: Settings
    boards: BoardSet
    predictor: Predictor
    draft: Message
    notices: list[str]

    def session(self) -> Session:
        """Return a session with all this."""
        return Session(self.boards, self.settings, self.predictor, self.draft)

    def keep_settings(self, settings: Settings) -> None:
        """Write changed settings to disk, without those given for this run only; FileError if that fails."""
        for key, value in self.given.items():
            if settings.get(key) == value:
                settings = settings.with_value(key, self.kept.get(key))
        settings_file.save(self.places, settings)
        self.kept = settings

    def keep_message(self, message: Message) -> None:
        """Write the unfinished message to disk; FileError if that fails."""
        draft.save(self.places, message)

    def leave(self) -> None:
        """Remove what was only for this run."""
        self.places.discard()


def open_person(args: argparse.Namespace) -> Person:
    """Read everything of one person. Raises a usage error (exit 2) only for a wrong --set."""
    opened = Places.open(args.data, temporary=args.temp, profile=args.profile)
    loaded = settings_file.load(opened.places)
    given = _given(args.given)
    settings = loaded.settings
    for key, value in given.items():
        settings = settings.with_value(key, value)
    library = Library(opened.places, shipped_layouts())
    found = library.open(settings.board.set)
    predictor, trouble = _predictor()
    message, draft_trouble = draft.load(opened.places)
    notices = [opened.problem, *loaded.notices, *found.notices, trouble, draft_trouble]
    return Person(
        opened.places,
        settings,
        given,
        loaded.settings,
        found.boards,
        predictor,
        message,
        [notice for notice in notices if notice],
    )


def _given(pairs: Sequence[str]) -> dict[str, object]:
    given: dict[str, object] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        try:
            if not equals:
                raise SettingError(f"--set wants KEY=VALUE, not {pair}.")  # noqa: TRY301 - one way out for both
            given[key] = parse(key, text)
        except SettingError as error:
            raise UsageError(str(error)) from None
    return given


def _predictor() -> tuple[Predictor, str]:
    try:
        return Predictor(open_model(model_path(shipped_layouts(), LANGUAGE))), ""
    except (ModelError, FileError) as error:
        return Predictor(None), f"{error} Only words of the message itself are offered."
