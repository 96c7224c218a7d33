"""How files of older programs become files of this one: numbered steps, each from one schema to the next.

A file says its schema number in "schema". What this program writes is the newest number of its chain. A copy of
the old file is kept as `<name>.schema-<number>` before anything is written over it (see settings_file, draft).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from aac_board.core.errors import FileError

Data: TypeAlias = "dict[str, Any]"
Step: TypeAlias = Callable[[Data], Data]


@dataclass(frozen=True)
class Chain:
    """The steps of one kind of file: `steps[0]` leads from schema `first` to `first + 1`, and so on.

    A step may change the data it is given; it need not set "schema".
    """

    kind: str
    first: int
    steps: tuple[Step, ...] = ()

    @property
    def newest(self) -> int:
        """The schema this program writes."""
        return self.first + len(self.steps)

    def schema_of(self, data: Data) -> int:
        """Return the schema that `data` says; the first one where it says nothing or nonsense."""
        number = data.get("schema")
        if isinstance(number, bool) or not isinstance(number, int) or number < self.first:
            return self.first
        return number

    def is_newer(self, data: Data) -> bool:
        """Whether `data` was written by a program newer than this one."""
        return self.schema_of(data) > self.newest

    def upgraded(self, data: Data) -> Data:
        """Return a copy of `data` in the newest schema; data of a newer program comes back as it is.

        FileError if a step cannot make sense of it; `data` itself never changes.
        """
        result = copy.deepcopy(data)
        if self.is_newer(data):
            return result
        try:
            for step in self.steps[self.schema_of(data) - self.first :]:
                result = step(result)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise FileError(f"The {self.kind} of an older AAC Board could not be taken over.") from None
        result["schema"] = self.newest
        return result


def grouped(data: Data) -> Data:
    """Lead settings from 0 to 1: {"scan.step_ms": 900}, as people write it, becomes {"settings": {"scan": …}}."""
    groups = data.setdefault("settings", {})
    for key in [key for key in data if "." in key]:
        group, _, name = key.partition(".")
        if isinstance(groups, dict) and isinstance(groups.setdefault(group, {}), dict):
            groups[group][name] = data.pop(key)
    return data


SETTINGS = Chain("settings", first=0, steps=(grouped,))
DRAFT = Chain("draft", first=1)
