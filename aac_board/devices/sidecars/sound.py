"""The sound sidecar: owns the loudspeaker, plays what it is sent, sounds the attention signal and the tick.

Run as a program of its own; see devices/sidecar.py for the messages. It is told {"do": ...}:

    begin id lead_ms     something will be said: wake the loudspeaker, play lead_ms of silence if it slept
    samples id rate      payload: more of it, int16 mono
    end id               that was all of it
    stop                 silence, now
    attention on         payload: one round of the attention signal, repeated until told off and 60 s at the most
    tick                 payload: one soft tick, unless something else sounds
    devices              name the loudspeakers

Ticks and signals come at 48000 Hz. It says {"is": ...}: ready, started id, finished id, failed id why, stopped, attention on, attention_failed why,
devices names. `why` is "no_device" or "stalled"; started has other_device: true where the wanted one was missing.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Generator
from typing import Any, BinaryIO

import miniaudio

RATE_HZ = 48000
PERIOD_MS = 20
PERIODS = 3
BUFFERED_FRAMES = RATE_HZ * PERIOD_MS * PERIODS // 1000
FADE_FRAMES = RATE_HZ * 5 // 1000
LINGER_S = 10.0
STALLED_S = 1.0
SLOW_START_S = 3.0
FLOWS_AFTER_CALLS = 10
RETRY_S = 5.0
ATTENTION_S = 60.0
# Named one by one, because the list that miniaudio takes by itself ends in one that plays to nobody.
BACKENDS = {
    "linux": [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA, miniaudio.Backend.JACK],
    "win32": [miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND, miniaudio.Backend.WINMM],
    "darwin": [miniaudio.Backend.COREAUDIO],
}


class NoLoudspeakerError(Exception):
    """No sound device takes what we play."""


class Speech:
    """One utterance on its way to the loudspeaker: the silence before it, its samples so far, and whether that is all."""

    def __init__(self, number: int, lead_frames: int) -> None:
        self.number = number
        self.lead = lead_frames
        self.samples = bytearray()
        self.place = 0
        self.ended = False
        self.started = False
        self.drained = 0

    def take(self, frames: int) -> bytes:
        """Return the next samples, at most `frames`; fewer or none where the rest has not come yet."""
        if self.lead > 0:
            silent = min(self.lead, frames)
            self.lead -= silent
            return bytes(2 * silent)
        piece = bytes(self.samples[self.place : self.place + 2 * frames])
        self.place += len(piece)
        return piece


class Player:
    """What is to be heard, mixed by precedence: speech, then the attention signal, then a tick, then silence.

    `fill` is called by the audio thread, everything else by the reader; `events` collects what is to be told.
    """

    def __init__(self, events: queue.SimpleQueue[dict[str, Any]]) -> None:
        self._lock = threading.Lock()
        self._events = events
        self._speech: Speech | None = None
        self._attention_until = 0.0
        self._attention_told = False
        self._attention_place = 0
        self._signal = b""
        self._ticking = b""
        self._tail = b""
        self.quiet_since = time.monotonic()

    @property
    def busy(self) -> bool:
        """Whether anything is to be heard now."""
        return self._speech is not None or bool(self._ticking) or self.calling

    @property
    def calling(self) -> bool:
        """Whether the attention signal is on."""
        return time.monotonic() < self._attention_until

    @property
    def number(self) -> int | None:
        """The utterance that is being said."""
        return self._speech.number if self._speech else None

    def begin(self, number: int, lead_frames: int) -> None:
        """Take up a new utterance in the place of what is being said."""
        with self._lock:
            self._drop()
            self._speech = Speech(number, lead_frames)

    def add(self, number: int, samples: bytes) -> None:
        """Add samples to the utterance `number`, if it still counts."""
        with self._lock:
            if self._speech and self._speech.number == number:
                self._speech.samples += samples

    def end(self, number: int) -> None:
        """Note that the utterance has all its samples."""
        with self._lock:
            if self._speech and self._speech.number == number:
                self._speech.ended = True

    def hush(self) -> None:
        """Say nothing any more."""
        with self._lock:
            self._drop()

    def attention(self, signal: bytes) -> None:
        """Start the attention signal afresh, also over speech, or end it where it is empty."""
        with self._lock:
            if signal:
                self._drop()
            self._signal = signal
            self._attention_until = time.monotonic() + ATTENTION_S if signal else 0.0
            self._attention_place = 0
            self._attention_told = False

    def tick(self, tick: bytes) -> None:
        """Sound one tick, unless something else is heard."""
        with self._lock:
            if not self.busy:
                self._ticking = tick

    def _drop(self) -> None:
        # Cut off in the middle of a wave, a loudspeaker clicks: five more milliseconds fade out.
        if self._speech and self._speech.started:
            rest = array.array("h", self._speech.take(FADE_FRAMES))
            self._tail = array.array(
                "h", [s * (len(rest) - i) // len(rest) for i, s in enumerate(rest)]
            ).tobytes()
        self._speech = None

    def fill(self, frames: int) -> bytes:
        """Return exactly `frames` samples, int16 mono."""
        with self._lock:
            out = bytearray(self._tail[: 2 * frames])
            self._tail = self._tail[2 * frames :]
            while len(out) < 2 * frames:
                piece = self._piece(frames - len(out) // 2)
                if not piece:
                    break
                out += piece
            if out:
                self.quiet_since = time.monotonic()
            return bytes(out) + bytes(2 * frames - len(out))

    def _piece(self, frames: int) -> bytes:
        if self._speech:
            return self._of_speech(self._speech, frames)
        if self.calling:
            return self._of_attention(frames)
        piece, self._ticking = self._ticking[: 2 * frames], self._ticking[2 * frames :]
        return piece

    def _of_speech(self, speech: Speech, frames: int) -> bytes:
        leading = speech.lead > 0
        piece = speech.take(frames)
        if piece and not leading and not speech.started:
            speech.started = True
            self._events.put({"is": "started", "id": speech.number})
        if not piece and speech.ended:
            # Handed over is not heard yet: what the device has buffered still sounds.
            speech.drained += frames
            if speech.drained >= BUFFERED_FRAMES:
                self._events.put({"is": "finished", "id": speech.number})
                self._speech = None
        return piece

    def _of_attention(self, frames: int) -> bytes:
        if not self._attention_told:
            self._attention_told = True
            self._events.put({"is": "attention", "on": True})
        piece = self._signal[self._attention_place : self._attention_place + 2 * frames]
        self._attention_place = (self._attention_place + len(piece)) % len(self._signal)
        return piece


class Loudspeaker:
    """The sound device: opened when something is to be heard, closed after a while of silence, so that the next
    time finds whatever is plugged in by then.
    """

    def __init__(self, player: Player, wanted: str) -> None:
        self._player = player
        self._wanted = wanted
        self._lock = threading.RLock()
        self._device: Any = None
        self._last_call = 0.0
        self._calls = 0
        self._retry_at = 0.0
        self.lost = False
        self.other_device = False

    @property
    def is_open(self) -> bool:
        """Whether a device is taking samples."""
        return self._device is not None and not self.lost

    @property
    def stalled(self) -> bool:
        """Whether the device stopped asking for samples without a word, as it does when PulseAudio dies."""
        # Some devices swallow a second or two before they ask again and again.
        patience_s = STALLED_S if self._calls > FLOWS_AFTER_CALLS else SLOW_START_S
        return self.is_open and time.monotonic() - self._last_call > patience_s

    def open(self) -> bool:
        """Make it play; True if it slept until now. NoLoudspeakerError if there is none."""
        with self._lock:
            if self.is_open:
                return False
            self.close()
            try:
                self._device = self._opened()
                self._last_call = time.monotonic()
                self._calls = 0
                feed = self._feed()
                next(feed)
                self._device.start(feed)
            except (miniaudio.MiniaudioError, OSError, ValueError) as error:
                self.close()
                self._retry_at = time.monotonic() + RETRY_S
                raise NoLoudspeakerError from error
            return True

    def open_for_a_tick(self) -> bool:
        """Make it play if that is likely to work: a tick is not worth asking a missing device every second."""
        with self._lock:
            if not self.is_open and time.monotonic() < self._retry_at:
                return False
            try:
                self.open()
            except NoLoudspeakerError:
                return False
            return True

    def close(self) -> None:
        """Let go of the device."""
        with self._lock:
            device, self._device = self._device, None
            self.lost = False
            if device is not None:
                device.stop_callback = None
                context = device._context  # noqa: SLF001 - miniaudio itself never frees it
                device.close()
                miniaudio.lib.ma_context_uninit(context)

    def _opened(self) -> Any:  # noqa: ANN401 - miniaudio has no types
        backends = BACKENDS.get(sys.platform, BACKENDS["linux"])
        wanted = self._id_of_wanted(backends)
        self.other_device = bool(self._wanted) and wanted is None
        device = miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=PERIOD_MS,
            callback_periods=PERIODS,
            device_id=wanted,
            backends=backends,
            app_name="AAC Board",
        )
        device.stop_callback = self._lose
        return device

    def _id_of_wanted(self, backends: list[Any]) -> Any:  # noqa: ANN401 - an opaque handle
        if not self._wanted:
            return None
        named = {d["name"]: d["id"] for d in miniaudio.Devices(backends).get_playbacks()}
        return named.get(self._wanted)

    def _lose(self) -> None:
        self.lost = True

    def _feed(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            self._last_call = time.monotonic()
            self._calls += 1
            frames = yield self._player.fill(frames)


class Wire:
    """Messages to and from the program that started us."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()

    def say(self, header: dict[str, Any]) -> None:
        """Send a message without payload."""
        with self._lock:
            self._sink.write(json.dumps(header).encode() + b"\n")
            self._sink.flush()

    def messages(self) -> Generator[tuple[dict[str, Any], bytes], None, None]:
        """Yield header and payload of each message until the other side is gone."""
        while line := self._source.readline():
            header = json.loads(line)
            yield header, self._source.read(header.get("bytes", 0))


class SoundProgram:
    """Joins wire, player and loudspeaker: the reader obeys at once, the main thread reports and keeps watch."""

    def __init__(self, wire: Wire, wanted: str) -> None:
        self._wire = wire
        self._events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._player = Player(self._events)
        self._loudspeaker = Loudspeaker(self._player, wanted)

    def run(self) -> None:
        """Work until the other side is gone."""
        threading.Thread(target=self._read, daemon=True).start()
        self._wire.say({"is": "ready"})
        while True:
            if event := self._next_event():
                self._tell(event)
            else:
                self._keep_watch()

    def _next_event(self) -> dict[str, Any] | None:
        try:
            return self._events.get(timeout=0.25)
        except queue.Empty:
            return None

    def _read(self) -> None:
        # Whatever happens here, nothing may go on sounding without somebody who can stop it.
        try:
            for header, payload in self._wire.messages():
                self._obey(header, payload)
        finally:
            os._exit(0)

    def _tell(self, event: dict[str, Any]) -> None:
        if event["is"] == "started" and self._loudspeaker.other_device:
            event["other_device"] = True
        self._wire.say(event)

    def _obey(self, header: dict[str, Any], payload: bytes) -> None:
        match header["do"]:
            case "ping":
                self._wire.say({"is": "pong"})
            case "begin":
                self._begin(header["id"], header["lead_ms"])
            case "samples":
                self._player.add(header["id"], _at_our_rate(payload, header["rate"]))
            case "end":
                self._player.end(header["id"])
            case "stop":
                self._player.hush()
                self._wire.say({"is": "stopped"})
            case "attention":
                self._attention(payload if header["on"] else b"")
            case "tick":
                if not self._player.busy and self._loudspeaker.open_for_a_tick():
                    self._player.tick(payload)
            case "devices":
                self._wire.say({"is": "devices", "names": _device_names()})

    def _begin(self, number: int, lead_ms: int) -> None:
        self._player.hush()
        try:
            slept = self._loudspeaker.open()
        except NoLoudspeakerError:
            self._wire.say({"is": "failed", "id": number, "why": "no_device"})
            return
        self._player.begin(number, RATE_HZ * lead_ms // 1000 if slept else 0)

    def _attention(self, signal: bytes) -> None:
        self._player.attention(signal)
        if not signal:
            return
        try:
            self._loudspeaker.open()
        except NoLoudspeakerError:
            self._player.attention(b"")
            self._wire.say({"is": "attention_failed", "why": "no_device"})

    def _keep_watch(self) -> None:
        if self._loudspeaker.stalled:
            self._give_in("stalled")
            os._exit(1)  # A device that hangs may hang us too; a fresh sidecar starts clean.
        if self._loudspeaker.lost:
            self._find_another()
        elif not self._player.busy and time.monotonic() - self._player.quiet_since > LINGER_S:
            self._loudspeaker.close()

    def _find_another(self) -> None:
        self._loudspeaker.close()
        if not self._player.busy:
            return
        try:
            self._loudspeaker.open()
        except NoLoudspeakerError:
            self._give_in("no_device")

    def _give_in(self, why: str) -> None:
        number, calling = self._player.number, self._player.calling
        self._player.hush()
        self._player.attention(b"")
        if number is not None:
            self._wire.say({"is": "failed", "id": number, "why": why})
        if calling:
            self._wire.say({"is": "attention_failed", "why": why})


def _at_our_rate(samples: bytes, rate_hz: int) -> bytes:
    if rate_hz == RATE_HZ:
        return samples
    int16 = miniaudio.SampleFormat.SIGNED16
    return bytes(miniaudio.convert_frames(int16, 1, rate_hz, samples, int16, 1, RATE_HZ))


def _device_names() -> list[str]:
    backends = BACKENDS.get(sys.platform, BACKENDS["linux"])
    try:
        return [d["name"] for d in miniaudio.Devices(backends).get_playbacks()]
    except miniaudio.MiniaudioError:
        return []


def _die_with_parent() -> None:
    """Ask Linux to kill us when our parent is killed, even while we are stopped; and leave no core dump behind."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - only Linux needs it
    import resource  # noqa: PLC0415
    import signal  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def main() -> None:
    """Serve standard input and output; a first argument names the loudspeaker that is wanted."""
    _die_with_parent()
    # A library that prints must not reach the wire.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    SoundProgram(Wire(sys.stdin.buffer, sink), sys.argv[1] if len(sys.argv) > 1 else "").run()


if __name__ == "__main__":
    main()
