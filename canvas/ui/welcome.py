"""What somebody sees who has no board yet: the sample, as large as a cinema's poster."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QImageReader,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton

from canvas.ui.controls import paint_filling
from canvas.ui.icons import pixmap
from canvas.ui.theme import BODY, SEMIBOLD, Theme, font

POSTER = Path(__file__).resolve().parents[2] / "assets" / "resources" / "pictures" / "rocket.jpg"
TALLEST = 552
RADIUS = 14.0
_NIGHT = QColor(8, 10, 14)


class SamplePoster(QAbstractButton):
    """A button that shows the sample's rocket, its name, and what pressing it does."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._picture = QPixmap()
        self._hint = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMaximumHeight(TALLEST)

    def say(self, title: str, hint: str) -> None:
        self.setText(title)
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(984, TALLEST)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 160)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._picture.isNull():
            QTimer.singleShot(0, self, self._load)  # the page answers before its picture is read

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            self._paint_picture(painter, box)
            self._paint_words(painter, box)
            pen = painter.pen()
            colours = self.theme.colours
            pen.setWidthF(2 if self.hasFocus() else 1)
            pen.setColor(colours.selection if self.hasFocus() else colours.line)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, _NIGHT)
        if not self._picture.isNull():
            paint_filling(painter, box, self._picture)
        fall = QLinearGradient(box.topLeft(), box.bottomLeft())
        fall.setColorAt(0.35, QColor(8, 10, 14, 0))
        fall.setColorAt(1.0, QColor(8, 10, 14, 235))
        painter.fillRect(box, fall)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        """White on the dark foot of the picture in every theme."""
        disc = QRectF(box.left() + 26, box.bottom() - 26 - 52, 52, 52)
        painter.setPen(Qt.PenStyle.NoPen)
        accent = self.theme.colours.accent
        painter.setBrush(accent.lighter(108) if self.underMouse() else accent)
        painter.drawEllipse(disc)
        sign = pixmap("play", self.theme.colours.on_accent.name(), 26)
        painter.drawPixmap(disc.center() - QPointF(13, 13), sign)
        words = QRectF(disc.right() + 18, disc.top(), box.right() - disc.right() - 40, 52)
        painter.setPen(QColor("white"))
        painter.setFont(font(22, SEMIBOLD))
        painter.drawText(words.adjusted(0, -2, 0, -22), _LEFT, self.text())
        painter.setPen(QColor(255, 255, 255, 205))
        painter.setFont(font(BODY))
        room = int(words.width())
        hint = painter.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words.adjusted(0, 28, 0, 0), _LEFT, hint)

    def _load(self) -> None:
        reader = QImageReader(str(POSTER))
        size = reader.size()
        if size.isValid():
            wanted = QSize(1040, 1 << 20) * self.devicePixelRatioF()
            reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio))
        self._picture = QPixmap.fromImage(reader.read())
        self.update()


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
