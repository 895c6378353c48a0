"""What a press on the canvas turns into: one generator a gesture, fed with pointers until it ends.

A gesture shows what it would do in the editor and calls the hand once, at its end: closing it early
(Esc) leaves the board as it was.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from canvas.document.board import Board
from canvas.document.records import NodeKind
from canvas.editor.camera import Box
from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Button, Hand, Pointer
from canvas.editor.linking import connect
from canvas.editor.snapping import Snapped, snapped
from canvas.editor.spatial import SCENE, Floats, Rows
from canvas.editor.tools import TOOLS

SLOP = 4.0
"""Logical pixels that a click may tremble."""

SNAP_REACH = 6.0
"""Logical pixels within which a dragged box falls into line."""

SMALLEST = 48.0
"""World units that a node keeps when it is resized."""


def gesture_for(editor: Editor, hand: Hand, press: Pointer) -> Gesture | None:
    """The gesture that a press begins: a pan, a drag, a link, a resize or a marquee."""
    if press.button is Button.middle or press.space or editor.tool == "hand":
        return pan(editor, press)
    if press.button is not Button.left:
        return None
    if editor.tool in TOOLS:
        return TOOLS[editor.tool](editor, hand, press)
    under = editor.hit(press.x, press.y)
    if under.port is not None:
        return connect(editor, hand, press, under.port)
    if under.corner and under.node is not None:
        return resize(editor, hand, press, under.node, under.corner)
    if under.node is not None:
        return drag(editor, hand, press, under.node)
    if under.wire is not None:
        editor.select_links((under.wire,))
        return None
    return marquee(editor, press)


def pan(editor: Editor, press: Pointer) -> Gesture:
    """The field follows the hand."""
    pointer, last = press, press
    while not pointer.up:
        pointer = yield
        editor.camera = editor.camera.panned(pointer.x - last.x, pointer.y - last.y)
        last = pointer


def marquee(editor: Editor, press: Pointer) -> Gesture:
    """Select what a rectangle touches; Shift or Ctrl adds to what is selected."""
    before = editor.selection
    kept = before if press.shift or press.ctrl else frozenset()
    corner = editor.camera.to_world(press.x, press.y)
    editor.select(kept)
    pointer = press
    try:
        while not pointer.up:
            pointer = yield
            if not _still(press, pointer) or editor.shown.marquee:
                box = _spanned(corner, editor.camera.to_world(pointer.x, pointer.y))
                editor.shown = Shown(marquee=box)
                editor.select(kept | _touched(editor, box))
    except GeneratorExit:
        editor.select(before)
        raise


def drag(editor: Editor, hand: Hand, press: Pointer, node: str) -> Gesture:
    """A click selects; past the slop the selection follows the hand."""
    beside = press.shift or press.ctrl
    fresh = node not in editor.selection
    if fresh:
        editor.select((node,), add=beside)
    pointer = yield
    while _still(press, pointer):
        if pointer.up:
            if not fresh:
                editor.select((node,), toggle=beside)
            return
        pointer = yield
    yield from _carry(editor, hand, press, pointer)


def _carry(editor: Editor, hand: Hand, press: Pointer, pointer: Pointer) -> Gesture:
    """Alt carries copies instead, Shift keeps to one axis, Ctrl lets go of the guides."""
    chosen = editor.selected
    rows = editor.table.rows(carried(editor.board, chosen))
    box = editor.table.bounds(rows)
    if box is None:
        return
    others = _neighbours(editor, rows)
    start = editor.camera.to_world(press.x, press.y)
    while True:
        dx, dy, lined = _pulled(editor, pointer, start, box, others)
        copying = pointer.alt
        editor.shown = Shown(guides=lined.guides, ghosts=(rows, dx, dy) if copying else None)
        editor.hold(rows, *((0.0, 0.0) if copying else (dx, dy)))
        if pointer.up:
            break
        pointer = yield
    if copying:
        editor.select(hand.duplicate(chosen, dx, dy))
    elif dx or dy:
        hand.move(chosen, dx, dy)


def resize(editor: Editor, hand: Hand, press: Pointer, node: str, corner: str) -> Gesture:
    """Pull one corner; Shift keeps the proportions."""
    row = editor.table.row(node)
    if row is None or editor.board.nodes[node].locked:
        return
    box = editor.table.box(row)
    start = editor.camera.to_world(press.x, press.y)
    pulled, pointer = box, press
    while not pointer.up:
        pointer = yield
        x, y = editor.camera.to_world(pointer.x, pointer.y)
        pulled = _stretched(box, corner, x - start[0], y - start[1], proportional=pointer.shift)
        editor.hold_box(row, pulled)
    if pulled != box:
        hand.resize(node, pulled)


def carried(board: Board, nodes: Iterable[str]) -> tuple[str, ...]:
    """These nodes and what their scene frames hold; locked ones stay where they are."""
    scenes = [id for id in nodes if board.nodes[id].kind is NodeKind.scene]
    found = dict.fromkeys(id for id in nodes if not board.nodes[id].locked)
    while scenes:
        scene = scenes.pop()
        if scene not in found:
            continue
        for node in board.nodes.values():
            if node.parent == scene and not node.locked and node.id not in found:
                found[node.id] = None
                if node.kind is NodeKind.scene:
                    scenes.append(node.id)
    return tuple(found)


def _pulled(
    editor: Editor, pointer: Pointer, start: tuple[float, float], box: Box, others: Floats
) -> tuple[float, float, Snapped]:
    x, y = editor.camera.to_world(pointer.x, pointer.y)
    dx, dy = x - start[0], y - start[1]
    across, down = True, True
    if pointer.shift:
        across = abs(dx) >= abs(dy)
        down = not across
        dx, dy = dx * across, dy * down
    if pointer.ctrl or not editor.snapping:
        return dx, dy, Snapped()
    moved = (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)
    lined = snapped(moved, others, SNAP_REACH / editor.camera.zoom, across=across, down=down)
    return dx + lined.dx, dy + lined.dy, lined


def _neighbours(editor: Editor, carried_rows: Rows) -> Floats:
    """The boxes in sight that a dragged one may fall into line with."""
    table = editor.table
    rows = np.setdiff1d(table.cull(editor.camera.view), carried_rows)
    x, y = table.x[rows], table.y[rows]
    return np.stack([x, y, x + table.w[rows], y + table.h[rows]], axis=1)


def _touched(editor: Editor, box: Box) -> frozenset[str]:
    table = editor.table
    rows = table.cull(box)
    x, y, right, bottom = table.x[rows], table.y[rows], table.w[rows], table.h[rows]
    within = (x >= box[0]) & (y >= box[1]) & (x + right <= box[2]) & (y + bottom <= box[3])
    # a scene frame is as large as what it holds: it is meant only when all of it is
    meant = rows[within | (table.kind[rows] != SCENE)]
    return frozenset(table.ids[row] for row in meant.tolist())


def _stretched(box: Box, corner: str, dx: float, dy: float, *, proportional: bool) -> Box:
    left, top, right, bottom = box
    wide = max(right - left + (dx if "e" in corner else -dx), SMALLEST)
    high = max(bottom - top + (dy if "s" in corner else -dy), SMALLEST)
    if proportional:
        grown = max(wide / (right - left), high / (bottom - top))
        wide, high = (right - left) * grown, (bottom - top) * grown
    if "e" in corner:
        right = left + wide
    else:
        left = right - wide
    if "s" in corner:
        bottom = top + high
    else:
        top = bottom - high
    return left, top, right, bottom


def _still(press: Pointer, pointer: Pointer) -> bool:
    return abs(pointer.x - press.x) < SLOP and abs(pointer.y - press.y) < SLOP


def _spanned(a: tuple[float, float], b: tuple[float, float]) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
