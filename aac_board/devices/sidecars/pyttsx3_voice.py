"""The voice sidecar: turns text into sound with pyttsx3, which here never plays anything itself.

Run as a program of its own; see devices/sidecar.py for the messages. It is told {"do": ...}:

    say id voice language rate volume    payload: the text, UTF-8
    voices                               list the voices

and says {"is": ...}: ready, sound id rate voice known (payload: int16 mono), failed id, voices voices (pairs of
name and language). `known` is false where the wanted voice is missing and another one spoke. Texts newer than the
one in hand replace those that still wait.

pyttsx3 can only write to a file. On Linux that file is in memory; elsewhere it lies in the folder that the first
argument names, for as long as the sentence takes. (pyttsx3 2.99, drivers espeak, sapi5 and nsss.)
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import struct
import sys
import threading
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyttsx3

# CLDR's likely subtags: plain "en" means American English (and espeak's own en-us is what a recogniser
# understands best: 15 of 15 sentences against 11 for en-gb). espeak calls Mandarin cmn.
LIKELY = {"en": "en-us", "zh": "cmn", "pt": "pt-br"}


class UnreadableSoundError(Exception):
    """What the voice wrote is no sound we know."""


class KnownVoice(NamedTuple):
    """A voice as pyttsx3 names it; language is lower case with a hyphen, or "" where it is not told."""

    id: str
    name: str
    language: str


def known_voices(engine: Any) -> list[KnownVoice]:  # noqa: ANN401 - pyttsx3 has no types
    """List the voices. One that cannot be described is listed with what is known of it."""
    try:
        found: Iterable[Any] = engine.getProperty("voices")
    except Exception:  # noqa: BLE001 - sapi5 raises ValueError, COM errors and others for one odd voice
        found = _one_by_one(engine.proxy._driver)  # noqa: SLF001 - there is no other way to the others
    return [KnownVoice(str(v.id), str(v.name), _language(v)) for v in found]


class _BareVoice(NamedTuple):
    id: str
    name: str
    languages: tuple[str, ...] = ()


def _one_by_one(driver: Any) -> list[Any]:  # noqa: ANN401
    described = (_described(driver, token) for token in driver._tts.GetVoices())  # noqa: SLF001
    return [voice for voice in described if voice is not None]


def _described(driver: Any, token: Any) -> Any:  # noqa: ANN401
    # sapi5 stumbles over a Language such as "409;9", which voices of other makers have.
    try:
        return driver._toVoice(token)  # noqa: SLF001
    except Exception:  # noqa: BLE001
        with contextlib.suppress(Exception):
            return _BareVoice(token.Id, token.GetDescription())
        return None


def _language(voice: Any) -> str:  # noqa: ANN401
    languages = [
        x.decode(errors="replace") if isinstance(x, bytes) else str(x) for x in voice.languages or ()
    ]
    return languages[0].strip("\x05").replace("_", "-").lower() if languages else ""


def named(voices: list[KnownVoice], wanted: str) -> KnownVoice | None:
    """Find the voice that a person means: by id, by name, or by the last part of its id (en-us for gmw/en-us)."""
    low = wanted.lower()
    for fits in (
        lambda v: v.id.lower() == low,
        lambda v: v.name.lower() == low,
        lambda v: v.id.lower().rpartition("/")[2] == low,
        lambda v: v.language == low,
        lambda v: low in v.name.lower(),
    ):
        for voice in voices:
            if fits(voice):
                return voice
    return None


def for_language(voices: list[KnownVoice], tag: str, usual: str) -> str:
    """Return the id of the voice for a language tag: the usual one if it speaks it, or the nearest."""
    low = tag.lower()
    primary = low.split("-")[0]
    by_id = {v.id: v for v in voices}
    is_espeak = usual.lower() in by_id and "/" in usual
    if not is_espeak and usual in by_id and by_id[usual].language.split("-")[0] in {primary, ""}:
        return usual
    wishes = [low, LIKELY.get(low, low), LIKELY.get(primary, primary), f"{primary}-{primary}", primary]
    for wish in wishes:
        for voice in voices:
            if voice.language == wish:
                return voice.id
    return next((v.id for v in voices if v.language.split("-")[0] == primary), usual)


def sound_in(data: bytes) -> tuple[bytes, int]:
    """Return the samples (int16 mono, little-endian) and the rate in Hz of a WAV or AIFF file."""
    if data[:4] == b"RIFF":
        return _wav(data)
    if data[:4] == b"FORM":
        return _aiff(data)
    raise UnreadableSoundError


def _chunks(data: bytes, order: str) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, place)
        found[name] = data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    return found


def _wav(data: bytes) -> tuple[bytes, int]:
    chunks = _chunks(data, "<")
    if len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise UnreadableSoundError
    _, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if bits != 16:
        raise UnreadableSoundError
    return _mono(chunks[b"data"], channels), rate_hz


def _aiff(data: bytes) -> tuple[bytes, int]:
    chunks = _chunks(data, ">")
    if len(chunks.get(b"COMM", b"")) < 18 or b"SSND" not in chunks:
        raise UnreadableSoundError
    channels, _, bits, exponent, mantissa = struct.unpack_from(">HIHHQ", chunks[b"COMM"])
    if bits != 16:
        raise UnreadableSoundError
    samples = bytearray(chunks[b"SSND"][8:])
    if chunks[b"COMM"][18:22] != b"sowt":
        del samples[len(samples) // 2 * 2 :]
        samples[0::2], samples[1::2] = samples[1::2], samples[0::2]
    # The rate is an 80-bit float: mantissa x 2^(exponent - bias - 63).
    return _mono(bytes(samples), channels), int(mantissa * 2.0 ** ((exponent & 0x7FFF) - 16383 - 63))


def _mono(samples: bytes, channels: int) -> bytes:
    if channels == 1:
        return samples
    step = 2 * channels
    left = bytearray(len(samples) // step * 2)
    left[0::2] = samples[0 : len(samples) // step * step : step]
    left[1::2] = samples[1 : len(samples) // step * step : step]
    return bytes(left)


class MemoryFile:
    """A file without a disk, under a path that others can open (Linux)."""

    def __init__(self) -> None:
        self._descriptor = os.memfd_create("sound")
        self.path = f"/proc/self/fd/{self._descriptor}"

    def taken(self) -> bytes:
        """Return what was written and empty the file."""
        size = os.fstat(self._descriptor).st_size
        data = os.pread(self._descriptor, size, 0)
        os.ftruncate(self._descriptor, 0)
        return data


class FolderFile:
    """A file in a private folder, gone as soon as it is read."""

    def __init__(self, folder: str) -> None:
        self.path = str(Path(folder) / "sound.wav")

    def taken(self) -> bytes:
        """Return what was written and remove the file."""
        path = Path(self.path)
        try:
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)


class Voice:
    """pyttsx3 as a maker of sound."""

    def __init__(self, folder: str) -> None:
        self._file = FolderFile(folder) if folder else MemoryFile()
        self._engine = pyttsx3.init()
        self._usual = str(self._engine.getProperty("voice") or "")
        self._voices = known_voices(self._engine)

    @property
    def voices(self) -> list[KnownVoice]:
        """All voices."""
        return self._voices

    def _chosen(self, wanted: str, language: str) -> tuple[str, bool]:
        usual = for_language(self._voices, language, self._usual)
        if not wanted:
            return usual, True
        name, plus, variant = wanted.partition("+")
        voice = named(self._voices, wanted) or named(self._voices, name)
        return (f"{voice.id}{plus}{variant}", True) if voice else (usual, False)

    def say(self, text: str, header: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the answer to `say` and its samples."""
        voice, known = self._chosen(header["voice"], header["language"])
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", header["rate"])
        self._engine.setProperty("volume", header["volume"] / 100)
        # sapi5 takes a text that starts with < for XML.
        self._engine.save_to_file(f" {text}" if text.startswith("<") else text, self._file.path)
        self._engine.runAndWait()
        samples, rate_hz = sound_in(self._file.taken())
        return {"is": "sound", "id": header["id"], "rate": rate_hz, "voice": voice, "known": known}, samples


class Wire:
    """Messages to and from the program that started us."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()

    def say(self, header: dict[str, Any], payload: bytes = b"") -> None:
        """Send a message."""
        with self._lock:
            whole = {**header, "bytes": len(payload)} if payload else header
            self._sink.write(json.dumps(whole).encode() + b"\n")
            self._sink.write(payload)
            self._sink.flush()

    def messages(self) -> Generator[tuple[dict[str, Any], bytes], None, None]:
        """Yield header and payload of each message until the other side is gone."""
        while line := self._source.readline():
            header = json.loads(line)
            yield header, self._source.read(header.get("bytes", 0))


class VoiceProgram:
    """The reader answers pings and ends us with our parent; the main thread speaks, because some voices insist."""

    def __init__(self, wire: Wire, folder: str) -> None:
        self._wire = wire
        self._folder = folder
        self._waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()

    def run(self) -> None:
        """Work until the other side is gone."""
        threading.Thread(target=self._read, daemon=True).start()
        voice = Voice(self._folder)
        self._wire.say({"is": "ready"})
        while True:
            self._serve(voice, *self._newest())

    def _read(self) -> None:
        try:
            for header, payload in self._wire.messages():
                if header["do"] == "ping":
                    self._wire.say({"is": "pong"})
                else:
                    self._waiting.put((header, payload))
        finally:
            os._exit(0)

    def _newest(self) -> tuple[dict[str, Any], bytes]:
        task = self._waiting.get()
        while task[0]["do"] == "say" and not self._waiting.empty():
            task = self._waiting.get()
        return task

    def _serve(self, voice: Voice, header: dict[str, Any], payload: bytes) -> None:
        if header["do"] == "voices":
            self._wire.say({"is": "voices", "voices": [(v.name, v.language) for v in voice.voices]})
            return
        try:
            answer = voice.say(payload.decode(), header)
        except Exception:  # noqa: BLE001 - whatever the voice raises; its text may hold the person's words
            self._wire.say({"is": "failed", "id": header["id"]})
        else:
            self._wire.say(*answer)


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
    """Serve standard input and output; a first argument names the folder for systems without files in memory."""
    _die_with_parent()
    # pyttsx3 prints; that must not reach the wire.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    VoiceProgram(Wire(sys.stdin.buffer, sink), sys.argv[1] if len(sys.argv) > 1 else "").run()


if __name__ == "__main__":
    main()
