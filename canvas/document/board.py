"""The storyboard: the one writable thing. One thread owns a Board, the front end's main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from operator import attrgetter
from types import MappingProxyType

from canvas.document import forms, schema
from canvas.document.change import Change, Listeners
from canvas.document.crdt import Document, TornBoard, Transacted
from canvas.document.edits import LABELS, Edit, Refused
from canvas.document.garbage import uncollected
from canvas.document.gathering import MOST, gathered, may_wait
from canvas.document.mirror import Mirror
from canvas.document.recorder import Recorder
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
from canvas.document.rules import Rules
from canvas.document.timing import Rate
from canvas.document.undo import History, Step
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.document.writes import META, ROOTS, Put, Write

_ID = attrgetter("id")

__all__ = ["Board", "NewerSchema", "Refused", "TornBoard"]


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
        self._recorder = Recorder(document)
        self._history = History()
        self._listeners = Listeners()
        self._gathers = False
        self._held: list[Change] = []
        mirror = self._mirror
        self.all_nodes: Mapping[str, Node] = MappingProxyType(mirror.all_nodes)
        self.nodes: Mapping[str, Node] = MappingProxyType(mirror.nodes)
        self.all_edges: Mapping[str, Edge] = MappingProxyType(mirror.all_edges)
        self.edges: Mapping[str, Edge] = MappingProxyType(mirror.edges)
        self.all_shots: Mapping[str, Shot] = MappingProxyType(mirror.all_shots)
        self.shots: Mapping[str, Shot] = MappingProxyType(mirror.shots)
        self.takes: Mapping[str, Take] = MappingProxyType(mirror.takes)
        self.renders: Mapping[str, Render] = MappingProxyType(mirror.renders)
        self.assets: Mapping[str, Asset] = MappingProxyType(mirror.assets)
        self.all_cues: Mapping[str, Cue] = MappingProxyType(mirror.all_cues)
        self.cues: Mapping[str, Cue] = MappingProxyType(mirror.cues)
        self.all_marks: Mapping[str, Mark] = MappingProxyType(mirror.all_marks)
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
            forms.check(schema.META, meta)
        except Unfit as error:
            raise Refused(error.reason) from None
        return cls.written(forms.write(schema.META, meta), (), person=person)

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
        with uncollected():
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
        return self._sound(links.into.get(node, ()), lambda e: port is None or e.into == port)

    def links_from(self, node: str, port: str | None = None) -> tuple[Edge, ...]:
        """What a node feeds, broken links left out, in the order of their ids; O(degree)."""
        links = self._mirror.links
        return self._sound(links.out.get(node, ()), lambda e: port is None or e.out == port)

    def _sound(self, edges: tuple[Edge, ...], wanted: Callable[[Edge], bool]) -> tuple[Edge, ...]:
        links = self._mirror.links
        found = [edge for edge in edges if wanted(edge) and not links.is_broken(edge.id)]
        return tuple(sorted(found, key=_ID) if len(found) > 1 else found)

    def draft(self) -> Rules:
        """Edits tried on without writing: take() raises Refused, why_not() gives a reason."""
        return Rules(self._mirror, self._document.has)

    def last_writer(self, root: str, id: str, register: str = "") -> str:
        """Who wrote a register last in this session, "" for whoever came before."""
        return self._recorder.last_writer((root, id, register)).person

    def encode(self, since: bytes | None = None) -> bytes:
        """The whole state as one Yjs update, or what a replica with state vector `since` lacks."""
        return self._document.encode(since)

    def vector(self) -> bytes:
        """The state vector: what this replica has."""
        return self._document.vector()

    @property
    def client(self) -> int:
        """The number under which this replica writes."""
        return self._document.client

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
        if not label and edits:
            label = LABELS[type(edits[0])]
        step = self._history.open(label, gesture) if undoable else None
        done = self._recorder.write(draft.writes, self.person, step)
        if step is not None and done.update:
            self._history.record(step)
        return self._tell(self.person, label, done)

    def receive(self, update: bytes, origin: str, label: str = "") -> Change:
        """Take in what came from elsewhere, which has passed the gate: a Change that is foreign."""
        return self._tell(origin, label, self._recorder.receive(update, origin), foreign=True)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Within it, edits from elsewhere that may_wait() are told together, and before anything
        else that happens."""
        self._gathers = True
        try:
            yield
        finally:
            self._gathers = False
            self._listeners.tell(*self._let_go())

    def mend(self) -> Change | None:
        """Look whether what is shown is what the document says, and show that; None if it was.

        For after a resync that brought copies together again: in such a moment the library has once
        left a change untold. Takes 0.3 s for 10,000 nodes."""
        document = self._document
        fresh = Mirror(document.registers)
        fresh.load(document.read)
        rows = tuple(document.row(root, id) for root, id in self._mirror.unlike(fresh))
        if not rows:
            return None
        self._recorder.follow(rows, "")
        # the whole state, for the journal has not been told either
        return self._tell("", "", Transacted(document.encode(), rows), foreign=True)

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each transaction, on the board's thread; gives the way to stop.

        What a listener raises is raised again once all have been called. One that edits the board
        is told of its own edit after everybody has heard of the first.
        """
        return self._listeners.add(listener)

    @property
    def can_undo(self) -> str | None:
        """The label of what undo() would take back."""
        return next(
            (s.label for s in reversed(self._history.undo) if self._recorder.has_effect(s)), None
        )

    @property
    def can_redo(self) -> str | None:
        return next(
            (s.label for s in reversed(self._history.redo) if self._recorder.has_effect(s)), None
        )

    def undo(self) -> Change | None:
        """Take back one's own last step as far as nobody has changed the same since; None when
        there is none."""
        return self._step_back(self._history.undo, self._history.redo, "Undo")

    def redo(self) -> Change | None:
        return self._step_back(self._history.redo, self._history.undo, "Redo")

    def give_up(self, gesture: str) -> Change | None:
        """Take back what a gesture that was stopped has done so far; there is no redo of that."""
        undo = self._history.undo
        if not gesture or not undo or undo[-1].gesture != gesture:
            return None
        return self._step_back(undo, [], "Undo")

    def _step_back(self, source: list[Step], target: list[Step], verb: str) -> Change | None:
        while source:
            step = source.pop()
            inverse = Step(step.label)
            done = self._recorder.take_back(step, inverse)
            if done.update:
                target.append(inverse)
                return self._tell(self.person, f"{verb} {step.label}".strip(), done)
        return None

    def _tell(self, origin: str, label: str, done: Transacted, *, foreign: bool = False) -> Change:
        added, updated, removed = self._mirror.absorb(done.rows).frozen()
        change = Change(origin, done.update, added, updated, removed, label, foreign)
        if self._gathers and may_wait(change):
            self._held.append(change)
            if len(self._held) >= MOST:
                self._listeners.tell(*self._let_go())
        elif done.update:
            self._listeners.tell(*self._let_go(), change)
        return change

    def _let_go(self) -> tuple[Change, ...]:
        """What has been held back, as one change."""
        held, self._held = self._held, []
        return (gathered(held, self._mirror.nodes),) if held else ()
