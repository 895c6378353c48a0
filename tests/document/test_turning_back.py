"""Turning a board back is a change like any other: what it leads to is what was, and undo takes it
back (R11.1 to R11.8)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document import turning_back as turning
from canvas.document.board import Board
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddShot,
    AddTake,
    DeleteEdges,
    DeleteNodes,
    DeleteShots,
    PutMark,
    Refused,
    RestoreShots,
    SetMeta,
    SetNode,
    SetShot,
    TypeText,
)
from canvas.document.records import Mark, Node, Shot
from canvas.document.turning_back import nodes_turned_back, turned_back
from canvas.document.versions import Version, mark_of
from tests.document.boards import (
    ACTIONS,
    a_board,
    a_copy,
    a_link,
    a_node,
    a_take,
    act,
    an_asset,
    everything,
    joined,
    relaxed,
)

STEP = st.tuples(st.sampled_from((*ACTIONS, "undo")), st.integers(0, 60), st.integers(0, 60))
STEPS = st.lists(STEP, max_size=40)


def a_start() -> Board:
    return a_board(
        AddNode(a_node("words"), "A harbour at dawn"),
        AddNode(a_node("clip", "clip")),
        AddNode(a_node("other", "clip")),
        AddNode(a_node("frame", "scene")),
        AddAsset(an_asset("a", "video")),
    )


def looks(board: Board) -> dict[str, Any]:
    """What a person sees: nodes in their frames, the picture that each shows, links, film."""
    return {
        "meta": replace(board.meta, schema=1, lineage=""),
        "nodes": {
            id: (replace(node, parent=framed(board, node), take=None), shown(board, node))
            for id, node in board.nodes.items()
        },
        "words": {id: board.text(id) for id in board.nodes},
        "edges": dict(board.edges),
        "broken": board.broken,
        "film": board.film,
        "cues": dict(board.cues),
        "marks": {id: mark for id, mark in board.marks.items() if mark.kind != "version"},
    }


def framed(board: Board, node: Node) -> str | None:
    return node.parent if node.parent in board.nodes else None


def shown(board: Board, node: Node) -> str | None:
    takes = [take.id for take in board.takes_of(node.id)]
    return node.take if node.take in takes else (takes or [None])[-1]


@relaxed
@given(STEPS, STEPS)
def test_any_board_turned_back_looks_as_it_did_and_undo_brings_now_again(
    before: list[tuple[str, int, int]], since: list[tuple[str, int, int]]
) -> None:
    """R11.1, R11.2"""
    board = a_start()
    for step in before:
        act(board, *step)
    then = a_copy(board, "")
    rendered_before = {*board.takes}
    for step in since:
        act(board, *step)
    now, had = everything(board), looks(then)
    for id, (node, picture) in had["nodes"].items():
        if picture is None:  # what was rendered since is not thrown away (R11.4)
            new = [take.id for take in board.takes_of(id) if take.id not in rendered_before]
            had["nodes"][id] = (node, (new or [None])[-1])
    turned = turned_back(board, then)
    assert all("keeps the picture" in str(left) for left in turned.left)
    change = board.apply(*turned.edits)
    assert looks(board) == had
    assert not turned_back(board, then).edits
    if change.update:
        board.undo()
    assert everything(board) == now


@relaxed
@given(STEPS, STEPS, st.integers(0, 60))
def test_any_node_turned_back_is_what_it_was_and_leaves_the_others(
    before: list[tuple[str, int, int]], since: list[tuple[str, int, int]], pick: int
) -> None:
    """R11.5"""
    board = a_start()
    for step in before:
        act(board, *step)
    then = a_copy(board, "")
    for step in since:
        act(board, *step)
    ids = sorted(then.nodes)
    if not ids:
        return
    id = ids[pick % len(ids)]
    others = {other: board.nodes[other] for other in board.nodes if other != id}
    now = everything(board)
    change = board.apply(*nodes_turned_back(board, then, [id]).edits)
    was = then.nodes[id]
    assert replace(board.nodes[id], parent=None, take=None) == replace(was, parent=None, take=None)
    assert board.text(id) == then.text(id)
    assert {other: board.nodes[other] for other in others} == others
    fed = {link.id for link in then.links_into(id) if link.source in board.nodes}
    assert fed == {link.id for link in board.links_into(id)} or board.broken or then.broken
    if change.update:
        board.undo()
    assert everything(board) == now


def test_what_was_made_is_hidden_and_what_was_deleted_comes_back_with_links_words_and_shots() -> (
    None
):
    """R11.1"""
    board = a_board(
        AddNode(a_node("words"), "A cat"),
        AddNode(a_node("clip", "clip")),
        AddEdge(a_link("words", "clip")),
        AddShot(Shot(id="s", node="clip", seq="V", number="1A")),
    )
    then = a_copy(board, "")
    board.apply(DeleteNodes(["words", "clip"]))
    board.apply(AddNode(a_node("new")))
    board.apply(*turned_back(board, then).edits)
    assert board.nodes.keys() == {"words", "clip"}
    assert board.text("words") == "A cat"
    assert [shot.number for shot in board.film] == ["1A"]
    assert [link.source for link in board.links_into("clip")] == ["words"]
    assert "new" in board.all_nodes, "hidden, not gone"


def test_one_undo_takes_a_restore_back_and_leaves_what_others_did_meanwhile() -> None:
    """R11.2"""
    ann = a_board(AddNode(a_node("a")), AddNode(a_node("b"), "x"))
    bob = a_copy(ann, "bob")
    joined(ann, bob)
    then = a_copy(ann, "")
    ann.apply(SetNode("a", pos=(500, 500)), SetNode("b", title="Later"))
    ann.apply(*turned_back(ann, then).edits, label="Restore")
    bob.apply(SetNode("b", title="Bob's"))
    ann.undo()
    assert ann.nodes["a"].pos == (500, 500)
    assert ann.nodes["b"].title == "Bob's"


def test_named_versions_stay_whatever_is_restored() -> None:
    """R11.3"""
    board = a_board()
    then = a_copy(board, "")
    named = Version(id="v", name="First cut", when="2026-11-22T14:03:00+00:00", person="ann")
    board.apply(PutMark(mark_of(named)))
    board.apply(PutMark(Mark(id="m", kind="view", name="A place")))
    board.apply(*turned_back(board, then).edits)
    assert board.marks.keys() == {"v"}


def test_a_clip_shows_the_take_that_it_showed_then_and_keeps_the_later_ones() -> None:
    """R11.4"""
    film = an_asset("a", "video")
    board = a_board(AddNode(a_node("clip", "clip")), AddAsset(film))
    board.apply(AddTake(a_take("one", "clip", film, made="2026-11-22T00:00:00Z")))
    then = a_copy(board, "")
    board.apply(AddTake(a_take("two", "clip", film, made="2026-11-23T00:00:00Z")))
    board.apply(SetNode("clip", take="two"))
    board.apply(*turned_back(board, then).edits)
    assert board.nodes["clip"].take == "one"
    assert [take.id for take in board.takes_of("clip")] == ["one", "two"]


def test_a_first_take_made_since_stays_and_that_is_said() -> None:
    """R11.4"""
    film = an_asset("a", "video")
    board = a_board(AddNode(a_node("clip", "clip", title="Walk")), AddAsset(film))
    then = a_copy(board, "")
    board.apply(AddTake(a_take("one", "clip", film)), SetNode("clip", take="one"))
    turned = turned_back(board, then)
    [said] = turned.left
    assert "Walk keeps the picture" in str(said)
    board.apply(*turned.edits)
    assert shown(board, board.nodes["clip"]) == "one"


def test_frames_that_have_swapped_places_swap_back() -> None:
    """R11.1"""
    board = a_board(AddNode(a_node("a", "scene")), AddNode(a_node("b", "scene", parent="a")))
    then = a_copy(board, "")
    board.apply(SetNode("b", parent=None), SetNode("a", parent="b"))
    board.apply(*turned_back(board, then).edits)
    assert (board.nodes["a"].parent, board.nodes["b"].parent) == (None, "a")


def test_a_node_whose_link_ends_nowhere_says_so() -> None:
    """R11.6"""
    board = a_board(
        AddNode(a_node("words", title="Rain")),
        AddNode(a_node("clip", "clip", title="Walk")),
        AddEdge(a_link("words", "clip")),
    )
    then = a_copy(board, "")
    board.apply(DeleteNodes(["words", "clip"]))
    turned = nodes_turned_back(board, then, ["clip"])
    board.apply(*turned.edits)
    assert board.nodes.keys() == {"clip"}
    assert [str(left) for left in turned.left] == [
        "A link of Walk stays away: its other end was deleted."
    ]


def test_an_input_that_another_link_has_taken_is_given_back() -> None:
    """R11.5"""
    board = a_board(
        AddNode(a_node("old", "picture")),
        AddNode(a_node("new", "picture")),
        AddNode(a_node("clip", "clip")),
        AddEdge(a_link("old", "clip", "first", "picture")),
    )
    then = a_copy(board, "")
    board.apply(DeleteEdges(list(board.edges)))
    board.apply(AddEdge(a_link("new", "clip", "first", "picture")))
    board.apply(*nodes_turned_back(board, then, ["clip"]).edits)
    assert [link.source for link in board.links_into("clip", "first")] == ["old"]
    assert not nodes_turned_back(board, then, ["clip"]).edits


def test_a_node_that_was_not_there_then_is_told_and_left() -> None:
    """R11.6"""
    board = a_board()
    then = a_copy(board, "")
    board.apply(AddNode(a_node("new")))
    turned = nodes_turned_back(board, then, ["new"])
    assert (turned.edits, [str(left) for left in turned.left]) == (
        (),
        ["new was not on the board then."],
    )


def test_a_state_that_the_board_never_held_is_made_anew() -> None:
    """R11.7: a journal may have lost what brought a node; a copy of then still has it."""
    other = a_board(
        AddNode(a_node("frame", "scene")),
        AddNode(a_node("n", parent="frame"), "Hello"),
        AddNode(a_node("clip", "clip")),
        AddEdge(a_link("n", "clip")),
        AddShot(Shot(id="s", node="clip", seq="V")),
    )
    board = a_board()
    board.apply(*turned_back(board, other).edits)
    assert looks(board) == looks(other)


def test_words_are_turned_back_by_the_smallest_splice() -> None:
    """R11.8: what others type beside it survives."""
    board = a_board(AddNode(a_node("n"), "The cat sleeps"))
    then = a_copy(board, "")
    board.apply(TypeText("n", 4, 3, "dog"))
    assert turned_back(board, then).edits == (TypeText("n", 4, 3, "cat"),)


def test_title_and_size_of_the_film_and_the_cut_come_back() -> None:
    """R11.1"""
    board = a_board(
        AddNode(a_node("clip", "clip")), AddShot(Shot(id="s", node="clip", seq="V", out=40))
    )
    then = a_copy(board, "")
    board.apply(SetMeta(title="Other", width=320), SetShot("s", in_=3, out=9))
    board.apply(*turned_back(board, then).edits)
    assert looks(board) == looks(then)


def test_every_register_of_nodes_and_shots_is_turned_back() -> None:
    """A register that is added to the records must be thought of here too."""
    shot = {field.name for field in fields(Shot)} - {"id", "deleted"}
    node = {field.name for field in fields(Node)} - {"id", "kind", "deleted"}
    assert {*turning._SHOT} == shot
    assert {*turning._NODE, "parent", "take", "params"} == node


def test_a_shot_comes_back_only_while_its_node_is_on_the_board() -> None:
    board = a_board(AddNode(a_node("clip", "clip")), AddShot(Shot(id="s", node="clip", seq="V")))
    board.apply(DeleteShots(["s"]))
    board.apply(RestoreShots(["s"]))
    assert [shot.id for shot in board.film] == ["s"]
    board.apply(DeleteNodes(["clip"]))
    with pytest.raises(Refused):
        board.apply(RestoreShots(["s"]))
    with pytest.raises(Refused):
        board.apply(RestoreShots(["unknown"]))


def test_a_version_that_means_no_moment_is_refused() -> None:
    """R11.14"""
    board = a_board()
    for value in (None, {"person": "ann", "when": "soon", "vector": ""}, {"when": 5}):
        with pytest.raises(Refused):
            board.apply(PutMark(Mark(id="v", kind="version", name="First", value=value)))
    assert not board.marks
