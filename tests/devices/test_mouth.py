"""Whatever happens to voices and loudspeakers, somebody speaks or the screen is told. On a clock moved by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from aac_board.core.talk.utterance import Outcome, SpeechReport, Utterance
from aac_board.devices import mouth as m
from aac_board.devices.clock import HandClock
from aac_board.devices.engines.silent import Mood, SilentEngine, estimated_ms
from aac_board.devices.mouth import Mouth
from aac_board.devices.silent_sound import SilentSound
from aac_board.devices.sound import Trouble
from aac_board.store.voice_profiles import VoiceProfile

TEXT = "I need help"
LASTS_MS = estimated_ms(TEXT, 150)
STARTED, FINISHED, STOPPED, FAILED = Outcome.STARTED, Outcome.FINISHED, Outcome.STOPPED, Outcome.FAILED


@dataclass
class Room:
    """A mouth with two silent voices and everything it said."""

    clock: HandClock = field(default_factory=HandClock)
    reports: list[SpeechReport] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.best = SilentEngine(self.clock, "best", known="Anna")
        self.spare = SilentEngine(self.clock, "spare", known="Anna")
        self.sound = SilentSound(self.clock)
        profiles = [
            VoiceProfile("slow-spare", "Slow", ("spare",), "Anna", rate=0.5, volume=0.5, lead_silence_ms=400)
        ]
        self.mouth = Mouth([self.best, self.spare], self.sound, profiles, self.clock)
        self.mouth.reported.connect(self.reports.append)
        self.mouth.troubled.connect(self.troubles.append)

    def say(self, text: str = TEXT, number: int = 1, voice: str = "") -> None:
        """Begin to say it."""
        self.mouth.speak(Utterance(number, text, voice=voice))

    def said(self, text: str = TEXT, number: int = 1, voice: str = "") -> list[SpeechReport]:
        """Say it, let a minute go by, and return what was reported of it."""
        self.reports.clear()
        self.say(text, number, voice)
        self.clock.advance(60_000)
        return list(self.reports)

    @property
    def outcomes(self) -> list[tuple[int, Outcome]]:
        """What was reported, without reasons."""
        return [(report.number, report.outcome) for report in self.reports]


@pytest.fixture
def room() -> Room:
    return Room()


def test_an_utterance_starts_and_is_heard_to_its_end(room: Room) -> None:
    """STARTED comes with the first sample and FINISHED when all of it was heard, not before."""
    room.say()
    assert room.reports == []
    room.clock.advance(10)
    assert room.reports == [SpeechReport(1, STARTED)]
    room.clock.advance(LASTS_MS - 20)
    assert room.reports == [SpeechReport(1, STARTED)]
    room.clock.advance(20)
    assert room.reports[1:] == [SpeechReport(1, FINISHED)]


def test_what_the_person_set_reaches_the_voice_and_the_loudspeaker(room: Room) -> None:
    """Rate, volume, language and lead-in are the utterance's."""
    room.mouth.speak(Utterance(1, TEXT, "de", "", 200, 70, 250))
    (asked,) = room.best.asked
    assert (asked.text, asked.language, asked.rate, asked.volume) == (TEXT, "de", 200, 70)
    assert room.sound.leads_ms == [250]


def test_stop_is_reported_at_once_and_nothing_comes_after_it(room: Room) -> None:
    """Nobody has to wait for silence to be told of it."""
    room.say()
    room.clock.advance(500)
    room.mouth.stop()
    assert room.outcomes == [(1, STARTED), (1, STOPPED)]
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STARTED), (1, STOPPED)]


def test_stop_with_nothing_to_stop_reports_nothing(room: Room) -> None:
    """A nervous finger does no harm."""
    room.mouth.stop()
    room.clock.advance(5000)
    assert room.reports == []


def test_a_new_utterance_takes_the_place_of_the_one_being_said(room: Room) -> None:
    """The old one is reported STOPPED, only the new one is heard on."""
    room.say(number=1)
    room.clock.advance(300)
    room.say(number=2)
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STARTED), (1, STOPPED), (2, STARTED), (2, FINISHED)]


def test_one_that_was_replaced_before_its_first_sample_is_never_heard(room: Room) -> None:
    """What a late voice brings for it is thrown away."""
    room.say(number=1)
    room.say(number=2)
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STOPPED), (2, STARTED), (2, FINISHED)]
    assert len(room.sound.played) == 1


def test_a_long_text_starts_with_its_first_sentence(room: Room) -> None:
    """The rest is made while the beginning is heard, and nothing of it is lost."""
    text = "This is the first sentence of a rather long story. " * 6
    room.say(text)
    room.clock.advance(10)
    assert room.outcomes == [(1, STARTED)]
    assert room.best.asked[0].text == "This is the first sentence of a rather long story."
    room.clock.advance(100)
    assert len(room.best.asked) == 6
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STARTED), (1, FINISHED)]
    ((_, heard_ms),) = room.sound.played
    assert heard_ms == 6 * estimated_ms("This is the first sentence of a rather long story.", 150)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_to_say_is_told_at_once(room: Room, text: str) -> None:
    """An empty message is a failure with a reason, not a silence without one."""
    assert room.said(text) == [SpeechReport(1, FAILED, m.NO_WORDS)]


def test_a_voice_that_dies_is_restarted_and_asked_again(room: Room) -> None:
    """Then nothing is lost and nothing needs to be said about it."""
    room.best.mood, room.best.restart_heals = Mood.FAILS, True
    assert room.said() == [SpeechReport(1, STARTED), SpeechReport(1, FINISHED)]
    assert (room.best.restarts, room.spare.asked) == (1, [])


def test_a_voice_that_hangs_is_restarted_after_two_seconds(room: Room) -> None:
    """The person is heard little later than that."""
    room.best.mood, room.best.restart_heals = Mood.HANGS, True
    room.say()
    room.clock.advance(1999)
    assert room.reports == []
    room.clock.advance(20)
    assert room.reports == [SpeechReport(1, STARTED)]


def test_a_voice_that_is_lost_leaves_the_word_to_the_next_within_three_seconds(room: Room) -> None:
    """Another voice speaks, and the report says why it sounded different."""
    room.best.mood = Mood.HANGS
    room.say()
    room.clock.advance(3000)
    assert room.reports == [SpeechReport(1, STARTED, m.OTHER_ENGINE)]
    assert room.mouth.last_spoken is not None
    assert room.mouth.last_spoken.engine == "spare"


def test_when_no_voice_is_left_the_screen_is_told_in_one_sentence(room: Room) -> None:
    """The sentence is about voices, and nothing is ever STARTED."""
    room.best.mood = room.spare.mood = Mood.FAILS
    assert room.said() == [SpeechReport(1, FAILED, m.NO_VOICE)]


def test_a_voice_lost_in_the_middle_of_a_text_leaves_the_rest_to_the_next(room: Room) -> None:
    """What was begun is finished, and the lost voice is not asked again for every sentence."""
    room.say("This is the first sentence of a rather long story. " * 6)
    room.clock.advance(15)
    room.best.mood = Mood.FAILS
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STARTED), (1, FINISHED)]
    assert [len(room.best.asked), len(room.spare.asked)] == [3, 5]


def test_all_voices_lost_in_the_middle_are_told_as_broken_off(room: Room) -> None:
    """Who heard the beginning is not told that nothing was heard."""
    room.say("This is the first sentence of a rather long story. " * 6)
    room.clock.advance(15)
    room.best.mood = room.spare.mood = Mood.FAILS
    room.clock.advance(60_000)
    assert room.reports == [SpeechReport(1, STARTED), SpeechReport(1, FAILED, m.BROKE_OFF)]


def test_the_best_voice_is_tried_again_with_the_next_utterance(room: Room) -> None:
    """One bad moment is no reason to lose one's voice for the day."""
    room.best.mood = Mood.FAILS
    room.said()
    room.best.mood = Mood.WORKS
    assert room.said(number=2) == [SpeechReport(2, STARTED), SpeechReport(2, FINISHED)]


def test_a_voice_that_lets_us_down_twice_in_a_row_rests_and_then_comes_back(room: Room) -> None:
    """A voice that always hangs must not cost seconds at every message; the report still says who is missing."""
    room.best.mood = Mood.HANGS
    for _ in range(2):
        room.say()
        room.clock.advance(10_000)
    room.reports.clear()
    room.say(number=3)
    room.clock.advance(20)
    assert room.reports == [SpeechReport(3, STARTED, m.OTHER_ENGINE)]
    room.clock.advance(31_000)
    room.best.mood = Mood.WORKS
    assert room.said(number=4)[0] == SpeechReport(4, STARTED)


def test_a_resting_voice_is_better_than_none(room: Room) -> None:
    """When the spare one fails, the one that rests is asked all the same."""
    room.best.mood = Mood.FAILS
    room.said()
    room.said()
    room.best.mood, room.spare.mood = Mood.WORKS, Mood.FAILS
    room.reports.clear()
    room.say()
    room.clock.advance(100)
    assert room.outcomes == [(1, STARTED)]


def test_a_voice_that_makes_only_silence_has_failed(room: Room) -> None:
    """Zeros are no speech; but a message of dots alone, or one at volume 0, may well be silent."""
    room.best.mood = Mood.MUTE
    assert room.said()[0] == SpeechReport(1, STARTED, m.OTHER_ENGINE)
    room.spare.mood = Mood.MUTE
    assert room.said("...")[0] == SpeechReport(1, STARTED)
    room.mouth.speak(Utterance(2, TEXT, volume=0))
    room.clock.advance(100)
    assert room.reports[-1] == SpeechReport(2, STARTED)


def test_no_loudspeaker_is_told_at_once_and_named(room: Room) -> None:
    """The sentence is about sound, not about voices, and voices are not blamed for it."""
    room.sound.trouble = Trouble.NO_DEVICE
    room.say()
    room.clock.advance(5)
    assert room.reports == [SpeechReport(1, FAILED, m.NO_LOUDSPEAKER)]
    assert room.best.restarts == 0
    room.sound.trouble = Trouble.NONE
    assert room.said(number=2) == [SpeechReport(2, STARTED), SpeechReport(2, FINISHED)]


def test_sound_that_breaks_off_is_told(room: Room) -> None:
    """STARTED, and then FAILED with what happened."""
    room.sound.trouble = Trouble.BROKE_OFF
    assert room.said() == [SpeechReport(1, STARTED), SpeechReport(1, FAILED, m.BROKE_OFF)]


def test_a_missing_loudspeaker_that_was_chosen_is_told_but_the_usual_one_speaks(room: Room) -> None:
    """Being heard comes first."""
    room.sound.trouble = Trouble.OTHER_DEVICE
    assert room.said()[0] == SpeechReport(1, STARTED, m.OTHER_DEVICE)


def test_an_unknown_voice_is_told_but_another_one_speaks(room: Room) -> None:
    """A voice that was uninstalled silences nobody."""
    assert room.said(voice="Bertha")[0] == SpeechReport(1, STARTED, m.OTHER_VOICE.format(voice="Bertha"))
    assert room.said(voice="Anna")[0] == SpeechReport(1, STARTED)


def test_a_profile_chooses_engine_voice_rate_volume_and_lead_in(room: Room) -> None:
    """Its numbers are factors on what the person set."""
    assert room.said(voice="slow-spare")[0] == SpeechReport(1, STARTED)
    (asked,) = room.spare.asked
    assert (asked.voice, asked.rate, asked.volume) == ("Anna", 75, 50)
    assert room.sound.leads_ms == [400]
    room.spare.mood = Mood.FAILS
    assert room.said(voice="slow-spare")[0] == SpeechReport(1, STARTED, m.OTHER_ENGINE)


def test_the_attention_signal_interrupts_speech(room: Room) -> None:
    """What was being said is reported STOPPED."""
    room.say()
    room.clock.advance(100)
    room.mouth.attention(True)
    room.clock.advance(10_000)
    assert room.outcomes == [(1, STARTED), (1, STOPPED)]
    assert room.sound.calling
    room.mouth.attention(False)
    assert not room.sound.calling


def test_an_attention_signal_that_nobody_hears_is_told(room: Room) -> None:
    """A call for help must not fail in silence."""
    room.sound.trouble = Trouble.NO_DEVICE
    room.mouth.attention(True)
    room.clock.advance(5)
    assert room.troubles == [m.CALL_UNHEARD[Trouble.NO_DEVICE]]


def test_a_tick_never_disturbs_speech(room: Room) -> None:
    """While somebody speaks there are no ticks."""
    room.mouth.tick()
    room.say()
    room.mouth.tick()
    room.clock.advance(60_000)
    room.mouth.tick()
    assert room.sound.ticks == 2


def test_a_mouth_that_was_closed_says_nothing_more(room: Room) -> None:
    """Closing stops what was being said."""
    room.say()
    room.clock.advance(100)
    room.mouth.close()
    room.clock.advance(60_000)
    assert room.outcomes == [(1, STARTED), (1, STOPPED)]
