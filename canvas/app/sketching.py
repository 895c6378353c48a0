"""Strokes of a pen as nodes of a board: how they are made, joined and cut."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from canvas.document.edits import SetNode, set_node
from canvas.document.records import Json, Node
from canvas.editor import strokes
from canvas.editor.sketches import pen_width, stretched_grain

Floats = NDArray[np.float64]

FINE = 5.0
"""Steps of the grain that a thinned stroke may leave the hand's own line by: a third of a pixel."""


def cut(points: Floats, grain: float) -> list[Floats]:
    """A stroke thinned, in pieces that a node can hold; each begins where the last one ended."""
    thin = strokes.simplified(points, FINE * grain)
    step = strokes.MOST_POINTS - 1
    pieces = [thin[at : at + strokes.MOST_POINTS] for at in range(0, max(len(thin) - 1, 1), step)]
    return [part for piece in pieces for part in _narrow(piece, grain)]


def _narrow(piece: Floats, grain: float) -> list[Floats]:
    """A piece halved until its coordinates can be counted in steps."""
    reach = np.ptp(piece[:, :2], axis=0).max() / grain
    if reach < strokes.STEPS // 2 or len(piece) < 3:
        return [piece]
    middle = len(piece) // 2
    return [*_narrow(piece[: middle + 1], grain), *_narrow(piece[middle:], grain)]


def ink_node(node: Node, points: Floats, grain: float, width: float) -> Node:
    """A node with its place, size and one stroke."""
    (left, top), (wide, high) = _around(points, width)
    words = strokes.quantised(points, (left, top), grain)
    params: dict[str, Json] = {
        "strokes": strokes.encoded([words]),
        "grain": grain,
        "width": width,
        "span": [wide, high],
    }
    return replace(node, pos=(left, top), size=(wide, high), params=params)


def joined(node: Node, points: Floats) -> SetNode | None:
    """The edit that adds a stroke to an ink node; None where it does not fit in."""
    grain, span = node.param("grain"), node.param("span")
    if not isinstance(grain, int | float) or span != [*node.size] or node.locked:
        return None
    words = strokes.decoded(str(node.param("strokes")))
    if strokes.counted(words) + len(points) > strokes.MOST_POINTS:
        return None
    (left, top), (wide, high) = _around(points, pen_width(node))
    across, down = (
        max(-int((a - b) // grain), 0) for a, b in zip((left, top), node.pos, strict=True)
    )
    corner = node.pos[0] - across * grain, node.pos[1] - down * grain
    moved = [one.astype(np.int64) + np.array([across, down, 0]) for one in words]
    if max(int(one[:, :2].max()) for one in moved) > strokes.STEPS:
        return None
    if not strokes.fits(points, corner, grain):
        return None
    right = max(left + wide, node.pos[0] + node.size[0])
    bottom = max(top + high, node.pos[1] + node.size[1])
    size = right - corner[0], bottom - corner[1]
    kept = [one.astype(np.uint16) for one in moved]
    kept.append(strokes.quantised(points, corner, grain))
    params = {"strokes": strokes.encoded(kept), "span": [*size]}
    return set_node(node.id, pos=corner, size=size, params=params)


def without(node: Node, gone: Collection[int]) -> SetNode | None:
    """The edit that takes strokes out of an ink node; None where none would be left."""
    words = strokes.decoded(str(node.param("strokes")))
    kept = [one for at, one in enumerate(words) if at not in gone]
    if not kept:
        return None
    grain, step = node.param("grain"), stretched_grain(node, node.size)
    fine = float(grain) if isinstance(grain, int | float) else strokes.FINEST
    margin = int(pen_width(node) / 2 / fine) + 1
    low = np.maximum(
        np.min([one[:, :2].min(axis=0) for one in kept], axis=0).astype(int) - margin, 0
    )
    high = np.max([one[:, :2].max(axis=0) for one in kept], axis=0).astype(int) + margin
    steps = [max(float(b - a), 1.0) for a, b in zip(low, high, strict=True)]
    shift = np.array([low[0], low[1], 0])
    left = [(one.astype(np.int64) - shift).astype(np.uint16) for one in kept]
    return set_node(
        node.id,
        pos=(node.pos[0] + float(low[0]) * step[0], node.pos[1] + float(low[1]) * step[1]),
        size=(steps[0] * step[0], steps[1] * step[1]),
        params={"strokes": strokes.encoded(left), "span": [steps[0] * fine, steps[1] * fine]},
    )


def _around(points: Floats, width: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The corner and the size of the box around a stroke, half a pen wider on every side."""
    low, high = points[:, :2].min(axis=0) - width / 2, points[:, :2].max(axis=0) + width / 2
    wide, high_ = (max(float(one), 1.0) for one in high - low)
    return (float(low[0]), float(low[1])), (wide, high_)
