"""What is heard in an exported film: in time, as loud as asked for, faded where shots dissolve."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from assets.film import export
from canvas.document.sequence import SoundCue
from canvas.document.timing import Rate
from tests.assets.painted import (
    FILM_RATES,
    Shelf,
    film,
    grey,
    heard,
    moving,
    numbers_in,
    write_beeps,
    write_clip,
)


def test_a_film_without_sound_has_a_silent_track_to_the_end(shelf: Shelf, out: Path) -> None:
    a = shelf.clip("a", 48)
    export(film([(moving(a, 48), 48)]), shelf, out)
    sound = heard(out)
    assert abs(len(sound) - 96_000) <= 1024
    assert np.abs(sound).max() == 0


@pytest.mark.parametrize("rate", FILM_RATES, ids=str)
def test_flash_and_beep_stay_together(shelf: Shelf, out: Path, rate: Rate) -> None:
    """Within a millisecond at the first and the last of eight seconds."""
    total = int(8 * rate.fraction)
    write_beeps(shelf("beeps.wav"), 9)
    write_clip(shelf("a"), [grey(20)] * total, rate=rate)
    cue = SoundCue(asset="beeps.wav", start=0, frames=total)
    sequence = replace(film([(moving("a", total, rate), total)], rate=rate), sounds=(cue,))
    export(sequence, shelf, out)
    starts = onsets(heard(out))
    assert len(starts) == 8
    assert np.abs(starts - np.arange(8)).max() <= 0.001, starts


def onsets(sound: np.ndarray) -> np.ndarray:
    """Seconds at which a tone begins, by where its envelope crosses a third of its height."""
    loud = np.abs(sound) > 0.25
    marks = np.flatnonzero(loud)
    firsts = marks[np.diff(marks, prepend=-48_000) > 4800]
    # The tone is a sine: it takes this long from its start to the threshold.
    return firsts / 48_000 - np.arcsin(0.25 / 0.8) / (2 * np.pi * 1000)


def test_a_cue_starts_where_it_is_placed_with_its_own_beginning_and_loudness(
    shelf: Shelf, out: Path
) -> None:
    write_beeps(shelf("beeps.wav"), 4)
    a = shelf.clip("a", 96)
    cue = SoundCue(asset="beeps.wav", start=36, frames=30, source_in=24, gain_db=-6)
    export(replace(film([(moving(a, 96), 96)]), sounds=(cue,)), shelf, out)
    sound = heard(out)
    assert np.abs(onsets_quiet(sound) - np.array([1.5, 2.5])).max() <= 0.001
    assert 0.38 < np.abs(sound).max() < 0.43
    assert np.abs(sound[: int(1.45 * 48_000)]).max() < 0.01
    assert np.abs(sound[int(2.8 * 48_000) :]).max() < 0.01


def onsets_quiet(sound: np.ndarray) -> np.ndarray:
    return onsets(sound * (0.8 / 0.4))


def test_sounds_are_summed(shelf: Shelf, out: Path) -> None:
    write_beeps(shelf("beeps.wav"), 2)
    a = shelf.clip("a", 48)
    cues = (
        SoundCue(asset="beeps.wav", start=0, frames=48, gain_db=-12),
        SoundCue(asset="beeps.wav", start=12, frames=36, gain_db=-12),
    )
    export(replace(film([(moving(a, 48), 48)]), sounds=cues), shelf, out)
    assert np.abs(onsets(heard(out) * 4) - np.array([0, 0.5, 1, 1.5])).max() <= 0.001


def test_the_track_of_a_video_with_sound_keeps_in_step(shelf: Shelf, out: Path) -> None:
    """An AAC track begins with priming that must not shift it, also from the middle on."""
    write_beeps(shelf("beeps.wav"), 6)
    silent = shelf.clip("silent", 144)
    cue = SoundCue(asset="beeps.wav", start=0, frames=144)
    export(replace(film([(moving(silent, 144), 144)]), sounds=(cue,)), shelf, shelf("talk.mp4"))
    own = SoundCue(asset="talk.mp4", start=0, frames=72, source_in=60)
    sequence = replace(film([(moving("talk.mp4", 144), 72, 60)]), sounds=(own,))
    export(sequence, shelf, out)
    assert np.abs(onsets(heard(out)) - np.array([0.5, 1.5, 2.5])).max() <= 0.001
    assert numbers_in(out)[:3] == [60, 61, 62]


def test_sound_crossfades_where_shots_dissolve(shelf: Shelf, out: Path) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(96_000) / 48_000) * 0.5
    with av.open(str(shelf("tone.wav")), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        samples = (tone * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    a = shelf.clip("a", 48)
    plain = film([(moving(a, 48), 48), (moving(a, 48), 24, 0, 24)])
    sequence = replace(plain, sounds=(SoundCue(asset="tone.wav", start=0, frames=48),))
    export(sequence, shelf, out)
    sound = np.abs(heard(out))
    assert 0.45 < sound[40_000:47_000].max() < 0.55
    assert 0.2 < sound[71_000:73_000].max() < 0.3, "half way through the dissolve"
    assert sound[95_000:96_000].max() < 0.05
