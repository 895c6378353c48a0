"""Pins of comments over the board: initials in a person's colour, a number where several lie
together, a dot where something is unread."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.pins import Cluster, Pin, PinTable, place_of
from canvas.ui.avatars import paint_avatar
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.theme import LABEL, SEMIBOLD, Theme, font

SIDE = 30.0
"""Logical pixels of a pin; its tip is the lower left corner."""

MARGIN = 5.0
"""Around it, for its shadow and its dot."""


class Pins:
    """Painted with the overlay, in device pixels; nothing at all while there are none. Main
    thread."""

    def __init__(self, editor: Editor, board: BoardPainter) -> None:
        self._editor, self._board = editor, board
        self.table = PinTable(editor.table)
        self.visible = True
        self.draft: Pin | None = None
        """What is being written, and not said yet."""
        self.lit: frozenset[str] = frozenset()
        """Threads that are open or under the pointer."""
        self.dragged: tuple[str, float, float] | None = None
        """A thread in the hand, and the world point where it is held."""

    # -- under the pointer

    def at(self, camera: Camera, x: float, y: float) -> Cluster | None:
        """The pins under a point of the view, the front-most ones."""
        if not self.visible:
            return None
        for cluster in reversed(self.table.clusters(camera.zoom)):
            left, tip = camera.to_screen(cluster.x, cluster.y)
            if left <= x <= left + SIDE and tip - SIDE <= y <= tip:
                return cluster
        return None

    # -- painting

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if not (self.visible and (self.table.pins or self.draft)):
            return
        theme = self._board.theme
        for cluster in self.table.clusters(self._editor.camera.zoom):
            held = self.dragged is not None and cluster.pins[0].thread == self.dragged[0]
            x, y = self.dragged[1:] if held and self.dragged else (cluster.x, cluster.y)
            self._draw_at(painter, frame, theme, cluster, x, y)
        if self.draft is not None:
            place = place_of(self.draft, self._editor.table) or self.draft.pos
            self._draw_at(painter, frame, theme, Cluster(*place, (self.draft,)), *place)

    def _draw_at(
        self, painter: QPainter, frame: Frame, theme: Theme, cluster: Cluster, x: float, y: float
    ) -> None:
        left, tip = x * frame.scale + frame.left, y * frame.scale + frame.top
        room = SIDE * frame.ratio
        if not (-room < left < frame.width and 0 < tip < frame.height + room):
            return
        lit = not self.lit.isdisjoint(pin.thread for pin in cluster.pins)
        if lit:
            self._region(painter, frame, cluster)
        margin = MARGIN * frame.ratio
        sprite = self._sprite(cluster, theme, frame.ratio, lit=lit)
        corner = math.floor(left - margin + 0.5), math.floor(tip - room - margin + 0.5)
        painter.drawPixmap(*corner, sprite)

    def _region(self, painter: QPainter, frame: Frame, cluster: Cluster) -> None:
        """The part of a picture that is meant, while its comment is looked at."""
        if frame.detail is not Detail.near:
            return
        for pin in cluster.pins:
            row = None if pin.node is None else self._editor.table.row(pin.node)
            if pin.region is None or row is None or pin.thread not in self.lit:
                continue
            boxes = self._board.cards.picture_boxes(frame, row)
            if boxes:
                box, (left, top, wide, high) = boxes[0], pin.region
                painter.setPen(QPen(QColor(pin.colour), 2 * frame.ratio))
                painter.setBrush(faded(QColor(pin.colour), 0.12))
                painter.drawRect(
                    QRectF(
                        box.left() + left * box.width(),
                        box.top() + top * box.height(),
                        wide * box.width(),
                        high * box.height(),
                    )
                )

    def _sprite(self, cluster: Cluster, theme: Theme, ratio: float, *, lit: bool) -> QPixmap:
        first, count = cluster.pins[0], len(cluster.pins)
        faded_out = all(pin.resolved for pin in cluster.pins)
        key = (
            *("pin", count if count > 1 else first.initials, first.colour, cluster.unread),
            *(lit, faded_out, theme.name, ratio),
        )
        return self._board.ink.kept(
            key, lambda: draw_pin(cluster, theme, ratio, lit=lit, faded_out=faded_out)
        )


def draw_pin(
    cluster: Cluster, theme: Theme, ratio: float, *, lit: bool = False, faded_out: bool = False
) -> QPixmap:
    """A drop whose tip is its lower left corner."""
    c = theme.colours
    whole = math.ceil((SIDE + 2 * MARGIN) * ratio)
    pixmap = QPixmap(whole, whole)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(ratio, ratio)
        box = QRectF(MARGIN, MARGIN, SIDE, SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        for grown in (2.0, 1.0):
            painter.setBrush(faded(QColor(0, 0, 0), 0.10))
            painter.drawPath(_drop(box.translated(0, 1).adjusted(-grown, -grown, grown, grown)))
        painter.setOpacity(0.62 if faded_out and not lit else 1.0)
        painter.setBrush(c.panel)
        painter.setPen(QPen(c.selection if lit else c.line2, 2.0 if lit else float(theme.border)))
        painter.drawPath(_drop(box.adjusted(0.5, 0.5, -0.5, -0.5)))
        _draw_inside(painter, box, cluster, theme)
        painter.setOpacity(1.0)
        if cluster.unread:
            painter.setPen(QPen(c.panel, 1.5))
            painter.setBrush(c.accent)
            painter.drawEllipse(QPointF(box.right() - 3, box.top() + 3), 5, 5)
    return pixmap


def _draw_inside(painter: QPainter, box: QRectF, cluster: Cluster, theme: Theme) -> None:
    inner = box.adjusted(4, 4, -4, -4)
    if len(cluster.pins) == 1:
        pin = cluster.pins[0]
        paint_avatar(painter, inner, pin.initials, QColor(pin.colour))
        return
    painter.setPen(theme.colours.text)
    count = len(cluster.pins)
    painter.setFont(font(LABEL + 1.5, SEMIBOLD, tabular=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99+")


def _drop(box: QRectF) -> QPainterPath:
    path = QPainterPath(box.bottomLeft())
    path.lineTo(box.left(), box.center().y())
    path.arcTo(box, 180, -270)
    path.lineTo(box.bottomLeft())
    path.closeSubpath()
    return path
