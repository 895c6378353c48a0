"""What stands among the cards without being one: scene frames behind them, notes between them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from canvas.document.records import NodeKind
from canvas.editor.spatial import SCENE, NodeTable, Rows
from canvas.ui.painting.areas import words_area
from canvas.ui.painting.faces import Face, Faces
from canvas.ui.painting.frame import LABELS, Detail, Frame
from canvas.ui.painting.ink import Ink, Style, fitting
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.padlock import padlock
from canvas.ui.painting.slices import Sliced
from canvas.ui.painting.sprites import Sprites, draw_scene
from canvas.ui.theme import BODY, SEMIBOLD, Theme

TITLE = Style(BODY, SEMIBOLD)
TITLE_ABOVE, TITLE_INSET = 30.0, 14.0
BEYOND, GAP = 40.0, 8.0
"""Logical pixels that a name may run on beyond its frame, and those that stay free before the
next one."""

NOTE_SIZES = (BODY, BODY - 1.5, BODY - 3)
"""World units of a note's letters: smaller ones where its words would not fit its sheet."""
NOTE_RADII = (4.0, 4.0, 14.0, 4.0)
TILT = -1.2
"""Degrees that a note lies askew."""

MARGIN = 26.0
"""World units that a note's shadow and its tilt reach around it."""


MOST_NOTES = 256
"""Notes that are remembered for when the zoom moves."""


class Scenery:
    """Draws scene frames and notes. Main thread."""

    def __init__(self, table: NodeTable, faces: Faces, ink: Ink) -> None:
        self._table = table
        self._faces = faces
        self._ink = ink
        self._notes: dict[str, QPixmap] = {}
        self._sprites: dict[tuple[str, float, float], Sliced] = {}
        self._frames: Rows = np.zeros(0, np.intp)
        """All scene frames of the board, looked up when some are drawn."""

    def draw_scenes(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Frames in painting order, each with its name over it."""
        if len(rows):
            t = self._table
            self._frames = np.flatnonzero(t.live & (t.kind == SCENE))
        for row in rows.tolist():
            box = frame.rect(self._table.box(row))
            colour = self._faces.of(self._table.ids[row]).colour
            sprite = self._painted(frame, colour) if colour else sprites.scene
            sprite.draw(painter, np.array([_within(box, frame.area)], np.float64))
            if frame.detail is not Detail.far:
                self._name(painter, frame, theme, row, box)

    def draw_notes(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        for row in rows.tolist():
            face = self._faces.of(self._table.ids[row])
            box = frame.rect(self._table.box(row))
            reach = round(MARGIN * frame.scale)
            if frame.settled:
                drawn = self._note(frame, theme, row, face)
                self._remember(self._table.ids[row], drawn)
                painter.drawPixmap(box.left() - reach, box.top() - reach, drawn)
            elif (last := self._notes.get(self._table.ids[row])) is not None:
                painter.drawPixmap(box.adjusted(-reach, -reach, reach, reach), last)
            else:
                painter.fillRect(box, QColor(face.colour) if face.colour else theme.colours.note)

    def _remember(self, node: str, drawn: QPixmap) -> None:
        """While the zoom moves, notes are copies of what they were, or plain sheets."""
        if len(self._notes) > MOST_NOTES:
            self._notes.clear()
        self._notes[node] = drawn

    def _painted(self, frame: Frame, colour: str) -> Sliced:
        """The sprite of a scene frame that a person has given a colour."""
        key = (colour, frame.scale, frame.ratio)
        if key not in self._sprites:
            if len(self._sprites) > 24:
                self._sprites.clear()
            self._sprites[key] = draw_scene(QColor(colour), frame.scale, frame.ratio)
        return self._sprites[key]

    def _name(self, painter: QPainter, frame: Frame, theme: Theme, row: int, box: QRect) -> None:
        scale = frame.labels
        face = self._faces.of(self._table.ids[row])
        room = self._room_for_name(frame, row, box)
        high, x = round(TITLE_ABOVE * scale), box.left() + round(TITLE_INSET * frame.scale)
        if face.locked:
            lock = padlock(self._ink, theme.colours.soft, scale)
            painter.drawPixmap(x, box.top() - (high + lock.height()) // 2, lock)
            x, room = x + lock.width() + round(4 * scale), room - lock.width() - round(4 * scale)
        name = self._ink.line(face.title, TITLE, theme.colours.soft, room, scale)
        if name is not None:
            painter.drawPixmap(x, box.top() - (high + name.height()) // 2, name)

    def _room_for_name(self, frame: Frame, row: int, box: QRect) -> int:
        """From afar a name may run on beyond its frame, up to the next frame beside it."""
        inset = round(TITLE_INSET * frame.scale)
        room = box.width() - 2 * inset
        if frame.zoom < LABELS:
            t, others = self._table, self._frames
            beyond = t.x[others] - (t.x[row] + t.w[row])
            level = (np.abs(t.y[others] - t.y[row]) < t.h[row]) & (beyond >= 0)
            free = beyond[level].min(initial=np.inf) * frame.scale
            room += inset + max(int(min(BEYOND * frame.ratio, free - GAP * frame.ratio)), 0)
        room = int(room / frame.labels_grown)
        return room if frame.settled else room // 16 * 16  # not another cut in every frame

    def _note(self, frame: Frame, theme: Theme, row: int, face: Face) -> QPixmap:
        t, scale = self._table, frame.letters
        size = (float(t.w[row]), float(t.h[row]))
        key = ("note", face.words, face.hint, face.colour, face.locked, size, scale, theme.name)
        return self._ink.kept(key, lambda: self._draw_note(face, size, scale, theme))

    def _draw_note(
        self, face: Face, size: tuple[float, float], scale: float, theme: Theme
    ) -> QPixmap:
        sheet = QColor(face.colour) if face.colour else theme.colours.note
        text = theme.colours.note_text if sheet.lightnessF() > 0.45 else QColor("white")
        wide, high, reach = (round(v * scale) for v in (*size, MARGIN))
        pixmap = QPixmap(wide + 2 * reach, high + 2 * reach)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.translate(reach + wide / 2, reach + high / 2)
            painter.rotate(TILT)
            painter.translate(-wide / 2, -high / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            _soft_shadow(painter, QRectF(0, 0, wide, high), scale, theme.colours.shadow)
            painter.setBrush(sheet)
            painter.drawPath(_sheet(QRectF(0, 0, wide, high), scale))
            area = words_area(NodeKind.note, *size)
            if area is not None:
                left, top, right, bottom = (round(v * scale) for v in area)
                faint = faded(text, 1.0 if face.words else 0.55)
                words = face.words or face.hint
                room = (right - left, bottom - top)
                style = fitting(words, NOTE_SIZES, (area[2] - area[0], area[3] - area[1]))
                letters = self._ink.block(words, style, faint, room, scale)
                if letters is not None:
                    painter.drawPixmap(QPointF(left, top), letters)
            if face.locked:
                lock = padlock(self._ink, text, scale)
                painter.drawPixmap(QPointF(wide - lock.width() - 5 * scale, 5 * scale), lock)
        return pixmap


def _sheet(box: QRectF, scale: float) -> QPainterPath:
    """A sheet whose lower right corner is turned up."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    small, large = NOTE_RADII[0] * scale, NOTE_RADII[2] * scale
    path.moveTo(box.left() + small, box.top())
    path.arcTo(QRectF(box.right() - 2 * small, box.top(), 2 * small, 2 * small), 90, -90)
    corner = QRectF(box.right() - 2 * large, box.bottom() - 2 * large, 2 * large, 2 * large)
    path.arcTo(corner, 0, -90)
    path.arcTo(QRectF(box.left(), box.bottom() - 2 * small, 2 * small, 2 * small), 270, -90)
    path.arcTo(QRectF(box.left(), box.top(), 2 * small, 2 * small), 180, -90)
    path.closeSubpath()
    return path


def _soft_shadow(painter: QPainter, box: QRectF, scale: float, colour: QColor) -> None:
    """Rings that fade outwards: drawn once a note, so it need not be quick."""
    steps = 12
    for step in range(steps):
        grown = (steps - step) / steps * 16 * scale
        painter.setBrush(faded(colour, colour.alphaF() / steps * 0.9))
        lower = box.adjusted(-grown, -grown, grown, grown).translated(0, 5 * scale)
        painter.drawRoundedRect(lower, grown + 4 * scale, grown + 4 * scale)


def _within(box: QRect, area: QRect) -> tuple[int, int, int, int]:
    """A frame much larger than the view, cut where nobody sees it, within Qt's bounds."""
    far = area.adjusted(-4000, -4000, 4000, 4000)
    cut = box.intersected(far)
    return cut.left(), cut.top(), cut.width(), cut.height()
