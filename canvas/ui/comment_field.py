"""Where a comment is written: one real text field, so that input methods work, with names of people
after an @."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from canvas.document.remarks import LONGEST, MOST_MENTIONS
from canvas.ui.splices import units
from canvas.ui.theme import CONTROL, font
from canvas.ui.wordsfield import WordsField

LINES = 7
"""What it grows to before it scrolls."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NAMES = 6
"""Names that are offered at once."""

People = Callable[[], Mapping[str, str]]
"""Everybody who can be named: id -> name."""


class CommentField(WordsField):
    """Enter sends, Shift+Enter begins a line, Escape leaves. Main thread."""

    sent = Signal()
    left = Signal()
    grown = Signal()

    def __init__(self, people: People, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._people = people
        self._named: dict[str, str] = {}
        """Names that were chosen from the list, and whose they are."""
        self._composing = False
        self._names: Names | None = None
        self.setFont(font(CONTROL + 0.5))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._offer)

    # -- what was written

    @property
    def text(self) -> str:
        return self.toPlainText().strip()

    @property
    def is_too_long(self) -> bool:
        return len(self.toPlainText()) > LONGEST

    def mentions(self) -> tuple[str, ...]:
        """Whom the text names: those chosen from the list, and those whose whole name is written
        after an @."""
        text = self.toPlainText()
        chosen = [id for name, id in self._named.items() if f"@{name}" in text]
        written = [
            id
            for id, name in self._people().items()
            if name and name not in self._named and f"@{name}" in text
        ]
        return tuple(dict.fromkeys([*chosen, *written]))[:MOST_MENTIONS]

    def write(self, text: str) -> None:
        """Begin with these words, the cursor after them."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def finish(self) -> None:
        """Take what is being composed as it stands: it is about to be read, or to go."""
        if not self._composing:
            return
        QGuiApplication.inputMethod().commit()
        waiting = self.textCursor().block().layout().preeditAreaText()
        if waiting:  # some platforms do not deliver the commit in time
            event = QInputMethodEvent()
            event.setCommitString(waiting)
            self.inputMethodEvent(event)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._names is not None and self._chooses() and self._names.answer(event):
            return
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in ENTER and not shift:
            if not self._composing:
                self.sent.emit()
        elif key in ENTER:
            self.textCursor().insertBlock()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        kind, key = event.type(), event.key() if isinstance(event, QKeyEvent) else None
        if kind == QEvent.Type.ShortcutOverride and key in (*ENTER, Qt.Key.Key_Escape):
            event.accept()  # or shortcuts of the window would take them from whoever writes
            return True
        if kind == QEvent.Type.KeyPress and key == Qt.Key.Key_Tab and self._chooses():
            self.keyPressEvent(event)  # type: ignore[arg-type]  # Tab is a key
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close_names()

    # -- room

    def sizeHint(self) -> QSize:
        high = self.document().size().height() + 14
        return QSize(120, round(min(max(high, 36), LINES * self.step + 18)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent
        self.updateGeometry()

    def _changed(self) -> None:
        self.updateGeometry()
        self.grown.emit()

    # -- names

    def _offer(self) -> None:
        """Offer the people whose names begin with what stands between an @ and the cursor."""
        begun = self._begun()
        if begun is None or not self.hasFocus():
            self._close_names()
            return
        found = _fitting(self._people(), begun)
        if not found:
            self._close_names()
            return
        if self._names is None or self._names.parentWidget() is not self.window():
            self._close_names()
            self._names = Names(self.window())  # a film may fill the screen meanwhile
            self._names.chosen.connect(self._name)
        corner = self.cursorRect().bottomLeft() + QPoint(0, 4)
        self._names.offer(found, self.viewport().mapTo(self.window(), corner))

    def _begun(self) -> str | None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = before.rfind("@")
        if at < 0 or cursor.hasSelection() or len(before) - at > 40:
            return None
        apart = at == 0 or not before[at - 1].isalnum() or not before[at - 1].isascii()
        return before[at + 1 :] if apart else None

    def _name(self, person: str, name: str) -> None:
        begun = self._begun()
        if begun is None:
            return
        self._named[name] = person
        cursor = self.textCursor()
        back = units(begun, len(begun))
        cursor.movePosition(
            QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, back
        )
        cursor.insertText(f"{name} ")
        self._close_names()

    def _chooses(self) -> bool:
        return self._names is not None and self._names.isVisible()

    def _close_names(self) -> None:
        if self._names is not None:
            self._names.hide()


def _fitting(people: Mapping[str, str], begun: str) -> list[tuple[str, str]]:
    """Names of which a word begins so, as they are ordered; a whole name that nobody else has
    leaves nothing to offer."""
    wanted = begun.casefold()
    found = [
        (id, name)
        for id, name in people.items()
        if name
        and (
            name.casefold().startswith(wanted)
            or any(word.casefold().startswith(wanted) for word in name.split())
        )
    ]
    same = [name for _, name in found if name.casefold() == wanted.strip()]
    return [] if wanted and len(same) == 1 == len(found) else found[:NAMES]


class Names(QFrame):
    """People to choose from, right under the words. It never takes the keyboard: the input method
    stays with the field."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.list = QListWidget(self)
        self.list.setFont(font(CONTROL))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.hide()

    def offer(self, people: list[tuple[str, str]], corner: QPoint) -> None:
        self.list.clear()
        for id, name in people:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setAccessibleName(self.tr("People"))
        step = max(self.list.sizeHintForRow(0), 26)
        self.setFixedSize(220, step * len(people) + 12)
        self.list.setGeometry(6, 6, 208, step * len(people))
        room = self.window().rect()
        x = min(corner.x(), room.right() - self.width() - 8)
        y = corner.y()
        if y + self.height() > room.bottom() - 8:
            y -= self.height() + 28
        self.move(x, y)
        self.show()
        self.raise_()

    def answer(self, event: QKeyEvent) -> bool:
        """Take the keys that choose. Says whether it was one of them."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            row = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(row % self.list.count())
        elif event.key() in (*ENTER, Qt.Key.Key_Tab):
            self._choose(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)), item.text())
