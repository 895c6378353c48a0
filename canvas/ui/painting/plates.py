"""Plates drawn once: badges over pictures, and slates for clips that have only words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap

from canvas.ui.colours import Colours
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import MEDIUM, SEMIBOLD

BADGE = Style(11.0, SEMIBOLD, tabular=True)
BADGE_PAD, BADGE_RADIUS, BADGE_HEIGHT = 7.0, 6.0, 20.0
BADGE_GROUND = QColor(0, 0, 0, 170)
BADGE_INK, BADGE_INK_ON_LIGHT = QColor(255, 255, 255), QColor(30, 8, 8)

SLATE_LARGE, SLATE_SMALL = Style(19.0, SEMIBOLD), Style(13.0, MEDIUM)


_EYE = (0.2126, 0.7152, 0.0722)
"""How much of the light that is seen comes from red, green and blue."""

_HALFWAY = 0.18
"""The light from which on black stands out more than white."""


def readable_on(ground: QColor) -> QColor:
    """White or nearly black, whichever stands out more."""
    parts = ground.redF(), ground.greenF(), ground.blueF()
    light = sum(share * part**2.2 for share, part in zip(_EYE, parts, strict=True))
    return BADGE_INK_ON_LIGHT if light > _HALFWAY else BADGE_INK


def badge(ink: Ink, text: str, ground: QColor, room: int, scale: float) -> QPixmap | None:
    """A dark plate with a few words on it, at most `room` device pixels wide."""
    key = ("badge", text, ground.rgba(), room, scale)
    found = ink.find(key)
    if found is not None:
        return found
    pad = round(BADGE_PAD * scale)
    letters = ink.line(text, BADGE, readable_on(ground), room - 2 * pad, scale)
    if letters is None:
        return None
    return ink.kept(key, lambda: _draw_badge(letters, ground, pad, scale))


def slate(
    ink: Ink, lines: tuple[str, str], size: tuple[int, int], scale: float, colours: Colours
) -> QPixmap:
    """A large line and a small one on a dark blue ground."""
    key = ("slate", lines, size, scale, colours.slate_top.rgba())
    return ink.kept(key, lambda: _draw_slate(ink, lines, size, scale, colours))


def draw_slate_ground(painter: QPainter, box: QRect, colours: Colours) -> None:
    ground = QLinearGradient(QPointF(box.topLeft()), QPointF(box.bottomRight()))
    ground.setColorAt(0.0, colours.slate_top)
    ground.setColorAt(1.0, colours.slate_bottom)
    painter.fillRect(box, ground)


def _draw_badge(letters: QPixmap, ground: QColor, pad: int, scale: float) -> QPixmap:
    high = round(BADGE_HEIGHT * scale)
    pixmap = QPixmap(letters.width() + 2 * pad, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = BADGE_RADIUS * scale
        painter.drawRoundedRect(QRectF(pixmap.rect()), radius, radius)
        painter.drawPixmap(pad, (high - letters.height()) // 2, letters)
    return pixmap


def _draw_slate(
    ink: Ink, lines: tuple[str, str], size: tuple[int, int], scale: float, colours: Colours
) -> QPixmap:
    pixmap = QPixmap(*size)
    soft = faded(colours.slate_text, 0.75)
    room = round(size[0] - 28 * scale)
    # tall enough for two lines of each at most
    large = ink.block(
        lines[0], SLATE_LARGE, colours.slate_text, (room, round(50 * scale)), scale, centred=True
    )
    small_room = (room, min(round(50 * scale), size[1] - round(60 * scale)))
    small = ink.block(lines[1], SLATE_SMALL, soft, small_room, scale, centred=True)
    parts = [part for part in (large, small) if part is not None]
    gap = round(4 * scale)
    top = (size[1] - sum(part.height() for part in parts) - gap * (len(parts) - 1)) // 2
    with QPainter(pixmap) as painter:
        draw_slate_ground(painter, pixmap.rect(), colours)
        for part in parts:
            painter.drawPixmap((size[0] - part.width()) // 2, top, part)
            top += part.height() + gap
    return pixmap
