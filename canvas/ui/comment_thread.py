"""A thread open over the canvas or the film: what was said, and a field to answer in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from canvas.app.comments import Conversation
from canvas.document.remarks import LONGEST, Thread
from canvas.ui.ago import ago
from canvas.ui.avatars import colour_of
from canvas.ui.comment_field import CommentField
from canvas.ui.comment_message import Message, Shown
from canvas.ui.controls import emptied, rule, text_label, tool_button, wrapped
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.painting.pins import SIDE
from canvas.ui.theme import LABEL, Theme

WIDTH, NARROW, TALLEST = 330, 200, 460
"""Pixels of the card, of the least that it is made where there is little room, and of what was said
in it before that scrolls."""

MINUTE = 60_000
"""Milliseconds after which what was said a while ago is a while longer ago."""

GAP = 10
"""Pixels between the pin and the card."""


class ThreadCard(Floating):
    """Asks, and writes nothing itself. At most one is open. Main thread."""

    said = Signal(str, object)
    """Words, and the ids of those whom they name: an answer, or a new comment."""
    reworded = Signal(str, str, object)
    deleted = Signal(str)
    settled = Signal(bool)
    """To be resolved, or opened again."""
    left = Signal()

    def __init__(self, talk: Conversation, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.thread_id = ""
        """Empty for a new comment."""
        self._talk = talk
        self._shown: tuple[object, ...] = ()
        self._waiting: Thread | None = None
        self._news: set[str] = set()
        """What was unread when it was opened, or has come since."""
        self.messages: list[Message] = []
        self.title = text_label("", "soft", LABEL + 0.5)
        self.tick = tool_button(icon("resolve", theme), size=28, checkable=True)
        self.close_ = tool_button(icon("close", theme, 14), size=28)
        self.field = CommentField(talk.others)
        self.send = tool_button(icon("send", theme), size=30)
        self.note = wrapped("", "soft", LABEL + 0.5)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._minutes = QTimer(self, interval=MINUTE)
        self._minutes.timeout.connect(self._grow_older)
        self._lay_out()
        self._wire()
        self.retranslate()

    # -- what it shows

    def begin(self, about: str) -> None:
        """A new comment about something."""
        self.thread_id, self._shown, self._waiting = "", (), None
        emptied(self._said)
        self.messages.clear()
        self._scroll.hide()
        self._rule.hide()
        self.tick.hide()
        self._show_about(about)
        self._show_field()
        self.retranslate()
        self.fit()

    def show_thread(self, thread: Thread, about: str) -> None:
        """What was said in a thread; again whenever something in it has changed."""
        if self.thread_id != thread.id:
            self._news.clear()
            self._at_end = True
        self._news |= {one.id for one in self._talk.unread_in(thread)}
        self.thread_id = thread.id
        self._show_about(about)
        self.tick.setChecked(thread.is_resolved)
        self.tick.setVisible(True)
        self.tick.setEnabled(self._talk.may_write)
        self._show_field()
        if any(message.field is not None for message in self.messages):
            self._waiting = thread  # the words of somebody who is writing stay
        else:
            self._show_said(thread)
        self.retranslate()
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.tick.setIcon(icon("resolve", theme))
        self.close_.setIcon(icon("close", theme, 14))
        self.send.setIcon(icon("send", theme))
        self._shown = ()

    def retranslate(self) -> None:
        new = not self.thread_id
        self.field.setPlaceholderText(
            self.tr("Comment; @ names somebody") if new else self.tr("Answer")
        )
        self.field.setAccessibleName(self.field.placeholderText())
        for button, words in (
            (self.close_, self.tr("Close (Escape)")),
            (self.send, self.tr("Send (Enter)")),
            (self.tick, self.tr("Reopen") if self.tick.isChecked() else self.tr("Resolve")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._tell_length()

    @property
    def is_written_in(self) -> bool:
        """Whether somebody would lose words."""
        return bool(self.field.text) or any(one.field is not None for one in self.messages)

    def _show_about(self, about: str) -> None:
        self.title.setText(about)
        self.title.setToolTip(about)

    def _show_field(self) -> None:
        self._answer.setVisible(self._talk.may_write)

    def _show_said(self, thread: Thread) -> None:
        people = self._talk.people()
        parts: list[object] = [
            Shown(
                one,
                people.get(one.author) or one.name,
                colour_of(self._talk, one.author),
                one.id in self._news,
                self._talk.is_mine(one) and self._talk.may_write,
            )
            for one in thread.said
        ]
        state = (*parts, thread.head.deleted, thread.head.resolved)
        if state == self._shown:
            return
        self._shown = state
        emptied(self._said)
        self.messages.clear()
        if thread.head.deleted:
            self._said.addWidget(wrapped(self.tr("What this answers was deleted."), "faint"))
        for part in parts:
            if isinstance(part, Shown):
                self._add(part)
        if thread.head.resolved is not None:
            self._said.addWidget(wrapped(self._resolved(thread), "good", LABEL + 0.5))
        self._scroll.setVisible(True)
        self._rule.setVisible(self._talk.may_write)

    def _resolved(self, thread: Thread) -> str:
        found = thread.head.resolved
        assert found is not None
        name = self._talk.people().get(found.by) or found.name or self.tr("somebody")
        words = self.tr("Resolved by {name}, {time}")
        return words.format(name=name, time=ago(found.when))

    def _add(self, shown: Shown) -> None:
        message = Message(shown, self._talk, self.theme)
        message.reworded.connect(self.reworded)
        message.deleted.connect(self.deleted)
        message.grown.connect(self._message_grew)
        self.messages.append(message)
        self._said.addWidget(message)
        message.show()  # now, or it takes no room yet

    # -- hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # at the end of what scrolls here, the canvas below does not zoom

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minutes.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minutes.stop()

    def _grow_older(self) -> None:
        for message in self.messages:
            message.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Page keys read on while the field has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bar = self._scroll.verticalScrollBar()
            pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
            if event.key() in pages:
                bar.setValue(bar.value() + pages[Qt.Key(event.key())] * bar.pageStep())
                return True
        return False

    def _say(self) -> None:
        self.field.finish()
        if self.field.text and not self.field.is_too_long:
            self.said.emit(self.field.text, self.field.mentions())

    def _message_grew(self) -> None:
        waiting = self._waiting
        if waiting is not None and all(one.field is None for one in self.messages):
            self._waiting = None
            self._show_said(waiting)
        self.fit()

    def _tell_length(self) -> None:
        over = self.field.is_too_long
        self.note.setVisible(over)
        count = len(self.field.toPlainText())
        words = self.tr("{count} characters; at most {most} fit into one comment.")
        self.note.setText(words.format(count=count, most=LONGEST))
        self.send.setEnabled(bool(self.field.text) and not over)

    def _written(self) -> None:
        self._tell_length()
        self.fit()

    # -- room

    def fit(self) -> None:
        """Be as high as what is shown, within what there is."""
        self._said.activate()
        parent = self.parentWidget()
        if parent is not None:
            self._wide = min(WIDTH, max(parent.width() - 24, NARROW))
        self.setFixedWidth(self._wide + 2 * SPREAD)
        inside = self._wide - 2 * 14
        room = TALLEST if parent is None else min(TALLEST, parent.height() - 200)
        if not self._scroll.isHidden():
            high = self._holder.heightForWidth(inside)
            high = max(high, self._holder.sizeHint().height())
            self._scroll.setFixedHeight(max(min(high, room), 24))
        self.layout().activate()  # type: ignore[union-attr]  # _lay_out has made one
        self.resize(self.width(), self._height())
        self._place()

    def _stay_at_end(self, _least: int, most: int) -> None:
        """The latest is in sight, unless somebody has scrolled back."""
        if self._at_end:
            self._scroll.verticalScrollBar().setValue(most)

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self._scroll.verticalScrollBar().maximum() - 4

    _at_end = True
    _wide = WIDTH
    _beside: QPointF | None = None

    def put_beside(self, tip: QPointF | None) -> None:
        """Lie beside a pin's tip, wholly in sight: nothing takes the field away from whoever
        writes in it."""
        self._beside = tip
        self._place()

    def _height(self) -> int:
        layout = self.layout()
        assert layout is not None
        return (
            layout.totalHeightForWidth(self.width())
            if layout.hasHeightForWidth()
            else (layout.totalSizeHint().height())
        )

    def _place(self) -> None:
        parent, tip = self.parentWidget(), self._beside
        if parent is None or tip is None:
            return
        wide, high = self._wide, self.height() - 2 * SPREAD
        left = tip.x() + SIDE + GAP
        if left + wide > parent.width() - 12:
            left = tip.x() - wide - GAP
        left = max(min(left, parent.width() - wide - 12), 12)
        top = min(max(tip.y() - SIDE, 12), parent.height() - high - 12)
        self.put(round(left), round(max(top, 12)))

    # -- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title, 1)
        top.addWidget(self.tick)
        top.addWidget(self.close_)
        self._holder = QWidget()
        self._said = QVBoxLayout(self._holder)
        self._said.setContentsMargins(0, 0, 8, 0)
        self._said.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rule = rule()
        self._answer = QWidget()
        row = QHBoxLayout(self._answer)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        side = SPREAD + 14
        column.setContentsMargins(side, SPREAD + 8, side, SPREAD + 12)
        column.setSpacing(2)
        column.addLayout(top)
        for part in (self._scroll, self._rule, self._answer, self.note):
            column.addWidget(part)

    def _wire(self) -> None:
        self.field.sent.connect(self._say)
        self.field.left.connect(self.left)
        self.field.grown.connect(self._written)
        self.field.installEventFilter(self)
        self.send.clicked.connect(self._say)
        self.close_.clicked.connect(self.left)
        self.tick.clicked.connect(self.settled)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._stay_at_end)
        bar.valueChanged.connect(self._scrolled)

    def rect_of_card(self) -> QRect:
        """Where the card is to be seen, in its parent."""
        return self.inner().translated(self.pos())
