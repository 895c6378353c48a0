"""A press on a node: a click that selects, or a drag that carries what is selected."""

from __future__ import annotations

import numpy as np

from canvas.editor.camera import Box
from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Hand, Pointer
from canvas.editor.holding import inside
from canvas.editor.inserting import Between
from canvas.editor.snapping import Snapped, snapped
from canvas.editor.spatial import Floats, Rows

SLOP = 4.0
"""Logical pixels that a click may tremble."""

SNAP_REACH = 6.0
"""Logical pixels within which a dragged box falls into line."""

SEEN = 12.0
"""Logical pixels that a box measures at least for others to fall into line with it."""

GRID = 24.0
"""World units between the dots of the grid."""


def drag(editor: Editor, hand: Hand, press: Pointer, node: str) -> Gesture:
    """A click selects, a node of a group with its group; past the slop the selection follows the
    hand. Ctrl means this one node."""
    fresh = node not in editor.selection
    if fresh and press.ctrl:
        editor.select((node,), add=True)
    elif fresh:
        editor.pick(node, add=press.shift)
    pointer = yield
    while still(press, pointer):
        if pointer.up:
            if not fresh:
                _click_again(editor, press, node)
            return
        pointer = yield
    yield from _carry(editor, hand, press, pointer)


def still(press: Pointer, pointer: Pointer) -> bool:
    """Whether a press may still be a click."""
    return abs(pointer.x - press.x) < SLOP and abs(pointer.y - press.y) < SLOP


def neighbours(editor: Editor, apart_from: Rows) -> Floats:
    """The boxes in sight that another may fall into line with, large enough to be meant."""
    table, least = editor.table, SEEN / editor.camera.zoom
    rows = np.setdiff1d(table.cull(editor.camera.view), apart_from)
    rows = rows[np.maximum(table.w[rows], table.h[rows]) >= least]
    x, y = table.x[rows], table.y[rows]
    return np.stack([x, y, x + table.w[rows], y + table.h[rows]], axis=1)


def grid_of(editor: Editor) -> float | None:
    """The grid that boxes fall on, if they do."""
    return GRID if editor.snap_grid else None


def _click_again(editor: Editor, press: Pointer, node: str) -> None:
    """A click on what was selected already."""
    if press.ctrl:
        editor.select((node,), toggle=True)
    elif press.shift:
        alone = editor.reached_into(node)
        editor.select((node,) if alone else editor.groups.around(node), toggle=True)
    else:
        editor.pick(node)


def _carry(editor: Editor, hand: Hand, press: Pointer, pointer: Pointer) -> Gesture:
    """Alt carries copies instead, Shift keeps to one axis, Ctrl lets go of guides and grid. Over a
    link that a node may stand in, it goes between."""
    chosen = editor.selected
    rows = editor.table.rows(inside(editor.board, chosen))
    copied = editor.table.rows(inside(editor.board, chosen, locked=True))
    box = editor.table.bounds(copied)
    if box is None:
        return
    others = neighbours(editor, copied)
    start = editor.camera.to_world(press.x, press.y)
    between, onto = Between(editor, hand, chosen), None
    while True:
        dx, dy, lined = _pulled(editor, pointer, start, box, others)
        copying = pointer.alt
        ghosts = (copied, dx, dy) if copying else None
        fixed = not copying and not len(rows)
        editor.shown = Shown(ghosts=ghosts) if fixed else _shown(lined, ghosts)
        editor.hold(rows, *((0.0, 0.0) if copying else (dx, dy)))
        editor.shown.onto = onto = None if copying else between.link()
        if pointer.up:
            break
        pointer = yield
    chosen = tuple(node for node in chosen if node in editor.board.nodes)
    if not chosen:  # somebody else has deleted it meanwhile
        return
    if copying:
        editor.select(hand.duplicate(chosen, dx, dy))
    elif onto is not None:
        hand.insert_into(onto, chosen[0], dx, dy)
    elif dx or dy:
        hand.move(chosen, dx, dy)


def _shown(lined: Snapped, ghosts: tuple[Rows, float, float] | None) -> Shown:
    return Shown(guides=lined.guides, gaps=lined.gaps, ghosts=ghosts)


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
    grid = grid_of(editor)
    if pointer.ctrl or not (editor.snapping or grid):
        return dx, dy, Snapped()
    moved = (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)
    near = others if editor.snapping else others[:0]
    reach = SNAP_REACH / editor.camera.zoom
    lined = snapped(moved, near, reach, across=across, down=down, grid=grid)
    return dx + lined.dx, dy + lined.dy, lined
