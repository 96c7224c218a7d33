"""Which voice speaks, and what is read from the file it writes."""

from __future__ import annotations

import array
import io
import struct
import wave
from pathlib import Path
from types import SimpleNamespace

import pytest

from aac_board.devices.sidecars.pyttsx3_voice import (
    FolderFile,
    KnownVoice,
    MemoryFile,
    UnreadableSoundError,
    for_language,
    known_voices,
    named,
    sound_in,
)

ESPEAK = [
    KnownVoice("gmw/en", "English (Great Britain)", "en-gb"),
    KnownVoice("gmw/en-us", "English (America)", "en-us"),
    KnownVoice("roa/fr-be", "French (Belgium)", "fr-be"),
    KnownVoice("roa/fr", "French (France)", "fr-fr"),
    KnownVoice("gmw/de", "German", "de"),
    KnownVoice("sit/cmn", "Chinese (Mandarin)", "cmn"),
]
SAPI = [
    KnownVoice("HKLM\\David", "Microsoft David Desktop - English", "en-us"),
    KnownVoice("HKLM\\Hedda", "Microsoft Hedda Desktop - German", "de-de"),
    KnownVoice("HKLM\\Anna", "Anna (my own voice)", ""),
]


@pytest.mark.parametrize(
    ("tag", "voice"),
    [
        ("en", "gmw/en-us"),
        ("en-GB", "gmw/en"),
        ("en-AU", "gmw/en-us"),
        ("fr", "roa/fr"),
        ("fr-BE", "roa/fr-be"),
        ("de", "gmw/de"),
        ("de-AT", "gmw/de"),
        ("zh", "sit/cmn"),
        ("tlh", "gmw/en"),
    ],
)
def test_espeak_speaks_the_language_that_is_asked_for(tag: str, voice: str) -> None:
    """Plain "en" is American English; an unknown language gets the usual voice rather than none."""
    assert for_language(ESPEAK, tag, "gmw/en") == voice


@pytest.mark.parametrize(
    ("tag", "usual", "voice"),
    [
        ("en", "HKLM\\David", "HKLM\\David"),
        ("en", "HKLM\\Anna", "HKLM\\Anna"),
        ("de", "HKLM\\David", "HKLM\\Hedda"),
        ("fr", "HKLM\\David", "HKLM\\David"),
    ],
)
def test_the_computer_s_own_voice_stays_unless_it_speaks_another_language(
    tag: str, usual: str, voice: str
) -> None:
    """What somebody chose in the system's settings counts."""
    assert for_language(SAPI, tag, usual) == voice


@pytest.mark.parametrize(
    ("wanted", "voice"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("EN-US", "gmw/en-us"),
        ("english (america)", "gmw/en-us"),
        ("en-gb", "gmw/en"),
        ("German", "gmw/de"),
        ("Mandarin", "sit/cmn"),
    ],
)
def test_a_voice_is_found_by_whatever_people_call_it(wanted: str, voice: str) -> None:
    """Id, name, last part of the id, language, or part of the name."""
    found = named(ESPEAK, wanted)
    assert found is not None
    assert found.id == voice


def test_a_voice_that_is_not_there_is_not_made_up() -> None:
    """The person is told instead."""
    assert named(ESPEAK, "Bertha") is None


class OddDriver:
    """Stands where pyttsx3's sapi5 driver stands; as there, one voice with two languages raises for all."""

    class _tts:  # noqa: N801 - the driver's name for it
        @staticmethod
        def GetVoices() -> list[SimpleNamespace]:  # noqa: N802
            """Return three tokens as COM does."""
            return [
                SimpleNamespace(Id=name, GetDescription=lambda name=name: f"{name}'s voice")
                for name in ("David", "Odd", "Hedda")
            ]

    @staticmethod
    def _toVoice(token: SimpleNamespace) -> SimpleNamespace:  # noqa: N802
        if token.Id == "Odd":
            raise ValueError("invalid literal for int() with base 16: '409;9'")
        return SimpleNamespace(id=token.Id, name=token.Id, languages=["en-US"])


def test_one_bad_voice_hides_no_other() -> None:
    """It is even listed itself, with what is known of it."""

    def get_property(_name: str) -> list[object]:
        driver = OddDriver()
        return [driver._toVoice(token) for token in driver._tts.GetVoices()]

    engine = SimpleNamespace(getProperty=get_property, proxy=SimpleNamespace(_driver=OddDriver()))
    assert known_voices(engine) == [
        KnownVoice("David", "David", "en-us"),
        KnownVoice("Odd", "Odd's voice", ""),
        KnownVoice("Hedda", "Hedda", "en-us"),
    ]


def wav(samples: list[int], channels: int = 1, rate_hz: int = 22050, width: int = 2) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(array.array("h", samples).tobytes())
    return content.getvalue()


def aiff(samples: list[int], kind: bytes = b"") -> bytes:
    """Write 22050 Hz mono as macOS does: 80-bit rate, big-endian unless `kind` is sowt."""
    rate = struct.pack(">HQ", 16383 + 14, 22050 << (63 - 14))
    common = struct.pack(">HIH", 1, len(samples), 16) + rate + kind
    order = "<" if kind == b"sowt" else ">"
    data = bytes(8) + struct.pack(f"{order}{len(samples)}h", *samples)
    form = b"AIFC" if kind else b"AIFF"
    chunks = b"".join(n + struct.pack(">I", len(c)) + c for n, c in ((b"COMM", common), (b"SSND", data)))
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + form + chunks


@pytest.mark.parametrize(
    "data", [wav([1, -2, 300]), aiff([1, -2, 300]), aiff([1, -2, 300], b"sowt")], ids=["wav", "aiff", "aifc"]
)
def test_the_sound_that_any_system_writes_is_read(data: bytes) -> None:
    """Windows and Linux write WAV, macOS AIFF whatever the name says."""
    samples, rate_hz = sound_in(data)
    assert array.array("h", samples).tolist() == [1, -2, 300]
    assert rate_hz == 22050


def test_of_two_channels_the_left_one_is_taken() -> None:
    """A voice is the same on both."""
    assert array.array("h", sound_in(wav([1, 9, -2, 9], channels=2))[0]).tolist() == [1, -2]


@pytest.mark.parametrize("data", [b"", b"RIFF", b"ID3 something", wav([1, 2], width=1), wav([1])[:20]])
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    """So that the next voice can speak instead."""
    with pytest.raises(UnreadableSoundError):
        sound_in(data)


@pytest.mark.parametrize("kind", ["memory", "folder"])
def test_sound_files_keep_nothing(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever was written is handed out once and is gone, also in the folder that other systems need."""
    folder = tmp_path_factory.mktemp("sound")
    file = MemoryFile() if kind == "memory" else FolderFile(str(folder))
    for content in (b"a long sentence", b"short"):
        with Path(file.path).open("wb") as handle:
            handle.write(content)
        assert file.taken() == content
        assert list(folder.iterdir()) == []
