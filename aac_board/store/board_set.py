"""One board set: a folder with `manifest.json` and boards in files that end in `.obf`, an unpacked OBF package.

Our own fields of the manifest: `ext_aac_name`, the name people see, and `ext_aac_homes`, the ids of the boards that
may serve as the first one. Every board file in the folder belongs to the set, whether the manifest lists it or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aac_board.core.boards.board import Board, BoardSet, BrokenBoard
from aac_board.core.errors import FileError
from aac_board.store.json_file import parsed
from aac_board.store.obf import board_object, read_board
from aac_board.store.obf_layout import free_id
from aac_board.store.obf_values import Data, Links, id_of

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Found:
    """A board set to work with, and one plain sentence for each thing that was not as it should be.

    `homes` are the ids of the boards that may serve as the first one, the usual one included where it is listed.
    """

    boards: BoardSet
    notices: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sheet:
    """One readable board file: where it lies, what it holds, and the id it goes by in the set."""

    path: str
    data: Data
    id: str
    manifest_id: str


def is_board_set(folder: Path) -> bool:
    """Whether `folder` holds a manifest or boards."""
    return (folder / MANIFEST).is_file() or any(folder.glob("boards/*.obf"))


def open_set(folder: Path) -> Found:
    """Read the set in `folder`. FileError, one plain sentence, only if none of its boards can be used."""
    manifest, notices = _manifest(folder)
    broken: list[BrokenBoard] = []
    sheets = _sheets(folder, manifest, broken, notices)
    links = _links(sheets)
    boards = {sheet.id: read_board(sheet.data, sheet.path, links, id_=sheet.id) for sheet in sheets}
    if not boards:
        raise FileError(f"None of the boards in {folder.name} can be read.")
    notices += _about(broken)
    root = _root(manifest, links, boards, notices)
    title = manifest.get("ext_aac_name")
    name = title if isinstance(title, str) and title.strip() else folder.name
    found = BoardSet(folder.name, name, root, boards, tuple(broken))
    return Found(found, tuple(notices), _homes(manifest, links))


def _manifest(folder: Path) -> tuple[Data, list[str]]:
    try:
        data = parsed((folder / MANIFEST).read_bytes(), MANIFEST)
    except (FileError, OSError):
        data = None
    if isinstance(data, dict):
        return data, []
    return {}, [
        f"The list of boards of {folder.name} is damaged or missing; all boards that were found are used."
    ]


def _sheets(folder: Path, manifest: Data, broken: list[BrokenBoard], notices: list[str]) -> list[_Sheet]:
    """Read every board file once, those of the manifest first; what cannot be read goes to `broken`."""
    listed = _listed(manifest)
    sheets: list[_Sheet] = []
    for path in dict.fromkeys([*listed, *_files(folder)]):
        try:
            data = board_object(_content(folder, path), path)
        except FileError as error:
            broken.append(BrokenBoard(path, str(error)))
            continue
        wanted = id_of(data.get("id")) or listed.get(path) or PurePosixPath(path).stem
        id_ = free_id(wanted, {sheet.id for sheet in sheets})
        if id_ != wanted:
            notices.append(f"Two boards have the id {wanted[:40]}; both are kept.")
        sheets.append(_Sheet(path, data, id_, listed.get(path, "")))
    return sheets


def _listed(manifest: Data) -> dict[str, str]:
    """Return what the manifest lists: the id by the path, with / between folders."""
    paths = manifest.get("paths")
    boards = paths.get("boards") if isinstance(paths, dict) else None
    if not isinstance(boards, dict):
        return {}
    return {_tidy(path): id_ for id_, path in boards.items() if isinstance(path, str) and path}


def _tidy(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def _files(folder: Path) -> Iterator[str]:
    """Go through the board files of the folder in alphabetical order, without what macOS leaves in archives."""
    for path in sorted(folder.rglob("*.obf")):
        inside = path.relative_to(folder)
        if not any(part.startswith((".", "__MACOSX")) for part in inside.parts):
            yield inside.as_posix()


def _content(folder: Path, path: str) -> bytes:
    """Return what is in the file at `path` inside the set; FileError if it is missing or would lie outside."""
    try:
        place = (folder / path).resolve()
        if not place.is_relative_to(folder.resolve()):
            raise FileError(f"{path} lies outside of its board set and is not read.")
        return place.read_bytes()
    except (OSError, ValueError, RuntimeError):
        raise FileError(f"{path} is missing or cannot be read.") from None


def _links(sheets: Iterable[_Sheet]) -> Links:
    ids = {sheet.id: sheet.id for sheet in sheets}
    for sheet in sheets:
        ids.setdefault(sheet.manifest_id, sheet.id)
    ids.pop("", None)
    return Links(ids, {sheet.path: sheet.id for sheet in sheets})


def _about(broken: list[BrokenBoard]) -> list[str]:
    """Say in one sentence which boards cannot be shown, however many."""
    if not broken:
        return []
    if len(broken) == 1:
        return [f"A board cannot be shown: {broken[0].reason}"]
    return [f"{len(broken)} boards cannot be shown. The first: {broken[0].reason}"]


def _root(manifest: Data, links: Links, boards: Mapping[str, Board], notices: list[str]) -> str:
    """Return the id of the first board: what the manifest says, by path or by id, else the first that can be read."""
    said = id_of(manifest.get("root"))
    root = links.target({"path": said, "id": said})
    if root:
        return root
    first = next(iter(boards))
    notices.append(
        f"The board that should come first cannot be shown; {boards[first].name} comes first instead."
    )
    return first


def _homes(manifest: Data, links: Links) -> tuple[str, ...]:
    said = manifest.get("ext_aac_homes")
    ids = [links.ids.get(id_of(entry), "") for entry in said] if isinstance(said, list) else []
    return tuple(dict.fromkeys(id_ for id_ in ids if id_))
