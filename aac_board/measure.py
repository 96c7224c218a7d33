"""The command `aac-board bench`: how quick the program is on this machine. Reports; never passes or fails."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from aac_board import screen
from aac_board.app import Program
from aac_board.core.boards.board import Kind
from aac_board.core.press.switch import Edge
from aac_board.core.session import Session
from aac_board.core.words.message import Message
from aac_board.person import Person, open_person
from aac_board.window_stage import WindowStage

STARTS, PRESSES, SENTENCES = 7, 200, 12
SENTENCE = "I would like to sit up a little, please."
SIZE = (1366, 768)
TARGETS = {
    "start_to_painted_board_ms": 800,
    "press_to_paint_p95_ms": 16,
    "speak_to_first_sample_ms": 150,
    "resident_mb": 200,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--voice", metavar="V", help="the voice to measure; silent for none")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Measure everything and print it."""
    screen.check()
    if args.child:
        return _print_first_paint()
    figures = {"start_to_painted_board_ms": statistics.median(_start_ms() for _ in range(STARTS))}
    with WindowStage(_nobody(), SIZE, args.voice) as stage:
        figures |= _presses(stage) | _predictions(stage) | _speech(stage)
        figures["resident_mb"] = _resident_mb()
    rounded = {name: round(value, 1) for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded) + "\n" if args.json else _table(rounded))
    return 0


def _table(figures: dict[str, float]) -> str:
    lines = []
    for name, value in figures.items():
        target = f"(target below {TARGETS[name]})" if name in TARGETS else ""
        lines.append(f"{name.replace('_', ' '):32}{value:8.1f}  {target}".rstrip())
    return "\n".join(lines) + "\n"


def _nobody() -> Person:
    return open_person(argparse.Namespace(data=None, temp=True, profile="", given=["scan.start=launch"]))


def _start_ms() -> float:
    """Milliseconds from the start of a fresh process to its first painted board."""
    started = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-m", "aac_board", "bench", "--child"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return (float(child.stdout) - started) * 1000


class _FirstPaint(QObject):
    """Notes when a widget was painted for the first time."""

    def __init__(self, stage: QObject) -> None:
        super().__init__(stage)
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Look once, after the paint."""
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = -1.0
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at = time.monotonic()
        QApplication.quit()


def _print_first_paint() -> int:
    """Open the program as `aac-board` does and print when the board was painted, on the system's steady clock."""
    application = QApplication(["AAC Board"])
    with Program(_nobody(), voice="silent") as program:
        first = _FirstPaint(program.window)
        cells = program.window.board
        program.begin()
        next(iter(cells.cells.values())).installEventFilter(first)
        program.window.resize(*SIZE)
        program.window.show()
        application.exec()
        sys.stdout.write(f"{first.at}\n")
    return 0


def _presses(stage: WindowStage) -> dict[str, float]:
    """From the key event to the painted highlight."""
    times = []
    for _ in range(PRESSES):
        stage.wait(0.15)
        started = time.perf_counter()
        stage.move_switch("Space", Edge.PRESS)
        QApplication.processEvents()
        times.append((time.perf_counter() - started) * 1000)
        stage.move_switch("Space", Edge.RELEASE)
    return {"press_to_paint_median_ms": statistics.median(times), "press_to_paint_p95_ms": _p95(times)}


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _predictions(stage: WindowStage) -> dict[str, float]:
    """Six words for every place of a sentence."""
    message, times = Message(), []
    for letter in SENTENCE * 3:
        message = message.add_space() if letter == " " else message.add_text(letter)
        started = time.perf_counter()
        stage.session.predictor.suggest(message, 6)
        times.append((time.perf_counter() - started) * 1000)
    return {"prediction_median_ms": statistics.median(times), "prediction_p95_ms": _p95(times)}


def _speech(stage: WindowStage) -> dict[str, float]:
    """From the pick of a phrase to the first sample handed to the sound device; nothing where there is no sound."""
    session, times = stage.session, []
    phrases = [
        cell.number for cell in session.boards.boards["phrases"].cells if cell.button.kind is Kind.PHRASE
    ]
    stage.tap(_link_to_phrases(session))
    for number in phrases[:SENTENCES]:
        stage.wait(1.0)
        heard = len(stage.started_at)
        started = time.monotonic()
        stage.tap(number)
        deadline = started + 3
        while len(stage.started_at) == heard and time.monotonic() < deadline:
            stage.wait(0.005)
        if len(stage.started_at) > heard:
            times.append((stage.started_at[-1] - stage.tapped_at) * 1000)
    return {"speak_to_first_sample_ms": statistics.median(times)} if times else {}


def _link_to_phrases(session: Session) -> int:
    return next(cell.number for cell in session.board.cells if cell.button.id == "phrases")


def _resident_mb() -> float:
    """Memory of this process; the voice and sound child programs come on top."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return float("nan")
    return int(pages.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
