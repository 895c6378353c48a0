"""Letters that were meant for words are no commands: where a field is taken from under somebody's
fingers, what they still type goes nowhere, until they rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

REST = 2_000
"""Milliseconds without a key after which whoever typed has seen that the field is gone."""

_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_PRESSED = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress))
_TYPED = frozenset(
    (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
)


class Hush(QObject):
    """Main thread. It listens to the whole application, and only while it lasts."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.end)

    @property
    def lasts(self) -> bool:
        return self._rest.isActive()

    def begin(self) -> None:
        app = QApplication.instance()
        if app is not None and not self.lasts:
            app.installEventFilter(self)
        self._rest.start()

    def end(self) -> None:
        self._rest.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self.end()  # a hand on the mouse knows where it is
        elif isinstance(event, QKeyEvent) and self._is_typing(watched, event):
            self._rest.start()
            event.accept()  # or a shortcut takes it
            return True
        return False

    def _is_typing(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.type() not in _PRESSED or event.modifiers() & _HELD:
            return False
        if not (event.text() or event.key() in _TYPED) or event.key() == Qt.Key.Key_Escape:
            return False
        if not isinstance(watched, QWidget):
            return False
        writes = watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        return watched.window() is self._window.window() and not writes
