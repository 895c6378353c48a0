"""Cards seen closely: sprites, pictures, words, badges and ports, layer by layer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from canvas.document.records import NodeKind
from canvas.editor.camera import Box
from canvas.editor.spatial import KINDS, NodeTable, Rows
from canvas.ui.painting import plates
from canvas.ui.painting.areas import picture_areas, title_area, words_area
from canvas.ui.painting.bars import draw_word_bars
from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.faces import Face, Faces, translate
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.mixing import mixed
from canvas.ui.painting.padlock import padlock, square
from canvas.ui.painting.pictures import Placed, Tiles, covered
from canvas.ui.painting.portmarks import PortMarks
from canvas.ui.painting.sprites import Sprites
from canvas.ui.painting.waveform import draw_waveform
from canvas.ui.theme import CONTROL, MEDIUM, SEMIBOLD, Theme
from canvas.ui.waves import Waves

Floats = NDArray[np.float64]

TITLE, FACTS = Style(CONTROL, SEMIBOLD), Style(11.5, MEDIUM, tabular=True)
WORDS, CAPTION, HINT = Style(CONTROL), Style(11.5), Style(12.0)
MARK_ROOM = 16.0
"""World units that the square of the kind and its gap take before the title."""

BADGE_INSET = 8.0
BAR = 3.0
BAR_GROUND = QColor(255, 255, 255, 51)
VEIL = QColor(8, 9, 12, 170)
"""Over the picture of a render that failed, under the reason."""


class Cards:
    """Draws cards near enough to be read. Main thread."""

    def __init__(
        self, table: NodeTable, faces: Faces, tiles: Tiles, ink: Ink, ports: PortMarks
    ) -> None:
        self._table = table
        self._faces = faces
        self._tiles = tiles
        self._ink = ink
        self._ports = ports
        self.waves: Waves | None = None
        """Where the waveforms of sounds come from; None draws none."""
        self._previews: dict[str, tuple[bytes, QImage]] = {}

    def draw(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Draw cards of which none lies over another."""
        sprites.card.draw(painter, frame.boxes(self._table, rows))
        faces = [self._faces.of(self._table.ids[row]) for row in rows.tolist()]
        rounded: list[QRect] = []
        for row, face in zip(rows.tolist(), faces, strict=True):
            rounded += self._picture(painter, frame, theme, row, face)
        if rounded:
            boxes = np.array([one.getRect() for one in rounded], np.float64)
            sprites.glyphs.round_off(painter, boxes)
        self._marks(painter, frame, sprites, rows)
        if not frame.readable:
            draw_word_bars(painter, frame, theme, self._table, rows)
        for row, face in zip(rows.tolist(), faces, strict=True):
            self._letters(painter, frame, theme, row, face)
        self._ports.draw(painter, frame, sprites.glyphs, rows)

    def _marks(self, painter: QPainter, frame: Frame, sprites: Sprites, rows: Rows) -> None:
        t = self._table
        x = frame.x(t.x[rows]) + round(16 * frame.scale)
        y = frame.y(t.y[rows]) + round(17.5 * frame.scale)
        sprites.glyphs.draw_marks(painter, x, y, t.kind[rows].astype(np.intp))

    def on_card(self, frame: Frame, row: int, box: Box) -> QRect:
        """A box of a card in device pixels, rounded alike on every card."""
        s = frame.scale
        x = math.floor(self._table.x[row] * s + 0.5) + int(frame.left)
        y = math.floor(self._table.y[row] * s + 0.5) + int(frame.top)
        left, top = int(box[0] * s + 0.5), int(box[1] * s + 0.5)
        right, bottom = int(box[2] * s + 0.5), int(box[3] * s + 0.5)
        return QRect(x + left, y + top, max(right - left, 1), max(bottom - top, 1))

    def picture_boxes(self, frame: Frame, row: int, count: int = 1) -> list[QRect]:
        """Where a card's pictures lie, in device pixels."""
        t = self._table
        areas = picture_areas(KINDS[t.kind[row]], float(t.w[row]), float(t.h[row]), count)
        return [self.on_card(frame, row, area) for area in areas]

    # -- pictures

    def _picture(
        self, painter: QPainter, frame: Frame, theme: Theme, row: int, face: Face
    ) -> list[QRect]:
        """Draw what a card shows. Returns the boxes whose corners are to be rounded."""
        kind = KINDS[self._table.kind[row]]
        if kind is NodeKind.sound and not face.sound:
            return []
        boxes = self.picture_boxes(frame, row, max(len(face.pictures), 1))
        if not boxes:
            return []
        if face.preview is not None:
            self._preview(painter, self._table.ids[row], face.preview, boxes[0])
            boxes = boxes[:1]
        elif face.pictures:
            placed = [Placed(hash, box) for hash, box in zip(face.pictures, boxes, strict=False)]
            raised = theme.colours.raised
            for one in self._tiles.draw(painter, placed, raised, exact=frame.settled):
                if self._tiles.is_missing(one.hash):
                    self._empty(painter, frame, theme, translate("Card", "File missing"), one.box)
        elif face.sound:
            self._wave(painter, frame, theme, face.sound, boxes[0])
        elif face.slate is not None:
            self._slate(painter, frame, theme, face.slate, boxes[0])
        else:
            self._empty(painter, frame, theme, face.hint, boxes[0])
        if face.reason:
            self._failure(painter, frame, face.reason, boxes[0])
        if face.progress is not None:
            draw_bar(painter, frame, boxes[0], face.progress, theme.colours.accent)
        return boxes

    def _wave(self, painter: QPainter, frame: Frame, theme: Theme, sound: str, box: QRect) -> None:
        loudness = self.waves.of(sound) if self.waves is not None else None
        if self.waves is not None and self.waves.is_missing(sound):
            self._empty(painter, frame, theme, translate("Card", "File missing"), box)
            return
        painter.fillRect(box, theme.colours.raised)
        if loudness is not None:
            colour = mixed(theme.node_colour(NodeKind.sound), theme.colours.raised, 0.72)
            draw_waveform(painter, frame, box, loudness, colour)

    def _preview(self, painter: QPainter, node: str, data: bytes, box: QRect) -> None:
        kept = self._previews.get(node)
        if kept is None or kept[0] is not data:
            if len(self._previews) > 16:
                self._previews.clear()
            kept = self._previews[node] = (data, QImage.fromData(data))
        image = kept[1]
        if not image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawImage(QRectF(box), image, covered(image, box))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _slate(
        self, painter: QPainter, frame: Frame, theme: Theme, lines: tuple[str, str], box: QRect
    ) -> None:
        size = _at_letters(frame, box)
        self._copy(
            painter,
            frame,
            plates.slate(self._ink, lines, size, frame.letters, theme.colours),
            box,
        )

    def _empty(self, painter: QPainter, frame: Frame, theme: Theme, hint: str, box: QRect) -> None:
        painter.fillRect(box, theme.colours.raised)
        wide, high = _at_letters(frame, box)
        room = (wide - round(24 * frame.letters), high)
        drawn = self._ink.block(hint, HINT, theme.colours.faint, room, frame.letters, centred=True)
        self._centre(painter, frame, drawn, box)

    def _failure(self, painter: QPainter, frame: Frame, reason: str, box: QRect) -> None:
        painter.fillRect(box, VEIL)
        wide, high = _at_letters(frame, box)
        room = (wide - round(32 * frame.letters), high - round(64 * frame.letters))
        drawn = self._ink.block(
            reason, HINT, QColor(255, 255, 255, 225), room, frame.letters, centred=True
        )
        self._centre(painter, frame, drawn, box)

    def _centre(self, painter: QPainter, frame: Frame, drawn: QPixmap | None, box: QRect) -> None:
        if drawn is not None:
            grown = frame.scale / frame.letters
            x = box.left() + int((box.width() - drawn.width() * grown) / 2)
            y = box.top() + int((box.height() - drawn.height() * grown) / 2)
            self.copy_at(painter, drawn, x, y, grown)

    # -- letters

    def _letters(self, painter: QPainter, frame: Frame, theme: Theme, row: int, face: Face) -> None:
        self._header(painter, frame, theme, row, face)
        if frame.readable:
            self._words(painter, frame, theme, row, face)
        if face.state or face.time or face.take:
            boxes = self.picture_boxes(frame, row)
            if boxes:
                self._badges(painter, frame, theme, face, boxes[0])

    def _header(self, painter: QPainter, frame: Frame, theme: Theme, row: int, face: Face) -> None:
        c, s, grown = theme.colours, frame.labels, frame.labels_grown
        box = self.on_card(frame, row, title_area(float(self._table.w[row])))
        room = int((box.width() - MARK_ROOM * frame.scale) / grown)
        self._square(painter, frame, row, face)
        if face.locked:
            lock = padlock(self._ink, c.soft, s)
            x = box.right() + 1 - int(lock.width() * grown)
            y = box.top() + int((box.height() - lock.height() * grown) / 2 + 0.5)
            self.copy_at(painter, lock, x, y, grown)
            taken = lock.width() + round(4 * s)
            box.setRight(box.right() - int(taken * grown))
            room -= taken
        facts = self._ink.line(face.facts if frame.roomy else "", FACTS, c.faint, room, s)
        if facts is not None:
            x = box.right() + 1 - int(facts.width() * grown)
            y = box.top() + int((box.height() - facts.height() * grown) / 2 + 0.5)
            self.copy_at(painter, facts, x, y, grown)
            room -= facts.width() + round(8 * s)
        title = self._ink.line(face.title, TITLE, c.text, room, s)
        if title is not None:
            x = box.left() + round(MARK_ROOM * frame.scale)
            y = box.top() + int((box.height() - title.height() * grown) / 2 + 0.5)
            self.copy_at(painter, title, x, y, grown)

    def _square(self, painter: QPainter, frame: Frame, row: int, face: Face) -> None:
        """A person's colour over the square of the kind."""
        drawn = square(self._ink, face.colour, frame.scale) if face.colour else None
        if drawn is not None:
            s, half = frame.scale, drawn.width() // 2
            at = self.on_card(frame, row, (0.0, 0.0, 0.0, 0.0))
            painter.drawPixmap(
                at.x() + round(16 * s) - half, at.y() + round(17.5 * s) - half, drawn
            )

    def _words(self, painter: QPainter, frame: Frame, theme: Theme, row: int, face: Face) -> None:
        t = self._table
        kind = KINDS[t.kind[row]]
        area = words_area(kind, float(t.w[row]), float(t.h[row]))
        if area is None or face.sound:
            return
        box = self.on_card(frame, row, area)
        c, s = theme.colours, frame.letters
        style = WORDS if kind is NodeKind.prompt else CAPTION
        if face.words:
            chips = chips_in(face.words, theme) if kind is NodeKind.prompt else ()
            drawn = self._ink.block(face.words, style, c.soft, _at_letters(frame, box), s, chips)
        elif kind is NodeKind.prompt or kind is NodeKind.sound:
            drawn = self._ink.block(face.hint, style, c.faint, _at_letters(frame, box), s)
        else:
            return
        if drawn is not None:
            self.copy_at(painter, drawn, box.left(), box.top(), frame.scale / s)

    def _badges(
        self, painter: QPainter, frame: Frame, theme: Theme, face: Face, box: QRect
    ) -> None:
        s, grown, inset = frame.labels, frame.labels_grown, round(BADGE_INSET * frame.scale)
        room = int(box.width() / grown) - round(2 * BADGE_INSET * s)
        dark, bad = plates.BADGE_GROUND, theme.colours.bad
        texts: Sequence[tuple[str, QColor, bool, bool]] = (
            (face.take, dark, False, False),
            (face.time if frame.roomy else "", dark, True, True),
            (
                face.state.text if face.state else "",
                bad if face.state and face.state.bad else dark,
                False,
                True,
            ),
        )
        for text, ground, right, low in texts:
            plate = plates.badge(self._ink, text, ground, room, s)
            if plate is None:
                continue
            wide, high = int(plate.width() * grown), int(plate.height() * grown)
            x = box.right() + 1 - inset - wide if right else box.left() + inset
            y = box.bottom() + 1 - inset - high if low else box.top() + inset
            self.copy_at(painter, plate, x, y, grown)
            room -= plate.width() + round(4 * s) if low else 0

    def _copy(self, painter: QPainter, frame: Frame, drawn: QPixmap, box: QRect) -> None:
        if frame.settled:
            painter.drawPixmap(box.topLeft(), drawn)
        else:
            painter.drawPixmap(box, drawn)

    def copy_at(
        self, painter: QPainter, drawn: QPixmap, x: int, y: int, grown: float = 1.0
    ) -> None:
        """Copy letters as they were drawn, or scaled while the zoom moves."""
        if grown == 1.0:
            painter.drawPixmap(x, y, drawn)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        box = QRectF(x, y, drawn.width() * grown, drawn.height() * grown)
        painter.drawPixmap(box, drawn, QRectF(drawn.rect()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)


def draw_bar(
    painter: QPainter, frame: Frame, box: QRect, share: float, colour: QColor | Qt.GlobalColor
) -> None:
    """A thin bar along the foot of a picture."""
    high = max(round(BAR * frame.scale), round(frame.ratio))
    bar = QRect(box.left(), box.bottom() + 1 - high, box.width(), high)
    painter.fillRect(bar, BAR_GROUND)
    bar.setWidth(round(box.width() * min(max(share, 0.0), 1.0)))
    painter.fillRect(bar, colour)


def _at_letters(frame: Frame, box: QRect) -> tuple[int, int]:
    """A box's size at the scale that letters are drawn at."""
    if frame.settled:
        return box.width(), box.height()
    shrunk = frame.letters / frame.scale
    return round(box.width() * shrunk), round(box.height() * shrunk)
