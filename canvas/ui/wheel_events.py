"""What wheels and fingers do on the canvas: they pan and zoom, and never touch the board."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from canvas.editor.camera import Camera
from canvas.editor.travelling import Trace
from canvas.ui import pointing
from canvas.ui.pointer_events import PointerEvents
from canvas.ui.surface import Surface

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class WheelEvents:
    """The wheels and trackpads of one view. Main thread."""

    def __init__(self, view: Surface, pointers: PointerEvents) -> None:
        self._view, self._pointers = view, pointers
        self._trace = Trace()
        self._way = QPointF()
        """How far two fingers have gone since they came down."""

    def wheel(self, event: QWheelEvent) -> None:
        phase = event.phase()
        self._view.gliding.stop()
        if phase == Qt.ScrollPhase.ScrollMomentum:
            # the platform rolls on: a key that is pressed meanwhile does not turn it into a zoom
            if not self._view.reduced_motion:
                self._pan(event)
        elif self._zooms(event):
            self._zoom(event)
        else:
            self._pan(event)
            self._follow(event)
        event.accept()

    def native(self, event: QNativeGestureEvent) -> bool:
        """A gesture of the trackpad; says whether it meant anything here."""
        kind, at, camera = event.gestureType(), event.position(), self._view.editor.camera
        match kind:
            case Qt.NativeGestureType.ZoomNativeGesture:
                grown = pointing.pinch_of(event.value())
                self._look(camera.zoom_at(at.x(), at.y(), grown))
            case Qt.NativeGestureType.PanNativeGesture:
                self._look(camera.panned(event.delta().x(), event.delta().y()))
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                self._smart_zoom(at)
            case Qt.NativeGestureType.BeginNativeGesture | Qt.NativeGestureType.EndNativeGesture:
                self._view.gliding.stop()
            case _:
                return False
        return True

    def _zooms(self, event: QWheelEvent) -> bool:
        held = event.modifiers()
        if held & (CTRL | SHIFT):
            return bool(held & CTRL)
        return self._view.editor.wheel == "zoom" and not pointing.is_touchpad(event)

    def _zoom(self, event: QWheelEvent) -> None:
        camera, at = self._view.editor.camera, event.position()
        on_map = self._view.minimap.box(camera)
        if on_map is not None and on_map.contains(at):
            at = QPointF(camera.width / 2, camera.height / 2)
        self._look(camera.zoom_at(at.x(), at.y(), pointing.zoom_of(event)))

    def _pan(self, event: QWheelEvent) -> None:
        by = pointing.pan_of(event)
        self._way += by
        self._look(self._view.editor.camera.panned(by.x(), by.y()))

    def _follow(self, event: QWheelEvent) -> None:
        """Fingers that leave the trackpad in motion let the field roll on, where the platform
        does not send that by itself: if it does, its first event stops ours."""
        phase, now = event.phase(), event.timestamp() / 1000
        if phase == Qt.ScrollPhase.ScrollBegin:
            self._trace.clear()
        elif phase == Qt.ScrollPhase.ScrollUpdate:
            self._trace.note(self._way.x(), self._way.y(), now)
        elif phase == Qt.ScrollPhase.ScrollEnd and not self._view.reduced_motion:
            self._view.gliding.roll(self._trace.speed(now))
            self._trace.clear()

    def _smart_zoom(self, at: QPointF) -> None:
        """Two fingers tapped twice: the node under them fills the view; once more, all is shown."""
        editor = self._view.editor
        node, before = editor.hit(at.x(), at.y()).node, editor.camera
        box = None if node is None else editor.bounds((node,))
        if box is None or _close(before, before.fitted(box, margin=64.0)):
            editor.fit(gliding=True)
        elif node is not None:
            editor.fit((node,), gliding=True)

    def _look(self, camera: Camera) -> None:
        self._view.gliding.stop()
        self._view.editor.camera = camera
        self._pointers.again()


def _close(one: Camera, other: Camera) -> bool:
    """Whether there is no more to see of a glide from one to the other."""
    away = max(abs(one.x - other.x), abs(one.y - other.y)) * other.zoom
    return away < 2 and abs(one.zoom / other.zoom - 1) < 0.02
