"""The session: what each input brings about, as one list of events."""

from __future__ import annotations

from aac_board.bench.headless import HeadlessStage
from aac_board.bench.script import Play, parse
from aac_board.core import event as out
from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, BoardSet, Button, grid_cells
from aac_board.core.press.switch import Edge, SwitchEvent
from aac_board.core.session import Session
from aac_board.core.settings import Settings
from aac_board.core.talk.utterance import Outcome, SpeechReport
from aac_board.core.words.message import Message


class Words:
    """A predictor that always offers the same words."""

    def suggest(self, message: Message, slots: int) -> tuple[str, ...]:
        """Offer tea and toast, or nothing while a word is being spelled."""
        return () if message.partial else ("tea", "toast")[:slots]


def boards() -> BoardSet:
    first = Board(
        "first",
        "First",
        "en",
        grid_cells(
            [
                [Button("p1", "", actions=(do.Prediction(),)), Button("p2", "", actions=(do.Prediction(),))],
                [
                    Button("a", "a", actions=(do.AddText("a"),)),
                    Button("speak", "Speak", actions=(do.Speak(),)),
                ],
                [
                    Button("go", "Second", actions=(do.GoTo("second"),)),
                    Button("odd", "Odd", actions=(do.Unknown(":x"),)),
                ],
            ]
        ),
    )
    second = Board("second", "Second", "en", grid_cells([[Button("home", "Home", actions=(do.Home(),))]]))
    return BoardSet("set", "Set", "first", {"first": first, "second": second})


def stage(settings: Settings | None = None) -> HeadlessStage:
    return HeadlessStage(Session(boards(), settings or Settings(), Words()))


def act(on: HeadlessStage, script: str) -> None:
    Play(on).run(parse(script))


def kinds(events: list[out.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_the_first_screen_names_the_switch() -> None:
    """Which keys are listened to, and how to choose another."""
    assert "Space, Enter, F12 or a mouse button" in stage().notice
    assert "F2" in stage().notice


def test_one_pick_comes_out_as_one_list_in_order() -> None:
    """Chosen first, then what changed, then what lights."""
    on = stage()
    on.events.clear()
    on.tap(2)
    assert kinds(on.events) == ["Chosen", "MessageChanged", "Suggested"]


def test_empty_prediction_cells_are_not_scanned() -> None:
    """While nothing is offered, the letters light first."""
    on = stage()
    act(on, 'tap "a"\npress\nexpect lit "a"')


def test_a_cell_without_function_is_not_scanned_but_says_so_when_touched() -> None:
    """It stays visible."""
    on = stage()
    assert all(5 not in row.cells for row in on.session.tree.children)
    act(on, 'tap "Odd"\nexpect notice "cannot do"')


def test_a_mouse_pick_leaves_a_resting_scanner_resting_and_a_running_one_running() -> None:
    """Both ways in work side by side."""
    on = stage()
    act(on, 'tap "a"\nexpect lit "nothing"\npress\ntap "a"\nexpect lit "row 1"')


def test_two_clicks_in_one_moment_pick_once() -> None:
    """Ignore repeat holds for the mouse too."""
    on = stage()
    on.session.pick(2, 1.0)
    on.session.pick(2, 1.05)
    assert on.session.message.text == "A"


def test_speaking_an_empty_message_says_so() -> None:
    """No utterance, one sentence."""
    on = stage()
    act(on, 'tap "Speak"\nexpect notice "nothing to say"')
    assert on.said == []


def test_a_message_nobody_could_hear_is_shown_large_until_a_press() -> None:
    """The press ends it and starts the scan; it picks nothing."""
    session = Session(boards(), Settings(), Words())
    session.begin(0.0)
    session.pick(2, 1.0)
    session.pick(3, 2.0)
    events = session.heard(SpeechReport(1, Outcome.FAILED, "No loudspeaker was found."))
    assert out.ShowLarge("A") in events
    assert out.Notice("No loudspeaker was found.", out.Tone.TROUBLE) in events
    after = session.switch(SwitchEvent("test", "Space", Edge.PRESS, 5.0))
    assert out.ShowLarge("") in after
    assert session.lit.row
    assert session.message.text == "A"


def test_a_report_about_an_older_utterance_changes_nothing() -> None:
    """A late failure of what was replaced is no news."""
    session = Session(boards(), Settings(), Words())
    session.pick(2, 1.0)
    session.pick(3, 2.0)
    session.pick(3, 3.0)
    assert session.heard(SpeechReport(1, Outcome.FAILED, "old")) == []


def test_a_working_voice_ends_the_trouble() -> None:
    """The notice of the failure goes when the next message is heard."""
    on = stage()
    act(on, 'tap "a"\ntap "Speak"')
    on.session.heard(SpeechReport(1, Outcome.FAILED, "No voice."))
    on.session.answer(5.0)
    on.wait(1)
    act(on, 'tap "Speak"')
    assert out.Notice("", out.Tone.TROUBLE) in on.events


def test_an_alarm_comes_first_and_its_end_picks_nothing() -> None:
    """Holding the switch in the middle of a scan."""
    on = stage()
    act(on, 'press\nhold 2.5\nexpect notice "Attention"')
    assert out.Attention(on=True) in on.events
    act(on, 'press\nexpect lit "nothing"\nexpect message ""')
    assert out.Attention(on=False) in on.events


def test_a_new_switch_can_be_learned_by_pressing_it() -> None:
    """The old ones keep working, so nobody is locked out."""
    on = stage()
    on.session.learn_switch()
    assert on.session.takes("F7")
    events = on.session.switch(SwitchEvent("test", "F7", Edge.PRESS, 1.0))
    changed = next(event.settings for event in events if isinstance(event, out.SettingsChanged))
    assert changed.switch.one_keys[:2] == ("F7", "Space")
    assert not on.session.takes("F9")


def test_a_modifier_cannot_be_a_switch_and_escape_changes_nothing() -> None:
    """The sentence says which key and what to do."""
    on = stage()
    on.session.learn_switch()
    refused = on.session.switch(SwitchEvent("test", "Shift", Edge.PRESS, 1.0))
    assert "Shift cannot be a switch" in str(refused)
    on.session.switch(SwitchEvent("test", "Escape", Edge.PRESS, 2.0))
    assert on.session.settings == Settings()


def test_losing_the_keyboard_rests_and_says_so() -> None:
    """A light that cannot be answered must not wander on."""
    on = stage()
    act(on, "press")
    events = on.session.focus_lost(on.now)
    assert on.session.lit.cells == ()
    assert any("Another window" in e.text for e in events if isinstance(e, out.Notice))
    assert out.Notice("", out.Tone.TROUBLE) in on.session.focus_gained()


def test_changed_settings_hold_at_once() -> None:
    """The next light has the new time."""
    on = stage()
    act(on, "press")
    on.session.apply(Settings().with_value("scan.step_ms", 300), on.now)
    lit = on.session.lit
    assert lit.until is not None
    assert round(lit.until - lit.since, 3) == 0.8


def test_a_tick_before_its_time_brings_nothing() -> None:
    """Early timers are harmless."""
    on = stage()
    act(on, "press")
    assert on.session.deadline is not None
    assert on.session.tick(on.now + 0.01) == []
