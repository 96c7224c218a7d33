"""The walls of the house: who may import whom, and how large a room may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "aac_board"
FILES = sorted(HOUSE.rglob("*.py"))
EVERYTHING = {"core", "store", "devices", "ui", "bench", "app", "cli", "play"}
MAY_IMPORT_OURS = {
    "core": {"core"},
    "store": {"core", "store"},
    "devices": {"core", "devices"},
    "bench": {"core", "store", "bench"},
    "ui": {"core", "ui"},
    "sidecars": set(),
}
MAY_IMPORT_OTHERS = {
    "core": set(),
    "store": {"platformdirs", "tomli"},
    "devices": {"PySide6"},
    "bench": {"wordfreq"},
    "ui": {"PySide6", "fonticon_mdi7"},
    "sidecars": {"pyttsx3", "miniaudio", "pynput"},
}
CORE_ORDER = [
    {"errors"},
    {"settings"},
    {"boards", "press"},
    {"scan", "words", "talk"},
    {"event"},
    {"session"},
]
FILE_STOP = 500
FUNCTION_STOP = 80
STANDARD = __import__("sys").stdlib_module_names


def room_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).parts
    return "sidecars" if "sidecars" in parts else parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(name: str) -> str | None:
    return name.split(".")[1] if name.startswith("aac_board.") and "." in name else None


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_what_its_walls_allow(path: Path) -> None:
    """core knows nothing outside itself; store, devices and ui do not know each other."""
    room = room_of(path)
    if room not in MAY_IMPORT_OURS:
        return
    for name in imports(path):
        inside = ours(name)
        if inside is not None:
            assert inside in MAY_IMPORT_OURS[room] or inside == "__version__", f"{room} imports {name}"
        elif name.split(".")[0] not in STANDARD:
            assert name.split(".")[0] in MAY_IMPORT_OTHERS[room], f"{room} imports {name}"


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) == "devices"], ids=lambda p: p.name)
def test_devices_know_no_widgets(path: Path) -> None:
    """A device works without a window."""
    assert not any("QtWidgets" in name for name in imports(path))


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) == "core"], ids=lambda p: p.stem)
def test_the_mind_does_no_input_or_output(path: Path) -> None:
    """core has no files, threads, clock or network."""
    barred = {
        "os",
        "io",
        "time",
        "datetime",
        "threading",
        "socket",
        "subprocess",
        "asyncio",
        "pathlib",
        "shutil",
    }
    assert not {name.split(".")[0] for name in imports(path)} & barred


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) == "core"], ids=lambda p: p.stem)
def test_inside_core_imports_run_to_the_left(path: Path) -> None:
    """The road of a press has one direction: settings, boards and press, scan and words and talk, event, session."""

    def rank(part: str) -> int:
        return next((i for i, parts in enumerate(CORE_ORDER) if part in parts), -1)

    mine = path.relative_to(HOUSE / "core").parts[0].removesuffix(".py")
    for name in imports(path):
        if name.startswith("aac_board.core."):
            other = name.split(".")[2]
            assert other == mine or rank(other) < rank(mine), f"{mine} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file past 500 lines or a function past 80 hides a missing concept."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_STOP
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < FUNCTION_STOP, f"{node.name} is too long"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_no_drawer_for_odds_and_ends(path: Path) -> None:
    """Names say what a thing is; nothing waits to be done later."""
    assert path.stem not in {"utils", "util", "misc", "common", "helpers"}
    text = path.read_text(encoding="utf-8")
    for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X"):
        assert word not in text
