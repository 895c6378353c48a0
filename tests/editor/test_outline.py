"""The outline is the board as a tree, whatever happens to the board."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, RestoreNodes, set_node
from canvas.editor.outline import Outline

Put = Callable[..., str]


def as_tree(outline: Outline, frame: str | None = None) -> list[object]:
    return [(id, as_tree(outline, id)) for id in outline.ids(frame)]


@pytest.fixture
def outline(board: Board) -> Outline:
    return Outline(board)


def test_frames_hold_their_nodes_in_the_order_of_reading(put: Put, outline: Outline) -> None:
    low = put("note", 0, 900)
    scene = put("scene", 1000, 0)
    right = put("note", 1400, 50, parent=scene)
    left = put("note", 1040, 60, parent=scene)
    first = put("note", 0, 0)
    outline.load()
    assert as_tree(outline) == [(first, []), (scene, [(left, []), (right, [])]), (low, [])]
    assert outline.where(right) == (scene, 1)
    assert outline.path(right) == [scene]


def test_a_filter_keeps_the_frames_around_what_is_wanted(put: Put, outline: Outline) -> None:
    outer = put("scene", 0, 0)
    inner = put("scene", 40, 40, parent=outer)
    deep = put("note", 80, 80, parent=inner)
    put("note", 500, 80, parent=outer)
    outline.load([deep])
    assert as_tree(outline) == [(outer, [(inner, [(deep, [])])])]


def test_a_node_whose_frame_is_gone_stands_on_the_board(
    board: Board, put: Put, outline: Outline
) -> None:
    scene = put("scene", 0, 0)
    node = put("note", 10, 10, parent=scene)
    board.apply(DeleteNodes([scene]))
    outline.load()
    assert as_tree(outline) == [(node, [])]
    board.apply(RestoreNodes([scene]))
    outline.insert(scene)
    assert outline.homeless(scene) == [node]


def test_frames_that_hold_each_other_are_both_shown(board: Board, put: Put) -> None:
    """Two people may each put the other's frame into theirs; neither may vanish."""
    one, other = put("scene", 0, 0), put("scene", 2000, 0)
    apart = Board.load([board.encode()], person="another")
    mine = board.apply(set_node(one, parent=other))
    theirs = apart.apply(set_node(other, parent=one))
    board.receive(theirs.update, "another")
    apart.receive(mine.update, "somebody")
    outline = Outline(board)
    outline.load()
    assert set(outline.ids(None)) == {one, other}
    assert len(outline) == 2


def test_following_node_by_node_ends_where_loading_ends(
    board: Board, put: Put, outline: Outline
) -> None:
    chance = random.Random(3)
    scenes = [put("scene", chance.randint(0, 9000), chance.randint(0, 9000)) for _ in range(6)]
    nodes = [put("note", chance.randint(0, 9000), chance.randint(0, 9000)) for _ in range(40)]
    outline.load()
    for _ in range(300):
        id = chance.choice(nodes)
        pos = (chance.randint(0, 9000), chance.randint(0, 9000))
        board.apply(set_node(id, pos=pos, parent=chance.choice([None, *scenes])))
        place = outline.place_for(id)
        outline.remove(id)
        outline.insert(id)
        assert outline.where(id) == place
    fresh = Outline(board)
    fresh.load()
    assert as_tree(outline) == as_tree(fresh)
