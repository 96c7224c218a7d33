from __future__ import annotations

import copy
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aac_board.core.boards import action as do
from aac_board.core.boards.board import Board, Box, Button, Kind, grid_cells, numbered
from aac_board.core.errors import FileError
from aac_board.store.obf import board_data, read_board, write_board
from aac_board.store.obf_values import Links

FILES = Path(__file__).parent.parent / "files"
SIGNS = 'aé李🙂 \n\0"\\\ud800#:+'


def board_of(*buttons: object, **fields: object) -> dict[str, Any]:
    """Return a board file with these buttons in one row, unless `fields` say otherwise."""
    ids = [raw.get("id") if isinstance(raw, dict) else None for raw in buttons]
    grid = {"rows": 1, "columns": max(len(ids), 1), "order": [ids]}
    return {
        "format": "open-board-0.1",
        "id": "b1",
        "locale": "en",
        "name": "B",
        "buttons": list(buttons),
        "grid": grid,
        **fields,
    }


def read(data: Mapping[str, Any], links: Links | None = None) -> Board:
    return read_board(copy.deepcopy(dict(data)), "b.obf", links)


def labels(board: Board) -> list[str]:
    return [cell.button.label for cell in board.cells]


def only(board: Board) -> Button:
    (cell,) = board.cells
    return cell.button


def one(**fields: object) -> dict[str, Any]:
    return board_of({"id": "1", "label": "one", **fields})


# What a button does.


@pytest.mark.parametrize(
    ("fields", "actions"),
    [
        ({}, (do.AddWords(),)),
        ({"action": ""}, (do.AddWords(),)),
        ({"action": None, "actions": []}, (do.AddWords(),)),
        ({"action": ":add"}, (do.AddWords(),)),
        ({"action": ":speak"}, (do.Speak(),)),
        ({"action": "+a"}, (do.AddText("a"),)),
        ({"action": ":speak", "actions": [":speak", ":clear"]}, (do.Speak(), do.Clear())),
        ({"action": ":home", "actions": []}, (do.Home(),)),
        ({"actions": ":clear"}, (do.Clear(),)),
        ({"action": ":ext_aac_setting scan.step_ms -100"}, (do.ChangeSetting("scan.step_ms", "-100"),)),
        ({"action": ":native-keyboard"}, (do.Unknown(":native-keyboard"),)),
        ({"action": 7}, (do.Unknown("7"),)),
        ({"actions": [":clear", None, {}]}, (do.Clear(), do.Unknown("{}"))),
        ({"load_board": {}}, (do.AddWords(),)),
        ({"load_board": None}, (do.AddWords(),)),
        ({"load_board": {"id": "b2"}}, (do.GoTo("b2"),)),
        ({"load_board": {"id": 2}}, (do.GoTo("2"),)),
        ({"load_board": "b2"}, (do.GoTo("b2"),)),
        ({"load_board": {"id": "b2"}, "action": ":clear"}, (do.Clear(), do.GoTo("b2"))),
        (
            {"load_board": {"id": "b2"}, "ext_coughdrop_add_vocalization": True},
            (do.AddWords(), do.GoTo("b2")),
        ),
        (
            {"load_board": {"id": "b2"}, "action": ":clear", "ext_coughdrop_add_vocalization": True},
            (do.Clear(), do.AddWords(), do.GoTo("b2")),
        ),
        ({"load_board": {"id": "b2"}, "ext_coughdrop_add_vocalization": "no"}, (do.GoTo("b2"),)),
    ],
)
def test_a_button_does_what_the_file_says(fields: dict[str, Any], actions: tuple[do.Action, ...]) -> None:
    """Plain buttons add their words, links go, actions run first."""
    assert only(read(one(**fields))).actions == actions


def test_an_action_nobody_knows_is_visible_and_noted() -> None:
    """The button stays, and the board says what is the matter."""
    board = read(one(action=":unheard-of"))
    assert only(board).kind is Kind.DEAD
    assert board.problems == ("one has an action that is not known: :unheard-of.",)


LINKS = Links({"b2": "b2", "m2": "b2"}, {"boards/b2.obf": "b2", "boards/Été 1.obf": "été"})


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ({"path": "boards/b2.obf"}, "b2"),
        ({"id": "b2"}, "b2"),
        ({"id": "m2"}, "b2"),
        ({"path": "Boards/B2.obf"}, "b2"),
        ({"path": "./boards/b2.obf"}, "b2"),
        ({"path": "/boards/b2.obf"}, "b2"),
        ({"path": "boards\\b2.obf"}, "b2"),
        ({"path": "boards/%C3%89t%C3%A9%201.obf"}, "été"),
        ({"path": "boards/E\u0301te\u0301 1.obf"}, "été"),
        ({"path": "boards/b2.obf", "id": "other"}, "b2"),
        ({"path": "boards/other.obf", "id": "b2"}, "b2"),
        ("boards/b2.obf", "b2"),
    ],
)
def test_a_link_is_found_however_it_is_spelled(link: object, target: str) -> None:
    """By path, exactly or nearly, else by id."""
    board = read(one(load_board=link), LINKS)
    assert only(board).actions == (do.GoTo(target),)
    assert board.problems == ()


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ({"id": "b9"}, "one leads to a board that does not exist: b9."),
        ({"path": "../../etc/passwd"}, "one leads to a board that does not exist: ../../etc/passwd."),
        ({"url": "https://example.org/b"}, "one leads to the web, and AAC Board does not go there."),
        ({"id": ["b2"]}, "one leads to the web, and AAC Board does not go there."),
        (7, "The link of one cannot be read."),
        ([], "The link of one cannot be read."),
    ],
)
def test_a_link_that_leads_nowhere_stays_visible(link: object, problem: str) -> None:
    """The button is there, does nothing, and its reason is noted."""
    board = read(one(load_board=link), LINKS)
    assert only(board).kind is Kind.DEAD
    assert board.problems == (problem,)


# What a button shows and says.


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("one", "one"),
        ("one\ntwo", "one two"),
        (5, "5"),
        (None, ""),
        ({"de": "eins", "en": "one"}, "one"),
        ({"de": "eins"}, "eins"),
        ("\ud800", "?"),
        ([], ""),
        (True, ""),
    ],
)
def test_a_label_is_always_a_text(label: object, shown: str) -> None:
    """Whatever real files have there."""
    assert only(read(one(label=label))).label == shown


def test_what_is_said_may_differ_from_the_label() -> None:
    """The vocalization is what goes into the message."""
    button = only(read(one(vocalization="Number one.")))
    assert (button.label, button.words) == ("one", "Number one.")


@pytest.mark.parametrize(
    ("colour", "read_as"),
    [
        ("rgb(255, 0, 0)", "#ff0000"),
        ("rgb( 1, 2,3) ", "#010203"),
        ("rgb(300,0,-5)", "#ff0000"),
        ("rgba(0,0,0,.5)", "#808080"),
        ("rgba(10%, 0, 0, 1)", "#1a0000"),
        ("#fff", "#ffffff"),
        ("#FFFF32", "#ffff32"),
        ("#00000080", "#7f7f7f"),
        ("red", "#ff0000"),
        ("transparent", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_colours_are_read_in_every_spelling(colour: object, read_as: str) -> None:
    """All forms of CSS that real files use."""
    board = read(one(background_color=colour, border_color=colour))
    assert (only(board).background, only(board).border) == (read_as, read_as)
    assert board.problems == ()


@pytest.mark.parametrize("colour", ["beige-ish", "rgb(a,b,c)", "rgb(1,2)", "rgb(nan,0,0)", "#12", 7, []])
def test_what_is_no_colour_is_noted(colour: object) -> None:
    """The button keeps its usual colour."""
    board = read(one(background_color=colour))
    assert only(board).background == ""
    assert board.problems == ("The background of one is no colour.",)


@pytest.mark.parametrize(
    ("value", "hidden", "noted"),
    [
        (True, True, 0),
        ("true", True, 0),
        (1, True, 0),
        (False, False, 0),
        (None, False, 0),
        ("maybe", False, 1),
        ([], False, 1),
    ],
)
def test_hidden_buttons_are_kept_out_of_sight(value: object, hidden: bool, noted: int) -> None:  # noqa: FBT001 - a table
    """Hidden is not deleted: the cell keeps its place."""
    board = read(one(hidden=value))
    assert only(board).hidden is hidden
    assert len(board.problems) == noted


def test_our_own_icon_is_read() -> None:
    """The name of a glyph that the face draws beside the label."""
    assert only(read(one(ext_aac_icon="bell-ring"))).icon == "bell-ring"


# Ids.


@pytest.mark.parametrize(("id_", "place"), [(1, 1), (1, "1"), ("1", 1), (0, "0"), (1.0, 1), (1, 1.0)])
def test_ids_are_compared_as_text(id_: object, place: object) -> None:
    """Half of the real files have numbers, some on one side only."""
    board = read(board_of({"id": id_, "label": "one"}, grid={"rows": 1, "columns": 1, "order": [[place]]}))
    assert labels(board) == ["one"]
    assert board.problems == ()


def test_one_button_may_stand_in_several_places() -> None:
    """The specification's own example does so."""
    board = read(
        board_of({"id": "1", "label": "one"}, grid={"rows": 1, "columns": 3, "order": [["1", None, "1"]]})
    )
    assert [round(cell.box.left * 3) for cell in board.cells] == [0, 2]
    assert board.problems == ()


def test_of_two_buttons_with_one_id_the_first_has_the_place() -> None:
    """The second is kept in the file, and noted."""
    data = board_of(
        {"id": "1", "label": "one"},
        {"id": 1, "label": "uno"},
        grid={"rows": 1, "columns": 1, "order": [["1"]]},
    )
    board = read(data)
    assert labels(board) == ["one"]
    assert board.problems == (
        "Two buttons have the id 1; the first has the place.",
        "Without a place on the board: uno.",
    )
    assert board_data(board) == data


@pytest.mark.parametrize("id_", [None, "", True, [], 1.5])
def test_a_button_without_an_id_is_not_lost(id_: object) -> None:
    """It is noted as having no place."""
    board = read(board_of({"id": "1", "label": "one"}, {"id": id_, "label": "lost"}))
    assert "Button 2 has no id." in board.problems
    assert "Without a place on the board: lost." in board.problems


def test_a_place_for_a_button_that_is_not_there_stays_empty() -> None:
    """It is noted, and kept in the file."""
    data = board_of({"id": "1", "label": "one"}, grid={"rows": 1, "columns": 3, "order": [["9", "1", {}]]})
    board = read(data)
    assert labels(board) == ["one"]
    assert board.problems == (
        "The grid has a place for a button 9 that is not there.",
        "A place of the grid names no button.",
    )
    assert board_data(board) == data


# Where the buttons stand.

FOUR = [{"id": str(n), "label": str(n)} for n in range(4)]


def test_positions_count_if_every_button_has_one() -> None:
    """Then the grid is only there for other programs."""
    data = board_of(
        {"id": "1", "label": "wide", "left": 0, "top": 0, "width": 1, "height": 0.5},
        {"id": "2", "label": "low", "left": 0.5, "top": 0.5, "width": 0.5, "height": 0.5},
        grid=None,
    )
    board = read(data)
    assert [cell.box for cell in board.cells] == [Box(0, 0, 1, 0.5), Box(0.5, 0.5, 0.5, 0.5)]
    assert board.problems == ()


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"left": -0.1},
        {"left": 2},
        {"left": float("nan")},
        {"left": "0"},
        {"left": True},
        {"width": 0},
        {"left": 10**400},
    ],
)
def test_one_bad_position_and_the_grid_counts(bad: dict[str, Any]) -> None:
    """All or nothing, so that no two buttons cover each other by accident."""
    position = {"left": 0, "top": 0, "width": 0.25, "height": 0.5}
    buttons: list[dict[str, Any]] = [{**raw, **position} for raw in FOUR]
    buttons[3] = {**FOUR[3], **({**position, **bad} if bad else {})}
    board = read(board_of(*buttons))
    assert [cell.box.left for cell in board.cells] == [0, 0.25, 0.5, 0.75]
    assert board.problems == ("Not every button has a position that can be used, so the grid counts.",)


@pytest.mark.parametrize(
    "grid",
    [None, 5, [], {}, {"order": None}, {"order": {}}, {"order": "1,2"}, {"order": []}, {"order": ["0", "1"]}],
)
def test_without_a_grid_the_buttons_stand_in_a_near_square(grid: object) -> None:
    """In the order of the file, and it is noted."""
    board = read(board_of(*FOUR, grid=grid))
    assert [(c.button.id, c.box) for c in board.cells] == [
        ("0", Box(0, 0, 0.5, 0.5)),
        ("1", Box(0.5, 0, 0.5, 0.5)),
        ("2", Box(0, 0.5, 0.5, 0.5)),
        ("3", Box(0.5, 0.5, 0.5, 0.5)),
    ]
    assert board.problems == ("The board has no grid, so its buttons stand in the order of the file.",)


@pytest.mark.parametrize(
    ("rows", "columns", "order", "height", "width"),
    [
        (1, 2, [["0", "1"], ["2", "3"], []], 3, 2),
        (4, 2, [["0", "1"]], 4, 2),
        (2, 2, [["0"], ["1", "2", "3"]], 2, 3),
        (10**9, 10**9, [["0", "1"], ["2", "3"]], 2, 2),
        (0, -1, [["0", "1"], ["2", "3"]], 2, 2),
        ("2", None, [["0", "1"], ["2", "3"]], 2, 2),
        (2.0, float("nan"), [["0", "1"], ["2", "3"]], 2, 2),
        (2, 2, [["0", "1"], 7], 2, 2),
    ],
)
def test_the_grid_is_the_larger_of_what_is_said_and_what_is_there(
    rows: object, columns: object, order: object, height: int, width: int
) -> None:
    """Every button of the order keeps its place; absurd sizes are never built."""
    board = read(board_of(*FOUR, grid={"rows": rows, "columns": columns, "order": order}))
    assert {(round(1 / c.box.height), round(1 / c.box.width)) for c in board.cells} == {(height, width)}


def test_many_buttons_in_a_tiny_grid_are_one_note() -> None:
    """Real files have thousands in a grid of one."""
    board = read(
        board_of(
            *({"id": n, "label": f"w{n}"} for n in range(3000)),
            grid={"rows": 1, "columns": 1, "order": [[0]]},
        )
    )
    assert labels(board) == ["w0"]
    assert board.problems == ("Without a place on the board: w1, w2, w3, w4, w5 and 2994 more.",)


def test_buttons_may_be_an_object_by_id() -> None:
    """Some programs write it so."""
    data = board_of(grid={"rows": 1, "columns": 2, "order": [["a", "b"]]})
    data["buttons"] = {"a": {"label": "one"}, "b": {"id": "b", "label": "two"}}
    assert labels(read(data)) == ["one", "two"]


def test_entries_that_are_no_buttons_are_noted() -> None:
    """And kept in the file."""
    data = board_of(
        {"id": "1", "label": "one"}, None, 5, "x", grid={"rows": 1, "columns": 1, "order": [["1"]]}
    )
    board = read(data)
    assert labels(board) == ["one"]
    assert board.problems == ("An entry among the buttons is no button.",)
    assert board_data(board) == data


# The board itself.


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"null",
        b"5",
        b'"x"',
        b"[]",
        b"{}",
        b'{"Grid": {}}',
        b"[1, 2]",
        b'{"buttons": 5}',
        b"{\n\n oops",
        bytes(99),
        b"[" * 99999,
    ],
)
def test_what_is_no_board_is_refused_in_one_sentence(content: bytes) -> None:
    """With the name of the file."""
    with pytest.raises(FileError, match=r"^talk\.obf .*\.$"):
        read_board(content, "talk.obf")


def test_a_damaged_line_is_named() -> None:
    """So that somebody can look at it."""
    with pytest.raises(FileError, match="line 4 is damaged"):
        read_board(b'{\n"buttons": [],\n"grid"\n}', "talk.obf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_board_is_read_in_every_encoding_of_json(encoding: str) -> None:
    """Never with broken letters."""
    text = json.dumps(one(label="café"), ensure_ascii=False)
    assert only(read_board(text.encode(encoding), "b.obf")).label == "café"


def test_a_board_inside_a_list_is_unwrapped() -> None:
    """One real test set has that."""
    board = read_board(json.dumps([one()]).encode(), "b.obf")
    assert labels(board) == ["one"]
    assert board.problems == ("The board stands inside a list.",)


def test_what_a_board_lacks_is_filled_in() -> None:
    """Name, language and id have something sensible; a missing format is common and no matter."""
    board = read_board(
        b'{"buttons": [], "grid": {"rows": 1, "columns": 1, "order": [[null]]}}', "b.obf", locale="de"
    )
    assert (board.id, board.name, board.locale, board.cells, board.problems) == (
        "b.obf",
        "b.obf",
        "de",
        (),
        (),
    )


def test_odd_facts_about_the_board_are_noted() -> None:
    """It is read all the same."""
    board = read(board_of({"id": "1"}, format="open-board-9.9", name=[], locale="en_US", id=5))
    assert (board.id, board.name, board.locale) == ("5", "5", "en-US")
    assert board.problems == (
        "The board has a format that is newer or not known: open-board-9.9.",
        "The name of the board is no text.",
    )


# Writing.


def changed(board: Board, number: int, **fields: Any) -> Board:  # noqa: ANN401 - any field of a button
    """Return the board with fields of the button in cell `number` changed."""
    cells = [replace(c, button=replace(c.button, **fields)) if c.number == number else c for c in board.cells]
    return replace(board, cells=tuple(cells))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(SIGNS, max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "path", "en", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
ids = st.sampled_from(["1", "2", 1, 2, 2.0, 0, "", None])
spots = st.sampled_from([0, 0.25, 0.5, 1, -1, "0"])
button_fields: dict[str, st.SearchStrategy[Any]] = {
    "id": ids | json_values,
    "label": st.text(SIGNS, max_size=3) | json_values,
    "vocalization": json_values,
    "action": st.sampled_from([":speak", ":add", "+a", ":x"]) | json_values,
    "actions": st.lists(st.sampled_from([":speak", ":clear", ":nope"]), max_size=3) | json_values,
    "load_board": json_values,
    "ext_coughdrop_add_vocalization": st.booleans() | json_values,
    "background_color": st.sampled_from(["#fff", "red", "rgb(1,2,3)"]) | json_values,
    "hidden": st.booleans() | json_values,
    "ext_other_thing": json_values,
    "left": spots,
    "top": spots,
    "width": spots,
    "height": spots,
}
some_buttons = st.lists(st.fixed_dictionaries({}, optional=button_fields) | json_values, max_size=4)
grids = st.fixed_dictionaries(
    {},
    optional={
        "rows": st.integers(-1, 4) | json_values,
        "columns": st.integers(-1, 4) | json_values,
        "order": st.lists(st.lists(ids, max_size=3), max_size=3) | json_values,
        "ext_other_thing": json_values,
    },
)
some_boards = st.fixed_dictionaries(
    {"buttons": some_buttons | st.dictionaries(st.sampled_from(["1", "2", "a"]), json_values, max_size=2)},
    optional={
        "format": st.just("open-board-0.1") | json_values,
        "id": json_values,
        "name": json_values,
        "locale": json_values,
        "grid": grids | json_values,
        "images": json_values,
        "ext_other_thing": json_values,
    },
)


@hypothesis.settings(deadline=None)
@given(some_boards, st.sampled_from([None, LINKS]))
def test_whatever_was_read_is_written_back(data: dict[str, Any], links: Links | None) -> None:
    """Every field at every level, known or not, sensible or not; reading never fails on the inside of a board."""
    board = read_board(json.dumps(data).encode(), "b.obf", links)
    assert json.loads(write_board(board)) == data
    assert [cell.number for cell in board.cells] == list(range(len(board.cells)))


@hypothesis.settings(deadline=None)
@given(some_boards, st.data())
def test_a_change_of_one_button_changes_that_button_only(data: dict[str, Any], draw: st.DataObject) -> None:
    """Whatever else is odd about the file: after writing and reading, the change is there and the rest as before."""
    board = read(data)
    if not board.cells:
        return
    number = draw.draw(st.integers(0, len(board.cells) - 1))
    same = [c for c in board.cells if c.button.id == board.cells[number].button.id]
    for cell in same:
        board = changed(board, cell.number, label="new", vocalization="said", background="#0000ff")
    again = read_board(write_board(board), "b.obf")
    assert [c.button for c in again.cells] == [c.button for c in board.cells]
    assert [c.box for c in again.cells] == [c.box for c in board.cells]


our_actions = st.sampled_from(
    [
        do.AddWords(),
        do.AddText("a"),
        do.Space(),
        do.Speak(),
        do.SayNow(),
        do.Prediction(),
        do.Clear(),
        do.ChangeSetting("look.theme", "next"),
        do.Unknown(":unheard-of"),
    ]
)
action_lists = st.tuples(st.lists(our_actions, max_size=3), st.sampled_from([(), (do.GoTo("b2"),)])).map(
    lambda parts: (*parts[0], *parts[1]) or (do.AddWords(),)
)
texts = st.text("aé李🙂 .", max_size=4)
our_buttons = st.builds(
    Button,
    id=st.just(""),
    label=texts,
    vocalization=texts,
    actions=action_lists,
    icon=st.sampled_from(["", "bell-ring"]),
    background=st.sampled_from(["", "#ff0000"]),
    border=st.sampled_from(["", "#00ff00"]),
    hidden=st.booleans(),
)


@st.composite
def our_boards(draw: st.DrawFn) -> Board:
    """Boards as the editor makes them: even grids with gaps, and free layouts."""
    buttons = [replace(b, id=f"b{n}") for n, b in enumerate(draw(st.lists(our_buttons, max_size=9)))]
    if draw(st.booleans()):
        row: list[Button | None] = [*buttons, *[None] * (9 - len(buttons))]
        row = draw(st.permutations(row))
        cells = grid_cells([row[0:3], row[3:6], row[6:9]])
    else:
        high = 1 / max(len(buttons), 1)
        cells = numbered([(b, Box(0, n * high, 1 / (n + 1), high)) for n, b in enumerate(buttons)])
    return Board("b1", draw(texts) or "B", "en", cells)


@hypothesis.settings(deadline=None)
@given(our_boards())
def test_a_board_of_our_own_comes_back(board: Board) -> None:
    """Buttons, actions and places are the same after writing and reading; it has all that the format asks for."""
    again = read_board(write_board(board), "b.obf")
    assert replace(again, problems=(), cells=()) == replace(board, cells=())
    assert [cell.button for cell in again.cells] == [cell.button for cell in board.cells]
    for cell, before in zip(again.cells, board.cells, strict=True):
        assert cell.box.left == pytest.approx(before.box.left, abs=1e-5)
        assert cell.box.width == pytest.approx(before.box.width, abs=1e-5)
    assert {"format", "id", "locale", "name", "buttons", "grid", "images", "sounds"} <= board_data(
        board
    ).keys()
    assert not any("does not" in problem for problem in again.problems)


def test_what_we_write_reads_well_elsewhere() -> None:
    """The spelling other programs take: id as text, label, rgb(…), action beside actions, a link by id."""
    cells = grid_cells(
        [
            [
                Button("1", "one", background="#ff0000"),
                Button("2", "two", actions=(do.Speak(), do.Clear())),
                None,
                Button("4", "four", actions=(do.AddWords(), do.GoTo("b2"))),
            ]
        ]
    )
    assert board_data(Board("b1", "B", "en", cells)) == {
        "format": "open-board-0.1",
        "id": "b1",
        "locale": "en",
        "name": "B",
        "buttons": [
            {"id": "1", "label": "one", "background_color": "rgb(255, 0, 0)"},
            {"id": "2", "label": "two", "action": ":speak", "actions": [":speak", ":clear"]},
            {"id": "4", "label": "four", "load_board": {"id": "b2"}, "ext_coughdrop_add_vocalization": True},
        ],
        "grid": {"rows": 1, "columns": 4, "order": [["1", "2", None, "4"]]},
        "images": [],
        "sounds": [],
    }


def test_a_changed_button_keeps_what_we_do_not_know() -> None:
    """A picture, a licence, another program's field: all still there, and numbers stay numbers."""
    data = board_of(
        {
            "id": 1,
            "label": "one",
            "image_id": "i1",
            "ext_other": {"a": [1]},
            "load_board": {"path": "boards/b2.obf", "name": "Two"},
        },
        {"id": 2, "label": "two"},
        images=[{"id": "i1", "url": "x"}],
    )
    after = board_data(changed(read(data, LINKS), 0, label="uno"))
    data["buttons"][0]["label"] = "uno"
    assert after == data


def test_a_dead_link_survives_a_change_of_its_button() -> None:
    """Its board may be imported tomorrow."""
    board = read(one(load_board={"id": "b9", "url": "https://example.org"}), LINKS)
    after = changed(board, 0, actions=(do.Clear(), *only(board).actions))
    assert board_data(after)["buttons"][0] == {
        "id": "1",
        "label": "one",
        "action": ":clear",
        "load_board": {"id": "b9", "url": "https://example.org"},
    }


def test_a_moved_board_gets_a_new_grid_and_keeps_the_fields_of_the_old() -> None:
    """Also the buttons that had no place."""
    data = board_of(*FOUR, grid={"rows": 1, "columns": 2, "order": [["0", "1"]], "ext_other": 1})
    board = read(data)
    first, second = (cell.button for cell in board.cells)
    after = board_data(replace(board, cells=grid_cells([[second], [first]])))
    assert after["grid"] == {"rows": 2, "columns": 1, "order": [["1"], ["0"]], "ext_other": 1}
    assert after["buttons"] == FOUR


def test_a_deleted_button_is_gone_from_the_file() -> None:
    """And nothing else."""
    board = read(board_of(*FOUR))
    after = board_data(replace(board, cells=board.cells[:3]))
    assert [raw["id"] for raw in after["buttons"]] == ["0", "1", "2"]
    assert after["grid"]["order"] == [["0", "1", "2", None]]


def test_a_free_layout_gives_every_button_a_position() -> None:
    """One that had no place becomes hidden, because positions count for all buttons or none."""
    board = read(board_of(*FOUR[:3], grid={"rows": 1, "columns": 2, "order": [["0", "1"]]}))
    first, second = (cell.button for cell in board.cells)
    wide = numbered([(first, Box(0, 0, 1, 0.5)), (second, Box(0, 0.5, 0.5, 0.5))])
    again = read_board(write_board(replace(board, cells=wide)), "b.obf")
    assert [(c.button.id, c.box) for c in again.visible] == [(c.button.id, c.box) for c in wide]
    assert [c.button.label for c in again.cells if c.button.hidden] == ["2"]


def test_a_button_shown_twice_in_a_free_layout_becomes_two() -> None:
    """A position belongs to one button."""
    twice = Button("1", "one")
    board = Board("b1", "B", "en", numbered([(twice, Box(0, 0, 1, 0.5)), (twice, Box(0, 0.5, 0.5, 0.5))]))
    again = read_board(write_board(board), "b.obf")
    assert [(c.button.id, c.button.label) for c in again.cells] == [("1", "one"), ("1-2", "one")]


def test_two_different_buttons_never_share_an_id() -> None:
    """A pasted button gets an id of its own."""
    board = Board("b1", "B", "en", grid_cells([[Button("1", "one"), Button("1", "two"), Button("1", "one")]]))
    assert labels(read_board(write_board(board), "b.obf")) == ["one", "two", "one"]


def test_buttons_without_ids_get_them_when_the_board_is_written_anew() -> None:
    """So that the new grid can name them."""
    data = board_of({"label": "one"}, {"id": "1", "label": "two"}, grid=None)
    board = read(data)
    swapped = grid_cells([[cell.button for cell in reversed(board.cells)]])
    assert labels(read_board(write_board(replace(board, cells=swapped)), "b.obf")) == ["two", "one"]


# Real files.

REAL = Path(__file__).parent.parent.parent.parent / "shared" / "boards"


def test_the_set_of_version_one_is_read_for_ever() -> None:
    """One board of every version is kept; all its fields mean what they meant."""
    board = read_board((FILES / "board-set-1/boards/first.obf").read_bytes(), "first.obf")
    assert board.problems == ()
    assert [cell.button.actions for cell in board.cells] == [
        (do.Prediction(),),
        (do.AddText("a"),),
        (do.Speak(), do.Clear()),
        (do.ChangeSetting("scan.step_ms", "+100"),),
        (do.GoTo("second"),),
    ]
    assert (board.cells[2].button.icon, board.cells[3].button.background) == ("volume-high", "#ff0000")


def real_boards() -> Iterator[tuple[str, bytes]]:
    for path in sorted(REAL.glob("*.obf")):
        yield path.name, path.read_bytes()
    for path in sorted(REAL.glob("*.obz")):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".obf"):
                    yield name, package.read(name)


def test_real_files_come_back_as_they_were() -> None:
    """Boards of eight other programs, where they are at hand: nothing is lost, everything is shown."""
    for name, content in real_boards():
        data = json.loads(content)
        board = read_board(content, name)
        assert board_data(board) == data
        assert len({cell.button.id for cell in board.cells}) == len(data["buttons"])
