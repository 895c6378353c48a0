"""Wires between ports."""

from __future__ import annotations

import pytest

from canvas.app.commands.board import undo
from canvas.app.commands.links import connect, disconnect, ports_for, reconnect, why_not
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.edits import Refused
from canvas.document.records import NodeKind


@pytest.fixture
def nodes(session: Session) -> tuple[str, str, str]:
    """Two pictures and a clip."""
    return (
        add_node(session, NodeKind.picture, (0, 0)),
        add_node(session, NodeKind.picture, (0, 300)),
        add_node(session, NodeKind.clip, (400, 0)),
    )


def sources(session: Session, clip: str, port: str) -> list[str]:
    return [edge.source for edge in session.board.links_into(clip, port)]


def test_a_single_input_gives_up_its_link_for_a_new_one_in_one_step(
    session: Session, nodes: tuple[str, str, str]
) -> None:
    one, two, clip = nodes
    connect(session, one, "picture", clip, "first")
    connect(session, two, "picture", clip, "first")
    assert sources(session, clip, "first") == [two]
    undo(session)
    assert sources(session, clip, "first") == [one]


def test_an_input_for_many_takes_many(session: Session, nodes: tuple[str, str, str]) -> None:
    one, two, clip = nodes
    connect(session, one, "picture", clip, "references")
    connect(session, two, "picture", clip, "references")
    assert sorted(sources(session, clip, "references")) == sorted([one, two])


def test_a_refused_link_says_why_and_changes_nothing(
    session: Session, nodes: tuple[str, str, str]
) -> None:
    one, _, clip = nodes
    reason = why_not(session, one, "picture", clip, "words")
    assert reason is not None
    with pytest.raises(Refused) as refusal:
        connect(session, one, "picture", clip, "words")
    assert str(reason) == str(refusal.value)
    assert why_not(session, clip, "video", clip, "previous") is not None
    assert why_not(session, one, "picture", clip, "first") is None
    assert not session.board.edges


def test_a_taken_single_input_is_no_reason_to_refuse(
    session: Session, nodes: tuple[str, str, str]
) -> None:
    one, two, clip = nodes
    connect(session, one, "picture", clip, "first")
    assert why_not(session, two, "picture", clip, "first") is None


def test_a_dropped_link_lands_on_a_free_input_first(
    session: Session, nodes: tuple[str, str, str]
) -> None:
    one, two, clip = nodes
    assert ports_for(session, one, "picture", clip) == ("first", "last", "references")
    connect(session, one, "picture", clip, "first")
    assert ports_for(session, two, "picture", clip) == ("last", "references", "first")


def test_a_link_pulled_to_another_port_is_one_step(
    session: Session, nodes: tuple[str, str, str]
) -> None:
    one, two, clip = nodes
    first = connect(session, one, "picture", clip, "first")
    connect(session, two, "picture", clip, "last")
    reconnect(session, first, one, "picture", clip, "last")
    assert (sources(session, clip, "first"), sources(session, clip, "last")) == ([], [one])
    undo(session)
    assert (sources(session, clip, "first"), sources(session, clip, "last")) == ([one], [two])
    assert reconnect(session, first, one, "picture", clip, "first") == first


def test_disconnecting(session: Session, nodes: tuple[str, str, str]) -> None:
    one, _, clip = nodes
    disconnect(session, [connect(session, one, "picture", clip, "first")])
    assert not session.board.edges
