"""A key of a Chinese layout that no shortcut caught, as the shortcuts it stands for: a full-width
letter or mark is its ASCII twin, and a mark over a digit is Shift with that digit."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_TWINS = str.maketrans("、。「」『』【】《》〈〉‘’“”·￥—…", "/.[]{}[]<><>''\"\"`$_^")
"""Marks that a Chinese layout writes where an English one has these; the rest is a matter of
width."""

_SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
"""What lies under a mark on a keyboard."""

_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.MetaModifier
)


def twin(event: QKeyEvent) -> str:
    """The ASCII character of a key that has written another one; empty for all other keys."""
    text = event.text()
    if len(text) != 1 and 0x80 < event.key() < int(Qt.Key.Key_Escape):
        text = chr(event.key())
    if len(text) != 1 or text.isascii():
        return ""
    found = unicodedata.normalize("NFKC", text.translate(_TWINS))
    return found if len(found) == 1 and found.isascii() and found.isprintable() else ""


def sequences(event: QKeyEvent) -> tuple[QKeySequence, ...]:
    """The shortcuts that a key with an ASCII twin may stand for, the likeliest first."""
    mark = twin(event)
    if not mark:
        return ()
    held = event.modifiers() & _HELD
    shift = Qt.KeyboardModifier.ShiftModifier
    pairs = [(held, mark.upper())]
    if mark in _SHIFTED:
        pairs = [(held & ~shift, mark), (held | shift, mark), (held | shift, _SHIFTED[mark])]
    return tuple(QKeySequence(QKeyCombination(mods, Qt.Key(ord(key)))) for mods, key in pairs)


def action_for(event: QKeyEvent, widget: QWidget) -> QAction | None:
    """What can be done now and is bound to the twin of a key, here or in the whole window."""
    actions = [*widget.actions(), *widget.window().actions()]
    for sequence in sequences(event):
        for action in actions:
            if action.isEnabled() and sequence in action.shortcuts():
                return action
    return None
