"""One callout of the tour: what to do, how far one is, and the way on and out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from canvas.app.touring import STEPS
from canvas.ui.controls import Button, Panel, text_label, wrapped
from canvas.ui.floating import SPREAD, paint_box, painted
from canvas.ui.theme import BODY, LABEL, TITLE, Theme

WIDE, POINT, MARGIN = 316, 9, 10
"""Pixels: the card's width, its pointer, the least distance from the window's edges."""


class TourCard(Panel):
    """Takes no focus and lets every press beside it through. Main thread."""

    skipped = Signal()
    passed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.theme = theme
        self._tip: QPoint | None = None
        self._side = "right"
        self._at = 0
        self._ground = QPixmap()
        """The box and its shadow: painted once, for the board under it moves."""
        self.title = text_label("", "", TITLE, strong=True)
        self.words = wrapped("", "soft", BODY)
        self.count = text_label("", "faint", LABEL)
        self.skip, self.next = Button(quiet=True), Button()
        for button in (self.skip, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.skip.clicked.connect(self.skipped)
        self.next.clicked.connect(self.passed)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        around = SPREAD + POINT
        column.setContentsMargins(around + 18, around + 14, around + 14, around + 12)
        column.setSpacing(5)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(6)
        column.addLayout(foot)
        self.setFixedWidth(WIDE + 2 * around)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._ground = QPixmap()
        self.update()

    def say(self, at: int) -> None:
        """Show the words of a step."""
        self._at = at
        title, words = self._sentences()[STEPS[at]]
        self.title.setText(title)
        self.words.setText(words)
        self.count.setText(self.tr("{at} of {n}").format(at=at + 1, n=len(STEPS)))
        self.skip.setText(self.tr("Skip the tour"))
        last = at + 1 == len(STEPS)
        self.skip.setVisible(not last)
        self.next.setText(self.tr("Begin") if last else self.tr("Next"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self._measure()

    def point_at(self, target: QRect | None, side: str) -> None:
        """Stand beside a thing of the window, on one side of it; low in the middle without one."""
        window, around = self.parentWidget(), SPREAD + POINT
        assert window is not None
        wide, high = self.width(), self.height()
        self._side = side
        if target is None:
            self._tip = None
            self.move((window.width() - wide) // 2, window.height() - high - 180)
            self.update()
            return
        if side == "right":
            corner = QPoint(target.right() - SPREAD + 4, target.center().y() - high // 2)
        elif side == "below":
            corner = QPoint(target.center().x() - wide // 2, target.bottom() - SPREAD + 4)
        else:
            corner = QPoint(target.center().x() - wide // 2, target.top() - high + SPREAD - 4)
        least = MARGIN - around
        x = min(max(corner.x(), least), window.width() - wide - least)
        y = min(max(corner.y(), least), window.height() - high - least)
        self.move(x, y)
        self._tip = target.center() - QPoint(x, y)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._measure()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = QPixmap()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self._box().contains(event.position()))

    def paintEvent(self, event: QPaintEvent) -> None:
        c, box = self.theme.colours, self._box()
        if self._ground.isNull():
            self._ground = painted(self, lambda on: paint_box(on, box, 12, self.theme, c.line2))
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent)
            painter.drawRoundedRect(QRectF(box.left() + 9, box.top() + 17, 3, 15), 1.5, 1.5)
            if self._tip is not None:
                self._point(painter, box)
            self._dots(painter)

    def _point(self, painter: QPainter, box: QRectF) -> None:
        """The pointer, at the side where the target is."""
        assert self._tip is not None
        c, size = self.theme.colours, POINT
        if self._side == "right":
            y = min(max(self._tip.y(), box.top() + 22), box.bottom() - 22)
            ends = ((box.left() + 1, y - size), (box.left() - size, y), (box.left() + 1, y + size))
        else:
            x = min(max(self._tip.x(), box.left() + 22), box.right() - 22)
            edge = box.top() + 1 if self._side == "below" else box.bottom() - 1
            out = -size if self._side == "below" else size
            ends = ((x - size, edge), (x, edge + out), (x + size, edge))
        points = [QPointF(*end) for end in ends]
        painter.setBrush(c.panel)
        painter.drawPolygon(QPolygonF(points))
        painter.setPen(c.line2)
        painter.drawPolyline(points)

    def _dots(self, painter: QPainter) -> None:
        """One for each step, beside the count."""
        c, left = self.theme.colours, self.count.geometry().right() + 12
        y = self.count.geometry().center().y() + 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        for at in range(len(STEPS)):
            painter.setBrush(c.accent if at <= self._at else c.line2)
            painter.drawEllipse(QPointF(left + at * 9, y), 2.5, 2.5)

    def _box(self) -> QRectF:
        around = SPREAD + POINT
        return QRectF(self.rect()).adjusted(around, around, -around, -around)

    def _measure(self) -> None:
        """As high as its words need in this language."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(WIDE, 160)

    def _sentences(self) -> dict[str, tuple[str, str]]:
        return {
            "words": (
                self.tr("Say what happens"),
                self.tr(
                    "Press here, or double-click the field and choose Words. Then write one line:"
                    " “A cat on a roof at night. Slow push in.”"
                ),
            ),
            "picture": (
                self.tr("Give it a picture"),
                self.tr(
                    "Drop a photo or a drawing on the field, or press here to pick one. A clip is"
                    " made for it at once."
                ),
            ),
            "link": (
                self.tr("Join them"),
                self.tr(
                    "Pull a thread from this port to the clip: the words now direct the picture."
                    " Let go on the empty field to make something new."
                ),
            ),
            "render": (
                self.tr("Render"),
                self.tr(
                    "This renders what is not up to date, and nothing else. Ctrl+Enter renders"
                    " what you have selected."
                ),
            ),
            "play": (
                self.tr("Watch it"),
                self.tr(
                    "P plays the whole film from here, Space the selected clip. Drag a shot to"
                    " another place, or its edge to make it shorter."
                ),
            ),
            "export": (
                self.tr("Take it with you"),
                self.tr(
                    "Export writes the film to a file. The board is a folder: copy it to share"
                    " everything. Ctrl+K finds every command, F1 shows the keys."
                ),
            ),
        }
