"""Pins under a hand: a press opens, a drag moves one's own, a pointer that rests reads."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QSinglePointEvent, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from canvas.app.comments import Conversation
from canvas.document.remarks import Thread
from canvas.editor.pins import Cluster
from canvas.ui.ago import ago
from canvas.ui.avatars import Avatar, colour_of
from canvas.ui.controls import text_label, wrapped
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.painting.pins import SIDE
from canvas.ui.steering import single_shot
from canvas.ui.theme import CONTROL, LABEL, Theme
from canvas.ui.view import CanvasView

REST = 260
"""Milliseconds that the pointer rests on a pin before that is read out."""

SLOP = 4.0
"""Logical pixels that a click may tremble."""

APART = 90.0
"""Logical pixels between pins that a click on their number zooms to."""

CLOSEST = 2.0
"""The zoom that this goes to at most: what is not apart there is listed."""

PREVIEW = 260
"""Pixels of what is read out, and characters of it."""

PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
MOVES = (QEvent.Type.MouseMove, QEvent.Type.TabletMove)
RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease)


class PinHands(QObject):
    """Takes the events of the view that lie on a pin. Main thread."""

    opened = Signal(str)
    moved = Signal(str, object, object)
    """A thread, the world point and the node that it was dropped on."""
    outside = Signal()
    """Something else of the canvas was pressed."""

    def __init__(self, view: CanvasView, talk: Conversation, theme: Callable[[], Theme]) -> None:
        super().__init__(view)
        self._view, self._talk, self._theme = view, talk, theme
        self._pins = view.overlay.pins
        self._held: tuple[Cluster, QPointF] | None = None
        self._hovered: Cluster | None = None
        self._preview: Preview | None = None
        self._rest = single_shot(self, REST, self._read_out)
        view.installEventFilter(self)

    def close_down(self) -> None:
        self._rest.stop()
        self._view.removeEventFilter(self)

    def let_go(self) -> None:
        """Nothing is held or read any more."""
        self._held = self._pins.dragged = None
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._view:
            return False
        kind = event.type()
        if isinstance(event, QMouseEvent | QTabletEvent):
            if kind in PRESSES:
                return self._press(event)
            if kind in MOVES:
                return self._move(event)
            if kind in RELEASES:
                return self._release(event)
        elif kind in (QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.WindowDeactivate):
            self.let_go()
        return False

    # -- pressing

    def _press(self, event: QSinglePointEvent) -> bool:
        self._hide_preview()
        cluster = self._under(event.position())
        left = event.button() is Qt.MouseButton.LeftButton
        if cluster is None or not left or self._view.editor.gesturing:
            self.outside.emit()
            return False
        self._held = (cluster, event.position())
        event.accept()
        return True

    def _move(self, event: QSinglePointEvent) -> bool:
        if self._held is None:
            return self._hover(event)
        cluster, start = self._held
        away = event.position() - start
        if self._pins.dragged is None and math.hypot(away.x(), away.y()) < SLOP:
            return True
        if self._is_movable(cluster):
            camera = self._view.editor.camera
            x, y = camera.to_screen(cluster.x, cluster.y)
            world = camera.to_world(x + away.x(), y + away.y())
            self._pins.dragged = (cluster.pins[0].thread, *world)
            self._view.update()
        return True

    def _release(self, event: QSinglePointEvent) -> bool:
        held, self._held = self._held, None
        if held is None:
            return False
        dragged, self._pins.dragged = self._pins.dragged, None
        if dragged is not None:
            thread, *world = dragged
            at = self._view.editor.camera.to_screen(*world)
            node = self._view.editor.hit(*at).node
            self.moved.emit(thread, tuple(world), node)
            self._view.update()
        elif len(held[0].pins) == 1:
            self.opened.emit(held[0].pins[0].thread)
        else:
            self._take_apart(held[0], event.position())
        event.accept()
        return True

    def _is_movable(self, cluster: Cluster) -> bool:
        thread = self._talk.threads.get(cluster.pins[0].thread)
        alone = len(cluster.pins) == 1 and thread is not None
        return alone and self._talk.may_write and self._talk.is_mine(thread.head)  # type: ignore[union-attr]  # alone

    def _under(self, at: QPointF) -> Cluster | None:
        if self._view.editor.tool not in ("select", "comment") or self._view.pointers.space:
            return None
        over = self._view.minimap.box(self._view.editor.camera)
        if over is not None and over.contains(at):
            return None
        return self._pins.at(self._view.editor.camera, at.x(), at.y())

    def _take_apart(self, cluster: Cluster, at: QPointF) -> None:
        """Look so close that the pins stand apart; list them where no zoom does that."""
        places = self._pins.table.places_of(cluster)
        xs, ys = [x for x, _ in places], [y for _, y in places]
        far = max(max(xs) - min(xs), max(ys) - min(ys))
        camera = self._view.editor.camera
        zoom = APART / far if far else math.inf
        if zoom <= CLOSEST:
            box = (min(xs), min(ys), max(xs), max(ys))
            wanted = min(max(zoom, camera.zoom * 1.5), CLOSEST)
            self._view.editor.leap(camera.fitted(box, margin=160, most=wanted))
            return
        menu = QMenu(self._view)
        for pin in cluster.pins:
            thread = self._talk.threads.get(pin.thread)
            if thread is not None:
                action = menu.addAction(summed_up(thread, self._talk))
                action.triggered.connect(lambda _=False, id=pin.thread: self.opened.emit(id))
        menu.popup(self._view.mapToGlobal(at).toPoint())

    # -- resting

    def _hover(self, event: QSinglePointEvent) -> bool:
        if event.buttons() != Qt.MouseButton.NoButton or self._view.editor.gesturing:
            self._leave()
            return False
        cluster = self._under(event.position())
        if cluster is None:
            self._leave()
            return False
        if self._hovered is None or cluster.pins != self._hovered.pins:
            self._hide_preview()
            self._hovered = cluster
            self._rest.start()
        self._view.pointers.leave()
        self._view.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))
        return True

    def _leave(self) -> None:
        self._rest.stop()
        self._hide_preview()
        if self._hovered is not None:
            self._hovered = None
            self._view.pointers.shape()

    def _read_out(self) -> None:
        cluster = self._hovered
        if cluster is None or len(cluster.pins) != 1:
            return
        thread = self._talk.threads.get(cluster.pins[0].thread)
        if thread is None or thread.id in self._pins.lit:
            return
        if self._preview is None:
            self._preview = Preview(self._theme(), self._view)
        x, y = self._view.editor.camera.to_screen(cluster.x, cluster.y)
        self._preview.read(thread, self._talk, self._theme(), QPoint(round(x), round(y)))

    def _hide_preview(self) -> None:
        if self._preview is not None:
            self._preview.hide()


class Preview(Floating):
    """The beginning of a thread, beside its pin. It takes no events."""

    def __init__(self, theme: Theme, parent: CanvasView) -> None:
        super().__init__(theme, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(SPREAD + 11,) * 4)
        self._row.setSpacing(9)
        self._words = wrapped("", "", CONTROL + 0.5)
        self._name = text_label("", "", CONTROL, strong=True)
        self._when = text_label("", "faint", LABEL)
        self._more = text_label("", "soft", LABEL)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._name)
        top.addWidget(self._when)
        top.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._words)
        column.addWidget(self._more)
        self._avatar = Avatar("", "#888888")
        self._row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(column, 1)
        self.hide()

    def read(self, thread: Thread, talk: Conversation, theme: Theme, tip: QPoint) -> None:
        first, answers = thread.first, len(thread.said) - 1
        name = talk.people().get(first.author) or first.name or self.tr("Somebody")
        self.set_theme(theme)
        self._avatar.show_person(name, colour_of(talk, first.author))
        self._name.setText(name)
        self._when.setText(ago(first.when))
        self._words.setText(shortened(first.text, PREVIEW // 2))
        self._more.setVisible(answers > 0)
        many = self.tr("{n} answers").format(n=answers)
        self._more.setText(self.tr("1 answer") if answers == 1 else many)
        self.setFixedWidth(PREVIEW + 2 * SPREAD)
        self.resize(QSize(self.width(), self.heightForWidth(self.width())))
        self._lie_beside(tip)
        self.show()
        self.raise_()

    def _lie_beside(self, tip: QPoint) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        high = self.height() - 2 * SPREAD
        left = tip.x() + round(SIDE) + 8
        if left + PREVIEW > parent.width() - 8:
            left = tip.x() - PREVIEW - 8
        top = min(max(tip.y() - round(SIDE), 8), parent.height() - high - 8)
        self.put(left, top)


def shortened(text: str, most: int) -> str:
    """The beginning, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def summed_up(thread: Thread, talk: Conversation) -> str:
    """Ann: Too dark …"""
    first = thread.first
    name = talk.people().get(first.author) or first.name
    words = shortened(first.text, 48).replace("&", "&&")
    return f"{name}: {words}" if name else words
