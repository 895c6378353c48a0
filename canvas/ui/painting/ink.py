"""Letters drawn once and then copied: lines cut to their room, wrapped words with chips in them."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from canvas.ui.theme import REGULAR, SEMIBOLD, font

MAX_BYTES = 24 << 20
"""What the drawn letters may take before the oldest are dropped."""

LONGEST_LINE, LONGEST_BLOCK = 400, 4000
"""Characters beyond which nothing is laid out: a text may have a hundred thousand."""

LEADING = 1.5
ELLIPSIS, NARROW = "…", "\u202f"
TOGETHER, APART, FIXED = "\u2060", "\u200b", "\u00a0"
"""Where no line may break, where one may, and a space that is none of either."""

WHOLE_CHIP = 32
"""Characters up to which a chip stays in one line."""


@dataclass(frozen=True, slots=True)
class Style:
    """Size in world units, so that letters grow with the zoom."""

    size: float
    weight: QFont.Weight = REGULAR
    tabular: bool = False

    def __hash__(self) -> int:
        return hash(self.size)  # it is asked for hundreds of times a frame, and enums are slow


@dataclass(frozen=True, slots=True)
class Chip:
    """A stretch of text with a ground of its own: an element's name, a camera move."""

    start: int
    end: int
    colour: QColor


class Ink:
    """Pixmaps of letters by what they say; bounded. Main thread."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def line(
        self, text: str, style: Style, colour: QColor, room: int, scale: float
    ) -> QPixmap | None:
        """One line, at most `room` device pixels wide; None where nothing fits."""
        if not text or room < 4:
            return None
        text = bounded(text, LONGEST_LINE)
        whole = (text, style, colour.rgba(), scale)
        found = self.find(whole)
        if found is not None and found.width() <= room:
            return found  # the same in every room that is large enough
        cut = (*whole, room)
        found = self.find(cut)
        if found is None:
            key = whole if _fits(text, style, room - 2, scale) else cut
            found = self.kept(key, lambda: draw_line(text, style, colour, room, scale))
        return found

    def block(
        self,
        text: str,
        style: Style,
        colour: QColor,
        room: tuple[int, int],
        scale: float,
        chips: Sequence[Chip] = (),
        *,
        centred: bool = False,
    ) -> QPixmap | None:
        """Wrapped words, cut to a room in device pixels."""
        if not text or min(room) < 4:
            return None
        text = bounded(text, LONGEST_BLOCK)
        chips = [chip for chip in chips if chip.end <= len(text)]
        text, chips = spaced(text, chips)
        marks = tuple((chip.start, chip.end, chip.colour.rgba()) for chip in chips)
        key = (text, style, colour.rgba(), room, scale, marks, centred)
        return self.kept(
            key, lambda: draw_block(text, style, colour, room, scale, chips, centred=centred)
        )

    def clear(self) -> None:
        self._drawn.clear()
        self._bytes = 0

    def find(self, key: Hashable) -> QPixmap | None:
        """The pixmap of a key, if it is there."""
        found = self._drawn.get(key)
        if found is not None:
            self._drawn.move_to_end(key)
        return found

    def kept(self, key: Hashable, draw: Callable[[], QPixmap]) -> QPixmap:
        """The pixmap of a key, drawn when it is not there."""
        found = self.find(key)
        if found is not None:
            return found
        made = draw()
        self._drawn[key] = made
        self._bytes += _size(made)
        while self._bytes > MAX_BYTES and len(self._drawn) > 1:
            _, old = self._drawn.popitem(last=False)
            self._bytes -= _size(old)
        return made


def bounded(text: str, most: int) -> str:
    """What can be laid out: so much of it, and no halves of characters."""
    short = text[:most]
    return short if short.isascii() else _LONE.sub("\ufffd", short)


_LONE = re.compile("[\ud800-\udfff]")


def spaced(text: str, chips: Sequence[Chip]) -> tuple[str, list[Chip]]:
    """Room within a chip on both sides of its words, and one line for them: narrow spaces that do
    not break, and lines that may break before and behind the chip as they do around its words."""
    made: list[Chip] = []
    pieces: list[str] = []
    done = grown = 0
    for chip in chips:
        before, words, behind = _signs_around(text, chip.start, chip.end)
        pieces += [text[done : chip.start], before, NARROW, words, NARROW, behind]
        start = chip.start + grown + len(before)
        made.append(Chip(start, start + len(words) + 2, chip.colour))
        done = chip.end
        grown += len(before) + len(words) - (chip.end - chip.start) + 2 + len(behind)
    return "".join((*pieces, text[done:])), made


def spaced_before(text: str, chips: Sequence[Chip], position: int) -> int:
    """How many characters `spaced` puts before one of the text."""
    known = 0
    for chip in chips:
        if chip.start >= position:
            break
        before, words, behind = _signs_around(text, chip.start, chip.end)
        known += len(before) + 1
        if chip.end < position:
            known += len(words) - (chip.end - chip.start) + 1 + len(behind)
        elif TOGETHER in words:
            known += len(_in_one_line(text[chip.start : position])) - (position - chip.start)
    return known


_HAN = r"\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WITHIN_HAN = re.compile(rf"(?<=[{_HAN}])(?=.)|(?<=.)(?=[{_HAN}])")
_BREAKS_AFTER = re.compile(rf"[{_HAN}，。、；：！？…）」』》]")
_BREAKS_BEFORE = re.compile(rf"[{_HAN}（「『《]")


@lru_cache(maxsize=1024)
def _in_one_line(words: str) -> str:
    """The words of a chip with nothing in them at which a line could break."""
    if len(words) > WHOLE_CHIP:
        return words
    return _WITHIN_HAN.sub(TOGETHER, words.replace(" ", FIXED))


@lru_cache(maxsize=1024)
def _signs_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before a chip, its words, and what stands behind: a narrow space holds on to its
    neighbours, also to those from which Chinese may break away."""
    before = APART if _BREAKS_AFTER.fullmatch(text[start - 1 : start]) else ""
    behind = APART if _BREAKS_BEFORE.fullmatch(text[end : end + 1]) else ""
    return before, _in_one_line(text[start:end]), behind


@lru_cache(maxsize=512)
def fitting(text: str, sizes: tuple[float, ...], room: tuple[float, float]) -> Style:
    """The first of some sizes, the largest first, at which words fit a room in world units; the
    last where none lets them. It is the same at every zoom."""
    text = bounded(text, LONGEST_BLOCK)
    for size in sizes[:-1]:
        style, step = Style(size), size * LEADING
        most = max(int((room[1] + step * 0.15) / step), 1)
        # no letter is so narrow that more of them stand in a line
        if len(text) > most * max(room[0] / (size * 0.15), 1.0):
            continue
        layout = laid_out(text, _face(style, 1.0), int(room[0]), (), 1.0, centred=False)
        if layout.lineCount() <= most:
            return style
    return Style(sizes[-1])


def _fits(text: str, style: Style, room: int, scale: float) -> bool:
    return QFontMetricsF(_face(style, scale)).horizontalAdvance(text.replace("\n", " ")) <= room


def draw_line(text: str, style: Style, colour: QColor, room: int, scale: float) -> QPixmap:
    face = _face(style, scale)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
    wide = min(int(metrics.horizontalAdvance(shown) + 2), room + 2)
    pixmap = _clear(max(wide, 1), max(int(metrics.height() + 1), 1))
    with QPainter(pixmap) as painter:
        painter.setFont(face)
        painter.setPen(colour)
        painter.drawText(QPointF(0, int(metrics.ascent() + 0.5)), shown)
    return pixmap


def draw_block(
    text: str,
    style: Style,
    colour: QColor,
    room: tuple[int, int],
    scale: float,
    chips: Sequence[Chip],
    *,
    centred: bool,
) -> QPixmap:
    """Lines at 1.5 times their size; where more would follow, the last one ends in an ellipsis."""
    face = _face(style, scale)
    step = style.size * LEADING * scale
    most = max(int((room[1] + step * 0.15) / step), 1)
    layout = laid_out(text, face, room[0], chips, scale, centred=centred)
    if layout.lineCount() > most:
        last = layout.lineAt(most - 1)
        cut = shortened(text, last.textStart(), last.textLength(), face, room[0])
        kept = [chip for chip in chips if chip.end <= len(cut)]
        layout = laid_out(cut, face, room[0], kept, scale, centred=centred)
        chips = kept
    shown = min(layout.lineCount(), most)
    pixmap = _clear(room[0], max(int(shown * step + 2), 1))
    metrics = QFontMetricsF(face)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour)
        for index in range(shown):
            line = layout.lineAt(index)
            # one baseline for all scripts: a line with Chinese in it is taller by itself
            foot = int(index * step + (step - metrics.height()) / 2 + metrics.ascent() + 0.5)
            for chip in chips:
                _draw_ground(painter, layout, index, chip, index * step, step, scale)
            line.draw(painter, QPointF(0, foot - line.y() - line.ascent()))
    return pixmap


def caret_in(
    text: str,
    style: Style,
    room: tuple[int, int],
    scale: float,
    chips: Sequence[tuple[int, int]],
    position: int,
) -> tuple[float, float, float] | None:
    """Where a caret stands in words as `draw_block` sets them: left, top and height in device
    pixels; None where no line of them is shown."""
    text = bounded(text, LONGEST_BLOCK)
    known = [Chip(start, end, QColor()) for start, end in chips if end <= len(text)]
    step = style.size * LEADING * scale
    most = max(int((room[1] + step * 0.15) / step), 1)
    before = spaced_before(text, known, position)
    spread, known = spaced(text, known)
    layout = laid_out(spread, _face(style, scale), room[0], known, scale, centred=False)
    at = len(spread[: position + before].encode("utf-16-le", "surrogatepass")) // 2
    line = layout.lineForTextPosition(at)
    if position > len(text) or not line.isValid() or line.lineNumber() >= most:
        return None
    return _x(line, at), line.lineNumber() * step, step


def laid_out(
    text: str, face: QFont, wide: int, chips: Sequence[Chip], scale: float, *, centred: bool
) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if centred:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout = QTextLayout(text.replace("\n", "\u2028"), face)
    layout.setTextOption(option)
    layout.setFormats([_format(chip, face) for chip in chips])
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(wide)
    layout.endLayout()
    return layout


def _format(chip: Chip, face: QFont) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    look = QTextCharFormat()
    bold = QFont(face)
    bold.setWeight(SEMIBOLD)
    look.setFont(bold)
    look.setForeground(chip.colour)
    made.start, made.length, made.format = chip.start, chip.end - chip.start, look
    return made


def _draw_ground(
    painter: QPainter,
    layout: QTextLayout,
    index: int,
    chip: Chip,
    top: float,
    step: float,
    scale: float,
) -> None:
    line = layout.lineAt(index)
    start = max(chip.start, line.textStart())
    end = min(chip.end, line.textStart() + line.textLength())
    if start >= end:
        return
    left, right = _x(line, start), _x(line, end)
    ground = QColor(chip.colour)
    ground.setAlphaF(0.17)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    pad, radius = 0.5 * scale, 5 * scale
    box = QRectF(left - pad, top + step * 0.06, right - left + 2 * pad, step * 0.88)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def _x(line: object, position: int) -> float:
    """`cursorToX` gives a pair in PySide6, whatever its stubs say."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def shortened(text: str, start: int, length: int, face: QFont, wide: int) -> str:
    """All of the text up to a line that is shortened to take an ellipsis."""
    metrics = QFontMetricsF(face)
    line = text[start : start + length].rstrip()
    while line and metrics.horizontalAdvance(line + ELLIPSIS) > wide:
        line = line[:-1]
    return (text[:start] + line).rstrip(_BEFORE_ELLIPSIS) + ELLIPSIS


_BEFORE_ELLIPSIS = " \n.,;:…，。、；：\u2060\u200b\u00a0\u202f"
"""What an ellipsis does not stand behind."""


def _face(style: Style, scale: float) -> QFont:
    return font(style.size * scale, style.weight, tabular=style.tabular)


def _clear(wide: int, high: int) -> QPixmap:
    pixmap = QPixmap(wide, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
