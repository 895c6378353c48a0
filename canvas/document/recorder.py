"""Writes with a memory: who wrote each register last, whose characters are whose, and how to take a
step back."""

from __future__ import annotations

from collections.abc import Iterable

from canvas.document.crdt import NOTHING, Document, Row, Transacted
from canvas.document.forms import DELETED
from canvas.document.ledger import Ledger, Numbers, Piece, pieces_of
from canvas.document.records import Json
from canvas.document.undo import NOBODY, Key, Step, Writer
from canvas.document.writes import (
    INSERT_ONLY,
    META,
    NESTED,
    Begin,
    Create,
    Keep,
    Put,
    Splice,
    Write,
)


class Recorder:
    """Makes the transactions of one board and notes in each step how to undo it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._writers: dict[Key, Writer] = {}
        self._serial = 0
        self._numbers = Numbers()
        self._ledgers: dict[str, Ledger] = {}

    def last_writer(self, key: Key) -> Writer:
        return self._writers.get(key, NOBODY)

    def write(self, writes: Iterable[Write], person: str, step: Step | None) -> Transacted:
        """One transaction; with a step it can be taken back."""
        made = list(writes)
        if not made:
            return NOTHING
        writer = self._next_writer(person)

        def write() -> None:
            for each in made:
                self._write(each, writer, step)

        return self._document.transact(write)

    def take_back(self, step: Step, inverse: Step) -> Transacted:
        """Undo a step as far as things stand as it left them; `inverse` learns how to redo it."""
        made = step.writes(self._writers)
        if not made and not step.texts:
            return NOTHING

        def write() -> None:
            for each, writer in made:
                self._write(each, writer, inverse)
            self._toggle(step, inverse)

        return self._document.transact(write)

    def receive(self, update: bytes, person: str) -> Transacted:
        done = self._document.receive(update)
        self.follow(done.rows, person)
        return done

    def follow(self, rows: Iterable[Row], person: str) -> None:
        """Somebody else has written this."""
        writer = self._next_writer(person)
        for row in rows:
            self._note_foreign(row, writer)

    def _next_writer(self, person: str) -> Writer:
        self._serial += 1
        return Writer(person, self._serial)

    def has_effect(self, step: Step) -> bool:
        return step.has_writes(self._writers) or any(
            id in self._ledgers and self._ledgers[id].would_toggle(found.kill, found.revive)
            for id, found in step.texts.items()
        )

    def _write(self, write: Write, writer: Writer, step: Step | None) -> None:
        match write:
            case Put(root, id, register, _):
                self._note((root, id, register), self._document.write(write), writer, step)
            case Keep(root, id, _):
                before = self._document.write(write)
                if root in INSERT_ONLY:
                    return
                if before is None and isinstance(write.value, dict):
                    before = {**write.value, DELETED: True}
                self._note((root, id, ""), before, writer, step)
            case Create(root, id, _):
                self._document.write(write)
                self._writers[root, id, DELETED] = writer
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
        elif row.root in NESTED or row.root == META:
            for register in row.registers or ():
                self._writers[row.root, row.id, register] = writer
            if row.whole:
                self._writers[row.root, row.id, DELETED] = writer
        elif row.root not in INSERT_ONLY:
            self._writers[row.root, row.id, ""] = writer

    def _follow_text(self, row: Row) -> None:
        ledger = self._ledgers.get(row.id)
        if ledger is None:
            return
        if row.delta is None:  # another text took its place: whose characters these were is lost
            del self._ledgers[row.id]
        else:
            ledger.follow(pieces_of(row.delta, ledger.text), row.text)
