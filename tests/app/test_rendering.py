"""A shot becomes pictures, by the real worker; small ones, so that each takes a moment."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from canvas.app.commands.board import undo
from canvas.app.commands.export import start_export
from canvas.app.commands.film import number_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, duplicate, move_nodes, set_param
from canvas.app.commands.render import cancel_renders, render, retry, to_render
from canvas.app.notices import ExportProgress, NodeState, Notice
from canvas.app.session import ReadOnly, Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from tests.app.anyway import queue_anyway


def test_a_render_becomes_the_chosen_take(session: Session, clip: str) -> None:
    told: list[NodeState] = []
    session.listen(lambda notice: told.append(notice) if isinstance(notice, NodeState) else None)
    assert session.state(clip).state == "empty"
    assert to_render(session) == (clip,)
    assert render(session).queued == (clip,)
    assert to_render(session) == ()
    session.wait_for_renders()
    (take,) = session.board.takes_of(clip)
    master = session.board.assets[take.asset]
    assert session.board.nodes[clip].take == take.id
    assert (take.frames, master.frames, master.width, master.height) == (6, 6, 64, 36)
    assert take.recipe["frames"] == 6
    assert all(session.store.verify(h) for h in (take.asset, master.proxy, master.thumbnail))
    states = [state.state for state in told]
    assert states[0] == "queued"
    assert states[-1] == session.state(clip).state == "done"
    assert "running" in states


def test_what_is_rendered_is_not_rendered_again(session: Session, clip: str) -> None:
    """Issue 2: running `render` twice renders nothing the second time."""
    render(session)
    session.wait_for_renders()
    again = render(session)
    assert (again.queued, again.fresh) == ((), ())
    move_nodes(session, [clip], 500, 500)
    assert render(session).queued == ()
    assert session.state(clip).state == "done"


def test_a_render_whose_file_was_cut_short_is_made_again(session: Session, clip: str) -> None:
    render(session)
    session.wait_for_renders()
    (take,) = session.board.takes_of(clip)
    master = session.store.path(take.asset)
    master.chmod(0o644)
    master.write_bytes(master.read_bytes()[:100])
    session.close()
    with Session.open(session.path, settings=session.settings) as again:
        assert render(again).queued == (clip,)
        again.wait_for_renders()
        assert again.state(clip).state == "done"
        assert again.store.verify(take.asset)
        assert again.board.takes_of(clip) == (take,)


def test_going_back_to_an_earlier_seed_chooses_its_take_without_a_render(
    session: Session, clip: str
) -> None:
    render(session)
    session.wait_for_renders()
    first = session.board.nodes[clip].take
    set_param(session, [clip], "seed", 7)
    assert session.state(clip).state == "stale"
    render(session)
    session.wait_for_renders()
    assert session.board.nodes[clip].take != first
    set_param(session, [clip], "seed", None)
    again = render(session)
    assert (again.queued, again.fresh) == ((), (clip,))
    assert session.board.nodes[clip].take == first
    assert len(session.board.takes_of(clip)) == 2


def test_equal_clips_are_one_render_and_two_takes(session: Session, clip: str) -> None:
    (twin,) = duplicate(session, [clip])
    assert len(render(session, [clip, twin]).queued) == 2
    session.wait_for_renders()
    (one,), (two,) = session.board.takes_of(clip), session.board.takes_of(twin)
    assert one.asset == two.asset
    assert len(session.jobs.listing(("done",))) == 1


def test_undo_takes_back_the_edit_and_not_the_render(session: Session, clip: str) -> None:
    set_param(session, [clip], "seed", 3)
    render(session)
    session.wait_for_renders()
    undo(session)
    assert session.board.nodes[clip].param("seed") == 0
    assert session.board.nodes[clip].take is not None
    assert session.state(clip).state == "stale"


def test_a_clip_that_follows_another_is_rendered_after_it(session: Session, clip: str) -> None:
    after = add_node(session, NodeKind.clip, (900, 0), params={"frames": 4})
    connect(session, clip, "video", after, "previous")
    assert render(session, [after]).queued == (clip, after)
    session.wait_for_renders()
    assert session.state(after).state == "done"
    set_param(session, [clip], "seed", 9)
    assert session.state(after).state == "stale"


def test_staleness_downstream_is_told(session: Session, clip: str) -> None:
    after = add_node(session, NodeKind.clip, (900, 0), params={"frames": 4})
    connect(session, clip, "video", after, "previous")
    told: list[Notice] = []
    session.listen(told.append)
    set_param(session, [clip], "seed", 9)
    assert {notice.node for notice in told if isinstance(notice, NodeState)} == {clip, after}


def test_looks_and_places_ask_for_nothing(session: Session, clip: str) -> None:
    told: list[Notice] = []
    session.listen(told.append)
    move_nodes(session, [clip], 5, 5)
    assert not [notice for notice in told if isinstance(notice, NodeState)]


def test_a_cancelled_render_leaves_the_clip_as_it_was(session: Session, clip: str) -> None:
    set_param(session, [clip], "frames", 100_000)
    render(session)
    cancel_renders(session, [clip])
    session.wait_for_renders()
    assert session.state(clip).state == "empty"
    assert session.board.takes_of(clip) == ()
    assert list((session.folder.media / "incoming").glob("*")) == []


@pytest.mark.soak
def test_a_shot_that_is_asked_for_while_it_is_being_stopped_is_rendered(
    session: Session, clip: str
) -> None:
    stopped: list[str] = []
    session.rendering.hearers.append(lambda event: stopped.append(event.state))
    render(session)
    while session.state(clip).state != "running":
        session.drain()
    cancel_renders(session, [clip])
    assert render(session).queued == (clip,)
    session.wait_for_renders()
    assert session.state(clip).state == "done"
    assert "cancelled" in stopped


def test_a_render_that_fails_says_why_and_can_be_tried_again(session: Session, clip: str) -> None:
    set_param(session, [clip], "model", "wan-9000")
    queue_anyway(session)
    session.wait_for_renders()
    state = session.state(clip)
    assert state.state == "failed"
    assert "wan-9000" in str(state.trouble)
    assert retry(session).refused.keys() == {clip}
    set_param(session, [clip], "model", None)
    assert session.state(clip).state == "empty"


@pytest.mark.parametrize("mended", [True, False])
def test_a_failure_is_shown_again_on_opening_unless_it_was_tried_again_since(
    session: Session, clip: str, settings: Settings, mended: bool
) -> None:
    set_param(session, [clip], "model", "wan-9000")
    queue_anyway(session)
    session.wait_for_renders()
    if mended:
        set_param(session, [clip], "model", None)
        render(session)
        session.wait_for_renders()
    session.close()
    with Session.open(session.path, settings=settings) as again:
        assert again.state(clip).state == ("done" if mended else "failed")


def test_a_render_finished_before_a_crash_is_taken_in_on_opening(
    session: Session, clip: str, settings: Settings
) -> None:
    """The worker's result was stored and queued as done; the board never heard of it."""
    session.rendering._take_in = lambda _event: None  # type: ignore[method-assign]
    render(session)
    jobs = session.jobs
    while not jobs.listing(("done",)):
        session.drain()
    session.close()
    with Session.open(session.path, settings=settings) as again:
        assert again.state(clip).state == "done"
        assert render(again).queued == ()


def test_a_render_cut_off_by_a_crash_is_shown_as_lost_and_goes_on(
    session: Session, clip: str, settings: Settings
) -> None:
    render(session)
    session.close()
    with sqlite3.connect(session.folder.jobs) as queue:
        queue.execute("UPDATE jobs SET state = 'running'")
    queue.close()
    with Session.open(session.path, settings=settings) as again:
        assert again.state(clip).state == "lost"
        retry(again)
        again.wait_for_renders()
        assert again.state(clip).state == "done"


def test_a_damaged_queue_costs_nothing_that_was_rendered(
    session: Session, clip: str, settings: Settings
) -> None:
    render(session)
    session.wait_for_renders()
    session.close()
    session.folder.jobs.write_bytes(b"not a queue" * 1000)
    with Session.open(session.path, settings=settings) as again:
        assert again.state(clip).state == "done"
        set_param(again, [clip], "seed", 1)
        render(again)
        again.wait_for_renders()
        assert again.state(clip).state == "done"


def test_a_render_whose_file_is_gone_is_made_again(session: Session, clip: str) -> None:
    render(session)
    session.wait_for_renders()
    (take,) = session.board.takes_of(clip)
    session.store.path(take.asset).unlink()
    assert render(session).queued == (clip,)
    session.wait_for_renders()
    assert session.store.verify(take.asset)


def test_a_shots_number_is_on_its_slate(session: Session) -> None:
    from canvas.app.commands.film import add_shot

    slate = add_node(session, NodeKind.clip, (0, 0), params={"frames": 2})
    shot = add_shot(session, slate)
    render(session)
    session.wait_for_renders()
    number_shot(session, shot, "7B")
    assert session.state(slate).state == "stale"


def test_the_screen_exports_beside_the_renders(session: Session, clip: str, tmp_path: Path) -> None:
    told: list[ExportProgress] = []

    def hear(notice: Notice) -> None:
        if isinstance(notice, ExportProgress):
            told.append(notice)

    session.listen(hear)
    out = tmp_path / "out" / "film.mp4"
    out.parent.mkdir()
    start_export(session, out)
    while not told or told[-1].state == "running":
        session.drain()
    assert (told[-1].state, told[-1].out, told[-1].done) == ("done", out, 6)
    assert list(out.parent.iterdir()) == [out]


def test_a_board_to_look_at_queues_nothing(
    session: Session, clip: str, settings: Settings, tmp_path: Path
) -> None:
    """Its queue belongs to whoever writes it."""
    session.flush()
    with Session.open(session.path, settings=settings, readonly=True) as looking:
        with pytest.raises(ReadOnly):
            render(looking)
        with pytest.raises(ReadOnly):
            start_export(looking, tmp_path / "film.mp4")
        assert looking.state(clip).state == "empty"
    assert not session.folder.jobs.exists()


@pytest.mark.parametrize("nodes", [None, ()])
def test_nothing_to_render_starts_nothing(session: Session, nodes: tuple[str, ...] | None) -> None:
    assert render(session, nodes).queued == ()
    session.wait_for_renders()
    assert not session.folder.jobs.exists()


def test_a_render_that_ends_while_the_board_is_closed_is_on_it_the_next_time(
    session: Session, clip: str
) -> None:
    render(session)
    deadline = time.monotonic() + 60
    while not session.jobs.listing(("done",)):  # and nobody has taken it in
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    session.close()
    with Session.open(session.path, settings=session.settings) as again:
        assert again.state(clip).state == "done"
        assert len(again.board.takes_of(clip)) == 1
