"""What is handed to the loudspeaker, sample by sample, with no loudspeaker there."""

from __future__ import annotations

import array
import queue
from typing import Any

import pytest

from aac_board.devices import tones
from aac_board.devices.sidecars import sound
from aac_board.devices.sidecars.sound import BUFFERED_FRAMES, FADE_FRAMES, Player
from aac_board.devices.tones import attention_signal, soft_tick


class Ear:
    """A player, and what it hands over."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.player = Player(self._events)

    def hear(self, frames: int) -> list[int]:
        """Return the next samples as numbers."""
        data = self.player.fill(frames)
        assert len(data) == 2 * frames
        return array.array("h", data).tolist()

    def told(self) -> list[dict[str, Any]]:
        """Return what was reported since the last time."""
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found


@pytest.fixture
def ear() -> Ear:
    return Ear()


def samples(value: int, frames: int) -> bytes:
    return array.array("h", [value] * frames).tobytes()


def test_with_nothing_to_say_it_is_silent(ear: Ear) -> None:
    """Silence is zeros, and as many as were asked for."""
    assert ear.hear(10) == [0] * 10
    assert not ear.player.busy


def test_speech_starts_after_its_lead_in_and_is_told_with_its_first_sample(ear: Ear) -> None:
    """The lead-in is no speech yet."""
    ear.player.begin(7, 10)
    ear.player.add(7, samples(500, 20))
    assert ear.hear(10) == [0] * 10
    assert ear.told() == []
    assert ear.hear(10) == [500] * 10
    assert ear.told() == [{"is": "started", "id": 7}]


def test_a_lead_in_that_ends_inside_a_block_leaves_no_gap(ear: Ear) -> None:
    """Speech follows it in the same block."""
    ear.player.begin(7, 4)
    ear.player.add(7, samples(500, 20))
    assert ear.hear(10) == [0] * 4 + [500] * 6
    assert ear.told() == [{"is": "started", "id": 7}]


def test_speech_that_waits_for_its_next_sentence_is_not_finished(ear: Ear) -> None:
    """Silence in between, then on it goes; it is told as started once."""
    ear.player.begin(7, 0)
    ear.player.add(7, samples(500, 5))
    assert ear.hear(10) == [500] * 5 + [0] * 5
    ear.hear(2 * BUFFERED_FRAMES)
    ear.player.add(7, samples(600, 5))
    assert ear.hear(5) == [600] * 5
    assert ear.told() == [{"is": "started", "id": 7}]


def test_finished_is_told_when_the_last_sample_has_left_the_buffer(ear: Ear) -> None:
    """Handed over is not heard yet."""
    ear.player.begin(7, 0)
    ear.player.add(7, samples(500, 10))
    ear.player.end(7)
    ear.hear(10)
    ear.hear(BUFFERED_FRAMES - 1)
    assert ear.told() == [{"is": "started", "id": 7}]
    ear.hear(1)
    assert ear.told() == [{"is": "finished", "id": 7}]
    assert not ear.player.busy


def test_hushed_speech_fades_out_within_five_milliseconds(ear: Ear) -> None:
    """No click, and no word more."""
    ear.player.begin(7, 0)
    ear.player.add(7, samples(1000, 10_000))
    ear.hear(100)
    ear.player.hush()
    heard = ear.hear(FADE_FRAMES + 100)
    assert heard[0] == 1000
    assert heard[:FADE_FRAMES] == sorted(heard[:FADE_FRAMES], reverse=True)
    assert heard[FADE_FRAMES:] == [0] * 100


def test_samples_of_an_utterance_that_was_replaced_are_thrown_away(ear: Ear) -> None:
    """Late samples never get into what is said now."""
    ear.player.begin(7, 0)
    ear.player.begin(8, 0)
    ear.player.add(7, samples(500, 10))
    ear.player.end(7)
    assert ear.hear(10) == [0] * 10
    assert ear.player.number == 8


def test_the_attention_signal_silences_speech_and_goes_on_and_on(ear: Ear) -> None:
    """It repeats until it is told off."""
    ear.player.begin(7, 0)
    ear.player.add(7, samples(1, 100_000))
    ear.player.attention(attention_signal())
    signal = array.array("h", attention_signal()).tolist()
    assert ear.hear(len(signal)) == signal
    assert ear.hear(1000) == signal[:1000]
    assert ear.told() == [{"is": "attention", "on": True}]
    ear.player.attention(b"")
    assert ear.hear(100) == [0] * 100


def test_the_attention_signal_ends_by_itself_after_a_minute(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forgotten signal must not run for ever."""
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    ear.player.attention(attention_signal())
    now += 59.9
    assert any(ear.hear(100))
    now += 0.2
    assert ear.hear(100) == [0] * 100


def test_what_is_said_while_the_signal_sounds_is_heard_and_then_the_signal_goes_on(ear: Ear) -> None:
    """An answer to whoever came is understood; the signal still ends only by being told off."""
    ear.player.attention(attention_signal())
    ear.hear(100)
    ear.player.begin(7, 0)
    ear.player.add(7, samples(5, 50))
    ear.player.end(7)
    assert ear.hear(50) == [5] * 50
    ear.hear(2 * BUFFERED_FRAMES)
    assert max(ear.hear(1000)) > 20_000


def test_signal_and_tick_are_made_for_the_rate_they_are_played_at() -> None:
    """The sidecar imports nothing of ours, so the number stands in two places."""
    assert tones.RATE_HZ == sound.RATE_HZ


def test_a_tick_is_soft_and_short_and_never_disturbs_speech(ear: Ear) -> None:
    """Eight milliseconds, an eighth of full loudness, and none while somebody speaks."""
    ear.player.tick(soft_tick())
    heard = ear.hear(1000)
    assert heard[:384] == array.array("h", soft_tick()).tolist()
    assert max(heard) < 4096
    assert heard[384:] == [0] * 616
    ear.player.begin(7, 0)
    ear.player.add(7, samples(500, 1000))
    ear.player.tick(soft_tick())
    assert ear.hear(1000) == [500] * 1000
