"""Kinds of node that lie on the board without a card, and kinds that a reader does not know."""

from __future__ import annotations

import pytest

from canvas.document import forms, schema
from canvas.document.board import Board
from canvas.document.codec import from_json, to_json
from canvas.document.edits import AddNode, Refused, set_node
from canvas.document.records import INPUTS, OUTPUTS, PARAMS, SIZES, SKETCHED, Node, NodeKind, new_id


def board_with(*nodes: Node) -> Board:
    board = Board.new(person="somebody")
    board.apply(*(AddNode(node) for node in nodes))
    return board


def test_every_kind_has_its_place_in_every_table() -> None:
    for kind in NodeKind:
        assert kind in INPUTS
        assert kind in OUTPUTS
        assert kind in SIZES
        assert "group" in PARAMS[kind], "whatever lies on the board can be grouped"


def test_what_has_no_card_has_no_ports() -> None:
    for kind in SKETCHED:
        assert INPUTS[kind] == OUTPUTS[kind] == ()


def test_a_node_of_a_kind_that_nobody_here_knows_is_no_node() -> None:
    """design section 2: a board of a newer program opens with what this one understands."""
    assert forms.read(schema.NODE, new_id(), {"kind": "hologram", "pos": [1.0, 2.0]}) is None


@pytest.mark.parametrize("kind", sorted(SKETCHED))
def test_text_arrows_and_ink_survive_the_json_form(kind: NodeKind) -> None:
    params = {"text": {"size": "XL"}, "arrow": {"bend": 0.25}, "ink": {"span": [12.5, 40.0]}}
    node = Node(id=new_id(), kind=kind, pos=(3.0, 4.0), color="coral", params=params[kind])
    board = board_with(node)
    back = from_json(to_json(board), person="somebody")
    assert isinstance(back, Board)
    assert back.nodes[node.id] == board.nodes[node.id]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (NodeKind.text, "size", "huge"),
        (NodeKind.text, "align", "middle"),
        (NodeKind.arrow, "bend", 1.5),
        (NodeKind.arrow, "heads", "three"),
        (NodeKind.ink, "grain", float("nan")),
        (NodeKind.ink, "span", [1.0]),
        (NodeKind.ink, "strokes", 12),
    ],
)
def test_what_makes_no_sense_in_a_sketch_is_refused(
    kind: NodeKind, name: str, value: object
) -> None:
    node = Node(id=new_id(), kind=kind)
    board = board_with(node)
    with pytest.raises(Refused):
        board.apply(set_node(node.id, params={name: value}))
    assert board.nodes[node.id].params == {}
