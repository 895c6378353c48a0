"""One node as a row of a list: a square of its kind, its name, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from canvas.document.records import NodeKind
from canvas.editor.finding import Excerpt
from canvas.ui.icons import pixmap
from canvas.ui.kinds import kind_name
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, Theme, font

MIDDLE = Qt.AlignmentFlag.AlignVCenter
SQUARE = 26


@dataclass(frozen=True, slots=True)
class Row:
    kind: NodeKind
    above: Excerpt
    below: Excerpt
    number: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for those who do not see the square."""
        parts = (kind_name(self.kind), self.number, self.above.text, self.below.text)
        return ", ".join(dict.fromkeys(part for part in parts if part))


def paint_row(painter: QPainter, box: QRect, row: Row, theme: Theme, *, chosen: bool) -> None:
    c = theme.colours
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.raised)
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
    square = QRect(box.left() + 8, box.center().y() - SQUARE // 2 + 1, SQUARE, SQUARE)
    paint_square(painter, square, row.kind, theme)
    text = box.adjusted(8 + SQUARE + 10, 4, -8, -4)
    if row.number:
        text.setRight(text.right() - _paint_number(painter, text, row.number, c.soft))
    upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
    lower = QRect(text.left(), upper.bottom() + 1, text.width(), text.height() - upper.height())
    if not row.below.text:
        upper = text
    paint_excerpt(painter, upper, row.above, font(CONTROL + 0.5, MEDIUM), c.text, c.accent)
    if row.below.text:
        paint_excerpt(painter, lower, row.below, font(LABEL), c.soft, c.accent)
    painter.restore()


def paint_square(painter: QPainter, box: QRect, kind: NodeKind, theme: Theme) -> None:
    """The sign of a kind on a soft ground of its colour."""
    c = theme.colours
    plain = {NodeKind.scene: c.soft, NodeKind.note: c.note if theme.is_dark else c.picture}
    colour = QColor(plain.get(kind) or theme.node_colour(kind))
    ground = QColor(colour)
    ground.setAlphaF(0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box), 6, 6)
    side = round(box.width() * 0.62)
    sign = pixmap(kind.value, colour.name(), side)
    painter.drawPixmap(
        box.left() + (box.width() - side) // 2, box.top() + (box.height() - side) // 2, sign
    )


def paint_excerpt(
    painter: QPainter, box: QRect, shown: Excerpt, face: QFont, ink: QColor, found: QColor
) -> None:
    """One line, the found part of it in another colour; cut where the room ends."""
    painter.setFont(face)
    metrics = QFontMetrics(face)
    x = box.left()
    parts = (
        (shown.text[: shown.start], ink),
        (shown.text[shown.start : shown.end], found),
        (shown.text[shown.end :], ink),
    )
    for text, colour in parts:
        room = box.right() - x
        if not text or room <= 0:
            continue
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(colour)
        painter.drawText(QRect(x, box.top(), room, box.height()), MIDDLE, fitting)
        x += metrics.horizontalAdvance(fitting)


def _paint_number(painter: QPainter, box: QRect, number: str, ink: QColor) -> int:
    """A shot's number at the right; returns the room it took."""
    face = font(LABEL, MEDIUM, tabular=True)
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(box, MIDDLE | Qt.AlignmentFlag.AlignRight, number)
    return QFontMetrics(face).horizontalAdvance(number) + 10
