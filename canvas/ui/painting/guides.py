"""What shows how things are put in order: lines, equal gaps, the box that resizes several nodes."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.editor.editor import Editor
from canvas.editor.hits import HANDLES_FROM, pulled_box
from canvas.editor.snapping import Gap, Guide
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import Theme

BEYOND = 8
"""Device pixels that a line of alignment runs on beyond the boxes."""

TICK = 5.0
"""Logical pixels: half the length of the bars at the ends of a gap."""

HANDLE = 7.0
"""Logical pixels of a handle's side."""


class Guides:
    """Painted over the board in device pixels. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        shown = self._editor.shown
        if not shown.marquee and not shown.link:
            self._handles(painter, frame, theme)
        painter.setPen(QPen(theme.colours.motion, frame.ratio))
        for guide in shown.guides:
            _draw_guide(painter, frame, guide)
        band = faded(theme.colours.motion, 0.28)
        for gap in shown.gaps:
            _draw_gap(painter, frame, gap, band)

    def _handles(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """The box around several selected nodes, with a handle at each corner."""
        editor = self._editor
        if len(editor.selection) < 2 or shown_aside(editor):
            return
        world = pulled_box(editor.table, editor.selected_rows)
        if world is None:
            return
        box = frame.rect(world)
        if min(box.width(), box.height()) < HANDLES_FROM * frame.ratio:
            return
        near = box.intersected(frame.area.adjusted(-8, -8, 8, 8))
        faint, line = faded(theme.colours.selection, 0.55), max(round(frame.ratio), 1)
        # four thin fills: a see-through outline this large takes Qt a hundred times as long
        painter.fillRect(near.left(), near.top(), near.width(), line, faint)
        painter.fillRect(near.left(), near.bottom() + 1, near.width(), line, faint)
        painter.fillRect(near.left(), near.top() + line, line, near.height() - line, faint)
        painter.fillRect(near.right() + 1, near.top(), line, near.height() + line, faint)
        painter.setPen(QPen(theme.colours.selection, frame.ratio))
        painter.setBrush(theme.colours.card)
        side = round(HANDLE * frame.ratio)
        for x in (box.left(), box.right() + 1):
            for y in (box.top(), box.bottom() + 1):
                painter.drawRect(QRect(x - side // 2, y - side // 2, side, side))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def shown_aside(editor: Editor) -> bool:
    """Whether copies are carried away, and the originals are of no interest."""
    return editor.shown.ghosts is not None


def _draw_guide(painter: QPainter, frame: Frame, guide: Guide) -> None:
    if guide.upright:
        line = frame.rect((guide.at, guide.start, guide.at, guide.end))
        painter.drawLine(line.left(), line.top() - BEYOND, line.left(), line.bottom() + BEYOND)
    else:
        line = frame.rect((guide.start, guide.at, guide.end, guide.at))
        painter.drawLine(line.left() - BEYOND, line.top(), line.right() + BEYOND, line.top())


def _draw_gap(painter: QPainter, frame: Frame, gap: Gap, band: QColor) -> None:
    """A measure between two neighbours: a band with a bar at each end."""
    tick = round(TICK * frame.ratio)
    if gap.upright:
        line = frame.rect((gap.at, gap.start, gap.at, gap.end))
        x, top, bottom = line.left(), line.top(), line.top() + line.height()
        painter.fillRect(x - tick, top, 2 * tick, bottom - top, band)
        painter.drawLine(x - tick, top, x + tick, top)
        painter.drawLine(x - tick, bottom, x + tick, bottom)
    else:
        line = frame.rect((gap.start, gap.at, gap.end, gap.at))
        y, left, right = line.top(), line.left(), line.left() + line.width()
        painter.fillRect(left, y - tick, right - left, 2 * tick, band)
        painter.drawLine(left, y - tick, left, y + tick)
        painter.drawLine(right, y - tick, right, y + tick)
