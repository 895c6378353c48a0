"""Panels over the field with a soft shadow, painted once: an effect would cost every frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from canvas.ui.controls import Panel
from canvas.ui.theme import Theme

SPREAD = 14
"""Pixels around a floating panel that its shadow needs."""


class Floating(Panel):
    """A rounded panel with a shadow. Its layout keeps SPREAD pixels free on every side."""

    def __init__(self, theme: Theme, parent: QWidget, *, radius: float = 12) -> None:
        super().__init__(parent)
        self.theme = theme
        self._radius = radius
        self._ground = QPixmap()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._ground = QPixmap()
        self.update()

    def inner(self) -> QRect:
        """The panel without its shadow."""
        return self.rect().marginsRemoved(QMargins(SPREAD, SPREAD, SPREAD, SPREAD))

    def put(self, left: int, top: int) -> None:
        """Move the visible corner to this place of the parent."""
        self.move(left - SPREAD, top - SPREAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = QPixmap()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # the shadow belongs to the field below
        event.setAccepted(self.inner().contains(event.position().toPoint()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground.isNull():
            self._ground = painted(self, self._paint_ground)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)

    def _paint_ground(self, painter: QPainter) -> None:
        paint_box(painter, QRectF(self.inner()), self._radius, self.theme, self.theme.colours.line)


def painted(widget: QWidget, paint: Callable[[QPainter], None]) -> QPixmap:
    """What `paint` draws on nothing, as large and as dense as a widget: to be copied each time."""
    density = widget.devicePixelRatioF()
    made = QPixmap(QSize(widget.width(), widget.height()) * density)
    made.setDevicePixelRatio(density)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    return made


def paint_box(painter: QPainter, box: QRectF, radius: float, theme: Theme, line: QColor) -> None:
    """A rounded box with its soft shadow."""
    paint_shadow(painter, box, radius, theme)
    painter.setPen(line)
    painter.setBrush(theme.colours.panel)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def paint_shadow(painter: QPainter, box: QRectF, radius: float, theme: Theme) -> None:
    """A soft shadow below a rounded box, as many thin layers."""
    steps = SPREAD - 2
    shade = QColor(theme.colours.shadow)
    shade.setAlphaF(shade.alphaF() * 0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    for step in range(steps, 0, -1):
        grown = box.adjusted(-step, -step + 4, step, step + 1)
        shade.setAlphaF(theme.colours.shadow.alphaF() * 0.02 * (steps - step + 1) / 2)
        painter.setBrush(shade)
        painter.drawRoundedRect(grown, radius + step, radius + step)
