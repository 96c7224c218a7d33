"""Sound output that nobody hears: for tests, and for scripts of presses played without a loudspeaker."""

from __future__ import annotations

from aac_board.devices.clock import Alarm, Clock
from aac_board.devices.sound import Heard, Sound, SoundReport, Trouble


class SilentSound(Sound):
    """Reports what a loudspeaker would, when it would; `trouble` makes it fail from now on.

    For tests: `played` holds (ticket, duration_ms) of what was begun to be heard, `ticks` and `calling` the rest.
    """

    def __init__(self, clock: Clock) -> None:
        self.trouble = Trouble.NONE
        self.played: list[tuple[int, int]] = []
        self.leads_ms: list[int] = []
        self.ticks = 0
        self.calling = False
        self._clock = clock
        self._alarms: list[Alarm] = []
        self._ticket = 0
        self._duration_ms = 0
        self._started_at: float | None = None

    def begin(self, ticket: int, lead_silence_ms: int) -> None:
        """Take up an utterance, or fail a moment later."""
        self.stop()
        self._ticket, self._duration_ms, self._started_at = ticket, 0, None
        self.leads_ms.append(lead_silence_ms)
        if self.trouble in {Trouble.NO_DEVICE, Trouble.NO_ANSWER}:
            self._ticket = 0
            self._later(1, SoundReport(ticket, Heard.FAILED, self.trouble))

    def add(self, ticket: int, samples: bytes, rate_hz: int) -> None:
        """Count samples; the first ones start it."""
        if ticket != self._ticket:
            return
        self._duration_ms += len(samples) * 500 // rate_hz
        if self._started_at is None:
            self._started_at = self._clock.now()
            self.played.append((ticket, 0))
            told = self.trouble if self.trouble is Trouble.OTHER_DEVICE else Trouble.NONE
            self._later(0, SoundReport(ticket, Heard.STARTED, told))
        self.played[-1] = (ticket, self._duration_ms)

    def end(self, ticket: int) -> None:
        """Finish when all that was added would have been heard."""
        if ticket == self._ticket and self._started_at is not None:
            gone_ms = int((self._clock.now() - self._started_at) * 1000)
            breaks = self.trouble is Trouble.BROKE_OFF
            report = SoundReport(ticket, Heard.FAILED if breaks else Heard.FINISHED, self.trouble)
            self._later(max(0, self._duration_ms - gone_ms), report)

    def stop(self) -> None:
        """Report nothing more."""
        for alarm in self._alarms:
            alarm.cancel()
        self._alarms.clear()
        self._ticket = 0

    def attention(self, *, on: bool) -> None:
        """Call, or fail to a moment later."""
        if on:
            self.stop()
        self.calling = on and self.trouble is Trouble.NONE
        if on and not self.calling:
            self._later(1, SoundReport(0, Heard.CALL_FAILED, self.trouble))

    def tick(self) -> None:
        """Count a tick."""
        self.ticks += 1

    def _later(self, delay_ms: int, report: SoundReport) -> None:
        self._alarms.append(self._clock.later(delay_ms, lambda: self.listener(report)))
