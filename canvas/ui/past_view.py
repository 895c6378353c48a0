"""A moment of the past over the canvas: the same field, framed so that nobody takes it for now, and
a bar that says what it is and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from assets.store import Store
from canvas.app.notices import NodeState
from canvas.document.board import Board
from canvas.document.past import PastIsPast
from canvas.document.words import Sentence, Trouble
from canvas.editor.editor import Editor
from canvas.ui.controls import Button, rule, text_label
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.language import tell
from canvas.ui.looking_hand import LookingHand
from canvas.ui.theme import CONTROL, LABEL, Theme
from canvas.ui.view import CanvasView

FRAME = 3
"""Pixels of the line around the past."""


class Then:
    """What a canvas needs of a session, of a board that is no more."""

    def __init__(self, board: Board, store: Store) -> None:
        self.board, self.store = board, store

    def state(self, node: str) -> NodeState:
        """Whether it has been rendered: what is stale or under way is a matter of now."""
        return NodeState(node, "done" if self.board.takes_of(node) else "empty")


class PastView(QWidget):
    """Lies over the canvas of now and keeps every press and key from it. Main thread.

    Call `close_down` when it has served.
    """

    left = Signal()
    walked = Signal(int)
    restore_wanted = Signal(bool)
    """Of the selected nodes only (True), or of the board."""
    copy_wanted = Signal()

    def __init__(
        self,
        then: Then,
        theme: Theme,
        over: CanvasView,
        tell: Callable[[Trouble], object],
    ) -> None:
        super().__init__(over)
        self.setObjectName("past")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._writable = False
        self.editor = Editor(then.board)
        self.editor.show_minimap = False
        self.canvas = CanvasView(then, self.editor, theme, LookingHand(tell), self)
        self.canvas.reduced_motion = over.reduced_motion
        self.bar = PastBar(theme, self)
        self._wire(lambda *_: tell(PastIsPast()))
        self.set_theme(theme)
        self.lie()

    def _wire(self, refuse: Callable[..., object]) -> None:
        canvas, bar = self.canvas, self.bar
        for wish in (
            canvas.edit_requested,
            canvas.rename_requested,
            canvas.insert_requested,
            canvas.dropped,
        ):
            wish.connect(refuse)
        bar.back.clicked.connect(self.left)
        bar.restore.clicked.connect(lambda: self.restore_wanted.emit(False))
        bar.restore_nodes.clicked.connect(lambda: self.restore_wanted.emit(True))
        bar.copy.clicked.connect(self.copy_wanted)
        canvas.menu_requested.connect(self._open_menu)
        canvas.installEventFilter(self)
        self._stop = self.editor.listen(self._edited)
        self._edited("selection")

    def lie(self) -> None:
        """Cover the canvas of now."""
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def set_theme(self, theme: Theme) -> None:
        accent = theme.colours.accent
        self.setStyleSheet(f"#past {{ background: {accent.name()}; }}")
        self.canvas.set_theme(theme)
        self.bar.set_theme(theme)
        self._place()

    def retranslate(self) -> None:
        self.canvas.retranslate()
        self.bar.retranslate()
        self._place()

    def close_down(self) -> None:
        self._stop()
        self.canvas.close_down()
        self.editor.close()

    def show_right(self, why_not: Sentence | None) -> None:
        """Say why who looks may not change the board of now; None if they may."""
        self._writable = why_not is None
        self.bar.show_right(why_not)
        self._edited("selection")

    def show_moment(self, title: str, what: str, since: str) -> None:
        """Say which moment this is, and what has happened meanwhile."""
        self.bar.show_moment(title, what, since)
        self._place()

    def _edited(self, what: str) -> None:
        if what == "selection":
            self.bar.restore_nodes.setEnabled(self._writable and bool(self.editor.selection))

    def _open_menu(self, place: QPoint, _hit: object) -> None:
        bar, menu = self.bar, QMenu(self)
        for button in (bar.restore_nodes, bar.restore, bar.copy, bar.back):
            entry = menu.addAction(button.text(), button.click)
            entry.setEnabled(button.isEnabled())
        menu.exec(place)

    # -- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On the canvas, arrows walk through time, and Escape leads back once nothing is
        selected."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.walked.emit(steps[Qt.Key(event.key())])
            return True
        busy = bool(self.editor.selection or self.editor.links or self.editor.gesturing)
        if event.key() == Qt.Key.Key_Escape and not busy:
            self.left.emit()
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # the canvas below is another moment's

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()

    def _place(self) -> None:
        self.canvas.setGeometry(self.rect().adjusted(FRAME, FRAME, -FRAME, -FRAME))
        layout = self.bar.layout()
        if layout is not None:
            layout.activate()  # other words need another width
        wide = min(self.bar.sizeHint().width(), self.width())
        high = self.bar.sizeHint().height()
        top = self.height() - high - 4
        self.bar.setGeometry((self.width() - wide) // 2, top, wide, high)
        self.bar.raise_()


class PastBar(Floating):
    """Which moment is shown, and the ways out of it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._why_not: Sentence | None = None
        self.title = text_label("", "", CONTROL + 0.5, strong=True)
        self.what = text_label("", "soft", LABEL + 0.5)
        self.since = text_label("", "good", LABEL + 0.5)
        self.restore = Button(primary=True)
        self.restore_nodes = Button()
        self.copy = Button()
        self.back = Button(quiet=True)
        self.what.setMinimumWidth(60)
        words = QVBoxLayout()
        words.setSpacing(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.what)
        below.addWidget(self.since)
        below.addStretch(1)
        words.addWidget(self.title)
        words.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPREAD + 16, SPREAD + 9, SPREAD + 10, SPREAD + 9)
        row.setSpacing(7)
        row.addLayout(words, 1)
        row.addSpacing(10)
        for button in (self.restore, self.restore_nodes, self.copy):
            row.addWidget(button)
        row.addWidget(rule(upright=True))
        row.addWidget(self.back)
        self.retranslate()

    def show_moment(self, title: str, what: str, since: str) -> None:
        self.title.setText(title)
        self.what.setText(what)
        self.since.setText(since)
        self.since.setVisible(bool(since))
        self.setAccessibleName(", ".join(filter(None, (title, what, since))))

    def show_right(self, why_not: Sentence | None) -> None:
        self._why_not = why_not
        self.restore.setEnabled(why_not is None)
        self._tell()

    def _tell(self) -> None:
        """What the two buttons do, or why they do not."""
        why = tell(self._why_not)
        board = self.tr("Make the whole board what it was; undo takes it back")
        nodes = self.tr("Make just the selected nodes what they were")
        self.restore.setToolTip(why or board)
        self.restore_nodes.setToolTip(why or nodes)

    def retranslate(self) -> None:
        self.restore.setText(self.tr("Restore"))
        self.restore_nodes.setText(self.tr("Restore selected"))
        self._tell()
        self.copy.setText(self.tr("Copy as new board"))
        self.back.setText(self.tr("Back to now"))
        self.back.set_note("Esc")
