"""What the mouth wants to know of a voice profile (a file of `voices/`, read by the store)."""

from __future__ import annotations

from typing import Protocol


class VoiceProfile(Protocol):
    """A named voice. engines: which may speak it, best first; voice: the name they know it by, "" their usual one;
    rate and volume: factors on what the person set; lead_silence_ms: None for what the person set.
    """

    @property
    def id(self) -> str:
        """What the setting speech.voice holds."""

    @property
    def engines(self) -> tuple[str, ...]:
        """Names of engines, best first; empty for any."""

    @property
    def voice(self) -> str:
        """The voice's name with these engines."""

    @property
    def rate(self) -> float:
        """1.0 is the speed the person set."""

    @property
    def volume(self) -> float:
        """1.0 is the volume the person set."""

    @property
    def lead_silence_ms(self) -> int | None:
        """Silence before speech."""
