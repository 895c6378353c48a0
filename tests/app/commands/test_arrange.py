"""Nodes put in order on a board."""

from __future__ import annotations

import pytest

from canvas.app.commands import arrange, grouping
from canvas.app.commands.board import undo
from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, delete_nodes, duplicate, move_nodes, toggle_locked
from canvas.app.commands.unfit import UnfitSelection
from canvas.app.session import Session
from canvas.document.edits import set_node
from canvas.document.records import NodeKind


def note(session: Session, x: float, y: float, size: tuple[float, float] = (100, 60)) -> str:
    return add_node(session, NodeKind.note, (x, y), size=size)


def places(session: Session, *nodes: str) -> list[tuple[float, float]]:
    return [session.board.nodes[id].pos for id in nodes]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("arrange.left", [(0, 0), (0, 300)]),
        ("arrange.right", [(300, 0), (300, 300)]),
        ("arrange.centre", [(150, 0), (150, 300)]),
        ("arrange.top", [(0, 0), (300, 0)]),
        ("arrange.bottom", [(0, 300), (300, 300)]),
        ("arrange.middle", [(0, 150), (300, 150)]),
    ],
)
def test_nodes_fall_on_one_line_in_one_step(
    session: Session, verb: str, expected: list[tuple[float, float]]
) -> None:
    nodes = note(session, 0, 0), note(session, 300, 300)
    COMMANDS[verb].run(session, nodes)
    assert places(session, *nodes) == expected
    undo(session)
    assert places(session, *nodes) == [(0, 0), (300, 300)]


def test_one_node_and_none_and_nodes_in_line_make_no_step(session: Session) -> None:
    one, other = note(session, 0, 0), note(session, 0, 200)
    before = session.board.can_undo
    for name, entry in COMMANDS.items():
        if name.startswith("arrange.") and entry.needs_selection:
            entry.run(session, [])
    arrange.align_left(session, [one, other])
    with pytest.raises(UnfitSelection, match="two nodes"):
        arrange.align_left(session, [one])
    with pytest.raises(UnfitSelection, match="three nodes"):
        arrange.distribute_across(session, [one, other])
    assert session.board.can_undo == before
    assert len(session.board.nodes) == 2


def test_gaps_become_equal(session: Session) -> None:
    nodes = [note(session, x, y) for x, y in ((0, 0), (130, 20), (500, 600))]
    arrange.distribute_across(session, nodes)
    assert places(session, *nodes) == [(0, 0), (250, 20), (500, 600)]
    arrange.distribute_down(session, nodes)
    assert places(session, *nodes) == [(0, 0), (250, 300), (500, 600)]


def test_a_locked_node_gives_the_line_and_stays(session: Session) -> None:
    fixed, free = note(session, 0, 0), note(session, 300, 300)
    toggle_locked(session, [fixed])
    arrange.align_right(session, [fixed, free])
    arrange.align_top(session, [fixed, free])
    assert places(session, fixed, free) == [(0, 0), (300, 0)]


def test_an_aligned_frame_takes_along_what_it_holds(session: Session) -> None:
    scene = add_node(session, NodeKind.scene, (1000, 0), size=(400, 400))
    held = note(session, 1100, 100)
    lone = note(session, 0, 900)
    arrange.align_left(session, [scene, held, lone])
    assert places(session, scene, held, lone) == [(0, 0), (100, 100), (0, 900)]
    assert session.board.nodes[held].parent == scene


def test_a_frame_is_put_around_nodes_and_holds_them(session: Session) -> None:
    a, b, outside = note(session, 0, 0), note(session, 300, 200), note(session, 2000, 0)
    made = arrange.frame(session, [a, b])
    assert made is not None
    scene = session.board.nodes[made]
    assert (scene.pos, scene.size) == ((-36, -36), (472, 332))
    assert [session.board.nodes[id].parent for id in (a, b, outside)] == [made, made, None]
    move_nodes(session, [made], 10, 10)
    assert places(session, a, b, outside) == [(10, 10), (310, 210), (2000, 0)]
    move_nodes(session, [b], 5000, 0)
    assert session.board.nodes[b].parent is None, "dragged out, it is released"
    undo(session)
    undo(session)
    undo(session)
    assert made not in session.board.nodes
    assert session.board.nodes[a].parent is None


def test_a_frame_within_a_frame_is_dissolved_into_the_outer_one(session: Session) -> None:
    a, b = note(session, 0, 0), note(session, 300, 200)
    outer = arrange.frame(session, [a, b])
    inner = arrange.frame(session, [a])
    assert inner is not None
    assert outer is not None
    assert session.board.nodes[inner].parent == outer
    assert grouping.ungroup(session, [inner, b]) == (a,)
    assert session.board.nodes[a].parent == outer
    assert grouping.ungroup(session, [outer]) == (a, b)
    assert session.board.nodes[a].parent is None
    assert places(session, a, b) == [(0, 0), (300, 200)]
    undo(session)
    assert session.board.nodes[b].parent == outer


def test_a_locked_frame_is_not_dissolved(session: Session) -> None:
    made = arrange.frame(session, [note(session, 0, 0)])
    assert made is not None
    toggle_locked(session, [made])
    with pytest.raises(UnfitSelection, match="locked"):
        grouping.ungroup(session, [made])
    assert made in session.board.nodes


def flow(session: Session, x: float, y: float) -> tuple[str, str]:
    """Words that feed a clip which lies before them."""
    clip = add_node(session, NodeKind.clip, (x, y))
    words = add_node(session, NodeKind.prompt, (x + 40, y + 30))
    connect(session, words, "words", clip, "words")
    return words, clip


def test_tidying_lays_everything_out_along_its_links_once(session: Session) -> None:
    words, clip = flow(session, 0, 0)
    more, second = flow(session, 20, 50)
    connect(session, clip, "video", second, "previous")
    arrange.tidy(session)
    x = {id: session.board.nodes[id].pos[0] for id in session.board.nodes}
    assert x[words] < x[clip] == x[more] < x[second]
    label = session.board.can_undo
    before = session.board.vector()
    arrange.tidy(session)
    assert session.board.vector() == before, "what is tidy is not written again"
    undo(session)
    assert session.board.nodes[clip].pos == (0, 0)
    assert label == "Tidy"


def test_tidying_keeps_frames_around_their_nodes(session: Session) -> None:
    words, clip = flow(session, 0, 0)
    scene = arrange.frame(session, [words, clip])
    more, second = flow(session, 10, 10)
    session.apply(set_node(more, parent=None), set_node(second, parent=None))
    connect(session, clip, "video", second, "previous")
    assert scene is not None
    arrange.tidy(session)
    board = session.board
    frame = board.nodes[scene]
    for id in (words, clip):
        node = board.nodes[id]
        assert node.parent == scene
        assert frame.pos[0] < node.pos[0]
        assert node.pos[0] + node.size[0] < frame.pos[0] + frame.size[0]
        assert frame.pos[1] < node.pos[1]
        assert node.pos[1] + node.size[1] < frame.pos[1] + frame.size[1]
    assert board.nodes[second].pos[0] > frame.pos[0] + frame.size[0]
    vector = board.vector()
    arrange.tidy(session)
    assert board.vector() == vector


def test_tidying_some_leaves_the_others_and_the_locked(session: Session) -> None:
    words, clip = flow(session, 0, 0)
    more, second = flow(session, 1000, 1000)
    fixed = note(session, 7, 7)
    toggle_locked(session, [fixed])
    arrange.tidy(session, [words, clip])
    assert places(session, more, second, fixed) == [(1040, 1030), (1000, 1000), (7, 7)]
    assert session.board.nodes[clip].pos[0] > session.board.nodes[words].pos[0]
    arrange.tidy(session)
    assert places(session, fixed) == [(7, 7)]


def test_a_frame_grows_with_the_part_of_it_that_is_tidied(session: Session) -> None:
    words, clip = flow(session, 0, 0)
    scene = arrange.frame(session, [words, clip])
    assert scene is not None
    before = session.board.nodes[scene]
    arrange.tidy(session, [words, clip])
    after = session.board.nodes[scene]
    assert after.size[0] > before.size[0]
    assert after.pos == before.pos


def test_a_duplicated_frame_holds_copies(session: Session) -> None:
    words, clip = flow(session, 0, 0)
    scene = arrange.frame(session, [words, clip])
    assert scene is not None
    made = duplicate(session, [scene])
    assert session.board.nodes[made[0]].kind is NodeKind.scene
    held = [id for id, node in session.board.nodes.items() if node.parent == made[0]]
    assert sorted(held) == sorted(made[1:])
    assert len(held) == 2


def test_what_a_deleted_frame_held_can_be_duplicated(session: Session) -> None:
    inner = note(session, 0, 0)
    scene = arrange.frame(session, [inner])
    assert scene is not None
    delete_nodes(session, [scene])
    (copy,) = duplicate(session, [inner])
    assert session.board.nodes[copy].parent is None
