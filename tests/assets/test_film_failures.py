"""Exports that are cancelled, or cannot be written: a plain sentence, and nothing half there."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assets import unfinished
from assets.disk import DiskTrouble, Stopped
from assets.film import EmptyFilm, FilmFrames, MissingShots, Options, UnknownFormat, export
from assets.projection import ShotUnreadable
from canvas.document.sequence import Sequence, Still
from canvas.document.timing import Rate
from tests.assets.painted import (
    Shelf,
    film,
    moving,
    probed,
    write_clip,
)
from tests.conftest import ROOT

RE_ENCODE = Options(copy=False)


def cancel_after(frames: int) -> tuple[Callable[[int, int], None], Callable[[], bool]]:
    heard: list[int] = []
    return (lambda done, total: heard.append(done)), (lambda: len(heard) >= frames)


@pytest.mark.parametrize("name", ["film.mp4", "film.gif"])
def test_cancelling_leaves_nothing_behind(shelf: Shelf, tmp_path: Path, name: str) -> None:
    a = shelf.clip("a", 60)
    folder = tmp_path / "exports"
    folder.mkdir()
    progress, cancelled = cancel_after(10)
    with pytest.raises(Stopped):
        export(
            film([(moving(a, 60), 60)]),
            shelf,
            folder / name,
            options=RE_ENCODE,
            progress=progress,
            cancelled=cancelled,
        )
    assert list(folder.iterdir()) == []


def test_a_film_that_was_there_stays_until_the_new_one_is_whole(
    shelf: Shelf, tmp_path: Path, out: Path
) -> None:
    out.write_bytes(b"the film of yesterday")
    sequence = film([(moving(shelf.clip("a", 60), 60), 60)])
    seen: list[bytes] = []
    export(sequence, shelf, out, progress=lambda done, total: seen.append(out.read_bytes()))
    assert set(seen) == {b"the film of yesterday"}
    assert probed(out, "stream=nb_read_frames", "-count_frames")[0]["nb_read_frames"] == "60"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_progress_counts_every_frame_up_to_the_last(shelf: Shelf, out: Path) -> None:
    heard: list[tuple[int, int]] = []
    for options in (RE_ENCODE, Options()):
        heard.clear()
        export(
            film([(moving(shelf.clip("a", 30), 30), 30)]),
            shelf,
            out,
            options=options,
            progress=lambda done, total: heard.append((done, total)),
        )
        assert heard == [(done, 30) for done in range(1, 31)]


def test_missing_files_name_their_shots_before_anything_is_written(shelf: Shelf, out: Path) -> None:
    a = shelf.clip("a", 10)
    sequence = film([(moving(a, 10), 10), (moving("gone", 10), 10), (Still(asset="lost"), 5)])
    with pytest.raises(MissingShots) as told:
        export(sequence, shelf, out)
    assert "2 “Shot 2”" in str(told.value)
    assert "3 “Shot 3”" in str(told.value)
    assert "1 “Shot 1”" not in str(told.value)
    assert not out.exists()


def test_a_broken_clip_names_its_shot(shelf: Shelf, out: Path) -> None:
    shelf("broken").write_bytes(b"no clip" * 100)
    sequence = film([(moving(shelf.clip("a", 10), 10), 10), (moving("broken", 10), 10)])
    with pytest.raises(ShotUnreadable, match="2 “Shot 2”"):
        export(sequence, shelf, out)
    assert not out.exists()


def test_the_player_shows_a_card_in_place_of_a_broken_clip(shelf: Shelf) -> None:
    shelf("broken").write_bytes(b"no clip" * 100)
    with FilmFrames(film([(moving("broken", 10), 10)]), shelf, lenient=True) as frames:
        assert frames.frame(3).std() > 3


def test_an_empty_film_is_a_plain_sentence(shelf: Shelf, out: Path) -> None:
    with pytest.raises(EmptyFilm):
        export(Sequence(title="", rate=Rate(24), width=320, height=180), shelf, out)


def test_an_unknown_ending_is_a_plain_sentence(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="avi"):
        export(film([(moving("a", 1), 1)]), shelf, tmp_path / "film.avi")


def test_a_full_disk_leaves_the_old_film(shelf: Shelf, tmp_path: Path, out: Path) -> None:
    noise = np.random.default_rng(5)
    frames = (noise.integers(0, 255, (180, 320, 3), np.uint8) for _ in range(40))
    write_clip(shelf("a"), frames)
    out.write_bytes(b"the film of yesterday")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(DiskTrouble):
            export(film([(moving("a", 40), 40)]), shelf, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert out.read_bytes() == b"the film of yesterday"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_a_folder_that_is_not_there_is_a_plain_sentence(shelf: Shelf, tmp_path: Path) -> None:
    sequence = film([(moving(shelf.clip("a", 5), 5), 5)])
    with pytest.raises(DiskTrouble):
        export(sequence, shelf, tmp_path / "no" / "film.mp4")


EXPORT = """
import sys
from pathlib import Path
from assets.film import Options, export
from tests.conftest import ROOT
from tests.assets.painted import film, moving
folder, out = map(Path, sys.argv[1:])
export(film([(moving("a", 60), 60)] * 500), folder.joinpath, out, options=Options(copy=False))
"""


def killed_while_writing(shelf: Shelf, out: Path) -> Path:
    """What a process that was killed in the middle of an export has left."""
    command = [sys.executable, "-c", EXPORT, str(shelf.folder), str(out)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        while not (left := list(out.parent.glob(".*.part"))):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    return left[0]


def test_the_next_export_sweeps_what_a_killed_one_has_left(shelf: Shelf, tmp_path: Path) -> None:
    shelf.clip("a", 60)
    folder = tmp_path / "exports"
    folder.mkdir()
    left = killed_while_writing(shelf, folder / "film.mp4")
    assert left.exists()
    under_way = unfinished.beside(folder / "other.mp4", ".part")
    elsewhere = left.with_name(f".shotweave-00000000{left.name[19:]}")
    own = folder / ".shotweave-notes.part"
    for path in (under_way, elsewhere, own):
        path.write_bytes(b"of somebody who is at work, of another machine, of the person")
    export(film([(moving("a", 60), 60)]), shelf, folder / "film.mp4")
    assert set(folder.iterdir()) == {folder / "film.mp4", under_way, elsewhere, own}


@pytest.mark.parametrize("name", ["a film.mp4", "最后一公里.mp4", "🎬.mp4", "x" * 200 + ".mp4"])
def test_a_film_may_have_any_name(shelf: Shelf, tmp_path: Path, name: str) -> None:
    export(film([(moving(shelf.clip("a", 5), 5), 5)]), shelf, tmp_path / name)
    assert (tmp_path / name).stat().st_size > 1000
