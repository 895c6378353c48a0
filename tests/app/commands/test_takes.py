"""Which result of a clip stands for it."""

from __future__ import annotations

import pytest

from canvas.app.commands.board import undo
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.commands.render import render
from canvas.app.commands.takes import choose_take
from canvas.app.session import Session
from canvas.document.edits import Refused
from canvas.document.records import NodeKind
from canvas.document.sequence import Moving, plan


@pytest.fixture
def takes(session: Session, clip: str) -> tuple[str, str]:
    """Two takes of the clip, the second one chosen."""
    for seed in (1, 2):
        set_param(session, [clip], "seed", seed)
        render(session)
        session.wait_for_renders()
    first, second = session.board.takes_of(clip)
    return first.id, second.id


def shown(session: Session) -> str:
    (cut,) = plan(session.board).cuts
    assert isinstance(cut.source, Moving)
    return cut.source.asset


def test_the_film_shows_the_take_that_was_chosen_and_undo_brings_the_other_back(
    session: Session, clip: str, takes: tuple[str, str]
) -> None:
    first, second = takes
    choose_take(session, clip, first)
    assert shown(session) == session.board.takes[first].asset
    assert session.board.can_undo == "Choose take"
    undo(session)
    assert session.board.nodes[clip].take == second
    assert shown(session) == session.board.takes[second].asset


def test_choosing_the_chosen_take_is_no_step_of_undo(
    session: Session, clip: str, takes: tuple[str, str]
) -> None:
    before = session.board.can_undo
    choose_take(session, clip, takes[1])
    assert session.board.can_undo == before != "Choose take"


def test_a_take_of_another_clip_is_refused(
    session: Session, clip: str, takes: tuple[str, str]
) -> None:
    other = add_node(session, NodeKind.clip, (800, 0))
    with pytest.raises(Refused, match="not one of the node"):
        choose_take(session, other, takes[0])
    assert session.board.nodes[other].take is None
