"""Into a scene frame and out of it without a pointer, in one step of undo."""

from __future__ import annotations

import pytest

from canvas.app.commands.nodes import add_node, toggle_locked
from canvas.app.commands.scenes import NotIntoItself, put_into
from canvas.app.layout import scene_at
from canvas.app.session import Session


def test_a_node_lies_where_its_frame_is(session: Session) -> None:
    scene = add_node(session, "scene", (0, 0))
    put_into(session, [add_node(session, "note", (5000, 0))], scene)
    put_into(session, [add_node(session, "clip", (6000, 0))], scene)
    board = session.board
    inside = [node for node in board.nodes.values() if node.parent == scene]
    assert len(inside) == 2
    assert [scene_at(board, node.pos, node.size) for node in inside] == [scene, scene]
    first, second = inside
    assert second.pos[1] >= first.pos[1] + first.size[1], "they do not lie on one another"


def test_a_frame_grows_for_what_it_takes_in_and_one_undo_takes_it_back(session: Session) -> None:
    scene = add_node(session, "scene", (0, 0))
    before = session.board.nodes[scene].size
    many = [add_node(session, "clip", (5000 + 400 * at, 0)) for at in range(6)]
    places = {id: session.board.nodes[id].pos for id in many}
    put_into(session, many, scene)
    frame = session.board.nodes[scene]
    assert frame.size[1] > before[1]
    for id in many:
        node = session.board.nodes[id]
        assert node.pos[1] + node.size[1] <= frame.pos[1] + frame.size[1]
    session.undo()
    assert session.board.nodes[scene].size == before
    assert {id: session.board.nodes[id].pos for id in many} == places


def test_a_frame_takes_along_what_it_holds(session: Session) -> None:
    outer = add_node(session, "scene", (5000, 5000))
    inner = add_node(session, "scene", (0, 0))
    note = add_node(session, "note", (100, 100))
    put_into(session, [note], inner)
    x, y = session.board.nodes[note].pos
    put_into(session, [inner, note], outer)
    nodes = session.board.nodes
    assert nodes[inner].parent == outer
    assert nodes[note].parent == inner
    dx, dy = nodes[inner].pos
    assert nodes[note].pos == (x + dx, y + dy)


def test_out_of_a_frame_means_beside_it(session: Session) -> None:
    scene = add_node(session, "scene", (0, 0))
    note = add_node(session, "note", (5000, 0))
    put_into(session, [note], scene)
    put_into(session, [note], None)
    node = session.board.nodes[note]
    assert node.parent is None
    assert scene_at(session.board, node.pos, node.size) is None


def test_a_frame_is_not_put_into_itself(session: Session) -> None:
    outer = add_node(session, "scene", (0, 0))
    inner = add_node(session, "scene", (5000, 0))
    put_into(session, [inner], outer)
    with pytest.raises(NotIntoItself):
        put_into(session, [outer], inner)
    with pytest.raises(NotIntoItself):
        put_into(session, [outer], outer)


def test_locked_nodes_stay_and_nothing_is_nothing(session: Session) -> None:
    scene = add_node(session, "scene", (0, 0))
    note = add_node(session, "note", (5000, 0))
    toggle_locked(session, [note])
    put_into(session, [note], scene)
    put_into(session, [], scene)
    assert session.board.nodes[note].parent is None
