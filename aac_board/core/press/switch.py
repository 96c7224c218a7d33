"""From switch events to intents: one activation for each physical press.

What makes this hard is known from real devices: X11 turns a held key into release-press pairs that are often not
marked as repeats, hooks repeat the press alone, contacts bounce, releases get lost. So a press that follows its
own release within `REPEAT_GAP` counts as still held, and nothing here trusts a repeat flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aac_board.core.settings import SwitchSettings

REPEAT_GAP = 0.03
"""Seconds between a release and a press of the same code that are still one press (measured X11 pairs: 1 ms)."""


class Edge(Enum):
    """Which way the switch moved."""

    PRESS = "press"
    RELEASE = "release"


@dataclass(frozen=True)
class SwitchEvent:
    """Something moved: `code` on device `source`, at `at` seconds on the clock of the session."""

    source: str
    code: str
    edge: Edge
    at: float


class Meaning(Enum):
    """What a press means."""

    SELECT = "select"
    BACK = "back"
    ATTENTION = "attention"
    STUCK = "stuck"
    FREED = "freed"


@dataclass(frozen=True)
class Intent:
    """What the person meant, and when."""

    meaning: Meaning
    at: float


@dataclass
class _Contact:
    """One key or button that is down, or was until a moment ago."""

    meaning: Meaning
    pressed_at: float
    released_at: float | None = None
    ignored: bool = False
    counted: bool = False
    called: bool = False
    stuck: bool = False


class PressFilter:
    """Turns switch events into intents; feed it events and ticks in order of time."""

    def __init__(self, settings: SwitchSettings) -> None:
        self.settings = settings
        self._contacts: dict[str, _Contact] = {}
        self._deaf_until: dict[Meaning, float] = {}

    def meaning_of(self, code: str) -> Meaning | None:
        """Return what a press of `code` means, or None if it is no switch."""
        if code in self.settings.one_keys:
            return Meaning.SELECT
        return Meaning.BACK if code in self.settings.two_keys else None

    def feed(self, event: SwitchEvent) -> list[Intent]:
        """Take one event and return what it, and the time that passed before it, means."""
        intents = self.tick(event.at)
        if event.edge is Edge.PRESS:
            self._press(event)
        elif (contact := self._contacts.get(event.code)) and contact.released_at is None:
            contact.released_at = event.at
        return intents + self.tick(event.at)

    def _press(self, event: SwitchEvent) -> None:
        contact = self._contacts.get(event.code)
        if contact is not None:
            contact.released_at = None
            return
        meaning = self.meaning_of(event.code)
        if meaning is not None:
            deaf = event.at < self._deaf_until.get(meaning, float("-inf"))
            self._contacts[event.code] = _Contact(meaning, event.at, ignored=deaf)

    def let_go(self, now: float) -> list[Intent]:
        """Forget what is held, as when our window loses the keyboard: a fresh press is needed."""
        freed = [Intent(Meaning.FREED, now) for contact in self._contacts.values() if contact.stuck]
        self._contacts.clear()
        return freed

    @property
    def deadline(self) -> float | None:
        """When `tick` will next have something to do, or None."""
        times = [at for contact in self._contacts.values() for at in self._due(contact)]
        return min(times, default=None)

    def _due(self, contact: _Contact) -> list[float]:
        if contact.released_at is not None:
            return [contact.released_at + REPEAT_GAP]
        return [at for at, _ in self._to_come(contact)]

    def _to_come(self, contact: _Contact) -> list[tuple[float, Meaning]]:
        """When a contact that stays held will mean what, as far as it has not yet."""
        settings, since = self.settings, contact.pressed_at
        coming = []
        if settings.act_on == "press" and not contact.counted and not contact.ignored:
            coming.append((since + settings.acceptance_ms / 1000, contact.meaning))
        if settings.long_hold_ms and not contact.called:
            coming.append((since + settings.long_hold_ms / 1000, Meaning.ATTENTION))
        if not contact.stuck:
            coming.append((since + settings.stuck_ms / 1000, Meaning.STUCK))
        return coming

    def tick(self, now: float) -> list[Intent]:
        """Return what has become clear by `now`, in order of time."""
        intents: list[Intent] = []
        for code, contact in list(self._contacts.items()):
            if contact.released_at is None:
                intents += self._while_held(contact, now)
            elif now >= contact.released_at + REPEAT_GAP:
                intents += self._released(contact, contact.released_at)
                del self._contacts[code]
        return sorted(intents, key=lambda intent: intent.at)

    def _while_held(self, contact: _Contact, now: float) -> list[Intent]:
        return [self._now_meant(contact, meaning, at) for at, meaning in self._to_come(contact) if now >= at]

    def _now_meant(self, contact: _Contact, meaning: Meaning, at: float) -> Intent:
        match meaning:
            case Meaning.ATTENTION:
                contact.called = True
            case Meaning.STUCK:
                contact.stuck = True
            case _:
                return self._count(contact, at)
        return Intent(meaning, at)

    def _released(self, contact: _Contact, at: float) -> list[Intent]:
        settings = self.settings
        intents = []
        long_enough = at - contact.pressed_at >= settings.acceptance_ms / 1000
        if settings.act_on == "release" and long_enough and not contact.ignored and not contact.called:
            intents.append(self._count(contact, at))
        if contact.stuck:
            intents.append(Intent(Meaning.FREED, at))
        if contact.counted:
            self._stay_deaf(contact.meaning, at + settings.release_ms / 1000)
        return intents

    def _count(self, contact: _Contact, at: float) -> Intent:
        contact.counted = True
        self._stay_deaf(contact.meaning, at + self.settings.ignore_repeat_ms / 1000)
        return Intent(contact.meaning, at)

    def _stay_deaf(self, meaning: Meaning, until: float) -> None:
        self._deaf_until[meaning] = max(until, self._deaf_until.get(meaning, until))
