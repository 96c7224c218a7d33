"""The only door between the session and the window: input goes in, events come out, one precise timer.

Everything here runs on the window's thread. The bridge stamps time with the steady clock, hands each event of the
session to the part that shows, says or keeps it, and sets its timer to the session's next deadline.
"""

from __future__ import annotations

import time
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from aac_board.core import event as out
from aac_board.core.press.switch import SwitchEvent
from aac_board.core.session import Session
from aac_board.core.talk.utterance import SpeechReport, Utterance
from aac_board.ui.help_page import help_page
from aac_board.ui.main_window import MainWindow
from aac_board.ui.own_switches import OwnSwitches

COME = "Please come to me"


class Mouth(Protocol):
    """What the bridge asks of the voice; its reports come back through `Bridge.on_speech_reported`."""

    def speak(self, utterance: Utterance) -> None:
        """Say this now."""

    def stop(self) -> None:
        """Fall silent."""

    def attention(self, on: bool) -> None:  # noqa: FBT001 - the signal is on or off
        """Sound the attention signal, or stop it."""

    def tick(self) -> None:
        """Tick softly."""


class Bridge(QObject):
    """Joins a session, a window and a voice. `happened` repeats every event for whoever keeps things."""

    happened = Signal(object)
    quit_asked = Signal()

    def __init__(self, session: Session, window: MainWindow, mouth: Mouth) -> None:
        super().__init__(window)
        self.session = session
        self.window = window
        self._mouth = mouth
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_time)
        self.switches = OwnSwitches(window, self.switch, session.takes, self._on_shortcut)
        window.board.picked.connect(self.pick)
        window.large.pressed.connect(lambda: self._take(session.answer(time.monotonic())))
        window.focus_lost.connect(lambda: self._take(session.focus_lost(time.monotonic())))
        window.focus_gained.connect(lambda: self._take(session.focus_gained()))

    def begin(self) -> None:
        """Show what the session starts with."""
        self.window.use(self.session.settings.look, self.session.settings.scan)
        self._take(self.session.begin(time.monotonic()))

    def switch(self, event: SwitchEvent) -> None:
        """Take a movement of a switch."""
        self._take(self.session.switch(event))

    def pick(self, cell: int) -> None:
        """Take a press on a cell."""
        self._take(self.session.pick(cell, time.monotonic()))

    def notice(self, text: str, tone: out.Tone = out.Tone.TROUBLE) -> None:
        """Say something on the screen."""
        self._take(self.session.notice(text, tone))

    def on_speech_reported(self, report: SpeechReport) -> None:
        """Take a report of the voice."""
        self._take(self.session.heard(report))

    def _on_time(self) -> None:
        self._take(self.session.tick(time.monotonic()))

    def _on_shortcut(self, key: str, modifiers: Qt.KeyboardModifier) -> bool:
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        match key, control:
            case "F1", _:
                self._take(self.session.show_help())
            case "F2", _:
                self._take(self.session.learn_switch())
            case "F11", _:
                full = not self.session.settings.look.fullscreen
                changed = self.session.settings.with_value("look.fullscreen", full)
                self._take(self.session.apply(changed, time.monotonic()))
            case "Q", True:
                self.quit_asked.emit()
            case _:
                return False
        return True

    def _take(self, events: list[out.Event]) -> None:
        for event in events:
            self._show(event)
            self._sound(event)
            self.happened.emit(event)
        self._set_timer()

    def _show(self, event: out.Event) -> None:
        window, settings = self.window, self.session.settings
        match event:
            case out.BoardShown(board):
                window.board.show_board(board)
            case out.Highlight():
                window.board.light(event, progress=settings.look.progress)
            case out.Chosen(cell):
                window.board.flash(cell)
            case out.MessageChanged(message):
                window.message.show_message(message)
            case out.Suggested(words):
                window.board.show_words(words)
            case out.Notice():
                window.notices.show_notice(event)
            case out.ShowLarge(text):
                window.large.show_text(text)
            case out.Attention(on):
                window.large.show_text(COME if on else "", alarm=on)
            case out.HelpAsked():
                window.large.show_page(help_page(self.session.switch_names(), settings))
            case out.SettingsChanged(changed):
                window.use(changed.look, changed.scan)
            case _:
                pass

    def _sound(self, event: out.Event) -> None:
        match event:
            case out.Speak(utterance):
                self._mouth.speak(utterance)
            case out.StopSpeaking():
                self._mouth.stop()
            case out.Attention(on):
                self._mouth.attention(on)
            case out.Cue():
                self._mouth.tick()
            case out.QuitAsked():
                self.quit_asked.emit()
            case _:
                pass

    def _set_timer(self) -> None:
        deadline = self.session.deadline
        if deadline is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, round((deadline - time.monotonic()) * 1000)))
