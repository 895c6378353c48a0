"""The sample's music: a quiet pad of slowly beating chords, made of nothing but sines."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BLOCK = 6.0
"""Seconds that a chord lasts before the next has taken over."""

# A minor ninth, F major seventh, C added ninth, G suspended: in hertz, low to high
CHORDS = (
    (110.00, 164.81, 220.00, 246.94, 329.63),
    (87.31, 174.61, 220.00, 261.63, 329.63),
    (130.81, 164.81, 196.00, 293.66, 392.00),
    (98.00, 146.83, 196.00, 261.63, 293.66),
)
LEVEL = 0.16
"""Of full scale, at the loudest."""


def write_ambience(out: Path, seconds: float) -> None:
    """Write a stereo WAV of 16 bits at 48 kHz, the same bytes each time."""
    with wave.open(str(out), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((ambience(seconds) * 32767).astype("<i2").tobytes())


def ambience(seconds: float) -> NDArray[np.float64]:
    """The samples, (count, 2), within -1..1: chords that melt into each other, faded at both
    ends."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    sound = np.zeros((count, 2))
    for index in range(int(seconds / BLOCK) + 2):
        swell = np.clip(1 - np.abs(time - index * BLOCK) / BLOCK, 0, 1)
        here = np.flatnonzero(swell)
        if len(here):
            shape = np.sin(swell[here] * np.pi / 2)[:, None] ** 2
            sound[here] += shape * _chord(CHORDS[index % len(CHORDS)], time[here])
    sound *= LEVEL / max(float(np.abs(sound).max()), 1e-9)
    fade = np.clip(np.minimum(time / 2.0, (seconds - time) / 3.0), 0, 1)[:, None]
    return np.asarray(sound * fade**2)


def _chord(notes: tuple[float, ...], time: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each note twice, a hair apart and on either side, so that it beats slowly across the room."""
    sound = np.zeros((len(time), 2))
    for place, note in enumerate(notes):
        breath = 1 + 0.25 * np.sin(2 * np.pi * (0.07 + 0.013 * place) * time + place)
        for side, detune in ((0, -0.23), (1, 0.23)):
            tone = np.sin(2 * np.pi * (note + detune) * time)
            soft = 0.35 * np.sin(2 * np.pi * 2 * (note - detune) * time)
            sound[:, side] += breath * (tone + soft) / (1 + place)
    return sound
