"""Ears for tests: a loudspeaker that nobody hears, a recording of what it played, and somebody who understands it.

Needs the Debian packages pulseaudio and pulseaudio-utils, and pocketsphinx from the test extra.
"""

from __future__ import annotations

import array
import functools
import math
import os
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pocketsphinx import Config, Decoder

RATE_HZ = 16000
# A tenth of espeak's quietest vowels, a hundred times the noise of a resampler.
LOUD = 200
SINK = "aac_null"
# What nobody said in any test: a recogniser with a closed grammar must be able to be wrong.
DECOYS = (
    "the weather is lovely",
    "please close the window",
    "i would like some water",
    "what time is it",
    "good morning everyone",
    "turn the light off",
    "my back hurts a lot",
    "call the doctor now",
)
_NEEDED = ("pulseaudio", "pactl", "parec")


class Recording:
    """What a null sink plays, from the moment this is made: mono, 16 kHz."""

    def __init__(self, environment: dict[str, str], sink: str) -> None:
        self._samples = array.array("h")
        self._began = math.inf
        form = ["--format=s16le", f"--rate={RATE_HZ}", "--channels=1", "--latency-msec=10"]
        self._recorder = subprocess.Popen(
            ["parec", *form, f"--device={sink}.monitor"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        _wait_until(lambda: len(self._samples) > 0, "the recorder hears nothing at all")

    def _read(self) -> None:
        assert self._recorder.stdout is not None
        descriptor = self._recorder.stdout.fileno()
        odd = b""
        while data := os.read(descriptor, 65536):
            data = odd + data
            whole = len(data) // 2 * 2
            self._samples.frombytes(data[:whole])
            odd = data[whole:]
            # The chunk that comes with the least delay tells what time the recording runs on.
            self._began = min(self._began, time.monotonic() - len(self._samples) / RATE_HZ)

    def close(self) -> None:
        """End the recorder."""
        self._recorder.kill()
        self._reader.join()
        self._recorder.wait()
        assert self._recorder.stdout is not None
        self._recorder.stdout.close()

    def mark(self) -> int:
        """Return the place of the newest sample, to cut a later part out with."""
        return len(self._samples)

    def since(self, mark: int) -> array.array[int]:
        """Return the samples from `mark` until now."""
        return self._samples[mark:]

    def loud_times(self, mark: int = 0) -> list[float]:
        """Return when (monotonic seconds) each loud millisecond since `mark` was heard, in order."""
        step = RATE_HZ // 1000
        samples = self._samples[mark:]
        loud = [i for i in range(0, len(samples), step) if max(map(abs, samples[i : i + step])) > LOUD]
        return [self._began + (mark + place) / RATE_HZ for place in loud]

    def wait_for_sound(self, within_s: float, mark: int = 0) -> float:
        """Return when the first loud sample since `mark` was heard; AssertionError if there is none in time."""
        _wait_until(lambda: bool(self.loud_times(mark)), "no sound was heard", within_s)
        return self.loud_times(mark)[0]


class NullSink:
    """A private PulseAudio whose only loudspeaker plays to nobody, always recorded.

    `environment` is what a program needs to play there and nowhere else. `recording` runs all the time, also because
    an unrecorded null sink works in blocks of two seconds.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        address = f"unix:{folder}/pulse.sock"
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": address,
            "HOME": str(folder),
        }
        self._server = self._started_server()
        self.recording = Recording(self.environment, SINK)

    def _started_server(self) -> subprocess.Popen[bytes]:
        socket = self._folder / "pulse.sock"
        server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                *("-L", f"module-null-sink sink_name={SINK} rate=48000"),
                *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_until(socket.exists, "PulseAudio did not start")
        return server

    @property
    def players(self) -> int:
        """How many programs hold the loudspeaker."""
        listed = subprocess.run(
            ["pactl", "list", "short", "sink-inputs"],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return len(listed.stdout.splitlines())

    def close(self) -> None:
        """End everything that was started."""
        self.recording.close()
        self.end_server()

    def end_server(self) -> None:
        """Pull the plug."""
        self._server.kill()
        self._server.wait()
        (self._folder / "pulse.sock").unlink(missing_ok=True)

    def start_server_again(self) -> None:
        """Plug it in again, with a new recording."""
        self.recording.close()
        self._server = self._started_server()
        self.recording = Recording(self.environment, SINK)


@contextmanager
def null_sink() -> Iterator[NullSink]:
    """Start a null sink; nothing of it is left afterwards."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    assert not missing, f"These tests need {', '.join(missing)} (Debian: pulseaudio, pulseaudio-utils)."
    # Not below TMPDIR: a socket's path may not be longer than about a hundred letters.
    folder = Path(tempfile.mkdtemp(prefix="ears-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108
    sink: NullSink | None = None
    try:
        sink = NullSink(folder)
        yield sink
    finally:
        if sink is not None:
            sink.close()
        shutil.rmtree(folder, ignore_errors=True)


def understood(samples: array.array[int], sentences: Sequence[str]) -> str:
    """Return which of the sentences, or of the decoys, a recogniser takes the samples for; "" if none at all."""
    decoder = _decoder(tuple(_bare(s) for s in (*sentences, *DECOYS)))
    decoder.reinit_feat()  # what was heard before must not tune its ear
    decoder.start_utt()
    decoder.process_raw(_in_a_room(samples).tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return hypothesis.hypstr if hypothesis else ""


def _in_a_room(samples: array.array[int]) -> array.array[int]:
    """Add quiet before and after, and the faint noise of any room: perfect zeros are no sound that a recogniser
    learnt from, and make it lose the last word.
    """
    noise = random.Random(1)
    silence = [0] * (RATE_HZ * 3 // 10)
    padded = (*silence, *samples, *silence)
    return array.array("h", [min(max(s + int(noise.gauss(0, 30)), -32768), 32767) for s in padded])


def matches(samples: array.array[int], said: str, *others: str) -> bool:
    """Whether a recogniser that knows `said`, `others` and the decoys hears exactly `said`."""
    return understood(samples, [said, *others]) == _bare(said)


def children() -> set[int]:
    """Return the process ids of everything below us, however deep."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text()
        except OSError:
            continue
        state, parent = stat.rpartition(")")[2].split()[:2]
        if state != "Z":
            parents[int(entry.name)] = int(parent)
    found = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= new
    return found - {os.getpid()}


def _bare(sentence: str) -> str:
    return re.sub(r"[^a-z' ]", "", sentence.lower())


@functools.cache
def _decoder(sentences: tuple[str, ...]) -> Any:  # noqa: ANN401 - pocketsphinx has no types
    decoder = Decoder(Config(samprate=RATE_HZ, loglevel="FATAL", lm=None))
    decoder.add_jsgf_string("said", f"#JSGF V1.0; grammar said; public <s> = {' | '.join(sentences)} ;")
    decoder.activate_search("said")
    return decoder


def _wait_until(condition: Any, complaint: str, within_s: float = 5.0) -> None:  # noqa: ANN401
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, complaint
        time.sleep(0.005)
