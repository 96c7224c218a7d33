"""The mouth: utterances go in, and what became of each comes out, whatever happens to voices and sound.

An utterance's life: `speak` wakes the loudspeaker and cuts the text into pieces; the chain of engines makes sound of
one piece after the other, each sent on as soon as it is there; the first sample at the device is STARTED, the last
one FINISHED. Nothing blocks, and nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from aac_board.core.talk.utterance import Outcome, SpeechReport, Utterance
from aac_board.devices.clock import Clock, QtClock
from aac_board.devices.engines.chain import Chain
from aac_board.devices.engines.engine import Answer, Engine, NoSpeech, Request, Speech
from aac_board.devices.engines.espeak_ng import EspeakNgEngine
from aac_board.devices.engines.pyttsx3_engine import Pyttsx3Engine
from aac_board.devices.engines.silent import SilentEngine
from aac_board.devices.sentences import pieces
from aac_board.devices.silent_sound import SilentSound
from aac_board.devices.sound import Heard, Loudspeaker, Sound, SoundReport, Trouble
from aac_board.devices.voice_profile import VoiceProfile

SHOWN = "The message is shown large instead."
NO_VOICE = f"No voice could be used, so nothing was heard. {SHOWN}"
NO_WORDS = f"There is nothing in this message that can be said. {SHOWN}"
NO_LOUDSPEAKER = f"No loudspeaker was found, so nothing was heard. {SHOWN}"
NO_SOUND = f"The computer's sound does not answer, so nothing was heard. {SHOWN}"
BROKE_OFF = f"The voice broke off before the end. {SHOWN}"
OTHER_ENGINE = "The usual voice did not answer, so another voice spoke."
OTHER_VOICE = "The voice {voice} is not on this computer, so another voice spoke."
OTHER_DEVICE = "The chosen loudspeaker was not found, so the computer's usual one was used."
CALL_UNHEARD = {
    Trouble.NO_DEVICE: "No loudspeaker was found, so the attention signal cannot be heard.",
    Trouble.NO_ANSWER: "The computer's sound does not answer, so the attention signal cannot be heard.",
}
FASTEST, SLOWEST = 600, 40


@dataclass(frozen=True)
class Spoken:
    """Who said an utterance: the engine's name, the voice's name with it, and how long it is in all so far."""

    engine: str
    voice: str
    duration_ms: int


@dataclass
class _Saying:
    """The utterance in hand."""

    utterance: Utterance
    ticket: int
    order: list[Engine]
    best: str
    to_come: list[str]
    request: Request
    reasons: list[str] = field(default_factory=list)
    sent: int = 0

    def note(self, reason: str) -> None:
        """Remember a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)


class Mouth(QObject):
    """Says one utterance at a time.

    reported(SpeechReport): what became of an utterance. Never from within `speak`; from within `stop`, and from
    within `speak` for the utterance that a new one replaces, STOPPED. After FINISHED, STOPPED or FAILED nothing more
    comes of it.
    troubled(str): the attention signal cannot be heard, in one plain sentence; it goes on trying.
    """

    reported = Signal(object)
    troubled = Signal(str)

    def __init__(
        self,
        engines: Sequence[Engine],
        sound: Sound,
        profiles: Sequence[VoiceProfile] = (),
        clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock or QtClock()
        self._chain = Chain(engines, self._clock)
        self._sound = sound
        self._sound.listener = self._hear
        self._profiles = {profile.id: profile for profile in profiles}
        self._saying: _Saying | None = None
        self._tickets = 0
        self.last_spoken: Spoken | None = None

    def warm(self) -> None:
        """Start what takes time to start, before the first word is wanted."""
        self._sound.warm()
        self._chain.warm()

    def speak(self, utterance: Utterance) -> None:
        """Say it; whatever is being said is stopped."""
        self._leave_off()
        self._tickets += 1
        profile = self._profiles.get(utterance.voice)
        saying = self._saying = self._prepared(utterance, profile)
        self.last_spoken = None
        if not saying.to_come:
            self._clock.later(0, lambda: self._give_up(saying, NO_WORDS))
            self._sound.stop()
            return
        lead_ms = profile.lead_silence_ms if profile else None
        self._sound.begin(saying.ticket, utterance.lead_silence_ms if lead_ms is None else lead_ms)
        self._say_next(saying)

    def stop(self) -> None:
        """Fall silent at once. The attention signal is another matter: it goes on."""
        self._sound.stop()
        self._leave_off()

    def attention(self, on: bool) -> None:  # noqa: FBT001 - a switch, called with on and off
        """Sound the attention signal over everything, until it is told off or for 60 seconds."""
        if on:
            self._leave_off()
        self._sound.attention(on=on)

    def tick(self) -> None:
        """Sound one soft tick, unless somebody is speaking."""
        if self._saying is None:
            self._sound.tick()

    def close(self) -> None:
        """Fall silent and leave no program behind."""
        self._leave_off()
        self._chain.close()
        self._sound.close()

    def _prepared(self, utterance: Utterance, profile: VoiceProfile | None) -> _Saying:
        wanted = profile.engines if profile else ()
        order = self._chain.order(wanted)
        rate, volume = (profile.rate, profile.volume) if profile else (1.0, 1.0)
        request = Request(
            "",
            utterance.language,
            profile.voice if profile else utterance.voice,
            min(max(round(utterance.rate * rate), SLOWEST), FASTEST),
            min(max(round(utterance.volume * volume), 0), 100),
        )
        return _Saying(
            utterance, self._tickets, order, self._chain.best(wanted), pieces(utterance.text), request
        )

    def _say_next(self, saying: _Saying) -> None:
        if not saying.to_come:
            self._sound.end(saying.ticket)
            return
        request = replace(saying.request, text=saying.to_come.pop(0))
        self._chain.synthesise(request, saying.order, lambda answer: self._answered(saying, answer))

    def _answered(self, saying: _Saying, answer: Answer) -> None:
        if saying is not self._saying:
            return
        match answer:
            case Speech():
                self._send(saying, answer)
                self._say_next(saying)
            case NoSpeech():
                self._sound.stop()
                self._give_up(saying, BROKE_OFF if saying.sent else NO_VOICE)

    def _send(self, saying: _Saying, speech: Speech) -> None:
        if speech.engine != saying.best:
            saying.note(OTHER_ENGINE)
        elif not speech.voice_known:
            saying.note(OTHER_VOICE.format(voice=saying.request.voice))
        # Who failed at one sentence is not asked for the next: one change of voice is enough.
        names = [engine.name for engine in saying.order]
        saying.order = saying.order[names.index(speech.engine) :]
        saying.sent += 1
        before_ms = self.last_spoken.duration_ms if self.last_spoken else 0
        self.last_spoken = Spoken(speech.engine, speech.voice, before_ms + speech.duration_ms)
        self._sound.add(saying.ticket, speech.samples, speech.rate_hz)

    def _leave_off(self) -> None:
        saying, self._saying = self._saying, None
        self._chain.give_up()
        if saying is not None:
            self._report(saying, Outcome.STOPPED)

    def _give_up(self, saying: _Saying, reason: str) -> None:
        if saying is self._saying:
            self._saying = None
            self._chain.give_up()
            self._report(saying, Outcome.FAILED, reason)

    def _report(self, saying: _Saying, outcome: Outcome, reason: str = "") -> None:
        self.reported.emit(SpeechReport(saying.utterance.number, outcome, reason))

    def _hear(self, report: SoundReport) -> None:
        if report.heard is Heard.CALL_FAILED:
            self.troubled.emit(CALL_UNHEARD.get(report.trouble, CALL_UNHEARD[Trouble.NO_ANSWER]))
            return
        saying = self._saying
        if saying is None or saying.ticket != report.ticket:
            return
        match report.heard:
            case Heard.STARTED:
                if report.trouble is Trouble.OTHER_DEVICE:
                    saying.note(OTHER_DEVICE)
                self._report(saying, Outcome.STARTED, " ".join(saying.reasons))
            case Heard.FINISHED:
                self._saying = None
                self._report(saying, Outcome.FINISHED)
            case Heard.FAILED:
                self._give_up(saying, _why(report.trouble))


def _why(trouble: Trouble) -> str:
    match trouble:
        case Trouble.NO_DEVICE:
            return NO_LOUDSPEAKER
        case Trouble.BROKE_OFF:
            return BROKE_OFF
        case _:
            return NO_SOUND


def real_engines() -> list[Engine]:
    """Return the computer's voices, best first."""
    return [Pyttsx3Engine(), EspeakNgEngine()]


def real_mouth(profiles: Sequence[VoiceProfile] = (), device: str = "") -> Mouth:
    """Return a mouth with the computer's voices, on the loudspeaker `device` ("" the usual one)."""
    clock = QtClock()
    return Mouth(real_engines(), Loudspeaker(device, clock), profiles, clock)


def silent_mouth(clock: Clock | None = None) -> Mouth:
    """Return a mouth that nobody hears and that reports as if they did, at the pace of `clock`."""
    clock = clock or QtClock()
    return Mouth([SilentEngine(clock)], SilentSound(clock), (), clock)
