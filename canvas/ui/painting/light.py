"""The light of a laser pointer: a trail that is widest and brightest where the hand is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.editor.editor import Editor
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.outlines import path_of, thick
from canvas.ui.theme import Theme

WIDTH, GLOW = 4.5, 13.0
"""Logical pixels of the newest end, and of the glow around it."""


class Light:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self.still = False
        """A dot only: nothing is to move that no hand moves."""

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        trail = np.array(self._editor.laser.trail(), np.float64).reshape(-1, 3)
        if not len(trail):
            return
        points = trail[:, :2] * frame.scale + np.array([frame.left, frame.top])
        fresh = trail[:, 2]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        if len(points) > 1 and not self.still:
            for width, colour in (
                (GLOW, faded(theme.colours.bad, 0.18)),
                (WIDTH, theme.colours.bad),
            ):
                painter.setBrush(colour)
                # a shape of one colour: pieces laid over one another would show where they meet
                painter.drawPath(path_of(thick(points, fresh * width * frame.ratio)))
        self._spot(painter, QPointF(*points[-1]), float(fresh[-1]), frame.ratio, theme.colours.bad)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _spot(
        self, painter: QPainter, at: QPointF, fresh: float, ratio: float, colour: QColor
    ) -> None:
        """Where the light falls now: white in the middle, as a lamp is."""
        radius = (WIDTH / 2 + 1.5) * ratio * fresh
        if radius <= 0:
            return
        painter.setPen(QPen(colour, 2 * ratio * fresh))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen)
