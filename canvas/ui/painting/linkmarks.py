"""What hands do to links, over the board: ports that light up or step back, bends, a cutting line,
the link that a node would go into."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from canvas.editor.editor import Editor, LinkInHand
from canvas.editor.hits import PORTS_FROM, ports_of
from canvas.ui.language import tell
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.glyphs import PORT, draw_port
from canvas.ui.painting.ink import Style
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import whole
from canvas.ui.painting.wires import draw_wires
from canvas.ui.theme import CONTROL, MEDIUM

REMARK = Style(CONTROL, MEDIUM)
ROOM = 340
"""Logical pixels that a plate's words may take."""

BEND = 4.0
"""World units: the radius of a bend's handle."""

STEP_BACK = 0.72
"""How much of the card lies over a port that cannot take the link."""


class LinkMarks:
    """Painted in every frame, in device pixels. Main thread."""

    def __init__(self, editor: Editor, board: BoardPainter) -> None:
        self._editor = editor
        self._board = board

    def under(self, painter: QPainter, frame: Frame) -> None:
        """What lies under the link in hand and under selections."""
        shown, theme = self._editor.shown, self._board.theme
        marked = shown.cut | ({shown.onto} if shown.onto is not None else set())
        rows = [row for id in sorted(marked) for row in self._editor.wires.rows(id).tolist()]
        if rows:
            chosen = np.array(rows, np.intp)
            draw_wires(painter, frame, theme, self._editor.wires, whole(frame), marked=chosen)
        if shown.link is not None and frame.detail is Detail.near:
            self._ports(painter, frame, shown.link)

    def over(self, painter: QPainter, frame: Frame) -> None:
        """What lies over everything else."""
        shown = self._editor.shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._bends(painter, frame)
        if shown.stroke:
            self._stroke(painter, frame)
        if shown.link is not None and shown.link.refusal is None and shown.link.remark is not None:
            at = _point(frame, shown.link.x, shown.link.y)
            self._plate(painter, frame, tell(shown.link.remark), at, self._board.theme.colours.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _ports(self, painter: QPainter, frame: Frame, link: LinkInHand) -> None:
        """Ports that may take the link stand out on a soft ground, the others step back."""
        if link.fitting is None:
            return
        editor, theme = self._editor, self._board.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for row in editor.table.cull(frame.world(frame.area), PORT).tolist():
            for end, x, y in ports_of(editor.board, editor.table, row):
                if end in (link.start, link.end):
                    continue
                middle = _point(frame, x, y)
                if link.fitting.takes(end):
                    self._light(painter, frame, theme.port_colour(end.kind), middle)
                    draw_port(painter, middle, end.kind, frame.scale, theme)
                else:
                    self._dim(painter, frame, middle)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _light(self, painter: QPainter, frame: Frame, colour: QColor, middle: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, 0.24))
        painter.drawEllipse(middle, PORT * 0.85 * frame.scale, PORT * 0.85 * frame.scale)

    def _dim(self, painter: QPainter, frame: Frame, middle: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self._board.theme.colours.card, STEP_BACK))
        painter.drawEllipse(middle, PORT * 0.62 * frame.scale, PORT * 0.62 * frame.scale)

    def _bends(self, painter: QPainter, frame: Frame) -> None:
        """The handles of the links that are selected or pointed at."""
        editor, theme = self._editor, self._board.theme
        if editor.camera.zoom < PORTS_FROM:
            return
        pointed = editor.hover.wire
        radius = max(BEND * frame.scale, 3.5 * frame.ratio)
        for id in sorted(editor.links | ({pointed} if pointed is not None else set())):
            for index, (x, y) in enumerate(editor.wires.bends(id)):
                chosen = editor.bend == (id, index)
                pointed_at = id == pointed and editor.hover.bend == index
                grown = radius * (1.35 if chosen or pointed_at else 1.0)
                c = theme.colours
                painter.setPen(QPen(c.selection, 1.5 * frame.ratio))
                painter.setBrush(c.selection if chosen else c.field)
                painter.drawEllipse(_point(frame, x, y), grown, grown)

    def _stroke(self, painter: QPainter, frame: Frame) -> None:
        """The cutting line, and at its end how many links it cuts."""
        shown, theme = self._editor.shown, self._board.theme
        pen = QPen(theme.colours.bad, 1.5 * frame.ratio)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([_point(frame, x, y) for x, y in shown.stroke]))
        if shown.cut:
            at = _point(frame, *shown.stroke[-1])
            self._plate(painter, frame, str(len(shown.cut)), at, theme.colours.bad)

    def _plate(self, painter: QPainter, frame: Frame, text: str, at: QPointF, edge: QColor) -> None:
        """Words beside the pointer."""
        r, c = frame.ratio, self._board.theme.colours
        letters = self._board.ink.line(text, REMARK, c.text, round(ROOM * r), r)
        if letters is None:
            return
        wide, high = letters.width() + 20 * r, letters.height() + 12 * r
        left = min(at.x() + 16 * r, frame.width - wide - 8 * r)
        top = min(at.y() + 18 * r, frame.height - high - 8 * r)
        box = QRectF(round(left), round(top), wide, high)
        painter.setPen(QPen(edge, r))
        painter.setBrush(c.panel)
        painter.drawRoundedRect(box, 8 * r, 8 * r)
        painter.drawPixmap(round(box.left() + 10 * r), round(box.top() + 6 * r), letters)


def _point(frame: Frame, x: float, y: float) -> QPointF:
    return QPointF(x * frame.scale + frame.left, y * frame.scale + frame.top)
