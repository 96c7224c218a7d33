"""The command line: the speaking aid itself and the commands around it.

Every command is a module with `add_arguments(parser)` and `run(args) -> int`, imported only when it is asked for.
Exit codes: 0 done, 1 a failure explained in one plain line, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import traceback
from collections.abc import Sequence
from typing import NamedTuple

from aac_board import __version__
from aac_board.core.errors import PlainError, UsageError


class Command(NamedTuple):
    """Where a command lives and what it does, in one line."""

    module: str
    help: str


COMMANDS = {
    "play": Command("aac_board.play", "run the board through a script of presses and check what happens"),
    "speak": Command("aac_board.speak", "say a text, or write its sound to a file"),
    "evaluate": Command("aac_board.bench.evaluate", "measure the word prediction on a text"),
    "train": Command("aac_board.bench.train", "build a word model from texts"),
    "arrange": Command(
        "aac_board.bench.arrange", "order a board's letters so that scanning takes the fewest steps"
    ),
    "bench": Command("aac_board.measure", "time start, presses, speech and prediction on this machine"),
}
BOARD = Command("aac_board.app", "open the speaking aid")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` names, or open the board, and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words and words[0] in COMMANDS else None
    try:
        return _run(name, words[1:] if name else words)
    except UsageError as error:
        sys.stderr.write(f"aac-board: {error}\n")
        return 2
    except PlainError as error:
        sys.stderr.write(f"aac-board: {error}\n")
        return 1
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the outermost edge: no traceback reaches a person
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(
            f"aac-board: Something went wrong inside AAC Board ({type(error).__name__} at "
            f"{place.filename.rpartition('/')[2]}:{place.lineno}). What was written is kept. Please report this line.\n"
        )
        return 1
    except KeyboardInterrupt:
        return 130


def _run(name: str | None, words: Sequence[str]) -> int:
    command = COMMANDS[name] if name else BOARD
    parser = argparse.ArgumentParser(
        prog=f"aac-board {name}" if name else "aac-board",
        description=command.help[0].upper() + command.help[1:] + ".",
        epilog=None if name else _overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if not name:
        parser.add_argument("--version", action="version", version=f"AAC Board {__version__}")
    module = importlib.import_module(command.module)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(words)))


def _overview() -> str:
    lines = [f"  {name:10} {command.help}" for name, command in COMMANDS.items()]
    return "other commands (each explains itself with --help):\n" + "\n".join(lines)
