"""What we promise people, proven: no network, no words outside their place, no traceback, always a start."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "aac_board"
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "QtNetwork"}
WORDS = "xylophone quokka"


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as its own process."""
    return subprocess.run(
        [sys.executable, "-m", "aac_board", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda p: str(p.relative_to(HOUSE)))
def test_nothing_can_reach_a_network(path: Path) -> None:
    """No part of the program imports what would be needed for it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        module = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in (*names, *module):
            assert not any(
                name == barred or name.startswith(f"{barred}.") or barred in name
                for barred in NETWORK - {"socket"}
            )
            assert name != "socket"


def test_words_are_found_only_in_the_draft(tmp_path: Path) -> None:
    """After a message was written and spoken, no other file below the data folder holds it."""
    script = tmp_path / "script.txt"
    letters = "\n".join(f'tap "{c}"' if c != " " else 'tap "space"' for c in WORDS)
    script.write_text(f'{letters}\ntap "Speak"\nwait 0.3\n', encoding="utf-8")
    data, temp = tmp_path / "data", tmp_path / "temp"
    temp.mkdir()
    done = program("play", str(script), "--voice", "silent", "--data", str(data), TMPDIR=str(temp))
    assert done.returncode == 0, done.stderr
    assert "ylophone" not in done.stderr + done.stdout
    holders = [
        p.name
        for folder in (data, temp)
        for p in folder.rglob("*")
        if p.is_file() and b"ylophone" in p.read_bytes()
    ]
    assert holders == ["draft.json"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--set", "scan.stepms=900"], 2),
        (["--set", "scan.step_ms=soon"], 2),
        (["--nonsense"], 2),
        (["play", "no-such-script.txt"], 1),
        (["evaluate", "no-such-text.txt"], 1),
        (["arrange", "no-such.obf", "no-such.txt"], 1),
    ],
)
def test_a_wrong_call_gets_one_plain_line(arguments: list[str], code: int) -> None:
    """Never a traceback; the exit code tells wrong usage from failure."""
    done = program(*arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("aac-board")


def test_a_misspelled_setting_gets_the_nearest_one() -> None:
    """A therapist types from memory."""
    assert "Did you mean scan.step_ms?" in program("--set", "scan.stepms=900").stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
@pytest.mark.parametrize("display", ["", ":987"])
def test_without_a_screen_it_says_so(display: str) -> None:
    """Qt alone would abort with a core dump."""
    done = program("--temp", DISPLAY=display, WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert "needs a screen" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def play(tmp_path: Path, script: str, data: Path) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "script.txt"
    file.write_text(script, encoding="utf-8")
    return program("play", str(file), "--voice", "silent", "--data", str(data))


@pytest.mark.parametrize("content", ["", "{", '{"schema": 1, "settings": []}', "\x00\x01", '{"schema": 99}'])
def test_a_damaged_settings_file_does_not_stop_the_start(tmp_path: Path, content: str) -> None:
    """It starts with what can be read."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "settings.json").write_text(content, encoding="utf-8")
    done = play(tmp_path, 'tap "a"\nexpect message "A"\n', data)
    assert done.returncode == 0, done.stderr


def test_a_damaged_page_does_not_stop_the_others(tmp_path: Path) -> None:
    """The set opens, the broken page is named on the screen."""
    boards = tmp_path / "data" / "boards" / "mine"
    (boards / "boards").mkdir(parents=True)
    (boards / "manifest.json").write_text(
        '{"format":"open-board-0.1","root":"boards/a.obf","paths":{"boards":{"a":"boards/a.obf","b":"boards/b.obf"}}}'
    )
    (boards / "boards" / "a.obf").write_text(
        '{"format":"open-board-0.1","id":"a","name":"A","locale":"en","images":[],"sounds":[],'
        '"buttons":[{"id":"1","label":"tea"}],"grid":{"rows":1,"columns":1,"order":[["1"]]}}'
    )
    (boards / "boards" / "b.obf").write_text("{ broken")
    (tmp_path / "data" / "settings.json").write_text('{"schema": 1, "settings": {"board": {"set": "mine"}}}')
    done = play(tmp_path, 'expect notice "b.obf"\ntap "tea"\nexpect message "Tea"\n', tmp_path / "data")
    assert done.returncode == 0, done.stderr


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(tmp_path: Path) -> None:
    """It works from memory and says so."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = play(tmp_path, 'expect notice "written"\ntap "a"\nexpect message "A"\n', blocked / "data")
    assert done.returncode == 0, done.stderr


def test_a_second_copy_says_that_the_first_is_open(tmp_path: Path) -> None:
    """And asks it to come to the front."""
    first = subprocess.Popen(
        [sys.executable, "-m", "aac_board", "--data", str(tmp_path), "--voice", "silent"],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if (tmp_path / "running.lock").exists() and (tmp_path / "running.lock").read_bytes():
                break
            try:
                first.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        second = program("--data", str(tmp_path), "--voice", "silent")
        assert second.returncode == 1
        assert "already open" in second.stderr
    finally:
        first.terminate()
        first.wait(10)
