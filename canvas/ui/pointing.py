"""Qt's mouse, wheel and keys as the plain values that gestures are fed with."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from canvas.editor.hand import Button, Pointer
from canvas.editor.hits import Hit

_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.left,
    Qt.MouseButton.MiddleButton: Button.middle,
    Qt.MouseButton.RightButton: Button.right,
}

NOTCH = 1.0015
"""Zoom for each of the 120 units of one notch of a wheel: about 1.2."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def pointer_of(event: QMouseEvent, *, up: bool = False, space: bool = False) -> Pointer:
    at, held = event.position(), event.modifiers()
    return Pointer(
        x=at.x(),
        y=at.y(),
        button=_BUTTONS.get(event.button(), Button.none),
        up=up,
        shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
        alt=bool(held & Qt.KeyboardModifier.AltModifier),
        space=space,
    )


def zoom_of(event: QWheelEvent) -> float:
    """The factor that a turn of the wheel zooms by."""
    turned = event.angleDelta().y() or event.angleDelta().x()
    return float(NOTCH**turned)


def pan_of(event: QWheelEvent) -> QPointF:
    """Logical pixels that a turn of the wheel, or two fingers, move the field by."""
    if not event.pixelDelta().isNull():
        return QPointF(event.pixelDelta())
    turned = QPointF(event.angleDelta()) / 120 * 72
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not turned.x():
        return QPointF(turned.y(), 0)
    return turned


def is_touchpad(event: QWheelEvent) -> bool:
    """Two fingers that glide, rather than a wheel with notches."""
    return event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()


def shape_for(hit: Hit, tool: str, *, panning: bool) -> Qt.CursorShape:
    """The shape of the cursor over what it points at."""
    if panning:
        return Qt.CursorShape.ClosedHandCursor
    if tool == "hand":
        return Qt.CursorShape.OpenHandCursor
    if hit.port is not None:
        return Qt.CursorShape.CrossCursor
    if hit.corner in ("nw", "se"):
        return Qt.CursorShape.SizeFDiagCursor
    if hit.corner in ("ne", "sw"):
        return Qt.CursorShape.SizeBDiagCursor
    return Qt.CursorShape.ArrowCursor
