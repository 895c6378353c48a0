"""The others on this board: a line around what each has selected, a name on what each renders, a
cursor with a name."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import starmap

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from canvas.editor.editor import Editor
from canvas.editor.peers import Peer
from canvas.editor.spatial import Floats
from canvas.ui.painting import checked, plates, speech
from canvas.ui.painting.cards import BADGE_INSET, BAR, Cards
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.ink import Ink
from canvas.ui.theme import NODE_RADIUS

MANY = 120
"""Nodes in sight above which one person's selection has no round corners."""

NEAR = 24.0
"""Logical pixels around a card within which a pointer's name is read as that of its line."""

REACH, LINE = 4.0, 1.25
"""Logical pixels between a card and the line around it, and the width of that line."""


class Company:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, editor: Editor, ink: Ink, cards: Cards) -> None:
        self._editor = editor
        self._ink = ink
        self._cards = cards

    def draw_selections(self, painter: QPainter, frame: Frame) -> None:
        """Under our own selection: ours is what keys act on."""
        for peer in self._editor.peers:
            if not peer.selection:
                continue
            boxes = self._boxes(frame, peer)
            if len(boxes):
                self._outline(painter, frame, QColor(peer.colour), boxes)

    def draw_signs(self, painter: QPainter, frame: Frame) -> None:
        """Whose selections those are, over our own."""
        for peer in self._editor.peers:
            boxes = self._boxes(frame, peer) if peer.selection else None
            if boxes is not None and len(boxes) and not self._is_named(frame, peer, boxes):
                self._sign(painter, frame, peer, boxes)

    def draw_renders(self, painter: QPainter, frame: Frame) -> None:
        """Who renders what: a name on the card, or a bar where no name can be read. What lies in a
        collapsed frame is marked on that."""
        table, marked = self._editor.table, set[int]()
        for peer in self._editor.peers:
            for node in sorted(peer.rendering):
                row = table.shown_row(node)
                if row is not None and row not in marked:
                    marked.add(row)
                    self._render(painter, frame, peer, row)

    def _render(self, painter: QPainter, frame: Frame, peer: Peer, row: int) -> None:
        card = frame.rect(self._editor.table.box(row))
        if not card.intersects(frame.area):
            return
        boxes = self._cards.picture_boxes(frame, row) if frame.detail is Detail.near else []
        plate = self._plate(frame, peer, boxes[0]) if boxes else None
        if plate is None:
            high = max(round(BAR * frame.scale), round(2 * frame.ratio))
            bend = 0 if frame.detail is Detail.far else round(NODE_RADIUS * frame.scale)
            foot = QRect(card.left(), card.bottom() + 1 - high, card.width(), high)
            painter.fillRect(foot.adjusted(bend, 0, -bend, 0), QColor(peer.colour))
            return
        inset, grown = round(BADGE_INSET * frame.scale), frame.labels_grown
        x = boxes[0].right() + 1 - inset - int(plate.width() * grown)
        self._cards.copy_at(painter, plate, x, boxes[0].top() + inset, grown)

    def _plate(self, frame: Frame, peer: Peer, box: QRect) -> QPixmap | None:
        room = int(box.width() / frame.labels_grown) - round(2 * BADGE_INSET * frame.labels)
        said = QCoreApplication.translate("Card", "{name} is rendering").format(name=peer.name)
        return plates.badge(self._ink, said, QColor(peer.colour), room, frame.labels)

    def draw_cursors(self, painter: QPainter, frame: Frame) -> None:
        """Over everything else."""
        for peer in self._editor.peers:
            spot = None if self._writes_below(peer) else _spot(frame, peer)
            if spot is not None:
                room = round(speech.MARGIN * frame.ratio)
                corner = spot[0] - room, spot[1] - room
                asleep = speech.ASLEEP if peer.away else 1.0
                if peer.strength < 1.0:  # what was said fades, and the name comes back
                    painter.setOpacity(asleep)
                    silent = replace(peer, chat="")
                    painter.drawPixmap(*corner, speech.pointer(self._ink, silent, frame.ratio))
                painter.setOpacity(asleep * peer.strength)
                painter.drawPixmap(*corner, speech.pointer(self._ink, peer, frame.ratio))
                painter.setOpacity(1.0)

    def _writes_below(self, peer: Peer) -> bool:
        """Whether a pointer rests on the words that its person writes: the caret is what counts."""
        row = self._editor.table.row(peer.caret.node) if peer.caret is not None else None
        if row is None or peer.cursor is None or peer.chat:
            return False
        left, top, right, bottom = self._editor.table.box(row)
        return left <= peer.cursor[0] <= right and top <= peer.cursor[1] <= bottom

    def _boxes(self, frame: Frame, peer: Peer) -> Floats:
        table = self._editor.table
        boxes = frame.boxes(table, table.rows(peer.selection))
        far = boxes[:, :2] + boxes[:, 2:]
        seen = (boxes[:, 0] < frame.width + 8) & (boxes[:, 1] < frame.height + 8)
        return boxes[seen & (far > -8).all(axis=1)]

    def _is_named(self, frame: Frame, peer: Peer, boxes: Floats) -> bool:
        """Whether that person's name stands close by already: at the pointer, or at a caret."""
        if peer.caret is not None and peer.caret.node in peer.selection:
            return True
        spot = _spot(frame, peer)
        if spot is None:
            return False
        near = NEAR * frame.ratio
        low, high = boxes[:, :2] - near, boxes[:, :2] + boxes[:, 2:] + near
        return bool(((low <= spot) & (spot <= high)).all(axis=1).any())

    def _sign(self, painter: QPainter, frame: Frame, peer: Peer, boxes: Floats) -> None:
        """Whose selection it is: a name on the highest line around it."""
        drawn = speech.tag(self._ink, peer.name, QColor(peer.colour), frame.ratio)
        box = boxes[np.lexsort((boxes[:, 0], boxes[:, 1]))[0]]
        if drawn is None or frame.detail is Detail.far or box[2] < drawn.width():
            return
        reach = round(REACH * frame.ratio)
        left = min(max(int(box[0]) + reach, 0), frame.width - drawn.width())
        painter.drawPixmap(left, int(box[1]) - reach - drawn.height(), drawn)

    def _outline(self, painter: QPainter, frame: Frame, colour: QColor, boxes: Floats) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if frame.detail is Detail.far or len(boxes) > MANY:
            painter.setPen(QPen(colour, frame.ratio))
            checked.rects(painter, np.ascontiguousarray(boxes))
            return
        reach = REACH * frame.ratio
        radius = NODE_RADIUS * frame.scale + reach
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(colour, LINE * frame.ratio))
        for box in starmap(QRectF, boxes.tolist()):
            painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _spot(frame: Frame, peer: Peer) -> tuple[int, int] | None:
    """Where a cursor points, if that or its name is in sight."""
    if peer.cursor is None:
        return None
    x, y = peer.cursor[0] * frame.scale + frame.left, peer.cursor[1] * frame.scale + frame.top
    room = speech.NAME_ROOM * frame.ratio
    inside = -room < x < frame.width and -40 * frame.ratio < y < frame.height
    return (math.floor(x + 0.5), math.floor(y + 0.5)) if inside else None  # never for nan
