"""A child program may die, hang or talk nonsense; the program that started it does not mind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aac_board.devices.clock import HandClock
from aac_board.devices.sidecar import HEARTBEAT_MS, PATIENCE_MS, Sidecar
from tests.listening import children

ROOT = Path(__file__).parents[2]

ECHO = """
import json, os, sys
print(json.dumps({"is": "ready"}), flush=True)
for line in sys.stdin.buffer:
    header = json.loads(line)
    payload = sys.stdin.buffer.read(header.get("bytes", 0))
    if header["do"] == "ping":
        print(json.dumps({"is": "pong"}), flush=True)
    if header["do"] == "echo":
        sys.stderr.write(payload.decode(errors="replace"))
        sys.stdout.buffer.write(json.dumps({"is": "echo", "bytes": len(payload)}).encode() + b"\\n" + payload)
        sys.stdout.buffer.flush()
    if header["do"] == "babble":
        os.write(1, b"no json at all\\n[1]\\n\\xff\\n")
"""


class Child:
    """An echoing sidecar and all that came from it."""

    def __init__(self, folder: Path) -> None:
        script = folder / "echo.py"
        script.write_text(ECHO, encoding="utf-8")
        self.clock = HandClock()
        self.sidecar = Sidecar([sys.executable, "-E", "-S", str(script)], self.clock)
        self.heard: list[tuple[str, bytes]] = []
        self.deaths = 0
        self.sidecar.received.connect(lambda header, payload: self.heard.append((header["is"], payload)))
        self.sidecar.ended.connect(self._count)

    def _count(self) -> None:
        self.deaths += 1

    def echo(self, payload: bytes) -> None:
        """Ask for it back."""
        self.sidecar.send({"do": "echo"}, payload)


@pytest.fixture
def child(tmp_path: Path, qapp: object) -> Iterator[Child]:
    assert qapp
    child = Child(tmp_path)
    yield child
    child.sidecar.close()


def test_what_is_sent_comes_back_whole(child: Child, qtbot: QtBot) -> None:
    """Also a megabyte with newlines in it, and several at once; sending starts the child."""
    big = bytes(range(256)) * 4096
    for payload in (b"first\n", big, b"last"):
        child.echo(payload)
    qtbot.waitUntil(lambda: len(child.heard) == 4)
    assert child.heard == [("ready", b""), ("echo", b"first\n"), ("echo", big), ("echo", b"last")]


def test_what_the_child_writes_to_stderr_is_heard_by_nobody(
    child: Child, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    """A library's complaint could hold the person's words."""
    child.echo(b"a secret")
    qtbot.waitUntil(lambda: len(child.heard) == 2)
    assert capfd.readouterr() == ("", "")


def test_nonsense_on_the_wire_is_passed_over(child: Child, qtbot: QtBot) -> None:
    """What comes after it is understood."""
    child.sidecar.send({"do": "babble"})
    child.echo(b"sense")
    qtbot.waitUntil(lambda: ("echo", b"sense") in child.heard)
    assert child.deaths == 0


def test_a_killed_child_is_noticed_and_the_next_message_goes_to_a_fresh_one(
    child: Child, qtbot: QtBot
) -> None:
    """Death is told once."""
    child.sidecar.start()
    qtbot.waitUntil(lambda: child.heard == [("ready", b"")])
    with qtbot.waitSignal(child.sidecar.ended):
        os.kill(child.sidecar.process_id, signal.SIGKILL)
    assert child.sidecar.process_id == 0
    child.echo(b"again")
    qtbot.waitUntil(lambda: ("echo", b"again") in child.heard)
    assert child.deaths == 1


def test_a_child_that_had_lived_is_replaced_at_once(child: Child, qtbot: QtBot) -> None:
    """So that the next message is not slower than others."""
    child.sidecar.start()
    qtbot.waitUntil(lambda: len(child.heard) == 1)
    child.clock.advance(HEARTBEAT_MS)  # it has grown old enough, and is asked whether it lives
    first = child.sidecar.process_id
    with qtbot.waitSignal(child.sidecar.ended):
        os.kill(first, signal.SIGKILL)
    child.clock.advance(1000)
    assert child.sidecar.process_id not in {0, first}


def test_a_child_that_hangs_is_killed_by_its_missing_heartbeat(child: Child, qtbot: QtBot) -> None:
    """One that answers is left alone."""
    child.sidecar.start()
    qtbot.waitUntil(lambda: len(child.heard) == 1)
    first = child.sidecar.process_id
    child.clock.advance(HEARTBEAT_MS)
    child.echo(b"I live")
    qtbot.waitUntil(lambda: len(child.heard) == 2)
    child.clock.advance(PATIENCE_MS)
    assert child.sidecar.process_id == first
    os.kill(first, signal.SIGSTOP)
    child.clock.advance(HEARTBEAT_MS + PATIENCE_MS)
    assert child.deaths == 1
    assert child.sidecar.process_id not in {0, first}


def test_a_restarted_child_is_another_one_and_the_old_one_is_gone(child: Child, qtbot: QtBot) -> None:
    """What the old one still says is not heard."""
    child.sidecar.start()
    qtbot.waitUntil(lambda: len(child.heard) == 1)
    first = child.sidecar.process_id
    child.echo(b"too late")
    child.sidecar.restart()
    child.echo(b"new")
    qtbot.waitUntil(lambda: ("echo", b"new") in child.heard)
    assert ("echo", b"too late") not in child.heard
    assert child.deaths == 0
    qtbot.waitUntil(lambda: not Path(f"/proc/{first}").exists())


def test_a_program_that_cannot_be_started_is_told_like_a_death(qtbot: QtBot, tmp_path: Path) -> None:
    """Nothing is raised and nothing is tried again by itself."""
    sidecar = Sidecar([str(tmp_path / "nowhere")])
    with qtbot.waitSignal(sidecar.ended):
        sidecar.send({"do": "echo"}, b"hello?")
    assert sidecar.process_id == 0


@pytest.mark.parametrize("name", ["sound", "pyttsx3_voice"])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a stopped child of its parent's death")
def test_our_sidecars_die_with_the_program_even_while_they_hang(name: str, qtbot: QtBot) -> None:
    """A speaking aid that crashed leaves nothing behind that could go on sounding."""
    command = [sys.executable, "-c", PARENT.format(name=name)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert child in children()
        os.kill(child, signal.SIGSTOP)
        parent.kill()
    qtbot.waitUntil(lambda: not is_running(child))


def is_running(pid: int) -> bool:
    """Whether a process still does anything: who is dead but not buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


PARENT = """
from PySide6.QtCore import QCoreApplication
from aac_board.devices.sidecar import Sidecar, program
app = QCoreApplication([])
sidecar = Sidecar(program("{name}"))
sidecar.received.connect(lambda header, payload: print(sidecar.process_id, flush=True))
sidecar.start()
app.exec()
"""
