"""Wires, flattened in numpy and drawn as straight pieces in the colour of what flows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from canvas.editor.spatial import Rows
from canvas.editor.wiring import FLOWS, WireTable, flattened
from canvas.ui.painting import checked
from canvas.ui.painting.frame import PAD, Detail, Frame
from canvas.ui.painting.mixing import mixed
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

STRENGTH = 0.85
"""How much of its colour a wire keeps over the field; mixed first, so that pieces do not add up."""

WIDTH = 2.0
SUBPIXEL = 16
"""Ends lie on sixteenths of a device pixel: the same ones wherever the camera is."""

PIECE = 24.0
"""Device pixels that a piece of a wire measures, about: a curve's longest is under twice that."""

MANY = 260
"""Wires in sight above which they are drawn thin."""

SHORT = 5.0
"""Device pixels below which an overview leaves a wire out."""


def draw_wires(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    wires: WireTable,
    area: QRect,
    marked: Rows | None = None,
) -> None:
    """Draw the wires that touch an area, or only the `marked` rows as selected ones."""
    rows = wires.cull(frame.world(area), 4.0 / frame.scale) if marked is None else marked
    if not len(rows):
        return
    if frame.detail is Detail.far and marked is None:
        _draw_far(painter, frame, theme, wires.ends[rows])
        return
    thin = len(wires.cull(frame.world(frame.area))) > MANY or frame.detail is not Detail.near
    width = frame.ratio if thin else max(WIDTH * frame.scale, 1.25 * frame.ratio)
    painter.save()
    painter.setClipRegion(_unclipped(frame, area))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    ends, flows, broken = wires.ends[rows], wires.flow[rows], wires.broken[rows]
    if broken.any() and marked is None:
        painter.setPen(pen(mixed(theme.colours.bad, theme.colours.field, STRENGTH), width))
        checked.lines(painter, _dashes(_pieces(frame, ends[broken], area, width)))
        ends, flows = ends[~broken], flows[~broken]
    for code in np.unique(flows).tolist():
        colour = mixed(theme.port_colour(FLOWS[code]), theme.colours.field, STRENGTH)
        if marked is not None:
            colour, width = theme.colours.selection, (WIDTH + 1) * max(frame.scale, frame.ratio)
        painter.setPen(pen(colour, width))
        checked.lines(painter, _pieces(frame, ends[flows == code], area, width))
    painter.restore()


def _unclipped(frame: Frame, area: QRect) -> QRegion:
    """The area as a clip whose bounds are the padded view.

    Qt shortens lines at the bounds of the clip, and rounds differently then. With specks in the
    corners of the padding, the same line gives the same pixels whatever area is painted.
    """
    padded = frame.area.adjusted(-PAD, -PAD, PAD, PAD)
    if area == frame.area:
        # a plain rectangle is quicker, and nobody sees the padding
        return QRegion(padded)
    first, last = QRect(padded.topLeft(), QSize(1, 1)), QRect(padded.bottomRight(), QSize(1, 1))
    return QRegion(area) + QRegion(first) + QRegion(last)


def pen(colour: QColor, width: float) -> QPen:
    made = QPen(colour, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if width <= 1 else Qt.PenCapStyle.SquareCap)
    return made


def placed(frame: Frame, points: Floats) -> Floats:
    """World points (..., 2) in device pixels, snapped so that a pan moves them all alike."""
    snapped = np.floor(points * (frame.scale * SUBPIXEL) + 0.5) / SUBPIXEL
    moved: Floats = snapped + np.array([frame.left, frame.top])
    return moved


def _pieces(frame: Frame, ends: Floats, area: QRect, width: float) -> Floats:
    """Straight pieces of the wires that touch an area, none longer than the padding of a view."""
    counts = _piece_counts(frame, ends)
    made = [
        _cut(frame, ends[counts == count], int(count), area, width) for count in np.unique(counts)
    ]
    return np.concatenate(made)


def _dashes(pieces: Floats) -> Floats:
    """Half of every piece, at its start."""
    made = pieces.copy()
    made[:, 2:] = np.floor((pieces[:, :2] + pieces[:, 2:]) / 2 * SUBPIXEL) / SUBPIXEL
    _untie(made)
    return made


def _cut(frame: Frame, ends: Floats, count: int, area: QRect, width: float) -> Floats:
    points = placed(frame, flattened(ends, count))
    pieces = np.concatenate([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 4)
    _untie(pieces)
    return pieces[_touching(pieces, area, width + 2)]


def _piece_counts(frame: Frame, ends: Floats) -> NDArray[np.int64]:
    """How many pieces each wire is cut into: enough to look round and to stay short."""
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    length = (np.abs(across) + np.abs(down) + 2 * ends[:, 4]) * frame.scale
    wanted = np.maximum(length / PIECE, 1.0)
    fewest = 32.0 if frame.detail is Detail.near else 8.0
    counts = np.exp2(np.ceil(np.log2(wanted)))
    return np.clip(counts, fewest, 1024.0).astype(np.int64)


def _untie(pieces: Floats) -> None:
    """Two corners of an exact diagonal are level, and Qt then rounds by the last bit of where."""
    run = np.abs(pieces[:, 2:] - pieces[:, :2])
    pieces[run[:, 0] == run[:, 1], 2] += 1 / SUBPIXEL


def _touching(pieces: Floats, area: QRect, margin: float) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = pieces.T
    inside = (np.maximum(x0, x1) > area.left() - margin) & (
        np.maximum(y0, y1) > area.top() - margin
    )
    inside &= np.minimum(x0, x1) < area.left() + area.width() + margin
    inside &= np.minimum(y0, y1) < area.top() + area.height() + margin
    return np.asarray(inside)


def _draw_far(painter: QPainter, frame: Frame, theme: Theme, ends: Floats) -> None:
    """An overview shows straight hairlines, and none that would be a dot."""
    line = np.concatenate([placed(frame, ends[:, :2]), placed(frame, ends[:, 2:4])], axis=1)
    long = np.abs(line[:, 0] - line[:, 2]) + np.abs(line[:, 1] - line[:, 3]) > SHORT * frame.ratio
    painter.setPen(QPen(theme.colours.line2, frame.ratio))
    checked.lines(painter, np.ascontiguousarray(line[long]))
