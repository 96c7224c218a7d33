"""The command `aac-board speak`: from the command line to the ear, or into a file."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.listening import NullSink, matches

ROOT = Path(__file__).parents[2]
SENTENCE = "My leg hurts"


def speak(*words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    command = [sys.executable, "-m", "aac_board", "speak", *words]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, input=text, timeout=60
    )


def test_what_is_given_is_heard(ears: NullSink) -> None:
    """It returns when all of it was said, without a word of its own."""
    mark = ears.recording.mark()
    done = speak(SENTENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert matches(ears.recording.since(mark), SENTENCE)


def test_a_report_says_who_spoke_how_soon_and_how_long(ears: NullSink) -> None:
    """As JSON on standard output."""
    assert ears.players == 0
    report = json.loads(speak("-", "--json", "--rate", "300", text="Yes.").stdout)
    assert report["outcome"] == "finished"
    assert (report["engine"], report["voice"]) == ("pyttsx3", "gmw/en-us")
    assert 0 < report["first_sample_ms"] < 2000
    assert 200 < report["duration_ms"] < 1500


@pytest.mark.usefixtures("deaf")
def test_a_file_needs_no_loudspeaker(tmp_path: Path) -> None:
    """It holds the sound of a voice, at the rate that was asked for."""
    lengths = []
    for rate in ("100", "300"):
        out = tmp_path / f"{rate}.wav"
        done = speak(SENTENCE, "--out", str(out), "--rate", rate, "--voice", "espeak-en", "--json")
        assert done.returncode == 0
        assert json.loads(done.stdout)["engine"] == "espeak-ng"
        with wave.open(str(out)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            lengths.append(file.getnframes() / file.getframerate())
    assert lengths[0] > 2 * lengths[1]


@pytest.mark.usefixtures("deaf")
def test_when_nothing_can_be_heard_one_plain_line_says_so() -> None:
    """Exit code 1, and not a word about a message on a screen that is not there."""
    done = speak(SENTENCE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "aac-board: No loudspeaker was found, so nothing was heard.\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((SENTENCE, "--rate", "fast"), "Speaking rate is a number"),
        ((SENTENCE, "--rate", "9999"), "Speaking rate lies between"),
        ((SENTENCE, "--out", "sound.mp3"), ".wav"),
        (("   ",), "nothing in this message"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(words: tuple[str, ...], complaint: str) -> None:
    """Before anything is heard."""
    done = speak(*words)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("deaf")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """In one line as well."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = speak(SENTENCE, "--out", str(tmp_path / "file" / "sound.wav"))
    assert done.returncode == 1
    assert done.stderr.startswith("aac-board: The sound could not be saved because")


@pytest.mark.usefixtures("deaf")
def test_a_voice_that_is_not_there_is_told_and_another_one_speaks(tmp_path: Path) -> None:
    """The file is written all the same."""
    out = tmp_path / "sound.wav"
    done = speak(SENTENCE, "--out", str(out), "--voice", "Bertha")
    assert done.returncode == 0
    assert "Bertha is not on this computer" in done.stderr
    assert out.stat().st_size > 10_000
