from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from aac_board.core.errors import FileError
from aac_board.store.safe_write import keep_aside, last_copy, open_private, remove_unfinished, write

OLD, NEW = b"the old words", b"the new words"


class FullDisk(io.BytesIO):
    """A file that takes `room` bytes and then says that the disk is full; the bytes it took are really there."""

    def __init__(self, path: Path, room: int) -> None:
        super().__init__()
        self._real = open_private(path)
        self._room = room

    def write(self, data: object) -> int:
        """Take what fits."""
        assert isinstance(data, bytes)
        self._real.write(data[: self._room])
        self._real.flush()
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        """Let go of the real file."""
        self._real.close()
        super().close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_is_there(tmp_path: Path) -> None:
    """A new file holds the bytes, and nothing else is made."""
    write(tmp_path / "a.json", NEW)
    assert (tmp_path / "a.json").read_bytes() == NEW
    assert names(tmp_path) == ["a.json"]


def test_the_copy_before_stays(tmp_path: Path) -> None:
    """After each write the last copy is what the file was before."""
    path = tmp_path / "a.json"
    for number in range(4):
        write(path, b"%d" % number)
    assert path.read_bytes() == b"3"
    assert last_copy(path).read_bytes() == b"2"
    assert names(tmp_path) == ["a.json", "a.json.last"]


def test_no_copy_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    """Some files must not live twice."""
    write(tmp_path / "a", OLD, keep_last=False)
    write(tmp_path / "a", NEW, keep_last=False)
    assert names(tmp_path) == ["a"]


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    """Somebody tidied up while the program ran: the words are saved all the same."""
    write(tmp_path / "gone" / "deep" / "a", NEW)
    assert (tmp_path / "gone" / "deep" / "a").read_bytes() == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are a POSIX thing")
def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    """Also where the file before was open to all."""
    path = tmp_path / "a"
    path.write_bytes(OLD)
    path.chmod(0o644)
    write(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("room", [0, 1, len(NEW)])
def test_a_full_disk_changes_nothing(tmp_path: Path, room: int) -> None:
    """However much fitted, the file and its last copy are as before, and no half file lies about."""
    path = tmp_path / "settings.json"
    write(path, b"older")
    write(path, OLD)

    def full(beside: Path) -> BinaryIO:
        return FullDisk(beside, room)

    with pytest.raises(FileError) as caught:
        write(path, NEW, what="The settings", opener=full)
    assert str(caught.value) == (
        "The settings could not be saved because the disk is full. What was saved before is unchanged."
    )
    assert path.read_bytes() == OLD
    assert last_copy(path).read_bytes() == b"older"
    assert names(tmp_path) == ["settings.json", "settings.json.last"]


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is a POSIX thing")
def test_a_limit_set_by_the_system_is_such_a_full_disk(tmp_path: Path) -> None:
    """The real system call refuses, not a stand-in."""
    import resource  # noqa: PLC0415 - does not exist on Windows

    path = tmp_path / "a"
    write(path, OLD)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(FileError, match="the disk is full"):
            write(path, bytes(10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EROFS, "the folder is read only"),
        (errno.EACCES, "the folder may not be written to"),
        (errno.EIO, "the disk reports an error"),
    ],
)
def test_each_refusal_has_its_reason(tmp_path: Path, code: int, reason: str) -> None:
    """The sentence says what to look at."""

    def refuse(_: Path) -> BinaryIO:
        raise OSError(code, os.strerror(code))

    with pytest.raises(FileError, match=reason):
        write(tmp_path / "a", NEW, opener=refuse)
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A path through a file raises FileError and leaves that file alone."""
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(FileError, match="could not be saved"):
        write(tmp_path / "file" / "a", NEW)
    assert (tmp_path / "file").read_bytes() == OLD


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """What cannot be replaced stays, and no half file lies about."""
    (tmp_path / "a" / "inside").mkdir(parents=True)
    with pytest.raises(FileError, match="could not be saved"):
        write(tmp_path / "a", NEW)
    assert names(tmp_path) == ["a"]


def test_without_links_the_last_copy_is_a_real_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory sticks know no links; the copy before stays all the same."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    write(tmp_path / "a", OLD)
    write(tmp_path / "a", NEW)
    assert last_copy(tmp_path / "a").read_bytes() == OLD
    assert names(tmp_path) == ["a", "a.last"]


def test_a_write_after_a_broken_one_works(tmp_path: Path) -> None:
    """What a killed program left half done is no obstacle."""
    path = tmp_path / "a"
    write(path, OLD)
    os.link(path, last_copy(path))
    path.with_name(f".a.{os.getpid()}.new").write_bytes(b"half")
    write(path, NEW)
    assert path.read_bytes() == NEW
    assert last_copy(path).read_bytes() == OLD
    assert names(tmp_path) == ["a", "a.last"]


def test_half_files_of_a_power_cut_are_removed(tmp_path: Path) -> None:
    """The person's words do not lie about in a half file for ever."""
    (tmp_path / ".draft.json.4711.new").write_bytes(b"I ne")
    write(tmp_path / "draft.json", NEW)
    remove_unfinished(tmp_path)
    assert names(tmp_path) == ["draft.json"]
    remove_unfinished(tmp_path / "missing")


def test_a_copy_aside_never_replaces_another(tmp_path: Path) -> None:
    """Each damaged file of a day is kept under its own name; the same one only once."""
    path = tmp_path / "a"
    for data in (b"one", b"two", b"two", b"one"):
        path.write_bytes(data)
        keep_aside(path, "bad-2026-11-22")
    assert (tmp_path / "a.bad-2026-11-22").read_bytes() == b"one"
    assert (tmp_path / "a.bad-2026-11-22-2").read_bytes() == b"two"
    assert len(names(tmp_path)) == 3


def test_what_cannot_be_kept_aside_is_said(tmp_path: Path) -> None:
    """A file that is not there cannot be kept."""
    with pytest.raises(FileError, match="could not be kept aside"):
        keep_aside(tmp_path / "missing", "bad")
