"""The engine espeak-ng, run as a program for each sentence: the last resort, which needs no sidecar.

The text goes in through a pipe, so that it stands in no list of processes; the sound comes back through another.
"""

from __future__ import annotations

import struct

from PySide6.QtCore import QProcess

from aac_board.devices.engines.engine import Answer, Answered, Engine, NoSpeech, Request, Speech

WAV_HEADER = 44
# Plain "en" is American English, as in CLDR's likely subtags; espeak-ng itself would speak British.
LIKELY = {"en": "en-us", "zh": "cmn", "zh-cn": "cmn"}


class EspeakNgEngine(Engine):
    """espeak-ng from the command line."""

    name = "espeak-ng"

    def __init__(self, command: str = "espeak-ng") -> None:
        self._command = command
        self._process: QProcess | None = None
        self._dying: list[QProcess] = []

    def synthesise(self, request: Request, answered: Answered) -> None:
        """Run espeak-ng with the wanted voice, or with the language's own where that is missing."""
        self.give_up()
        tag = request.language.lower()
        primary = tag.split("-")[0]
        wishes = [request.voice, LIKELY.get(tag, tag), LIKELY.get(primary, primary)]
        self._run(request, [wish for wish in wishes if wish], answered)

    def give_up(self) -> None:
        """Kill the run in hand."""
        process, self._process = self._process, None
        if process is not None:
            self._dying.append(process)
            process.kill()

    def close(self) -> None:
        """Kill the run in hand and wait until it is gone."""
        self.give_up()
        for process in list(self._dying):
            process.waitForFinished(1000)

    def _run(self, request: Request, voices: list[str], answered: Answered) -> None:
        process = self._process = QProcess()
        process.setStandardErrorFile(QProcess.nullDevice())

        def done() -> None:
            if not self._lay_down(process):
                return
            speech = self._speech(process, voices[0], known=request.voice in {"", voices[0]})
            if isinstance(speech, NoSpeech) and voices[1:]:
                self._run(request, voices[1:], answered)
            else:
                answered(speech)

        process.finished.connect(done)
        process.errorOccurred.connect(
            lambda error: done() if error is QProcess.ProcessError.FailedToStart else None
        )
        process.start(self._command, _arguments(request, voices[0]))
        if process.isWritable():
            process.write(_plain(request.text).encode(errors="replace"))
            process.closeWriteChannel()

    def _lay_down(self, process: QProcess) -> bool:
        """Forget a process that ended; False if its answer is not wanted any more."""
        wanted = process is self._process
        if wanted:
            self._process = None
        elif process in self._dying:
            self._dying.remove(process)
        process.deleteLater()
        return wanted

    def _speech(self, process: QProcess, voice: str, *, known: bool) -> Answer:
        if process.error() is QProcess.ProcessError.FailedToStart:
            return NoSpeech("espeak-ng is not installed")
        data = bytes(process.readAllStandardOutput().data())
        if process.exitCode() != 0 or data[:4] != b"RIFF" or len(data) <= WAV_HEADER:
            return NoSpeech("espeak-ng failed at a sentence")
        # Written into a pipe, the header's lengths are fiction; its rate is true.
        (rate_hz,) = struct.unpack_from("<I", data, 24)
        samples = data[WAV_HEADER : WAV_HEADER + (len(data) - WAV_HEADER) // 2 * 2]
        return Speech(samples, rate_hz, self.name, voice, voice_known=known)


def _arguments(request: Request, voice: str) -> list[str]:
    settings = ["-v", voice, "-s", str(request.rate), "-a", str(request.volume)]
    return [*settings, "-b", "1", "--stdin", "--stdout"]


def _plain(text: str) -> str:
    # Between double brackets espeak-ng would read phonemes.
    return text.replace("[[", "[ [")
