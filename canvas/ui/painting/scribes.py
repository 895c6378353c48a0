"""Where others write: the caret in the words of a card, and whose it is."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.editor.peers import Caret, Peer
from canvas.editor.spatial import KINDS
from canvas.ui.painting import speech
from canvas.ui.painting.areas import words_area
from canvas.ui.painting.cards import WORDS, Cards
from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.ink import Ink, caret_in
from canvas.ui.painting.lettered import laid_out, looks_of
from canvas.ui.painting.mixing import faded
from canvas.ui.splices import units
from canvas.ui.theme import NODE_RADIUS, Theme

WIDE = 2.0
"""Logical pixels of a caret."""

Spot = tuple[float, float, float]
"""Left, top and height in device pixels, from the corner of the words."""


class Scribes:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, editor: Editor, ink: Ink, cards: Cards) -> None:
        self._editor, self._ink, self._cards = editor, ink, cards

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        for peer in self._editor.peers:
            if peer.caret is not None and not peer.away:
                self._write(painter, frame, theme, peer, peer.caret)

    def _write(
        self, painter: QPainter, frame: Frame, theme: Theme, peer: Peer, caret: Caret
    ) -> None:
        row = self._editor.table.row(caret.node)
        if row is None or frame.detail is Detail.far:
            return
        card = frame.rect(self._editor.table.box(row))
        if not card.intersects(frame.area):
            return
        colour = QColor(peer.colour)
        self._line(painter, frame, card, colour)
        if caret.node == self._editor.writing:
            return  # our own field lies there, with the caret in it
        at = self._spot(frame, theme, row, caret) if frame.readable and frame.settled else None
        tag = speech.tag(self._ink, peer.name, colour, frame.ratio)
        if at is not None:
            bar = QRectF(at[0], at[1], WIDE * frame.ratio, at[2])
            painter.fillRect(bar, colour)
        if tag is not None:
            place = _flag(frame, card, at, tag.width(), tag.height())
            painter.drawPixmap(place, tag)

    def _line(self, painter: QPainter, frame: Frame, card: QRect, colour: QColor) -> None:
        reach, radius = 1.5 * frame.ratio, NODE_RADIUS * frame.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(colour, 1.5 * frame.ratio, Qt.PenStyle.SolidLine))
        painter.setBrush(faded(colour, 0.05))
        painter.drawRoundedRect(QRectF(card).adjusted(-reach, -reach, reach, reach), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _spot(self, frame: Frame, theme: Theme, row: int, caret: Caret) -> Spot | None:
        """Where a caret stands in the words, if they show that far."""
        table, board = self._editor.table, self._editor.board
        record = board.nodes.get(caret.node)
        words = board.text(caret.node) if record is not None else ""
        if record is None or caret.end > len(words):
            return None
        kind = KINDS[table.kind[row]]
        if kind is NodeKind.text:
            left, _, right, _ = table.box(row)
            corner = frame.rect(table.box(row)).topLeft()
            layout = laid_out(words, looks_of(record), right - left)
            step = looks_of(record).step * frame.scale
            line = layout.lineForTextPosition(units(words, caret.end))
            if not line.isValid():
                return None
            x = _x(line.cursorToX(units(words, caret.end))) * frame.scale
            return corner.x() + x, corner.y() + line.lineNumber() * step, step
        area = words_area(kind, float(table.w[row]), float(table.h[row]))
        if kind is not NodeKind.prompt or area is None:
            return None
        box = self._cards.on_card(frame, row, area)
        chips = tuple((chip.start, chip.end) for chip in chips_in(words, theme))
        found = _caret_in(
            words, (box.width(), box.height()), frame.scale, chips, min(caret.end, len(words))
        )
        return None if found is None else (box.left() + found[0], box.top() + found[1], found[2])


def _flag(frame: Frame, card: QRect, at: Spot | None, wide: int, high: int) -> QPoint:
    """A name over its caret; over the corner of its card where the caret is not to be seen."""
    if at is None:
        return QPoint(card.right() + 1 - wide - round(8 * frame.ratio), card.top() - high // 2)
    left = min(round(at[0]), frame.width - wide)
    return QPoint(left, round(at[1]) - high)


@lru_cache(maxsize=64)
def _caret_in(
    words: str,
    room: tuple[int, int],
    scale: float,
    chips: tuple[tuple[int, int], ...],
    position: int,
) -> Spot | None:
    return caret_in(words, WORDS, room, scale, chips, position)


def _x(found: object) -> float:
    """`cursorToX` gives a pair in PySide6, whatever its stubs say."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
