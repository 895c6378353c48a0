"""The points that a link's wire is led through: looks, bounded, and nobody's business but its own
(docs/decisions/0007)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from canvas.document.board import Board, Refused
from canvas.document.codec import from_json, to_json
from canvas.document.edits import AddEdge, AddNode, BendEdge, DeleteEdges
from canvas.document.records import Edge
from canvas.document.schema import MOST_BENDS
from canvas.document.writes import Keep
from tests.document.boards import a_board, a_copy, a_link, a_node, everything, joined

LINK = a_link("w", "c")


def a_linked_board() -> Board:
    return a_board(AddNode(a_node("w")), AddNode(a_node("c", "clip")), AddEdge(LINK))


def test_bends_are_kept_with_the_link_and_taken_back_in_one_step() -> None:
    board = a_linked_board()
    change = board.apply(BendEdge(LINK.id, ((10.0, 20.0), (30.0, 40.0))))
    assert board.edges[LINK.id].bends == ((10.0, 20.0), (30.0, 40.0))
    assert board.links_into("c") == board.links_from("w") == (board.edges[LINK.id],)
    assert change.updated["edges"][LINK.id] == {"bends"}
    board.undo()
    assert board.edges[LINK.id].bends == ()
    board.redo()
    assert board.edges[LINK.id].bends == ((10.0, 20.0), (30.0, 40.0))


def test_a_bent_link_is_the_same_link() -> None:
    assert replace(LINK, bends=((1.0, 2.0),)).id == LINK.id


def test_bends_reach_others_and_the_file() -> None:
    ann = a_linked_board()
    bob = a_copy(ann, "bob")
    joined(ann, bob)
    bob.apply(BendEdge(LINK.id, ((10.5, -20.0),)))
    assert ann.edges[LINK.id].bends == ((10.5, -20.0),)
    again = from_json(json.loads(json.dumps(to_json(ann))), person="eve")
    assert again.edges[LINK.id].bends == ((10.5, -20.0),)
    assert everything(Board.load([ann.encode()], person="eve"))["edges"] == dict(bob.edges)


@pytest.mark.parametrize(
    "bends",
    [
        ((float("nan"), 0.0),),
        ((0.0, float("inf")),),
        ((1e300, 0.0),),
        ((1.0,),),
        "here",
        tuple((float(n), 0.0) for n in range(MOST_BENDS + 1)),
    ],
)
def test_senseless_or_too_many_bends_are_refused(bends: object) -> None:
    board = a_linked_board()
    before = board.encode()
    with pytest.raises(Refused):
        board.apply(BendEdge(LINK.id, bends))  # type: ignore[arg-type]  # what a program may send
    assert board.encode() == before


@pytest.mark.parametrize("bends", [[[1, None]], [[1e300, 0]], "x", 7, [[0, 0]] * 33])
def test_senseless_bends_of_somebody_else_read_as_a_straight_wire(bends: object) -> None:
    board = a_linked_board()
    torn = {**{name: getattr(LINK, name) for name in ("source", "out", "target", "into")}}
    other = Board.written({}, [Keep("edges", LINK.id, {**torn, "bends": bends})], person="eve")  # type: ignore[dict-item]  # as a foreign file may say
    board.receive(other.encode(), "eve")
    assert board.edges[LINK.id].bends == ()


def test_a_board_without_bends_reads_as_ever() -> None:
    board = a_linked_board()
    assert "bends" not in json.dumps(to_json(board))


def test_a_link_that_is_gone_cannot_be_bent_and_one_made_anew_is_straight() -> None:
    board = a_linked_board()
    board.apply(BendEdge(LINK.id, ((1.0, 1.0),)))
    board.apply(DeleteEdges([LINK.id]))
    with pytest.raises(Refused):
        board.apply(BendEdge(LINK.id, ((2.0, 2.0),)))
    board.apply(AddEdge(LINK))
    assert board.edges[LINK.id].bends == ()
    assert isinstance(board.edges[LINK.id], Edge)
