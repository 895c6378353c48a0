"""Wires, flattened in numpy and drawn as straight pieces in the colour of what flows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.editor.bending import cut, unevenness
from canvas.editor.carrying import among
from canvas.editor.spatial import Rows
from canvas.editor.wiring import FLOWS, WireTable
from canvas.ui.painting import checked
from canvas.ui.painting.frame import PAD, Detail, Frame
from canvas.ui.painting.mixing import mixed
from canvas.ui.painting.patch import Patch
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

STRENGTH = 0.85
"""How much of its colour a wire keeps over the field; mixed first, so that pieces do not add up."""

FAINT = 0.45
"""As much of a wire through which nothing flows, for one of its nodes is muted."""

WIDTH = 2.0
SUBPIXEL = 16
"""Ends lie on sixteenths of a device pixel: the same ones wherever the camera is."""

PIECE = 24.0
"""Device pixels that a piece of a wire measures, about: a curve's longest is under twice that."""

HURRIED = 48.0
"""As many while so much moves that nobody can tell."""

AWAY = 1.5
"""Device pixels that the pieces of a hurried wire may stray from its curve."""

THIN = 0.4
"""The zoom under which wires are drawn as thin as can be."""

SHORT = 5.0
"""Logical pixels below which an overview leaves a wire out."""

SPARSE, SPAN = 0.9, 900.0
"""The farther away, the longer a wire has to be to be drawn: SPARSE / zoom², up to SPAN."""

DASHES = 8.0
"""The fewest pieces of a wire of which every piece is drawn by half."""

FEW = 40
"""Wires that are smoothed even while the zoom moves."""


def draw_wires(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    wires: WireTable,
    patch: Patch,
    marked: Rows | None = None,
    apart: Rows | None = None,
    carried: bool = False,
) -> Floats:
    """Draw the wires that touch a patch, or only the `marked` rows as selected ones; without those
    `apart`, or if they are what is `carried`, only those. Returns the straight pieces drawn:
    (n, 4) of x0, y0, x1, y1 in device pixels."""
    rows = _near(frame, wires, patch) if marked is None else marked
    if apart is not None and len(apart):
        rows = rows[among(rows, apart) == carried]
    if not len(rows):
        return np.zeros((0, 4))
    painter.save()
    painter.setClipRegion(patch.clip())
    if frame.detail is Detail.far and marked is None:
        drawn = _draw_far(painter, frame, theme, patch, wires.ends[rows])
    else:
        smooth = not frame.rough if frame.settled else len(rows) < FEW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        drawn = _draw_near(painter, frame, theme, wires, patch, rows, marked is not None)
    painter.restore()
    return drawn


def _near(frame: Frame, wires: WireTable, patch: Patch) -> Rows:
    """The wires that may touch a patch."""
    rows = wires.cull(frame.world(patch.area), 4.0 / frame.scale)
    if len(patch.parts) == 1:
        return rows
    boxes = wires.boxes[rows] * frame.scale
    left, top = boxes[:, 0] + frame.left, boxes[:, 1] + frame.top
    right, bottom = boxes[:, 2] + frame.left, boxes[:, 3] + frame.top
    near: Rows = rows[patch.meets(left, top, right, bottom, 4.0 + frame.ratio)]
    return near


def _draw_near(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    wires: WireTable,
    patch: Patch,
    rows: Rows,
    marked: bool,
) -> Floats:
    width = _width(frame)
    colours = _colours(theme)
    codes = np.where(wires.faint[rows], len(FLOWS) + 1, wires.flow[rows])
    codes[wires.broken[rows]] = len(FLOWS)
    if marked:
        colours, width = [theme.colours.selection], (WIDTH + 1) * max(frame.scale, frame.ratio)
        codes = np.zeros(len(rows), np.intp)
    order = np.argsort(codes, kind="stable")  # so that the pieces of a colour lie together
    pieces, codes = _pieces(frame, wires.ends[rows[order]], codes[order], patch, width)
    starts = np.searchsorted(codes, np.arange(len(colours) + 1)).tolist()
    for code, colour in enumerate(colours):
        chosen = pieces[starts[code] : starts[code + 1]]
        if len(chosen):
            painter.setPen(pen(colour, width))
            checked.lines(painter, _dashes(chosen) if code >= len(FLOWS) else chosen)
    return pieces


def _width(frame: Frame) -> float:
    """Thin from where many are in sight."""
    if frame.detail is not Detail.near or frame.zoom < THIN:
        return frame.ratio
    return max(WIDTH * frame.scale, 1.25 * frame.ratio)


def _colours(theme: Theme) -> list[QColor]:
    """By flow, then of wires that would close a circle, then of those in which nothing flows."""
    named = [*(theme.port_colour(flow) for flow in FLOWS), theme.colours.bad]
    faint = mixed(theme.colours.soft, theme.colours.field, FAINT)
    return [*(mixed(colour, theme.colours.field, STRENGTH) for colour in named), faint]


def pen(colour: QColor, width: float) -> QPen:
    made = QPen(colour, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if width <= 1 else Qt.PenCapStyle.SquareCap)
    return made


def placed(frame: Frame, points: Floats) -> Floats:
    """World points (..., 2) in device pixels, snapped so that a pan moves them all alike."""
    moved: Floats = _snapped(frame, points) + np.array([frame.left, frame.top])
    return moved


def _snapped(frame: Frame, points: Floats) -> Floats:
    return np.floor(points * (frame.scale * SUBPIXEL) + 0.5) / SUBPIXEL


def _pieces(
    frame: Frame, ends: Floats, codes: NDArray[np.intp], patch: Patch, width: float
) -> tuple[Floats, NDArray[np.intp]]:
    """Straight pieces of the wires that touch an area, each with the code of its wire; none is
    longer than the padding of a view."""
    counts = _piece_counts(frame, ends, codes >= len(FLOWS))
    x, y = cut(ends, counts)
    x, y = _snapped(frame, x) + frame.left, _snapped(frame, y) + frame.top
    left, right = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    top, bottom = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
    near = patch.meets(left, top, right, bottom, width + 2)
    near[np.cumsum(counts + 1)[:-1] - 1] = False  # no piece leads from one wire to the next
    every = np.empty((np.count_nonzero(near), 4))
    for column, points in enumerate((x[:-1], y[:-1], x[1:], y[1:])):
        every[:, column] = points[near]
    _untie(every)
    return every, np.repeat(codes, counts + 1)[:-1][near]


def _dashes(pieces: Floats) -> Floats:
    """Half of every piece, at its start."""
    made = pieces.copy()
    made[:, 2:] = np.floor((pieces[:, :2] + pieces[:, 2:]) / 2 * SUBPIXEL) / SUBPIXEL
    _untie(made)
    return made


def _piece_counts(frame: Frame, ends: Floats, dashed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many pieces each wire is cut into: enough to look round and to stay short."""
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    leaves = np.abs(ends[:, 4:8]).max(axis=1)
    length = (np.abs(across) + np.abs(down) + 2 * leaves) * frame.scale
    counts: NDArray[np.int64]
    if frame.rough or not frame.settled:  # coarse while so much moves
        round_enough = np.sqrt(unevenness(ends) * (frame.scale / AWAY))
        wanted = np.ceil(np.maximum(length / HURRIED, round_enough))
        counts = np.clip(wanted, np.where(dashed, DASHES, 1.0), 1024.0).astype(np.int64)
        return counts
    wanted = np.maximum(length / PIECE, 1.0)
    fewest = 32.0 if frame.zoom >= 0.6 else 16.0 if frame.detail is Detail.near else 8.0
    counts = np.clip(np.exp2(np.ceil(np.log2(wanted))), fewest, 1024.0).astype(np.int64)
    return counts


def _untie(pieces: Floats) -> None:
    """Two corners of an exact diagonal are level, and Qt then rounds by the last bit of where."""
    run = np.abs(pieces[:, 2:] - pieces[:, :2])
    pieces[run[:, 0] == run[:, 1], 2] += 1 / SUBPIXEL


def _draw_far(painter: QPainter, frame: Frame, theme: Theme, patch: Patch, ends: Floats) -> Floats:
    """An overview shows straight hairlines, and none that is shorter than a card or two."""
    long = np.abs(ends[:, 2] - ends[:, 0]) + np.abs(ends[:, 3] - ends[:, 1])
    shortest = max(SHORT / frame.zoom, min(SPARSE / frame.zoom**2, SPAN))
    line = placed(frame, ends[long > shortest, :4].reshape(-1, 2)).reshape(-1, 4)
    painter.setPen(QPen(theme.colours.line2, frame.ratio))
    # while the zoom moves, all of the view is painted, and nothing has to fit to what was
    pieces = _chopped(line, patch, frame.ratio + 2) if frame.settled else line
    checked.lines(painter, pieces)
    return pieces


def _chopped(lines: Floats, patch: Patch, margin: float) -> Floats:
    """The same lines in pieces shorter than the padding, so that what Qt cuts off lies outside the
    view; of long ones without the pieces that lie farther than `margin` from the patch. Halves of
    halves stay exact wherever the camera is."""
    longest = np.abs(lines[:, 2:] - lines[:, :2]).max(axis=1, initial=1.0)
    long = longest > PAD
    if long.any():
        counts = np.exp2(np.ceil(np.log2(longest[long] / PAD)))
        pieces = np.concatenate([lines[~long], _cut_up(lines[long], counts, patch, margin)])
    else:
        pieces = lines.copy()
    _untie(pieces)
    return pieces


def _cut_up(lines: Floats, counts: Floats, patch: Patch, margin: float) -> Floats:
    """Each line in as many pieces, of which those are left that may come near a patch."""
    way = lines[:, 2:] - lines[:, :2]
    first, last = _crossing(lines[:, :2], way, counts, patch, margin)
    many = np.maximum(last - first, 0.0).astype(np.intp)
    each = np.repeat(np.column_stack([lines[:, :2], way, counts]), many, axis=0)
    number = np.arange(len(each)) + np.repeat(first - (np.cumsum(many) - many), many)
    pieces = np.empty((len(each), 4))
    for side, share in ((0, number / each[:, 4]), (2, (number + 1) / each[:, 4])):
        pieces[:, side] = each[:, 0] + each[:, 2] * share
        pieces[:, side + 1] = each[:, 1] + each[:, 3] * share
    return pieces


def _crossing(
    start: Floats, way: Floats, counts: Floats, patch: Patch, margin: float
) -> tuple[Floats, Floats]:
    """The first of each line's pieces that may come near a patch, and the one after the last."""
    area = patch.area
    low = np.array([area.left(), area.top()]) - margin
    high = low + np.array([area.width(), area.height()]) + 2 * margin
    still = way == 0
    run = np.where(still, 1.0, way)
    one, other = (low - start) / run, (high - start) / run
    enter = np.where(still, 0.0, np.minimum(one, other)).max(axis=1, initial=0.0)
    leave = np.where(still, 1.0, np.maximum(one, other)).min(axis=1, initial=1.0)
    first: Floats = np.clip(np.floor(enter * counts) - 1, 0.0, counts)
    last: Floats = np.clip(np.ceil(leave * counts) + 1, 0.0, counts)
    return first, last
