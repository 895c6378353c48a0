"""The queue of a board, as a person sees it and puts it in order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from canvas.app.commands import queue
from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node, delete_nodes, rename, set_param
from canvas.app.commands.render import render
from canvas.app.notices import Notice, QueueChanged, Told
from canvas.app.session import ReadOnly, Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from tests.app.anyway import queue_anyway


@pytest.fixture
def clips(session: Session) -> list[str]:
    """Four small shots of words alone."""
    made = []
    for seed in range(4):
        clip = add_node(session, NodeKind.clip, (400 * seed, 0), params={"frames": 4, "seed": seed})
        rename(session, clip, f"Shot {seed}")
        add_shot(session, clip)
        made.append(clip)
    return made


def waiting(session: Session) -> list[str]:
    return [entry.job.node for entry in session.queue.snapshot().waiting]


def ids(session: Session) -> list[int]:
    return [entry.job.id for entry in session.queue.snapshot().waiting]


def test_a_board_that_nobody_renders_has_an_empty_queue(session: Session) -> None:
    assert session.queue.snapshot().why_paused == ""
    assert session.queue.counts() == (0, 0)
    assert queue.clear(session) == 0
    assert not session.folder.jobs.exists()


def test_while_it_is_paused_shots_wait_and_the_person_is_told(
    session: Session, clips: list[str]
) -> None:
    told: list[Notice] = []
    session.listen(told.append)
    assert queue.pause(session) == "paused"
    render(session)
    assert any(isinstance(one, Told) and "paused" in str(one.about) for one in told)
    assert waiting(session) == clips
    assert session.state(clips[0]).state == "queued"
    assert queue.pause(session) == "resumed"
    session.wait_for_renders()
    shown = session.queue.snapshot()
    assert [entry.state for entry in shown.ended] == ["done"] * 4
    assert {entry.job.person for entry in shown.ended} == {"somebody"}


def test_shots_are_drawn_in_the_order_into_which_they_are_put(
    session: Session, clips: list[str]
) -> None:
    queue.pause(session)
    render(session)
    first, second, third, last = ids(session)
    queue.move(session, [last], second)
    assert waiting(session) == [clips[0], clips[3], clips[1], clips[2]]
    queue.front(session, [second, third])
    assert waiting(session) == [clips[1], clips[2], clips[0], clips[3]]
    queue.cancel(session, [first])
    queue.pause(session)
    session.wait_for_renders()
    ended = [entry.job.node for entry in session.queue.snapshot().ended if entry.state == "done"]
    assert ended[::-1] == [clips[1], clips[2], clips[3]]
    assert session.state(clips[0]).state == "empty"


def test_what_failed_is_rendered_again_as_its_clip_is_now(
    session: Session, clips: list[str]
) -> None:
    set_param(session, clips[:1], "model", "wan-9000")
    queue_anyway(session, clips[:1])
    session.wait_for_renders()
    (failed,) = session.queue.snapshot().ended
    assert "wan-9000" in str(failed.trouble)
    set_param(session, clips[:1], "model", None)
    assert queue.retry(session, [failed.job.id]).queued == (clips[0],)
    session.wait_for_renders()
    assert [entry.state for entry in session.queue.snapshot().ended] == ["done"]
    assert queue.clear(session) == 1
    assert session.queue.snapshot().ended == ()
    assert session.state(clips[0]).state == "done"


def test_a_deleted_shot_is_not_rendered_again(session: Session, clips: list[str]) -> None:
    set_param(session, clips[:1], "model", "wan-9000")
    queue_anyway(session, clips[:1])
    session.wait_for_renders()
    (failed,) = session.queue.snapshot().ended
    delete_nodes(session, clips[:1])
    assert queue.retry(session, [failed.job.id]).queued == ()
    assert session.queue.snapshot().ended == ()


def test_a_shot_that_is_deleted_while_it_waits_is_drawn_for_nobody(
    session: Session, clips: list[str]
) -> None:
    queue.pause(session)
    render(session)
    delete_nodes(session, clips[1:3])
    queue.pause(session)
    session.wait_for_renders()
    states = {entry.job.node: entry.state for entry in session.queue.snapshot().ended}
    assert [states[clip] for clip in clips] == ["done", "cancelled", "cancelled", "done"]


def test_what_runs_says_how_far_it_is_and_the_rest_when_it_is_done(
    session: Session, clips: list[str]
) -> None:
    render(session, clips[:2])
    session.wait_for_renders()
    queue.pause(session)
    set_param(session, clips[:1], "frames", 50_000)
    render(session, clips)
    assert [entry.seconds_left for entry in session.queue.snapshot().waiting] == [None] * 3
    queue.pause(session)
    running = None
    while running is None or running.live is None or running.live.phase != "rendering":
        session.drain()
        shown = session.queue.snapshot()
        running = shown.running[0] if shown.running else None
    assert running.job.node == clips[0]
    assert running.job.device == "light"
    left = [entry.seconds_left or 0.0 for entry in shown.waiting]
    assert left == sorted(left)
    assert left[0] > 0
    assert shown.seconds_left == left[-1]
    queue.cancel(session, [running.job.id])
    session.wait_for_renders()
    assert session.state(clips[0]).state == "stale"


def test_a_pause_that_a_crash_made_ends_with_a_word(
    session: Session, clips: list[str], settings: Settings
) -> None:
    queue.pause(session)
    render(session)
    session.close()
    with sqlite3.connect(session.folder.jobs) as file:
        file.execute("UPDATE jobs SET state = 'running' WHERE id = 1")
    file.close()
    with Session.open(session.path, settings=settings) as again:
        shown = again.queue.snapshot()
        assert shown.why_paused == "crash"
        assert [entry.state for entry in shown.waiting] == ["lost", "queued", "queued", "queued"]
        assert queue.pause(again) == "resumed"
        again.wait_for_renders()
        assert again.state(clips[0]).state == "done"


def test_what_waited_when_the_board_was_closed_goes_on_when_a_screen_opens_it(
    session: Session, clips: list[str], settings: Settings
) -> None:
    queue.pause(session)
    render(session)
    session.queue._rendering.jobs.resume()  # nobody has begun anything yet
    session.close()
    with Session.open(session.path, settings=settings) as again:
        assert waiting(again) == clips
        again.rendering.go_on()
        again.wait_for_renders()
        assert again.queue.counts() == (0, 0)
        assert [again.state(clip).state for clip in clips] == ["done"] * 4


def test_every_change_of_the_queue_is_told(session: Session, clips: list[str]) -> None:
    told: list[Notice] = []
    session.listen(told.append)
    for change in (
        lambda: queue.pause(session),
        lambda: render(session),
        lambda: queue.move(session, ids(session)[-1:], ids(session)[0]),
        lambda: queue.front(session, ids(session)[-1:]),
        lambda: queue.pause(session),
    ):
        told.clear()
        change()
        assert any(isinstance(one, QueueChanged) for one in told)
    session.wait_for_renders()


def test_a_board_to_look_at_has_a_queue_that_nobody_touches(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    session.flush()
    with Session.open(session.path, settings=settings, readonly=True) as looking:
        with pytest.raises(ReadOnly):
            queue.pause(looking)
        assert looking.queue.snapshot().waiting == ()
