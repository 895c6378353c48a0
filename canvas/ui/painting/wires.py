"""Wires, flattened in numpy and drawn as straight pieces in the colour of what flows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.editor.spatial import Rows
from canvas.editor.wiring import FLOWS, WireTable, flattened
from canvas.ui.painting import checked
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

STRENGTH = 0.85
"""How much of its colour a wire keeps over the field; mixed first, so that pieces do not add up."""

WIDTH = 2.0
SUBPIXEL = 16
"""Ends lie on sixteenths of a device pixel: the same ones wherever the camera is."""

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
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    ends, flows = wires.ends[rows], wires.flow[rows]
    for code in np.unique(flows).tolist():
        colour = mixed(theme.port_colour(FLOWS[code]), theme.colours.field, STRENGTH)
        if marked is not None:
            colour, width = theme.colours.selection, (WIDTH + 1) * max(frame.scale, frame.ratio)
        painter.setPen(pen(colour, width))
        checked.lines(painter, _pieces(frame, ends[flows == code], area, width))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def pen(colour: QColor, width: float) -> QPen:
    made = QPen(colour, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if width <= 1 else Qt.PenCapStyle.SquareCap)
    return made


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """`share` of a colour over a ground, opaque."""
    return QColor(
        round(colour.red() * share + ground.red() * (1 - share)),
        round(colour.green() * share + ground.green() * (1 - share)),
        round(colour.blue() * share + ground.blue() * (1 - share)),
    )


def placed(frame: Frame, points: Floats) -> Floats:
    """World points (..., 2) in device pixels, snapped so that a pan moves them all alike."""
    snapped = np.floor(points * (frame.scale * SUBPIXEL) + 0.5) / SUBPIXEL
    moved: Floats = snapped + np.array([frame.left, frame.top])
    return moved


def segments_for(frame: Frame, ends: Floats) -> int:
    """Pieces that look round at this zoom, however much of the board is in sight."""
    if not len(ends) or frame.detail is not Detail.near:
        return 10
    return 24 if frame.zoom < 1.5 else 48


def _pieces(frame: Frame, ends: Floats, area: QRect, width: float) -> Floats:
    points = placed(frame, flattened(ends, segments_for(frame, ends)))
    pieces = np.concatenate([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 4)
    return np.ascontiguousarray(pieces[_touching(pieces, area, width + 2)])


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
