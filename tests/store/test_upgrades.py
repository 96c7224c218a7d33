from __future__ import annotations

from typing import Any

import pytest

from aac_board.core.errors import FileError
from aac_board.store.upgrades import DRAFT, SETTINGS, Chain


def add_beds(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "beds": len(data["guests"])}


def rename_guests(data: dict[str, Any]) -> dict[str, Any]:
    data["people"] = data.pop("guests")
    return data


HOTEL = Chain("hotel", first=3, steps=(add_beds, rename_guests))


def test_each_step_is_taken_once_and_in_order() -> None:
    """A file two schemas behind goes through both steps."""
    old = {"schema": 3, "guests": ["Ann", "Ben"]}
    assert HOTEL.upgraded(old) == {"schema": 5, "people": ["Ann", "Ben"], "beds": 2}


def test_a_file_half_way_starts_where_it_is() -> None:
    """Only the steps that are still missing are taken."""
    assert HOTEL.upgraded({"schema": 4, "guests": []}) == {"schema": 5, "people": []}


def test_the_newest_file_and_a_newer_one_stay_as_they_are() -> None:
    """No step is ever taken twice, or backwards."""
    for number in (5, 6, 10**9):
        data = {"schema": number, "guests": ["Ann"]}
        assert HOTEL.upgraded(data) == data
    assert HOTEL.is_newer({"schema": 6})
    assert not HOTEL.is_newer({"schema": 5})


def test_the_old_data_is_not_touched() -> None:
    """What is kept aside is the file as it was."""
    old = {"schema": 3, "guests": ["Ann"]}
    HOTEL.upgraded(old)["people"].append("Ben")
    assert old == {"schema": 3, "guests": ["Ann"]}


@pytest.mark.parametrize("number", [None, "4", True, 4.0, -7, 2, [], {}, float("nan")])
def test_a_nonsense_schema_counts_as_the_first(number: object) -> None:
    """A damaged number does not make a newer program of it."""
    assert HOTEL.schema_of({"schema": number}) == 3


def test_a_step_that_fails_is_one_plain_sentence() -> None:
    """Nobody sees a traceback because an old file holds something odd."""
    with pytest.raises(FileError, match="The hotel of an older AAC Board could not be taken over"):
        HOTEL.upgraded({"schema": 3, "guests": None})


def test_flat_settings_become_groups() -> None:
    """The form that people write by hand is schema 0; what is no setting stays where it is."""
    assert SETTINGS.upgraded({"scan.step_ms": 900, "scan.tick": True, "note": "mine"}) == {
        "schema": 1,
        "settings": {"scan": {"step_ms": 900, "tick": True}},
        "note": "mine",
    }


def test_flat_settings_join_the_groups_that_are_there() -> None:
    """A file half in the new form loses nothing."""
    assert SETTINGS.upgraded(
        {"settings": {"scan": {"tick": True}, "look": 5}, "scan.step_ms": 9, "look.a": 1}
    ) == {
        "schema": 1,
        "settings": {"scan": {"tick": True, "step_ms": 9}, "look": 5},
        "look.a": 1,
    }


def test_the_chains_of_this_program_end_where_its_files_are() -> None:
    """tests/files holds one file of each of these schemas; a new step brings a new file."""
    assert (SETTINGS.first, SETTINGS.newest) == (0, 1)
    assert (DRAFT.first, DRAFT.newest) == (1, 1)
