"""What may not be done is refused with a sentence, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canvas.document.board import Board, Refused
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddRender,
    AddShot,
    AddTake,
    DeleteEdges,
    DeleteNodes,
    DeleteShots,
    Edit,
    PutCue,
    PutMark,
    RestoreNodes,
    SetMeta,
    SetShot,
    TypeText,
    set_node,
)
from canvas.document.records import Cue, Mark, NodeKind, Render, Shot, Transition
from canvas.document.timing import Rate
from tests.document.boards import a_board, a_link, a_node, a_take, an_asset, everything

INF = float("inf")
NAN = float("nan")


@pytest.fixture
def board() -> Board:
    return a_board(
        AddAsset(an_asset("a")),
        AddAsset(an_asset("b", "video")),
        AddNode(a_node("p"), "words"),
        AddNode(a_node("c", "clip")),
        AddNode(a_node("d", "clip")),
        AddNode(a_node("pic", "picture", refs=("a" * 64,))),
        AddNode(a_node("pic2", "picture")),
        AddNode(a_node("note", "note")),
        AddNode(a_node("box", "scene")),
        AddNode(a_node("inner", "scene", parent="box")),
        AddTake(a_take("t", "c", an_asset("b", "video"))),
        AddEdge(a_link("pic", "c", "first", "picture")),
        AddEdge(a_link("c", "d", "previous", "video")),
        AddShot(Shot(id="s", node="c", seq="V")),
        AddNode(a_node("gone", "clip")),
        DeleteNodes(["gone"]),
    )


SENSELESS: dict[str, Edit] = {
    "a node with a used id": AddNode(a_node("p")),
    "a node with the id of a deleted one": AddNode(a_node("gone")),
    "a node with an empty id": AddNode(a_node("")),
    "a node with an id of odd signs": AddNode(a_node("../../etc")),
    "a node with an endless id": AddNode(a_node("x" * 65)),
    "a node born deleted": AddNode(replace(a_node("n"), deleted=True)),
    "a node of an unknown kind": AddNode(replace(a_node("n"), kind="spaceship")),  # type: ignore[arg-type]
    "a node at no place": AddNode(a_node("n", pos=(NAN, 0))),
    "a node at infinity": AddNode(a_node("n", pos=(0, -INF))),
    "a node beyond all pixels": AddNode(a_node("n", pos=(1e13, 0))),
    "a node at a huge whole number": AddNode(a_node("n", pos=(10**400, 0))),
    "a node without a width": AddNode(a_node("n", size=(0, 10))),
    "a node with words that its kind has not": AddNode(a_node("n", "picture"), "words"),
    "a node with a file that nobody knows": AddNode(a_node("n", "picture", refs=("c" * 64,))),
    "a picture that shows a video": AddNode(a_node("n", "picture", refs=("b" * 64,))),
    "a prompt that shows a picture": AddNode(a_node("n", refs=("a" * 64,))),
    "a file that is no hash": AddNode(a_node("n", "picture", refs=("A" * 64,))),
    "a parameter that the kind has not": AddNode(a_node("n", params={"seed": 1})),
    "a node that nobody knows": set_node("nobody", title="A"),
    "a position of three numbers": set_node("p", pos=(1, 2, 3)),
    "a position of words": set_node("p", pos=("1", "2")),
    "a position of truths": set_node("p", pos=(True, False)),
    "no position": set_node("p", pos=5),
    "a title that is a number": set_node("p", title=5),
    "an endless title": set_node("p", title="x" * 501),
    "half a character": set_node("p", title="\ud83d"),
    "a colour that is none": set_node("p", color="#12345"),
    "a lock that is a word": set_node("p", locked="yes"),
    "an order that ends in zero": set_node("p", z="a0"),
    "an order of odd signs": set_node("p", z="a-b"),
    "another kind": set_node("p", kind=NodeKind.clip),
    "another id": set_node("p", id="q"),
    "a register that there is not": set_node("p", speed=3),
    "deletion by the back door": set_node("p", deleted=True),
    "a node inside a prompt": set_node("c", parent="p"),
    "a frame inside itself": set_node("box", parent="box"),
    "a frame inside its own child": set_node("box", parent="inner"),
    "a frame inside nothing": set_node("box", parent="nobody"),
    "a take of another node": set_node("d", take="t"),
    "a take that nobody knows": set_node("c", take="u"),
    "params that are a list": set_node("c", params=[1]),
    "no whole seed": set_node("c", params={"seed": 1.5}),
    "a negative seed": set_node("c", params={"seed": -1}),
    "a seed that is a truth": set_node("c", params={"seed": True}),
    "no frames": set_node("c", params={"frames": 0}),
    "an unknown quality": set_node("c", params={"quality": "superb"}),
    "guidance beyond reason": set_node("c", params={"guidance": 1e9}),
    "guidance that is no number": set_node("c", params={"guidance": NAN}),
    "five axes": set_node("c", params={"camera": [0, 0, 0, 0, 0]}),
    "an axis beyond ten": set_node("c", params={"camera": [0, 0, 0, 0, 0, 11]}),
    "a bottomless list": set_node("c", params={"paths": eval("[" * 60 + "]" * 60)}),
    "an endless list": set_node("c", params={"paths": [0] * 30_000}),
    "a thing that is no JSON": set_node("c", params={"paths": {1, 2}}),
    "deletion of nobody": DeleteNodes(["nobody"]),
    "restoring nobody": RestoreNodes(["nobody"]),
    "typing into nobody": TypeText("nobody", 0, 0, "x"),
    "typing into a picture": TypeText("pic", 0, 0, "x"),
    "typing past the end": TypeText("p", 6, 0, "x"),
    "typing before the beginning": TypeText("p", -1, 0, "x"),
    "taking out more than there is": TypeText("p", 3, 3, ""),
    "taking out less than nothing": TypeText("p", 3, -1, ""),
    "typing half a character": TypeText("p", 0, 0, "\udc00"),
    "typing a book": TypeText("p", 0, 0, "x" * 200_001),
    "a link from nobody": AddEdge(a_link("nobody", "c")),
    "a link to a deleted node": AddEdge(a_link("p", "gone")),
    "a link to oneself": AddEdge(a_link("c", "c", "previous", "video")),
    "a link of unlike kinds": AddEdge(a_link("p", "c", "first")),
    "a link from no such output": AddEdge(a_link("p", "c", "words", "thoughts")),
    "a link into no such input": AddEdge(a_link("p", "c", "thoughts")),
    "a link into a note": AddEdge(a_link("p", "note")),
    "a second link into a single input": AddEdge(a_link("pic2", "c", "first", "picture")),
    "a link that closes a loop": AddEdge(a_link("d", "c", "previous", "video")),
    "cutting no link": DeleteEdges(["nothing"]),
    "a shot of a prompt": AddShot(Shot(id="t", node="p", seq="V")),
    "a shot of nothing": AddShot(Shot(id="t", node="nobody", seq="V")),
    "a shot of a deleted clip": AddShot(Shot(id="t", node="gone", seq="V")),
    "a shot with a used id": AddShot(Shot(id="s", node="c", seq="V")),
    "a shot without an order": AddShot(Shot(id="t", node="c", seq="")),
    "a shot that ends before it begins": AddShot(Shot(id="t", node="c", seq="V", in_=9, out=9)),
    "a shot that begins before the beginning": SetShot("s", in_=-1),
    "a shot that loses its node": SetShot("s", node=None),
    "an unknown transition": SetShot("s", transition=Transition("starwipe", 4)),
    "a negative dissolve": SetShot("s", transition=Transition("dissolve", -4)),
    "deleting no shot": DeleteShots(["t"]),
    "an asset without a hash": AddAsset(replace(an_asset(), hash="abc")),
    "an asset of an unknown kind": AddAsset(an_asset("d", "smell")),
    "a take of nobody": AddTake(a_take("u", "nobody", an_asset("b", "video"))),
    "a take of an unknown file": AddTake(a_take("u", "c", an_asset("f", "video"))),
    "a take of no frames": AddTake(a_take("u", "c", an_asset("b", "video"), frames=0)),
    "a render of an unknown file": AddRender(
        Render(key="k", asset="f" * 64, frames=1, rate=Rate(24))
    ),
    "a cue of an unknown kind": PutCue(Cue(id="k", kind="smell", at=0)),
    "a cue before the film": PutCue(Cue(id="k", kind="caption", at=-1)),
    "a cue with an unknown sound": PutCue(Cue(id="k", kind="sound", at=0, asset="f" * 64)),
    "a mark of things that are no JSON": PutMark(Mark(id="k", kind="view", name="", value=NAN)),
    "a film without width": SetMeta(width=0),
    "a film of a million frames a second": SetMeta(rate=Rate(1_000_000)),
    "a rate that is a number": SetMeta(rate=24),
    "another lineage": SetMeta(lineage="mine"),
    "another schema": SetMeta(schema=2),
}


@pytest.mark.parametrize("edit", SENSELESS.values(), ids=SENSELESS.keys())
def test_is_refused_with_a_sentence_and_nothing_is_written(board: Board, edit: Edit) -> None:
    before, state = everything(board), board.encode()
    with pytest.raises(Refused) as caught:
        board.apply(set_node("p", title="written?"), edit)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 300
    assert everything(board) == before
    assert board.encode() == state
    assert board.can_undo is None


@pytest.mark.parametrize(
    ("registers", "kept"),
    [
        ({"pos": [3, 4]}, {"pos": (3.0, 4.0)}),
        ({"pos": (1e12, -1e12)}, {"pos": (1e12, -1e12)}),
        ({"size": (10, 20)}, {"size": (10.0, 20.0)}),
        ({"color": "amber"}, {"color": "amber"}),
        ({"title": "最后一公里 🎬"}, {"title": "最后一公里 🎬"}),
        ({"title": "x" * 500}, {"title": "x" * 500}),
        ({"parent": "inner"}, {"parent": "inner"}),
        ({"take": "t"}, {"take": "t"}),
        ({"params": {"seed": 7.0}}, {"params": {"seed": 7}}),
        ({"params": {"camera": (0, 1, 2, 3, 4, 5)}}, {"params": {"camera": [0, 1, 2, 3, 4, 5]}}),
        ({"params": {"paths": {"a": [1.0, 2.5]}}}, {"params": {"paths": {"a": [1, 2.5]}}}),
    ],
)
def test_is_kept_as_the_type_that_readers_expect(
    board: Board, registers: dict[str, Any], kept: dict[str, Any]
) -> None:
    board.apply(set_node("c", **registers))
    for node in (board.nodes["c"], Board.load([board.encode()], person="bob").nodes["c"]):
        assert {name: getattr(node, name) for name in kept} == kept


def test_a_second_link_says_how_to_replace_the_first(board: Board) -> None:
    with pytest.raises(Refused, match="disconnect it to replace it"):
        board.apply(AddEdge(a_link("pic2", "c", "first", "picture")))


def test_unlike_kinds_are_named(board: Board) -> None:
    with pytest.raises(Refused, match="“first frame” takes a picture, not words"):
        board.apply(AddEdge(a_link("p", "c", "first")))


def test_what_is_no_edit_is_a_mistake_of_the_program(board: Board) -> None:
    with pytest.raises(TypeError):
        board.apply("delete everything")  # type: ignore[arg-type]
