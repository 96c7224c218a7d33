"""One thing to be said, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Utterance:
    """One thing to be said. `number` rises through a session, so that a late report cannot be mistaken.

    rate is in words a minute, volume in percent, lead_silence_ms in milliseconds; an empty `voice` means the
    computer's own; language is a BCP 47 tag.
    """

    number: int
    text: str
    language: str = "en"
    voice: str = ""
    rate: int = 150
    volume: int = 100
    lead_silence_ms: int = 100


class Outcome(Enum):
    """What became of an utterance.

    STARTED: its first sample went to the sound device. FINISHED: it was heard to the end.
    STOPPED: silenced on purpose or replaced by a newer one. FAILED: nobody heard it.
    """

    STARTED = "started"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class SpeechReport:
    """What a voice tells the session. `reason` is one plain sentence where something went wrong, also when a
    fallback voice spoke after all (STARTED with a reason).
    """

    number: int
    outcome: Outcome
    reason: str = ""
