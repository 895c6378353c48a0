"""The sprites of one zoom: cards with their border, their shadow, scene frames, rings, glyphs."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from canvas.ui.painting.glyphs import Glyphs
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.slices import Sliced
from canvas.ui.theme import NODE_RADIUS, Theme

SCENE_RADIUS = 16.0
SHADOWS = ((6.0, 9.0, 1.0), (1.0, 1.5, 0.9))
"""Down, spread (the standard deviation of the blur) in world units, and strength."""

Floats = NDArray[np.float64]

SHADOW_REACH = 30.0
SHADOW_FROM = 0.3
"""The zoom from which shadows are drawn."""


class Sprites:
    """Everything that is drawn once for a theme and a zoom, when it is first asked for, and then
    only copied. Needs a QGuiApplication."""

    def __init__(
        self, theme: Theme, scale: float, ratio: float, near: Sprites | None = None
    ) -> None:
        """With the shadow and the small shapes of another zoom, if that is given."""
        self.key = (theme.name, scale, ratio)
        self.exact = near is None
        """All are drawn for this very zoom."""
        self.glyphs: Glyphs = Glyphs(theme, scale, None if near is None else near.glyphs.shapes)
        self._theme, self._scale, self._ratio = theme, scale, ratio
        self._old_shadow = None if near is None else near.shadow
        self._line = max(ratio, 1.0) * theme.border

    @cached_property
    def card(self) -> Sliced:
        c = self._theme.colours
        return _rounded(NODE_RADIUS * self._scale, c.line, self._line, c.card)

    @cached_property
    def shadow(self) -> Sliced | None:
        colour = self._theme.colours.shadow
        if self._scale / self._ratio < SHADOW_FROM or colour.alpha() == 0:
            return None
        old = self._old_shadow
        return _shadow(self._scale, colour) if old is None else old.anew()

    @cached_property
    def scene(self) -> Sliced:
        c = self._theme.colours
        return _rounded(SCENE_RADIUS * self._scale, c.line2, 1.5 * self._line, faded(c.line, 0.2))

    @cached_property
    def ring(self) -> Sliced:
        colour = self._theme.colours.selection
        return _ring(NODE_RADIUS * self._scale, colour, self._line, 2 * max(self._ratio, 1.0))

    @cached_property
    def hover(self) -> Sliced:
        return _ring(NODE_RADIUS * self._scale, self._theme.colours.faint, self._line, 0.0)


def draw_scene(colour: QColor, scale: float, ratio: float) -> Sliced:
    """A scene frame in a colour that a person has chosen."""
    line = 1.5 * max(ratio, 1.0)
    return _rounded(SCENE_RADIUS * scale, faded(colour, 0.7), line, faded(colour, 0.10))


def panel_shadow(theme: Theme, ratio: float) -> Sliced:
    """The shadow of a panel that floats over the field, at the screen's own scale."""
    return _shadow(ratio, theme.colours.shadow)


def _rounded(radius: float, border: QColor, line: float, fill: QColor) -> Sliced:
    """A filled box with a border just inside its edge."""
    inner = int(np.ceil(max(radius, line))) + 1
    side = 2 * inner + 1
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if fill.alpha() == 255:
            # the border lies on the fill, so that no field shines through between them
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(border)
            painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
            painter.setBrush(fill)
            inside = max(radius - line, 0.0)
            box = QRectF(line, line, side - 2 * line, side - 2 * line)
            painter.drawRoundedRect(box, inside, inside)
        else:
            painter.setPen(QPen(border, line))
            painter.setBrush(fill)
            box = QRectF(line / 2, line / 2, side - line, side - line)
            painter.drawRoundedRect(box, radius, radius)
    return Sliced(pixmap, 0, inner, fill)


def _ring(radius: float, colour: QColor, inside: float, outside: float) -> Sliced:
    """A line along the edge of a box: `inside` pixels of it within, `outside` beyond."""
    reach = int(np.ceil(outside)) + 1
    inner = int(np.ceil(max(radius, inside))) + 1
    side = 2 * (reach + inner) + 1
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    wide = inside + outside
    start = reach - outside + wide / 2
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, wide))
        round_by = max(radius + outside - wide / 2, 0.0)
        box = QRectF(start, start, side - 2 * start, side - 2 * start)
        painter.drawRoundedRect(box, round_by, round_by)
    return Sliced(pixmap, reach, inner, depth=int(np.ceil(inside)) + 1)


def _shadow(scale: float, colour: QColor) -> Sliced:
    """A soft shadow under a box of any size, shaded once here instead of in every frame."""
    reach = inner = int(np.ceil(SHADOW_REACH * scale))
    side = 2 * (reach + inner) + 1
    away = _outside(side, reach, NODE_RADIUS * scale)
    darkness = np.zeros((side, side))
    for down, spread, strength in SHADOWS:
        lower = np.roll(_shaded(away, spread * scale), int(down * scale + 0.5), axis=0)
        darkness = 1.0 - (1.0 - darkness) * (1.0 - lower * strength * colour.alphaF())
    return Sliced(_coloured(darkness, colour), reach, inner, depth=2)


def _outside(side: int, reach: int, radius: float) -> Floats:
    """How far outside a rounded box each pixel lies; the box keeps `reach` from the edge."""
    at = np.abs(np.arange(side) - (side - 1) / 2)
    beyond = at - ((side - 1) / 2 - reach + 0.5 - radius)
    out = np.maximum(beyond, 0.0)
    within = np.minimum(np.maximum(beyond[:, None], beyond[None, :]), 0.0)
    away: Floats = np.hypot(out[:, None], out[None, :]) + within - radius
    return away


def _shaded(away: Floats, spread: float) -> Floats:
    """The normal distribution's share of a box that a blurred pixel at this distance sees."""
    t = -away / max(spread, 0.3)
    # the usual tanh form of the error function: four digits are plenty for a shadow
    shade: Floats = 0.5 * (1.0 + np.tanh(0.7978846 * (t + 0.044715 * t**3)))
    return shade


def _coloured(alpha: Floats, colour: QColor) -> QPixmap:
    high, wide = alpha.shape
    share = np.clip(alpha, 0.0, 1.0)[:, :, None]
    bgra = np.array([colour.blue(), colour.green(), colour.red(), 255.0])
    pixels = np.ascontiguousarray((share * bgra + 0.5).astype(np.uint8))
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(image.copy())
