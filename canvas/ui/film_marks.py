"""Comments at their moments of the film: where they stand in it, and small signs on its line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.document.remarks import Thread
from canvas.document.sequence import Cut, Sequence
from canvas.ui import strip_painting as look
from canvas.ui.theme import Theme

BEFORE, AFTER = 0.1, 1.5
"""Seconds around its moment in which a comment is seen in the film."""

HIGH = 43.0
"""Where signs stand in the film strip: in its rule."""


@dataclass(frozen=True, slots=True)
class FilmMark:
    thread: str
    frame: int
    """Of the film."""
    colour: str
    unread: bool = False


def places(sequence: Sequence, threads: Iterable[Thread]) -> list[tuple[int, Thread]]:
    """Frames of the film at which threads stand, in order: as often as their moment is shown."""
    cuts: dict[str, list[Cut]] = defaultdict(list)
    for cut in sequence.cuts:
        cuts[cut.node].append(cut)
    found: list[tuple[int, Thread]] = []
    for thread in threads:
        frame = thread.head.frame_at(sequence.rate)
        if frame is None or thread.head.node is None:
            continue
        for cut in cuts.get(thread.head.node, ()):
            away = frame - cut.source_in
            if 0 <= away < cut.frames:
                found.append((cut.start + away, thread))
    return sorted(found, key=lambda one: (one[0], one[1].id))


def moment(sequence: Sequence, frame: int) -> tuple[str, int] | None:
    """The node that is seen at a frame of the film, the upper one in a dissolve, and which of its
    frames, counted at the film's rate."""
    layers = sequence.layers(frame)
    if not layers:
        return None
    cut = max(layers, key=lambda layer: layer.weight).cut
    return cut.node, cut.source_in + frame - cut.start


def seen(
    sequence: Sequence, standing: Iterable[tuple[int, Thread]], frame: int
) -> list[tuple[int, Thread]]:
    """What is shown while this frame is."""
    rate = float(sequence.rate)
    return [
        (at, thread) for at, thread in standing if at - BEFORE * rate <= frame <= at + AFTER * rate
    ]


def paint_on_strip(painter: QPainter, strip: look.Strip, marks: Iterable[FilmMark]) -> None:
    """Small drops in the rule of the film strip."""
    box = look.shots_box(strip.width)
    for mark in marks:
        x = box.left() + strip.lane.x_of(mark.frame)
        if box.left() - 1 <= x <= box.right() + 1:
            paint_sign(painter, QPointF(x, HIGH), mark, strip.theme)


def paint_sign(painter: QPainter, middle: QPointF, mark: FilmMark, theme: Theme) -> None:
    painter.setPen(QPen(theme.colours.panel, 1.5))
    painter.setBrush(QColor(mark.colour))
    painter.drawEllipse(middle, 4.5, 4.5)
    if mark.unread:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.accent)
        painter.drawEllipse(QRectF(middle.x() + 1.5, middle.y() - 6, 5, 5))
