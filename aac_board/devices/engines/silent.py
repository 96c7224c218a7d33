"""An engine that makes no noise: for tests, and for scripts of presses played without a loudspeaker."""

from __future__ import annotations

from enum import Enum

from aac_board.devices.clock import Alarm, Clock
from aac_board.devices.engines.engine import Answered, Engine, NoSpeech, Request, Speech

RATE_HZ = 8000
CHARACTERS_A_WORD = 5


class Mood(Enum):
    """How the silent engine behaves. FAILS answers that it failed, as an engine that dies does; HANGS never answers;
    MUTE makes samples that are all zero.
    """

    WORKS = "works"
    FAILS = "fails"
    HANGS = "hangs"
    MUTE = "mute"


def estimated_ms(text: str, rate: int) -> int:
    """Estimate how long a text takes to say, at five characters a word and `rate` words a minute."""
    return 200 + len(text) * 60_000 // (CHARACTERS_A_WORD * rate)


class SilentEngine(Engine):
    """Makes faint samples of the estimated length, `delay_ms` after it is asked; remembers what it was asked."""

    def __init__(self, clock: Clock, name: str = "silent", *, delay_ms: int = 10, known: str = "") -> None:
        self.name = name
        self.mood = Mood.WORKS
        self.asked: list[Request] = []
        self.restarts = 0
        self.restart_heals = False
        self._clock = clock
        self._delay_ms = delay_ms
        self._known = known
        self._alarm: Alarm | None = None

    def synthesise(self, request: Request, answered: Answered) -> None:
        """Answer later, or never where it hangs."""
        self.give_up()
        self.asked.append(request)
        if self.mood is not Mood.HANGS:
            self._alarm = self._clock.later(self._delay_ms, lambda: answered(self._answer(request)))

    def give_up(self) -> None:
        """Answer no more."""
        if self._alarm is not None:
            self._alarm.cancel()

    def restart(self) -> bool:
        """Be well again, if that is what a restart does."""
        self.restarts += 1
        if self.restart_heals:
            self.mood = Mood.WORKS
        return True

    def _answer(self, request: Request) -> Speech | NoSpeech:
        if self.mood is Mood.FAILS:
            return NoSpeech("told to fail")
        frames = RATE_HZ * estimated_ms(request.text, request.rate) // 1000
        return Speech(
            (b"\0\0" if self.mood is Mood.MUTE else b"\1\0") * frames,
            RATE_HZ,
            self.name,
            request.voice or "silent",
            voice_known=request.voice in {"", self._known},
        )
