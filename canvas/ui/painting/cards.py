"""Cards seen closely: sprites, pictures, words, badges and ports, layer by layer."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from canvas.document.records import NodeKind
from canvas.editor.camera import Box
from canvas.editor.spatial import KIND_CODE, KINDS, NodeTable, Rows
from canvas.ui.painting import plates
from canvas.ui.painting.areas import picture_area, picture_areas, title_area, words_area
from canvas.ui.painting.bars import draw_word_bars
from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.deck import LARGEST, Deck
from canvas.ui.painting.faces import Badge, Face, Faces, translate
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.mixing import mixed
from canvas.ui.painting.off import draw_off
from canvas.ui.painting.padlock import padlock, square
from canvas.ui.painting.pictures import Placed, Tiles, covered
from canvas.ui.painting.portmarks import PortMarks
from canvas.ui.painting.sprites import Sprites
from canvas.ui.painting.waveform import draw_waveform
from canvas.ui.theme import CONTROL, MEDIUM, NODE_HEADER, SEMIBOLD, Theme
from canvas.ui.waves import Waves

Floats = NDArray[np.float64]

TITLE, FACTS = Style(CONTROL, SEMIBOLD), Style(11.5, MEDIUM, tabular=True)
WORDS, CAPTION, HINT = Style(CONTROL), Style(11.5), Style(12.0)
MARK_ROOM = 16.0
"""World units that the square of the kind and its gap take before the title."""

BADGE_INSET = 8.0
BAR = 3.0
BAR_GROUND = QColor(255, 255, 255, 51)
NARROW = 120.0
"""Room in which a badge says less, in world units at its own scale."""

LINE_HEIGHT = 1.3
FEW_WAVES = 24
SOUND = KIND_CODE[NodeKind.sound]
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
        self._deck = Deck()
        self._accent = QColor()
        self._loose = 1.0
        """The scale of letters while the zoom moved last."""
        self.late: list[int] = []
        """The rows of cards that there was no time to draw well in this frame."""

    def begin(self) -> None:
        """A new frame begins."""
        self._deck.begin()
        self.late = []

    @property
    def unfinished(self) -> bool:
        """Whether some cards are to be drawn better by a later frame."""
        return self._deck.unfinished

    def clear(self) -> None:
        self._deck.clear()

    def draw(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Draw cards of which none lies over another."""
        if frame.settled:
            self._lay_out(painter, frame, sprites, theme, rows)
        else:
            self._loose = frame.letters
            self._draw(painter, frame, sprites, theme, rows)
        self._ports.draw(painter, frame, sprites.glyphs, rows)

    def draw_scaled(self, painter: QPainter, frame: Frame, rows: Rows) -> Rows:
        """While the zoom moves, small cards are copies of what they were. Returns those that were
        never drawn, or at quite another size."""
        self._loose = frame.letters
        left = []
        for row, box in zip(rows.tolist(), frame.boxes(self._table, rows).tolist(), strict=True):
            kept = self._deck.last(self._table.ids[row])
            if kept is None or not 0.25 < box[2] / kept.width() < 2.5:
                left.append(row)
            else:
                painter.drawPixmap(QRectF(*box), kept, QRectF(kept.rect()))
        return np.array(left, np.intp)

    def _lay_out(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Copy the cards that were drawn at this zoom before, and draw others once."""
        large, late = [], []
        ids, arrivals = self._table.ids, self._tiles.arrivals
        look = (frame.scale, frame.ratio, theme.name)
        for row, box in zip(rows.tolist(), frame.boxes(self._table, rows).tolist(), strict=True):
            x, y, wide, high = (int(side) for side in box)
            if wide * high > LARGEST:
                large.append(row)
                continue
            face = self._faces.of(ids[row])
            key = (face, wide, high, look)
            pictures = partial(self._pictures, frame, row, face)
            # waves come by another way: a card with a sound is asked about every time
            came = math.nan if face.sound else arrivals
            kept = self._deck.find(ids[row], key, came, pictures)
            if kept is None:
                home = replace(frame, left=frame.left - x, top=frame.top - y)
                draw = partial(self._draw_kept, home, sprites, theme, row)
                size = (wide, high)
                kept = self._deck.draw(ids[row], key, came, pictures(), size, draw)
            if kept is None:
                late.append(row)
            else:
                painter.drawPixmap(x, y, kept)
        if large:
            self._draw(painter, frame, sprites, theme, np.array(large, np.intp))
        self.late += late
        if late:
            apart = 0.5 < self._loose / frame.scale < 2 and self._loose != frame.scale
            loose = self._loose if apart else frame.scale * 1.001
            hurried = replace(frame, letters=loose)
            self._draw(painter, hurried, sprites, theme, np.array(late, np.intp))

    def _draw_kept(
        self, frame: Frame, sprites: Sprites, theme: Theme, row: int, painter: QPainter
    ) -> None:
        with self._tiles.unhurried():
            self._draw(painter, frame, sprites, theme, np.array([row], np.intp))

    def _pictures(self, frame: Frame, row: int, face: Face) -> Hashable:
        """What has come by now of the pictures and waves that a card shows."""
        if face.sound and self.waves is not None:
            return self.waves.of(face.sound) is None, self.waves.is_missing(face.sound)
        if face.preview is not None or not face.pictures:
            return None
        boxes = self.picture_boxes(frame, row, len(face.pictures))
        both = zip(face.pictures, boxes, strict=False)
        return tuple(self._tiles.version(hash, box) for hash, box in both)

    def _draw(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Draw cards, all but their ports."""
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
        for row, face in zip(rows.tolist(), faces, strict=True):
            if face.mode != "on":
                draw_off(painter, frame, theme, frame.rect(self._table.box(row)), face.mode)

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
        """Where a card's pictures lie, in device pixels: from afar, under a name that is taller
        than the header."""
        t = self._table
        areas = picture_areas(KINDS[t.kind[row]], float(t.w[row]), float(t.h[row]), count)
        boxes = [self.on_card(frame, row, area) for area in areas]
        lower = title_height(frame) - int(NODE_HEADER * frame.scale + 0.5)
        if lower > 0:
            boxes = [box.adjusted(0, lower, 0, 0) for box in boxes]
        return [box for box in boxes if box.height() > 2]

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
                    missing = face.where or self._faces.missing(one.hash)
                    self._empty(painter, frame, theme, missing, one.box)
        elif face.sound:
            self._wave(painter, frame, theme, face, boxes[0])
        elif face.reason and frame.readable:
            plates.draw_slate_ground(painter, boxes[0], theme.colours)  # no words under words
        elif face.slate is not None:
            self._slate(painter, frame, theme, face.slate, boxes[0])
        else:
            self._empty(painter, frame, theme, face.hint, boxes[0])
        if face.reason and frame.readable:
            self._failure(painter, frame, face.reason, boxes[0])
        if face.progress is not None:
            draw_bar(painter, frame, boxes[0], face.progress, theme.colours.accent)
        return boxes

    def _wave(self, painter: QPainter, frame: Frame, theme: Theme, face: Face, box: QRect) -> None:
        sound = face.sound
        loudness = self.waves.of(sound) if self.waves is not None else None
        if self.waves is not None and self.waves.is_missing(sound):
            missing = face.where or self._faces.missing(sound)
            self._empty(painter, frame, theme, missing, box)
            return
        painter.fillRect(box, theme.colours.raised)
        if loudness is not None:
            colour = mixed(theme.node_colour(NodeKind.sound), theme.colours.raised, 0.72)
            draw_waveform(painter, frame, box, loudness, colour)

    def draw_waves(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        """The waveforms of sounds that are too small for names; while the zoom moves, of a few."""
        rows = rows[self._table.kind[rows] == SOUND]
        if self.waves is None or (len(rows) > FEW_WAVES and not frame.settled):
            return
        for row in rows.tolist():
            sound = self._faces.of(self._table.ids[row]).sound
            wide, high = float(self._table.w[row]), float(self._table.h[row])
            area = picture_area(NodeKind.sound, wide, high)
            loudness = self.waves.of(sound) if sound and area is not None else None
            if loudness is not None and area is not None:
                colour = mixed(theme.node_colour(NodeKind.sound), theme.colours.card, 0.72)
                draw_waveform(painter, frame, self.on_card(frame, row, area), loudness, colour)

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
        if face.state and self._table.h[row] <= NODE_HEADER:
            room -= self._header_badge(painter, frame, theme, face.state, box, room)
        facts = self._ink.line(face.facts if frame.roomy else "", FACTS, c.faint, room, s)
        if facts is not None:
            x = box.right() + 1 - int(facts.width() * grown)
            y = box.top() + int((box.height() - facts.height() * grown) / 2 + 0.5)
            self.copy_at(painter, facts, x, y, grown)
            room -= facts.width() + round(8 * s)
        title = self._ink.line(face.title, TITLE, c.text, room, s)
        if title is not None:
            x = box.left() + round(MARK_ROOM * frame.scale)
            y = box.top() + max(int((box.height() - title.height() * grown) / 2 + 0.5), 0)
            self.copy_at(painter, title, x, y, grown)

    def _header_badge(
        self, painter: QPainter, frame: Frame, theme: Theme, state: Badge, box: QRect, room: int
    ) -> int:
        """How a collapsed card says how its render stands. Returns the room that it takes."""
        s, grown = frame.labels, frame.labels_grown
        ground = theme.colours.bad if state.bad else plates.BADGE_GROUND
        plate = plates.badge(self._ink, state.short or state.text, ground, room // 2, s)
        if plate is None:
            return 0
        x = box.right() + 1 - int(plate.width() * grown)
        y = box.top() + max(int((box.height() - plate.height() * grown) / 2 + 0.5), 0)
        self.copy_at(painter, plate, x, y, grown)
        box.setRight(x - round(4 * s))
        return plate.width() + round(4 * s)

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
        dark, bad, accent = plates.BADGE_GROUND, theme.colours.bad, theme.colours.accent
        again, self._accent = _again(frame, face), accent
        texts: Sequence[tuple[str, QColor, bool, bool]] = (
            (face.take, dark, False, False),
            (face.time if frame.roomy else "", dark, True, True),
            (again, accent, True, True),
            (
                _said(face.state, room < NARROW * s),
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

    def offers_again(self, frame: Frame, node: str, at: QPoint) -> bool:
        """Whether a device pixel lies on a card's offer to try its render again."""
        row, face = self._table.row(node), self._faces.of(node)
        boxes = [] if row is None else self.picture_boxes(frame, row)
        text = _again(frame, face)
        if not boxes or not text:
            return False
        s, box, inset = frame.labels, boxes[0], round(BADGE_INSET * frame.scale)
        room = int(box.width() / frame.labels_grown) - round(2 * BADGE_INSET * s)
        plate = plates.badge(self._ink, text, self._accent, room, s)
        if plate is None:
            return False
        corner = box.bottomRight() - QPoint(inset - 1, inset - 1)
        size = plate.size() * frame.labels_grown
        return QRect(corner - QPoint(size.width(), size.height()), size).contains(at)

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


def title_height(frame: Frame) -> int:
    """Device pixels that a name needs."""
    return math.ceil(TITLE.size * LINE_HEIGHT * frame.labels * frame.labels_grown)


def _again(frame: Frame, face: Face) -> str:
    """What a card offers whose render ended badly, where there is room to press it."""
    return translate("Card", "Try again") if face.again and frame.roomy else ""


def _said(state: Badge | None, narrow: bool) -> str:
    """What a badge says; little where there is no room for more."""
    if state is None:
        return ""
    return state.short if narrow and state.short else state.text


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
