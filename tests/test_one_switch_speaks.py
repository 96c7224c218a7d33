"""The whole road: a real key of the X server, the real window, the real voice, and a listener who understands it."""

from __future__ import annotations

import argparse
import array
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aac_board.bench.script import Play, parse
from aac_board.core.press.switch import Edge
from aac_board.person import open_person
from aac_board.window_stage import WindowStage
from tests.listening import NullSink, children, matches

SENTENCE = "I need help please"
DECOYS = ("I want to go home now", "I am very thirsty", "Where did you put it", "Thank you for coming")
LOUD, MOMENT = 300, 4000
"""A sample that is no silence; how many samples before it are kept."""


class RealKeys(WindowStage):
    """The window driven by key events of the X server, as a switch box sends them."""

    def move_switch(self, code: str, edge: Edge) -> None:
        """Press or release a key of the X server's keyboard."""
        verb = "keydown" if edge is Edge.PRESS else "keyup"
        subprocess.run(["xdotool", verb, {"Space": "space"}[code]], check=True, timeout=10)
        self.wait(0.03)


def _person(folder: Path, *given: str) -> argparse.Namespace:
    return argparse.Namespace(data=folder, temp=False, profile="", given=list(given))


def _without_silence(samples: array.array[int]) -> array.array[int]:
    """Return the recording from a moment before the first sound."""
    first = next((place for place, sample in enumerate(samples) if abs(sample) > LOUD), 0)
    return samples[max(first - MOMENT, 0) :]


def _until(stage: WindowStage, condition: Callable[[], bool], complaint: str) -> None:
    """Let the window live until something is so, five seconds at the most."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, complaint
        stage.wait(0.05)


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("qapp")
def test_a_sentence_written_by_one_switch_is_heard(ears: NullSink, tmp_path: Path) -> None:
    """By scanning alone; the recording is understood as that sentence among decoys."""
    assert "DISPLAY" in os.environ, "this test needs a screen; packaging/linux/test.sh brings one"
    someone = open_person(_person(tmp_path, "scan.step_ms=500", "scan.first_item_delay_ms=200"))
    with RealKeys(someone, (1366, 768), None) as stage:
        play = Play(stage)
        play.run(parse(f'write "{SENTENCE}."\nexpect message "{SENTENCE}."'))
        mark = ears.recording.mark()
        play.run(parse(f'choose "Speak"\nexpect said "{SENTENCE}."'))
        ears.recording.wait_for_sound(3, mark)
        stage.wait(3)
        assert matches(_without_silence(ears.recording.since(mark)), SENTENCE, *DECOYS)


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("qapp")
def test_a_dying_voice_disturbs_nothing(ears: NullSink, tmp_path: Path) -> None:
    """Killed in the middle of a sentence: scanning goes on, and the next Speak is heard."""
    someone = open_person(_person(tmp_path, "scan.start=launch", "scan.step_ms=300"))
    others = children()
    with WindowStage(someone, (1366, 768), None) as stage:
        play = Play(stage)
        play.run(parse('tap "Phrases"\ntap "Ask me yes or no"'))
        _until(stage, lambda: bool(ears.recording.loud_times()), "the sentence was not heard")
        for helper in children() - others:
            os.kill(helper, signal.SIGKILL)
        since = stage.session.lit.since
        _until(stage, lambda: stage.session.lit.since > since, "the light stood still")

        mark = ears.recording.mark()
        play.run(parse('tap "Thank you"'))
        _until(stage, lambda: bool(ears.recording.loud_times(mark)), "the next sentence was not heard")
