"""Voice profiles are written by hand: whatever somebody writes, the others are read and they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from aac_board.store.places import shipped_voices
from aac_board.store.voice_profiles import VoiceProfile, load_profiles

WHOLE = """
schema = 1
id = "anna"
name = "Anna"
[engine]
use = ["pyttsx3"]
match = { name = "Anna UK" }
[sound]
rate = 0.9
volume = 0.8
lead_silence_ms = 300
"""


def profile(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_every_shipped_profile_is_read_without_a_complaint() -> None:
    """What comes with the program is in order."""
    loaded = load_profiles([shipped_voices()])
    assert loaded.notices == ()
    assert {"system", "espeak-en"} <= {p.id for p in loaded.profiles}


def test_a_profile_says_who_speaks_and_how(tmp_path: Path) -> None:
    """Every key that is promised is read."""
    profile(tmp_path, "anna", WHOLE)
    assert load_profiles([tmp_path]).profiles == (
        VoiceProfile("anna", "Anna", ("pyttsx3",), "Anna UK", 0.9, 0.8, 300),
    )


def test_what_is_left_out_is_as_the_person_set_it(tmp_path: Path) -> None:
    """An id and a name are enough."""
    profile(tmp_path, "plain", 'id = "plain"\nname = "Plain"')
    assert load_profiles([tmp_path]).profiles == (VoiceProfile("plain", "Plain"),)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("id = ", "cannot be read"),
        ('name = "Nobody"', "id has to be a text"),
        ('id = "a"\nname = "A"\nengine = 3', "engine is not a table"),
        ('id = "a"\nname = "A"\n[engine]\nuse = "pyttsx3"', "engine.use has to be a list of names"),
        ('id = "a"\nname = "A"\n[engine]\nmatch = { name = 7 }', "engine.match.name has to be a text"),
        ('id = "a"\nname = "A"\n[sound]\nrate = 0', "sound.rate has to be a number from 0.3 to 3"),
        ('id = "a"\nname = "A"\n[sound]\nvolume = true', "sound.volume has to be a number"),
        ('schema = 2\nid = "a"\nname = "A"', "newer version"),
    ],
)
def test_a_broken_profile_is_left_out_with_a_reason_and_the_others_stay(
    tmp_path: Path, broken: str, complaint: str
) -> None:
    """One slip of the pen silences no other voice."""
    profile(tmp_path, "anna", WHOLE)
    profile(tmp_path, "broken", broken)
    loaded = load_profiles([tmp_path])
    assert [p.id for p in loaded.profiles] == ["anna"]
    (notice,) = loaded.notices
    assert "broken.toml was left out" in notice
    assert complaint in notice


def test_a_file_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    """Not even bytes that are no UTF-8 stop the start."""
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in load_profiles([tmp_path]).notices[0]


def test_a_key_that_is_not_known_is_named_and_the_profile_kept(tmp_path: Path) -> None:
    """A misspelt key is told, at every level."""
    profile(tmp_path, "anna", WHOLE + "pitsch = 3\n[colour]\nred = 1")
    loaded = load_profiles([tmp_path])
    assert [p.id for p in loaded.profiles] == ["anna"]
    assert [n.partition(" says ")[2] for n in loaded.notices] == [
        "colour, which is not known here.",
        "sound.pitsch, which is not known here.",
    ]


def test_a_person_s_own_profile_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    """Copying a profile and changing it is how it is made one's own; a missing folder holds none."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, name in ((ours, "Shipped"), (theirs, "Mine")):
        folder.mkdir()
        profile(folder, "a", f'id = "a"\nname = "{name}"')
    loaded = load_profiles([ours, theirs, tmp_path / "nowhere"])
    assert [p.name for p in loaded.profiles] == ["Mine"]
