"""One running program for each person: a lock that dies with its process, and a wish a second copy can leave."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from aac_board.store.places import Places


class Instance:
    """Tries to be the first for these places. A stale lock file of a dead program is no obstacle."""

    def __init__(self, places: Places) -> None:
        self._wish = places.wish
        self._lock: IO[bytes] | None = None
        self.is_first = True
        try:
            self._lock = places.lock.open("ab")
            self.is_first = _locked(self._lock)
        except OSError:
            # Where nothing can be written there can be no second copy to find either.
            self.is_first = True

    @property
    def wish_folder(self) -> Path:
        """The folder in which a wish appears as a new file."""
        return self._wish.parent

    def ask_first_to_show(self) -> None:
        """Leave the wish that the first copy shows its window."""
        try:
            self._wish.touch(mode=0o600)
        except OSError:
            return

    def was_asked_to_show(self) -> bool:
        """Return whether a wish was left, and take it away."""
        try:
            self._wish.unlink()
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let another copy be the first."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _locked(file: IO[bytes]) -> bool:
    """Lock the file for this process; return False if another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    file.truncate(0)
    file.write(str(os.getpid()).encode())
    file.flush()
    return True
