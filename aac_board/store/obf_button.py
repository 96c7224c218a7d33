"""One button of a board file to a Button and back."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from aac_board.core.boards.action import Action, AddWords, GoTo, Unknown, read, spelled
from aac_board.core.boards.board import Button
from aac_board.store.obf_values import Data, Links, Notes, Raw, colour_of, flag_of, id_of, text_of

# How a link that leads nowhere stands among the actions of its button.
_DEAD_LINK = "load_board "
# Not in the specification, but read by more than one program: what a plain button does, beside other actions.
_ADD = ":add"
_ADDS_TOO = "ext_coughdrop_add_vocalization"
_ADDS_TOO_SPELLINGS = (_ADDS_TOO, "ext_coughdrop_add_to_vocalization")


@dataclass(frozen=True)
class Reading:
    """What is known while the buttons of one board are read. `links` is None where no package is known."""

    notes: Notes
    locale: str
    links: Links | None = None


def read_button(raw: Data, id_: str, reading: Reading) -> Button:
    """Return the button that `raw` describes under the id `id_`; what is odd is noted, nothing raises."""
    notes = reading.notes
    label = text_of(raw.get("label"), f"The label of button {id_[:40]}", notes, reading.locale).replace(
        "\n", " "
    )
    name = label.strip()[:40] or f"Button {id_[:40]}"
    kept = Raw(raw)
    button = Button(
        id_,
        label,
        text_of(raw.get("vocalization"), f"What {name} says", notes, reading.locale),
        tuple(_actions(raw, name, reading)),
        text_of(raw.get("ext_aac_icon"), f"The icon of {name}", notes),
        colour_of(raw.get("background_color"), f"The background of {name}", notes),
        colour_of(raw.get("border_color"), f"The border of {name}", notes),
        flag_of(raw.get("hidden"), f"Whether {name} is hidden", notes),
        kept,
    )
    kept.as_read = button
    return button


def _actions(raw: Data, name: str, reading: Reading) -> list[Action]:
    actions = list(_plain_actions(raw, name, reading.notes))
    link = _link(raw.get("load_board"), name, reading)
    if link is None:
        return actions or [AddWords()]
    if any(raw.get(spelling) is True for spelling in _ADDS_TOO_SPELLINGS):
        actions.append(AddWords())
    return [*actions, link]


def _plain_actions(raw: Data, name: str, notes: Notes) -> Iterator[Action]:
    items = raw.get("actions")
    if items is not None and not isinstance(items, list):
        notes.add(f"The actions of {name} are no list.")
        items = [items] if items else None
    for item in items or [raw.get("action")]:
        if item is None or item == "":
            continue
        action = read(item) if isinstance(item, str) else Unknown(str(item)[:80])
        if isinstance(action, Unknown):
            notes.add(f"{name} has an action that is not known: {action.raw[:80]}.")
        yield action


def _link(link: object, name: str, reading: Reading) -> Action | None:
    if isinstance(link, str) and link:
        link = {"id": link, "path": link}
    if link is None or link in ({}, ""):
        return None
    if not isinstance(link, dict):
        reading.notes.add(f"The link of {name} cannot be read.")
        return Unknown(_DEAD_LINK.strip())
    said = id_of(link.get("path")) or id_of(link.get("id"))
    target = reading.links.target(link) if reading.links else id_of(link.get("id")) or said
    if target:
        return GoTo(target)
    if said:
        reading.notes.add(f"{name} leads to a board that does not exist: {said}.")
    else:
        reading.notes.add(f"{name} leads to the web, and AAC Board does not go there.")
    return Unknown(_DEAD_LINK + said)


def write_button(button: Button) -> Data:
    """Return the fields of `button`: as they were read, where nothing was changed since.

    A GoTo is written as a link and so comes last when it is read again.
    """
    data: Data = copy.deepcopy(dict(button.extra))
    was = getattr(button.extra, "as_read", None)
    before = _fields(was) if isinstance(was, Button) else {}
    for key, value in _fields(button).items():
        if key not in before or before[key] != value:
            _set(data, key, value)
    if not isinstance(was, Button) or button.actions != was.actions:
        _set_actions(data, button.actions)
    return data


def _fields(button: Button) -> Data:
    return {
        "id": button.id,
        "label": button.label,
        "vocalization": button.vocalization,
        "ext_aac_icon": button.icon,
        "background_color": _rgb(button.background),
        "border_color": _rgb(button.border),
        "hidden": button.hidden,
    }


def _set(data: Data, key: str, value: object) -> None:
    """Write a field; an empty one is left out, but there is always a label."""
    if value or key == "label":
        data[key] = value
    else:
        data.pop(key, None)


def _rgb(colour: str) -> str:
    """Return "#rrggbb" in the spelling of the specification; other spellings as they are."""
    if len(colour) != len("#rrggbb") or colour[0] != "#":
        return colour
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def _set_actions(data: Data, actions: tuple[Action, ...]) -> None:
    link_before = data.pop("load_board", None)
    for key in ("action", "actions", *_ADDS_TOO_SPELLINGS):
        data.pop(key, None)
    plain = [action for action in actions if not _is_link(action)]
    link = next((action for action in actions if _is_link(action)), None)
    if isinstance(link, GoTo):
        data["load_board"] = {"id": link.board}
    elif link is not None and link_before is not None:
        data["load_board"] = link_before
    if "load_board" in data and plain and isinstance(plain[-1], AddWords):
        data[_ADDS_TOO] = True
        plain.pop()
    names = [spelled(action) or _ADD for action in plain]
    if names and actions != (AddWords(),):
        data["action"] = names[0]
    if len(names) > 1:
        data["actions"] = names


def _is_link(action: Action) -> bool:
    return isinstance(action, GoTo) or (
        isinstance(action, Unknown) and action.raw.startswith(_DEAD_LINK.strip())
    )
