"""What a tool is making, over the board: a stroke, an arrow, what the eraser takes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPen

from canvas.editor.drafts import ArrowDraft, ErasedDraft, InkDraft
from canvas.editor.editor import Editor
from canvas.editor.sketches import ARROW, along, pen_width
from canvas.ui.painting.arrows import arrow_path
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.outlines import path_of, thick
from canvas.ui.painting.pens import pen_colour
from canvas.ui.painting.strokes import fill, stroke_path
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

HANDLE = 5.0

MOST_MARKED = 400
"""Selected nodes above which arrows among them are not marked."""


class Drafts:
    """Drawn with the overlay, in device pixels. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        self._ends(painter, frame, theme)
        draft = self._editor.shown.draft
        if isinstance(draft, InkDraft):
            self._stroke(painter, frame, theme, draft)
        elif isinstance(draft, ArrowDraft):
            self._arrow(painter, frame, theme, draft)
        elif isinstance(draft, ErasedDraft):
            self._erased(painter, frame, theme, draft)

    def _stroke(self, painter: QPainter, frame: Frame, theme: Theme, draft: InkDraft) -> None:
        points = np.array(draft.points)
        line = (_on_screen(frame, points[:, :2]), points[:, 2])
        path = stroke_path([line], draft.width * frame.scale)
        fill(painter, path, QPoint(0, 0), pen_colour(theme, draft.color))

    def _arrow(self, painter: QPainter, frame: Frame, theme: Theme, draft: ArrowDraft) -> None:
        if draft.onto is not None and (row := self._editor.table.row(draft.onto)) is not None:
            painter.setPen(QPen(theme.colours.selection, 2 * frame.ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.rect(self._editor.table.box(row)))
        path = arrow_path(draft.line, draft.weight, draft.heads, frame.scale)
        x, y = _on_screen(frame, np.array([draft.line.start]))[0]
        corner = QPoint(math.floor(x + 0.5), math.floor(y + 0.5))
        fill(painter, path, corner, pen_colour(theme, draft.color, "soft"))

    def _erased(self, painter: QPainter, frame: Frame, theme: Theme, draft: ErasedDraft) -> None:
        """What goes when the hand is lifted steps back."""
        for node, places in draft.strokes.items():
            record = self._editor.board.nodes.get(node)
            strokes = self._editor.sketches.strokes(node)
            gone = [strokes[at] for at in places if at < len(strokes)]
            if record is not None and gone:
                lines = [(_on_screen(frame, one[:, :2]), one[:, 2]) for one in gone]
                path = stroke_path(lines, pen_width(record) * frame.scale + 2)
                fill(painter, path, QPoint(0, 0), faded(theme.colours.field, 0.75))

    def _mark(self, painter: QPainter, frame: Frame, theme: Theme, node: str) -> None:
        """A hairline along a selected arrow."""
        line = self._editor.sketches.line(node)
        if line is not None:
            points = _on_screen(frame, along(line))
            path = path_of(thick(points, np.full(len(points), 1.5 * frame.ratio)))
            fill(painter, path, QPoint(0, 0), theme.colours.selection)

    def _ends(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Selected arrows, and what the ends of the only one are grasped by."""
        editor = self._editor
        if editor.shown.draft is not None or len(editor.selection) > MOST_MARKED:
            return
        for arrow in sorted(editor.sketches.arrows_among(editor.selection)):
            self._mark(painter, frame, theme, arrow)
        if len(editor.selection) != 1:
            return
        (node,) = editor.selection
        row, line = editor.table.row(node), editor.sketches.line(node)
        if row is None or line is None or editor.table.kind[row] != ARROW:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.colours.selection, 1.5 * frame.ratio))
        painter.setBrush(theme.colours.field)
        radius = HANDLE * frame.ratio
        for x, y in _on_screen(frame, np.array([line.start, line.end])).tolist():
            painter.drawEllipse(QPoint(round(x), round(y)), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _on_screen(frame: Frame, points: Floats) -> Floats:
    placed: Floats = points * frame.scale + np.array([frame.left, frame.top])
    return placed
