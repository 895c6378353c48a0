"""What people say about a board, beside the board: the document, its journal, and what is unread.

A board that nobody has commented has no file for it, and no thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from canvas.app.notices import CommentsChanged, Notice
from canvas.app.saving import Saving
from canvas.app.settings import Settings
from canvas.app.together import Together
from canvas.app.unread import Seen
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.comments import ROOT, CommentEdit, Comments
from canvas.document.crdt import TornBoard
from canvas.document.remarks import Comment, Thread, ordered
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from canvas.document.writes import COMMENTS
from collab.journal import Journal

FILE = "comments.sqlite"


class MayNotComment(Trouble):
    """A comment by somebody who may only look."""

    code = "may_not_comment"


class Conversation:
    """`session.comments`. Every method belongs to the thread that owns the board.

    It is the side of channel 1 too: `vector`, `encode`, `receive` and `listen` are what a room
    needs of a document.
    """

    def __init__(
        self,
        board: Board,
        folder: Path,
        settings: Settings,
        together: Together,
        *,
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
        readonly: bool,
    ) -> None:
        self.readonly = readonly
        self.notices: tuple[Sentence, ...] = ()
        self._settings, self._together = settings, together
        self._file = folder / FILE
        self._tell, self._woken = tell, woken
        self._journal: Journal | None = None
        self._saving: Saving | None = None
        self._torn: Trouble | None = None
        self._trouble: Trouble | None = None
        self._read = Seen(board.meta.lineage)
        self._closed = False
        self.comments = self._opened()
        self._deaf = self.comments.listen(self._changed)

    # -- reading

    @property
    def threads(self) -> Mapping[str, Thread]:
        return self.comments.threads

    @property
    def all(self) -> Mapping[str, Comment]:
        return self.comments.all

    def latest_first(self) -> list[Thread]:
        return list(ordered(self.comments.threads.values()))

    @property
    def mine(self) -> frozenset[str]:
        """The ids of this person: the program's, and the one that the room gave."""
        return frozenset({self._settings.person, self._together.me.id})

    def is_mine(self, comment: Comment) -> bool:
        return comment.author in self.mine

    def people(self) -> dict[str, str]:
        """Everybody who can be named, by id: who is here, and who has said something."""
        known = self.comments.names()
        for person in self._together.people.values():
            known[person.id] = person.name
        me = self._together.me
        if me.name or me.id not in known:
            known[me.id] = me.name
        return known

    def others(self) -> dict[str, str]:
        """Those among them who are somebody else: who is here first, then by their names."""
        here = {person.id for person in self._together.people.values()}
        found = [(id, name) for id, name in self.people().items() if id not in self.mine]
        return dict(sorted(found, key=lambda one: (one[0] not in here, one[1].casefold())))

    def colour_of(self, person: str) -> str:
        """#rrggbb, or "" for somebody whose colour is not known now."""
        me = self._together.me
        if person in self.mine:
            return me.colour
        here = self._together.people.values()
        return next((one.colour for one in here if one.id == person), "")

    # -- what is unread

    def is_unread(self, comment: Comment) -> bool:
        return not (comment.deleted or self.is_mine(comment) or comment.id in self._read)

    def unread_in(self, thread: Thread) -> tuple[Comment, ...]:
        mine = self.mine
        return tuple(
            one for one in thread.said if one.author not in mine and one.id not in self._read
        )

    def unread(self) -> list[Thread]:
        """Threads in which something is unread, the oldest first."""
        return [one for one in reversed(self.latest_first()) if self.unread_in(one)]

    def mark_read(self, threads: Iterable[str]) -> bool:
        """Note that these threads were read as they stand. Says whether that is news."""
        wanted = [self.threads[id] for id in threads if id in self.threads]
        new = self._read.add(
            one.id for thread in wanted for one in thread.said if not self.is_mine(one)
        )
        if new:
            self._tell(CommentsChanged(frozenset(thread.id for thread in wanted)))
        return new

    # -- writing

    @property
    def may_write(self) -> bool:
        return not self.readonly and self._torn is None and self._together.may_comment

    def must_be_writable(self) -> None:
        """Raises MayNotComment, or what is wrong with the comments of this board."""
        if self._torn is not None:
            raise self._torn
        if self.may_write:
            return
        what = QT_TRANSLATE_NOOP("words", "You may look at this board, not comment on it.")
        remedy = QT_TRANSLATE_NOOP("words", "Ask the owner of the board for a link to comment.")
        if self.readonly:
            what = QT_TRANSLATE_NOOP("words", "This board is open to look at only.")
            remedy = QT_TRANSLATE_NOOP(
                "words", "Close it where it is being written, then open it again."
            )
        nothing = say(QT_TRANSLATE_NOOP("words", "Nothing was changed."))
        raise MayNotComment(say(what), meaning=nothing, remedy=say(remedy))

    def apply(self, *edits: CommentEdit, label: str = "") -> Change:
        """Make a person's edits, undoable in one step. Raises Refused, MayNotComment and what keeps
        the file from being made."""
        self.must_be_writable()
        self._open_journal()
        self.comments.mine = {self._together.me.id}  # the room takes nothing under another
        return self.comments.apply(*edits, label=label)

    def undo(self) -> Change | None:
        self.must_be_writable()
        return self.comments.undo()

    def redo(self) -> Change | None:
        self.must_be_writable()
        return self.comments.redo()

    # -- as the room sees it

    @property
    def client(self) -> int:
        return self.comments.client

    def mend(self) -> Change | None:
        return self.comments.mend()

    def vector(self) -> bytes:
        return self.comments.vector()

    def encode(self, since: bytes | None = None) -> bytes:
        before, now = self._settings.person, self._together.me.id
        if since is not None and before != now and self.may_write:
            self.comments.sign_anew(since, before, now)
        return self.comments.encode(since)

    def receive(self, update: bytes, origin: str, label: str = "") -> Change:
        """Take in what came from elsewhere. A disk that refuses is told, and tried again."""
        try:
            self._open_journal()
        except Trouble as trouble:  # the room has it, and gives it again to whoever asks
            self._trouble = trouble
        return self.comments.receive(update, origin, label)

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        return self.comments.listen(listener)

    # -- keeping

    @property
    def saved(self) -> str:
        """saved, saving or failed."""
        if self._trouble is not None:
            return "failed"
        return "saved" if self._saving is None else self._saving.state

    @property
    def trouble(self) -> Trouble | None:
        return self._trouble or (None if self._saving is None else self._saving.trouble)

    @property
    def journal(self) -> Journal | None:
        """None while nobody has said anything."""
        return self._journal

    def tend(self) -> None:
        """What is due now and then: a snapshot, another attempt to make the file."""
        if self._trouble is not None:
            try:
                self._open_journal()
            except Trouble as trouble:
                self._trouble = trouble
        if self._saving is not None and not self.readonly:
            self._saving.tend()

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until everything is on disk; False if the disk refuses or is slow."""
        return self._trouble is None and (self._journal is None or self._journal.flush(timeout))

    def close(self) -> None:
        """Write what is left; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._saving is not None:
            self._saving.close()
        if self._journal is not None:
            self._journal.close()

    def _opened(self) -> Comments:
        """What the file says. Whatever is wrong with it, the board opens without its comments."""
        person = self._settings.person
        journal: Journal | None = None
        try:
            if self._file.exists():
                journal = Journal(self._file, readonly=self.readonly, roots=COMMENTS)
                loaded = journal.load()
                self.notices = loaded.notices
                comments = Comments.load(loaded.updates, person=person)
                self._keep(comments, journal)
                return comments
        except Trouble as trouble:
            if journal is not None:
                journal.close()
            self._torn = _torn() if isinstance(trouble, TornBoard) else trouble
            self.notices = (*self.notices, self._torn.what)
        return Comments.load((), person=person)

    def _open_journal(self) -> None:
        """Make the file with the first comment."""
        if self._journal is None and not self.readonly and self._torn is None:
            self._keep(self.comments, Journal(self._file, roots=COMMENTS))
            self._deaf()  # whoever hears of a change may ask whether it is saved: keeping is first
            self._deaf = self.comments.listen(self._changed)
            if self._saving is not None and self._trouble is not None:
                self._saving.begin("Comments")  # what came in while the disk refused
        self._trouble = None

    def _keep(self, comments: Comments, journal: Journal) -> None:
        self._journal = journal
        self._saving = Saving(comments, journal, self._woken)

    def _changed(self, change: Change) -> None:
        heads = set[str]()
        for id in change.touches(ROOT):
            comment = self.comments.all.get(id)
            heads.add(comment.thread or id if comment is not None else id)
        self._tell(CommentsChanged(frozenset(heads)))


def _torn() -> Trouble:
    return Trouble(
        say(QT_TRANSLATE_NOOP("words", "The comments of this board cannot be read.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "The board itself is whole.")),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Move the file {name} out of the board's folder to begin anew."
            ),
            name=FILE,
        ),
    )
