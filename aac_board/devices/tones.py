"""The sounds that are no speech: the attention signal and the tick. Samples are int16 mono at RATE_HZ."""

from __future__ import annotations

import array
import functools
import math

RATE_HZ = 48000
FULL = 32767
HARMONICS = ((1, 0.5), (2, 0.3), (3, 0.2))


def _tone(frequency_hz: int, seconds: float) -> bytes:
    """Return a piercing tone of whole periods, so that tones joined do not click."""
    period = RATE_HZ // frequency_hz
    wave = [
        sum(share * math.sin(2 * math.pi * number * i / period) for number, share in HARMONICS)
        for i in range(period)
    ]
    loudest = max(wave)
    samples = array.array("h", [int(0.92 * FULL * w / loudest) for w in wave])
    return samples.tobytes() * int(seconds * frequency_hz)


@functools.cache
def attention_signal() -> bytes:
    """Return one round of the signal, 1.25 s: high, low, high, low, rest; speech never sounds like that.

    1000 and 800 Hz with two harmonics: old ears and small loudspeakers both have them.
    """
    return (_tone(1000, 0.25) + _tone(800, 0.25)) * 2 + bytes(2 * RATE_HZ // 4)


@functools.cache
def soft_tick() -> bytes:
    """Return 8 ms of a quiet, dying 1200 Hz."""
    frames = RATE_HZ * 8 // 1000
    wave = (math.exp(-5 * i / frames) * math.sin(2 * math.pi * 1200 * i / RATE_HZ) for i in range(frames))
    return array.array("h", [int(0.12 * FULL * w) for w in wave]).tobytes()
