"""Real shots by a real render process: made once, told of, and survived when it goes wrong."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from assets.frames import Frames
from assets.store import Store
from canvas.document.sequence import Cut, Sequence, Still
from canvas.document.timing import Rate
from generation.catalogue import installed
from generation.contract import Keyframe, Media, ShotRequest, Slate
from generation.intake import measured
from generation.jobs import Job, Jobs
from tests.generation.conftest import App, exists, shot, until


def drawn(tally: Path) -> list[str]:
    """What was really drawn: one line a shot, `process seed number`."""
    return tally.read_text().splitlines() if tally.exists() else []


def test_a_shot_is_rendered_and_stored_with_exactly_its_frames(app: App) -> None:
    done = app.end_of(app.render(seed=7))
    assert (done.state, done.trouble) == ("done", None)
    assert done.result is not None
    assert measured(app.store.path(done.result.asset)) == (6, 64, 36)
    for hash in (done.result.asset, done.result.proxy, done.result.thumbnail):
        assert app.store.verify(hash)
    assert len(app.files()) == 3
    assert done.result.bytes == app.store.path(done.result.asset).stat().st_size


def test_the_app_hears_of_every_step_in_order(app: App) -> None:
    job = app.render("slow 0.12", frames=12)
    app.end_of(job)
    states = [event.state for event in app.events]
    assert states == sorted(states, key=["running", "done"].index)
    counts = [
        event.progress.done
        for event in app.events
        if event.progress and event.progress.phase == "rendering"
    ]
    assert counts == sorted(counts)
    assert counts[-1] <= 12
    assert any(event.progress.seconds_left for event in app.events if event.progress)


def test_previews_are_small_pictures_and_at_most_four_a_second(app: App) -> None:
    app.end_of(app.render("slow 0.05", frames=20, width=640, height=360))
    previews = [event.preview for event in app.events if event.preview]
    assert 1 <= len(previews) <= 2 + 4 * (20 * 0.05 + 5)
    assert previews[0].frame == 0
    for preview in previews:
        assert Image.open(io.BytesIO(preview.jpeg)).size == (256, 144)


def test_two_who_ask_for_the_same_shot_share_one_render(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    first = app.render(f"tally {tally}", "slow 0.05", node="n1")
    second = app.render(f"tally {tally}", "slow 0.05", node="n2")
    assert first.id == second.id
    assert app.end_of(first).nodes == ("n1", "n2")
    assert len(drawn(tally)) == 1


def test_a_shot_that_is_rendered_already_is_not_drawn_again(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    first = app.end_of(app.render(f"tally {tally}"))
    again = app.end_of(app.render(f"tally {tally}", node="n2"))
    assert again.id != first.id
    assert again.state == "done"
    assert again.result == first.result
    assert len(drawn(tally)) == 1


def test_a_shot_whose_file_is_gone_is_drawn_again(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    first = app.end_of(app.render(f"tally {tally}"))
    assert first.result is not None
    app.store.path(first.result.asset).unlink()
    again = app.end_of(app.render(f"tally {tally}"))
    assert again.result is not None
    assert app.store.verify(again.result.asset)
    assert len(drawn(tally)) == 2


def test_what_somebody_else_has_rendered_is_taken_over(app: App, tmp_path: Path) -> None:
    """A render that the board knows, of which our own queue has never heard."""
    tally = tmp_path / "tally"
    first = app.end_of(app.render(f"tally {tally}"))
    assert first.result is not None
    app.jobs.clear()
    app.supervisor.close()
    other = App(app.jobs, app.store, app.catalogue)
    other.renders.update(app.renders)
    try:
        again = other.end_of(other.render(f"tally {tally}"))
    finally:
        other.supervisor.close()
    assert again.result is not None
    assert again.result.asset == first.result.asset
    assert (again.result.frames, again.result.bytes) == (6, first.result.bytes)
    assert len(drawn(tally)) == 1


def test_a_model_gets_only_what_it_takes(app: App) -> None:
    """The key says nothing of what is ignored, so neither may the frames: odd sides are snapped."""
    done = app.end_of(app.render(width=65, height=37, loop=True, steps=9))
    assert done.result is not None
    assert (done.result.width, done.result.height) == (66, 38)


def test_the_process_stays_for_the_next_shot(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    for seed in range(3):
        app.end_of(app.render(f"tally {tally}", seed=seed))
    assert len({line.split()[0] for line in drawn(tally)}) == 1


def test_a_killed_process_costs_nothing_but_time(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    done = app.end_of(app.render(f"tally {tally}", f"kill 1 {tmp_path / 'struck'}"))
    assert (done.state, done.tries) == ("done", 2)
    assert len({line.split()[0] for line in drawn(tally)}) == 2
    assert len(app.files()) == 3


def test_a_process_killed_from_outside_is_started_again(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    job = app.render(f"tally {tally}", "slow 0.1", frames=10)
    app.drawing(job, done=2)
    os.kill(int(drawn(tally)[0].split()[0]), signal.SIGKILL)
    done = app.end_of(job)
    assert (done.state, done.tries) == ("done", 2)


def test_a_process_killed_between_two_shots_costs_no_try(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    app.end_of(app.render(f"tally {tally}"))
    idle = int(drawn(tally)[0].split()[0])
    os.kill(idle, signal.SIGKILL)
    until(lambda: not exists(idle))
    done = app.end_of(app.render(f"tally {tally}", seed=1))
    assert (done.state, done.tries) == ("done", 1)


def test_a_shot_that_kills_its_process_twice_has_failed_with_a_way_out(
    app: App, tmp_path: Path
) -> None:
    failed = app.end_of(app.render("print", f"kill 9 {tmp_path / 'struck'}"))
    assert (failed.state, failed.tries) == ("failed", 2)
    assert failed.trouble is not None
    assert failed.trouble.code == "worker_lost"
    assert failed.trouble.retry
    assert failed.trouble.remedy is not None
    assert "a library says" in failed.trouble.log
    assert app.files() == []
    assert app.end_of(app.render(seed=5)).state == "done"


def test_retry_gives_a_failed_shot_another_chance(app: App, tmp_path: Path) -> None:
    struck = tmp_path / "struck"
    failed = app.end_of(app.render(f"kill 2 {struck}"))
    app.jobs.retry(failed.id)
    app.supervisor.wake()
    done = app.wait_for(lambda event: event.job.id == failed.id and event.state == "done").job
    assert (done.tries, done.trouble) == (1, None)


def test_a_cancelled_shot_stops_and_leaves_no_file(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    job = app.render(f"tally {tally}", "slow 0.05", frames=2000)
    app.drawing(job)
    app.supervisor.cancel(job.id)
    assert app.end_of(job).state == "cancelled"
    assert app.files() == []
    app.end_of(app.render(f"tally {tally}", seed=1))
    assert len({line.split()[0] for line in drawn(tally)}) == 1  # the process lives on


def test_a_shot_that_does_not_stop_when_told_is_stopped_by_force(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.process.GRACE", 0.5)
    job = app.render(f"stuck {tmp_path / 'stuck'}")
    until(lambda: (tmp_path / "stuck").exists())
    app.supervisor.cancel(job.id)
    assert app.end_of(job).state == "cancelled"
    assert app.files() == []
    assert app.end_of(app.render(seed=1)).state == "done"


def test_a_waiting_shot_is_cancelled_while_another_is_drawn(app: App) -> None:
    running = app.render("slow 0.05", frames=200)
    waiting = app.render(seed=2)
    app.drawing(running)
    app.supervisor.cancel(waiting.id)
    assert app.end_of(waiting).state == "cancelled"
    assert app.jobs.listing(("running",))[0].id == running.id
    app.supervisor.cancel(running.id)
    app.end_of(running)


def test_a_renderer_that_raises_is_told_with_the_tail_of_its_log(app: App) -> None:
    failed = app.end_of(app.render("raise"))
    assert failed.trouble is not None
    assert failed.trouble.code == "render_failed"
    assert "the paint is dry" in str(failed.trouble)
    assert "Traceback" in failed.trouble.log
    assert failed.tries == 1
    assert app.files() == []


def test_running_out_of_memory_has_its_own_trouble(app: App) -> None:
    failed = app.end_of(app.render("memory"))
    assert failed.trouble is not None
    assert failed.trouble.code == "out_of_memory"
    assert failed.trouble.retry


@pytest.mark.parametrize("cue", ["few", "many", "wide"])
def test_frames_that_were_not_asked_for_are_refused(app: App, cue: str) -> None:
    failed = app.end_of(app.render(cue))
    assert failed.state == "failed"
    assert failed.trouble is not None
    assert failed.trouble.code == "render_failed"
    assert app.files() == []


def test_a_process_that_falls_silent_is_killed_and_the_shot_fails(app: App) -> None:
    failed = app.end_of(app.render("stuck", model="hasty"))
    assert (failed.state, failed.tries) == ("failed", 2)
    assert failed.trouble is not None
    assert failed.trouble.code == "worker_lost"
    assert app.files() == []


@pytest.mark.parametrize("model", ["unheard-of", "absent", "outdated"])
def test_a_model_that_is_not_there_is_named(app: App, model: str) -> None:
    failed = app.end_of(app.render(model=model))
    assert failed.trouble is not None
    assert failed.trouble.code == "model_missing"
    assert app.end_of(app.render()).state == "done"


def test_a_size_that_the_model_cannot_draw_is_refused_before_anything_runs(app: App) -> None:
    failed = app.end_of(app.render(width=8, height=8))
    assert failed.trouble is not None
    assert failed.trouble.code == "unsupported_input"
    assert failed.tries == 0


def test_a_missing_picture_is_said(app: App) -> None:
    lost = Keyframe(picture=Media(asset="0" * 64))
    failed = app.end_of(app.render(keyframes=(lost,)))
    assert failed.trouble is not None
    assert failed.trouble.code == "media_missing"


def test_a_shot_starts_where_the_one_before_it_ended(app: App) -> None:
    first = app.render("slow 0.02", seed=150)
    end = Keyframe(picture=Media(render=first.key, frame=-1))
    second = app.render(keyframes=(end,), node="n2", needs=(first.key,))
    done = app.end_of(second)
    assert done.result is not None
    with Frames(app.store.path(done.result.asset), threads=1) as clip:
        assert abs(int(clip.frame(0)[20, 60, 0]) - 150) <= 4
    assert app.end_of(first).state == "done"


def test_a_shot_whose_beginning_failed_fails_with_it(app: App) -> None:
    first = app.render("raise")
    end = Keyframe(picture=Media(render=first.key, frame=-1))
    second = app.render(keyframes=(end,), node="n2", needs=(first.key,))
    third = app.render("slow 0.01", node="n3", needs=(second.key,))
    assert app.end_of(second).state == app.end_of(third).state == "failed"
    assert "before this one" in str(app.end_of(second).trouble)


@contextmanager
def unwritable(jobs: Jobs, queue: Path) -> Iterator[None]:
    """Somebody else keeps the queue's file locked, so that nothing can be noted in it."""
    jobs._file.sql.execute("PRAGMA busy_timeout = 50").close()
    other = sqlite3.connect(queue, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_nobody_waits_in_vain_when_the_queue_cannot_be_written(app: App, tmp_path: Path) -> None:
    running = app.render("slow 0.05", seed=1)
    waiting = app.render(seed=2, node="n2")
    app.drawing(running)
    with unwritable(app.jobs, tmp_path / "jobs.sqlite"):
        for job in (running, waiting):
            ended = app.end_of(job)
            assert ended.state == "failed"
            assert ended.trouble is not None
            assert ended.trouble.remedy is not None
    app.events.clear()
    app.jobs.resume()
    app.supervisor.wake()
    assert app.end_of(running).state == app.end_of(waiting).state == "done"


def test_a_film_that_was_written_is_done_though_the_queue_cannot_note_it(
    app: App, tmp_path: Path
) -> None:
    made = app.end_of(app.render(frames=1))
    assert made.result is not None
    still = Still(asset=made.result.thumbnail)
    cut = Cut(shot="s", node="n", number="1", title="", source=still, start=0, frames=200)
    film = Sequence(title="", rate=Rate(24), width=640, height=360, cuts=(cut,))
    job = app.supervisor.run_export(film, tmp_path / "film.mp4")
    app.wait_for(lambda event: event.job.id == job.id and event.progress is not None)
    with unwritable(app.jobs, tmp_path / "jobs.sqlite"):
        assert app.end_of(job).state == "done"
    assert (tmp_path / "film.mp4").exists()


def test_a_request_that_nobody_understands_any_more_fails_alone(app: App, tmp_path: Path) -> None:
    """An older program queued it, a newer one finds it."""
    app.jobs.pause()
    odd = app.render(seed=3)
    with closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as queue, queue:
        queue.execute("UPDATE jobs SET request = ? WHERE id = ?", ('{"hologram": 1}', odd.id))
    app.jobs.resume()
    app.supervisor.wake()
    failed = app.end_of(odd)
    assert failed.trouble is not None
    assert failed.trouble.remedy is not None
    assert app.end_of(app.render(seed=4)).state == "done"


def test_what_libraries_print_does_not_disturb(app: App) -> None:
    assert app.end_of(app.render("print", seed=3)).state == "done"


def test_any_words_survive_the_way(app: App) -> None:
    assert app.end_of(app.render('缓慢推近 "quotes" \u2028 🎬\ttab')).state == "done"


def test_the_front_of_the_queue_is_drawn_first(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    cue = f"tally {tally}"
    running = app.render(cue, "slow 0.1", frames=8)
    app.drawing(running)
    last = app.render(cue, seed=1)
    sooner = app.render(cue, seed=2)
    app.jobs.front(sooner.id)
    app.end_of(last)
    assert [line.split()[-1] for line in drawn(tally)] == ["0", "2", "1"]


def test_closing_puts_the_running_shot_back_and_ends_the_process(app: App, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    job = app.render(f"tally {tally}", "slow 0.05", frames=400)
    app.drawing(job)
    app.supervisor.close()
    assert queued(app, job)
    assert app.files() == []
    assert not exists(int(drawn(tally)[0].split()[0]))


def test_closing_before_anything_ran_is_quick_and_quiet(app: App) -> None:
    app.supervisor.close()
    app.supervisor.close()
    assert app.events == []


def queued(app: App, job: Job) -> bool:
    found = app.jobs.find(job.id)
    return found is not None and found.state == "queued"


def test_equal_shots_have_equal_files(app: App) -> None:
    """Deterministic bytes: the same request made twice is one file in the store."""
    first = app.end_of(app.render(seed=9))
    assert first.result is not None
    app.renders.clear()
    app.jobs.clear()
    app.supervisor.close()
    other = App(app.jobs, app.store, app.catalogue)
    try:
        again = other.end_of(other.submit(shot(seed=9)))
    finally:
        other.supervisor.close()
    assert again.result is not None
    assert again.result.asset == first.result.asset


def test_the_built_in_renderer_draws_words_and_pictures(
    jobs: Jobs, store: Store, pictures: Path
) -> None:
    """Animatic through the whole way: a card, then a push in on a photograph."""
    app = App(jobs, store, installed())
    photograph = next(iter(sorted(pictures.glob("*.jpg"))))
    hash = store.put(photograph, ".jpg").hash
    card = ShotRequest(
        frames=6, width=320, height=180, prompt="dawn, wide shot", slate=Slate(title="Dawn")
    )
    push = ShotRequest(
        frames=6,
        width=320,
        height=180,
        prompt="push in slowly",
        keyframes=(Keyframe(picture=Media(asset=hash)),),
    )
    try:
        for request in (card, push):
            done = app.end_of(app.submit(request))
            assert (done.state, done.trouble) == ("done", None)
            assert done.result is not None
            assert measured(store.path(done.result.asset)) == (6, 320, 180)
    finally:
        app.supervisor.close()
