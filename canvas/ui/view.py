"""The canvas on screen: one widget, painted from numpy, that turns events into gestures."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from assets.store import Store
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.editor.camera import Camera
from canvas.editor.editor import SHADOW, Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import NOTHING
from canvas.ui import pointing
from canvas.ui.painting.affected import only_places, touched_nodes
from canvas.ui.painting.faces import Rendered
from canvas.ui.painting.frame import PAD, Detail, Frame, frame_of, letters_for
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.minimap import Minimap
from canvas.ui.painting.overlay import Overlay, Playing
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.steering import Arrows, EdgePan, single_shot
from canvas.ui.theme import Theme
from canvas.ui.thumbnails import Thumbnails

SETTLE = 150
"""Milliseconds after which a zoom that stopped moving is drawn sharply."""

COALESCE = 40
"""Milliseconds in which arriving pictures wait for one another."""


MAP_WAIT = 150
"""Milliseconds after which the map in the corner catches up with nodes that move."""


class Shown(Protocol):
    """What the view needs of a Session."""

    @property
    def board(self) -> Board: ...
    @property
    def store(self) -> Store: ...
    def state(self, node: str) -> Rendered: ...


class CanvasView(QWidget):
    """Main thread. Call `close_down` before its session closes."""

    selection_changed = Signal()
    insert_requested = Signal(object, object, object)
    """Where on the screen (QPoint), the world point, and the PortEnd that a link came from."""
    menu_requested = Signal(object, object)
    """Where on the screen (QPoint), and the Hit under it."""
    edit_requested = Signal(str)
    dropped = Signal(object, object)
    """Paths of files, and the world point they were let go over."""
    play_requested = Signal()
    """Space was tapped, not held."""

    def __init__(
        self,
        session: Shown,
        editor: Editor,
        theme: Theme,
        hand: Hand,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hand = hand
        self._board = session.board
        self.thumbnails = Thumbnails(session.store.find, self)
        self.painter = BoardPainter(editor, theme, session.state, self.thumbnails)
        self.layer = StaticLayer(self.painter)
        self.overlay = Overlay(editor, self.painter)
        self.minimap = Minimap(editor)
        self._playing: dict[str, Playing] = {}
        self._detail: Detail | None = None
        self._letters: float | None = None
        self._zoom = editor.camera.zoom
        self._space = self._spaced = False
        self._map_held = False
        self._button = Qt.MouseButton.NoButton
        self._arrows = Arrows(editor, hand)
        self._edge = EdgePan(editor, self)
        self.frames = 0
        """Frames painted so far."""
        self._settle = single_shot(self, SETTLE, self._settled)
        self._arrivals = single_shot(self, COALESCE, self._all_again)
        self._map_due = single_shot(self, MAP_WAIT, self.update)
        self.thumbnails.arrived.connect(lambda _: self._start(self._arrivals))
        self._stops = [editor.listen(self._edited), session.board.listen(self._changed)]
        self._prepare()

    def _prepare(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # single letters are shortcuts here: an input method would open for them
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(160, 120)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Canvas"))
        self.painter.forget()
        self._all_again()

    # -- what others ask of the view

    def set_theme(self, theme: Theme) -> None:
        self.painter.set_theme(theme)
        self._all_again()

    def refresh(self) -> None:
        """Look everything up anew: renders have moved on, files have come."""
        self.thumbnails.look_again()
        self.painter.faces.forget()
        self.painter.covers.forget()
        self._all_again()

    def refresh_node(self, node: str) -> None:
        """The render of one node has moved on."""
        self.painter.forget((node,))
        box = self.editor.bounds((node,))
        if box is not None:
            grown = (box[0] - SHADOW, box[1] - SHADOW, box[2] + SHADOW, box[3] + SHADOW)
            self.editor.damage.add(grown)
        self.update()

    def set_playing(
        self, node: str, image: QImage | None, *, share: float | None = None, time: str = ""
    ) -> None:
        """Show a frame of a clip that plays in its card; None ends it."""
        if image is None:
            self._playing.pop(node, None)
        else:
            self._playing[node] = Playing(image, share, time)
        self.update()

    def in_sight(self) -> tuple[str, ...]:
        """The nodes of which something is to be seen."""
        table = self.editor.table
        return tuple(table.ids[row] for row in table.cull(self.editor.camera.view).tolist())

    @property
    def at_rest(self) -> bool:
        """Whether what is shown is as sharp as it gets: nothing moves, decodes or waits."""
        waiting = self._settle.isActive() or self._arrivals.isActive() or self.painter.unfinished
        return not (waiting or self.thumbnails.busy or self.editor.damage)

    def close_down(self) -> None:
        """Stop listening and decoding."""
        for timer in (self._settle, self._arrivals, self._map_due, self._edge):
            timer.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.thumbnails.close()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self.frame()
        drawn = self.layer.bring(frame, self.editor.damage.take())
        if self.painter.unfinished:
            self._start(self._arrivals)
        with QPainter(self) as painter:
            if frame.ratio == 1.0:
                painter.drawPixmap(-PAD, -PAD, drawn)
                self.overlay.draw(painter, frame, self._playing)
            else:
                self._paint_dense(painter, frame, drawn)
            self.minimap.draw(painter, self.editor.camera, self.painter.theme)
        if self.minimap.stale:
            self._start(self._map_due)
        self.frames += 1

    def _paint_dense(self, painter: QPainter, frame: Frame, drawn: QPixmap) -> None:
        """On a dense screen the overlay is drawn in device pixels too, so that both stay sharp."""
        both = drawn.copy(frame.area.translated(PAD, PAD))
        with QPainter(both) as over:
            self.overlay.draw(over, frame, self._playing)
        both.setDevicePixelRatio(frame.ratio)
        painter.drawPixmap(0, 0, both)

    def frame(self) -> Frame:
        """The frame for the camera as it is now."""
        made = frame_of(self.editor.camera, self._detail, letters=self._letters)
        self._detail = made.detail
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.Show):
            self._measure()
        if isinstance(event, QNativeGestureEvent):
            return self._pinch(event)
        return super().event(event)

    def _measure(self) -> None:
        camera = self.editor.camera
        whole, ratio = self.editor.shows_all, self.devicePixelRatioF()
        self.editor.camera = camera.resized(self.width(), self.height(), ratio)
        if whole:
            self.editor.fit()

    # -- following editor and board

    def _edited(self, what: str) -> None:
        if what == "camera":
            self._follow_zoom(self.editor.camera)
        elif what == "selection":
            self._describe()
            self.selection_changed.emit()
        elif what == "insert" and self.editor.wish is not None:
            wish = self.editor.wish
            place = self.mapToGlobal(QPointF(*self.editor.camera.to_screen(wish.x, wish.y)))
            self.insert_requested.emit(place.toPoint(), (wish.x, wish.y), wish.start)
        elif what in ("board", "gesture"):
            self.minimap.touch()
        self.update()

    def _follow_zoom(self, camera: Camera) -> None:
        if camera.zoom == self._zoom:
            return
        before = self._letters or self._zoom * camera.ratio
        self._zoom = camera.zoom
        if self.isVisible():
            self._letters = letters_for(camera.scale, before)
            self._settle.start()

    def _settled(self) -> None:
        self._letters = None
        self._all_again()

    def _changed(self, change: Change) -> None:
        """Look up anew what the change can be seen on: mostly the node and what it feeds."""
        if not only_places(change):
            touched = touched_nodes(self._board, change)
            self.painter.faces.forget()
            self.painter.ports.forget(touched)
            self.painter.covers.forget(touched)
            self.editor.damage.everything()
        self.update()

    def _all_again(self) -> None:
        self.editor.damage.everything()
        self.update()

    def _describe(self) -> None:
        """Say what is selected to those who do not see it."""
        titles = [self.painter.faces.of(node).title for node in self.editor.selected[:8]]
        self.setAccessibleDescription(", ".join(titles))

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer = pointing.pointer_of(event, space=self._space)
        self._spaced = self._space
        if event.button() is Qt.MouseButton.LeftButton and self._map_press(pointer):
            return
        if event.button() is Qt.MouseButton.RightButton:
            self._open_menu(event)
            return
        if self.editor.gesturing:
            return
        gesture = gesture_for(self.editor, self._hand, pointer)
        if gesture is not None:
            self._button = event.button()
            self.editor.begin(gesture)
        self._shape()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = pointing.pointer_of(event, space=self._space)
        if self._map_held:
            self._map_move(pointer)
        elif self.editor.gesturing:
            self.editor.feed(pointer)
            self._edge.watch(pointer)
        else:
            on_map = self.minimap.world_at(self.editor.camera, pointer.x, pointer.y)
            if on_map is None:
                self.editor.point_at(pointer.x, pointer.y)
            self._shape()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._map_held = False
        if self.editor.gesturing and event.button() is self._button:
            self._edge.stop()
            self.editor.feed(pointing.pointer_of(event, up=True, space=self._space))
            self.editor.point_at(event.position().x(), event.position().y())
        self._shape()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() is not Qt.MouseButton.LeftButton or self._on_map(at):
            return
        hit = self.editor.hit(at.x(), at.y())
        self.editor.cancel()
        if hit.node is not None and hit.port is None:
            self.edit_requested.emit(hit.node)
        elif hit.empty:
            self._ask_insert(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        held = event.modifiers()
        zooming = bool(held & Qt.KeyboardModifier.ControlModifier)
        if not zooming and not held & Qt.KeyboardModifier.ShiftModifier:
            zooming = self.editor.wheel == "zoom" and not pointing.is_touchpad(event)
        camera, at = self.editor.camera, event.position()
        if zooming:
            self.editor.camera = camera.zoom_at(at.x(), at.y(), pointing.zoom_of(event))
        else:
            by = pointing.pan_of(event)
            self.editor.camera = camera.panned(by.x(), by.y())
        event.accept()

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return super().event(event)
        at = event.position()
        self.editor.camera = self.editor.camera.zoom_at(at.x(), at.y(), 1 + event.value())
        return True

    def leaveEvent(self, event: QEvent) -> None:
        if self.editor.hover != NOTHING and not self.editor.gesturing:
            self.editor.hover = NOTHING
            self.update()
        super().leaveEvent(event)

    def _open_menu(self, event: QMouseEvent) -> None:
        at = event.position()
        self.editor.cancel()
        hit = self.editor.hit(at.x(), at.y())
        if hit.node is not None and hit.node not in self.editor.selection:
            self.editor.select((hit.node,))
        elif hit.wire is not None:
            self.editor.select_links((hit.wire,))
        elif hit.empty:
            self.editor.select()
        self.menu_requested.emit(event.globalPosition().toPoint(), hit)

    def _ask_insert(self, at: QPointF) -> None:
        world = self.editor.camera.to_world(at.x(), at.y())
        self.insert_requested.emit(self.mapToGlobal(at).toPoint(), world, None)

    def _shape(self) -> None:
        panning = self._space or (self.editor.tool == "hand" and self.editor.gesturing)
        self.setCursor(pointing.shape_for(self.editor.hover, self.editor.tool, panning=panning))

    # -- the map in the corner

    def _on_map(self, at: QPointF) -> bool:
        box = self.minimap.box(self.editor.camera)
        return box is not None and box.contains(at)

    def _map_press(self, pointer: Pointer) -> bool:
        if not self._on_map(QPointF(pointer.x, pointer.y)):
            return False
        self._map_held = True
        self._map_move(pointer)
        return True

    def _map_move(self, pointer: Pointer) -> None:
        camera = self.editor.camera
        self.editor.camera = camera.centred(*self.minimap.place(camera, pointer.x, pointer.y))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press_key(event):
            super().keyPressEvent(event)

    def _press_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        match key:
            case Qt.Key.Key_Escape:
                self._escape()
            case Qt.Key.Key_Space:
                self._hold_space(event)
            case Qt.Key.Key_Tab:
                self._insert_by_key()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._edit_by_key()
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self._arrows.walk_on(1 if key is Qt.Key.Key_PageDown else -1)
            case _ if key in pointing.ARROWS:
                self._arrow(event, *pointing.ARROWS[key])
            case _:
                return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space:
            self._space = False
            if not self._spaced:
                self.play_requested.emit()
            self._shape()
            return
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays here: it asks for a new node. F6 and clicks leave the canvas."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)

    def _escape(self) -> None:
        self._edge.stop()
        self._map_held = False
        if not self.editor.cancel():
            self.editor.select()
        self._shape()

    def _hold_space(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._space, self._spaced = True, False
            self._shape()

    def _insert_by_key(self) -> None:
        here = QPointF(self.mapFromGlobal(self.cursor().pos()))
        inside = self.rect().contains(here.toPoint())
        self._ask_insert(here if inside else QPointF(self.rect().center()))

    def _edit_by_key(self) -> bool:
        selected = self.editor.selected
        if len(selected) != 1:
            return False
        self.edit_requested.emit(selected[0])
        return True

    def _arrow(self, event: QKeyEvent, dx: int, dy: int) -> None:
        """Alone or with Shift it moves what is selected; with Alt, or on nothing, it walks."""
        held = event.modifiers()
        if not self.editor.selection or held & Qt.KeyboardModifier.AltModifier:
            self._arrows.walk(dx, dy)
        else:
            self._arrows.nudge(dx, dy, far=bool(held & Qt.KeyboardModifier.ShiftModifier))

    # -- files from elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _paths(event)
        if paths:
            at = event.position()
            event.acceptProposedAction()
            self.dropped.emit(paths, self.editor.camera.to_world(at.x(), at.y()))

    # -- timers

    def _start(self, timer: QTimer) -> None:
        if not timer.isActive():
            timer.start()


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
