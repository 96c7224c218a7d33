"""The whole state of a conversation: input goes in, a list of events comes out.

The life of a press:

1. A key, a mouse button or a switch box moves. Whoever hears it stamps it and calls `switch`.
2. The press filter decides whether it is one meant press: an intent.
3. An intent of attention goes straight out, whatever else is going on.
4. While the alarm sounds, or a message is shown large, or a new switch is being learned, the press answers that.
5. Otherwise the scanner takes it: it starts, goes into a row, or names the chosen cell.
6. The chosen cell's actions run in order on the message, the board and the voice.
7. If the message or the board changed, the predictor fills the prediction cells.
8. Scanning starts again at the top, and all that happened goes back to the caller as one list.

A mouse click or touch enters at step 4 through `pick`; time enters through `tick`, and before `deadline` has come
a tick does nothing. Everything runs on the caller's thread and asks for no clock: `now` is in seconds on any
steady clock.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Protocol

from aac_board.core import event as out
from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, BoardSet, Button, Kind
from aac_board.core.boards.pages import Pages
from aac_board.core.event import Event, Notice, Tone
from aac_board.core.press.switch import Edge, Intent, Meaning, PressFilter, SwitchEvent
from aac_board.core.scan.order import Node, row_column
from aac_board.core.scan.scanner import Lit, Scanner
from aac_board.core.settings import SettingError, Settings, shown, spec
from aac_board.core.talk.utterance import Outcome, SpeechReport, Utterance
from aac_board.core.words.message import Message
from aac_board.core.words.writing import place_to_write, written

MODIFIERS = frozenset({"Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock", "NumLock"})
"""Keys that cannot be a switch: the system gives their long or repeated presses meanings of its own."""
KEY_NAMES = {"Return": "Enter", "Mouse": "a mouse button"}
REST_HINT = "Resting. Press your switch to go on."
AWAY = "Another window is in front, so the switch is not heard. Click this window to go on."
STUCK = "The switch seems stuck. Release it, or unplug it."
ALARM = "Attention signal. Any press of the switch ends it."


class Predictor(Protocol):
    """What the session asks of a predictor."""

    def suggest(self, message: Message, slots: int) -> tuple[str, ...]:
        """Return at most `slots` words for where `message` ends, best first, spelled as they would be written."""


class _Mode(Enum):
    """What the next press answers to."""

    USUAL = "usual"
    ALARM = "alarm"
    LARGE = "large"
    LEARNING = "learning"


class Session:
    """A conversation. Every public method that changes something returns what happened, in order."""

    def __init__(
        self, boards: BoardSet, settings: Settings, predictor: Predictor, draft: Message | None = None
    ) -> None:
        self.settings = settings
        self.predictor = predictor
        self.message = replace(draft or Message(), capitals=settings.words.capitals)
        self.suggestions: tuple[str, ...] = ()
        self._pages = Pages(boards, settings.board.home)
        self._filter = PressFilter(settings.switch)
        self._scanner = Scanner(settings.scan)
        self._mode = _Mode.USUAL
        self._said: Utterance | None = None
        self._utterances = 0
        self._trouble = ""
        self._away = self._pausing = self._stale = self._was_heard = False
        self._pick_again_at = float("-inf")
        self._out: list[Event] = []
        self._lit_before = Lit()

    # What goes in

    def begin(self, now: float) -> list[Event]:
        """Show the first board and the message; scanning starts if the settings say so."""
        self._show()
        self._out.append(out.MessageChanged(self.message))
        if self.settings.scan.start == "launch":
            self._start(now)
        else:
            self._hint(f"Press your switch to start: {self.switch_names()}. To choose another key, press F2.")
        return self._done()

    def switch(self, event: SwitchEvent) -> list[Event]:
        """Take a movement of a key, a button or a switch."""
        if self._mode is _Mode.LEARNING:
            if event.edge is Edge.PRESS:
                self._learn(event.code)
            return self._done()
        self._move_light(event.at)
        for intent in self._filter.feed(event):
            self._intend(intent)
        return self._done()

    def pick(self, cell: int, now: float) -> list[Event]:
        """Pick a cell directly, as by mouse or touch; if something waits for an answer, this is the answer."""
        if now < self._pick_again_at:
            return []
        self._pick_again_at = now + self.settings.switch.ignore_repeat_ms / 1000
        if not self._answered(now):
            self._pausing = self._scanner.resting
            self._choose(cell)
            self._carry_on(now)
        return self._done()

    def answer(self, now: float) -> list[Event]:
        """Answer what waits for an answer, as by touching it."""
        self._answered(now)
        return self._done()

    def tick(self, now: float) -> list[Event]:
        """Let time pass."""
        for intent in self._filter.tick(now):
            self._intend(intent)
        self._move_light(now)
        return self._done()

    @property
    def deadline(self) -> float | None:
        """When `tick` next has something to do, or None."""
        return min(
            (d for d in (self._filter.deadline, self._scanner.deadline) if d is not None), default=None
        )

    def heard(self, report: SpeechReport) -> list[Event]:
        """Take what the voice reports; late reports about anything but the newest utterance change nothing.

        A message of which nothing was heard is shown large; one that broke off stands on the screen as it is.
        """
        if self._said is None or report.number != self._said.number:
            return []
        if report.outcome is Outcome.FAILED and not self._was_heard:
            self._mode = _Mode.LARGE
            self._scanner.rest()
            self._out.append(out.ShowLarge(self._said.text))
        if report.outcome in {Outcome.STARTED, Outcome.FAILED}:
            self._was_heard = True
            self._trouble_is(report.reason)
        return self._done()

    def notice(self, text: str, tone: Tone = Tone.TROUBLE) -> list[Event]:
        """Say something from outside on the screen, such as that a file could not be saved."""
        if tone is Tone.TROUBLE:
            self._trouble_is(text)
        else:
            self._out.append(Notice(text, tone))
        return self._done()

    def apply(self, settings: Settings, now: float) -> list[Event]:
        """Work with these settings from now on."""
        self._apply(settings)
        if not self._scanner.resting:
            self._start(now)
        return self._done()

    def learn_switch(self) -> list[Event]:
        """Listen for the key that shall be the switch."""
        self._listen_for_switch()
        return self._done()

    def show_help(self) -> list[Event]:
        """Show the help page until the next press."""
        self._show_help()
        return self._done()

    def focus_lost(self, now: float) -> list[Event]:
        """Rest, because the window no longer hears the switch."""
        self._away = True
        for intent in self._filter.let_go(now):
            self._intend(intent)
        self._scanner.rest()
        self._trouble_is(AWAY)
        return self._done()

    def focus_gained(self) -> list[Event]:
        """Listen again after `focus_lost`."""
        if self._away:
            self._away = False
            self._trouble_is("")
            self._hint(REST_HINT)
        return self._done()

    # What can be asked

    def takes(self, code: str) -> bool:
        """Whether a key goes to `switch`: it is a switch, or any key might become one now."""
        return self._mode is _Mode.LEARNING or self._filter.meaning_of(code) is not None

    @property
    def boards(self) -> BoardSet:
        """The board set in use."""
        return self._pages.boards

    @property
    def board(self) -> Board:
        """The board that is shown."""
        return self._pages.shown

    @property
    def lit(self) -> Lit:
        """What is lit now."""
        return self._scanner.lit

    @property
    def tree(self) -> Node:
        """What is scanned on this board: empty prediction cells and cells without function are left out."""
        return row_column(self.board, self._skipped())

    def switch_names(self) -> str:
        """Name the keys of the switch as a person would."""
        names = list(dict.fromkeys(KEY_NAMES.get(key, key) for key in self.settings.switch.one_keys))
        return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def shown_on(self, cell: int) -> str:
        """Return what a cell of this board reads: its word if it is a prediction cell, else its label."""
        button = self.board.cells[cell].button
        return self._predicted(cell) if button.kind is Kind.PREDICTION else button.label

    # What a press does

    def _intend(self, intent: Intent) -> None:
        match intent.meaning:
            case Meaning.ATTENTION:
                self._sound_alarm()
            case Meaning.STUCK:
                self._scanner.rest()
                self._trouble_is(STUCK)
            case Meaning.FREED:
                self._trouble_is("")
                self._hint(REST_HINT)
            case Meaning.SELECT | Meaning.BACK if self._answered(intent.at):
                pass
            case Meaning.SELECT:
                self._select(intent.at)
            case Meaning.BACK:
                self._scanner.back(intent.at)

    def _answered(self, now: float) -> bool:
        match self._mode:
            case _Mode.ALARM:
                self._out.append(out.Attention(on=False))
                self._trouble_is("")
                self._hint(REST_HINT)
            case _Mode.LARGE:
                self._out.append(out.ShowLarge(""))
                self._start(now)
            case _Mode.LEARNING:
                self._hint("The switch is as it was.")
            case _Mode.USUAL:
                return False
        self._mode = _Mode.USUAL
        return True

    def _select(self, now: float) -> None:
        self._pausing = False
        if self._scanner.resting:
            self._start(now)
            return
        cell = self._scanner.select(now)
        if cell is not None:
            self._choose(cell)
            self._carry_on(now)

    def _choose(self, cell: int) -> None:
        button = self.board.cells[cell].button
        self._out.append(out.Chosen(cell))
        for action in button.actions:
            self._perform(action, button, cell)

    def _perform(self, action: do.Action, button: Button, cell: int) -> None:
        match action:
            case do.Speak():
                self._speak_message()
            case do.SayNow():
                self._speak(button.words)
            case do.SayAgain():
                self._speak(self._said.text if self._said else "")
            case do.StopSpeaking():
                self._out.append(out.StopSpeaking())
            case do.Home() | do.Back() | do.GoTo():
                self._go(action)
            case do.Attention():
                self._sound_alarm()
            case do.Pause():
                self._pausing = True
                self._hint(REST_HINT)
            case do.ChangeSetting(key, change):
                self._change_setting(key, change)
            case do.LearnSwitch():
                self._listen_for_switch()
            case do.Help():
                self._show_help()
            case do.Quit():
                self._out.append(out.QuitAsked())
            case do.Unknown(raw):
                self._done_notice(f"This cell asks for something AAC Board cannot do: {raw}")
            case _:
                words = self._predicted(cell) if isinstance(action, do.Prediction) else button.words
                self._write(written(self.message, action, words, self.settings.words.after_speaking))

    def _carry_on(self, now: float) -> None:
        if self._pausing or self._mode is not _Mode.USUAL:
            self._scanner.rest()
        else:
            self._start(now)

    def _show_help(self) -> None:
        self._mode = _Mode.LARGE
        self._scanner.rest()
        self._out.append(out.HelpAsked())

    def _sound_alarm(self) -> None:
        self._mode = _Mode.ALARM
        self._scanner.rest()
        self._out += [out.StopSpeaking(), out.Attention(on=True)]
        self._trouble_is(ALARM)

    # Message and voice

    def _write(self, message: Message) -> None:
        if message is not self.message:
            self.message = message
            self._stale = True
            self._out.append(out.MessageChanged(message))

    def _speak_message(self) -> None:
        if not self.message.words:
            self._done_notice("There is nothing to say yet.")
            return
        self._write(self.message.as_spoken())
        self._speak(self.message.words)

    def _speak(self, text: str) -> None:
        if not text.strip():
            return
        speech = self.settings.speech
        self._utterances += 1
        self._was_heard = False
        self._said = Utterance(
            self._utterances,
            text.strip(),
            self.board.locale,
            speech.voice,
            speech.rate,
            speech.volume,
            speech.lead_silence_ms,
        )
        self._out.append(out.Speak(self._said))

    # Boards

    def _go(self, action: do.Home | do.Back | do.GoTo) -> None:
        trouble = self._pages.go(action)
        if trouble:
            self._done_notice(trouble)
        else:
            self._show()

    def _show(self) -> None:
        self._stale = True
        self._out.append(out.BoardShown(self.board))

    def _predicted(self, cell: int) -> str:
        numbers = [c.number for c in self.board.prediction_cells]
        place = numbers.index(cell) if cell in numbers else len(self.suggestions)
        return self.suggestions[place] if place < len(self.suggestions) else ""

    def _skipped(self) -> frozenset[int]:
        return frozenset(
            cell.number
            for cell in self.board.visible
            if cell.button.kind is Kind.DEAD
            or (cell.button.kind is Kind.PREDICTION and not self._predicted(cell.number))
        )

    def _refresh_suggestions(self) -> None:
        if not self._stale:
            return
        self._stale = False
        slots = len(self.board.prediction_cells)
        place = place_to_write(self.message, self.settings.words.after_speaking)
        words = self.predictor.suggest(place, slots) if slots else ()
        self.suggestions = (*words, *[""] * (slots - len(words)))
        self._out.append(out.Suggested(self.suggestions))

    # Settings

    def _apply(self, settings: Settings) -> None:
        self.settings = settings
        self._filter.settings = settings.switch
        self._scanner.settings = settings.scan
        self.message = replace(self.message, capitals=settings.words.capitals)
        self._out.append(out.SettingsChanged(settings))
        if self._pages.move_home(settings.board.home):
            self._go(do.Home())

    def _change_setting(self, key: str, change: str) -> None:
        try:
            changed = self.settings.adjusted(key, change)
        except SettingError as error:
            self._done_notice(str(error))
            return
        self._apply(changed)
        label, value = spec(key).label, shown(key, changed.get(key))
        self._done_notice(f"{label}: {value}.")

    def _listen_for_switch(self) -> None:
        self._mode = _Mode.LEARNING
        self._scanner.rest()
        self._filter.let_go(0)
        self._hint("Press the key or switch you want to use. Escape leaves everything as it is.")

    def _learn(self, code: str) -> None:
        if code in MODIFIERS:
            self._hint(
                f"{code} cannot be a switch. Press another key, or Escape to leave everything as it is."
            )
            return
        self._mode = _Mode.USUAL
        self._hint(REST_HINT)
        if code == "Escape":
            self._done_notice("The switch is as it was.")
            return
        switch = self.settings.switch
        one = (code, *(key for key in switch.one_keys if key != code))
        two = tuple(key for key in switch.two_keys if key != code)
        self._apply(replace(self.settings, switch=replace(switch, one_keys=one, two_keys=two)))
        self._done_notice(f"Your switch is now {self.switch_names()}.")

    # What goes out

    def _start(self, now: float) -> None:
        self._refresh_suggestions()
        self._hint("")
        self._scanner.start(self.tree, now)

    def _move_light(self, now: float) -> None:
        if not self._scanner.tick(now):
            return
        if self._scanner.resting:
            self._hint(REST_HINT)
        elif self.settings.scan.tick:
            self._out.append(out.Cue())

    def _hint(self, text: str) -> None:
        self._out.append(Notice(text, Tone.HINT))

    def _done_notice(self, text: str) -> None:
        self._out.append(Notice(text, Tone.DONE))

    def _trouble_is(self, text: str) -> None:
        if text != self._trouble:
            self._trouble = text
            self._out.append(Notice(text, Tone.TROUBLE))

    def _done(self) -> list[Event]:
        self._refresh_suggestions()
        lit = self._scanner.lit
        if lit != self._lit_before:
            self._lit_before = lit
            self._out.append(out.Highlight(lit.cells, lit.row, lit.since, lit.until))
        events, self._out = self._out, []
        return events
