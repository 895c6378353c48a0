"""What lies on the field without a card: words, arrows and ink, each in its turn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.document.records import SKETCHED, Node, NodeKind
from canvas.editor.editor import Editor
from canvas.editor.sketches import along
from canvas.editor.spatial import KIND_CODE, KINDS, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.arrows import Arrows
from canvas.ui.painting.faces import Face, Faces
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.ink import Ink
from canvas.ui.painting.lettered import Lettered
from canvas.ui.painting.mixing import faded, mixed
from canvas.ui.painting.pens import pen_colour
from canvas.ui.painting.strokes import Paths, Strokes
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

_IS_SKETCHED = np.array([kind in SKETCHED for kind in KINDS])
_TEXT, _ARROW = KIND_CODE[NodeKind.text], KIND_CODE[NodeKind.arrow]

FEW = 12
"""Points of a line in an overview."""


def sketched(kinds: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Which of these kinds have no card."""
    found: NDArray[np.bool_] = _IS_SKETCHED[kinds]
    return found


class Sketched:
    """Draws text, arrow and ink nodes. Main thread."""

    def __init__(self, editor: Editor, faces: Faces, ink: Ink) -> None:
        self._editor = editor
        self._faces = faces
        paths = Paths()
        self._lettered = Lettered(ink)
        self._arrows = Arrows(paths, ink)
        self._strokes = Strokes(editor.sketches, paths)

    def draw(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows, area: QRect) -> None:
        """Draw rows of these kinds from the back to the front."""
        nodes = self._editor.board.nodes
        for row in rows.tolist():
            record = nodes.get(self._editor.table.ids[row])
            if record is not None:
                self._draw(painter, frame, theme, row, record, area)

    def draw_far(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        """Blocks for words, hairlines for the rest."""
        table = self._editor.table
        texts = table.kind[rows] == _TEXT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(theme.colours.text, theme.colours.field, 0.3))
        checked.rects(painter, frame.boxes(table, rows[texts]))
        pieces = [self._hairline(row) for row in rows[~texts].tolist()]
        if pieces:
            lines = np.concatenate(pieces) * frame.scale
            lines += np.array([frame.left, frame.top] * 2)
            painter.setPen(QPen(mixed(theme.colours.text, theme.colours.field, 0.5), frame.ratio))
            checked.lines(painter, np.ascontiguousarray(lines))

    def _draw(
        self, painter: QPainter, frame: Frame, theme: Theme, row: int, record: Node, area: QRect
    ) -> None:
        face = self._faces.of(record.id)
        box = self._editor.table.box(row)
        if record.kind is NodeKind.ink:
            colour = pen_colour(theme, face.colour)
            self._strokes.draw(painter, frame, record, np.array(box), colour)
        elif record.kind is NodeKind.arrow:
            self._arrow(painter, frame, theme, record, face)
        elif record.id != self._editor.writing:
            words, colour = self._words(theme, face)
            where, width = frame.rect(box), box[2] - box[0]
            self._lettered.draw(painter, frame, where, words, record, colour, area, width)

    def _words(self, theme: Theme, face: Face) -> tuple[str, QColor]:
        colour = pen_colour(theme, face.colour)
        return (face.words, colour) if face.words else (face.hint, faded(colour, 0.5))

    def _arrow(
        self, painter: QPainter, frame: Frame, theme: Theme, record: Node, face: Face
    ) -> None:
        line = self._editor.sketches.line(record.id)
        if line is None:
            return
        self._arrows.draw(painter, frame, record, line, pen_colour(theme, face.colour, "soft"))
        if record.id != self._editor.writing:
            self._arrows.label(painter, frame, theme, line, face.words)

    def _hairline(self, row: int) -> Floats:
        """Straight pieces that stand for an arrow or for ink: (n, 4) in world units."""
        id = self._editor.table.ids[row]
        line = self._editor.sketches.line(id)
        if line is not None:
            return _pieces(along(line, 4))
        made = [_pieces(_few(one[:, :2])) for one in self._editor.sketches.strokes(id)]
        return np.concatenate(made) if made else np.zeros((0, 4))


def _few(points: Floats) -> Floats:
    if len(points) <= FEW:
        return points
    return points[np.linspace(0, len(points) - 1, FEW).astype(np.intp)]


def _pieces(points: Floats) -> Floats:
    return np.concatenate([points[:-1], points[1:]], axis=1)
