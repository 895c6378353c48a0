"""What a hand does to nodes."""

from __future__ import annotations

from canvas.app.commands.board import redo, undo
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import (
    add_node,
    delete_nodes,
    duplicate,
    lower_to_back,
    move_nodes,
    place_nodes,
    raise_to_front,
    rename,
    resize_node,
    set_color,
    set_param,
    set_text,
    toggle_locked,
)
from canvas.app.session import Session
from canvas.document.records import SIZES, NodeKind


def stack(session: Session) -> list[str]:
    """Titles from the back to the front."""
    nodes = sorted(session.board.nodes.values(), key=lambda node: (node.z, node.id))
    return [node.title for node in nodes]


def test_a_new_node_has_its_kinds_size_and_lies_in_front(session: Session) -> None:
    add_node(session, "prompt", (1, 2), title="back", text="推近 push in")
    add_node(session, NodeKind.clip, (3, 4), title="front", params={"seed": 5})
    back, front = sorted(session.board.nodes.values(), key=lambda node: node.z)
    assert (back.title, back.pos, back.size) == ("back", (1.0, 2.0), SIZES[NodeKind.prompt])
    assert session.board.text(back.id) == "推近 push in"
    assert (front.title, front.param("seed")) == ("front", 5)


def test_a_node_dropped_into_a_scene_frame_belongs_to_it_and_moves_with_it(
    session: Session,
) -> None:
    scene = add_node(session, NodeKind.scene, (0, 0))
    inside = add_node(session, NodeKind.note, (100, 100))
    outside = add_node(session, NodeKind.note, (2000, 0))
    assert session.board.nodes[inside].parent == scene
    assert session.board.nodes[outside].parent is None
    move_nodes(session, [scene, inside], 10, 20)
    assert session.board.nodes[inside].pos == (110, 120)
    assert session.board.nodes[inside].parent == scene
    move_nodes(session, [inside], 3000, 0)
    assert session.board.nodes[inside].parent is None
    move_nodes(session, [outside], -1900, 100)
    assert session.board.nodes[outside].parent == scene
    undo(session)
    assert session.board.nodes[outside].parent is None


def test_a_scene_frame_within_a_moving_one_is_carried_once(session: Session) -> None:
    outer = add_node(session, NodeKind.scene, (0, 0), size=(3000, 3000))
    inner = add_node(session, NodeKind.scene, (100, 100))
    session.apply(*[])
    from canvas.document.edits import set_node

    session.apply(set_node(inner, parent=outer))
    leaf = add_node(session, NodeKind.note, (150, 150))
    move_nodes(session, [outer, leaf], 5, 5)
    assert session.board.nodes[leaf].pos == (155, 155)
    assert session.board.nodes[inner].pos == (105, 105)


def test_a_drag_is_one_step_of_undo(session: Session) -> None:
    node = add_node(session, NodeKind.note, (0, 0))
    for _ in range(10):
        move_nodes(session, [node], 3, 1, gesture="drag")
    assert session.board.nodes[node].pos == (30, 10)
    undo(session)
    assert session.board.nodes[node].pos == (0, 0)
    redo(session)
    assert session.board.nodes[node].pos == (30, 10)


def test_a_locked_node_stays_where_it_is(session: Session) -> None:
    locked = add_node(session, NodeKind.note, (0, 0))
    free = add_node(session, NodeKind.note, (0, 0))
    toggle_locked(session, [locked])
    move_nodes(session, [locked, free], 5, 5)
    assert session.board.nodes[locked].pos == (0, 0)
    assert session.board.nodes[free].pos == (5, 5)
    toggle_locked(session, [locked, free])
    assert session.board.nodes[free].locked
    toggle_locked(session, [locked, free])
    assert not session.board.nodes[locked].locked


def test_deleting_brings_links_and_shots_back_on_undo(session: Session) -> None:
    words = add_node(session, NodeKind.prompt, (0, 0))
    clip = add_node(session, NodeKind.clip, (400, 0))
    link = connect(session, words, "words", clip, "words")
    shot = add_shot(session, clip)
    delete_nodes(session, [words, clip])
    assert not session.board.nodes
    undo(session)
    assert set(session.board.edges) == {link}
    assert [s.id for s in session.board.film] == [shot]


def test_a_copy_keeps_words_settings_and_what_feeds_it(session: Session) -> None:
    words = add_node(session, NodeKind.prompt, (0, 0), text="orbit")
    clip = add_node(session, NodeKind.clip, (400, 0), title="A", params={"seed": 8})
    connect(session, words, "words", clip, "words")
    copied_words, copied_clip = duplicate(session, [words, clip])
    assert session.board.text(copied_words) == "orbit"
    assert session.board.nodes[copied_clip].pos == (424, 24)
    assert session.board.nodes[copied_clip].param("seed") == 8
    assert [edge.source for edge in session.board.links_into(copied_clip)] == [copied_words]
    (alone,) = duplicate(session, [clip])
    assert [edge.source for edge in session.board.links_into(alone)] == [words]
    undo(session)
    assert alone not in session.board.nodes


def test_order_of_depth_can_be_turned_round(session: Session) -> None:
    a, b, c = (add_node(session, NodeKind.note, (0, 0), title=title) for title in "abc")
    raise_to_front(session, [a])
    assert stack(session) == ["b", "c", "a"]
    lower_to_back(session, [c, a])
    assert stack(session) == ["c", "a", "b"]
    raise_to_front(session, [a, b, c])
    assert stack(session) == ["c", "a", "b"]
    assert b in session.board.nodes


def test_small_verbs_do_what_they_say(session: Session) -> None:
    node = add_node(session, NodeKind.clip, (0, 0))
    rename(session, node, "  Countdown / 倒计时 ")
    set_color(session, [node], "#ff8a3d")
    set_param(session, [node], "frames", 48)
    resize_node(session, node, (-10, -10), (400, 2))
    place_nodes(session, {node: (7, 7)})
    set_text(session, node, "Dialogue")
    set_text(session, node, "Dialogues")
    found = session.board.nodes[node]
    assert (found.title, found.color, found.param("frames")) == (
        "Countdown / 倒计时",
        "#ff8a3d",
        48,
    )
    assert (found.pos, found.size) == ((7, 7), (400, 48))
    assert session.board.text(node) == "Dialogues"
    set_param(session, [node], "frames", None)
    assert session.board.nodes[node].param("frames") == 96


def test_an_empty_selection_makes_no_step(session: Session) -> None:
    for verb in (delete_nodes, raise_to_front, lower_to_back, toggle_locked, duplicate):
        verb(session, [])
    move_nodes(session, [], 1, 1)
    assert session.board.can_undo is None
