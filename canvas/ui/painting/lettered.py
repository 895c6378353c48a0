"""Words right on the field: laid out once at their own size, drawn line by line at any zoom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QTextLayout, QTextOption

from canvas.document.records import Node
from canvas.editor.texts import LEADING, NARROWEST, SIZES, WIDEST
from canvas.ui.painting import checked
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.ink import Ink
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import MEDIUM, font

LEGIBLE = 5.0
"""Logical pixels of letters below which bars stand for lines."""

LARGE = 4_000_000
"""Pixels of a line above which it is drawn straight into the picture, and not kept."""

ALIGNED = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Looks:
    """How a text node sets its words."""

    size: float
    align: str
    wrap: bool

    @property
    def step(self) -> float:
        """World units from line to line."""
        return self.size * LEADING


def looks_of(node: Node) -> Looks:
    size = SIZES[str(node.param("size"))]
    return Looks(size, str(node.param("align")), node.param("wrap") is True)


def fitted(words: str, looks: Looks, width: float) -> tuple[float, float]:
    """The size of the box that holds the words: its lines break at `width` where they wrap."""
    room = width if looks.wrap else WIDEST
    layout = laid_out(words, looks, room)
    lines = max(layout.lineCount(), 1)
    widest = max((layout.lineAt(i).naturalTextWidth() for i in range(lines)), default=0.0)
    wide = width if looks.wrap else min(max(math.ceil(widest) + 2.0, NARROWEST), WIDEST)
    return wide, math.ceil(lines * looks.step)


@lru_cache(maxsize=128)
def laid_out(words: str, looks: Looks, width: float) -> QTextLayout:
    """Lines at the words' own size, so that they break alike at every zoom."""
    option = QTextOption(ALIGNED[looks.align])
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout = QTextLayout(words.replace("\n", "\u2028"), face_of(looks))
    layout.setTextOption(option)
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, NARROWEST))
    layout.endLayout()
    return layout


def face_of(looks: Looks) -> QFont:
    face = QFont(font(looks.size, MEDIUM))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


class Lettered:
    """Draws text nodes. Main thread."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        box: QRect,
        words: str,
        node: Node,
        colour: QColor,
        area: QRect,
        width: float,
    ) -> None:
        """Draw the lines of one text that touch an area; `width` is its box's in world units."""
        looks = looks_of(node)
        if looks.size * frame.zoom < LEGIBLE:
            self._bars(painter, frame, box, looks, colour)
            return
        layout = laid_out(words, looks, width)
        step = looks.step * frame.scale
        first = max(int((area.top() - box.top()) / step) - 1, 0)
        last = min(int((area.bottom() - box.top()) / step) + 2, _fitting(layout, box, step))
        for number in range(first, last):
            top = box.top() + math.floor(number * step + 0.5)
            self._line(painter, frame, layout, number, QPointF(box.left(), top), looks, colour)

    def _line(
        self,
        painter: QPainter,
        frame: Frame,
        layout: QTextLayout,
        number: int,
        at: QPointF,
        looks: Looks,
        colour: QColor,
    ) -> None:
        scale = frame.letters
        wide, high = _measure(layout, number, looks, scale)
        if wide * high > LARGE:
            painter.save()
            painter.translate(at)
            _draw_line(painter, layout, number, looks, frame.scale, colour)
            painter.restore()
            return
        # the layout is kept as long as its lines may be asked for: see laid_out
        key = ("lettered", layout.text(), looks, number, wide, scale, colour.rgba())
        drawn = self._ink.kept(
            key, lambda: _drawn(layout, number, looks, scale, colour, (wide, high))
        )
        if frame.settled:
            painter.drawPixmap(at.toPoint(), drawn)
        else:
            grown = frame.scale / scale
            target = QRectF(at.x(), at.y(), drawn.width() * grown, drawn.height() * grown)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawPixmap(target, drawn, QRectF(drawn.rect()))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _bars(
        self, painter: QPainter, frame: Frame, box: QRect, looks: Looks, colour: QColor
    ) -> None:
        """One bar a line, the last one shorter; no more than can be told apart."""
        step = max(looks.step * frame.scale, 3.0)
        lines = max(min(int(box.height() / step + 0.5), 200), 1)
        high = max(math.floor(looks.size * 0.4 * frame.scale), 1)
        bars = np.zeros((lines, 4))
        bars[:, 0] = box.left()
        bars[:, 1] = box.top() + np.floor((np.arange(lines) + 0.5) * step - high / 2)
        bars[:, 2] = box.width() if lines == 1 else math.floor(box.width() * 0.94)
        bars[-1, 2] = math.floor(box.width() * (0.62 if lines > 1 else 1.0))
        bars[:, 3] = high
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, 0.4))
        checked.rects(painter, bars)


def _fitting(layout: QTextLayout, box: QRect, step: float) -> int:
    """How many lines its box has room for: what lies outside of it would not be painted again."""
    return min(layout.lineCount(), max(math.floor(box.height() / step + 0.25), 1))


def _measure(layout: QTextLayout, number: int, looks: Looks, scale: float) -> tuple[int, int]:
    line = layout.lineAt(number)
    wide = math.ceil((line.x() + line.width()) * scale) + 4
    return wide, math.ceil(looks.step * 1.15 * scale) + 2


def _drawn(
    layout: QTextLayout,
    number: int,
    looks: Looks,
    scale: float,
    colour: QColor,
    size: tuple[int, int],
) -> QPixmap:
    pixmap = QPixmap(*size)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        _draw_line(painter, layout, number, looks, scale, colour)
    return pixmap


def _draw_line(
    painter: QPainter,
    layout: QTextLayout,
    number: int,
    looks: Looks,
    scale: float,
    colour: QColor,
) -> None:
    line = layout.lineAt(number)
    painter.scale(scale, scale)
    painter.setPen(colour)
    # one baseline for all scripts: a line with Chinese in it is taller by itself
    foot = looks.size * (LEADING / 2 + 0.36)
    line.draw(painter, QPointF(0, foot - line.y() - line.ascent()))
