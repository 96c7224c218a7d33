"""Both clocks keep the same promises."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from aac_board.devices.clock import HandClock, QtClock


def test_a_clock_moved_by_hand_rings_in_order_and_at_its_time() -> None:
    """Alarms set by alarms ring too, if their time comes within the same move."""
    clock = HandClock()
    rung: list[tuple[str, float]] = []

    def ring(name: str) -> None:
        rung.append((name, clock.now()))

    def ring_twice() -> None:
        ring("early")
        clock.later(100, lambda: ring("between"))

    clock.later(300, lambda: ring("late"))
    clock.later(100, ring_twice)
    clock.later(200, lambda: ring("never")).cancel()
    clock.advance(299)
    assert rung == [("early", 0.1), ("between", 0.2)]
    clock.advance(1)
    assert rung[2:] == [("late", 0.3)]


def test_the_real_clock_rings_once_unless_it_is_told_not_to(qtbot: QtBot) -> None:
    """Nobody has to hold the alarm for it to ring."""
    clock = QtClock()
    rung: list[float] = []
    began = clock.now()
    clock.later(1, lambda: rung.append(-1)).cancel()
    clock.later(20, lambda: rung.append(clock.now()))
    qtbot.waitUntil(lambda: bool(rung))
    (at,) = rung
    assert at - began >= 0.019
