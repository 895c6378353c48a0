"""One family of line icons, drawn from SVG in the theme's colours."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from canvas.ui.theme import Theme

ICONS = Path(__file__).parents[2] / "assets" / "resources" / "icons"


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 18) -> QPixmap:
    """The icon in one colour (#RRGGBB), `size` pixels wide at the screen's own density."""
    density = QGuiApplication.primaryScreen().devicePixelRatio()
    made = _shape(name, round(size * density)).copy()
    with QPainter(made) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(made.rect(), QColor(colour))
    made.setDevicePixelRatio(density)
    return made


@lru_cache(maxsize=64)
def _shape(name: str, pixels: int) -> QPixmap:
    """The icon in black: reading and drawing it takes longer than giving it its five colours."""
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    source = (ICONS / f"{name}.svg").read_bytes()
    with QPainter(made) as painter:
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(made.rect()))
    return made


def icon(name: str, theme: Theme, size: int = 18, *, colour: QColor | None = None) -> QIcon:
    """Soft when idle, accent when checked, faint when disabled; or all in `colour`."""
    c = theme.colours
    made = QIcon()
    for state, mode, shade in (
        (QIcon.State.Off, QIcon.Mode.Normal, colour or c.soft),
        (QIcon.State.Off, QIcon.Mode.Active, colour or c.text),
        (QIcon.State.Off, QIcon.Mode.Disabled, c.faint),
        (QIcon.State.On, QIcon.Mode.Normal, colour or c.accent),
        (QIcon.State.On, QIcon.Mode.Active, colour or c.accent),
    ):
        made.addPixmap(pixmap(name, shade.name(), size), mode, state)
    return made


@lru_cache(maxsize=4)
def app_icon() -> QIcon:
    """The mark of the app for window lists and docks."""
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            paint_mark(painter, QRectF(0, 0, size, size), QColor("#FF8A3D"), QColor("#1A0E05"))
        made.addPixmap(picture)
    return made


def paint_mark(painter: QPainter, box: QRectF, ground: QColor, ink: QColor) -> None:
    """The mark: a rounded square with two shots joined by a thread."""
    side = box.width()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, side * 0.29, side * 0.29)
    painter.setBrush(ink)
    shot = QRectF(0, 0, side * 0.30, side * 0.24)
    for across, down in ((0.17, 0.20), (0.53, 0.56)):
        place = shot.translated(box.left() + side * across, box.top() + side * down)
        painter.drawRoundedRect(place, side * 0.06, side * 0.06)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(ink)
    pen.setWidthF(side * 0.075)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    thread = ((0.32, 0.50), (0.32, 0.68), (0.46, 0.68))
    left, top = box.left(), box.top()
    painter.drawPolyline([QPointF(left + side * x, top + side * y) for x, y in thread])
