"""Real events of wheels, trackpads, pens and keys, made as the system would."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas.ui.view import CanvasView

NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
MIDDLE, RIGHT = Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BEGIN, UPDATE = Qt.ScrollPhase.ScrollBegin, Qt.ScrollPhase.ScrollUpdate
END, MOMENTUM = Qt.ScrollPhase.ScrollEnd, Qt.ScrollPhase.ScrollMomentum
UNPHASED = Qt.ScrollPhase.NoScrollPhase


def wheel(
    view: QWidget,
    at: tuple[float, float],
    turn: tuple[int, int] = (0, 0),
    *,
    pixels: tuple[int, int] = (0, 0),
    keys: Qt.KeyboardModifier = PLAIN,
    phase: Qt.ScrollPhase = UNPHASED,
    time: int = 0,
) -> None:
    """A turn of a wheel, in eighths of a degree across and down, or two fingers by `pixels`."""
    spot = QPointF(*at)
    event = QWheelEvent(
        spot, view.mapToGlobal(spot), QPoint(*pixels), QPoint(*turn), NONE, keys, phase, False
    )
    event.setTimestamp(time)
    QApplication.sendEvent(view, event)


def pinch(
    view: QWidget,
    at: tuple[float, float],
    value: float = 0.0,
    kind: Qt.NativeGestureType = Qt.NativeGestureType.ZoomNativeGesture,
    by: tuple[float, float] = (0.0, 0.0),
) -> bool:
    """A gesture of a trackpad; says whether it was taken."""
    spot = QPointF(*at)
    event = QNativeGestureEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        2,
        spot,
        spot,
        view.mapToGlobal(spot),
        value,
        QPointF(*by),
    )
    return QApplication.sendEvent(view, event)


class Pen:
    """A graphics tablet's pen over a widget."""

    def __init__(self, view: QWidget, *, eraser: bool = False) -> None:
        kind = QPointingDevice.PointerType
        self._view = view
        self._device = QPointingDevice(
            "pen",
            7,
            QInputDevice.DeviceType.Stylus,
            kind.Eraser if eraser else kind.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            2,
        )

    def press(self, at: tuple[float, float], pressure: float = 0.5, *, time: int = 0) -> None:
        self._send(QEvent.Type.TabletPress, at, pressure, LEFT, LEFT, time)

    def move(self, at: tuple[float, float], pressure: float = 0.5, *, down: bool = True) -> None:
        self._send(QEvent.Type.TabletMove, at, pressure, NONE, LEFT if down else NONE, 0)

    def lift(self, at: tuple[float, float], *, time: int = 0) -> None:
        self._send(QEvent.Type.TabletRelease, at, 0.0, LEFT, NONE, time)

    def _send(
        self,
        kind: QEvent.Type,
        at: tuple[float, float],
        pressure: float,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
        time: int,
    ) -> None:
        spot = QPointF(*at)
        event = QTabletEvent(
            kind,
            self._device,
            spot,
            self._view.mapToGlobal(spot),
            pressure,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            PLAIN,
            button,
            held,
        )
        event.setTimestamp(time)
        QApplication.sendEvent(self._view, event)


def mouse(
    view: QWidget,
    kind: QEvent.Type,
    at: tuple[float, float],
    button: Qt.MouseButton = NONE,
    held: Qt.MouseButton = NONE,
    *,
    keys: Qt.KeyboardModifier = PLAIN,
    time: int = 0,
) -> None:
    """One event of a mouse at a moment, in milliseconds."""
    spot = QPointF(*at)
    event = QMouseEvent(kind, spot, view.mapToGlobal(spot), button, held, keys)
    event.setTimestamp(time)
    QApplication.sendEvent(view, event)


def throw(view: QWidget, *, rest: int = 0, button: Qt.MouseButton = LEFT) -> None:
    """Drag 200 pixels to the right in a tenth of a second, and let go after a rest."""
    mouse(view, QEvent.Type.MouseButtonPress, (300, 300), button, button, time=1000)
    for step in range(1, 11):
        at = (300 + 20 * step, 300)
        mouse(view, QEvent.Type.MouseMove, at, NONE, button, time=1000 + 10 * step)
    mouse(view, QEvent.Type.MouseButtonRelease, (500, 300), button, NONE, time=1100 + rest)


def swipe(view: QWidget) -> None:
    """Two fingers to the left, lifted in motion."""
    wheel(view, (500, 300), phase=BEGIN, time=1000)
    for step in range(1, 11):
        wheel(view, (500, 300), (-40, 0), pixels=(-20, 0), phase=UPDATE, time=1000 + 10 * step)
    wheel(view, (500, 300), phase=END, time=1105)


def key(view: QWidget, character: str, *, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Press and let go a key that writes a character, as another layout names it."""
    code = ord(character.upper())
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(view, QKeyEvent(kind, code, keys, character))


def corner(view: CanvasView) -> tuple[float, float]:
    """Where the world's (0, 0) is on the screen."""
    return view.editor.camera.to_screen(0, 0)


def drag(qtbot: QtBot, view: CanvasView, button: Qt.MouseButton, *stops: tuple[int, int]) -> None:
    points = [QPoint(*stop) for stop in stops]
    qtbot.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, button, pos=points[-1])
