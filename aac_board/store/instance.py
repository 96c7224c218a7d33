"""One running program for each data folder: the first holds a lock, a second one learns that it is second.

The lock is the system's own on an open file, so that it ends with the program, however that ends; a file left
behind is no obstacle. A second copy can leave a wish, a small file which the first finds. Nothing of this uses
the network.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from aac_board.store.places import Places
from aac_board.store.safe_write import open_private, remove_unfinished

if sys.platform == "win32":
    import msvcrt

    # Beyond the process number, which others may then still read.
    _LOCKED_BYTE = 1 << 20

    def _lock(file: BinaryIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Instance:
    """This copy of the program. Call `release` at its end.

    `is_first` says whether it is the only one in its data folder. Where the folder cannot be used or knows no
    locks, it counts as the first: better two copies than none.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._file: BinaryIO | None = None
        self.is_first = self._take()

    def _take(self) -> bool:
        try:
            file = _opened(self._places.lock)
        except OSError:
            return True
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            file.close()
            return False
        except OSError:
            file.close()
            return True
        self._file = file
        self._begin(file)
        return True

    def _begin(self, file: BinaryIO) -> None:
        """Say who holds the lock, and clear away what an earlier program left."""
        with suppress(OSError):
            file.seek(0)
            file.truncate()
            file.write(b"%d\n" % os.getpid())
            file.flush()
        self.was_asked_to_show()
        for folder in {self._places.config, self._places.data}:
            remove_unfinished(folder)

    @property
    def holder(self) -> int | None:
        """The process number of the copy that is first, or None if nobody says."""
        try:
            return int(self._places.lock.read_bytes()[:20])
        except (OSError, ValueError):
            return None

    @property
    def wish_folder(self) -> Path:
        """The folder in which a wish appears as a new file."""
        return self._places.wish.parent

    def ask_first_to_show(self) -> None:
        """Leave the wish that the first copy shows its window. Never raises."""
        with suppress(OSError):
            open_private(self._places.wish).close()

    def was_asked_to_show(self) -> bool:
        """Whether a wish was left since the last call. Cheap: ask when the folder changes, or every second."""
        try:
            self._places.wish.unlink()
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let another copy be the first. Never raises; a second call does nothing."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None


def _opened(path: Path) -> BinaryIO:
    with suppress(FileExistsError):
        return open_private(path)
    return path.open("r+b")
