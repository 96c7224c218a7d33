"""What all tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.listening import NullSink, null_sink


@pytest.fixture(scope="module")
def ears() -> Iterator[NullSink]:
    """A recorded loudspeaker of our own, which programs started by a test play to."""
    with null_sink() as sink, pytest.MonkeyPatch.context() as patch:
        for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
            patch.setenv(name, sink.environment[name])
        yield sink
