"""The command `aac-board play`: acts out a script of presses in the real window, or without one on a jumping clock."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aac_board import person, screen
from aac_board.bench.headless import HeadlessStage
from aac_board.bench.script import Play, ScriptError, Step, parse
from aac_board.core.errors import FileError
from aac_board.person import open_person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a play."""
    parser.add_argument(
        "script", type=Path, help="a script of presses; docs/scripts.md has the words it may use"
    )
    parser.add_argument("--headless", action="store_true", help="no window, no sound, no waiting")
    parser.add_argument("--size", metavar="WxH", default="1366x768", help="size of the window")
    parser.add_argument("--voice", metavar="V", help="the voice to speak with; silent for none")
    person.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Act the script out; a step that goes otherwise is a PlainError."""
    try:
        steps = parse(args.script.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise FileError(f"The script {args.script} cannot be read.") from None
    if args.data is None:
        args.temp = True
    if args.headless:
        someone = open_person(args)
        Play(HeadlessStage(someone.session())).run(steps)
        someone.leave()
    else:
        _in_window(args, steps)
    sys.stdout.write(f"{args.script.name}: all {len(steps)} steps went as written.\n")
    return 0


def _in_window(args: argparse.Namespace, steps: tuple[Step, ...]) -> None:
    screen.check()
    from aac_board.window_stage import WindowStage  # noqa: PLC0415 - a headless play must not need Qt

    width, _, height = args.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise ScriptError(f"--size wants WIDTHxHEIGHT, such as 1366x768, not {args.size}.")
    with WindowStage(open_person(args), (int(width), int(height)), args.voice) as stage:
        Play(stage).run(steps)
