from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import BinaryIO

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.errors import FileError
from aac_board.core.words.message import Message
from aac_board.store.draft import load, save
from aac_board.store.places import Places

FILES = Path(__file__).parent.parent / "files"
WRITTEN = Message().add_words("I need").add_text("h").add_text("e")
DAMAGED = {
    "empty": b"",
    "cut off": b'{"schema": 1, "text": "I ne',
    "binary": bytes(range(256)),
    "zeros": bytes(512),
    "a list": b'["I need"]',
    "no text": b'{"schema": 1}',
    "text that is a number": b'{"text": 5}',
    "deep": b"[" * 100_000,
}


def full_disk(_: Path) -> BinaryIO:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.open(tmp_path).places


def today() -> dt.date:
    return dt.date(2026, 11, 22)


def names(places: Places) -> list[str]:
    return sorted(path.name for path in places.data.iterdir() if path.is_file())


def test_without_a_draft_the_message_is_empty(places: Places) -> None:
    """The first start has nothing to say."""
    assert load(places) == (Message(), "")


def test_the_message_comes_back_exactly(places: Places) -> None:
    """After a crash the next letter goes where it would have gone."""
    for message in (WRITTEN, WRITTEN.complete("help"), WRITTEN.add_space(), WRITTEN.with_shift()):
        save(places, message)
        assert load(places) == (message, "")


def test_what_was_spoken_is_still_spoken(places: Places) -> None:
    """So that the next word starts a new message, as it would have."""
    save(places, WRITTEN.as_spoken())
    assert load(places)[0].spoken


def test_backspace_after_a_restart_takes_what_it_would_have_taken(places: Places) -> None:
    """One pick back is one pick, not the whole message."""
    message = WRITTEN.complete("help").add_words("please")
    save(places, message)
    assert load(places)[0].backspace() == message.backspace()


moves = st.sampled_from(["complete", "words", "letter", "sign", "space", "shift", "back", "delete", "spoken"])


@hypothesis.settings(deadline=None)
@given(st.lists(moves, max_size=12))
def test_any_message_comes_back(tmp_path_factory: pytest.TempPathFactory, picks: list[str]) -> None:
    """Whatever was picked, what comes back is equal to it."""
    steps = {
        "complete": lambda m: m.complete("Zoë"),
        "words": lambda m: m.add_words("come here 🙂"),
        "letter": lambda m: m.add_text("i"),
        "sign": lambda m: m.add_text("."),
        "space": lambda m: m.add_space(),
        "shift": lambda m: m.with_shift(),
        "back": lambda m: m.backspace(),
        "delete": lambda m: m.delete_word(),
        "spoken": lambda m: m.as_spoken(),
    }
    places = Places.under(tmp_path_factory.mktemp("any"))
    message = Message()
    for pick in picks:
        message = steps[pick](message)
        save(places, message)
        assert load(places) == (message, "")


def test_the_draft_of_every_version_is_understood(places: Places) -> None:
    """A draft once written by a released program can be read for ever."""
    shutil.copy(FILES / "draft-1.json", places.draft)
    message, _ = load(places)
    assert (message.shown, message.spoken) == ("I need the blue pillow ", True)
    assert message.backspace().shown == "I need the blue "


def test_only_the_draft_is_kept(places: Places) -> None:
    """What was taken back is nowhere on the disk."""
    save(places, Message().add_words("a secret"))
    save(places, Message())
    assert names(places) == ["draft.json"]
    assert "secret" not in places.draft.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are a POSIX thing")
def test_the_draft_is_for_its_owner_only(places: Places) -> None:
    """Nobody else on the computer reads along."""
    save(places, WRITTEN)
    assert stat.S_IMODE(places.draft.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_draft_is_kept_aside(places: Places, content: bytes) -> None:
    """The message starts empty, it is said, and what is left can be looked at."""
    places.draft.write_bytes(content)
    message, notice = load(places, today)
    assert message == Message()
    assert "draft.json.bad-2026-11-22" in notice
    assert (places.data / "draft.json.bad-2026-11-22").read_bytes() == content


def test_a_notice_never_holds_the_words(places: Places) -> None:
    """The person's words stay in their files."""
    places.draft.write_bytes(b'{"text": "a secret')
    assert "secret" not in load(places)[1]


@pytest.mark.parametrize("start", [None, -1, 99, True, "3", 1.5])
def test_a_damaged_detail_does_not_cost_the_text(places: Places, start: object) -> None:
    """The text is what counts; where a detail is nonsense, backspace takes the least."""
    places.draft.write_text(json.dumps({"text": "I need", "soft_space": True, "entry_start": start}))
    message, notice = load(places)
    assert notice == ""
    assert message.shown == "I need "
    assert message.backspace().text == "I nee"


def test_a_full_disk_takes_nothing_and_says_the_same_every_time(places: Places) -> None:
    """The draft before stays, no half file lies about, and whoever shows the sentence can show it once."""
    save(places, Message("I"))
    said = set()
    for text in ("I h", "I he"):
        with pytest.raises(FileError) as caught:
            save(places, Message(text), opener=full_disk)
        said.add(str(caught.value))
    assert said == {
        "What you are writing could not be saved because the disk is full. What was saved before is unchanged."
    }
    assert load(places)[0].text == "I"
    assert names(places) == ["draft.json"]


def test_from_memory_only_there_is_no_draft_and_saving_says_so(tmp_path: Path) -> None:
    """A folder that cannot be had does not stop the start, and nothing is lost in silence."""
    (tmp_path / "file").write_text("in the way")
    places = Places.under(tmp_path / "file" / "hers")
    assert load(places) == (Message(), "")
    with pytest.raises(FileError, match="What you are writing could not be saved"):
        save(places, WRITTEN)


def test_a_folder_in_the_place_of_the_draft_does_not_stop_the_start(places: Places) -> None:
    """What cannot be read is said."""
    places.draft.mkdir()
    message, notice = load(places)
    assert message == Message()
    assert "could not be read" in notice
