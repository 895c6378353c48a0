"""Groups, collapsed nodes, and random orders of arranging: one step each, undone to the start."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvas.app.clipping import from_text
from canvas.app.commands import arrange, clipboard, grouping
from canvas.app.commands.board import redo, undo
from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import (
    add_node,
    delete_nodes,
    duplicate,
    move_nodes,
    reshape,
    toggle_locked,
)
from canvas.app.commands.unfit import UnfitSelection
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.graph import parent_of
from canvas.document.records import NodeKind
from canvas.document.words import Trouble
from canvas.editor.editor import Editor
from canvas.editor.folding import is_folded
from canvas.editor.grouping import group_of


def note(session: Session, x: float, y: float) -> str:
    return add_node(session, NodeKind.note, (x, y), size=(100, 60))


def groups(board: Board, *nodes: str) -> list[str]:
    return [group_of(board.nodes[id]) for id in nodes]


def test_a_group_is_made_and_dissolved_in_one_step_each(session: Session) -> None:
    board = session.board
    one, two, other = (note(session, x, 0) for x in (0, 200, 400))
    made = grouping.group(session, [one, two])
    assert groups(board, one, two, other) == [made, made, ""]
    assert set(grouping.ungroup(session, [one])) == {one, two}, "one member means the group"
    assert groups(board, one, two) == ["", ""]
    undo(session)
    assert groups(board, one, two) == [made, made]
    undo(session)
    assert groups(board, one, two) == ["", ""]


def test_grouping_one_node_and_ungrouping_none_are_refused(session: Session) -> None:
    one = note(session, 0, 0)
    with pytest.raises(UnfitSelection, match="two nodes"):
        grouping.group(session, [one])
    with pytest.raises(UnfitSelection, match="group or a scene frame"):
        grouping.ungroup(session, [one])
    with pytest.raises(UnfitSelection, match="collapsed"):
        grouping.collapse(session, [one])


def test_copies_and_what_is_pasted_are_groups_of_their_own(session: Session) -> None:
    board = session.board
    one, two = note(session, 0, 0), note(session, 200, 0)
    made = grouping.group(session, [one, two])
    copies = duplicate(session, [one, two])
    pasted = clipboard.paste(session, clipboard.copy(session, [one, two]))
    for fresh in (groups(board, *copies), groups(board, *pasted)):
        assert len(set(fresh)) == 1
        assert set(fresh).isdisjoint({made, ""})
    assert groups(board, *duplicate(session, [one])) == [""], "a lone copy is in no group"
    assert groups(board, *clipboard.paste(session, clipboard.copy(session, [two]))) == [""]


@pytest.fixture
def scene(session: Session) -> dict[str, str]:
    """A frame that holds a clip, linked from outside."""
    made = {"frame": add_node(session, NodeKind.scene, (300, 0), size=(500, 400))}
    made["clip"] = add_node(session, NodeKind.clip, (340, 60))
    made["words"] = add_node(session, NodeKind.prompt, (0, 60))
    connect(session, made["words"], "words", made["clip"], "words")
    assert session.board.nodes[made["clip"]].parent == made["frame"]
    return made


def test_a_collapsed_frame_is_moved_copied_and_deleted_with_what_it_hides(
    session: Session, scene: dict[str, str]
) -> None:
    board = session.board
    grouping.collapse(session, [scene["frame"]])
    assert is_folded(board.nodes[scene["frame"]])

    toggle_locked(session, [scene["clip"]])
    move_nodes(session, [scene["frame"]], 1000, 100)
    assert board.nodes[scene["clip"]].pos == (1340, 160), "it is one thing, locks and all"
    assert parent_of(board, scene["clip"]) == scene["frame"]

    copies = duplicate(session, [scene["frame"]])
    assert len(copies) == 2
    assert is_folded(board.nodes[copies[0]])
    assert parent_of(board, copies[1]) == copies[0]

    delete_nodes(session, [copies[0]])
    assert not set(copies) & set(board.nodes)
    undo(session)
    assert set(copies) <= set(board.nodes)


def test_an_open_frame_that_is_deleted_leaves_what_it_holds(
    session: Session, scene: dict[str, str]
) -> None:
    delete_nodes(session, [scene["frame"]])
    assert scene["clip"] in session.board.nodes


def test_what_is_dropped_on_a_collapsed_frame_stays_outside(
    session: Session, scene: dict[str, str]
) -> None:
    """Nothing disappears under a hand."""
    grouping.collapse(session, [scene["frame"]])
    lone = note(session, 2000, 0)
    move_nodes(session, [lone], -1650, 20)
    assert parent_of(session.board, lone) is None


def test_expanding_shows_what_frames_hide_and_is_one_step(
    session: Session, scene: dict[str, str]
) -> None:
    board = session.board
    outer = arrange.frame(session, [scene["frame"]])
    assert outer is not None
    grouping.collapse(session, [scene["frame"]])
    grouping.collapse(session, [outer])
    grouping.expand(session, [scene["clip"]])
    assert not any(is_folded(node) for node in board.nodes.values())
    undo(session)
    assert is_folded(board.nodes[outer])
    assert is_folded(board.nodes[scene["frame"]])


def test_collapsing_a_frame_leaves_the_cards_in_it_as_they_are(
    session: Session, scene: dict[str, str]
) -> None:
    grouping.collapse(session, [scene["frame"], scene["clip"], scene["words"]])
    board = session.board
    folded = {id for id, node in board.nodes.items() if is_folded(node)}
    assert folded == {scene["frame"], scene["words"]}
    grouping.collapse(session, [scene["frame"], scene["words"]])
    assert not any(is_folded(node) for node in board.nodes.values())


def test_tidying_takes_a_collapsed_frame_as_one_card(
    session: Session, scene: dict[str, str]
) -> None:
    board = session.board
    held = ("clip", "frame")
    before = [board.nodes[scene[name]].pos for name in held]
    grouping.collapse(session, [scene["frame"]])
    arrange.tidy(session)
    after = [board.nodes[scene[name]].pos for name in held]
    ways = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(before, after, strict=True)]
    assert ways[0] == ways[1] != (0, 0)
    assert board.nodes[scene["frame"]].size == (500, 400), "expanding shows it as it was"


def test_nodes_are_reshaped_in_one_step_and_no_smaller_than_may_be(session: Session) -> None:
    board = session.board
    one, two = note(session, 0, 0), note(session, 200, 0)
    reshape(session, {one: (10, 10, 11, 500), two: (5, 5, 305, 105)})
    assert board.nodes[one].size == (48, 490)
    assert board.nodes[two].pos == (5, 5)
    undo(session)
    assert [board.nodes[id].size for id in (one, two)] == [(100, 60), (100, 60)]


@pytest.mark.parametrize("name", ["arrange.left", "arrange.across", "arrange.tidy"])
def test_what_is_all_locked_is_refused_politely(session: Session, name: str) -> None:
    nodes = [note(session, x, x) for x in (0, 150, 400)]
    toggle_locked(session, nodes)
    before = session.board.can_undo
    with pytest.raises(UnfitSelection, match="locked"):
        COMMANDS[name].run(session, nodes)
    with pytest.raises(UnfitSelection, match="locked"):
        move_nodes(session, nodes, 10, 0)
    assert session.board.can_undo == before


VERBS = (
    *(name for name in COMMANDS if name.startswith("arrange.")),
    "node.collapse",
    "node.expand",
    "node.lock",
    "node.duplicate",
    "node.delete",
    "node.raise",
    "node.lower",
    "node.mute",
    "move",
    "reshape",
    "paste",
)


@given(st.integers(0, 2**32 - 1), st.lists(st.sampled_from(VERBS), min_size=1, max_size=14))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_arranged_is_undone_to_the_start_and_done_again(
    session: Session, seed: int, verbs: list[str]
) -> None:
    """After each step the screen that followed shows what a fresh one shows."""
    rnd = random.Random(seed)
    board, editor = session.board, Editor(session.board)
    clips: list[str] = []
    for _ in range(9):
        kind = rnd.choice(["note", "clip", "prompt", "scene", "clip"])
        made = add_node(session, kind, (rnd.randrange(0, 2000), rnd.randrange(0, 1500)))
        if kind == "clip" and clips:
            connect(session, clips[-1], "video", made, "previous")
        clips += [made] if kind == "clip" else []
    start, states = snapshot(board), []
    for verb in verbs:
        depth = board.can_undo
        step(session, rnd, verb)
        if board.can_undo != depth or snapshot(board) != (states[-1] if states else start):
            states.append(snapshot(board))
        shows_the_same(editor)
    for state in [*reversed(states[:-1]), start] if states else []:
        undo(session)
        assert snapshot(board) == state
        shows_the_same(editor)
    for state in states:
        redo(session)
        assert snapshot(board) == state
    editor.close()
    delete_nodes(session, tuple(board.nodes))


def step(session: Session, rnd: random.Random, verb: str) -> None:
    board = session.board
    nodes = rnd.sample(sorted(board.nodes), rnd.randint(0, min(6, len(board.nodes))))
    with suppress(Trouble):
        if verb == "move":
            move_nodes(session, nodes, rnd.uniform(-900, 900), rnd.uniform(-900, 900))
        elif verb == "reshape":
            boxes = [rnd.uniform(0, 900) for _ in range(2)]
            reshape(session, dict.fromkeys(nodes, (*boxes, boxes[0] + 80, boxes[1] + 300)))
        elif verb == "paste" and nodes:
            text = clipboard.copy(session, nodes)
            assert len(from_text(text).nodes) >= len(nodes)
            clipboard.paste(session, text)
        elif verb in COMMANDS:
            COMMANDS[verb].run(session, nodes)


def snapshot(board: Board) -> object:
    return (
        dict(board.nodes),
        dict(board.edges),
        tuple(board.film),
    )


def shows_the_same(editor: Editor) -> None:
    fresh = Editor(editor.board)
    for id in editor.board.nodes:
        mine, theirs = editor.table.row(id), fresh.table.row(id)
        assert (mine is None) == (theirs is None), id
        if mine is not None and theirs is not None:
            assert editor.table.box(mine) == fresh.table.box(theirs)
        assert editor.groups.around(id) == fresh.groups.around(id)
    for id in editor.board.edges:
        mine, theirs = editor.wires.row(id), fresh.wires.row(id)
        assert (mine is None) == (theirs is None), id
        if mine is not None and theirs is not None:
            assert editor.wires.ends[mine].tolist() == fresh.wires.ends[theirs].tolist()
    fresh.close()
