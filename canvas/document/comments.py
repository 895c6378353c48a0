"""The comments of a board: a document of its own, so that a commenter needs no right to write the
board. One thread owns it, the front end's main thread.

Whoever may say something may answer, resolve and reopen. What was said is its author's alone to
change or to delete: these rules see to that here, a room (collab/authorship.py) for all who are in
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, cast

from canvas.document import forms
from canvas.document.change import Change, Listeners
from canvas.document.crdt import Document, Row, Transacted
from canvas.document.edits import Refused
from canvas.document.forms import DELETED
from canvas.document.recorder import Recorder
from canvas.document.records import Json
from canvas.document.remarks import COMMENT, Comment, Resolution, Thread, names, thread_of
from canvas.document.touches import Touches
from canvas.document.undo import History, Step
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.document.writes import COMMENTS, Create, Put, Write

ROOT = "comments"


@dataclass(frozen=True, slots=True)
class AddComment:
    comment: Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reword:
    """Say something else; the author's alone."""

    id: str
    text: str
    mentions: tuple[str, ...] = ()
    when: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveComment:
    """Pin it elsewhere; the author's alone."""

    id: str
    pos: tuple[float, float]
    node: str | None = None
    spot: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DeleteComment:
    """Hide it; the author's alone. What was answered stays."""

    id: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """Settle a thread, or open it again with None."""

    thread: str
    resolution: Resolution | None


CommentEdit: TypeAlias = AddComment | Reword | MoveComment | DeleteComment | Resolve

LABELS: Mapping[type, str] = {
    AddComment: QT_TRANSLATE_NOOP("words", "Comment"),
    Reword: QT_TRANSLATE_NOOP("words", "Edit comment"),
    MoveComment: QT_TRANSLATE_NOOP("words", "Move comment"),
    DeleteComment: QT_TRANSLATE_NOOP("words", "Delete comment"),
    Resolve: QT_TRANSLATE_NOOP("words", "Resolve comment"),
}


class Comments:
    """What was said, typed and current; edits go in, each transaction comes out as one Change.

    `mine` are the ids that this person has: a room may give another one than the program did.
    """

    def __init__(self, document: Document, *, person: str) -> None:
        self.person = person
        self.mine = {person}
        self._document = document
        self._all: dict[str, Comment] = {}
        self._threads: dict[str, Thread] = {}
        self._answers: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] | None = None
        self._recorder = Recorder(document)
        self._history = History()
        self._listeners = Listeners()
        self.all: Mapping[str, Comment] = MappingProxyType(self._all)
        """Deleted ones too."""
        self.threads: Mapping[str, Thread] = MappingProxyType(self._threads)
        """By the id of the comment that begins each; those of which nothing is left are out."""
        for id, comment in forms.read_all(COMMENT, document.read(ROOT)):
            self._put(id, comment)
        for id in self._heads(self._all):
            self._settle(id)
        document.watch()

    @classmethod
    def load(cls, updates: Iterable[bytes], *, person: str) -> Comments:
        """What these updates, in order, come to; none is a board of which nobody has said
        anything. Raises TornBoard."""
        document = Document(COMMENTS)
        document.load(updates)
        return cls(document, person=person)

    # -- reading

    def is_mine(self, comment: Comment) -> bool:
        return comment.author in self.mine

    def names(self) -> dict[str, str]:
        """Everybody who has said something, by id."""
        if self._names is None:
            self._names = names(self._all.values())
        return dict(self._names)

    def encode(self, since: bytes | None = None) -> bytes:
        return self._document.encode(since)

    def vector(self) -> bytes:
        return self._document.vector()

    @property
    def client(self) -> int:
        """The number under which this replica writes."""
        return self._document.client

    def mend(self) -> Change | None:
        """See to it that what is shown is what the document says; None if it was. See Board."""
        said = dict(forms.read_all(COMMENT, self._document.read(ROOT)))
        unlike = [id for id in said.keys() | self._all.keys() if said.get(id) != self._all.get(id)]
        rows = tuple(self._document.row(ROOT, id) for id in sorted(unlike))
        if not rows:
            return None
        self._recorder.follow(rows, "")
        return self._tell("", "", Transacted(self._document.encode(), rows), foreign=True)

    # -- writing

    def apply(self, *edits: CommentEdit, label: str = "", gesture: str = "") -> Change:
        """Make these edits in one transaction, all or none. Raises Refused before anything is
        written."""
        writes: list[Write] = []
        known: dict[str, Comment] = {}
        for edit in edits:
            writes += self._checked(edit, known)
        if not label and edits:
            label = LABELS[type(edits[0])]
        step = self._history.open(label, gesture)
        done = self._recorder.write(writes, self.person, step)
        if done.update:
            self._history.record(step)
        return self._tell(self.person, label, done)

    def sign_anew(self, since: bytes, before: str, now: str) -> None:
        """Somebody is known by another id than when they wrote: what a document with state vector
        `since` has never had of theirs bears the new one."""
        news = Document(COMMENTS)
        news.load([self._document.encode(since)])
        own = [id for id in news.read(ROOT) if id in self._all and self._all[id].author == before]
        if own:
            writes = [write for id in own for write in _puts(id, author=now)]
            self._tell(now, "", self._recorder.write(writes, now, None))

    def receive(self, update: bytes, origin: str, label: str = "") -> Change:
        """Take in what came from elsewhere, which has passed the gate: a Change that is foreign."""
        return self._tell(origin, label, self._recorder.receive(update, origin), foreign=True)

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each transaction; gives the way to stop."""
        return self._listeners.add(listener)

    @property
    def can_undo(self) -> str | None:
        """The label of what undo() would take back."""
        return self._next(self._history.undo)

    @property
    def can_redo(self) -> str | None:
        return self._next(self._history.redo)

    def undo(self) -> Change | None:
        """Take back one's own last step, as far as nobody else has written there since."""
        return self._step_back(self._history.undo, self._history.redo, "Undo")

    def redo(self) -> Change | None:
        return self._step_back(self._history.redo, self._history.undo, "Redo")

    def _next(self, steps: list[Step]) -> str | None:
        found = (step.label for step in reversed(steps) if self._recorder.has_effect(step))
        return next(found, None)

    def _step_back(self, source: list[Step], target: list[Step], verb: str) -> Change | None:
        while source:
            step = source.pop()
            inverse = Step(step.label)
            done = self._recorder.take_back(step, inverse)
            if done.update:
                target.append(inverse)
                return self._tell(self.person, f"{verb} {step.label}".strip(), done)
        return None

    # -- rules

    def _checked(self, edit: CommentEdit, known: dict[str, Comment]) -> list[Write]:
        """What an edit writes, seen after those before it. Raises Refused."""
        try:
            match edit:
                case AddComment(comment):
                    return self._added(comment, known)
                case Resolve(thread, resolution):
                    head = self._head(thread)
                    settled = None if resolution is None else list(resolution)
                    self._slot("resolved", settled)
                    return _puts(head.id, resolved=cast(Json, settled))
                case DeleteComment(id):
                    self._own(id, known)
                    return _puts(id, **{DELETED: True})
                case Reword():
                    self._own(edit.id, known)
                    return self._registers(
                        edit.id, text=edit.text, mentions=edit.mentions, edited=edit.when
                    )
                case MoveComment():
                    self._own(edit.id, known)
                    return self._registers(edit.id, node=edit.node, pos=edit.pos, spot=edit.spot)
        except Unfit as error:
            raise _refused(error.reason) from None

    def _added(self, comment: Comment, known: dict[str, Comment]) -> list[Write]:
        checked = forms.check(COMMENT, comment)
        if checked.author not in self.mine:
            raise _refused(
                say(QT_TRANSLATE_NOOP("words", "Nobody can comment in somebody else's name."))
            )
        if checked.id in self._all or self._document.has(ROOT, checked.id):
            raise _refused(
                say(QT_TRANSLATE_NOOP("words", "There is a comment {id} already."), id=checked.id)
            )
        if checked.thread is not None:
            self._head(checked.thread)
        known[checked.id] = checked
        return [Create(ROOT, checked.id, forms.write(COMMENT, checked))]

    def _head(self, thread: str) -> Comment:
        found = self._threads.get(thread)
        if found is None:
            raise _refused(
                say(QT_TRANSLATE_NOOP("words", "This comment is no longer there.")),
                say(QT_TRANSLATE_NOOP("words", "Say it in a new comment.")),
            )
        return found.head

    def _own(self, id: str, known: Mapping[str, Comment]) -> None:
        comment = known.get(id) or self._all.get(id)
        if comment is None:
            raise _refused(say(QT_TRANSLATE_NOOP("words", "This comment is no longer there.")))
        if comment.author not in self.mine:
            raise _refused(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "Only {name} can change or delete what {name} has said."
                    ),
                    name=comment.name or comment.author,
                ),
                say(QT_TRANSLATE_NOOP("words", "Answer it, or resolve it.")),
            )

    def _registers(self, id: str, **registers: object) -> list[Write]:
        for name, value in registers.items():
            self._slot(name, value)
        return _puts(id, **{name: forms.raw(value) for name, value in registers.items()})

    def _slot(self, name: str, value: object) -> None:
        if value is not None:
            COMMENT.slots[name].parse(value)

    # -- following the document

    def _tell(self, origin: str, label: str, done: Transacted, *, foreign: bool = False) -> Change:
        added, updated, removed = self._absorb(done.rows).frozen()
        change = Change(origin, done.update, added, updated, removed, label, foreign)
        if done.update:
            self._listeners.tell(change)
        return change

    def _absorb(self, rows: Iterable[Row]) -> Touches:
        touches = Touches()
        touched: dict[str, bool] = {}
        heads: set[str] = set()
        for row in rows:
            before = self._all.get(row.id)
            heads |= self._heads((row.id,))
            touched.setdefault(row.id, before is not None and not before.deleted)
            found = row.registers if row.whole else self._document.registers(ROOT, row.id)
            after = forms.read(COMMENT, row.id, found)
            if before is not None and after is not None and not after.deleted:
                touches.updated[ROOT][row.id] |= forms.changed(COMMENT, before, after)
            self._put(row.id, after)
        for id, was in touched.items():
            now = self._all.get(id)
            touches.turned(ROOT, id, was, now is not None and not now.deleted)
            if now is None or now.deleted:
                touches.updated[ROOT].pop(id, None)
        for id in heads | self._heads(touched):
            self._settle(id)
        return touches

    def _heads(self, ids: Iterable[str]) -> set[str]:
        """Of which threads these are."""
        known = (self._all.get(id) for id in ids)
        return {*ids, *(one.thread for one in known if one is not None and one.thread)}

    def _put(self, id: str, comment: Comment | None) -> None:
        self._names = None
        before = self._all.pop(id, None)
        if before is not None and before.thread is not None:
            self._answers[before.thread].discard(id)
        if comment is not None:
            self._all[id] = comment
            if comment.thread is not None:
                self._answers[comment.thread].add(id)

    def _settle(self, id: str) -> None:
        """Form a thread anew. What answers an answer, or nothing that is there, stands nowhere."""
        head = self._all.get(id)
        thread = None
        if head is not None and head.thread is None:
            thread = thread_of(head, (self._all[one] for one in self._answers[id]))
        if thread is not None and thread.said:
            self._threads[id] = thread
        else:
            self._threads.pop(id, None)


def _puts(id: str, **registers: Json) -> list[Write]:
    return [Put(ROOT, id, name, value) for name, value in registers.items()]


def _refused(why: Sentence, remedy: Sentence | None = None) -> Refused:
    nothing = say(QT_TRANSLATE_NOOP("words", "Nothing was changed."))
    return Refused(why, meaning=nothing, remedy=remedy)
