"""Small shapes of one zoom on pixmaps: ports by shape and colour, squares of kinds, corners."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from canvas.document.records import PortKind
from canvas.editor.spatial import KINDS
from canvas.editor.wiring import FLOWS
from canvas.ui.painting import checked
from canvas.ui.painting.mixing import mixed
from canvas.ui.theme import PICTURE_RADIUS, Theme

Floats = NDArray[np.float64]

PORT = 11.0
"""World units that a port measures, with its rim."""

RIM = 2.0
IDLE_SIZE, IDLE_SHARE = 0.78, 0.55
"""How a port to which nothing is linked steps back: smaller, and paler."""

NEUTRAL = len(FLOWS)
"""In place of a flow: where a collapsed card takes several."""

MARK, MARK_RADIUS = 8.0, 2.5


class Shapes:
    """Cells of equal size for one zoom: ports, idle ones below them; marks; corners of a picture.
    Each pixmap is drawn when it is first asked for. Needs a QGuiApplication."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._theme, self.scale = theme, scale
        self.corner = max(int(PICTURE_RADIUS * scale + 0.5), 1)
        self.cell = 2 * (int(max(PORT * scale * 0.75, self.corner / 2)) + 2)

    @cached_property
    def ports(self) -> QPixmap:
        pixmap, cell = self._sheet(len(FLOWS) + 1, 2), self.cell
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for idle in (False, True):
                y = (idle + 0.5) * cell
                for column, flow in enumerate(FLOWS):
                    middle = QPointF((column + 0.5) * cell, y)
                    draw_port(painter, middle, flow, self.scale, self._theme, idle=idle)
                middle = QPointF((NEUTRAL + 0.5) * cell, y)
                _draw_neutral(painter, middle, self.scale, self._theme, idle=idle)
        return pixmap

    @cached_property
    def marks(self) -> QPixmap:
        pixmap, cell = self._sheet(len(KINDS), 1), self.cell
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for column, kind in enumerate(KINDS):
                middle = QPointF((column + 0.5) * cell, 0.5 * cell)
                _draw_mark(painter, middle, self.scale, self._theme.node_colour(kind))
        return pixmap

    @cached_property
    def corners(self) -> QPixmap:
        pixmap = self._sheet(4, 1)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_corners(painter, self.cell, self.corner, self._theme.colours.card)
        return pixmap

    def _sheet(self, columns: int, rows: int) -> QPixmap:
        pixmap = QPixmap(self.cell * columns, self.cell * rows)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap


class Glyphs:
    """Copies small shapes; those of another zoom scaled, which is good enough while it moves."""

    def __init__(self, theme: Theme, scale: float, shapes: Shapes | None = None) -> None:
        self.shapes = shapes or Shapes(theme, scale)
        self._grown = scale / self.shapes.scale

    def draw_ports(
        self,
        painter: QPainter,
        x: Floats,
        y: Floats,
        flows: NDArray[np.intp],
        linked: NDArray[np.bool_],
    ) -> None:
        """Ports with their middles at whole device pixels; those without a link step back."""
        cell = self.shapes.cell
        made = self._cells(x, y, cell)
        made[:, 2] = flows * cell
        made[:, 3] = np.where(linked, 0, cell)
        checked.fragments(painter, made, self.shapes.ports)

    def draw_marks(self, painter: QPainter, x: Floats, y: Floats, kinds: NDArray[np.intp]) -> None:
        """Squares in the colours of kinds, their middles at whole device pixels."""
        made = self._cells(x, y, self.shapes.cell)
        made[:, 2] = kinds * self.shapes.cell
        checked.fragments(painter, made, self.shapes.marks)

    def round_off(self, painter: QPainter, boxes: Floats) -> None:
        """Give pictures on cards their round corners: (n, 4) of x, y, width, height."""
        corner = self.shapes.corner
        half = corner * self._grown / 2
        left, top, w, h = boxes.T
        left, top = left + half, top + half
        right, low = left + w - 2 * half, top + h - 2 * half
        at = ((left, top), (right, top), (left, low), (right, low))
        made = np.concatenate([self._cells(x, y, corner) for x, y in at])
        made[:, 2] = np.repeat(np.arange(4) * self.shapes.cell, len(boxes))
        checked.fragments(painter, made, self.shapes.corners)

    def _cells(self, x: Floats, y: Floats, side: int) -> Floats:
        """Fragments around middles."""
        made = np.zeros((len(x), checked.FRAGMENT))
        made[:, 0], made[:, 1] = x, y
        made[:, 4] = made[:, 5] = side
        made[:, 6] = made[:, 7] = self._grown
        made[:, 9] = 1.0
        return made


def draw_port(
    painter: QPainter,
    middle: QPointF,
    flow: PortKind,
    scale: float,
    theme: Theme,
    *,
    idle: bool = False,
) -> None:
    """One port: its shape says what flows, even to those who see no colours."""
    shape = _SHAPES[flow]((PORT - RIM) / 2 * scale * (IDLE_SIZE if idle else 1.0))
    _paint_port(painter, middle, shape, theme.port_colour(flow), scale, theme, idle=idle)


def _draw_neutral(
    painter: QPainter, middle: QPointF, scale: float, theme: Theme, *, idle: bool = False
) -> None:
    """An upright bar in no flow's colour: several ports, one above the other."""
    half = (PORT - RIM) / 2 * scale * (IDLE_SIZE if idle else 1.0)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(-half / 2, -half, half, 2 * half), half / 2, half / 2)
    _paint_port(painter, middle, shape, theme.colours.soft, scale, theme, idle=idle)


def _paint_port(
    painter: QPainter,
    middle: QPointF,
    shape: QPainterPath,
    colour: QColor,
    scale: float,
    theme: Theme,
    *,
    idle: bool,
) -> None:
    painter.save()
    painter.translate(middle)
    painter.setPen(QPen(theme.colours.field, RIM * scale * 2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(colour, theme.colours.card, IDLE_SHARE) if idle else colour)
    painter.drawPath(shape)
    painter.restore()


def _circle(r: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(), r, r)
    return path


def _square(r: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-r, -r, 2 * r, 2 * r), r * 0.35, r * 0.35)
    return path


def _triangle(r: float) -> QPainterPath:
    path = QPainterPath()
    high, long = r * 1.3, r * 1.5
    path.addPolygon(QPolygonF([QPointF(-r, -high), QPointF(long, 0), QPointF(-r, high)]))
    path.closeSubpath()
    return path


def _ring(r: float) -> QPainterPath:
    path = _circle(r * 1.1)
    path.addEllipse(QPointF(), r * 0.48, r * 0.48)
    return path


def _diamond(r: float) -> QPainterPath:
    path = QPainterPath()
    d = r * 1.3
    path.addPolygon(QPolygonF([QPointF(0, -d), QPointF(d, 0), QPointF(0, d), QPointF(-d, 0)]))
    path.closeSubpath()
    return path


def _drop(r: float) -> QPainterPath:
    """A circle with one square corner at the lower left."""
    path = QPainterPath(QPointF(-r, 0))
    path.arcTo(QRectF(-r, -r, 2 * r, 2 * r), 180, -270)
    path.lineTo(-r, r)
    path.closeSubpath()
    return path


_SHAPES = {
    PortKind.words: _circle,
    PortKind.picture: _square,
    PortKind.video: _triangle,
    PortKind.sound: _ring,
    PortKind.motion: _diamond,
    PortKind.cast: _drop,
}


def _draw_mark(painter: QPainter, middle: QPointF, scale: float, colour: QColor) -> None:
    half = MARK / 2 * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    box = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
    painter.drawRoundedRect(box, MARK_RADIUS * scale, MARK_RADIUS * scale)


def _draw_corners(painter: QPainter, cell: int, corner: int, colour: QColor) -> None:
    """What a round corner leaves of a square one, for each corner of a box."""
    for index, (right, low) in enumerate(((0, 0), (1, 0), (0, 1), (1, 1))):
        left, top = index * cell, 0
        square, round_part = QPainterPath(), QPainterPath()
        square.addRect(left, top, corner, corner)
        middle = QPointF(left + corner * (1 - right), top + corner * (1 - low))
        round_part.addEllipse(middle, corner, corner)
        painter.fillPath(square.subtracted(round_part), colour)
