"""The contract of sound output, and the real one: a loudspeaker in a sidecar of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aac_board.devices.clock import Alarm, Clock, QtClock
from aac_board.devices.sidecar import Sidecar, program
from aac_board.devices.tones import attention_signal, soft_tick

STARTS_WITHIN_MS = 2000
ENDS_WITHIN_MS = 3000
STOPS_WITHIN_MS = 50
CALL_HEARD_WITHIN_MS = 1500
CALL_AGAIN_MS = 2000
CALLS_FOR_S = 60.0


class Heard(Enum):
    """What can be told of sound. STARTED and FINISHED mean samples at the device, FAILED that nobody hears the
    utterance any more, CALL_FAILED that nobody hears the attention signal.
    """

    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"
    CALL_FAILED = "call failed"


class Trouble(Enum):
    """Why something was not heard, or not where it was wanted."""

    NONE = "none"
    NO_DEVICE = "no loudspeaker"
    OTHER_DEVICE = "the usual loudspeaker in the place of the wanted one"
    BROKE_OFF = "sound broke off after it had begun"
    NO_ANSWER = "the sound system does not answer"


@dataclass(frozen=True)
class SoundReport:
    """What became of the utterance `ticket` (0: of the attention signal)."""

    ticket: int
    heard: Heard
    trouble: Trouble = Trouble.NONE


class Sound(ABC):
    """Where samples go. `listener` is told what became of them, on the same thread, never from within a call."""

    listener: Callable[[SoundReport], None] = staticmethod(lambda _: None)

    def warm(self) -> None:  # noqa: B027 - some have nothing to prepare
        """Get ready off the critical path."""

    @abstractmethod
    def begin(self, ticket: int, lead_silence_ms: int) -> None:
        """Take up an utterance in the place of what is heard; lead in with silence if the device slept."""

    @abstractmethod
    def add(self, ticket: int, samples: bytes, rate_hz: int) -> None:
        """Add int16 mono samples to it."""

    @abstractmethod
    def end(self, ticket: int) -> None:
        """Say that it is complete."""

    @abstractmethod
    def stop(self) -> None:
        """Silence the utterance; nothing more is reported of it."""

    @abstractmethod
    def attention(self, *, on: bool) -> None:
        """Sound the attention signal over everything, until told off or for a minute."""

    @abstractmethod
    def tick(self) -> None:
        """Sound one soft tick, or none if that would disturb."""

    def close(self) -> None:
        """Leave no program behind."""
        self.stop()


class _Script:
    """What was told of the utterance in hand, so that it can be told again to a fresh sidecar."""

    def __init__(self, ticket: int) -> None:
        self.ticket = ticket
        self.lines: list[tuple[dict[str, object], bytes]] = []
        self.duration_ms = 0
        self.complete = False
        self.started = False
        self.retold = False


class Loudspeaker(Sound):
    """The loudspeaker called `device` ("" the computer's usual one), played by the sound sidecar.

    A sidecar that dies or hangs before the first sample is replaced and told again, once.
    """

    def __init__(self, device: str = "", clock: Clock | None = None, sidecar: Sidecar | None = None) -> None:
        self._clock = clock or QtClock()
        self._sidecar = sidecar or Sidecar([*program("sound"), *([device] if device else [])])
        self._sidecar.received.connect(self._hear)
        self._sidecar.ended.connect(self._died)
        self._script: _Script | None = None
        self._watch: Alarm | None = None
        self._stopping: Alarm | None = None
        self._calling = False
        self._call_until = 0.0
        self._call_failures = 0
        self._call_reported = False
        self._call_alarm: Alarm | None = None
        self._listed: Callable[[list[str]], None] | None = None

    @property
    def process_id(self) -> int:
        """The sidecar's process id, 0 while there is none."""
        return self._sidecar.process_id

    def warm(self) -> None:
        """Start the sidecar; the device itself is opened when something is to be heard."""
        self._sidecar.start()

    def devices(self, listed: Callable[[list[str]], None]) -> None:
        """Call `listed` with the names of the loudspeakers."""
        self._listed = listed
        self._sidecar.send({"do": "devices"})

    def begin(self, ticket: int, lead_silence_ms: int) -> None:
        """Wake the device for an utterance."""
        self._script = _Script(ticket)
        self._tell({"do": "begin", "id": ticket, "lead_ms": lead_silence_ms})

    def add(self, ticket: int, samples: bytes, rate_hz: int) -> None:
        """Send samples, and expect the first to be played soon."""
        script = self._script
        if script is None or script.ticket != ticket:
            return
        if not script.duration_ms:
            self._expect(STARTS_WITHIN_MS, self._nothing_started)
        script.duration_ms += len(samples) * 500 // rate_hz
        self._tell({"do": "samples", "id": ticket, "rate": rate_hz}, samples)

    def end(self, ticket: int) -> None:
        """Send the end, and expect it to be reached in time."""
        if self._script is None or self._script.ticket != ticket:
            return
        self._script.complete = True
        self._tell({"do": "end", "id": ticket})
        if self._script.started:
            self._expect_the_end()

    def stop(self) -> None:
        """Silence it; a sidecar that does not obey at once is killed."""
        self._forget()
        if self._sidecar.process_id and self._stopping is None:
            self._sidecar.send({"do": "stop"})
            self._stopping = self._clock.later(STOPS_WITHIN_MS, self._not_stopped)

    def attention(self, *, on: bool) -> None:
        """Call, and go on trying while nobody hears it."""
        self._rest_call()
        self._calling = on
        self._call_failures = 0
        self._call_reported = False
        if on:
            self._forget()
            self._call_until = self._clock.now() + CALLS_FOR_S
            self._call()
        elif self._sidecar.process_id:
            self._sidecar.send({"do": "attention", "on": False})

    def tick(self) -> None:
        """Send a tick."""
        self._sidecar.send({"do": "tick"}, soft_tick())

    def close(self) -> None:
        """Kill the sidecar."""
        self._forget()
        self._calling = False
        self._rest_call()
        self._end_stopping()
        self._sidecar.close()

    def _tell(self, header: dict[str, object], payload: bytes = b"") -> None:
        if self._script is not None and not self._script.started:
            self._script.lines.append((header, payload))
        self._sidecar.send(header, payload)

    def _expect(self, within_ms: int, otherwise: Callable[[], None]) -> None:
        self._relax()
        self._watch = self._clock.later(within_ms, otherwise)

    def _expect_the_end(self) -> None:
        if self._script is not None:
            self._expect(self._script.duration_ms + ENDS_WITHIN_MS, self._never_ended)

    def _relax(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _forget(self) -> None:
        self._relax()
        self._script = None

    def _hear(self, header: Mapping[str, Any], _payload: bytes) -> None:
        match header["is"]:
            case "started" if self._is_in_hand(header):
                self._started(other_device=header.get("other_device", False))
            case "finished" if self._is_in_hand(header):
                self._conclude(Heard.FINISHED, Trouble.NONE)
            case "failed" if self._is_in_hand(header) and header["why"] == "no_device":
                self._fail(Trouble.NO_DEVICE)
            case "stopped":
                self._end_stopping()
            case "attention":
                self._rest_call()
            case "attention_failed" if self._calling and header["why"] == "no_device":
                self._call_again(Trouble.NO_DEVICE)
            case "devices" if self._listed:
                self._listed(list(header["names"]))

    def _is_in_hand(self, header: Mapping[str, Any]) -> bool:
        return self._script is not None and self._script.ticket == header["id"]

    def _started(self, *, other_device: bool) -> None:
        script = self._script
        if script is None:
            return
        script.started = True
        script.lines.clear()
        self._relax()
        if script.complete:
            self._expect_the_end()
        trouble = Trouble.OTHER_DEVICE if other_device else Trouble.NONE
        self.listener(SoundReport(script.ticket, Heard.STARTED, trouble))

    def _conclude(self, heard: Heard, trouble: Trouble) -> None:
        script = self._script
        self._forget()
        if script is not None:
            self.listener(SoundReport(script.ticket, heard, trouble))

    def _fail(self, trouble: Trouble) -> None:
        begun = self._script is not None and self._script.started
        self._conclude(Heard.FAILED, Trouble.BROKE_OFF if begun else trouble)

    def _nothing_started(self) -> None:
        self._restart()
        self._tell_again()

    def _never_ended(self) -> None:
        self._restart()
        self._fail(Trouble.BROKE_OFF)

    def _not_stopped(self) -> None:
        self._stopping = None
        self._restart()
        self._tell_again()

    def _restart(self) -> None:
        self._sidecar.restart()
        if self._calling:
            self._call()

    def _end_stopping(self) -> None:
        if self._stopping is not None:
            self._stopping.cancel()
            self._stopping = None

    def _died(self) -> None:
        self._end_stopping()
        if self._calling:
            self._call_again(Trouble.NO_ANSWER)
        self._tell_again()

    def _tell_again(self) -> None:
        script = self._script
        if script is None:
            return
        if script.started or script.retold:
            self._fail(Trouble.NO_ANSWER)
            return
        script.retold = True
        self._expect(STARTS_WITHIN_MS, self._nothing_started)
        for header, payload in script.lines:
            self._sidecar.send(header, payload)

    def _call(self) -> None:
        self._rest_call()
        if self._clock.now() > self._call_until:
            self._calling = False
        else:
            self._sidecar.send({"do": "attention", "on": True}, attention_signal())
            self._call_alarm = self._clock.later(CALL_HEARD_WITHIN_MS, self._call_unanswered)

    def _call_unanswered(self) -> None:
        self._sidecar.restart()
        self._call_again(Trouble.NO_ANSWER)

    def _call_again(self, trouble: Trouble) -> None:
        """Try once more at once, for a sidecar that only died; then own up, and try every few seconds."""
        self._rest_call()
        self._call_failures += 1
        if self._call_failures == 1 and trouble is Trouble.NO_ANSWER:
            self._call()
            return
        self._call_alarm = self._clock.later(CALL_AGAIN_MS, self._call)
        if not self._call_reported:
            self._call_reported = True
            self.listener(SoundReport(0, Heard.CALL_FAILED, trouble))

    def _rest_call(self) -> None:
        if self._call_alarm is not None:
            self._call_alarm.cancel()
            self._call_alarm = None
