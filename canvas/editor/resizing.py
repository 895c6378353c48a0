"""Pulling a corner or an edge of what is selected: one node, or several by the box around them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from canvas.editor.camera import Box
from canvas.editor.dragging import SNAP_REACH, grid_of, neighbours
from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import resizable
from canvas.editor.snapping import Snapped, snapped_sides
from canvas.editor.spatial import Floats

SMALLEST = 48.0
"""World units that a node keeps when it is resized."""


def resize(editor: Editor, hand: Hand, press: Pointer, sides: str) -> Gesture:
    """Pull sides of a box (a corner is two); Shift keeps the proportions, Alt pulls from the
    middle, Ctrl lets go of guides and grid."""
    table = editor.table
    rows = resizable(table, editor.selected_rows)
    box = table.bounds(rows)
    if box is None:
        return
    boxes = {row: table.box(row) for row in rows.tolist()}
    least, others = _least(box, boxes), neighbours(editor, rows)
    start = editor.camera.to_world(press.x, press.y)
    pulled, pointer = box, press
    while not pointer.up:
        pointer = yield
        x, y = editor.camera.to_world(pointer.x, pointer.y)
        way = (x - start[0], y - start[1])
        pulled, lined = _pulled(editor, pointer, (box, least, sides), way, others)
        editor.shown = Shown(guides=lined.guides)
        editor.hold_boxes({row: placed(one, box, pulled) for row, one in boxes.items()})
    if pulled != box:
        hand.resize({table.ids[row]: placed(one, box, pulled) for row, one in boxes.items()})


def placed(one: Box, around: Box, pulled: Box) -> Box:
    """Where a box comes to lie when the one around it is pulled into another shape."""
    if one == around:
        return pulled
    sx = (pulled[2] - pulled[0]) / (around[2] - around[0])
    sy = (pulled[3] - pulled[1]) / (around[3] - around[1])
    left, top = pulled[0] + (one[0] - around[0]) * sx, pulled[1] + (one[1] - around[1]) * sy
    return left, top, left + (one[2] - one[0]) * sx, top + (one[3] - one[1]) * sy


def stretched(
    box: Box,
    sides: str,
    way: tuple[float, float],
    *,
    least: tuple[float, float] = (SMALLEST, SMALLEST),
    proportional: bool = False,
    centred: bool = False,
) -> Box:
    """A box with these sides pulled by `way`, no smaller than `least`."""
    size = (box[2] - box[0], box[3] - box[1])
    signs = (_sign(sides, "w", "e"), _sign(sides, "n", "s"))
    reach = 2.0 if centred else 1.0
    grown = [
        max(size[axis] + signs[axis] * way[axis] * reach, least[axis])
        if signs[axis]
        else size[axis]
        for axis in (0, 1)
    ]
    if proportional:
        shares = [grown[axis] / size[axis] for axis in (0, 1) if signs[axis]]
        share = max(*shares, least[0] / size[0], least[1] / size[1])
        grown = [size[0] * share, size[1] * share]
    low = [
        _anchored(box[axis], size[axis], grown[axis], 0 if centred else signs[axis])
        for axis in (0, 1)
    ]
    return low[0], low[1], low[0] + grown[0], low[1] + grown[1]


def _sign(sides: str, low: str, high: str) -> int:
    return -1 if low in sides else 1 if high in sides else 0


def _anchored(low: float, size: float, grown: float, sign: int) -> float:
    """Where a length begins that grew towards `sign`, or both ways with none."""
    if sign > 0:
        return low
    return low + size - grown if sign < 0 else low + (size - grown) / 2


def _pulled(
    editor: Editor,
    pointer: Pointer,
    shape: tuple[Box, tuple[float, float], str],
    way: tuple[float, float],
    others: Floats,
) -> tuple[Box, Snapped]:
    box, least, sides = shape
    shift, alt = pointer.shift, pointer.alt
    pulled = stretched(box, sides, way, least=least, proportional=shift, centred=alt)
    grid = grid_of(editor)
    if shift or pointer.ctrl or not (editor.snapping or grid):
        return pulled, Snapped()
    near = others if editor.snapping else others[:0]
    lined = snapped_sides(pulled, sides, near, SNAP_REACH / editor.camera.zoom, grid=grid)
    drawn = (way[0] + lined.dx, way[1] + lined.dy)
    return stretched(box, sides, drawn, least=least, centred=alt), lined


def _least(box: Box, boxes: Mapping[int, Box]) -> tuple[float, float]:
    """How small the box around several may get: none of them under the smallest size, unless it
    is smaller already."""
    sizes = np.array([(one[2] - one[0], one[3] - one[1]) for one in boxes.values()])
    shares = np.minimum(SMALLEST / np.maximum(sizes, 1e-9), 1.0).max(axis=0)
    return (box[2] - box[0]) * float(shares[0]), (box[3] - box[1]) * float(shares[1])
