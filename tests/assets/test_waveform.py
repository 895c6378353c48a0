"""How loud a sound is: measured from real files of many formats, kept, and measured anew."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from assets.disk import Stopped
from assets.mixing import SoundUnreadable
from assets.store import MissingMedia, Store
from assets.waveform import BINS, FOLDER, loudness_of, measure
from tests.assets.painted import write_beeps
from tests.assets.recorded import record, sing


def write_levels(path: Path, levels: list[float], *, rate: int = 8000, each: int = 1000) -> Path:
    """A square wave that is so loud, and then so loud."""
    signs = np.where(np.arange(each) % 20 < 10, 1, -1)
    samples = np.concatenate([signs * level * 32767 for level in levels])
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def test_what_is_louder_stands_higher_from_left_to_right(tmp_path: Path) -> None:
    found = measure(write_levels(tmp_path / "steps.wav", [0.0, 0.25, 0.5, 1.0]))
    assert len(found) == BINS
    middles = found[[BINS // 8, BINS * 3 // 8, BINS * 5 // 8, BINS * 7 // 8]]
    assert np.abs(middles.astype(int) - [0, 63, 127, 255]).max() <= 2


def test_a_beep_a_second_shows_as_so_many_peaks(tmp_path: Path) -> None:
    found = measure(write_beeps(tmp_path / "beeps.wav", 8))
    loud = found > 128
    assert int((np.diff(loud.astype(int)) == 1).sum() + loud[0]) == 8


@pytest.mark.parametrize(("suffix", "codec"), [("mp3", "libmp3lame"), ("m4a", "aac")])
def test_what_is_coded_is_as_loud_as_it_is_heard(tmp_path: Path, suffix: str, codec: str) -> None:
    found = measure(sing(tmp_path / f"note.{suffix}", codec=codec))
    # eight measures of two seconds hold three periods of the note
    inner = found[BINS // 4 : BINS * 3 // 4].reshape(-1, 8).max(axis=1).astype(int)
    # the note is written to both channels of a file, each three decibels softer than the one
    softer = 9000 * 255 / 32768 / 2**0.5
    assert np.abs(inner - softer).max() < 5


def test_the_sound_of_a_video_is_measured_too(tmp_path: Path) -> None:
    assert measure(record(tmp_path / "talk.mp4", sound="aac")).max() > 50


def test_an_hour_takes_no_more_room_than_a_second(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 4000, 0, "NONE", ""))
        minute = (np.sin(np.arange(4000 * 60) / 5) * 32000).astype("<i2").tobytes()
        for number in range(60):
            file.writeframes(minute if number % 2 else bytes(len(minute)))
    found = measure(path)
    assert len(found) == BINS
    assert found[BINS // 120] < 5, "the first minute is silent"
    assert found[BINS // 120 * 3] > 230, "the second is not"


def test_a_very_short_sound_fills_the_whole_width(tmp_path: Path) -> None:
    assert (measure(write_levels(tmp_path / "click.wav", [0.5], each=40)) > 100).all()


def test_a_measure_is_kept_beside_the_store_and_read_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "media")
    stored = store.put(write_beeps(tmp_path / "beeps.wav", 2), ".wav")
    first = loudness_of(stored.hash, store)
    kept = store.root / FOLDER / stored.hash
    assert kept.exists()
    assert list(store.hashes()) == [stored.hash], "it is no media"
    stored.path.unlink()
    assert (loudness_of(stored.hash, store) == first).all()


def test_a_damaged_measure_is_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "media")
    stored = store.put(write_beeps(tmp_path / "beeps.wav", 2), ".wav")
    first = loudness_of(stored.hash, store)
    kept = store.root / FOLDER / stored.hash
    kept.write_bytes(kept.read_bytes()[:100])
    assert (loudness_of(stored.hash, store) == first).all()
    assert len(kept.read_bytes()) > BINS


def test_nothing_is_written_where_nothing_may_be(tmp_path: Path) -> None:
    store = Store(tmp_path / "media")
    stored = store.put(write_beeps(tmp_path / "beeps.wav", 1), ".wav")
    loudness_of(stored.hash, store, keep=False)
    assert not (store.root / FOLDER).exists()


def test_what_is_no_sound_is_told_by_its_name(tmp_path: Path) -> None:
    torn = tmp_path / "torn.wav"
    torn.write_bytes(b"RIFF" + b"\0" * 40)
    with pytest.raises(SoundUnreadable, match=r"torn\.wav"):
        measure(torn)
    with pytest.raises(SoundUnreadable):
        measure(record(tmp_path / "silent.mp4"))


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingMedia):
        loudness_of("0" * 64, Store(tmp_path / "media"))


def test_a_long_measure_ends_when_nobody_wants_it(tmp_path: Path) -> None:
    asked = iter([False, True])
    with pytest.raises(Stopped):
        measure(write_beeps(tmp_path / "beeps.wav", 4), cancelled=lambda: next(asked))
