"""A render whose weights were kept in fewer bits is used by everybody, and says what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canvas.app.commands.nodes import add_node, set_param
from canvas.app.session import Session
from canvas.app.takes import finished_edits, recipe_of
from canvas.document.records import NodeKind, Take
from canvas.document.timing import Rate
from generation.compile import compile_shot, keys
from generation.contract import Keyframe, Media, ShotRequest, VideoReference
from generation.fingerprint import content_key
from generation.fit.precision import exact, precision_of, precision_said
from generation.fit.predict import RUNGS
from generation.jobs import Result
from generation.plan import JOIN

WAN = "wan2.1-t2v-1.3b"
ASKED = ShotRequest(frames=81, model=WAN, prompt="a fox")
MADE = Result(
    asset="a" * 64,
    proxy="b" * 64,
    thumbnail="c" * 64,
    frames=81,
    rate=Rate(16, 1),
    width=832,
    height=480,
    bytes=1000,
    seconds=9.0,
    precision="fp8",
)


@pytest.fixture
def clip(session: Session) -> str:
    return add_node(session, NodeKind.clip, (0, 0))


def taken(
    session: Session, node: str, made: Result, request: ShotRequest = ASKED, key: str = ""
) -> Take:
    key = key or content_key(request)
    session.absorb(*finished_edits(session.board, key, [node], made, recipe_of(request)))
    return session.board.takes_of(node)[-1]


def test_a_take_says_how_its_weights_were_kept(session: Session, clip: str) -> None:
    take = taken(session, clip, MADE)
    assert take.recipe["precision"] == "fp8"
    assert session.board.renders[take.key].precision == "fp8"
    plain = taken(session, clip, replace(MADE, asset="d" * 64, precision=""), key="another")
    assert "precision" not in plain.recipe


def test_whoever_gets_it_from_the_cache_is_told_too(session: Session, clip: str) -> None:
    taken(session, clip, MADE)
    twin = add_node(session, NodeKind.clip, (900, 0))
    # a queue that never heard of it knows the file alone
    assert taken(session, twin, replace(MADE, precision="")).recipe["precision"] == "fp8"


def test_what_was_drawn_again_as_it_is_does_not_inherit_it(session: Session, clip: str) -> None:
    taken(session, clip, MADE)
    twin = add_node(session, NodeKind.clip, (900, 0))
    again = taken(session, twin, replace(MADE, asset="d" * 64, precision=""))
    assert "precision" not in again.recipe


def test_a_shot_in_parts_is_no_better_than_its_parts(session: Session, clip: str) -> None:
    elsewhere = add_node(session, NodeKind.clip, (900, 0))
    part = taken(session, elsewhere, MADE).key
    plain = replace(MADE, asset="d" * 64, precision="")
    joined = ShotRequest(
        frames=81, model=JOIN, references=(Media(render="other"), Media(render=part))
    )
    assert taken(session, clip, plain, joined).recipe["precision"] == "fp8"
    same = VideoReference(video=Media(render=part), use="same")
    larger = ShotRequest(frames=81, model="a larger one", video=same)
    assert taken(session, clip, replace(plain, asset="e" * 64), larger).recipe["precision"] == "fp8"


def test_a_shot_that_begins_on_such_a_render_is_none_itself(session: Session, clip: str) -> None:
    before = taken(session, add_node(session, NodeKind.clip, (900, 0)), MADE).key
    follows = replace(ASKED, keyframes=(Keyframe(picture=Media(render=before, frame=-1)),))
    take = taken(session, clip, replace(MADE, asset="d" * 64, precision=""), follows)
    assert "precision" not in take.recipe


@pytest.mark.parametrize(("model", "has_weights"), [(WAN, True), ("animatic", False)])
def test_the_key_knows_only_what_a_person_asked_for(
    model: str, has_weights: bool, session: Session
) -> None:
    node = add_node(session, NodeKind.clip, (0, 0), params={"model": model})
    plain = keys(session.board, [node])
    set_param(session, [node], "exact", True)
    assert compile_shot(session.board, node).exact
    assert (keys(session.board, [node]) != plain) == has_weights
    set_param(session, [node], "exact", False)
    assert keys(session.board, [node]) == plain


def test_whoever_asks_for_the_weights_as_they_are_gets_no_rung_with_others() -> None:
    assert exact(RUNGS, ASKED) == RUNGS
    assert exact(RUNGS, replace(ASKED, exact=True)) == ("resident", "model", "stream")


@pytest.mark.parametrize("rung", RUNGS)
def test_what_is_written_down_is_said_and_nothing_else(rung: str) -> None:
    said = precision_said(precision_of(rung))
    assert (said is None) == (rung in ("resident", "model", "stream"))
    assert said is None or "weights" in str(said)
    assert str(precision_said("of another version")) == "weights in fewer bits"
