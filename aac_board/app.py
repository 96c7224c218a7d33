"""The hall: builds store, core, devices and ui in order and joins them. Only this file knows all rooms."""

from __future__ import annotations

import argparse
import contextlib
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QFileSystemWatcher, QTimer
from PySide6.QtWidgets import QApplication

from aac_board import person, screen
from aac_board.core import event as out
from aac_board.core.errors import FileError, PlainError
from aac_board.devices.mouth import Mouth, real_mouth, silent_mouth
from aac_board.devices.voice_profile import VoiceProfile
from aac_board.person import Person, open_person
from aac_board.store.instance import Instance
from aac_board.store.places import Places, shipped_voices
from aac_board.store.voice_profiles import load_profiles
from aac_board.ui.bridge import Bridge
from aac_board.ui.main_window import MainWindow

SILENT = "silent"
CRASHED = "Something went wrong inside AAC Board. Your message is kept; please go on."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the speaking aid."""
    person.add_arguments(parser)
    parser.add_argument("--fullscreen", action="store_true", help="fill the whole screen")
    parser.add_argument("--voice", metavar="V", help="the voice to speak with this time; silent for none")


def run(args: argparse.Namespace) -> int:
    """Open the speaking aid and stay until it is closed."""
    screen.check()
    if args.fullscreen:
        args.given.append("look.fullscreen=on")
    someone = open_person(args)
    instance = Instance(someone.places)
    if not instance.is_first:
        instance.ask_first_to_show()
        raise PlainError("AAC Board is already open; its window comes to the front.")
    application = QApplication.instance() or QApplication(["AAC Board"])
    with Program(someone, voice=args.voice) as program:
        program.watch_for_wishes(instance)
        program.show()
        code = application.exec()
    instance.release()
    return code


class Program:
    """One running speaking aid: a person, a session, a mouth and a window, joined."""

    def __init__(self, someone: Person, *, voice: str | None = None) -> None:
        self.person = someone
        if voice and voice != SILENT:
            someone.settings = someone.settings.with_value("speech.voice", voice)
            someone.given["speech.voice"] = voice
        self.session = someone.session()
        self.mouth = silent_mouth() if voice == SILENT else _mouth(someone.places)
        self.window = MainWindow(someone.settings.look)
        self.bridge = Bridge(self.session, self.window, self.mouth)
        self.mouth.reported.connect(self.bridge.on_speech_reported)
        self.mouth.troubled.connect(self.bridge.notice)
        self.bridge.happened.connect(self._keep)
        self.bridge.quit_asked.connect(self.window.close)
        self.window.closed.connect(QApplication.quit)
        self._watcher = QFileSystemWatcher(self.window)
        self._troubled: set[str] = set()
        self._hook_before = sys.excepthook

    def __enter__(self) -> Program:
        """Listen to the application's keys and catch what goes wrong."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self.bridge.switches)
        sys.excepthook = self._on_crash
        return self

    def __exit__(self, *_: object) -> None:
        """Fall silent, keep the message, leave nothing behind."""
        sys.excepthook = self._hook_before
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.bridge.switches)
        self.mouth.close()
        self.bridge.happened.disconnect(self._keep)
        self.window.close()
        self.person.leave()

    def show(self) -> None:
        """Show the window over the whole screen, with everything in it."""
        self.begin()
        self.window.show_as(fullscreen=self.person.settings.look.fullscreen)

    def begin(self) -> None:
        """Fill the window, say what there is to say about the start, and wake the voice."""
        self.bridge.begin()
        for notice in self.person.notices:
            self.bridge.notice(notice)
        QTimer.singleShot(0, self.mouth.warm)

    def watch_for_wishes(self, instance: Instance) -> None:
        """Come to the front when a second copy was started."""
        self._watcher.addPath(str(instance.wish_folder))
        self._watcher.directoryChanged.connect(
            lambda: self.window.come_forward() if instance.was_asked_to_show() else None
        )

    def _keep(self, event: out.Event) -> None:
        with self._saying_once():
            match event:
                case out.SettingsChanged(settings):
                    self.person.keep_settings(settings)
                case out.MessageChanged(message):
                    self.person.keep_message(message)
                case _:
                    pass

    @contextlib.contextmanager
    def _saying_once(self) -> Iterator[None]:
        """Show a failure of the disk once for each kind, not at every letter."""
        try:
            yield
        except FileError as error:
            if str(error) not in self._troubled:
                self._troubled.add(str(error))
                self.bridge.notice(str(error))

    def _on_crash(self, kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
        """Write where it happened, never what was written, and go on."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        with contextlib.suppress(OSError), (self.person.places.logs / "crash.log").open("a") as log:
            log.write(f"{kind.__name__} at {' < '.join(reversed(places))}\n")
        self.bridge.notice(CRASHED)


def _mouth(places: Places) -> Mouth:
    profiles: list[VoiceProfile] = list(load_profiles([shipped_voices(), places.voices]).profiles)
    return real_mouth(profiles)
