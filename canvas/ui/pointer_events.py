"""What mouse and pen do on the canvas: presses become gestures, or hold the map in the corner."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QSinglePointEvent, QTabletEvent
from PySide6.QtWidgets import QApplication

from canvas.editor.editor import Editor, Gesture
from canvas.editor.gestures import gesture_for, pan
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import NOTHING, on_title
from canvas.editor.leading import turn
from canvas.editor.roaming import zoom
from canvas.editor.travelling import Trace
from canvas.ui import pointing
from canvas.ui.steering import EdgePan
from canvas.ui.surface import Surface

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

SLOP = 4.0
"""Logical pixels that a click of the right button may tremble."""

PEN_SLOP = 10.0
"""Logical pixels within which two taps of a pen are a double click."""


class PointerEvents:
    """The pointers of one view. Main thread."""

    def __init__(self, view: Surface, hand: Hand) -> None:
        self._view = view
        self._hand = hand
        self.space = False
        """The space bar is held: whatever is pressed pans."""
        self.spaced = False
        """Something was pressed while it was held, so its release is no tap."""
        self._button = Qt.MouseButton.NoButton
        self._last: Pointer | None = None
        self._right: Pointer | None = None
        """Where the right button went down, until it turns out a click or a drag."""
        self._grip: tuple[float, float] | None = None
        """The map in the corner is held, so far (in world units) from the middle of the view."""
        self._tapped: tuple[int, QPointF] | None = None
        """When, in milliseconds, and where a pen came down last."""
        self._trace = Trace()
        self._edge = EdgePan(view.editor, view)

    @property
    def _editor(self) -> Editor:
        return self._view.editor

    # -- presses

    def press(self, event: QSinglePointEvent) -> None:
        self._view.gliding.stop()
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer, button = pointing.pointer_of(event, space=self.space), event.button()
        self.spaced = self.spaced or self.space
        if self._editor.gesturing or self._grip is not None:
            if button is RIGHT or self._editor.keyed:
                self.let_go()
            return
        if button is LEFT and (self._hold_map(pointer) or self._try_again(event.position())):
            return
        gesture = self._gesture(pointer, button)
        if gesture is not None:
            self._begin(gesture, button, pointer)
        elif button is RIGHT and not self._on_map(pointer):
            self._right = pointer
        self.shape()

    def _gesture(self, pointer: Pointer, button: Qt.MouseButton) -> Gesture | None:
        """A bare right button is a menu or a pan, whatever tool is held."""
        if button is RIGHT and not (pointer.ctrl or pointer.shift or pointer.alt or pointer.space):
            return None
        wide = button is LEFT and pointer.ctrl and pointer.shift and not pointer.alt
        if wide and self._editor.hit(pointer.x, pointer.y).empty:
            return zoom(self._editor, pointer)
        return gesture_for(self._editor, self._hand, pointer)

    def _try_again(self, at: QPointF) -> bool:
        """The offer of a card whose render ended badly is a button."""
        view, hit = self._view, self._editor.hit(at.x(), at.y())
        if hit.node is None or hit.port is not None or self.space or self._editor.tool != "select":
            return False
        if not view.offers_again(hit.node, at):
            return False
        view.retry_requested.emit(hit.node)
        return True

    def _begin(self, gesture: Gesture, button: Qt.MouseButton, pointer: Pointer) -> None:
        self._button, self._last = button, pointer
        self._trace.clear()
        self._editor.begin(gesture)

    def move(self, event: QSinglePointEvent) -> None:
        pointer = pointing.pointer_of(event, space=self.space)
        if self._grip is not None:
            self._move_map(pointer)
            return
        if self._editor.gesturing and self._editor.keyed:
            return
        if self._editor.gesturing and not event.buttons() & self._button:
            self.let_go()  # the release went elsewhere: what was meant is not known
        if self._right is not None:
            self._pull_right(pointer)
        if self._editor.gesturing:
            self._last = pointer
            self._trace.note(pointer.x, pointer.y, event.timestamp() / 1000)
            self._editor.feed(pointer)
            self._edge.watch(pointer)
        else:
            self._hover(pointer)
        self.shape()

    def release(self, event: QSinglePointEvent) -> None:
        pointer = pointing.pointer_of(event, up=True, space=self.space)
        if event.button() is LEFT:
            self._grip = None
        if self._editor.gesturing and event.button() is self._button:
            self._edge.stop()
            self._last = None
            self._editor.feed(pointer)
            self._hover(pointer)
            self._flick(event)
        elif event.button() is RIGHT and self._right is not None:
            pressed, self._right = self._right, None
            self._view.open_menu(QPointF(pressed.x, pressed.y))
        self.shape()

    def double_click(self, event: QSinglePointEvent) -> None:
        """On a node it writes, on the empty field it offers a new one; elsewhere it is a press."""
        at = event.position()
        hit = self._editor.hit(at.x(), at.y())
        bare = not self.space and self._editor.tool == "select" and not self._over_map(at)
        if event.button() is not LEFT or not bare:
            self.press(event)
        elif hit.node is not None and hit.port is None:
            self._editor.cancel()
            world = self._editor.camera.to_world(at.x(), at.y())
            if not self._editor.reach(hit.node):
                titled = on_title(self._editor.table, hit.node, *world)
                view = self._view
                (view.rename_requested if titled else view.edit_requested).emit(hit.node)
        elif hit.wire is not None:
            self._editor.cancel()
            point = self._editor.camera.to_world(at.x(), at.y())
            turn(self._editor, self._hand, hit.wire, hit.bend, point)
        elif hit.empty:
            self._editor.cancel()
            self._view.ask_insert(at)

    def pen(self, event: QTabletEvent) -> None:
        """A pen does what a mouse does, and tells how hard it is pressed and which end is down."""
        if event.type() is QEvent.Type.TabletPress:
            if self._tapped_twice(event):
                self.double_click(event)
            else:
                self.press(event)
        elif event.type() is QEvent.Type.TabletMove:
            self.move(event)
        else:
            self.release(event)
        event.accept()

    def _tapped_twice(self, event: QTabletEvent) -> bool:
        """Qt counts the clicks of a mouse only."""
        if event.button() is not LEFT:
            return False
        before, now = self._tapped, (event.timestamp(), event.position())
        self._tapped = now
        if before is None or now[0] - before[0] > QApplication.doubleClickInterval():
            return False
        away = now[1] - before[1]
        if math.hypot(away.x(), away.y()) > PEN_SLOP:
            return False
        self._tapped = None
        return True

    # -- what follows

    def again(self) -> None:
        """The camera has moved under a hand that rests: what it holds stays under it."""
        if self._editor.gesturing and self._last is not None:
            self._editor.feed(self._last)

    def leave(self) -> None:
        if self._editor.hover != NOTHING and not self._editor.gesturing:
            self._editor.hover = NOTHING
            self._view.update()

    def let_go(self) -> bool:
        """Give up what the hand is doing, as if it had never begun. Says whether it did."""
        self.stop()
        self._last = self._right = None
        given_up = self._editor.cancel()
        self.shape()
        return given_up

    def stop(self) -> None:
        """Nothing goes on by itself any more."""
        self._edge.stop()
        self._grip = None

    def shape(self) -> None:
        """Give the cursor the shape of what it would do."""
        editor = self._editor
        panning = self.space or (editor.tool == "hand" and editor.gesturing)
        shape = pointing.shape_for(editor.hover, editor.tool, panning=panning)
        if self._view.cursor().shape() is not shape:
            self._view.setCursor(shape)

    def _hover(self, pointer: Pointer) -> None:
        if not self._on_map(pointer):
            self._editor.point_at(pointer.x, pointer.y)
        else:
            self.leave()

    def _pull_right(self, pointer: Pointer) -> None:
        start = self._right
        far = start and math.hypot(pointer.x - start.x, pointer.y - start.y) >= SLOP
        if start is not None and far and self._editor.right_pans:
            self._right = None
            self._begin(pan(self._editor, start), RIGHT, pointer)

    def _flick(self, event: QSinglePointEvent) -> None:
        if self._editor.tool == "hand" and not self._view.reduced_motion:
            self._view.gliding.roll(self._trace.speed(event.timestamp() / 1000))

    # -- the map in the corner

    def _over_map(self, at: QPointF) -> bool:
        box = self._view.minimap.box(self._editor.camera)
        return box is not None and box.contains(at)

    def _on_map(self, pointer: Pointer) -> bool:
        return self._over_map(QPointF(pointer.x, pointer.y))

    def _hold_map(self, pointer: Pointer) -> bool:
        """In the frame of what is in sight the map is held where it was taken; beside it, the
        camera comes to the press first."""
        if not self._on_map(pointer):
            return False
        camera = self._editor.camera
        x, y = self._view.minimap.place(camera, pointer.x, pointer.y)
        inside = self._view.minimap.holds(camera, pointer.x, pointer.y)
        self._grip = (camera.x - x, camera.y - y) if inside else (0.0, 0.0)
        if not inside:
            self._editor.travel(camera.centred(x, y))
        return True

    def _move_map(self, pointer: Pointer) -> None:
        self._view.gliding.stop()
        camera, (dx, dy) = self._editor.camera, self._grip or (0.0, 0.0)
        x, y = self._view.minimap.place(camera, pointer.x, pointer.y)
        self._editor.camera = camera.centred(x + dx, y + dy)
