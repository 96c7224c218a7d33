"""The package that people install: built here without the network, and run away from the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and return a folder with its contents unpacked, as an installation has them."""
    dist = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [*pip("wheel"), "--no-deps", "--no-build-isolation", "--no-index", f"--wheel-dir={dist}", str(ROOT)],
        check=True,
    )
    (wheel,) = dist.glob("aac_board-*-py3-none-any.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def pip(command: str) -> list[str]:
    return [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check"]


def run(site: Path, empty: Path, *words: str) -> str:
    """Run Python in the folder `empty` with the package from `site`, and return what it printed."""
    return subprocess.run(
        [sys.executable, *words],
        check=True,
        capture_output=True,
        text=True,
        cwd=empty,
        env=os.environ | {"PYTHONPATH": str(site)},
    ).stdout.strip()


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_the_package_tells_its_version(site: Path, tmp_path: Path) -> None:
    """`aac-board --version` works with nothing but the package."""
    assert run(site, tmp_path, "-m", "aac_board", "--version").startswith("AAC Board ")


@pytest.mark.parametrize("name", ["layouts", "voices"])
def test_the_package_carries_every_board_and_voice(site: Path, tmp_path: Path, name: str) -> None:
    """What is shipped beside the source is found inside the installed package, file for file."""
    ask = f"from aac_board.store import places; print(places.shipped_{name}())"
    found = Path(run(site, tmp_path, "-c", ask))
    assert found == site / "aac_board" / name
    assert files(found) == files(ROOT / name)


def test_the_package_carries_a_conversation(site: Path, tmp_path: Path) -> None:
    """A script of presses goes as written, with the boards, words and icons of the package alone."""
    script = ROOT / "tests" / "journeys" / "first_sentence.txt"
    assert "went as written" in run(site, tmp_path, "-m", "aac_board", "play", "--headless", str(script))
