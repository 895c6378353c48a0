"""Qt's mouse, pen, wheel and fingers as the plain values that gestures are fed with."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QPointingDevice,
    QSinglePointEvent,
    QTabletEvent,
    QWheelEvent,
)

from canvas.editor.hand import Button, Pointer
from canvas.editor.hits import Hit

_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.left,
    Qt.MouseButton.MiddleButton: Button.middle,
    Qt.MouseButton.RightButton: Button.right,
}

NOTCH = 1.0015
"""Zoom for each of the 120 units of one notch of a wheel: about 1.2."""

MOST_TURN = 1200
"""Units of one turn of a wheel; what a driver reports beyond it is a mistake."""

FINE = 15
"""A wheel turns by whole eighths of a notch at the least; fingers by anything."""

LEAST_PINCH, MOST_PINCH = 0.2, 5.0
"""What one event of a pinch may zoom by."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def pointer_of(event: QSinglePointEvent, *, up: bool = False, space: bool = False) -> Pointer:
    """A mouse or a pen, whichever it is."""
    at, held = event.position(), event.modifiers()
    pen = isinstance(event, QTabletEvent)
    return Pointer(
        x=at.x(),
        y=at.y(),
        button=_BUTTONS.get(event.button(), Button.none),
        up=up,
        shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
        alt=bool(held & Qt.KeyboardModifier.AltModifier),
        space=space,
        pressure=min(max(event.pressure(), 0.0), 1.0) if isinstance(event, QTabletEvent) else 1.0,
        eraser=pen and event.pointerType() is QPointingDevice.PointerType.Eraser,
    )


def zoom_of(event: QWheelEvent) -> float:
    """The factor that a turn of the wheel zooms by."""
    turned = event.angleDelta().y() or event.angleDelta().x()
    return float(NOTCH ** min(max(turned, -MOST_TURN), MOST_TURN))


def pinch_of(value: float) -> float:
    """The factor that one event of a pinch zooms by; 1 for what is no number."""
    grown = 1.0 + value
    return min(max(grown, LEAST_PINCH), MOST_PINCH) if grown == grown else 1.0


def pan_of(event: QWheelEvent) -> QPointF:
    """Logical pixels that a turn of the wheel, or two fingers, move the field by."""
    if event.pixelDelta().isNull():
        turned = QPointF(event.angleDelta()) / 120 * 72
    else:
        turned = QPointF(event.pixelDelta())
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not turned.x():
        return QPointF(turned.y(), 0)
    return turned


def is_touchpad(event: QWheelEvent) -> bool:
    """Two fingers that glide, rather than a wheel with notches."""
    if event.phase() != Qt.ScrollPhase.NoScrollPhase:
        return True
    device = event.device()
    if device is not None and device.type() == QInputDevice.DeviceType.TouchPad:
        return True
    turned = event.angleDelta()
    return bool(turned.x() % FINE or turned.y() % FINE)


_TOOL_SHAPES = {
    "text": Qt.CursorShape.IBeamCursor,
    "note": Qt.CursorShape.CrossCursor,
    "arrow": Qt.CursorShape.CrossCursor,
    "ink": Qt.CursorShape.CrossCursor,
    "eraser": Qt.CursorShape.CrossCursor,
    "laser": Qt.CursorShape.PointingHandCursor,
    "comment": Qt.CursorShape.CrossCursor,
}


def shape_for(hit: Hit, tool: str, *, panning: bool) -> Qt.CursorShape:
    """The shape of the cursor over what it points at."""
    if panning:
        return Qt.CursorShape.ClosedHandCursor
    if tool == "hand":
        return Qt.CursorShape.OpenHandCursor
    if tool in _TOOL_SHAPES:
        return _TOOL_SHAPES[tool]
    if hit.corner in ("start", "end"):
        return Qt.CursorShape.SizeAllCursor
    if hit.port is not None:
        return Qt.CursorShape.CrossCursor
    if hit.corner in ("nw", "se"):
        return Qt.CursorShape.SizeFDiagCursor
    if hit.corner in ("ne", "sw"):
        return Qt.CursorShape.SizeBDiagCursor
    if hit.corner:
        upright = hit.corner in ("n", "s")
        return Qt.CursorShape.SizeVerCursor if upright else Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.ArrowCursor
