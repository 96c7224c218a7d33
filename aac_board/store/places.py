"""Where things live: what is shipped with the program, and what belongs to one person on this computer."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from aac_board.core.errors import FileError

APP = "aac-board"
_PACKAGE = Path(__file__).parent.parent
_SAFE_NAME = re.compile(r"[^\W_](?:[\w -]{0,58}[^\W_])?")
# Windows keeps these names for devices, whatever the folder.
_DEVICE_NAME = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
# A path through a file: nothing can ever be read or written there, on any system.
_NOWHERE = Path(sys.executable) / "nowhere"


def shipped_layouts() -> Path:
    """Return the folder of the language packs: `<language>/<board set>/`. Read only; it may not exist."""
    return _shipped("layouts")


def shipped_voices() -> Path:
    """Return the folder of the voice profiles that come with the program. Read only; it may not exist."""
    return _shipped("voices")


def _shipped(name: str) -> Path:
    """Look inside the package, as the wheel has it, else beside it, as in a source tree."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def is_safe_name(name: str) -> bool:
    """Whether `name` can be a folder name on every system and leads nowhere else: letters, digits, inner - _ and
    blanks, at most 60.
    """
    return bool(_SAFE_NAME.fullmatch(name)) and not _DEVICE_NAME.fullmatch(name)


@dataclass(frozen=True)
class Opened:
    """Places to work with, and one plain sentence if nothing can be kept there ("" when all is well)."""

    places: Places
    problem: str = ""


@dataclass(frozen=True)
class Places:
    """The folders of one person. Making a Places touches nothing on disk; `open` makes the folders.

    `config` holds the settings, `data` the draft, the boards and the lock, `logs` the logs. `temporary` is the
    folder that `discard` removes; None for places that stay.
    """

    config: Path
    data: Path
    logs: Path
    temporary: Path | None = None

    @classmethod
    def default(cls, profile: str = "") -> Places:
        """Return this computer's usual places for its user; FileError for an unsafe profile name."""
        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
        return _of_profile(cls(dirs.user_config_path, dirs.user_data_path, dirs.user_log_path), profile)

    @classmethod
    def under(cls, folder: Path, profile: str = "") -> Places:
        """Return places that all lie in `folder` (`--data DIR`); FileError for an unsafe profile name."""
        here = Path(os.path.expanduser(folder)).absolute()  # noqa: PTH111 - Path's own raises without a home
        return _of_profile(cls(here, here, here / "logs"), profile)

    @classmethod
    def in_a_temporary_folder(cls) -> Places:
        """Make a fresh folder (`--temp`); whoever asked calls `discard` at the end. FileError if none can be made."""
        try:
            folder = Path(tempfile.mkdtemp(prefix=f"{APP}-"))
        except OSError:
            raise FileError("No temporary folder could be made.") from None
        return Places(folder, folder, folder / "logs", temporary=folder)

    @classmethod
    def open(cls, data: Path | None = None, *, temporary: bool = False, profile: str = "") -> Opened:
        """Choose the places and make their folders. Never raises: where a folder cannot be made or written the
        program works from memory, reads find what is there, writes raise FileError, and `problem` says so.
        """
        try:
            places = cls._chosen(data, temporary=temporary, profile=profile)
        except FileError as error:
            nowhere = cls(_NOWHERE, _NOWHERE, _NOWHERE)
            return Opened(nowhere, f"{error} AAC Board works, but nothing will be kept when it closes.")
        return Opened(places, _made(places))

    @classmethod
    def _chosen(cls, data: Path | None, *, temporary: bool, profile: str) -> Places:
        if temporary:
            return cls.in_a_temporary_folder()
        return cls.default(profile) if data is None else cls.under(data, profile)

    def discard(self) -> None:
        """Remove a temporary folder with everything in it; places that stay are left alone. Never raises."""
        if self.temporary is not None:
            shutil.rmtree(self.temporary, ignore_errors=True)

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def draft(self) -> Path:
        """The message that is being written."""
        return self.data / "draft.json"

    @property
    def boards(self) -> Path:
        """The folder of the person's own board sets, one folder each."""
        return self.data / "boards"

    @property
    def voices(self) -> Path:
        """The folder of the person's own voice profiles; it exists once somebody makes it."""
        return self.data / "voices"

    @property
    def lock(self) -> Path:
        """The file that the running program holds locked."""
        return self.data / "running.lock"

    @property
    def wish(self) -> Path:
        """The file by which a second copy asks the first to show itself."""
        return self.data / "show.wish"


def make_private(folder: Path) -> None:
    """Make `folder` and those of ours above it for their owner only; a folder that exists is left as it is."""
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _of_profile(places: Places, profile: str) -> Places:
    if not profile:
        return places
    if not is_safe_name(profile):
        raise FileError(f"A profile's name has letters, digits, - and _ only, not {profile!r}.")
    return Places(*(folder / "profiles" / profile for folder in (places.config, places.data, places.logs)))


def _made(places: Places) -> str:
    """Make the folders and try each; return "" or a sentence about the first that cannot be used."""
    folder = places.config
    try:
        for folder in (places.config, places.data, places.boards, places.logs):
            make_private(folder)
            tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return (
            f"Nothing can be written to {folder}. AAC Board works, but what is new will be lost when it closes. "
            "Please check the disk or choose another folder with --data."
        )
    return ""
