"""Writing so that nothing is ever lost: beside, flushed to the disk, then put in the place of the old file.

At every moment, also when the power goes, the file is either the old one or the new one, whole. The file before
the last write stays beside it as `<name>.last`. Files are for their owner only (0600 on POSIX).
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, TypeAlias

from aac_board.core.errors import FileError
from aac_board.store.places import make_private

Opener: TypeAlias = Callable[[Path], BinaryIO]

_UNFINISHED = ".new"
_KEPT = "What was saved before is unchanged."
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "the disk is full",
    errno.EROFS: "the folder is read only",
    errno.EACCES: "the folder may not be written to",
    errno.EPERM: "the folder may not be written to",
    errno.ENOTDIR: "its folder does not exist",
    errno.ENOENT: "its folder does not exist",
}


def open_private(path: Path) -> BinaryIO:
    """Make a new file for its owner only and open it for writing; OSError if it exists or cannot be made."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def last_copy(path: Path) -> Path:
    """Return where the copy before the last write is kept."""
    return path.with_name(path.name + ".last")


def write(
    path: Path,
    data: bytes,
    *,
    what: str = "The file",
    keep_last: bool = True,
    opener: Opener = open_private,
) -> None:
    """Put `data` in the place of `path`. FileError with one sentence about `what` if the disk is full or refuses;
    then `path` is as before and nothing half done is left behind.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
    try:
        make_private(path.parent)
        _write_beside(beside, data, opener)
        if keep_last:
            _keep_last(path)
        beside.replace(path)
    except OSError as error:
        raise FileError(f"{what} could not be saved because {_reason(error)}. {_KEPT}") from None
    finally:
        with suppress(OSError):
            beside.unlink()
    _flush_folder(path.parent)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, "the disk reports an error")


def _write_beside(beside: Path, data: bytes, opener: Opener) -> None:
    beside.unlink(missing_ok=True)
    with opener(beside) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_last(path: Path) -> None:
    """Make `path`, if there is one, its own last copy, without a moment in which either is missing."""
    spare = path.with_name(f".{path.name}.{os.getpid()}.last{_UNFINISHED}")
    if not path.exists():
        return
    try:
        spare.unlink(missing_ok=True)
        try:
            os.link(path, spare)
        except OSError:
            # Memory sticks and some network folders know no links.
            shutil.copy2(path, spare)
        spare.replace(last_copy(path))
    finally:
        # Replacing a file by another name of itself does nothing at all, on POSIX.
        with suppress(OSError):
            spare.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_aside(path: Path, ending: str) -> Path:
    """Copy `path` to `<name>.<ending>` and return where; an earlier copy is never written over, an equal one is
    used again. FileError if it cannot be kept; then nothing has changed.
    """
    try:
        data = path.read_bytes()
        place = next(p for p in _asides(path, ending) if not p.exists() or p.read_bytes() == data)
        if not place.exists():
            write(place, data, what=f"A copy of {path.name}", keep_last=False)
    except OSError as error:
        raise FileError(f"{path.name} could not be kept aside because {_reason(error)}. {_KEPT}") from None
    return place


def _asides(path: Path, ending: str) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.{ending}")
    for number in count(2):
        yield path.with_name(f"{path.name}.{ending}-{number}")


def remove_unfinished(folder: Path) -> None:
    """Remove what a write left in `folder` when the power went. Only for the one running program; never raises."""
    with suppress(OSError):
        for stray in folder.glob(f".*{_UNFINISHED}"):
            stray.unlink()
