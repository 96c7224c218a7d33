"""The engine pyttsx3: the computer's own voices (espeak-ng on Linux, SAPI 5 on Windows, NSSpeech on macOS)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDir, QFile, QTemporaryDir

from aac_board.devices.engines.engine import Answered, Engine, NoSpeech, Request, Speech
from aac_board.devices.sidecar import Sidecar, program

Voices = Sequence[tuple[str, str]]


class Pyttsx3Engine(Engine):
    """pyttsx3 in a sidecar of its own."""

    name = "pyttsx3"

    def __init__(self, sidecar: Sidecar | None = None) -> None:
        # Where no file can live in memory, the sidecar writes here; we outlive it and wipe what it leaves.
        self._folder = None if hasattr(os, "memfd_create") else QTemporaryDir()
        folder = [self._folder.path()] if self._folder else []
        self._sidecar = sidecar or Sidecar([*program("pyttsx3_voice"), *folder])
        self._sidecar.received.connect(self._hear)
        self._sidecar.ended.connect(self._died)
        self._answered: Answered | None = None
        self._listed: Callable[[Voices], None] | None = None
        self._number = 0

    @property
    def process_id(self) -> int:
        """The sidecar's process id, 0 while there is none."""
        return self._sidecar.process_id

    def warm(self) -> None:
        """Start the sidecar."""
        self._sidecar.start()

    def synthesise(self, request: Request, answered: Answered) -> None:
        """Ask the sidecar for the sound of one sentence."""
        self._number += 1
        self._answered = answered
        header = {
            "do": "say",
            "id": self._number,
            "voice": request.voice,
            "language": request.language,
            "rate": request.rate,
            "volume": request.volume,
        }
        self._sidecar.send(header, request.text.encode(errors="replace"))

    def voices(self, listed: Callable[[Voices], None]) -> None:
        """Call `listed` with name and language of every voice; with none if the sidecar dies over it."""
        self._listed = listed
        self._sidecar.send({"do": "voices"})

    def give_up(self) -> None:
        """Ignore what the sidecar still answers."""
        self._answered = None

    def restart(self) -> bool:
        """Kill the sidecar and start another."""
        self.give_up()
        self._sidecar.restart()
        self._wipe()
        return True

    def close(self) -> None:
        """Kill the sidecar."""
        self.give_up()
        self._sidecar.close()
        if self._folder:
            self._folder.remove()

    def _hear(self, header: Mapping[str, Any], samples: bytes) -> None:
        match header["is"]:
            case "sound" if header["id"] == self._number:
                self._answer(
                    Speech(samples, header["rate"], self.name, header["voice"], voice_known=header["known"])
                )
            case "failed" if header["id"] == self._number:
                self._answer(NoSpeech("pyttsx3 failed at a sentence"))
            case "voices":
                self._list([(name, language) for name, language in header["voices"]])

    def _died(self) -> None:
        self._wipe()
        self._list([])
        self._answer(NoSpeech("the sidecar of pyttsx3 died"))

    def _answer(self, answer: Speech | NoSpeech) -> None:
        answered, self._answered = self._answered, None
        if answered is not None:
            answered(answer)

    def _list(self, voices: Voices) -> None:
        listed, self._listed = self._listed, None
        if listed is not None:
            listed(voices)

    def _wipe(self) -> None:
        if self._folder:
            for name in QDir(self._folder.path()).entryList(QDir.Filter.Files):
                QFile.remove(self._folder.filePath(name))
