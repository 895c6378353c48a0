"""Films are written in a process of their own: told of, cancelled, and never half there."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from canvas.document.sequence import Cut, Moving, Sequence, Still
from canvas.document.timing import Rate
from generation.events import JobEvent
from generation.intake import measured
from generation.jobs import Job
from tests.generation.conftest import App, until


def film(
    app: App, *, shots: int = 1, frames: int = 24, size: tuple[int, int] = (64, 36)
) -> Sequence:
    """A film of rendered shots, each in another colour."""
    cuts = []
    for number in range(shots):
        done = app.end_of(
            app.render(seed=50 * number, frames=frames, width=size[0], height=size[1])
        )
        assert done.result is not None
        source = Moving(asset=done.result.asset, rate=done.result.rate, frames=frames)
        cuts.append(cut(number, source, frames))
    return Sequence(title="Film", rate=Rate(24), width=size[0], height=size[1], cuts=tuple(cuts))


def cut(number: int, source: Moving | Still, frames: int) -> Cut:
    return Cut(
        shot=f"s{number}",
        node=f"n{number}",
        number=str(number + 1),
        title=f"Shot {number}",
        source=source,
        start=number * frames,
        frames=frames,
    )


def long_film(app: App) -> Sequence:
    """One that takes long enough to be interrupted: a still, encoded for hours."""
    done = app.end_of(app.render(frames=1))
    assert done.result is not None
    still = Still(asset=done.result.thumbnail)
    return Sequence(
        title="Long", rate=Rate(24), width=640, height=360, cuts=(cut(0, still, 2_000_000),)
    )


def writing(app: App, job: Job) -> JobEvent:
    """Wait until frames of the export are written."""
    return app.wait_for(
        lambda event: (
            event.job.id == job.id and event.progress is not None and event.progress.done > 0
        )
    )


def test_a_film_is_written_with_exactly_its_frames(app: App, tmp_path: Path) -> None:
    out = tmp_path / "my film 晨.mp4"
    job = app.supervisor.run_export(film(app, shots=2), out)
    assert job.state == "running"
    done = app.wait_for(lambda event: event.job.id == job.id and event.exported is not None)
    assert (done.state, done.trouble, done.job.kind) == ("done", None, "export")
    assert done.exported is not None
    assert (done.exported.path, done.exported.frames) == (out, 48)
    assert done.exported.bytes == out.stat().st_size
    assert measured(out) == (48, 64, 36)


def test_a_gif_is_written_where_the_name_says_so(app: App, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    assert app.end_of(app.supervisor.run_export(film(app), out)).state == "done"
    assert out.read_bytes().startswith(b"GIF8")


def test_a_cancelled_export_leaves_nothing(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    job = app.supervisor.run_export(long_film(app), folder / "film.mp4")
    writing(app, job)
    app.supervisor.cancel(job.id)
    assert app.end_of(job).state == "cancelled"
    assert list(folder.iterdir()) == []


def test_a_render_goes_on_beside_an_export(app: App, tmp_path: Path) -> None:
    job = app.supervisor.run_export(long_film(app), tmp_path / "film.mp4")
    writing(app, job)
    assert app.end_of(app.render(seed=77)).state == "done"
    app.supervisor.cancel(job.id)
    assert app.end_of(job).state == "cancelled"


def test_asking_twice_for_one_file_is_one_export(app: App, tmp_path: Path) -> None:
    sequence = long_film(app)
    first = app.supervisor.run_export(sequence, tmp_path / "film.mp4")
    assert app.supervisor.run_export(sequence, tmp_path / "film.mp4").id == first.id
    app.supervisor.cancel(first.id)
    app.end_of(first)


def test_a_missing_file_is_said_with_the_shot(app: App, tmp_path: Path) -> None:
    sequence = film(app, shots=2)
    source = sequence.cuts[1].source
    assert isinstance(source, Moving)
    app.store.path(source.asset).unlink()
    failed = app.end_of(app.supervisor.run_export(sequence, tmp_path / "film.mp4"))
    assert failed.trouble is not None
    assert failed.trouble.code == "missing_media"
    assert "Shot 1" in str(failed.trouble)
    assert not (tmp_path / "film.mp4").exists()


def test_an_empty_film_is_refused(app: App, tmp_path: Path) -> None:
    empty = Sequence(title="", rate=Rate(24), width=64, height=36)
    failed = app.end_of(app.supervisor.run_export(empty, tmp_path / "film.mp4"))
    assert failed.trouble is not None
    assert failed.trouble.remedy is not None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process in /proc")
def test_an_export_whose_process_is_killed_twice_has_failed_and_left_no_film(
    app: App, tmp_path: Path
) -> None:
    sequence = long_film(app)
    others = workers()
    job = app.supervisor.run_export(sequence, tmp_path / "film.mp4")
    for _ in range(2):
        until(lambda: bool(workers() - others))
        (writer,) = workers() - others
        os.kill(writer, signal.SIGKILL)
        others.add(writer)
    failed = app.end_of(job)
    assert (failed.state, failed.tries) == ("failed", 2)
    assert failed.trouble is not None
    assert failed.trouble.code == "worker_lost"
    assert not (tmp_path / "film.mp4").exists()


def workers() -> set[int]:
    """The render processes that we have started, as /proc lists them."""
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if _ours(process)}


def _ours(process: Path) -> bool:
    try:
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        return int(parent) == os.getpid() and b"generation.worker" in (
            (process / "cmdline").read_bytes()
        )
    except (FileNotFoundError, ProcessLookupError):  # it has ended while we looked
        return False


def test_closing_ends_an_export_and_leaves_no_film(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    job = app.supervisor.run_export(long_film(app), folder / "film.mp4")
    writing(app, job)
    app.supervisor.close()
    assert app.end_of(job).state == "cancelled"
    assert list(folder.iterdir()) == []
