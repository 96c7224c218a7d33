"""Sound output into memory, for a WAV file: everything is taken at once and nobody waits for it to be heard."""

from __future__ import annotations

import io
import wave

from aac_board.devices.clock import Clock
from aac_board.devices.sound import Heard, Sound, SoundReport, Trouble


class WavSound(Sound):
    """Gathers one utterance; `wav` is the file's content once FINISHED was reported."""

    def __init__(self, clock: Clock) -> None:
        self.wav = b""
        self._clock = clock
        self._samples = bytearray()
        self._rate_hz = 0

    def begin(self, ticket: int, lead_silence_ms: int) -> None:  # noqa: ARG002 - the contract's
        """Start afresh; a file needs no silence to wake up."""
        self._samples.clear()
        self._rate_hz = 0

    def add(self, ticket: int, samples: bytes, rate_hz: int) -> None:
        """Append samples. A second voice with another rate cannot go into the same file: BROKE_OFF."""
        if not self._rate_hz:
            self._tell(ticket, Heard.STARTED)
        elif rate_hz != self._rate_hz:
            self._tell(ticket, Heard.FAILED, Trouble.BROKE_OFF)
            return
        self._rate_hz = rate_hz
        self._samples += samples

    def end(self, ticket: int) -> None:
        """Make the file."""
        content = io.BytesIO()
        with wave.open(content, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._rate_hz)
            file.writeframes(bytes(self._samples))
        self.wav = content.getvalue()
        self._tell(ticket, Heard.FINISHED)

    def stop(self) -> None:
        """Forget what was gathered."""
        self._samples.clear()

    def attention(self, *, on: bool) -> None:
        """Do nothing: a file calls nobody."""

    def tick(self) -> None:
        """Do nothing."""

    def _tell(self, ticket: int, heard: Heard, trouble: Trouble = Trouble.NONE) -> None:
        self._clock.later(0, lambda: self.listener(SoundReport(ticket, heard, trouble)))
