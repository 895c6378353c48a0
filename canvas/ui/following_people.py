"""Seeing what another person sees, for as long as one leaves the view alone: a line in that
person's colour around the field says so."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from canvas.editor.camera import NEAREST, Box, Camera
from canvas.editor.others import Others
from canvas.editor.peers import Peer
from canvas.editor.travelling import between, eased
from canvas.ui.avatars import ink_on
from canvas.ui.bench import Bench
from canvas.ui.theme import MEDIUM, SEMIBOLD, Theme, font
from canvas.ui.view import CanvasView

GLIDE = 0.25
"""Seconds until we look where the other looks."""

LINE = 3.0
"""Logical pixels of the line around the field."""

HANDS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TabletPress,
        QEvent.Type.Wheel,
        QEvent.Type.NativeGesture,
        QEvent.Type.TouchBegin,
    }
)
"""What ends it: whoever takes the view in hand wants to look elsewhere."""


class FollowPerson(QObject):
    """Main thread."""

    changed = Signal()

    def __init__(self, bench: Bench, view: CanvasView, others: Others) -> None:
        super().__init__(view)
        self._bench, self._view, self._others = bench, view, others
        self.id = ""
        """The peer whose view we show; empty while we look where we like."""
        self._start: Camera | None = None
        self._since = 0.0
        self._ours = False
        self._seen = bench.editor.camera
        self._followers: tuple[str, ...] = ()
        self._frame = FollowFrame(view, bench.theme)
        view.installEventFilter(self)

    def close_down(self) -> None:
        self._view.removeEventFilter(self)
        self.id = ""

    @property
    def gliding(self) -> bool:
        """Whether the next picture may show another place."""
        return bool(self.id) and time.monotonic() - self._since < GLIDE

    def follow(self, id: str) -> None:
        """Look where this one looks from now on; nobody ends it."""
        if id == self.id:
            return
        if not self.id:
            self._bench.editor.journey.leave(self._bench.editor.camera)
        self.id = id if id in self._others else ""
        self._start, self._since = self._bench.editor.camera, time.monotonic()
        self._view.gliding.stop()
        self._show()
        self.changed.emit()

    def visit(self, peer: Peer) -> None:
        """Look where somebody looks, or else points, once."""
        editor = self._bench.editor
        if peer.view is not None:
            editor.leap(shown_in(editor.camera, peer.view))
        elif peer.cursor is not None:
            editor.leap(editor.camera.centred(*peer.cursor))

    def tick(self, now: float) -> None:
        """Keep up with whom we follow."""
        if self.id and self.id not in self._others:
            self.follow("")
        view = self._others.view(self.id, now) if self.id else None
        if view is None:
            return
        editor = self._bench.editor
        wanted = shown_in(editor.camera, view)
        share = (now - self._since) / GLIDE
        if self._start is not None and share < 1.0 and not self._others.still:
            start = replace(
                self._start,
                width=wanted.width,
                height=wanted.height,
                ratio=wanted.ratio,
            )
            wanted = between(start, wanted, eased(share))
        self._ours = True
        editor.camera = wanted
        self._ours = False

    def camera_moved(self) -> None:
        """Somebody has moved the view; if it was our own person's hand, we are free again. A field
        of another size is no such move."""
        before, self._seen = self._seen, self._bench.editor.camera
        if self._ours or not self.id:
            return
        now = self._seen
        if (before.width, before.height, before.ratio) == (now.width, now.height, now.ratio):
            self.follow("")

    def show_followers(self, followers: Sequence[Peer]) -> None:
        """Who sees what we see."""
        names = tuple(peer.name for peer in followers)
        if names != self._followers:
            self._followers = names
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.id:
            return False
        if event.type() in HANDS:
            self.follow("")
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            ended = event.key() == Qt.Key.Key_Escape
            if ended:
                self.follow("")
            return ended
        return False

    # -- what is to be seen of it

    def place(self) -> None:
        self._frame.setGeometry(self._view.rect())

    def set_theme(self, theme: Theme) -> None:
        self._frame.theme = theme
        self._frame.update()

    def retranslate(self) -> None:
        self._show()

    def _show(self) -> None:
        translate = QCoreApplication.translate
        peer = next((one for one in self._bench.editor.peers if one.id == self.id), None)
        if peer is not None and self.id:
            said = translate("FollowPerson", "Following {name} · Esc").format(name=peer.name)
            self._frame.say(said, peer.colour)
        elif self._followers:
            names = ", ".join(self._followers[:3])
            many = translate("FollowPerson", "{names} follow you")
            one = translate("FollowPerson", "{names} follows you")
            said = (one if len(self._followers) == 1 else many).format(names=names)
            self._frame.say(said, "")
        else:
            self._frame.hide()
        self.place()


class FollowFrame(QWidget):
    """The line around the field, with a word in the middle of its foot; no line while it only says
    who follows us."""

    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.theme = theme
        self.said, self._colour = "", ""
        self.hide()

    def say(self, said: str, colour: str) -> None:
        self.said, self._colour = said, colour
        self.setAccessibleName(said)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QColor(self._colour) if self._colour else c.raised
            if self._colour:
                painter.setPen(QPen(ground, LINE))
                half = LINE / 2
                painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
            painter.setFont(font(12, SEMIBOLD if self._colour else MEDIUM))
            wide = painter.fontMetrics().horizontalAdvance(self.said) + 24
            # at the foot: messages stand at the top
            top = self.height() - (25 if self._colour else 38)
            pill = QRectF((self.width() - wide) / 2, top, wide, 26)
            painter.setPen(Qt.PenStyle.NoPen if self._colour else QPen(c.line2, 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(pill, 8, 8)
            painter.setPen(ink_on(ground) if self._colour else c.text)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.said)


def shown_in(camera: Camera, view: Box) -> Camera:
    """The camera whose field shows all that another's shows."""
    return camera.fitted(view, margin=0.0, most=NEAREST)
