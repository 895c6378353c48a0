"""How the film strip looks: every measure of it, and the painting of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
)

from canvas.app.notices import NodeState
from canvas.document.sequence import Card, Cut, Moving, Sequence
from canvas.document.timing import timecode
from canvas.ui import icons
from canvas.ui.lane import Lane, Slot
from canvas.ui.strip_words import StripWords
from canvas.ui.theme import CONTROL, FILM_STRIP, MEDIUM, REGULAR, SEMIBOLD, Theme, font

MARGIN = 14.0
PLAY = QRectF(14, 8, 32, 32)
TOP, HEIGHT = 48.0, 84.0
RADIUS = 7.0
_HEAD_TOP, _HEAD_FOOT = 38.0, 140.0
_EYES = 0.36
"""Where a picture too high for its box is held: faces are rarely in the lower half."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that one painting of the strip reads."""

    theme: Theme
    sequence: Sequence
    lane: Lane
    width: float
    title: str
    words: StripWords
    state: Callable[[str], NodeState]
    picture: Callable[[str, float], QImage | None]
    """The thumbnail of an asset for drawing so many pixels wide, once it is there."""
    frames: Callable[[str, list[int]], list[QImage | None]] = lambda _asset, wanted: (
        [None] * len(wanted)
    )
    """These frames of a video, small, once they are there."""
    position: int = 0
    playing: bool = False
    selected: frozenset[str] = frozenset()
    carried: int | None = None
    """The shot that is dragged to another place."""
    hand: QPointF = field(default_factory=QPointF)


def shots_box(width: float) -> QRectF:
    return QRectF(MARGIN, TOP, max(1.0, width - 2 * MARGIN), HEIGHT)


def in_ruler(strip: Strip, place: QPointF) -> bool:
    """Whether a place lies in the rule above the shots, where a press moves the playhead."""
    inside = MARGIN <= place.x() <= strip.width - MARGIN
    return inside and _HEAD_TOP <= place.y() < TOP and bool(strip.sequence.frames)


def on_playhead(strip: Strip, place: QPointF) -> bool:
    if not strip.sequence.frames or not _HEAD_TOP <= place.y() <= _HEAD_FOOT:
        return False
    reach = 6.0 if place.y() < TOP else 3.0
    return abs(place.x() - _playhead_x(strip)) <= reach


def paint(painter: QPainter, strip: Strip) -> None:
    """Paint the whole strip. Qt thread."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    colours = strip.theme.colours
    painter.fillRect(QRectF(0, 0, strip.width, FILM_STRIP), colours.panel)
    painter.fillRect(QRectF(0, 0, strip.width, 1), colours.line)
    _paint_head_line(painter, strip)
    if not strip.sequence.cuts:
        return _paint_empty(painter, strip)
    box = shots_box(strip.width)
    painter.save()
    painter.setClipRect(box.adjusted(-3, -3, 3, 3))
    for slot in strip.lane.seen(box.width()):
        _paint_shot(painter, strip, slot)
    painter.restore()
    _paint_scroll(painter, strip)
    _paint_carried(painter, strip)
    return _paint_playhead(painter, strip)


def _paint_head_line(painter: QPainter, strip: Strip) -> None:
    """The button, the time, the counts and the film's name."""
    colours, sequence = strip.theme.colours, strip.sequence
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.line if PLAY.contains(strip.hand) else colours.raised)
    painter.drawEllipse(PLAY)
    shade = (colours.text if sequence.frames else colours.faint).name()
    mark = icons.pixmap("pause" if strip.playing else "play", shade, 18)
    painter.drawPixmap(PLAY.center() - QPointF(9, 9), mark)
    x = PLAY.right() + 12
    now, whole = (timecode(n, sequence.rate) for n in (strip.position, sequence.frames))
    x = _paint_text(painter, x, now, colours.text, strong=True)
    x = _paint_text(painter, x, f" / {whole}", colours.faint, medium=True) + 12
    x = _paint_text(painter, x, strip.words.counts(sequence), colours.soft)
    face = font(CONTROL, REGULAR)
    room = strip.width - MARGIN - x - 24
    title = QFontMetricsF(face).elidedText(strip.title, Qt.TextElideMode.ElideRight, room)
    painter.setFont(face)
    painter.setPen(colours.soft)
    align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(x, PLAY.top(), room + 24, PLAY.height()), align, title)


def _paint_text(
    painter: QPainter,
    x: float,
    text: str,
    colour: QColor,
    *,
    strong: bool = False,
    medium: bool = False,
) -> float:
    """Write on the head line; where the text ends."""
    weight = SEMIBOLD if strong else MEDIUM if medium else REGULAR
    painter.setFont(font(CONTROL, weight, tabular=True))
    painter.setPen(colour)
    width = QFontMetricsF(painter.font()).horizontalAdvance(text)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(x, PLAY.top(), width + 2, PLAY.height()), align, text)
    return x + width


def _paint_empty(painter: QPainter, strip: Strip) -> None:
    colours, box = strip.theme.colours, shots_box(strip.width)
    pen = painter.pen()
    pen.setColor(colours.line2)
    pen.setWidthF(1)
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(colours.soft)
    painter.setFont(font(CONTROL, REGULAR))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, strip.words.empty(strip.sequence))


def _paint_shot(painter: QPainter, strip: Strip, slot: Slot) -> None:
    cut = strip.sequence.cuts[slot.index]
    box = QRectF(MARGIN + slot.left, TOP, slot.width, HEIGHT)
    radius = min(RADIUS, box.width() / 2)
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.setOpacity(0.35 if strip.carried == slot.index else 1.0)
    _paint_face(painter, strip, cut, box)
    if cut.overlap:
        _paint_dissolve(painter, box, min(box.width(), cut.overlap * strip.lane.scale))
    _paint_number(painter, cut.number, box)
    _paint_badge(painter, strip, cut, box)
    painter.restore()
    chosen = cut.node in strip.selected
    pen = painter.pen()
    pen.setColor(strip.theme.colours.selection if chosen else strip.theme.colours.line)
    pen.setWidthF(2 if chosen else 1)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = -1.0 if chosen else 0.5
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def _paint_face(painter: QPainter, strip: Strip, cut: Cut, box: QRectF) -> None:
    """The shot's picture filling its box, or its card."""
    if isinstance(cut.source, Card):
        return _paint_card(painter, strip, cut.source.title or cut.source.text, box)
    count = _tiles(box.width())
    image = strip.picture(cut.source.asset, box.width() / count)
    found = _from_within(strip, cut, count)
    if image is not None and count > 1:
        wide = box.width() / count
        for place, own in enumerate(found):
            tile = QRectF(box.left() + place * wide, box.top(), wide, box.height())
            _fill(painter, own or image, tile)
        return None
    if image is None:
        painter.fillRect(box, strip.theme.colours.raised)
        mark = icons.pixmap(
            "video" if isinstance(cut.source, Moving) else "picture",
            strip.theme.colours.faint.name(),
            18,
        )
        return painter.drawPixmap(box.center() - QPointF(9, 9), mark)
    return _fill(painter, image, box)


def _tiles(width: float) -> int:
    """How many frames stand side by side in a shot: one, unless it would be blown up."""
    frame = HEIGHT * 16 / 9
    return 1 if width < 1.9 * frame else round(width / frame)


def _from_within(strip: Strip, cut: Cut, count: int) -> list[QImage | None]:
    """Frames of a clip from the middle of each of `count` equal parts of what the film shows."""
    if count < 2 or not isinstance(cut.source, Moving):
        return [None] * count
    turn = cut.source.rate.fraction / strip.sequence.rate.fraction
    parts = [cut.source_in + cut.frames * (place + 0.5) / count for place in range(count)]
    return strip.frames(cut.source.asset, [int(part * turn) for part in parts])


def _fill(painter: QPainter, image: QImage, box: QRectF) -> None:
    """A picture covering a box, its sides or its foot cut off."""
    size = QRectF(image.rect())
    scale = max(box.width() / size.width(), box.height() / size.height())
    part = QRectF(0, 0, box.width() / scale, box.height() / scale)
    part.moveLeft((size.width() - part.width()) / 2)
    part.moveTop((size.height() - part.height()) * _EYES)
    painter.drawImage(box, image, part)


def _paint_card(painter: QPainter, strip: Strip, title: str, box: QRectF) -> None:
    colours = strip.theme.colours
    fall = QLinearGradient(box.topLeft(), box.bottomRight())
    fall.setColorAt(0, colours.slate_top)
    fall.setColorAt(1, colours.slate_bottom)
    painter.fillRect(box, fall)
    painter.setPen(colours.slate_text)
    face = font(12, SEMIBOLD)
    painter.setFont(face)
    line = title.partition("\n")[0]
    said = QFontMetricsF(face).elidedText(line, Qt.TextElideMode.ElideRight, box.width() - 12)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)


def _paint_dissolve(painter: QPainter, box: QRectF, width: float) -> None:
    """The shot before, leaving: a shade that thins out over the frames they share."""
    fall = QLinearGradient(box.topLeft(), box.topLeft() + QPointF(width, 0))
    fall.setColorAt(0, QColor(0, 0, 0, 150))
    fall.setColorAt(1, QColor(0, 0, 0, 0))
    painter.fillRect(QRectF(box.left(), box.top(), width, box.height()), fall)
    pen = painter.pen()
    pen.setColor(QColor(255, 255, 255, 150))
    pen.setWidthF(1.2)
    painter.setPen(pen)
    painter.drawLine(box.bottomLeft(), box.topLeft() + QPointF(width, 0))


def _paint_number(painter: QPainter, number: str, box: QRectF) -> None:
    painter.setFont(font(10.5, SEMIBOLD))
    place = box.adjusted(5, 4, -3, 0)
    for colour, shift in ((QColor(0, 0, 0, 190), 1.0), (QColor("white"), 0.0)):
        painter.setPen(colour)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(place.translated(0, shift), align, number)


def _paint_badge(painter: QPainter, strip: Strip, cut: Cut, box: QRectF) -> None:
    text, ground = strip.words.badge(cut)
    face = font(10, SEMIBOLD, tabular=True)
    width = QFontMetricsF(face).horizontalAdvance(text) + 10
    if not text or width > box.width() - 6:
        return
    state = strip.state(cut.node)
    if state.state == "running":
        foot = QRectF(box.left(), box.bottom() - 3, box.width(), 3)
        painter.fillRect(foot, QColor(255, 255, 255, 50))
        foot.setWidth(box.width() * state.progress)
        painter.fillRect(foot, strip.theme.colours.accent)
    place = QRectF(box.right() - 5 - width, box.bottom() - 5 - 15, width, 15)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strip.theme.colours.bad if ground == "bad" else QColor(0, 0, 0, 170))
    painter.drawRoundedRect(place, 4, 4)
    painter.setFont(face)
    painter.setPen(QColor("white"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _paint_scroll(painter: QPainter, strip: Strip) -> None:
    """A thin bar under a film that is longer than the strip."""
    box, lane = shots_box(strip.width), strip.lane
    if lane.most_scroll(box.width()) <= 0:
        return
    share = box.width() / lane.length
    left = box.left() + lane.scroll / lane.length * box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strip.theme.colours.line2)
    painter.drawRoundedRect(QRectF(left, box.bottom() + 5, box.width() * share, 4), 2, 2)


def _paint_carried(painter: QPainter, strip: Strip) -> None:
    """Where the shot in the hand would go."""
    if strip.carried is None:
        return
    gap = strip.lane.gap_at(strip.hand.x() - MARGIN)
    x = MARGIN + strip.lane.gap_x(gap)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strip.theme.colours.selection)
    painter.drawRoundedRect(QRectF(x - 1.5, TOP - 4, 3, HEIGHT + 8), 1.5, 1.5)


def _paint_playhead(painter: QPainter, strip: Strip) -> None:
    x = _playhead_x(strip)
    if not MARGIN - 1 <= x <= strip.width - MARGIN + 1:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strip.theme.colours.accent)
    painter.drawRect(QRectF(x - 1, _HEAD_TOP, 2, _HEAD_FOOT - _HEAD_TOP))
    top = _HEAD_TOP - 2
    tip = [QPointF(x - 6, top), QPointF(x + 6, top), QPointF(x, top + 6.5)]
    painter.drawPolygon(QPolygonF(tip))


def _playhead_x(strip: Strip) -> float:
    return MARGIN + strip.lane.x_of(strip.position)
