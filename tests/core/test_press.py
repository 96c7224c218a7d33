"""The press filter: one activation for each physical press, whatever the device sends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.press.switch import Edge, Meaning, PressFilter, SwitchEvent
from aac_board.core.settings import SwitchSettings

DOWN, UP = Edge.PRESS, Edge.RELEASE


def heard(
    trace: list[tuple[float, str, Edge]], settings: SwitchSettings | None = None, until: float = 100.0
) -> list[tuple[str, float]]:
    """Play a trace of (time, code, edge) and return (meaning, time), ticking at every deadline."""
    press_filter = PressFilter(settings or SwitchSettings())
    intents = []
    for at, code, edge in trace:
        while (due := press_filter.deadline) is not None and due <= at:
            intents += press_filter.tick(due)
        intents += press_filter.feed(SwitchEvent("test", code, edge, at))
    while (due := press_filter.deadline) is not None and due <= until:
        intents += press_filter.tick(due)
    return [(intent.meaning.value, round(intent.at, 3)) for intent in intents]


def pressed(at: float, held: float = 0.1, code: str = "Space") -> list[tuple[float, str, Edge]]:
    return [(at, code, DOWN), (at + held, code, UP)]


def test_a_press_counts_once_and_at_once() -> None:
    """The moment of the press is the moment of the selection."""
    assert heard(pressed(1.0)) == [("select", 1.0)]


def test_a_second_switch_goes_back() -> None:
    """Escape leaves a row by default."""
    assert heard(pressed(1.0, code="Escape")) == [("back", 1.0)]


def test_other_keys_mean_nothing() -> None:
    """A letter key is no switch."""
    assert heard(pressed(1.0, code="A")) == []


def test_a_repeat_storm_of_pairs_is_one_press() -> None:
    """X11 sends release and press with the same stamp while a key is held."""
    storm = [(0.5 + i * 0.03, "Space", edge) for i in range(40) for edge in (UP, DOWN)]
    trace = [(0.0, "Space", DOWN), *storm, (1.75, "Space", UP)]
    assert heard(trace) == [("select", 0.0)]


def test_repeated_presses_without_releases_are_one_press() -> None:
    """Hooks repeat the press alone."""
    assert heard([(i * 0.03, "Space", DOWN) for i in range(30)] + [(1.0, "Space", UP)]) == [("select", 0.0)]


def test_a_bouncing_contact_is_one_press() -> None:
    """A contact that opens for a few milliseconds was never released."""
    trace = [(0.0, "Space", DOWN), (0.004, "Space", UP), (0.009, "Space", DOWN), (0.2, "Space", UP)]
    assert heard(trace) == [("select", 0.0)]


def test_a_pulse_box_counts_although_it_lets_go_at_once() -> None:
    """Press and release in the same moment are a press."""
    assert heard([(1.0, "F12", DOWN), (1.0, "F12", UP)]) == [("select", 1.0)]


def test_two_presses_inside_ignore_repeat_select_once() -> None:
    """A press 60 ms after the first one has counted is dropped, one after 200 ms is not."""
    assert heard([*pressed(0.0, 0.02), *pressed(0.06, 0.02)]) == [("select", 0.0)]
    assert heard([*pressed(0.0, 0.02), *pressed(0.2, 0.02)]) == [("select", 0.0), ("select", 0.2)]


def test_ignore_repeat_holds_across_keys_of_one_switch() -> None:
    """Space and Enter are one switch."""
    assert heard([*pressed(0.0), *pressed(0.05, code="Return")]) == [("select", 0.0)]


def test_release_time_counts_from_the_release() -> None:
    """A press within the release time after a long press is dropped."""
    settings = SwitchSettings(release_ms=500)
    assert heard([*pressed(0.0, 1.0), *pressed(1.3)], settings) == [("select", 0.0)]
    assert len(heard([*pressed(0.0, 1.0), *pressed(1.6)], settings)) == 2


def test_acceptance_time_drops_brushes_and_delays_presses() -> None:
    """A press counts when it has been held for the acceptance time."""
    settings = SwitchSettings(acceptance_ms=300)
    assert heard(pressed(0.0, 0.2), settings) == []
    assert heard(pressed(0.0, 0.5), settings) == [("select", 0.3)]


def test_acting_on_release_waits_for_it() -> None:
    """The release is the moment that counts, once it is surely no bounce."""
    settings = SwitchSettings(act_on="release")
    assert heard(pressed(0.0, 0.4), settings) == [("select", 0.4)]


def test_a_long_hold_calls_for_attention() -> None:
    """Two seconds by default, and once only."""
    assert heard(pressed(0.0, 3.0)) == [("select", 0.0), ("attention", 2.0)]


def test_a_long_hold_can_be_turned_off() -> None:
    """Zero means never."""
    assert heard(pressed(0.0, 3.0), SwitchSettings(long_hold_ms=0)) == [("select", 0.0)]


def test_a_stuck_switch_is_noticed_and_freed() -> None:
    """After eight seconds it is stuck; its release frees it."""
    meanings = [meaning for meaning, _ in heard(pressed(0.0, 12.0))]
    assert meanings == ["select", "attention", "stuck", "freed"]


def test_a_release_lost_with_the_focus_asks_for_a_fresh_press() -> None:
    """After let_go nothing is held, and a late release means nothing."""
    press_filter = PressFilter(SwitchSettings(act_on="release"))
    press_filter.feed(SwitchEvent("test", "Space", DOWN, 0.0))
    press_filter.let_go(0.5)
    assert press_filter.feed(SwitchEvent("test", "Space", UP, 1.0)) == []
    assert press_filter.deadline is None


@given(st.floats(0.0, 1e6), st.sampled_from([50, 300, 1234]))
def test_a_tick_at_the_deadline_always_does_what_was_due(at: float, acceptance_ms: int) -> None:
    """Rounding must not leave a deadline standing: a timer would spin on it."""
    press_filter = PressFilter(SwitchSettings(acceptance_ms=acceptance_ms))
    press_filter.feed(SwitchEvent("test", "Space", DOWN, at))
    for _ in range(3):
        due = press_filter.deadline
        assert due is not None
        assert press_filter.tick(due)
    assert press_filter.deadline is None


@given(
    st.lists(
        st.tuples(
            st.floats(0.001, 0.5), st.sampled_from(["Space", "Return", "Escape"]), st.sampled_from(Edge)
        ),
        max_size=60,
    ),
    st.sampled_from([0, 100, 400]),
)
def test_whatever_is_sent_two_selections_keep_their_distance(
    moves: list[tuple[float, str, Edge]], ignore_ms: int
) -> None:
    """No sequence of edges makes two selections closer together than ignore repeat allows."""
    at, trace = 0.0, []
    for gap, code, edge in moves:
        at += gap
        trace.append((at, code, edge))
    for wanted in (Meaning.SELECT.value, Meaning.BACK.value):
        times = [
            t for meaning, t in heard(trace, SwitchSettings(ignore_repeat_ms=ignore_ms)) if meaning == wanted
        ]
        assert all(b - a >= ignore_ms / 1000 - 0.002 for a, b in pairwise(times))
