"""Pointers of other people, with their names or with what they say, drawn once for all frames."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPolygonF

from canvas.editor.peers import Peer
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.plates import BADGE_INK, readable_on
from canvas.ui.theme import MEDIUM, SEMIBOLD

NAME, SAID = Style(11.5, SEMIBOLD), Style(13.0, MEDIUM)
NAME_ROOM = 260
"""Logical pixels of a name and what that person is doing."""

SAID_ROOM = (250, 160)
"""Logical pixels for what is said: some eight lines."""

ARROW = ((0, 0), (0, 15.5), (4.1, 11.8), (10.6, 11.4))
"""The corners of a cursor, in logical pixels from where it points."""

MARGIN = 4.0
"""Around both."""

TAG = (11.0, 15.0)
"""Where its name hangs."""

ASLEEP = 0.45
"""How much is seen of somebody who looks elsewhere."""


def tag(ink: Ink, said: str, colour: QColor, ratio: float) -> QPixmap | None:
    """A name on its person's colour."""
    letters = ink.line(said, NAME, readable_on(colour), round(NAME_ROOM * ratio), ratio)
    if letters is None:
        return None
    key = ("tag", said, colour.rgba(), ratio)
    return ink.kept(key, lambda: _plate(letters, colour, (6.0, 2.0), 5.0, ratio))


def bubble(ink: Ink, peer: Peer, ratio: float) -> QPixmap | None:
    """What somebody says, under the name."""
    colour = QColor(peer.colour)
    readable = readable_on(colour)
    room = (round(SAID_ROOM[0] * ratio), round(SAID_ROOM[1] * ratio))
    line = ink.line(peer.chat, SAID, readable, room[0] * 4, ratio)
    short = line is not None and line.width() <= room[0]
    words = line if short else ink.block(peer.chat, SAID, readable, room, ratio)
    if words is None:
        return None
    name = ink.line(peer.name, NAME, faded(readable, 0.75), room[0], ratio)
    key = ("bubble", peer.name, peer.chat, colour.rgba(), ratio)
    return ink.kept(key, lambda: _spoken(name, words, colour, ratio))


def pointer(ink: Ink, peer: Peer, ratio: float) -> QPixmap:
    """A cursor with its name; with what is said instead, while something is."""
    said = " · ".join(word for word in (peer.name, peer.doing) if word)
    key = ("peer", peer.name if peer.chat else said, peer.chat, peer.colour, ratio)
    found = ink.find(key)
    if found is not None:
        return found
    colour = QColor(peer.colour)
    hung = bubble(ink, peer, ratio) if peer.chat else tag(ink, said, colour, ratio)
    return ink.kept(key, lambda: _pointer(hung, colour, ratio))


def _pointer(hung: QPixmap | None, colour: QColor, ratio: float) -> QPixmap:
    wide, high = (0, 0) if hung is None else (hung.width(), hung.height())
    room = round(MARGIN * ratio)
    left, top = room + round(TAG[0] * ratio), room + round(TAG[1] * ratio)
    pixmap = QPixmap(left + wide + room, top + max(high, room) + room)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        pen = painter.pen()
        pen.setColor(BADGE_INK)
        pen.setWidthF(1.2 * ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(colour)
        corners = [QPointF(room + x * ratio, room + y * ratio) for x, y in ARROW]
        painter.drawPolygon(QPolygonF(corners))
        if hung is not None:
            painter.drawPixmap(left, top, hung)
    return pixmap


def _plate(
    letters: QPixmap, colour: QColor, pad: tuple[float, float], radius: float, ratio: float
) -> QPixmap:
    across, down = (round(side * ratio) for side in pad)
    pixmap = QPixmap(letters.width() + 2 * across, letters.height() + 2 * down)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(pixmap.rect()), radius * ratio, radius * ratio)
        painter.drawPixmap(across, down, letters)
    return pixmap


def _spoken(name: QPixmap | None, words: QPixmap, colour: QColor, ratio: float) -> QPixmap:
    across, down, radius = round(11 * ratio), round(7 * ratio), 11 * ratio
    above = 0 if name is None else name.height() + round(1 * ratio)
    wide = max(words.width(), 0 if name is None else name.width())
    pixmap = QPixmap(wide + 2 * across, above + words.height() + 2 * down)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        box = QRectF(pixmap.rect())
        painter.drawRoundedRect(box, radius, radius)
        painter.drawRect(QRectF(0, 0, radius, radius).adjusted(0, 0, -radius / 2, -radius / 2))
        if name is not None:
            painter.drawPixmap(across, down, name)
        painter.drawPixmap(across, down + above, words)
    return pixmap
