"""A board as it was, to be leafed through: each change is kept with what stood there before, so a
step back costs what the change did and not what the board holds.

`leaves` reads changes off a document, on any thread; `PastBoard` turns them on the thread that
shows it. It is a Board to read: whatever would write refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.crdt import Document, Row, TornBoard
from canvas.document.edits import Edit, Refused
from canvas.document.garbage import uncollected
from canvas.document.ledger import difference
from canvas.document.records import Json
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.document.writes import META, NESTED, ROOTS

Tables: TypeAlias = "dict[str, dict[str, Any]]"
"""Root -> id -> registers, or the words of a text; `meta` has the one id "meta"."""

TEXTS = "texts"
_PATCHED = NESTED | {META}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one change did under one id: the registers that changed, None for one that was not set;
    all of it None where there was nothing."""

    root: str
    id: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Splice:
    """Of a text: at which character, what went and what came."""

    at: int
    gone: str
    come: str


Leaf: TypeAlias = "tuple[Turn | tuple[str, Splice], ...]"
"""One change, to be turned either way; of a text its id with a Splice."""


class PastIsPast(Refused):
    """Somebody wants to change what has been."""

    code = "past"

    def __init__(self) -> None:
        super().__init__(
            say(QT_TRANSLATE_NOOP("words", "The past cannot be changed.")),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Restore what you want from it, or go back to now.")
            ),
        )


def tables_of(document: Document) -> Tables:
    """Everything in a document, as plain registers."""
    tables: Tables = {}
    for root in ROOTS:
        found = document.read(root)
        if root == META:
            tables[root] = {META: _set(found)}
        elif root in NESTED:
            tables[root] = {id: _set(one) for id, one in found.items() if isinstance(one, dict)}
        else:
            kind = str if root == TEXTS else dict
            tables[root] = {id: one for id, one in found.items() if isinstance(one, kind)}
    return tables


@dataclass(slots=True)
class Reading:
    """A document on its way through its own history. One thread."""

    document: Document = field(default_factory=Document)
    tables: Tables = field(default_factory=dict)

    @classmethod
    def at(cls, updates: Iterable[bytes]) -> Reading:
        """Begin where these updates lead."""
        with uncollected():
            reading = cls()
            reading.document.load(updates)
            reading.tables = tables_of(reading.document)
        reading.document.watch()
        return reading

    def take(self, update: bytes) -> Leaf:
        """Go one change on. One that cannot be read changes nothing."""
        try:
            rows = self.document.receive(update).rows
        except TornBoard:
            return ()
        return tuple(turn for row in rows for turn in _turned(self.tables, row))


def between(before: Tables, after: Tables) -> Leaf:
    """What leads from one state to another: for where a damaged journal has lost what did."""
    found: list[Turn | tuple[str, Splice]] = []
    for root in ROOTS:
        old, new = before[root], after[root]
        for id in old.keys() | new.keys():
            was, now = old.get(id), new.get(id)
            if was == now:
                continue
            if root in _PATCHED and was is not None and now is not None:
                names = [name for name in was.keys() | now.keys() if was.get(name) != now.get(name)]
                was = {name: was.get(name) for name in names}
                now = {name: now.get(name) for name in names}
            found.append(Turn(root, id, was, now))
    return tuple(found)


def touched(leaf: Leaf) -> frozenset[str]:
    """The nodes that a change is seen on: its own, those of its words, links, shots and takes."""
    nodes: set[str] = set()
    for turn in leaf:
        if isinstance(turn, tuple):
            nodes.add(turn[0])
        elif turn.root in ("nodes", TEXTS):
            nodes.add(turn.id)
        else:
            for record in (turn.before, turn.after):
                if isinstance(record, dict):
                    ends = (record.get(name) for name in ("node", "source", "target"))
                    nodes.update(end for end in ends if isinstance(end, str))
    return frozenset(nodes)


class PastBoard(Board):
    """One moment of a board, turned to others by `turn`. Belongs to one thread."""

    def __init__(self, tables: Tables) -> None:
        """Takes the tables over."""
        self._pages = _Pages(tables)
        # a Board asks of its document what _Pages has, as long as nothing is written
        with uncollected():
            super().__init__(cast("Document", self._pages), person="")

    def turn(self, leaves: Sequence[Leaf], *, back: bool = False) -> Change:
        """Go over these changes, the oldest first; or take them back, the latest first. Listeners
        hear of one change."""
        rows = self._pages.turn(leaves, back=back)
        added, updated, removed = self._mirror.absorb(rows).frozen()
        change = Change("history", b"", added, updated, removed)
        self._listeners.tell(change)
        return change

    def apply(
        self, *edits: Edit, label: str = "", gesture: str = "", undoable: bool = True
    ) -> Change:
        raise PastIsPast

    def undo(self) -> Change | None:
        raise PastIsPast

    def redo(self) -> Change | None:
        raise PastIsPast

    def give_up(self, gesture: str) -> Change | None:
        return None


class _Pages:
    """Tables that are read as a Document is."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def watch(self) -> None:
        """Rows come from `turn`."""

    def read(self, root: str) -> Mapping[str, Any]:
        table = self._tables[root]
        return table.get(META, {}) if root == META else table

    def registers(self, root: str, id: str) -> object:
        return self._tables[root].get(id)

    def has(self, root: str, id: str) -> bool:
        return id in self._tables[root]

    def turn(self, leaves: Sequence[Leaf], *, back: bool) -> list[Row]:
        """Turn the tables; what comes of it once for each id, however often it has changed."""
        seen: dict[tuple[str, str], set[str] | None] = {}
        for leaf in reversed(leaves) if back else leaves:
            for turn in reversed(leaf) if back else leaf:
                if isinstance(turn, tuple):
                    self._splice(*turn, back=back)
                    seen[TEXTS, turn[0]] = None
                    continue
                key = turn.root, turn.id
                names = self._turn(turn, back=back)
                known = seen.get(key, set())
                seen[key] = None if names is None or known is None else known | names
        return [self._row(root, id, names) for (root, id), names in seen.items()]

    def _splice(self, id: str, splice: Splice, *, back: bool) -> None:
        text = self._tables[TEXTS].get(id, "")
        gone, come = (splice.come, splice.gone) if back else (splice.gone, splice.come)
        self._tables[TEXTS][id] = text[: splice.at] + come + text[splice.at + len(gone) :]

    def _turn(self, turn: Turn, *, back: bool) -> set[str] | None:
        """The registers that were set; None where all of it came or went."""
        table = self._tables[turn.root]
        old, new = (turn.after, turn.before) if back else (turn.before, turn.after)
        if new is None:
            table.pop(turn.id, None)
        elif old is None or turn.root not in _PATCHED:
            table[turn.id] = dict(new) if isinstance(new, dict) else new
        else:
            table[turn.id] = _set({**table.get(turn.id, {}), **new})
            return {*new}
        return None

    def _row(self, root: str, id: str, names: set[str] | None) -> Row:
        now = self._tables[root].get(id)
        if root == TEXTS:
            return Row(root, id, None if now is None else {}, whole=True, text=now or "")
        if now is None or names is None:
            return Row(root, id, now, whole=True)
        return Row(root, id, {name: now.get(name) for name in names})


def _turned(tables: Tables, row: Row) -> Iterator[Turn | tuple[str, Splice]]:
    """Note a row in the tables, and what stood there before."""
    table = tables[row.root]
    before = table.get(row.id)
    if row.root == TEXTS:
        yield from _retold(table, row, before)
    elif row.registers is None:
        if table.pop(row.id, None) is not None:
            yield Turn(row.root, row.id, before, None)
    elif row.root in _PATCHED and not row.whole and before is not None:
        was = {name: before.get(name) for name in row.registers}
        now: dict[str, Json] = dict(cast("Mapping[str, Json]", row.registers))
        if was != now:
            table[row.id] = _set({**before, **now})
            yield Turn(row.root, row.id, was, now)
    else:
        now = dict(cast("Mapping[str, Json]", row.registers))
        table[row.id] = now = _set(now) if row.root in _PATCHED else now
        if before != now:
            yield Turn(row.root, row.id, before, now)


def _retold(
    table: dict[str, Any], row: Row, before: str | None
) -> Iterator[Turn | tuple[str, Splice]]:
    if row.registers is None:
        if table.pop(row.id, None) is not None:
            yield Turn(TEXTS, row.id, before, None)
        return
    table[row.id] = row.text
    if before is None:
        yield Turn(TEXTS, row.id, None, row.text)
    elif before != row.text:
        at, removed, inserted = difference(before, row.text)
        yield row.id, Splice(at, before[at : at + removed], inserted)


def _set(registers: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not set: it reads the same."""
    return {name: value for name, value in registers.items() if value is not None}
