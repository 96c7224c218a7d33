"""A stage without window, sound or real time: the real session on a clock that jumps."""

from __future__ import annotations

from aac_board.bench.script import ScriptError
from aac_board.core import event as out
from aac_board.core.press.switch import Edge, SwitchEvent
from aac_board.core.session import Session
from aac_board.core.talk.utterance import Outcome, SpeechReport


class HeadlessStage:
    """Drives a session on a virtual clock. `said` lists what the silent voice was given, `events` everything."""

    waits_for_real = False

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = 0.0
        self.said: list[str] = []
        self.events: list[out.Event] = []
        self._notices: dict[out.Tone, str] = {}
        self._done_until = 0.0
        self._take(session.begin(self.now))

    @property
    def notice(self) -> str:
        """What the line under the message reads."""
        if self.now >= self._done_until:
            self._notices.pop(out.Tone.DONE, None)
        return next((self._notices[t] for t in reversed(out.Tone) if self._notices.get(t)), "")

    def wait(self, seconds: float) -> None:
        """Let time pass, waking the session exactly when it asks for it."""
        end = self.now + seconds
        while (due := self.session.deadline) is not None and due <= end:
            self.now = max(self.now, due)
            self._take(self.session.tick(self.now))
        self.now = end

    def move_switch(self, code: str, edge: Edge) -> None:
        """Press or release a key."""
        self._take(self.session.switch(SwitchEvent("script", code, edge, self.now)))

    def tap(self, cell: int) -> None:
        """Pick a cell directly."""
        self.wait(0.2)
        self._take(self.session.pick(cell, self.now))

    def screenshot(self, path: str) -> None:
        """Refuse: there is nothing to see."""
        raise ScriptError(f"{path} needs a window; play the script without --headless.")

    def _take(self, events: list[out.Event]) -> None:
        self.events += events
        for event in events:
            match event:
                case out.Speak(utterance):
                    self.said.append(utterance.text)
                    self._take(self.session.heard(SpeechReport(utterance.number, Outcome.STARTED)))
                case out.Notice(text, tone):
                    self._notices[tone] = text
                    if tone is out.Tone.DONE:
                        self._done_until = self.now + out.DONE_SECONDS
                case _:
                    pass
