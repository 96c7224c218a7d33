"""Word models on disk, mapped into memory instead of being read."""

from __future__ import annotations

import mmap
from pathlib import Path

from aac_board.core.errors import ModelError
from aac_board.core.words.model import WordModel
from aac_board.core.words.sections import Sections

MODEL_NAME = "model.aacw"


def open_model(path: Path) -> WordModel:
    """Return the word model in the file `path`; ModelError, in one plain sentence, if it cannot be used.

    The header is checked, the sections are not; `check_model` reads everything. The file stays mapped as long
    as the model lives and must not be written to; replacing it by renaming another over it is safe.
    """
    return WordModel.read(_mapped(path))


def check_model(path: Path) -> None:
    """Read the whole file and compare its checksums; ModelError names what is wrong."""
    Sections(_mapped(path)).check()
    open_model(path)


def model_path(layouts: Path, language: str) -> Path:
    """Return where the model of `language` (a BCP 47 tag; only its first part counts) lies in a layouts folder."""
    return layouts / language.split("-", maxsplit=1)[0].lower() / "words" / MODEL_NAME


def _mapped(path: Path) -> memoryview:
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except FileNotFoundError:
        raise ModelError(f"There is no word model at {path}.") from None
    except ValueError:
        raise ModelError(f"The word model {path.name} is empty.") from None
    except OSError as error:
        raise ModelError(f"The word model {path.name} cannot be read: {error.strerror}.") from error
