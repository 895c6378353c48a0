"""Shots of muted clips in the film strip: numbers struck through, to be chosen and unmuted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from canvas.document.sequence import LeftOut
from canvas.ui.strip_painting import HEIGHT, MARGIN, TOP, Strip, shots_box
from canvas.ui.theme import LABEL, MEDIUM, font


@dataclass(frozen=True, slots=True)
class Plate:
    """One place between the shots, and the muted ones that it stands for."""

    box: QRectF
    text: str
    shots: tuple[LeftOut, ...]


def plates(strip: Strip) -> list[Plate]:
    """Where the numbers stand, from the left to the right."""
    metrics, made = QFontMetricsF(font(LABEL, MEDIUM)), []
    for place in sorted({one.before for one in strip.sequence.left_out}):
        x = MARGIN + strip.lane.gap_x(place)
        shots = tuple(one for one in strip.sequence.left_out if one.before == place)
        text = shots[0].number if len(shots) == 1 else f"{shots[0].number} … {shots[-1].number}"
        wide = max(metrics.horizontalAdvance(text) + 12, 22.0)
        left = min(max(x - wide / 2, MARGIN), strip.width - MARGIN - wide)
        made.append(Plate(QRectF(round(left), TOP + HEIGHT - 24, round(wide), 20), text, shots))
    return made


def plate_at(strip: Strip, place: QPointF) -> Plate | None:
    """The plate at a place; the last one lies on top."""
    return next((one for one in reversed(plates(strip)) if one.box.contains(place)), None)


def paint_muted(painter: QPainter, strip: Strip) -> None:
    """Paint the plates over the shots; that of a selected clip has its outline."""
    colours = strip.theme.colours
    painter.save()
    painter.setClipRect(shots_box(strip.width).adjusted(-3, -3, 3, 3))
    painter.setFont(font(LABEL, MEDIUM))
    painter.setBrush(colours.raised)
    for plate in plates(strip):
        chosen = any(one.node in strip.selected for one in plate.shots)
        painter.setPen(QPen(colours.selection, 2) if chosen else QPen(colours.line2, 1))
        painter.drawRoundedRect(plate.box, 6, 6)
        painter.setPen(QPen(colours.soft, 1))
        painter.drawText(plate.box, Qt.AlignmentFlag.AlignCenter, plate.text)
        foot, head = plate.box.bottomLeft() + QPointF(4, -5), plate.box.topRight() + QPointF(-4, 5)
        painter.drawLine(foot, head)
    painter.restore()
