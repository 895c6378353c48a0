"""What mouse, pen, wheel and fingers do on the canvas: presses become gestures, turns a camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent

from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import NOTHING
from canvas.ui import pointing
from canvas.ui.steering import EdgePan

if TYPE_CHECKING:
    from canvas.ui.view import CanvasView


class PointerEvents:
    """The pointers of one view. Main thread."""

    def __init__(self, view: CanvasView, hand: Hand) -> None:
        self._view = view
        self._hand = hand
        self.space = False
        """The space bar is held: whatever is pressed pans."""
        self.spaced = False
        """Something was pressed while it was held, so its release is no tap."""
        self._map_held = False
        self._button = Qt.MouseButton.NoButton
        self._edge = EdgePan(view.editor, view)

    @property
    def _editor(self) -> Editor:
        return self._view.editor

    # -- mouse

    def press(self, event: QMouseEvent) -> None:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer = pointing.pointer_of(event, space=self.space)
        self.spaced = self.space
        if event.button() is Qt.MouseButton.LeftButton and self._map_press(pointer):
            return
        if event.button() is Qt.MouseButton.RightButton:
            self._open_menu(event)
            return
        if self._editor.gesturing:
            return
        gesture = gesture_for(self._editor, self._hand, pointer)
        if gesture is not None:
            self._button = event.button()
            self._editor.begin(gesture)
        self.shape()

    def move(self, event: QMouseEvent) -> None:
        pointer = pointing.pointer_of(event, space=self.space)
        if self._map_held:
            self._map_move(pointer)
        elif self._editor.gesturing:
            self._editor.feed(pointer)
            self._edge.watch(pointer)
        else:
            if not self.on_map(event.position()):
                self._editor.point_at(pointer.x, pointer.y)
            self.shape()

    def release(self, event: QMouseEvent) -> None:
        self._map_held = False
        if self._editor.gesturing and event.button() is self._button:
            self._edge.stop()
            self._editor.feed(pointing.pointer_of(event, up=True, space=self.space))
            self._editor.point_at(event.position().x(), event.position().y())
        self.shape()

    def double_click(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() is not Qt.MouseButton.LeftButton or self.on_map(at):
            return
        hit = self._editor.hit(at.x(), at.y())
        self._editor.cancel()
        if hit.node is not None and hit.port is None:
            self._view.edit_requested.emit(hit.node)
        elif hit.empty:
            self._view.ask_insert(at)

    def leave(self) -> None:
        if self._editor.hover != NOTHING and not self._editor.gesturing:
            self._editor.hover = NOTHING
            self._view.update()

    def stop(self) -> None:
        """Nothing goes on by itself any more."""
        self._edge.stop()
        self._map_held = False

    def shape(self) -> None:
        """Give the cursor the shape of what it would do."""
        editor = self._editor
        panning = self.space or (editor.tool == "hand" and editor.gesturing)
        self._view.setCursor(pointing.shape_for(editor.hover, editor.tool, panning=panning))

    def _open_menu(self, event: QMouseEvent) -> None:
        at = event.position()
        self._editor.cancel()
        hit = self._editor.hit(at.x(), at.y())
        if hit.node is not None and hit.node not in self._editor.selection:
            self._editor.select((hit.node,))
        elif hit.wire is not None:
            self._editor.select_links((hit.wire,))
        elif hit.empty:
            self._editor.select()
        self._view.menu_requested.emit(event.globalPosition().toPoint(), hit)

    # -- wheel and fingers

    def wheel(self, event: QWheelEvent) -> None:
        held = event.modifiers()
        zooming = bool(held & Qt.KeyboardModifier.ControlModifier)
        if not zooming and not held & Qt.KeyboardModifier.ShiftModifier:
            zooming = self._editor.wheel == "zoom" and not pointing.is_touchpad(event)
        camera, at = self._editor.camera, event.position()
        if zooming:
            self._editor.camera = camera.zoom_at(at.x(), at.y(), pointing.zoom_of(event))
        else:
            by = pointing.pan_of(event)
            self._editor.camera = camera.panned(by.x(), by.y())
        event.accept()

    def native(self, event: QNativeGestureEvent) -> bool:
        """A gesture of the trackpad; says whether it meant anything here."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        at = event.position()
        camera = self._editor.camera
        self._editor.camera = camera.zoom_at(at.x(), at.y(), 1 + event.value())
        return True

    # -- the map in the corner

    def on_map(self, at: QPointF) -> bool:
        box = self._view.minimap.box(self._editor.camera)
        return box is not None and box.contains(at)

    def _map_press(self, pointer: Pointer) -> bool:
        if not self.on_map(QPointF(pointer.x, pointer.y)):
            return False
        self._map_held = True
        self._map_move(pointer)
        return True

    def _map_move(self, pointer: Pointer) -> None:
        camera = self._editor.camera
        place = self._view.minimap.place(camera, pointer.x, pointer.y)
        self._editor.camera = camera.centred(*place)
