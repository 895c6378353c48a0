"""Comments on the film while it plays: parts of the picture, seen at their moments; a drag over the
picture comments on what lies under it."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from canvas.document.remarks import Thread
from canvas.document.sequence import Sequence
from canvas.document.timing import timecode
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.editor.pins import Cluster, Pin
from canvas.ui.avatars import colour_of, initials
from canvas.ui.bench import Bench
from canvas.ui.discussion import Discussion
from canvas.ui.film_marks import FilmMark, moment, places, seen
from canvas.ui.kinds import kind_name
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.pins import MARGIN, SIDE, draw_pin
from canvas.ui.player import Player
from canvas.ui.theme import Theme

SLOP = 6.0
"""Logical pixels that a click may tremble."""

LEAST = 0.01
"""The least share of the picture that is a part of it."""


class FilmComments(QObject):
    """One for each player. Qt thread."""

    marked = Signal(object)
    """The FilmMarks of the film as it stands."""

    def __init__(self, bench: Bench, player: Player, pin: Callable[[Thread], Pin]) -> None:
        super().__init__(player)
        self._bench, self._player, self._pin = bench, player, pin
        self.discussion = Discussion(bench, player)
        self.sheet = Sheet(player)
        self._standing: list[tuple[int, Thread]] = []
        self._start: QPointF | None = None
        player.installEventFilter(self)
        player.position.connect(lambda _frame: self._show())
        player.closed.connect(self.discussion.close)
        player.playing_changed.connect(self._played)
        self.discussion.moved_on.connect(self._show)
        self._lie()

    def refresh(self) -> None:
        """Comments or the film have changed."""
        threads = self._bench.session.comments.threads.values()
        wanted = (one for one in threads if not one.is_resolved)
        self._standing = places(self._player.sequence, wanted)
        self._player.bar.line.show_marks([self._mark(*one) for one in self._standing])
        self.discussion.refresh()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        self.discussion.set_theme(theme)
        self._show()

    def go(self, thread: str) -> bool:
        """Show the moment of a thread and open it. False if the film does not show it."""
        frame = next((at for at, one in self._standing if one.id == thread), None)
        if frame is None:
            return False
        self._player.pause()
        self._player.seek(frame)
        self._open(thread)
        return True

    def comment_now(self) -> None:
        """Comment on the whole picture that is on show."""
        self._begin(None)

    # -- the hand

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._player:
            return False
        if kind in (QEvent.Type.Resize, QEvent.Type.Show):
            self._lie()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _comments(event):
                event.accept()  # or the canvas below would take its tool
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove and self._start is not None:
                return self._drag(event.position())
            if kind == QEvent.Type.MouseButtonRelease and self._start is not None:
                return self._release(event.position())
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if _comments(event):
            self.comment_now()
            return True
        if event.key() == Qt.Key.Key_Escape and self._start is not None:
            self._start = self.sheet.drawn = None
            self.sheet.update()
            return True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        inside = self._player.picture_box().contains(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or not inside:
            return False
        self._start = event.position()
        return True

    def _drag(self, at: QPointF) -> bool:
        start = self._start
        if start is None:
            return False
        away = at - start
        if self.sheet.drawn is not None or math.hypot(away.x(), away.y()) >= SLOP:
            self._player.pause()
            box = QRectF(start, at).normalized().intersected(self._player.picture_box())
            self.sheet.drawn = box
            self.sheet.update()
        return True

    def _release(self, at: QPointF) -> bool:
        drawn, self._start = self.sheet.drawn, None
        self.sheet.drawn = None
        if drawn is not None:
            self._begin(self._shares(drawn))
            return True
        thread = self.sheet.at(at)
        if thread is not None:
            self._player.pause()
            self._open(thread)
        elif self.discussion.is_open and self.discussion.card is not None:
            if not self.discussion.card.is_written_in:
                self.discussion.close()
        else:
            self._player.toggle()
        self.sheet.update()
        return True

    def _shares(self, box: QRectF) -> tuple[float, float, float, float] | None:
        """A part of the picture; None for one too small to be meant."""
        whole = self._player.picture_box()
        wide, high = box.width() / whole.width(), box.height() / whole.height()
        if wide < LEAST or high < LEAST:
            return None
        left = max((box.left() - whole.left()) / whole.width(), 0.0)
        top = max((box.top() - whole.top()) / whole.height(), 0.0)
        return left, top, min(wide, 1 - left), min(high, 1 - top)

    # -- saying and reading

    def _begin(self, region: tuple[float, float, float, float] | None) -> None:
        player = self._player
        player.pause()
        found = moment(player.sequence, player.frame)
        if found is None:
            self._bench.tell(say(QT_TRANSLATE_NOOP("words", "The film shows nothing here.")))
            return
        node, frame = found
        board = self._bench.session.board
        name = board.nodes[node].title or kind_name(board.nodes[node].kind)
        title = f"{name} · {timecode(frame, board.meta.rate)}"
        self.discussion.begin(title, self._tip(region), node=node, frame=frame, region=region)

    def _open(self, thread: str) -> None:
        found = self._bench.session.comments.threads.get(thread)
        if found is not None:
            self.discussion.open(thread, self._tip(found.head.region))

    def _tip(self, region: tuple[float, float, float, float] | None) -> QPointF:
        return tip_of(self._player.picture_box(), region)

    def _mark(self, frame: int, thread: Thread) -> FilmMark:
        talk = self._bench.session.comments
        unread = bool(talk.unread_in(thread))
        return FilmMark(thread.id, frame, colour_of(talk, thread.first.author), unread)

    # -- what is seen

    def _lie(self) -> None:
        self.sheet.setGeometry(self._player.rect())
        self.sheet.raise_()
        self._player.bar.raise_()
        if self.discussion.card is not None:
            self.discussion.card.raise_()
            self.discussion.card.fit()
        self._show()

    def _played(self, playing: bool) -> None:
        card = self.discussion.card
        if playing and card is not None and not card.is_written_in:
            self.discussion.close()

    def _show(self) -> None:
        """Show what belongs to this moment, what is open, and what is being written."""
        sequence: Sequence = self._player.sequence
        shown = [
            self._pin(thread) for _, thread in seen(sequence, self._standing, self._player.frame)
        ]
        opened = self.discussion.open_thread
        self.sheet.theme = self._bench.theme
        self.sheet.box = self._player.picture_box()
        self.sheet.lit = opened
        self.sheet.pins = shown
        self.sheet.draft = self._draft()
        self.sheet.update()

    def _draft(self) -> Pin | None:
        if not self.discussion.is_new:
            return None
        me, talk = self._bench.session.together.me, self._bench.session.comments
        return Pin(
            thread="",
            node=None,
            pos=(0, 0),
            spot=None,
            region=self.discussion.new.get("region"),
            initials=initials(me.name),
            colour=colour_of(talk, me.id),
        )


class Sheet(QWidget):
    """Lies over the picture and lets every event through."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.theme: Theme | None = None
        self.box = QRectF()
        self.pins: list[Pin] = []
        self.draft: Pin | None = None
        self.lit = ""
        self.drawn: QRectF | None = None
        """What a hand draws now."""

    def at(self, place: QPointF) -> str | None:
        """The thread of the pin under a point, or of the smallest part around it."""
        for pin, tip in reversed(self._tips()):
            if QRectF(tip.x(), tip.y() - SIDE, SIDE, SIDE).contains(place):
                return pin.thread
        around = [
            (part.width() * part.height(), pin.thread)
            for pin in self.pins
            if pin.region is not None and (part := part_of(self.box, pin.region)).contains(place)
        ]
        return min(around)[1] if around else None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or not (self.pins or self.draft or self.drawn):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            everything = [*self.pins, *([self.draft] if self.draft else [])]
            for pin in everything:
                self._paint_part(painter, pin)
            for pin, tip in self._tips():
                self._paint_pin(painter, pin, tip, self.theme)
            if self.drawn is not None:
                self._paint_box(painter, self.drawn, self.theme.colours.selection, strong=True)

    def _paint_part(self, painter: QPainter, pin: Pin) -> None:
        if pin.region is not None:
            strong = pin is self.draft or pin.thread == self.lit
            part = part_of(self.box, pin.region)
            self._paint_box(painter, part, QColor(pin.colour), strong=strong)

    def _paint_box(self, painter: QPainter, box: QRectF, colour: QColor, *, strong: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 120), 4 if strong else 3))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(faded(colour, 0.14 if strong else 0.0))
        painter.setPen(QPen(colour, 2 if strong else 1.5))
        painter.drawRoundedRect(box, 3, 3)

    def _paint_pin(self, painter: QPainter, pin: Pin, tip: QPointF, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        cluster = Cluster(0.0, 0.0, (pin,))
        sprite = draw_pin(cluster, theme, ratio, lit=pin is self.draft or pin.thread == self.lit)
        sprite.setDevicePixelRatio(ratio)
        painter.drawPixmap(tip - QPointF(MARGIN, SIDE + MARGIN), sprite)

    def _tips(self) -> list[tuple[Pin, QPointF]]:
        """Pins without a part stand side by side in the corner of the picture."""
        found: list[tuple[Pin, QPointF]] = []
        bare = 0
        for pin in [*self.pins, *([self.draft] if self.draft else [])]:
            tip = tip_of(self.box, pin.region)
            if pin.region is None:
                tip -= QPointF(bare * (SIDE + 4), 0)
                bare += 1
            found.append((pin, tip))
        return found


def _comments(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_C and not event.modifiers()


def part_of(box: QRectF, region: tuple[float, float, float, float]) -> QRectF:
    left, top, wide, high = region
    return QRectF(
        box.left() + left * box.width(),
        box.top() + top * box.height(),
        wide * box.width(),
        high * box.height(),
    )


def tip_of(box: QRectF, region: tuple[float, float, float, float] | None) -> QPointF:
    """Where a pin's tip stands: the upper right corner of its part, kept within the picture."""
    if region is None:
        return QPointF(box.right() - SIDE - 12, box.top() + SIDE + 12)
    part = part_of(box, region)
    x = min(part.right(), box.right() - SIDE - 4)
    return QPointF(x, max(part.top(), box.top() + SIDE + 4))
