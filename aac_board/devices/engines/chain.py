"""The fallback chain: the best voice first, and whatever happens to it, somebody speaks.

An engine that fails or hangs is restarted once and asked again; if that fails too, the next engine speaks. One that
let us down twice in a row rests for a while, so that a broken voice does not cost seconds at every message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aac_board.devices.clock import Alarm, Clock
from aac_board.devices.engines.engine import Answer, Engine, NoSpeech, Request, Speech

FIRST_PATIENCE_MS = 2000
SECOND_PATIENCE_MS = 800
REST_S = 30.0
LONGEST_REST_S = 600.0


@dataclass
class _Record:
    """How an engine has behaved: failures in a row, and until when it rests."""

    failures: int = 0
    rests_until: float = 0.0

    def failed(self, now: float) -> None:
        self.failures += 1
        if self.failures > 1:
            self.rests_until = now + min(REST_S * 2 ** (self.failures - 2), LONGEST_REST_S)


class Chain:
    """Engines in their order of preference, behind one `synthesise`."""

    def __init__(self, engines: Sequence[Engine], clock: Clock) -> None:
        self._engines = tuple(engines)
        self._clock = clock
        self._records = {engine.name: _Record() for engine in engines}
        self._attempt: _Attempt | None = None

    def warm(self) -> None:
        """Let every engine get ready."""
        for engine in self._engines:
            engine.warm()

    def best(self, preferred: Sequence[str] = ()) -> str:
        """Return the name of the engine that speaks when all is well; "" if there is none."""
        names = [engine.name for engine in self._engines]
        return next((name for name in (*preferred, *names) if name in names), "")

    def order(self, preferred: Sequence[str] = ()) -> list[Engine]:
        """Return the engines to try now: the preferred ones first; those that rest last, for want of better."""
        now = self._clock.now()

        def rank(engine: Engine) -> tuple[bool, int]:  # sorting is stable: equals keep their order
            wanted = preferred.index(engine.name) if engine.name in preferred else len(preferred)
            return self._records[engine.name].rests_until > now, wanted

        return sorted(self._engines, key=rank)

    def synthesise(
        self, request: Request, order: Sequence[Engine], answered: Callable[[Answer], None]
    ) -> None:
        """Call `answered` once: with speech from the first engine of `order` that can, or with the last failure."""
        self.give_up()
        self._attempt = _Attempt(request, list(order), self._records, self._clock, answered)
        self._attempt.begin()

    def give_up(self) -> None:
        """Drop the request in hand."""
        if self._attempt is not None:
            self._attempt.give_up()
            self._attempt = None

    def close(self) -> None:
        """Leave no program behind."""
        self.give_up()
        for engine in self._engines:
            engine.close()


class _Attempt:
    """One sentence on its way through the engines."""

    def __init__(
        self,
        request: Request,
        engines: list[Engine],
        records: dict[str, _Record],
        clock: Clock,
        answered: Callable[[Answer], None],
    ) -> None:
        self._request = request
        self._engines = engines
        self._records = records
        self._clock = clock
        self._answered: Callable[[Answer], None] | None = answered
        self._again = False
        self._alarm: Alarm | None = None

    def begin(self) -> None:
        """Ask the first engine."""
        if not self._engines:
            self._finish(NoSpeech("there is no engine"))
            return
        patience_ms = SECOND_PATIENCE_MS if self._again else FIRST_PATIENCE_MS
        self._alarm = self._clock.later(patience_ms, lambda: self._judge(NoSpeech("no answer in time")))
        self._engines[0].synthesise(self._request, self._judge)

    def give_up(self) -> None:
        """Make sure that nothing is answered any more."""
        self._answered = None
        self._rest()
        if self._engines:
            self._engines[0].give_up()

    def _rest(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    def _judge(self, answer: Answer) -> None:
        if self._answered is None:
            return
        self._rest()
        match answer:
            case Speech() if self._is_heard(answer):
                self._records[self._engines[0].name] = _Record()
                self._finish(answer)
            case Speech():
                self._fail(NoSpeech("the voice made only silence"))
            case NoSpeech():
                self._fail(answer)

    def _is_heard(self, speech: Speech) -> bool:
        audible = self._request.volume > 0 and any(c.isalnum() for c in self._request.text)
        return not audible or speech.samples.count(0) < len(speech.samples)

    def _fail(self, answer: NoSpeech) -> None:
        engine = self._engines[0]
        engine.give_up()
        if not self._again and engine.restart():
            self._again = True
            self.begin()
            return
        self._records[engine.name].failed(self._clock.now())
        del self._engines[0]
        self._again = False
        if self._engines:
            self.begin()
        else:
            self._finish(answer)

    def _finish(self, answer: Answer) -> None:
        answered, self._answered = self._answered, None
        if answered is not None:
            answered(answer)
