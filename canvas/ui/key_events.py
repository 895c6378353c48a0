"""What keys do on the canvas that no command stands for: Space, Tab, Enter, Esc and the arrows,
and keys of a Chinese layout that stand for others."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from canvas.editor.hand import Hand
from canvas.editor.reaching import Reach
from canvas.ui import pointing, twins
from canvas.ui.pointer_events import PointerEvents
from canvas.ui.steering import Arrows
from canvas.ui.surface import Surface

TAP = 0.4
"""Seconds that the space bar may be down for a tap; whoever holds it longer thought of panning."""


class KeyEvents:
    """The keys of one view. Main thread."""

    def __init__(self, view: Surface, hand: Hand, pointers: PointerEvents) -> None:
        self._view, self._pointers = view, pointers
        self._arrows = Arrows(view.editor, hand)
        self.reach = Reach(view.editor, hand)
        self.reach_changed: Callable[[], None] = lambda: None
        """Told when the link in hand has another target, or is made."""
        self._held_since = 0.0

    def press(self, event: QKeyEvent) -> bool:
        """Says whether the key meant anything here."""
        key = _key(event)
        if key not in _MODIFIERS:
            self._view.gliding.stop()
        if self.reach.active and self._reach(key):
            return True
        match key:
            case Qt.Key.Key_Escape:
                self._escape()
            case Qt.Key.Key_Space:
                self._hold_space(event)
            case Qt.Key.Key_Tab:
                self._insert()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._edit()
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self._arrows.walk_on(1 if key is Qt.Key.Key_PageDown else -1)
            case _ if key in pointing.ARROWS:
                self._arrow(event, *pointing.ARROWS[key])
            case _:
                return self._stand_in(event)
        return True

    def _reach(self, key: Qt.Key) -> bool:
        """A link is in hand: arrows choose where it goes, Enter makes it. Esc ends any gesture."""
        if key in pointing.ARROWS:
            self.reach.step(*pointing.ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.reach.land()
        else:
            return False
        self.reach_changed()
        return True

    def _stand_in(self, event: QKeyEvent) -> bool:
        """Do what the ASCII twin of a full-width key is bound to."""
        action = twins.action_for(event, self._view)
        if action is None:
            return False
        action.trigger()
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Says whether the key meant anything here."""
        pointers = self._pointers
        if _key(event) is not Qt.Key.Key_Space or event.isAutoRepeat() or not pointers.space:
            return False
        pointers.space = False
        if not pointers.spaced and time.monotonic() - self._held_since < TAP:
            self._view.play_requested.emit()
        pointers.shape()
        return True

    def _escape(self) -> None:
        editor = self._view.editor
        if self._pointers.let_go():
            return
        if editor.tool != "select":
            editor.take("select")
        else:
            editor.select()

    def _hold_space(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._held_since = time.monotonic()
            self._pointers.space = True
            # a hand that is dragging already means no tap
            self._pointers.spaced = self._view.editor.gesturing
            self._pointers.shape()

    def _insert(self) -> None:
        view = self._view
        here = QPointF(view.mapFromGlobal(view.cursor().pos()))
        inside = view.rect().contains(here.toPoint())
        view.ask_insert(here if inside else QPointF(view.rect().center()))

    def _edit(self) -> bool:
        selected = self._view.editor.selected
        if len(selected) != 1:
            return False
        self._view.edit_requested.emit(selected[0])
        return True

    def _arrow(self, event: QKeyEvent, dx: int, dy: int) -> None:
        """Alone or with Shift it moves what is selected; with Alt, or on nothing, it walks."""
        held = event.modifiers()
        if not self._view.editor.selection or held & Qt.KeyboardModifier.AltModifier:
            self._arrows.walk(dx, dy)
        else:
            self._arrows.nudge(dx, dy, far=bool(held & Qt.KeyboardModifier.ShiftModifier))


_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


def _key(event: QKeyEvent) -> Qt.Key:
    """The key, or the space bar for its full-width twin."""
    if twins.twin(event) == " ":
        return Qt.Key.Key_Space
    try:
        return Qt.Key(event.key())
    except ValueError:  # a character that Qt has no name for
        return Qt.Key.Key_unknown
