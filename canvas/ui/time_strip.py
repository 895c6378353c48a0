"""Time as a strip: a bar wherever something was done, in the colours of who did it, with a mark for
the moment that is shown. Rests are cut short: a night takes no more room than a cup of tea."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from canvas.app.history import Moment
from canvas.ui.theme import Theme

HIGH = 64
REST = 60.0
"""Seconds; a longer rest is drawn as one of these."""

BAR, GAP, SIDE = 4, 1, 10
"""Pixels of a bar, between two, and at both ends."""

FLAG = 7
MOST_PEOPLE = 64
"""Colours that are told apart."""

Floats = NDArray[np.float64]


class TimeStrip(QWidget):
    """Drag along it, or walk with the arrow keys. Main thread."""

    scrubbed = Signal(int)
    """The number of an entry."""
    walked = Signal(int)
    """So many steps towards now, or away from it."""
    ended = Signal(bool)
    """To now (True), or to the beginning."""
    left = Signal()

    def __init__(self, theme: Theme, tell: Callable[[Moment], str]) -> None:
        super().__init__()
        self._theme, self._tell = theme, tell
        self._moments: Sequence[Moment] = ()
        self._places: Floats = np.zeros(0)
        self._colours: list[QColor] = []
        self._who: NDArray[np.intp] = np.zeros(0, np.intp)
        self._flags: list[float] = []
        self._at: int | None = None
        self._bars = QPixmap()
        self._hover: float | None = None
        self.setFixedHeight(HIGH)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(280, HIGH)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._again()

    def load(
        self,
        moments: Sequence[Moment],
        flags: Sequence[datetime],
        colour_of: Callable[[str], str],
    ) -> None:
        """Show these entries, oldest first, and the moments that have a name."""
        self._moments = moments
        times = np.array([moment.when.timestamp() for moment in moments])
        self._places = worked(times)
        people = list(dict.fromkeys(moment.person for moment in reversed(moments)))
        ranks = {person: min(rank, MOST_PEOPLE - 1) for rank, person in enumerate(people)}
        self._colours = [QColor(colour_of(person)) for person in people[:MOST_PEOPLE]]
        self._who = np.array([ranks[moment.person] for moment in moments], np.intp)
        named = [np.searchsorted(times, flag.timestamp(), "right") - 1 for flag in flags]
        self._flags = [float(self._places[max(int(place), 0)]) for place in named if len(times)]
        self._again()

    def show_number(self, number: int | None) -> None:
        """Mark a moment; None is now."""
        self._at = number
        found = None if number is None else self._moment(number)
        self.setAccessibleDescription("" if found is None else self._tell(found))
        self.update()

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._scrub(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = event.position().x()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(self._hover)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self.walked.emit(-far)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self.walked.emit(far)
            case Qt.Key.Key_Home:
                self.ended.emit(False)
            case Qt.Key.Key_End:
                self.ended.emit(True)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._nearest(event.pos().x())
            if found is not None:
                QToolTip.showText(event.globalPos(), self._tell(found), self)
            return True
        return super().event(event)

    def _scrub(self, x: float) -> None:
        found = self._nearest(x)
        if found is not None:
            self.scrubbed.emit(found.number)

    def _nearest(self, x: float) -> Moment | None:
        """The last entry up to a place; the first one left of all."""
        if not len(self._places):
            return None
        share = (x - SIDE + BAR / 2) / max(self._room, 1)
        place = int(np.searchsorted(self._places, share, "right")) - 1
        return self._moments[min(max(place, 0), len(self._moments) - 1)]

    # -- painting

    @property
    def _room(self) -> float:
        return self.width() - 2.0 * SIDE

    def _x(self, place: float) -> float:
        return SIDE + place * self._room

    def _again(self) -> None:
        self._bars = QPixmap()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._again()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._bars.isNull():
            self._bars = self._painted()
        c = self._theme.colours
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._bars)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._hover is not None:
                painter.setPen(QPen(c.line2, 1))
                painter.drawLine(QPointF(self._hover, 8), QPointF(self._hover, HIGH - 8))
            self._paint_head(painter)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(c.selection, self._theme.border))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paint_head(self, painter: QPainter) -> None:
        """The mark of the moment that is shown: at the right end, it is now."""
        c = self._theme.colours
        x = self._x(self._shown_place())
        painter.setPen(QPen(c.text if self._at is None else c.accent, 2))
        painter.drawLine(QPointF(x, 7), QPointF(x, HIGH - 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.text if self._at is None else c.accent)
        painter.drawEllipse(QPointF(x, 7), 4.5, 4.5)

    def _shown_place(self) -> float:
        if self._at is None or not len(self._places):
            return 1.0
        return float(self._places[self._place(self._at)])

    def _place(self, number: int) -> int:
        return max(bisect_right(self._moments, number, key=lambda one: one.number) - 1, 0)

    def _moment(self, number: int) -> Moment | None:
        return self._moments[self._place(number)] if self._moments else None

    def _painted(self) -> QPixmap:
        density = self.devicePixelRatioF()
        made = QPixmap(self.size() * density)
        made.setDevicePixelRatio(density)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_bars(painter)
            self._paint_flags(painter)
        return made

    def _paint_bars(self, painter: QPainter) -> None:
        foot = HIGH - 10.0
        painter.setBrush(self._theme.colours.line)
        painter.drawRect(QRectF(SIDE, foot, self._room, 1))
        counts = self._counted()
        if not counts.size:
            return
        most = float(counts.sum(axis=1).max())
        for bar, found in enumerate(counts):
            total = float(found.sum())
            if not total:
                continue
            high, top = (HIGH - 30) * (total / most) ** 0.5 + 3, foot
            for who in np.flatnonzero(found).tolist():
                part = high * float(found[who]) / total
                top -= part
                painter.setBrush(self._colours[who])
                painter.drawRect(QRectF(SIDE + bar * (BAR + GAP), top, BAR, part))

    def _counted(self) -> NDArray[np.intp]:
        """How much each person did under each bar."""
        bars = max(int(self._room // (BAR + GAP)), 1)
        counts = np.zeros((bars, max(len(self._colours), 1)), np.intp)
        rows = np.minimum((self._places * bars).astype(np.intp), bars - 1)
        np.add.at(counts, (rows, self._who), 1)
        return counts

    def _paint_flags(self, painter: QPainter) -> None:
        painter.setBrush(self._theme.colours.accent)
        for flag in self._flags:
            x = self._x(flag)
            painter.drawRect(QRectF(x - 0.5, 14, 1, HIGH - 24))
            corners = [QPointF(x, 13), QPointF(x + FLAG, 16), QPointF(x, 19)]
            painter.drawPolygon(QPolygonF(corners))


def worked(times: Floats) -> Floats:
    """Each time's place from 0 to 1 along the work, rests cut short."""
    if len(times) < 2:
        return np.ones(len(times))
    steps = np.clip(np.diff(times), 0.0, REST)
    places = np.concatenate([[0.0], np.cumsum(steps)])
    if places[-1] <= 0:
        return np.linspace(0.0, 1.0, len(times))
    shares: Floats = places / places[-1]
    return shares
