"""A shot that takes several renders: its first picture by another model, parts, and one take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assets.frames import Frames
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.commands.render import cancel_renders, render, to_render
from canvas.app.notices import NodeState
from canvas.app.session import Session
from canvas.document.sequence import plan as film_of
from generation.catalogue import FOLDERS, refresh
from generation.compile import keys

SHORT = """
id = "short"
name = "Short"
backend = "generation.backends.animatic.backend:Animatic"
version = "2"
rate = [16, 1]
[inputs]
words = 1
first = 1
last = 1
camera = 1
seed = 1
draft = 1
[limits]
frames_step = 4
frames_offset = 1
frames_high = 9
"""


PAINTER = """
id = "painter"
name = "Painter"
backend = "generation.backends.animatic.backend:Animatic"
version = "2"
makes = "picture"
[inputs]
words = 1
first = 1
camera = 1
[limits]
frames_high = 1
"""


@pytest.fixture
def short(session: Session, clip: str, tmp_path: Path) -> Iterator[str]:
    """The clip of 30 frames at 24 a second, with a model that draws nine at 16 a second."""
    folder = tmp_path / "manifests"
    folder.mkdir()
    (folder / "short.toml").write_text(SHORT)
    (folder / "painter.toml").write_text(PAINTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDERS, str(folder))
        refresh()
        set_param(session, [clip], "model", "short")
        set_param(session, [clip], "smooth", "never")
        set_param(session, [clip], "frames", 30)
        set_param(session, [clip], "camera", [3, 0, 0, 0, 0, 0])
        yield clip
    refresh()


def test_a_shot_too_long_for_its_model_is_drawn_in_parts_and_joined(
    session: Session, short: str
) -> None:
    told: list[str] = []
    session.listen(lambda n: told.append(n.state) if isinstance(n, NodeState) else None)
    assert to_render(session) == (short,)
    assert render(session).queued == (short,)
    session.wait_for_renders()
    board = session.board
    (take,) = board.takes_of(short)
    assert (take.model, take.frames, take.rate.nominal) == ("short", 20, 16)
    assert len(board.renders) == 4, "three parts and the whole"
    assert (session.state(short).state, to_render(session)) == ("done", ())
    assert set(told[told.index("done") :]) == {"done"}, "no part passed for the shot"
    (cut,) = film_of(board).cuts
    assert (cut.frames, cut.rung) == (30, "final")


def test_the_parts_follow_from_each_other_without_a_jump(session: Session, short: str) -> None:
    render(session)
    session.wait_for_renders()
    (take,) = session.board.takes_of(short)
    with Frames(session.store.path(take.asset), threads=1) as clip:
        pictures = [clip.frame(number).astype(float) for number in range(clip.frames)]
    steps = [np.abs(b - a).mean() for a, b in pairwise(pictures)]
    assert len(pictures) == 20
    assert max(steps) < 20, "no cut is seen"
    assert np.abs(pictures[-1] - pictures[0]).mean() > max(steps), "and it moves all the while"


def test_only_the_parts_that_change_are_drawn_again(session: Session, short: str) -> None:
    render(session)
    session.wait_for_renders()
    before = set(session.board.renders)
    set_param(session, [short], "frames", 42)
    render(session)
    session.wait_for_renders()
    assert session.state(short).state == "done"
    added = set(session.board.renders) - before
    assert len(added) == 3, "the last part is longer, one is new, and the whole"


@pytest.mark.parametrize("smooth", ["never", "final"])
def test_cancelling_a_shot_in_parts_stops_all_of_them(
    session: Session, short: str, smooth: str
) -> None:
    set_param(session, [short], "smooth", smooth)
    render(session)
    cancel_renders(session, [short])
    session.wait_for_renders()
    assert session.board.takes_of(short) == ()
    assert session.rendering.jobs.listing(("queued", "running")) == ()


def test_a_part_that_fails_says_why_and_the_shot_can_be_tried_again(
    session: Session, short: str
) -> None:
    set_param(session, [short], "camera", [3, 0, 0, 0, 0, 0])
    picture = next(n for n in session.board.nodes.values() if n.refs)
    path = session.store.path(picture.refs[0])
    kept = path.read_bytes()
    path.unlink()
    render(session)
    session.wait_for_renders()
    state = session.state(short)
    assert state.state == "failed"
    assert state.trouble is not None
    assert state.trouble.code == "media_missing", "and not that something it needs is not there"
    path.write_bytes(kept)
    render(session)
    session.wait_for_renders()
    assert session.state(short).state == "done"


def test_another_model_draws_the_first_picture_and_the_shot_goes_on_from_it(
    session: Session, short: str
) -> None:
    set_param(session, [short], "frames", 12)
    set_param(session, [short], "still", "painter")
    assert render(session).queued == (short,)
    session.wait_for_renders()
    (take,) = session.board.takes_of(short)
    assert (take.model, take.frames) == ("short", 9)
    painted = next(one for one in session.board.renders.values() if one.frames == 1)
    with (
        Frames(session.store.path(painted.asset), threads=1) as still,
        Frames(session.store.path(take.asset), threads=1) as moving,
    ):
        off = np.abs(still.frame(0).astype(float) - moving.frame(0).astype(float))
    assert off.mean() < 12, "it begins on the picture that was drawn for it"
    set_param(session, [short], "frames", 11)
    render(session)
    session.wait_for_renders()
    pictures = [one for one in session.board.renders.values() if one.frames == 1]
    assert len(pictures) == 1, "which is not drawn again"


def test_a_slower_model_is_brought_to_the_rate_of_the_film_when_it_is_drawn(
    session: Session, short: str
) -> None:
    set_param(session, [short], "frames", 12)
    render(session)
    session.wait_for_renders()
    plain = session.board.takes_of(short)[0]
    set_param(session, [short], "smooth", "final")
    assert session.state(short).state == "stale"
    before = set(session.board.renders)
    assert render(session).queued == (short,)
    session.wait_for_renders()
    assert session.state(short).state == "done"
    _, take = session.board.takes_of(short)
    assert len(set(session.board.renders) - before) == 1, "nothing was drawn a second time"
    assert (take.model, take.frames, take.rate) == ("short", 12, session.board.meta.rate)
    with (
        Frames(session.store.path(plain.asset), threads=1) as drawn,
        Frames(session.store.path(take.asset), threads=1) as film,
    ):
        assert (drawn.frames, film.frames) == (9, 12)
        for number in (0, 3, 6):
            off = film.frame(number).astype(int) - drawn.frame(number * 2 // 3)
            assert np.abs(off).mean() < 3, "what was drawn stands where it stood"


def test_how_a_clip_is_finished_is_nothing_to_those_that_follow(
    session: Session, short: str
) -> None:
    after = add_node(session, "clip", (900.0, 0.0))
    connect(session, short, "video", after, "previous")
    set_param(session, [after], "model", "short")
    kept = keys(session.board, [after])
    set_param(session, [short], "smooth", "final")
    assert keys(session.board, [after]) == kept
    set_param(session, [short], "seed", 4)
    assert keys(session.board, [after]) != kept
