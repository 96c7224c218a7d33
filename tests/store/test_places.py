from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from aac_board.core.errors import FileError
from aac_board.store.places import Places, is_safe_name, shipped_layouts, shipped_voices

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permission bits are a POSIX thing")


def test_what_is_shipped_is_found_in_a_source_tree() -> None:
    """The language packs and voices lie beside the package."""
    assert (shipped_layouts() / "en").is_dir()
    assert shipped_voices().name == "voices"


def test_places_under_a_folder_stay_in_it(tmp_path: Path) -> None:
    """--data DIR keeps everything of a person in that one folder."""
    places = Places.under(tmp_path / "hers")
    for path in (places.settings, places.draft, places.boards, places.voices, places.logs, places.lock):
        assert path.is_relative_to(tmp_path / "hers")
    assert not (tmp_path / "hers").exists()


def test_the_default_places_carry_our_name() -> None:
    """Without --data the computer's own conventions decide."""
    places = Places.default()
    assert all("aac-board" in str(folder) for folder in (places.config, places.data, places.logs))


def test_profiles_do_not_share_a_file(tmp_path: Path) -> None:
    """Two people on one computer never see each other's words."""
    anna, ben = Places.under(tmp_path, "Anna"), Places.under(tmp_path, "Ben")
    assert anna.settings != ben.settings
    assert anna.draft.parent == tmp_path / "profiles" / "Anna"


@pytest.mark.parametrize("name", ["Anna", "anna-2", "Zoë", "李", "mother of two", "a"])
def test_ordinary_names_are_safe(name: str) -> None:
    """A person may be called what people are called."""
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "../x",
        "/etc",
        "C:",
        "con",
        "LPT1",
        "a.",
        " a",
        "a ",
        "a\0b",
        "-x",
        "x" * 61,
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    """No profile or board set escapes its folder, on any system."""
    assert not is_safe_name(name)


def test_an_unsafe_profile_is_explained(tmp_path: Path) -> None:
    """Building places for such a profile is an error in one sentence."""
    with pytest.raises(FileError, match="profile's name"):
        Places.under(tmp_path, "../ben")


def test_opening_makes_the_folders(tmp_path: Path) -> None:
    """After open everything can be written and there is nothing to say."""
    opened = Places.open(tmp_path / "new" / "hers")
    assert opened.problem == ""
    assert opened.places.boards.is_dir()
    assert opened.places.logs.is_dir()


def test_opening_leaves_no_trace_of_its_own(tmp_path: Path) -> None:
    """Trying whether a folder can be written leaves no file there."""
    Places.open(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["boards", "logs"]


@posix_only
def test_new_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    """Nobody else on the computer may look in."""
    places = Places.open(tmp_path / "hers", profile="Anna").places
    for folder in (
        tmp_path / "hers",
        tmp_path / "hers" / "profiles",
        places.data,
        places.boards,
        places.logs,
    ):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix_only
def test_a_folder_that_exists_keeps_its_permissions(tmp_path: Path) -> None:
    """A folder that somebody shares on purpose is not closed behind their back."""
    tmp_path.chmod(0o755)
    Places.open(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_told_and_the_program_goes_on(tmp_path: Path) -> None:
    """A path through a file gives places, and one sentence that names the folder."""
    (tmp_path / "file").write_text("in the way")
    opened = Places.open(tmp_path / "file" / "hers")
    assert "file" in opened.problem
    assert "closes" in opened.problem
    assert not opened.places.settings.exists()


@posix_only
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, where nothing can be made")
def test_a_folder_that_cannot_be_written_is_told() -> None:
    """A folder on something read-only gives the same sentence."""
    assert "Nothing can be written" in Places.open(Path("/proc/self")).problem


def test_an_unsafe_profile_opens_nobody_elses_places(tmp_path: Path) -> None:
    """The program starts, from memory, and the other person's folder is left alone."""
    opened = Places.open(tmp_path, profile="..")
    assert "profile's name" in opened.problem
    assert not opened.places.data.is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match=r"[Nn]ot a directory|cannot find"):
        opened.places.draft.write_text("lost")


def test_temporary_places_vanish_when_discarded() -> None:
    """--temp leaves nothing behind."""
    places = Places.open(temporary=True).places
    places.settings.write_text("{}")
    places.discard()
    assert not places.data.exists()
    places.discard()


def test_discarding_keeps_places_that_stay(tmp_path: Path) -> None:
    """Only a temporary folder is ever removed."""
    places = Places.open(tmp_path).places
    places.discard()
    assert places.boards.is_dir()


def test_no_temporary_folder_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With no room for a temporary folder the program works from memory."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing" / "folder"))
    opened = Places.open(temporary=True)
    assert "temporary folder" in opened.problem
    assert not os.path.lexists(opened.places.data)
