from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from aac_board.core.boards import action as do
from aac_board.core.boards.board import Kind
from aac_board.store.board_set import Found
from aac_board.store.library import Library
from aac_board.store.places import Places, shipped_layouts

FILES = Path(__file__).parent.parent / "files"


def a_board(id_: object, *links: object, **fields: object) -> dict[str, Any]:
    """Return a board file with one plain button and one for each link."""
    buttons: list[dict[str, object]] = [{"id": "w", "label": "word"}]
    buttons += [{"id": f"to{n}", "label": f"to {link}", "load_board": link} for n, link in enumerate(links)]
    grid = {"rows": 1, "columns": len(buttons), "order": [[raw["id"] for raw in buttons]]}
    return {
        "format": "open-board-0.1",
        "id": id_,
        "name": f"Board {id_}",
        "buttons": buttons,
        "grid": grid,
        **fields,
    }


def put(folder: Path, files: dict[str, object], root: object = "boards/a.obf", **manifest: object) -> Path:
    """Make a board set: `files` by path, as JSON or as bytes; the manifest lists those in boards/ that are JSON."""
    listed = {Path(path).stem: path for path in files if path.startswith("boards/")}
    content = {"format": "open-board-0.1", "root": root, "paths": {"boards": listed}, **manifest}
    for path, data in {"manifest.json": content, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return folder


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.open(tmp_path / "person").places


@pytest.fixture
def layouts(tmp_path: Path) -> Path:
    """A language pack with an alphabet of one board."""
    put(tmp_path / "layouts/en/alphabet", {"boards/a.obf": a_board("a")}, ext_aac_name="Alphabet")
    return tmp_path / "layouts"


@pytest.fixture
def library(places: Places, layouts: Path) -> Library:
    return Library(places, layouts)


def own(places: Places, files: dict[str, object], **fields: Any) -> Path:  # noqa: ANN401 - any field of a manifest
    return put(places.boards / "mine", files, **fields)


def shown(found: Found) -> str:
    return found.boards.boards[found.boards.root].name


def test_what_is_shipped_opens_without_a_word(places: Places) -> None:
    """The alphabet, all its boards, and no link that leads nowhere."""
    found = Library(places, shipped_layouts()).open("alphabet")
    assert found.notices == ()
    assert found.boards.broken == ()
    assert [board.problems for board in found.boards.boards.values() if board.problems] == []
    assert found.boards.root in found.homes


def test_a_set_opens_with_its_name_its_root_and_its_homes(library: Library, places: Places) -> None:
    """What the manifest says."""
    own(
        places,
        {"boards/a.obf": a_board("a"), "boards/b.obf": a_board("b")},
        root="boards/b.obf",
        ext_aac_name="My boards",
        ext_aac_homes=["b", "a", "gone", 5],
    )
    found = library.open("mine")
    assert (found.boards.id, found.boards.name, found.boards.root) == ("mine", "My boards", "b")
    assert list(found.boards.boards) == ["a", "b"]
    assert found.homes == ("b", "a")
    assert found.notices == ()


def test_the_set_of_version_one_is_read_for_ever(library: Library, places: Places) -> None:
    """A set once saved by a released program opens without a word."""
    shutil.copytree(FILES / "board-set-1", places.boards / "old")
    found = library.open("old")
    assert (found.notices, found.boards.name, found.homes) == ((), "A set of version 1", ("first", "second"))
    assert all(board.problems == () for board in found.boards.boards.values())


def test_the_names_of_all_sets_are_known(library: Library, places: Places) -> None:
    """The person's own and the shipped, each name once; folders that hold no boards are none."""
    own(places, {"boards/a.obf": a_board("a")})
    put(places.boards / "alphabet", {"boards/a.obf": a_board("a")})
    (places.boards / "holiday pictures").mkdir()
    (places.boards / ".trash/boards").mkdir(parents=True)
    (places.boards / "note.txt").write_text("x")
    assert library.names() == ("alphabet", "mine")


def test_the_persons_own_set_comes_before_a_shipped_one(library: Library, places: Places) -> None:
    """A changed copy of the alphabet is what opens."""
    put(places.boards / "alphabet", {"boards/a.obf": a_board("a", name="My own")})
    assert shown(library.open("alphabet")) == "My own"


def test_the_set_of_the_persons_language_comes_first(places: Places, layouts: Path) -> None:
    """Two language packs may both have an alphabet."""
    put(layouts / "de/alphabet", {"boards/a.obf": a_board("a", name="Buchstaben")})
    assert shown(Library(places, layouts, "de").open("alphabet")) == "Buchstaben"
    assert shown(Library(places, layouts, "en").open("alphabet")) == "Board a"
    assert shown(Library(places, layouts, "fr").open("alphabet")) == "Buchstaben"


def test_links_lead_by_path_and_by_id(library: Library, places: Places) -> None:
    """By the path of the package, the board's id, or the id in the manifest."""
    own(
        places,
        {
            "boards/a.obf": a_board("a", {"path": "boards/b.obf"}, {"id": 7}, {"id": "b"}),
            "boards/b.obf": a_board(7),
        },
    )
    first = library.open("mine").boards.boards["a"]
    assert [cell.button.actions for cell in first.cells[1:]] == [(do.GoTo("7"),)] * 3
    assert first.problems == ()


def test_a_link_to_a_missing_board_stays_visible(library: Library, places: Places) -> None:
    """The button is there, dead, and the board says why."""
    own(
        places,
        {
            "boards/a.obf": a_board("a", {"id": "gone"}, {"path": "boards/broken.obf"}),
            "boards/broken.obf": b"{",
        },
    )
    first = library.open("mine").boards.boards["a"]
    assert [cell.button.kind for cell in first.cells] == [Kind.WORD, Kind.DEAD, Kind.DEAD]
    assert len(first.problems) == 2
    assert all("leads to a board that does not exist" in problem for problem in first.problems)


def test_links_in_a_circle_do_no_harm(library: Library, places: Places) -> None:
    """Also one to itself."""
    own(
        places,
        {"boards/a.obf": a_board("a", {"id": "a"}, {"id": "b"}), "boards/b.obf": a_board("b", {"id": "a"})},
    )
    assert library.open("mine").notices == ()


BROKEN = {
    "empty": b"",
    "cut off": b'{"format": "open-board-0.1", "butt',
    "binary": bytes(range(256)),
    "no board": b'{"some": "thing"}',
    "deep": b"[" * 100_000,
    "a huge number": b'{"buttons": [' + b"1" * 5000 + b"]}",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_board_is_named_and_the_others_open(
    library: Library, places: Places, content: bytes
) -> None:
    """It stays listed with its reason, and its file is left as it is."""
    folder = own(places, {"boards/a.obf": a_board("a"), "boards/b.obf": content})
    found = library.open("mine")
    assert list(found.boards.boards) == ["a"]
    (broken,) = found.boards.broken
    assert broken.name == "boards/b.obf"
    assert found.notices == (f"A board cannot be shown: {broken.reason}",)
    assert (folder / "boards/b.obf").read_bytes() == content


def test_many_broken_boards_are_one_notice(library: Library, places: Places) -> None:
    """A tired person reads one sentence."""
    own(places, {"boards/a.obf": a_board("a"), **{f"boards/b{n}.obf": b"" for n in range(9)}})
    (notice,) = library.open("mine").notices
    assert notice == "9 boards cannot be shown. The first: boards/b0.obf is empty."


def test_a_listed_board_that_is_not_there_is_named(library: Library, places: Places) -> None:
    """Somebody deleted it."""
    folder = own(places, {"boards/a.obf": a_board("a"), "boards/b.obf": a_board("b")})
    (folder / "boards/b.obf").unlink()
    assert [one.reason for one in library.open("mine").boards.broken] == [
        "boards/b.obf is missing or cannot be read."
    ]


def test_boards_the_manifest_does_not_list_belong_to_the_set(library: Library, places: Places) -> None:
    """Wherever they lie in its folder; what macOS leaves behind does not."""
    folder = own(places, {"boards/a.obf": a_board("a")})
    more = {"boards/new.obf": "new", "deep/down/x.obf": "x", "boards/._a.obf": "y", "__MACOSX/z.obf": "z"}
    for path, id_ in more.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(a_board(id_)))
    found = library.open("mine")
    assert list(found.boards.boards) == ["a", "new", "x"]
    assert found.notices == ()


@pytest.mark.parametrize(
    "root", ["boards/gone.obf", "boards/broken.obf", None, 5, [], "../alphabet/boards/a.obf"]
)
def test_a_root_that_cannot_be_shown_gives_way_to_the_first_good_board(
    library: Library, places: Places, root: object
) -> None:
    """And a notice says so."""
    own(
        places,
        {"boards/broken.obf": b"{", "boards/b.obf": a_board("b"), "boards/c.obf": a_board("c")},
        root=root,
    )
    found = library.open("mine")
    assert found.boards.root == "b"
    assert "The board that should come first cannot be shown; Board b comes first instead." in found.notices


@pytest.mark.parametrize("root", ["boards/b.obf", "b", "Boards/B.obf", "/boards/b.obf"])
def test_a_root_is_found_however_it_is_spelled(library: Library, places: Places, root: str) -> None:
    """Real packages name it by path or by id."""
    own(places, {"boards/a.obf": a_board("a"), "boards/b.obf": a_board("b")}, root=root)
    assert library.open("mine").boards.root == "b"


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"null", bytes(50), b"[" * 100_000])
def test_without_a_usable_manifest_all_boards_are_found(
    library: Library, places: Places, content: bytes | None
) -> None:
    """It is said; nothing is lost."""
    folder = own(
        places, {"boards/a.obf": a_board("a", {"path": "boards/b.obf"}), "boards/b.obf": a_board("b")}
    )
    (folder / "manifest.json").unlink()
    if content is not None:
        (folder / "manifest.json").write_bytes(content)
    found = library.open("mine")
    assert list(found.boards.boards) == ["a", "b"]
    assert "list of boards of mine is damaged or missing" in found.notices[0]
    assert found.boards.boards["a"].problems == ()


@pytest.mark.parametrize("paths", [None, [], {}, {"boards": ["boards/a.obf"]}, {"boards": {"a": 5}}])
def test_a_manifest_without_paths_is_enough(library: Library, places: Places, paths: object) -> None:
    """Some programs leave them out."""
    own(places, {"boards/a.obf": a_board("a")}, paths=paths)
    found = library.open("mine")
    assert (list(found.boards.boards), found.notices) == (["a"], ())


def test_two_boards_with_one_id_are_both_kept(library: Library, places: Places) -> None:
    """The first keeps the id, links by path still find the second."""
    own(
        places,
        {
            "boards/a.obf": a_board("a", {"path": "boards/b.obf"}),
            "boards/b.obf": a_board("same"),
            "boards/c.obf": a_board("same", {"path": "boards/c.obf"}),
        },
    )
    found = library.open("mine")
    assert list(found.boards.boards) == ["a", "same", "same-2"]
    assert found.boards.boards["same-2"].cells[1].button.actions == (do.GoTo("same-2"),)
    assert found.notices == ("Two boards have the id same; both are kept.",)


def test_an_id_is_never_a_file_name(library: Library, places: Places) -> None:
    """Ids may hold anything; boards without one go by the manifest or their file."""
    own(
        places,
        {"boards/a.obf": a_board("../../x"), "boards/b.obf": a_board(None), "boards/c.obf": a_board("é/CON")},
    )
    assert list(library.open("mine").boards.boards) == ["../../x", "b", "é/CON"]


@pytest.mark.parametrize(
    "path", ["../secret.obf", "/etc/hostname", "boards/../../secret.obf", "link.obf", "a\0b.obf"]
)
def test_no_path_leads_out_of_the_set(library: Library, places: Places, path: str) -> None:
    """Whatever a manifest from somewhere says, and also through a link on the disk."""
    folder = own(places, {"boards/a.obf": a_board("a")}, paths={"boards": {"a": "boards/a.obf", "x": path}})
    (places.boards / "secret.obf").write_text(json.dumps(a_board("secret")))
    (folder / "link.obf").symlink_to(places.boards / "secret.obf")
    found = library.open("mine")
    assert list(found.boards.boards) == ["a"]
    assert path in [one.name for one in found.boards.broken]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../mine", "mine/../mine", "en/alphabet", "/etc", "mine\0", "x" * 300]
)
def test_names_that_lead_elsewhere_open_the_alphabet(library: Library, places: Places, name: str) -> None:
    """A setting from somewhere opens no folder outside the library."""
    own(places, {"boards/a.obf": a_board("a")})
    found = library.open(name)
    assert found.boards.name == "Alphabet"
    assert "There is no board set called" in found.notices[0]


def test_an_unknown_set_gives_way_to_the_alphabet(library: Library) -> None:
    """With a plain notice."""
    found = library.open("holiday")
    assert found.boards.name == "Alphabet"
    assert found.notices == (
        "There is no board set called holiday. The shipped set Alphabet is shown instead.",
    )


def test_a_set_without_a_usable_board_gives_way_to_the_alphabet(library: Library, places: Places) -> None:
    """With a plain notice, and its files are left alone."""
    own(places, {"boards/a.obf": b"{"})
    found = library.open("mine")
    assert found.boards.name == "Alphabet"
    assert found.notices == (
        "None of the boards in mine can be read. The shipped set Alphabet is shown instead.",
    )


def test_a_spoiled_copy_of_the_alphabet_gives_way_to_the_shipped_one(
    library: Library, places: Places
) -> None:
    """The person's own copy broke: the one that came with the program is still good."""
    put(places.boards / "alphabet", {"boards/a.obf": b"{"})
    found = library.open("alphabet")
    assert shown(found) == "Board a"
    assert "None of the boards in alphabet can be read" in found.notices[0]


def test_without_any_set_there_are_still_a_few_words(places: Places, tmp_path: Path) -> None:
    """The installation is damaged: the person can still say yes, no, and call somebody."""
    library = Library(places, tmp_path / "missing")
    found = library.open("alphabet")
    board = found.boards.boards[found.boards.root]
    assert {"Yes", "No", "Speak", "Attention"} <= {cell.button.label for cell in board.cells}
    assert "a few words" in found.notices[0]
    assert library.names() == ()


def test_from_memory_only_the_shipped_sets_are_there(tmp_path: Path, layouts: Path) -> None:
    """A data folder that cannot be had takes nothing away."""
    (tmp_path / "file").write_text("in the way")
    library = Library(Places.under(tmp_path / "file" / "hers"), layouts)
    assert library.names() == ("alphabet",)
    assert library.open("alphabet").notices == ()


def test_opening_changes_nothing_on_the_disk(library: Library, places: Places) -> None:
    """Not even where something is mended in memory."""
    own(places, {"boards/a.obf": a_board(5, {"id": "gone"}), "boards/b.obf": b"{"}, root="x")
    before = {path: path.read_bytes() for path in places.boards.rglob("*") if path.is_file()}
    library.open("mine")
    assert {path: path.read_bytes() for path in places.boards.rglob("*") if path.is_file()} == before
