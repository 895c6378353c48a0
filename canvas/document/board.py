"""The storyboard: the one writable thing. One thread owns a Board, the front end's main thread."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from canvas.document import forms
from canvas.document.change import Change
from canvas.document.crdt import NOTHING, Document, Row, TornBoard, Transacted
from canvas.document.edits import LABELS, Edit, Refused
from canvas.document.ledger import Ledger, Numbers, Piece, pieces_of
from canvas.document.mirror import Mirror
from canvas.document.records import (
    SCHEMA,
    Asset,
    Cue,
    Edge,
    Json,
    Mark,
    Meta,
    Node,
    Render,
    Shot,
    Take,
    new_id,
)
from canvas.document.rules import Draft
from canvas.document.timing import Rate
from canvas.document.undo import NOBODY, History, Key, Step, Writer
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.document.writes import INSERT_ONLY, META, ROOTS, Begin, Create, Keep, Put, Splice, Write

__all__ = ["Board", "NewerSchema", "Refused", "TornBoard"]

Listener = Callable[[Change], None]


class NewerSchema(Trouble):
    """The board was written by a newer program than this one."""

    code = "newer_schema"

    def __init__(self, schema: object) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "This board has schema {schema}; this program knows {known}."
                ),
                schema=schema,
                known=SCHEMA,
            ),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Update Shotweave, then open the board again.")),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: looking through a hundred thousand new records, none of them
    garbage, takes a third of the time that a large board needs to load."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Board:
    """What is on the board, typed and current; edits go in, each transaction comes out as one
    Change.

    `person` is whose edits these are and whose undo this is.
    """

    def __init__(self, document: Document, *, person: str) -> None:
        self.person = person
        self._document = document
        self._mirror = Mirror(document.registers)
        self._mirror.load(document.read)
        document.watch()
        self._writers: dict[Key, Writer] = {}
        self._serial = 0
        self._history = History()
        self._numbers = Numbers()
        self._ledgers: dict[str, Ledger] = {}
        self._listeners: list[Listener] = []
        self._untold: deque[Change] = deque()
        self._telling = False
        mirror = self._mirror
        self.all_nodes: Mapping[str, Node] = MappingProxyType(mirror.all_nodes)
        self.nodes: Mapping[str, Node] = MappingProxyType(mirror.nodes)
        self.edges: Mapping[str, Edge] = MappingProxyType(mirror.edges)
        self.shots: Mapping[str, Shot] = MappingProxyType(mirror.shots)
        self.takes: Mapping[str, Take] = MappingProxyType(mirror.takes)
        self.renders: Mapping[str, Render] = MappingProxyType(mirror.renders)
        self.assets: Mapping[str, Asset] = MappingProxyType(mirror.assets)
        self.cues: Mapping[str, Cue] = MappingProxyType(mirror.cues)
        self.marks: Mapping[str, Mark] = MappingProxyType(mirror.marks)

    @classmethod
    def new(
        cls,
        *,
        person: str,
        title: str = "",
        rate: Rate = Rate(24),
        width: int = 1280,
        height: int = 720,
    ) -> Board:
        """An empty board with a lineage of its own. Journal encode() first: it is no Change to
        anybody."""
        meta = Meta(lineage=new_id(), title=title, rate=rate, width=width, height=height)
        try:
            forms.check(forms.META, meta)
        except Unfit as error:
            raise Refused(error.reason) from None
        return cls.written(forms.write(forms.META, meta), (), person=person)

    @classmethod
    def written(cls, meta: Mapping[str, Json], writes: Iterable[Write], *, person: str) -> Board:
        """A new board out of raw registers, unchecked: for the codec."""
        document = Document()
        everything = {**meta, "schema": SCHEMA}

        def write() -> None:
            for name, value in everything.items():
                document.write(Put(META, META, name, value))
            for each in writes:
                document.write(each)

        document.transact(write)
        return cls(document, person=person)

    @classmethod
    def load(cls, updates: Iterable[bytes], *, person: str) -> Board:
        """The board that these updates, in order, come to. Raises NewerSchema or TornBoard."""
        with _uncollected():
            document = Document()
            document.load(updates)
            board = cls(document, person=person)
        if board.meta.schema > SCHEMA:
            raise NewerSchema(board.meta.schema)
        return board

    # reading

    @property
    def meta(self) -> Meta:
        return self._mirror.meta

    @property
    def film(self) -> tuple[Shot, ...]:
        """The shots in the film's order."""
        return self._mirror.film

    @property
    def broken(self) -> frozenset[str]:
        """Links that are shown but carry nothing, see links.py."""
        return self._mirror.links.broken

    def text(self, node: str) -> str:
        return self._mirror.texts.get(node, "")

    def takes_of(self, node: str) -> tuple[Take, ...]:
        """Oldest first."""
        return self._mirror.takes_of(node)

    def links_into(self, node: str, port: str | None = None) -> tuple[Edge, ...]:
        """What feeds a node, broken links left out, in the order of their ids; O(degree)."""
        links = self._mirror.links
        return self._sound(links.into.get(node, {}), lambda e: port is None or e.into == port)

    def links_from(self, node: str, port: str | None = None) -> tuple[Edge, ...]:
        """What a node feeds, broken links left out, in the order of their ids; O(degree)."""
        links = self._mirror.links
        return self._sound(links.out.get(node, {}), lambda e: port is None or e.out == port)

    def _sound(self, edges: Mapping[str, Edge], wanted: Callable[[Edge], bool]) -> tuple[Edge, ...]:
        links = self._mirror.links
        return tuple(
            edges[id] for id in sorted(edges) if wanted(edges[id]) and not links.is_broken(id)
        )

    def draft(self) -> Draft:
        """Edits tried on without writing: take() raises Refused, why_not() gives a reason."""
        return Draft(self._mirror, self._document.has)

    def last_writer(self, root: str, id: str, register: str = "") -> str:
        """Who wrote a register last in this session, "" for whoever came before."""
        return self._writers.get((root, id, register), NOBODY).person

    def encode(self, since: bytes | None = None) -> bytes:
        """The whole state as one Yjs update, or what a replica with state vector `since` lacks."""
        return self._document.encode(since)

    def vector(self) -> bytes:
        """The state vector: what this replica has."""
        return self._document.vector()

    def registers(self) -> dict[str, dict[str, Json]]:
        """Every root as plain JSON, with what this program does not know; for the codec."""
        return {root: self._document.read(root) for root in ROOTS}

    # writing

    def apply(
        self, *edits: Edit, label: str = "", gesture: str = "", undoable: bool = True
    ) -> Change:
        """Make these edits in one transaction, all or none. Raises Refused before anything is
        written.

        Edits with the same `gesture` are one step of undo. Without `undoable` the edit counts as
        somebody else's: undo neither takes it back nor overwrites it.
        """
        if self.meta.schema > SCHEMA:
            raise NewerSchema(self.meta.schema)
        draft = self.draft()
        for edit in edits:
            draft.take(edit)
        writer = self._writer(self.person)
        if not label and edits:
            label = LABELS[type(edits[0])]
        step = self._history.open(label, gesture) if undoable else None
        done = self._transact([(write, writer) for write in draft.writes], step)
        if step is not None and done.update:
            self._history.record(step)
        return self._tell(self.person, label, done)

    def receive(self, update: bytes, origin: str) -> Change:
        """Take in somebody else's update, which has passed the gate."""
        done = self._document.receive(update)
        writer = self._writer(origin)
        for row in done.rows:
            self._note_foreign(row, writer)
        return self._tell(origin, "", done)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each transaction, on the board's thread; gives the way to stop.

        What a listener raises is raised again once all have been called. One that edits the board
        is told of its own edit after everybody has heard of the first.
        """
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    @property
    def can_undo(self) -> str | None:
        """The label of what undo() would take back."""
        return next((s.label for s in reversed(self._history.undo) if self._has_effect(s)), None)

    @property
    def can_redo(self) -> str | None:
        return next((s.label for s in reversed(self._history.redo) if self._has_effect(s)), None)

    def undo(self) -> Change | None:
        """Take back one's own last step as far as nobody has changed the same since; None when
        there is none."""
        return self._step_back(self._history.undo, self._history.redo, "Undo")

    def redo(self) -> Change | None:
        return self._step_back(self._history.redo, self._history.undo, "Redo")

    def _step_back(self, source: list[Step], target: list[Step], verb: str) -> Change | None:
        while source:
            step = source.pop()
            inverse = Step(step.label)
            done = self._transact(step.writes(self._writers), inverse, step)
            if done.update:
                target.append(inverse)
                return self._tell(self.person, f"{verb} {step.label}".strip(), done)
        return None

    def _has_effect(self, step: Step) -> bool:
        return step.has_writes(self._writers) or any(
            id in self._ledgers and self._ledgers[id].would_toggle(found.kill, found.revive)
            for id, found in step.texts.items()
        )

    def _writer(self, person: str) -> Writer:
        self._serial += 1
        return Writer(person, self._serial)

    def _transact(
        self,
        writes: list[tuple[Write, Writer]],
        step: Step | None,
        undone: Step | None = None,
    ) -> Transacted:
        """Write, and note in `step` how to take it back; `undone` brings the characters of the step
        that is undone."""

        def write() -> None:
            for each, writer in writes:
                self._write(each, writer, step)
            if undone is not None and step is not None:
                self._toggle(undone, step)

        if not writes and not (undone and undone.texts):
            return NOTHING
        return self._document.transact(write)

    def _write(self, write: Write, writer: Writer, step: Step | None) -> None:
        match write:
            case Put(root, id, register, _):
                self._note((root, id, register), self._document.write(write), writer, step)
            case Keep(root, id, _):
                before = self._document.write(write)
                if root in INSERT_ONLY:
                    return
                if before is None and isinstance(write.value, dict):
                    before = {**write.value, forms.DELETED: True}
                self._note((root, id, ""), before, writer, step)
            case Create(root, id, _):
                self._document.write(write)
                self._writers[root, id, forms.DELETED] = writer
                if step is not None:
                    step.remember_created(root, id, writer)
            case Splice():
                self._splice(write, step)
            case Begin():
                self._document.write(write)

    def _note(self, key: Key, before: Json, writer: Writer, step: Step | None) -> None:
        if step is not None:
            step.remember(key, before, self._writers.get(key, NOBODY), writer)
        self._writers[key] = writer

    def _splice(self, splice: Splice, step: Step | None) -> None:
        ledger = self._ledgers.get(splice.id)
        if ledger is None and step is not None:
            ledger = self._ledgers[splice.id] = Ledger(
                self._document.text(splice.id), self._numbers
            )
        if ledger is not None:
            born, died = ledger.splice(Piece(splice.at, splice.removed, splice.inserted))
            if step is not None:
                step.characters(splice.id).splice(born, died)
        self._document.write(splice)

    def _toggle(self, undone: Step, step: Step) -> None:
        for id, found in undone.texts.items():
            if id not in self._ledgers:
                continue
            pieces, killed, revived = self._ledgers[id].toggle(found.kill, found.revive)
            for at, removed, inserted in pieces:
                self._document.write(Splice(id, at, removed, inserted))
            if pieces:
                characters = step.characters(id)
                characters.kill, characters.revive = revived, killed

    def _note_foreign(self, row: Row, writer: Writer) -> None:
        if row.root == "texts":
            self._follow_text(row)
        elif row.root in INSERT_ONLY:
            return
        elif row.root in ("edges", "cues", "marks"):
            self._writers[row.root, row.id, ""] = writer
        else:
            for register in row.registers or ():
                self._writers[row.root, row.id, register] = writer
            if row.whole:
                self._writers[row.root, row.id, forms.DELETED] = writer

    def _follow_text(self, row: Row) -> None:
        ledger = self._ledgers.get(row.id)
        if ledger is None:
            return
        if row.delta is None:  # another text took its place: whose characters these were is lost
            del self._ledgers[row.id]
        else:
            ledger.follow(pieces_of(row.delta, ledger.text), row.text)

    def _tell(self, origin: str, label: str, done: Transacted) -> Change:
        added, updated, removed = self._mirror.absorb(done.rows).frozen()
        change = Change(origin, done.update, added, updated, removed, label)
        if done.update:
            self._untold.append(change)
            if not self._telling:
                self._tell_all()
        return change

    def _tell_all(self) -> None:
        failures: list[Exception] = []
        self._telling = True
        try:
            while self._untold:
                change = self._untold.popleft()
                for listener in tuple(self._listeners):
                    try:
                        listener(change)
                    except Exception as error:  # raised below, when everybody has heard
                        failures.append(error)
        finally:
            self._telling = False
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ExceptionGroup("several listeners of the board failed", failures)
