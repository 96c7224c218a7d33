r"""Scripts of presses: a story that a therapist can read and the program can act out.

One step a line; blank lines and lines that start with # are for the reader.

    wait 1.2                  let time pass, in seconds
    press                     press and release the switch; "press switch2" the second one
    hold 2.0                  hold the switch this long; "hold 2.0 switch2"
    tap "Speak"               click or touch a cell
    choose "h"                scan to a cell and take it, pressing the switch as it lights
    write "I am here."        write this by the switch, taking words as soon as they are offered
    expect message "I am"     the message reads so; case, spaces at the ends and curly quotes do not matter
    expect board Phrases      this board is shown (by name or id)
    expect lit "h"            this cell is lit, alone or with others; "row 2", "nothing" work too
    expect said "I am"        said since the last `expect said`
    expect notice "saved"     the line under the message holds these words
    expect shown "help"       some cell shows this
    screenshot FILE.png       take a picture (only with a window)
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from aac_board.core.errors import PlainError
from aac_board.core.press.switch import Edge
from aac_board.core.session import Session

PRESS_SECONDS = 0.12
"""How long a press lasts; real presses: median 116 ms (Koester's response-time table)."""
PATIENCE = 6.0
"""Seconds that an expectation may take to come true on a real clock."""
_TAKES = {
    "wait": 1,
    "press": (0, 1),
    "hold": (1, 2),
    "tap": 1,
    "choose": 1,
    "write": 1,
    "expect": 2,
    "screenshot": 1,
}
_EXPECTS = {"message", "board", "lit", "said", "notice", "shown"}


class ScriptError(PlainError):
    """A line that is no step, or a step that did not happen as the script says."""


@dataclass(frozen=True)
class Step:
    """One line of a script: its number from 1, what to do, and with what."""

    line: int
    verb: str
    words: tuple[str, ...]


class Stage(Protocol):
    """Where a script is acted out: with a virtual clock, or in the real window."""

    @property
    def session(self) -> Session:
        """The session that is played with."""

    @property
    def said(self) -> list[str]:
        """What was said so far."""

    @property
    def notice(self) -> str:
        """What the line under the message reads."""

    def wait(self, seconds: float) -> None:
        """Let this much time pass."""

    def move_switch(self, code: str, edge: Edge) -> None:
        """Press or release a key, by its name."""

    def tap(self, cell: int) -> None:
        """Click a cell."""

    def screenshot(self, path: str) -> None:
        """Write a picture of the window."""

    @property
    def waits_for_real(self) -> bool:
        """Whether things such as speech take real time here, so that an expectation is given some."""


def parse(text: str) -> tuple[Step, ...]:
    """Read a script; ScriptError names the first line that is no step."""
    return tuple(_steps(text))


def _steps(text: str) -> Iterator[Step]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            verb, *words = shlex.split(line, comments=True)
        except ValueError:
            raise ScriptError(f"Line {number}: a quotation mark is missing: {line.strip()}") from None
        if not _is_step(verb, words):
            raise ScriptError(f"Line {number} is not a step of a script: {line.strip()}")
        yield Step(number, verb, tuple(words))


def _is_step(verb: str, words: list[str]) -> bool:
    takes = _TAKES.get(verb)
    if takes is None:
        return False
    low, high = takes if isinstance(takes, tuple) else (takes, takes)
    if not low <= len(words) <= high:
        return False
    if verb in {"wait", "hold"}:
        return bool(re.fullmatch(r"\d+(\.\d+)?", words[0]))
    return verb != "expect" or words[0] in _EXPECTS


class Play:
    """Acts a script out on a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._heard = 0

    def run(self, steps: tuple[Step, ...]) -> None:
        """Do every step; ScriptError says at which line things went otherwise and what was seen instead."""
        for step in steps:
            try:
                self._do(step)
            except ScriptError as error:
                raise ScriptError(f"Line {step.line}: {error}") from None

    def _do(self, step: Step) -> None:
        match (step.verb, *step.words):
            case ("wait", seconds):
                self.stage.wait(float(seconds))
            case ("press", *which):
                self._press(PRESS_SECONDS, *which)
            case ("hold", seconds, *which):
                self._press(float(seconds), *which)
            case ("tap", label):
                self.stage.tap(self._cell(label))
            case ("choose", label):
                self._choose(label)
            case ("write", text):
                self._write(text)
            case ("screenshot", path):
                self.stage.screenshot(path)
            case ("expect", what, wanted):
                self._expect(what, wanted)
            case _:
                raise ScriptError(f"{step.verb} {' '.join(step.words)} cannot be acted out.")

    def _press(self, seconds: float, which: str = "switch1") -> None:
        switch = self.stage.session.settings.switch
        keys = {"switch1": switch.one_keys, "switch": switch.one_keys, "switch2": switch.two_keys}.get(which)
        key = next((key for key in keys or () if key != "Mouse"), None)
        if key is None:
            raise ScriptError(f"there is no switch called {which}.")
        self.stage.move_switch(key, Edge.PRESS)
        self.stage.wait(seconds)
        self.stage.move_switch(key, Edge.RELEASE)
        self.stage.wait(PRESS_SECONDS)

    def _cell(self, label: str) -> int:
        session = self.stage.session
        shown = [(cell.number, session.shown_on(cell.number)) for cell in session.board.visible]
        for same in (str.__eq__, lambda a, b: a.casefold() == b.casefold()):
            for number, text in shown:
                if same(text, label):
                    return number
        raise ScriptError(f'no cell shows "{label}" on the board {session.board.name}.')

    def _choose(self, label: str) -> None:
        session, cell = self.stage.session, self._cell(label)
        if session.lit.cells == ():
            self._press(PRESS_SECONDS)
        self._until_lit(cell, label, row=True)
        self._press(PRESS_SECONDS)
        self._until_lit(cell, label, row=False)
        self._press(PRESS_SECONDS)

    def _write(self, text: str) -> None:
        for part in re.findall(r"[\w'’-]+|[^\w\s]", text):
            if not part[0].isalnum():
                self._choose(part)
            elif self.stage.session.message.partial:
                self._choose("space")
                self._write_word(part)
            else:
                self._write_word(part)

    def _write_word(self, word: str) -> None:
        session = self.stage.session
        for letter in word:
            offered = [text for text in session.suggestions if text.casefold() == word.casefold()]
            if offered:
                self._choose(offered[0])
                return
            self._choose(letter.lower())

    def _until_lit(self, cell: int, label: str, *, row: bool) -> None:
        session = self.stage.session
        for _ in range(200):
            lit = session.lit
            if cell in lit.cells and lit.row == row:
                return
            if lit.until is None:
                break
            self.stage.wait(0.05 if self.stage.waits_for_real else session.settings.scan.step_ms / 2000)
        raise ScriptError(f'"{label}" did not light up.')

    def _expect(self, what: str, wanted: str) -> None:
        waited = 0.0
        while not self._holds(what, wanted):
            if not self.stage.waits_for_real or waited >= PATIENCE:
                raise ScriptError(f'expected {what} "{wanted}", but {self._seen(what)}.')
            self.stage.wait(0.05)
            waited += 0.05

    def _holds(self, what: str, wanted: str) -> bool:  # one case for each thing to expect
        session = self.stage.session
        match what:
            case "message":
                return _plain(session.message.text) == _plain(wanted)
            case "board":
                return wanted.casefold() in {session.board.id.casefold(), session.board.name.casefold()}
            case "lit":
                return self._is_lit(wanted)
            case "said":
                return self._was_said(wanted)
            case "notice":
                return _plain(wanted) in _plain(self.stage.notice)
            case _:
                return any(session.shown_on(c.number) == wanted for c in session.board.visible)

    def _is_lit(self, wanted: str) -> bool:
        session = self.stage.session
        lit = session.lit.cells
        if wanted == "nothing":
            return not lit
        if row := re.fullmatch(r"row (\d+)", wanted):
            rows = session.tree.children
            place = int(row[1]) - 1
            return session.lit.row and place < len(rows) and rows[place].cells == lit
        return any(session.shown_on(cell).casefold() == wanted.casefold() for cell in lit)

    def _was_said(self, wanted: str) -> bool:
        for place in range(self._heard, len(self.stage.said)):
            if _plain(self.stage.said[place]) == _plain(wanted):
                self._heard = place + 1
                return True
        return False

    def _seen(self, what: str) -> str:
        session = self.stage.session
        match what:
            case "message":
                return f'it reads "{session.message.text}"'
            case "board":
                return f"{session.board.name} is shown"
            case "lit":
                lit = ", ".join(session.shown_on(cell) for cell in session.lit.cells)
                return f"{lit or 'nothing'} is lit"
            case "said":
                return f"said was: {self.stage.said[self._heard :] or 'nothing'}"
            case "notice":
                return f'it reads "{self.stage.notice}"'
            case _:
                shown = [session.shown_on(c.number) for c in session.board.visible]
                return f"the board shows {', '.join(text for text in shown if text)}"


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
