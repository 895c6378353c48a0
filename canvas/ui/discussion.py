"""The one card that is open over a canvas or a film, and what is done with what people write in
it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from canvas.app.commands import comments
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.bench import Bench
from canvas.ui.comment_places import about
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.comment_thread import ThreadCard


class Discussion(QObject):
    """Words that were written and not sent are kept until the board closes. Main thread."""

    moved_on = Signal()
    """Another thread is open than before, or none."""

    def __init__(self, bench: Bench, over: QWidget) -> None:
        super().__init__(over)
        self._bench, self._over = bench, over
        self._new: dict[str, Any] | None = None
        """What a new comment is about: what `add_comment` takes."""
        self._drafts: dict[str, str] = {}
        self.card: ThreadCard | None = None

    # -- what is open

    @property
    def open_thread(self) -> str:
        """The open thread; empty for none, and for a comment that is not said yet."""
        return self.card.thread_id if self.is_open and self.card is not None else ""

    @property
    def is_open(self) -> bool:
        return self.card is not None and not self.card.isHidden()

    @property
    def is_new(self) -> bool:
        """Whether a new comment is being written."""
        return self.is_open and self._new is not None

    @property
    def new(self) -> dict[str, Any]:
        """What the new comment is about."""
        return self._new or {}

    def begin(self, title: str, tip: QPointF, **where: Any) -> None:
        """Ask for a new comment, beside a point."""
        if self._bench.hand.attempt(self._may_say) is None:
            return
        card = self._opened()
        self._new = where
        card.begin(title)
        self._restore("")
        self._show(tip)
        card.field.setFocus()

    def open(self, thread: str, tip: QPointF) -> None:
        """Read a thread, beside a point; what is typed next is an answer."""
        found = self._bench.session.comments.threads.get(thread)
        if found is None:
            return
        card = self._opened()
        self._new = None
        card.show_thread(found, about(self._bench.session.board, found.head))
        self._restore(thread)
        self._show(tip)
        (card.field if self._bench.session.comments.may_write else card).setFocus()
        comments.mark_read(self._bench.session, [thread])

    def close(self) -> None:
        """Put the card away; what was written in it comes back with it."""
        card = self.card
        if card is None or not self.is_open:
            return
        self._keep_draft()
        had_keyboard = card.isAncestorOf(card.window().focusWidget() or card) or card.hasFocus()
        card.hide()
        self._new = None
        if had_keyboard and self._over.isVisible():
            self._over.setFocus()
        self.moved_on.emit()

    def refresh(self) -> None:
        """Something was said, somewhere."""
        card = self.card
        if card is None or not self.is_open:
            return
        if self._new is not None:
            card.retranslate()
            return
        found = self._bench.session.comments.threads.get(card.thread_id)
        if found is None:  # its author has deleted it
            self.close()
            return
        card.show_thread(found, about(self._bench.session.board, found.head))
        if card.window().isActiveWindow():
            comments.mark_read(self._bench.session, [found.id])

    def fit(self) -> None:
        """There is more room than before, or less."""
        if self.card is not None and self.is_open:
            self.card.fit()

    def follow(self, tip: QPointF | None) -> None:
        """The pin is elsewhere on the screen."""
        if self.card is not None and tip is not None:
            self.card.put_beside(tip)

    def set_theme(self, theme: Theme) -> None:
        if self.card is not None:
            self.card.set_theme(theme)
            self.refresh()

    # -- what is written

    def _say(self, text: str, mentions: tuple[str, ...]) -> None:
        card, session = self.card, self._bench.session
        if card is None:
            return
        attempt, where, thread = self._bench.hand.attempt, self._new, card.thread_id
        if where is not None:
            made = attempt(lambda: comments.add_comment(session, text, mentions=mentions, **where))
        else:
            made = attempt(lambda: comments.reply(session, thread, text, mentions))
        if made is None:
            return  # why not stands in a banner; the words stay
        card.field.clear()
        self._drafts.pop(thread, None)
        if where is not None:
            self.close()
        else:
            self.refresh()

    def _reword(self, comment: str, text: str, mentions: tuple[str, ...]) -> None:
        session = self._bench.session
        self._bench.hand.attempt(lambda: comments.edit_comment(session, comment, text, mentions))

    def _delete(self, comment: str) -> None:
        bench = self._bench
        before = len(bench.session.comments.all)
        bench.hand.attempt(lambda: comments.delete_comment(bench.session, comment))
        gone = bench.session.comments.all.get(comment)
        if before and gone is not None and gone.deleted:
            bench.banners.tell(
                say(QT_TRANSLATE_NOOP("words", "The comment was deleted.")),
                action=(self.tr("Undo"), self._undo),
                stays=False,
            )

    def _undo(self) -> None:
        session = self._bench.session
        self._bench.hand.attempt(lambda: comments.undo_comment(session))

    def _settle(self, resolved: bool) -> None:
        card, session = self.card, self._bench.session
        if card is None:
            return
        verb, thread = comments.resolve if resolved else comments.reopen, card.thread_id
        self._bench.hand.attempt(lambda: verb(session, thread))
        if resolved and not card.is_written_in:
            self.close()

    # -- the card

    def _opened(self) -> ThreadCard:
        """The card, with what was written in it before put aside."""
        if self.card is not None:
            if self.is_open:
                self._keep_draft()
            return self.card
        from canvas.ui.comment_thread import ThreadCard  # late: not needed for the first frame

        session = self._bench.session
        self.card = card = ThreadCard(session.comments, self._bench.theme, self._over)
        card.said.connect(self._say)
        card.reworded.connect(self._reword)
        card.deleted.connect(self._delete)
        card.settled.connect(self._settle)
        card.left.connect(self.close)
        return card

    def _show(self, tip: QPointF) -> None:
        if self.card is not None:
            self.card.show()
            self.card.raise_()
            self.card.fit()
            self.card.put_beside(tip)
        self.moved_on.emit()

    def _may_say(self) -> bool:
        """True, or the Trouble that says why not."""
        self._bench.session.comments.must_be_writable()
        return True

    def _keep_draft(self) -> None:
        if self.card is not None:
            self.card.field.finish()
            self._drafts[self.card.thread_id] = self.card.field.toPlainText()

    def _restore(self, thread: str) -> None:
        if self.card is not None:
            self.card.field.write(self._drafts.get(thread, ""))
