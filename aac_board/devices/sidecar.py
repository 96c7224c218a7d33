"""A child program over pipes: whatever may hang or die lives in one, and nothing else is disturbed by it.

On the pipes, both ways, travel messages: one line of JSON, and if that line says `"bytes": n`, n bytes of payload
after its newline. Every sidecar sends {"is": "ready"} when it can work and answers {"do": "ping"} with
{"is": "pong"} even while it works. It ends when its standard input does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from aac_board.devices.clock import Alarm, Clock, QtClock

HEARTBEAT_MS = 5000
PATIENCE_MS = 4000
SHORT_LIFE_S = 5.0
LINE_STOP = 65536


def program(name: str) -> tuple[str, ...]:
    """Return the command line of our sidecar `name`, run by the same Python, deaf to PYTHON* variables."""
    return (sys.executable, "-E", str(Path(__file__).parent / "sidecars" / f"{name}.py"))


class Sidecar(QObject):
    """One child program, started when it is needed or by `start`, and started again after it died.

    received(header, payload): a message came. ended(): it died or hung and is gone; what it was told is lost. A
    child that had lived a while is started again by itself; one that dies young waits for the next `send`.
    """

    received = Signal(object, object)
    ended = Signal()

    def __init__(self, command: Sequence[str], clock: Clock | None = None) -> None:
        super().__init__()
        self._command = tuple(command)
        self._clock = clock or QtClock()
        self._process: QProcess | None = None
        self._dying: list[QProcess] = []
        self._buffer = bytearray()
        self._heartbeat: Alarm | None = None
        self._alive = False
        self._born = 0.0

    @property
    def process_id(self) -> int:
        """The child's process id, 0 while there is none."""
        return self._process.processId() if self._process else 0

    def start(self) -> None:
        """Start the child if it does not run."""
        if self._process is not None:
            return
        self._buffer.clear()
        self._born = self._clock.now()
        process = self._process = QProcess(self)
        # What a library writes to stderr could hold the person's words.
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._gone)
        process.errorOccurred.connect(self._failed)
        process.start(self._command[0], list(self._command[1:]))
        if self._process is process:  # not where starting failed at once
            self._watch()

    def send(self, header: Mapping[str, object], payload: bytes = b"") -> None:
        """Send a message, to a fresh child if the last one is gone."""
        self.start()
        whole = {**header, "bytes": len(payload)} if payload else header
        self._write(json.dumps(whole).encode() + b"\n" + payload)

    def restart(self) -> None:
        """Put a fresh child in the place of this one; `ended` is not signalled."""
        self.kill()
        self.start()

    def kill(self) -> None:
        """End the child at once, whatever it does; `ended` is not signalled."""
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        process, self._process = self._process, None
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._read)
        process.finished.disconnect(self._gone)
        process.errorOccurred.disconnect(self._failed)
        if process.state() is QProcess.ProcessState.NotRunning:
            process.deleteLater()
            return
        self._dying.append(process)
        process.finished.connect(self._bury)
        process.kill()

    def close(self) -> None:
        """End the child and wait until the system has taken it away."""
        self.kill()
        for process in list(self._dying):
            process.waitForFinished(1000)

    def _bury(self) -> None:
        for process in [p for p in self._dying if p.state() is QProcess.ProcessState.NotRunning]:
            self._dying.remove(process)
            process.deleteLater()

    def _write(self, data: bytes) -> None:
        if self._process is not None and self._process.isWritable():
            self._process.write(data)

    def _watch(self) -> None:
        self._alive = True
        self._heartbeat = self._clock.later(HEARTBEAT_MS, self._beat)

    def _beat(self) -> None:
        self._alive = False
        self._write(b'{"do": "ping"}\n')
        self._heartbeat = self._clock.later(PATIENCE_MS, self._judge)

    def _judge(self) -> None:
        if self._alive:
            self._watch()
        else:
            self._lose()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._lose()

    def _gone(self) -> None:
        self._read()
        self._lose()

    def _lose(self) -> None:
        lived = self._clock.now() - self._born
        self.kill()
        if lived >= SHORT_LIFE_S:
            self.start()
        self.ended.emit()

    def _read(self) -> None:
        if self._process is None:
            return
        self._alive = True
        self._buffer += bytes(self._process.readAllStandardOutput().data())
        while message := self._next_message():
            if message[0].get("is") != "pong":
                self.received.emit(*message)

    def _next_message(self) -> tuple[dict[str, Any], bytes] | None:
        line_end = self._buffer.find(b"\n", 0, LINE_STOP)
        if line_end < 0:
            return None
        header = _header(bytes(self._buffer[:line_end]))
        end = line_end + 1 + int(header.get("bytes", 0))
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[line_end + 1 : end])
        del self._buffer[:end]
        return header, payload


def _header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
    except ValueError:
        return {"is": "noise"}
    return header if isinstance(header, dict) else {"is": "noise"}
