"""Writing inside a node: one real text field over the canvas, so that input methods work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.records import Node, NodeKind, new_id
from canvas.editor.texts import LEADING as TEXT_LEADING
from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.lettered import ALIGNED, looks_of
from canvas.ui.painting.pens import pen_colour
from canvas.ui.sheet import rgba
from canvas.ui.splices import Splice, between, characters, rebased, units
from canvas.ui.theme import BODY, CONTROL, MEDIUM, REGULAR, SEMIBOLD, Theme, font
from canvas.ui.wordsfield import LEADING, LOWER, WordsField


class Writes(Protocol):
    """How words reach the board: the command `set_text` on this session."""

    def __call__(self, node: str, text: str, *, gesture: str) -> None: ...


class CameraWords(QSyntaxHighlighter):
    """Shows what means something to the renderer while it is typed, in the colours of the card:
    the words that the camera understands, and elements that are called by name."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for chip in chips_in(text, self._theme) if text else ():
            first = units(text, chip.start)
            self.setFormat(first, units(text, chip.end) - first, _marked(chip.colour))


def _marked(colour: QColor) -> QTextCharFormat:
    ground = QColor(colour)
    ground.setAlpha(46)
    marked = QTextCharFormat()
    marked.setForeground(colour)
    marked.setBackground(ground)
    return marked


class BoardText(WordsField):
    """The words of one node, wherever they are written.

    Every keystroke goes to the board as the smallest splice, all in one undo step. What others
    write meanwhile comes in around the cursor, but waits while a composition is open.
    """

    render_requested = Signal()

    def __init__(
        self, board: Board, node: str, write: Writes, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(board.text(node), parent)
        self.node = node
        self._board = board
        self._write = write
        self._gesture = f"write-{new_id()}"
        self._mirrored = board.text(node)
        self._composing = False
        self._adopting = False
        self._released = False
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.highlighter: CameraWords | None = None
        if board.nodes[node].kind is NodeKind.prompt:
            self.highlighter = CameraWords(self.document(), theme)
        self.textChanged.connect(self._say)
        self._stop_listening = board.listen(self._hear)

    def join(self, gesture: str) -> None:
        """Let what is written belong to a step of undo that has begun already."""
        if gesture:
            self._gesture = gesture

    @property
    def marked(self) -> tuple[int, int]:
        """What is marked, in characters as Python counts them: where it begins, and the caret."""
        text, cursor = self.toPlainText(), self.textCursor()
        return characters(text, cursor.anchor()), characters(text, cursor.position())

    @property
    def words(self) -> str:
        """All that stands here, with what is being composed."""
        text, block = self.toPlainText(), self.textCursor().block()
        waiting = block.layout().preeditAreaText() if self._composing else ""
        at = characters(text, self.textCursor().position())
        return text[:at] + waiting + text[at:]

    @property
    def gesture(self) -> str:
        """The step of undo that the next keystroke belongs to."""
        return self._gesture

    def release(self) -> None:
        """Follow the board no longer. An open composition is committed first."""
        if self._released:
            return
        if self._composing:
            QGuiApplication.inputMethod().commit()
            self._keep_preedit()
        self._released = True
        self._stop_listening()

    def abandon(self) -> None:
        """Follow the board no longer, and write nothing more to it."""
        if not self._released:
            self._released = True
            self._stop_listening()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._composing:
            self._say()

    def event(self, event: QEvent) -> bool:
        # or the window's own shortcut would take the key, and the writing would stay open
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and _renders(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _renders(event):
            self.render_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._gesture = f"write-{new_id()}"
        super().focusInEvent(event)

    def _keep_preedit(self) -> None:
        """Some platforms do not deliver the commit in time: take the composition as it stands."""
        if not self._composing:
            return
        waiting = self.textCursor().block().layout().preeditAreaText()
        if waiting:
            event = QInputMethodEvent()
            event.setCommitString(waiting)
            self.inputMethodEvent(event)

    def _say(self) -> None:
        """Write what changed here, on top of what others have written since."""
        if self._adopting or self._composing or self._released:
            return
        here, there = self.toPlainText(), self._board.text(self.node)
        mine = between(self._mirrored, here)
        theirs = between(self._mirrored, there)
        merged = rebased(mine, theirs).applied(there) if theirs else here
        self._mirrored = merged
        if mine:
            self._write(self.node, merged, gesture=self._gesture)
        if merged != here:
            self._adopt(between(here, merged))

    def _hear(self, change: Change) -> None:
        if self.node in change.touches("texts") and not self._composing:
            there, here = self._board.text(self.node), self.toPlainText()
            if there != self._mirrored and here == self._mirrored:
                self._mirrored = there
                self._adopt(between(here, there))

    def _adopt(self, splice: Splice) -> None:
        """Show what somebody else wrote; the person's own cursor keeps its place in the words."""
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(text, splice.at))
        end = units(text, splice.at + splice.removed)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._adopting = True
        cursor.insertText(splice.inserted)
        self._adopting = False
        # the field's own undo must never take back somebody else's words
        self.document().clearUndoRedoStacks()


class NodeTextEditor(BoardText):
    """The words of a node written right in it: laid over the card, as large as they are there.

    Escape, Ctrl+Enter and a click elsewhere end it.
    """

    finished = Signal()
    bereft = Signal(object)
    """The node has gone while it was written in: the Change that took it."""

    def __init__(
        self, board: Board, node: str, write: Writes, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(board, node, write, theme, parent)
        self._done = False
        self._size, self._weight = CONTROL, REGULAR
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.set_theme(theme)
        self.render_requested.connect(self.finish)
        self._stop_watching = board.listen(self._watch)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def place(self, box: QRect, zoom: float) -> None:
        """Lie exactly over the node's words, at the size they have on screen."""
        self.setFont(_scaled(font(self._size, self._weight), zoom))
        self.setGeometry(box.translated(0, -round(LOWER * self._size * zoom)))

    def begin(self) -> None:
        """Show up with the cursor at the end."""
        self.show()
        self.raise_()
        self.setFocus()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def finish(self) -> None:
        """End the writing; an open composition is committed first, so that no word is lost."""
        if self._done:
            return
        self.release()
        self._done = True
        self._stop_watching()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        self.finished.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # before the focus moves: on some platforms that drops what is being composed
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            here = self.mapFromGlobal(event.globalPosition().toPoint())
            if isinstance(watched, QWidget) and not self.rect().contains(here):
                self.finish()
        return False

    def _watch(self, change: Change) -> None:
        if self.node in change.removed.get("nodes", ()):
            self.bereft.emit(change)
            self.abandon()  # nothing of this can be written any more
            self.finish()

    def set_theme(self, theme: Theme) -> None:
        """Look as the node does; what is being composed stays."""
        record = self._board.nodes.get(self.node)
        if record is None:
            return
        look = look_of(record, theme)
        self._size, self._weight = look.size, look.weight
        self.set_leading(look.leading)
        ground = "transparent" if look.ground is None else rgba(look.ground)
        self.setStyleSheet(
            f"QTextEdit {{ background: {ground}; color: {rgba(look.ink)}; border: none;"
            f" border-radius: 0; padding: 0;"
            f" selection-background-color: {rgba(theme.colours.selection)}; }}"
        )
        self.setAlignment(look.align)
        if self.highlighter is not None:
            self.highlighter.set_theme(theme)


@dataclass(frozen=True, slots=True)
class FieldLook:
    """How the words of a node are set where they are written."""

    ink: QColor
    ground: QColor | None
    """None lets the field through."""
    size: float = CONTROL
    weight: QFont.Weight = REGULAR
    leading: float = LEADING
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def look_of(node: Node, theme: Theme) -> FieldLook:
    """As the canvas sets the same words."""
    c = theme.colours
    match node.kind:
        case NodeKind.note:
            sheet = QColor(node.color) if node.color else c.note
            return FieldLook(c.note_text if sheet.lightnessF() > 0.45 else QColor("white"), sheet)
        case NodeKind.text:
            looks = looks_of(node)
            colour = pen_colour(theme, node.color or "")
            return FieldLook(colour, None, looks.size, MEDIUM, TEXT_LEADING, ALIGNED[looks.align])
        case NodeKind.arrow:
            return FieldLook(c.text, c.field, BODY, MEDIUM, LEADING, Qt.AlignmentFlag.AlignHCenter)
    return FieldLook(c.text, c.card)


class TitleEditor(QLineEdit):
    """A node's title while it is renamed: Enter or leaving keeps it, Escape does not."""

    def __init__(
        self, title: str, keep: Callable[[str], None], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self._keep: Callable[[str], None] | None = keep
        self._before = title
        self._preedit = ""
        self._on_field = False
        self._theme = theme
        self.setMaxLength(200)
        self.setPlaceholderText(self.tr("Name"))
        self.set_theme(theme)
        self.editingFinished.connect(self.finish)

    def set_theme(self, theme: Theme) -> None:
        self._theme, c = theme, theme.colours
        ground = c.field if self._on_field else c.card
        self.setStyleSheet(
            f"QLineEdit {{ background: {rgba(ground)}; border: none; border-radius: 3px;"
            f" padding: 0; min-height: 0; color: {rgba(c.text)}; }}"
        )

    def place(self, box: QRect, zoom: float, *, on_field: bool = False) -> None:
        """Over the name on a card, or over that of a frame, which stands on the field."""
        if on_field != self._on_field:
            self._on_field = on_field
            self.set_theme(self._theme)
        self.setFont(_scaled(font(BODY if on_field else CONTROL, SEMIBOLD), zoom))
        self.setGeometry(box)

    def begin(self) -> None:
        self.show()
        self.raise_()
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish(keep=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()  # and no further: on the canvas Enter would open it again
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()

    @property
    def words(self) -> str:
        """What stands here, with what is being composed; nothing if it is as it was."""
        at = self.cursorPosition()
        text = self.text()[:at] + self._preedit + self.text()[at:]
        return text if text.strip() != self._before else ""

    def finish(self, *, keep: bool = True) -> None:
        told, self._keep = self._keep, None
        if told is None:
            return
        if keep and self._preedit:
            # what is being composed is no part of the text yet, and would be lost
            QGuiApplication.inputMethod().commit()
            self.insert(self._preedit)
        title, canvas = self.text().strip(), self.parentWidget()
        if self.hasFocus() and canvas is not None:
            canvas.setFocus()  # hidden, it would leave the keyboard to nobody
        self.hide()
        self.deleteLater()
        if keep and title != self._before:
            told(title)


def _renders(event: QKeyEvent) -> bool:
    """Ctrl+Enter, and not Ctrl+Alt+Enter, which stops."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return enter and held == Qt.KeyboardModifier.ControlModifier


def _scaled(face: QFont, zoom: float) -> QFont:
    made = QFont(face)
    made.setPointSizeF(max(face.pointSizeF() * zoom, 1.0))
    return made
