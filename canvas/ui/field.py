"""The canvas as a hand meets it: events of mouse, pen, trackpad and keys go to those who know what
they mean, and what they ask of the window comes back as signals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.hand import Hand
from canvas.ui.key_events import KeyEvents
from canvas.ui.pointer_events import PointerEvents
from canvas.ui.surface import Surface
from canvas.ui.wheel_events import WheelEvents

INTERRUPTIONS = frozenset(
    {
        QEvent.Type.UngrabMouse,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.ScreenChangeInternal,
        QEvent.Type.DevicePixelRatioChange,
        QEvent.Type.Hide,
    }
)
"""What takes a hand off the canvas: the board is as it was before its gesture."""


class Field(Surface):
    """Main thread. Whoever paints it calls `let_be` before it closes."""

    def __init__(self, editor: Editor, hand: Hand, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.pointers = PointerEvents(self, hand)
        self.wheels = WheelEvents(self, self.pointers)
        self.keys = KeyEvents(self, hand, self.pointers)
        editor.carry = self._travel
        # single letters are shortcuts here: an input method would open for them
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAcceptDrops(True)

    def let_be(self) -> None:
        """Nothing moves by itself any more."""
        self.gliding.stop()
        self.pointers.stop()
        self.editor.carry = None

    def _travel(self, camera: Camera) -> None:
        if self.reduced_motion or not self.isVisible():
            self.gliding.stop()
            self.editor.camera = camera
        else:
            self.gliding.travel(camera)

    # -- mouse, pen and trackpad

    def event(self, event: QEvent) -> bool:
        if event.type() in INTERRUPTIONS:
            self.pointers.let_go()
        if isinstance(event, QNativeGestureEvent):
            return self.wheels.native(event) or super().event(event)
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointers.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointers.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointers.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointers.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.wheels.wheel(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        self.pointers.pen(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key; the right button asks when it is let go, for it may begin a drag."""
        event.accept()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu(self._middle_of_selection())

    def leaveEvent(self, event: QEvent) -> None:
        self.pointers.leave()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_of_a_child() or not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keys.release(event):
            super().keyReleaseEvent(event)

    def _is_of_a_child(self) -> bool:
        """Whether keys come up from a widget that lies over the canvas and left them: the Enter
        that ends a title must not open it again."""
        focused = self.window().focusWidget()
        return focused is not None and focused is not self and self.isAncestorOf(focused)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays here: it asks for a new node. F6 and clicks leave the canvas."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.pointers.space = False
        self.pointers.shape()
        super().focusOutEvent(event)

    # -- files from elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _carries(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if _carries(event.mimeData()):
            at = event.position()
            event.acceptProposedAction()
            self.dropped.emit(event.mimeData(), self.editor.camera.to_world(at.x(), at.y()))


def _carries(mime: QMimeData) -> bool:
    """Whether a drop brings something that a board can hold."""
    return mime.hasUrls() or mime.hasImage() or mime.hasText()
