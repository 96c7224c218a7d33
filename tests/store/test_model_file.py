"""Word models on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from aac_board.bench.train import Recipe, build
from aac_board.core.errors import ModelError
from aac_board.store.model_file import check_model, model_path, open_model

CONTENT = build(Recipe(texts=("How are you?",), frequencies=0))
SHIPPED = model_path(Path(__file__).parents[2] / "layouts", "en-GB")


def test_a_model_opens_from_a_file(tmp_path: Path) -> None:
    """Mapped, not read: the file may be put in place of another while it is open."""
    path = tmp_path / "a.aacw"
    path.write_bytes(CONTENT)
    model = open_model(path)
    (tmp_path / "b").write_bytes(b"something else")
    (tmp_path / "b").replace(path)
    assert model.vocabulary.number("how") == model.vocabulary.number("How")


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no word model"), (b"", "empty"), (b"x" * 100, "not a word model"), (CONTENT[:-8], "damaged")],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    """Missing, empty, foreign or cut short: each has its own plain sentence."""
    path = tmp_path / "model.aacw"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=says) as caught:
        open_model(path)
    assert str(caught.value).count("\n") == 0


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    """What the system says about the file is passed on."""
    with pytest.raises(ModelError, match="cannot be read"):
        open_model(tmp_path)


def test_the_shipped_model_is_whole_and_says_its_licence() -> None:
    """Every checksum holds, it is below 25 MB, and the sources travel with it."""
    check_model(SHIPPED)
    model = open_model(SHIPPED)
    assert SHIPPED.stat().st_size <= 25_000_000
    assert model.language == "en"
    assert model.licence == "CC BY-SA 4.0"
    assert "wordfreq" in model.notes


def test_a_change_anywhere_is_found_by_the_thorough_check(tmp_path: Path) -> None:
    """One bit is enough."""
    path = tmp_path / "model.aacw"
    path.write_bytes(CONTENT.replace(b"how", b"hoW"))
    with pytest.raises(ModelError, match="has changed"):
        check_model(path)
