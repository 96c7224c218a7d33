from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aac_board.store.instance import Instance
from aac_board.store.places import Places

HOLDER = """
import sys
from pathlib import Path
from aac_board.store.instance import Instance
from aac_board.store.places import Places
held = Instance(Places.under(Path(sys.argv[1])))
print(held.is_first, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.open(tmp_path).places


@contextmanager
def released(instance: Instance) -> Iterator[Instance]:
    yield instance
    instance.release()


def another(places: Places) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(places.data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_first_is_first_and_the_second_knows_it(places: Places) -> None:
    """Two copies in one folder would write over each other's draft."""
    with released(Instance(places)) as first, released(Instance(places)) as second:
        assert first.is_first
        assert not second.is_first
        assert second.holder == os.getpid()


def test_another_folder_is_another_person(tmp_path: Path) -> None:
    """Two profiles may run side by side."""
    anna, ben = (Places.open(tmp_path, profile=name).places for name in ("Anna", "Ben"))
    with released(Instance(anna)) as one, released(Instance(ben)) as other:
        assert one.is_first
        assert other.is_first


def test_after_the_first_has_gone_the_next_is_first(places: Places) -> None:
    """Closing and opening again just works; closing twice does no harm."""
    first = Instance(places)
    first.release()
    first.release()
    with released(Instance(places)) as next_one:
        assert next_one.is_first


def test_a_second_that_leaves_takes_nothing_along(places: Places) -> None:
    """The first stays first."""
    with released(Instance(places)):
        Instance(places).release()
        with released(Instance(places)) as third:
            assert not third.is_first


def test_it_holds_between_programs_and_ends_with_a_killed_one(places: Places) -> None:
    """A real second program holds the lock; when it is killed, the file it leaves is no obstacle."""
    with another(places) as holder:
        assert said(holder) == "True"
        with released(Instance(places)) as mine:
            assert not mine.is_first
            assert mine.holder == holder.pid
        holder.kill()
        holder.wait()
    assert places.lock.exists()
    with released(Instance(places)) as mine:
        assert mine.is_first
        assert mine.holder == os.getpid()


def test_a_wish_of_the_second_reaches_the_first_once(places: Places) -> None:
    """The second copy asks, the first shows itself, and does so once."""
    with released(Instance(places)) as first, released(Instance(places)) as second:
        assert not first.was_asked_to_show()
        second.ask_first_to_show()
        second.ask_first_to_show()
        assert first.was_asked_to_show()
        assert not first.was_asked_to_show()


def test_a_wish_of_yesterday_is_forgotten(places: Places) -> None:
    """A window does not jump up because of a wish nobody remembers."""
    places.wish.write_text("4711")
    with released(Instance(places)) as first:
        assert not first.was_asked_to_show()


def test_a_lock_file_with_nonsense_is_no_obstacle(places: Places) -> None:
    """Whatever is in the file, the lock counts."""
    places.lock.write_bytes(b"\xff\x00 nonsense" * 1000)
    with released(Instance(places)) as first:
        assert first.is_first
        assert first.holder == os.getpid()


def test_the_first_clears_half_written_files_away(places: Places) -> None:
    """What a power cut left of the person's words goes; a second copy touches nothing, the first may be writing."""
    stray = places.data / ".draft.json.1.new"
    stray.write_bytes(b"I ne")
    with released(Instance(places)):
        assert not stray.exists()
        stray.write_bytes(b"I ne")
        Instance(places).release()
        assert stray.exists()


def test_where_nothing_can_be_written_it_counts_as_first(tmp_path: Path) -> None:
    """Better two copies than none."""
    (tmp_path / "file").write_text("in the way")
    with released(Instance(Places.under(tmp_path / "file" / "hers"))) as mine:
        assert mine.is_first
        assert mine.holder is None
        assert not mine.was_asked_to_show()
