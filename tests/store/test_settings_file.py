from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any, BinaryIO

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.errors import FileError
from aac_board.core.settings import DEFAULTS, SPECS, Settings
from aac_board.store.places import Places
from aac_board.store.safe_write import last_copy
from aac_board.store.settings_file import Loaded, load, save

FILES = Path(__file__).parent.parent / "files"
BAD = "settings.json.bad-2026-11-22"
SIGNS = 'aé李🙂 \n\0"\\\ud800'
DAMAGED = {
    "empty": b"",
    "blank": b" \n ",
    "cut off": b'{"schema": 1, "settings": {"scan": {"step_',
    "binary": bytes(range(256)),
    "zeros": bytes(4096),
    "latin-1": '{"settings": {"speech": {"voice": "Zoë"}}}'.encode("latin-1"),
    "a list": b"[1, 2]",
    "null": b"null",
    "a text": b'"scan.step_ms=900"',
    "deep": b"[" * 100_000,
    "deep but whole": b'{"a":' * 500 + b"1" + b"}" * 500,
    "a huge number": b'{"schema": 1' + b"0" * 5000 + b"}",
}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.open(tmp_path).places


def today() -> dt.date:
    return dt.date(2026, 11, 22)


def loaded(places: Places) -> Loaded:
    return load(places, today)


def on_disk(places: Places) -> Any:  # noqa: ANN401 - JSON
    return json.loads(places.settings.read_bytes())


def put(places: Places, content: object) -> None:
    places.settings.write_text(json.dumps(content), encoding="utf-8")


def names(places: Places) -> list[str]:
    return sorted(path.name for path in places.config.iterdir() if path.is_file())


def test_without_a_file_everything_is_at_its_default(places: Places) -> None:
    """The first start has nothing to say."""
    assert loaded(places) == Loaded(DEFAULTS)
    assert names(places) == []


def test_only_what_differs_from_the_default_is_written(places: Places) -> None:
    """So that a better default reaches people later."""
    save(places, DEFAULTS.with_value("scan.step_ms", 900))
    assert on_disk(places) == {"schema": 1, "settings": {"scan": {"step_ms": 900}}}
    save(places, DEFAULTS)
    assert on_disk(places) == {"schema": 1, "settings": {}}


@hypothesis.settings(deadline=None)
@given(st.data())
def test_any_settings_come_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever a person sets is the same after the next start."""
    settings = DEFAULTS
    for key in data.draw(st.sets(st.sampled_from(sorted(SPECS)))):
        settings = settings.with_value(key, data.draw(values_of(key)))
    places = Places.under(tmp_path_factory.mktemp("any"))
    save(places, settings)
    assert load(places) == Loaded(settings)


def values_of(key: str) -> st.SearchStrategy[Any]:
    spec = SPECS[key]
    match DEFAULTS.get(key):
        case bool():
            return st.booleans()
        case int() | float():
            assert spec.low is not None
            assert spec.high is not None
            return st.integers(int(spec.low), int(spec.high))
        case tuple():
            return st.lists(st.text(SIGNS, max_size=5), max_size=4).map(tuple)
        case _:
            return st.sampled_from(spec.choices) if spec.choices else st.text(SIGNS, max_size=9)


def test_what_we_do_not_know_stays_in_the_file(places: Places) -> None:
    """Keys and groups of another version survive our saving, in their place."""
    shutil.copy(FILES / "settings-1.json", places.settings)
    before = on_disk(places)
    save(places, loaded(places).settings.with_value("look.theme", "contrast"))
    before["settings"]["look"]["theme"] = "contrast"
    assert on_disk(places) == before


@pytest.mark.parametrize("schema", [0, 1])
def test_the_files_of_every_version_are_understood(places: Places, schema: int) -> None:
    """A file once written by a released program can be read for ever, and gives no notice."""
    shutil.copy(FILES / f"settings-{schema}.json", places.settings)
    read = loaded(places)
    assert read.notices == ()
    assert read.settings.scan.step_ms == 900
    assert read.settings.look.theme == "dark"
    assert read.settings.switch.one_keys == ("F12",)
    assert on_disk(places)["settings"]["someday"] == {"thing": True}


def test_an_upgrade_keeps_the_old_file_first(places: Places) -> None:
    """The flat file stays beside the new one, byte for byte."""
    shutil.copy(FILES / "settings-0.json", places.settings)
    loaded(places)
    assert (places.config / "settings.json.schema-0").read_bytes() == (FILES / "settings-0.json").read_bytes()
    assert on_disk(places)["schema"] == 1


@pytest.mark.parametrize(
    ("key", "raw", "becomes"),
    [
        ("scan.step_ms", 50, 100),
        ("scan.step_ms", 1e9, 10000),
        ("scan.step_ms", -(10**400), 100),
        ("scan.step_ms", 900.4, 900),
        ("scan.step_ms", "900", 900),
        ("scan.step_ms", "50", 100),
        ("scan.step_ms", "soon", 1000),
        ("scan.step_ms", float("nan"), 1000),
        ("scan.step_ms", float("inf"), 10000),
        ("scan.step_ms", True, 1000),
        ("scan.step_ms", None, 1000),
        ("scan.step_ms", [900], 1000),
        ("scan.tick", "yes", True),
        ("scan.tick", 1, False),
        ("look.theme", "pink", "light"),
        ("look.theme", 3, "light"),
        ("speech.voice", 7, ""),
        ("switch.one_keys", "F1, F2", ("F1", "F2")),
        ("switch.one_keys", ["F1", 2], DEFAULTS.switch.one_keys),
    ],
)
def test_a_bad_value_is_mended(places: Places, key: str, raw: object, becomes: object) -> None:
    """Numbers go to the nearest that is allowed, what cannot be understood to its default; it is said once, and the
    file as it was is kept.
    """
    group, name = key.split(".")
    put(places, {"schema": 1, "settings": {group: {name: raw}, "words": {"capitals": False}}})
    original = places.settings.read_bytes()
    read = loaded(places)
    assert read.settings.get(key) == becomes
    assert not read.settings.words.capitals
    assert len(read.notices) == 1
    assert SPECS[key].label in read.notices[0]
    assert BAD in read.notices[0]
    assert (places.config / BAD).read_bytes() == original
    assert loaded(places) == Loaded(read.settings)


def test_several_bad_values_are_one_notice(places: Places) -> None:
    """A tired person reads one sentence, not four."""
    put(places, {"schema": 1, "settings": {"scan": {"step_ms": 1, "tick": 5}, "look": "dark"}})
    (notice,) = loaded(places).notices
    assert notice == (
        "Some settings could not be used as they stood in the file: Scan time is now 0.1 s, Tick is now off, "
        f"all of look is now at its default. The file as it was is kept as {BAD}."
    )


@pytest.mark.parametrize("settings", [5, None, [], "x"])
def test_settings_that_are_no_groups_are_defaults(places: Places, settings: object) -> None:
    """The frame is there but its inside is not: defaults, and a notice."""
    put(places, {"schema": 1, "settings": settings})
    read = loaded(places)
    assert read.settings == DEFAULTS
    assert len(read.notices) == 1


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_gives_way_to_the_last_good_copy(places: Places, content: bytes) -> None:
    """The settings before the last change are used, the damaged file is kept, and the next start is quiet."""
    slow = DEFAULTS.with_value("scan.step_ms", 2000)
    save(places, slow)
    save(places, slow.with_value("scan.step_ms", 1900))
    places.settings.write_bytes(content)
    read = loaded(places)
    assert read.settings == slow
    assert "before the last change" in read.notices[0]
    assert (places.config / BAD).read_bytes() == content
    assert loaded(places) == Loaded(slow)


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_without_a_good_copy_a_damaged_file_gives_defaults(places: Places, content: bytes) -> None:
    """The program starts, says so, and keeps both damaged files."""
    places.settings.write_bytes(content)
    last_copy(places.settings).write_bytes(content)
    read = loaded(places)
    assert read.settings == DEFAULTS
    assert "every setting is at its default" in read.notices[0]
    assert (places.config / BAD).read_bytes() == content
    assert loaded(places) == Loaded(DEFAULTS)


def test_a_damaged_file_never_becomes_the_last_good_copy(places: Places) -> None:
    """Somebody edits the file while the program runs and slips: saving keeps both the slip and the good copy."""
    save(places, DEFAULTS.with_value("scan.step_ms", 900))
    save(places, DEFAULTS.with_value("scan.step_ms", 800))
    places.settings.write_bytes(b"{oops")
    save(places, DEFAULTS.with_value("scan.step_ms", 700), today)
    assert (places.config / BAD).read_bytes() == b"{oops"
    assert json.loads(last_copy(places.settings).read_bytes())["settings"]["scan"]["step_ms"] == 900
    assert loaded(places).settings.scan.step_ms == 700


def test_a_deleted_file_is_a_reset(places: Places) -> None:
    """Deleting settings.json brings the defaults, although a last copy is there."""
    save(places, DEFAULTS.with_value("scan.step_ms", 900))
    save(places, DEFAULTS.with_value("scan.step_ms", 800))
    places.settings.unlink()
    assert loaded(places) == Loaded(DEFAULTS)


NEWER = {"schema": 7, "settings": {"scan": {"step_ms": 900, "wave": 1}}, "profiles": ["a"]}


def test_a_newer_file_is_read_as_far_as_it_is_known(places: Places) -> None:
    """It is said, and reading alone changes nothing."""
    put(places, NEWER)
    read = loaded(places)
    assert read.settings.scan.step_ms == 900
    assert "newer AAC Board" in read.notices[0]
    assert on_disk(places) == NEWER
    assert names(places) == ["settings.json"]


def test_a_newer_file_is_not_written_over_without_a_copy(places: Places) -> None:
    """The newer program finds its file again, and ours keeps what it does not know."""
    put(places, NEWER)
    save(places, loaded(places).settings.with_value("scan.step_ms", 800))
    assert json.loads((places.config / "settings.json.schema-7").read_bytes()) == NEWER
    assert on_disk(places) == {
        "schema": 1,
        "settings": {"scan": {"step_ms": 800, "wave": 1}},
        "profiles": ["a"],
    }


def test_a_newer_file_with_values_we_cannot_take_is_left_alone(places: Places) -> None:
    """What is too much for us may be right for the newer program."""
    put(places, {"schema": 2, "settings": {"scan": {"step_ms": 60000}}})
    read = loaded(places)
    assert read.settings.scan.step_ms == 10000
    assert on_disk(places)["settings"]["scan"]["step_ms"] == 60000


def test_a_byte_order_mark_does_no_harm(places: Places) -> None:
    """Some editors write one, or save as UTF-16."""
    text = '{"scan.step_ms": 900}'
    for encoded in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        places.settings.write_bytes(encoded)
        assert loaded(places).settings.scan.step_ms == 900


def full_disk(_: Path) -> BinaryIO:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_said_and_changes_nothing(places: Places) -> None:
    """The settings saved before are still there."""
    save(places, DEFAULTS.with_value("scan.step_ms", 900))
    with pytest.raises(FileError, match="The settings could not be saved because the disk is full"):
        save(places, DEFAULTS.with_value("scan.step_ms", 800), opener=full_disk)
    assert loaded(places).settings.scan.step_ms == 900


def test_from_memory_only_the_program_starts_and_saving_says_so(tmp_path: Path) -> None:
    """A folder that cannot be had: defaults without a word here (opening the places said it), and no silent loss."""
    (tmp_path / "file").write_text("in the way")
    places = Places.open(tmp_path / "file" / "hers").places
    assert loaded(places) == Loaded(DEFAULTS)
    with pytest.raises(FileError, match="The settings could not be saved"):
        save(places, DEFAULTS.with_value("scan.step_ms", 900))


def test_a_folder_where_the_file_should_be_does_not_stop_the_start(places: Places) -> None:
    """Something that cannot even be read is said, and nothing is thrown away."""
    (places.settings / "inside").mkdir(parents=True)
    read = loaded(places)
    assert read.settings == DEFAULTS
    assert "could not be kept aside" in read.notices[0]
    assert (places.settings / "inside").is_dir()


keys = st.sampled_from(
    ["schema", "settings", "scan", "scan.step_ms", "step_ms", "look", "theme", "tick", "x"]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(SIGNS, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)
keys = st.sampled_from(
    ["schema", "settings", "scan", "scan.step_ms", "step_ms", "look", "theme", "tick", "x"]
)


@hypothesis.settings(deadline=None)
@given(st.dictionaries(keys, json_values))
def test_no_json_whatever_stops_the_start(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    """Load never raises, what it returns can be saved, and the start after is quiet unless the file is newer."""
    places = Places.open(tmp_path_factory.mktemp("any")).places
    put(places, content)
    read = loaded(places)
    save(places, read.settings, today)
    assert loaded(places) == Loaded(read.settings)
    assert isinstance(read.settings, Settings)
