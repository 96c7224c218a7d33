"""`aac-board speak TEXT`: say a text as the board would, or write its sound to a WAV file."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from aac_board.core.errors import VoiceError
from aac_board.core.settings import DEFAULTS, SettingError
from aac_board.core.talk.utterance import Outcome, SpeechReport, Utterance
from aac_board.devices.clock import QtClock
from aac_board.devices.mouth import SHOWN, Mouth, real_engines, real_mouth
from aac_board.devices.wav_file import WavSound
from aac_board.store.places import Places, shipped_voices
from aac_board.store.safe_write import write
from aac_board.store.voice_profiles import load_profiles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parser.add_argument("text", metavar="TEXT", help="what to say; - reads it from standard input")
    parser.add_argument("--voice", default="", metavar="V", help="a voice profile's id or a voice's name")
    parser.add_argument("--language", default="en", metavar="TAG", help="the language, such as en or de-AT")
    parser.add_argument("--rate", metavar="N", help="words a minute")
    parser.add_argument(
        "--device", default="", metavar="NAME", help="the loudspeaker; otherwise the usual one"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.wav", help="write the sound instead of playing it")
    parser.add_argument("--json", action="store_true", help="report who spoke and how fast, as JSON")


class Telling:
    """One utterance said from the command line: waits for its end and measures."""

    def __init__(self, mouth: Mouth, application: QCoreApplication) -> None:
        self._mouth = mouth
        self._application = application
        self._asked_at = 0.0
        self.first_sample_ms: float | None = None
        self.reason = ""
        self.outcome = Outcome.FAILED
        mouth.reported.connect(self._hear)

    def say(self, utterance: Utterance) -> None:
        """Say it and return when it is over."""
        QTimer.singleShot(0, lambda: self._begin(utterance))
        self._application.exec()

    def _begin(self, utterance: Utterance) -> None:
        self._asked_at = time.perf_counter()
        self._mouth.speak(utterance)

    def _hear(self, report: SpeechReport) -> None:
        self.reason = report.reason or self.reason
        self.outcome = report.outcome
        if report.outcome is Outcome.STARTED:
            self.first_sample_ms = round((time.perf_counter() - self._asked_at) * 1000, 1)
        else:
            self._application.quit()

    def as_json(self) -> str:
        """Return engine, voice, time to the first sample and length of what was said."""
        spoken = self._mouth.last_spoken
        found = {
            "outcome": self.outcome.value,
            "engine": spoken.engine if spoken else None,
            "voice": spoken.voice if spoken else None,
            "first_sample_ms": self.first_sample_ms,
            "duration_ms": spoken.duration_ms if spoken else None,
            "reason": self.reason,
        }
        return json.dumps(found)


def run(args: argparse.Namespace) -> int:
    """Say `args.text`; VoiceError if nobody could hear it."""
    # A wrong rate is told before anything starts.
    settings = DEFAULTS.with_text("speech.rate", args.rate) if args.rate else DEFAULTS
    if args.out is not None and args.out.suffix.lower() != ".wav":
        raise SettingError("The sound can only be written to a file whose name ends in .wav.")
    text = sys.stdin.read() if args.text == "-" else args.text
    application = QCoreApplication.instance() or QCoreApplication(["aac-board"])
    sound = WavSound(QtClock()) if args.out is not None else None
    mouth = _mouth(args.device, sound)
    # Qt's loop holds Python back from ctrl-C; quitting by signal ends the sidecars with us.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    telling = Telling(mouth, application)
    mouth.warm()
    try:
        telling.say(
            Utterance(1, text, args.language, args.voice, settings.speech.rate, settings.speech.volume)
        )
    finally:
        mouth.close()
    return _told(args, telling, sound)


def _mouth(device: str, sound: WavSound | None) -> Mouth:
    loaded = load_profiles([shipped_voices(), Places.default().voices])
    for notice in loaded.notices:
        sys.stderr.write(f"aac-board: {notice}\n")
    return Mouth(real_engines(), sound, loaded.profiles) if sound else real_mouth(loaded.profiles, device)


def _told(args: argparse.Namespace, telling: Telling, sound: WavSound | None) -> int:
    if args.json:
        sys.stdout.write(telling.as_json() + "\n")
    if telling.outcome is not Outcome.FINISHED:
        raise VoiceError(telling.reason.removesuffix(SHOWN).strip() or "Nothing was heard.")
    if sound is not None:
        write(args.out.absolute(), sound.wav, what="The sound", keep_last=False)
    if telling.reason:
        sys.stderr.write(f"aac-board: {telling.reason}\n")
    return 0
