"""The contract of a voice engine: text goes in, sound comes back, later, on the same thread."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Request:
    """A sentence to be turned into sound. voice "" means the engine's usual one for the language (a BCP 47 tag);
    rate is in words a minute, volume in percent of the engine's own.
    """

    text: str
    language: str = "en"
    voice: str = ""
    rate: int = 150
    volume: int = 100


@dataclass(frozen=True)
class Speech:
    """Sound: int16 mono little-endian samples, who made them, and whether that was the voice asked for."""

    samples: bytes
    rate_hz: int
    engine: str
    voice: str
    voice_known: bool = True

    @property
    def duration_ms(self) -> int:
        """How long it takes to hear."""
        return len(self.samples) * 500 // self.rate_hz


@dataclass(frozen=True)
class NoSpeech:
    """The engine failed at this sentence; why is for people who mend computers, and holds no words of the person."""

    why: str


Answer: TypeAlias = "Speech | NoSpeech"
Answered: TypeAlias = Callable[[Answer], None]


class Engine(ABC):
    """One way of making speech. Works on one request at a time and never blocks."""

    name: str

    def warm(self) -> None:  # noqa: B027 - most engines have nothing to prepare
        """Get ready off the critical path."""

    @abstractmethod
    def synthesise(self, request: Request, answered: Answered) -> None:
        """Call `answered` once with what became of the request. A newer request silences the answer to an older."""

    @abstractmethod
    def give_up(self) -> None:
        """Drop the request in hand: its answer is not wanted any more."""

    def restart(self) -> bool:
        """Start the engine afresh, after it died or hung; False where there is nothing to start."""
        return False

    def close(self) -> None:
        """Leave no program behind."""
        self.give_up()
