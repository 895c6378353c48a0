"""Links cut by a line, nodes dropped on links, and what undo makes of it (features.md 5.1)."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.editor.editor import Editor
from canvas.editor.hand import Button
from canvas.editor.leading import turn
from tests.editor.conftest import EditingHand, Link, Put, strokes
from tests.editor.test_gestures import play

CTRL_RIGHT: dict[str, Any] = {"button": Button.right, "ctrl": True}
ALT_SHIFT_LEFT: dict[str, Any] = {"alt": True, "shift": True}


@pytest.fixture
def fan(put: Put, link: Link) -> tuple[str, list[str]]:
    """Four prompts that feed a clip, and their links from the top down."""
    clip = put("clip", 700, 200)
    return clip, [link(put("prompt", 0, 160.0 * n), "words", clip, "words") for n in range(4)]


@pytest.mark.parametrize("held", [CTRL_RIGHT, ALT_SHIFT_LEFT])
def test_a_line_across_links_cuts_them_in_one_step(
    board: Board,
    editor: Editor,
    hand: EditingHand,
    fan: tuple[str, list[str]],
    held: dict[str, Any],
) -> None:
    _, links = fan
    pointers = strokes((300, 0), (300, 150), (300, 330), **held)
    play(editor, hand, pointers[:-1])
    assert editor.shown.cut == set(links[:2])
    assert len(board.edges) == 4, "nothing is cut before the end"
    editor.feed(pointers[-1])
    assert board.edges.keys() == set(links[2:])
    board.undo()
    assert board.edges.keys() == set(links)


def test_escape_cuts_nothing(
    board: Board, editor: Editor, hand: EditingHand, fan: tuple[str, list[str]]
) -> None:
    play(editor, hand, strokes((300, 0), (300, 700), up=False, **CTRL_RIGHT))
    assert len(editor.shown.cut) == 4
    editor.cancel()
    assert editor.shown.stroke == ()
    assert len(board.edges) == 4


def test_a_line_that_meets_no_link_makes_no_step(
    board: Board, editor: Editor, hand: EditingHand, fan: tuple[str, list[str]]
) -> None:
    before = board.can_undo
    play(editor, hand, strokes((300, 700), (600, 790), **CTRL_RIGHT))
    assert len(board.edges) == 4
    assert board.can_undo == before


@pytest.fixture
def pair(put: Put, link: Link) -> tuple[str, str, str]:
    """Two clips, the second after the first, close by, and their link."""
    one, two = put("clip", 0, 100), put("clip", 600, 100)
    return one, two, link(one, "video", two, "previous")


def middle_of(editor: Editor, node: str) -> tuple[float, float]:
    row = editor.table.row(node)
    assert row is not None
    left, top, right, _ = editor.table.box(row)
    return (left + right) / 2, top + 16


def drop(
    editor: Editor, hand: EditingHand, node: str, pos: tuple[float, float], **held: Any
) -> None:
    """Carry a node so that its corner comes to lie at `pos`; guides are let go."""
    x, y = middle_of(editor, node)
    row = editor.table.row(node)
    assert row is not None
    left, top, _, _ = editor.table.box(row)
    end = (x + pos[0] - left, y + pos[1] - top)
    editor.snapping = False
    play(editor, hand, strokes((x, y), ((x + end[0]) / 2, (y + end[1]) / 2), end, **held))


def flows(board: Board) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in board.edges.values()}


def test_a_clip_dropped_on_a_link_goes_between_in_one_step(
    board: Board, editor: Editor, hand: EditingHand, put: Put, pair: tuple[str, str, str]
) -> None:
    one, two, _ = pair
    fresh = put("clip", 300, 500)
    drop(editor, hand, fresh, (330, 90))
    assert flows(board) == {(one, fresh), (fresh, two)}
    assert board.nodes[fresh].pos == (330, 90)
    assert board.nodes[two].pos[0] == 330 + 304 + 48, "what follows makes room"
    board.undo()
    assert flows(board) == {(one, two)}
    assert board.nodes[fresh].pos == (300, 500)
    assert board.nodes[two].pos == (600, 100)


def test_the_link_is_marked_while_the_clip_is_over_it(
    editor: Editor, hand: EditingHand, put: Put, pair: tuple[str, str, str]
) -> None:
    fresh = put("clip", 300, 500)
    x, y = middle_of(editor, fresh)
    play(editor, hand, strokes((x, y), (x, y - 390), up=False))
    assert editor.shown.onto == pair[2]
    play(editor, hand, strokes((x, y), (x, y + 60), up=False))
    assert editor.shown.onto is None


def test_alt_copies_and_inserts_nothing(
    board: Board, editor: Editor, hand: EditingHand, put: Put, pair: tuple[str, str, str]
) -> None:
    one, two, _ = pair
    drop(editor, hand, put("clip", 300, 500), (330, 90), alt=True)
    assert flows(board) == {(one, two)}


@pytest.mark.parametrize("kind", ["picture", "prompt", "note"])
def test_what_cannot_stand_in_the_link_is_only_moved(
    board: Board,
    editor: Editor,
    hand: EditingHand,
    put: Put,
    pair: tuple[str, str, str],
    kind: str,
) -> None:
    one, two, _ = pair
    other = put(kind, 300, 500)
    drop(editor, hand, other, (380, 120))
    assert flows(board) == {(one, two)}
    assert board.nodes[other].pos == (380, 120)


def test_a_clip_that_stands_in_a_chain_is_only_moved(
    board: Board,
    editor: Editor,
    hand: EditingHand,
    put: Put,
    link: Link,
    pair: tuple[str, str, str],
) -> None:
    far, near = put("clip", 0, 500), put("clip", 400, 500)
    link(far, "video", near, "previous")
    drop(editor, hand, near, (330, 90))
    assert (far, near) in flows(board)
    assert len(board.edges) == 2


def test_after_any_hands_and_as_many_undos_the_board_is_what_it_was(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    """Cutting, inserting, bending and muting in any order, taken back one by one."""
    chance = random.Random(20)
    clips = [put("clip", 330.0 * n, 60.0 + 40 * (n % 2)) for n in range(3)]
    loose = [put("clip", 320.0 * n, 480) for n in range(3)]
    for left, right in pairwise(clips):
        link(left, "video", right, "previous")
    start = (dict(board.nodes), dict(board.edges))
    made = 0
    for _ in range(120):
        before = (dict(board.nodes), dict(board.edges))
        act = chance.choice(["cut", "insert", "bend", "pull", "mute"])
        # by what is the same in every run: ids are not
        edges = sorted(board.edges, key=lambda id: (editor.wires.ports_of(id), id))
        if act == "cut":
            a, b = ((chance.uniform(0, 1000), chance.uniform(0, 700)) for _ in range(2))
            play(editor, hand, strokes(a, b, **CTRL_RIGHT))
        elif act == "insert":
            drop(
                editor, hand, chance.choice(loose), (chance.uniform(0, 700), chance.uniform(0, 300))
            )
        elif act == "bend" and edges:
            at = (chance.uniform(0, 1000), chance.uniform(0, 700))
            turn(editor, hand, chance.choice(edges), None, at)
        elif act == "pull" and edges:
            start_at, _ = editor.wires.ports_of(chance.choice(edges))
            at = (start_at[0] + 14, start_at[1])
            play(editor, hand, strokes(at, (at[0] + 40, at[1] + chance.uniform(-90, 90))))
        elif act == "mute":
            board.apply(set_node(chance.choice(clips), params={"mode": "muted"}))
        made += before != (dict(board.nodes), dict(board.edges))
        fresh = Editor(board)
        assert shapes(fresh) == shapes(editor)
        fresh.close()
    assert made > 20
    undone = 0
    while (dict(board.nodes), dict(board.edges)) != start:
        assert board.undo() is not None
        undone += 1
    assert undone == made, "one step of undo for each"


def shapes(editor: Editor) -> dict[str, list[list[float]]]:
    """Every wire as it is shown, piece by piece."""
    wires = editor.wires
    return {id: wires.ends[wires.rows(id)].round(6).tolist() for id in sorted(editor.board.edges)}
