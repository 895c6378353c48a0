"""The one module that knows pycrdt: writes and bytes in, rows and bytes out.

pycrdt's panics derive from BaseException; none leaves this module, each becomes a Trouble. Five
rules hold here, each from a measured failure of the library: no UndoManager, nothing is removed,
updates of one sender come in order, foreign updates pass the gate before they come here, one thread
owns the document.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, cast
from weakref import finalize, ref

from pycrdt import (
    Array,
    Doc,
    Map,
    MapEvent,
    Subscription,
    Text,
    TextEvent,
    TransactionEvent,
    merge_updates,
)

from canvas.document.records import Json
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.document.writes import META, NESTED, ROOTS, Begin, Create, Keep, Put, Splice, Write

Delta: TypeAlias = "tuple[tuple[str, int | str], ...]"
"""("retain" or "delete", bytes of UTF-8) and ("insert", text), in order."""


class TornBoard(Trouble):
    """Bytes that are no update of a board, or a document that the library cannot read."""

    code = "torn_board"


@dataclass(frozen=True, slots=True)
class Row:
    """What one transaction did to one id of one root."""

    root: str
    id: str
    registers: Mapping[str, object] | None
    """The registers that changed; None if there is nothing readable under this id."""
    whole: bool = False
    """`registers` is all there is under this id."""
    text: str = ""
    delta: Delta | None = None


@dataclass(frozen=True, slots=True)
class Transacted:
    update: bytes
    rows: tuple[Row, ...]


NOTHING = Transacted(b"", ())


@contextmanager
def _border() -> Iterator[None]:
    try:
        yield
    except (Trouble, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise _torn(error) from error


def _torn(error: BaseException) -> BaseException:
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return error
    return TornBoard(
        say(QT_TRANSLATE_NOOP("words", "The board's document could not be read or changed.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "The last change was not made.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Close the board and open it again: {detail}"),
            detail=str(error),
        ),
    )


def merged(updates: Iterable[bytes]) -> bytes:
    """Several updates of one sender, in order, as one. Dearer than to apply them: 50 us each."""
    with _border():
        return merge_updates(*updates)


class Document:
    """A Y.Doc. One thread owns it: the one that made it. `roots` are all that it reads and tells
    of: a board's, unless it says otherwise."""

    def __init__(self, roots: Iterable[str] = ROOTS) -> None:
        # 32 bits, as Yjs itself draws them: the library's own 53 cost 9 bytes more with each move
        self._doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
        self._roots: dict[str, Map[Any]] = {name: self._doc.get(name, type=Map) for name in roots}
        self._subscriptions: list[Subscription] = []
        self._rows: list[Row] = []
        self._updates: list[bytes] = []
        self._failure: BaseException | None = None

    def load(self, updates: Iterable[bytes]) -> None:
        """Apply without telling anybody; call before watch()."""
        with _border(), self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)

    def watch(self) -> None:
        """From now on every transaction is told in rows."""
        with _border():
            for name, root in self._roots.items():
                self._subscriptions.append(root.observe_deep(self._observer(name)))
            self._subscriptions.append(self._doc.observe(self._updates_taken()))
        # a subscription that is not dropped keeps the whole document in memory for good
        finalize(self, _drop, self._subscriptions).atexit = False

    def read(self, root: str) -> dict[str, Any]:
        """The whole root by its JSON form: three times as fast as asking value by value."""
        with _border():
            return cast("dict[str, Any]", json.loads(str(self._roots[root])))

    def registers(self, root: str, id: str) -> object:
        """Everything under one id, None if there is nothing."""
        with _border():
            return _plain(self._roots[root].get(id))

    def row(self, root: str, id: str) -> Row:
        """All there is under one id, as if it had just been written."""
        with _border():
            if root == META:
                return Row(META, META, self.read(META), whole=True)
            return _entry(root, id, self._roots[root].get(id))

    def text(self, id: str) -> str:
        with _border():
            found = self._roots["texts"].get(id)
            return str(found) if isinstance(found, Text | str) else ""

    def has(self, root: str, id: str) -> bool:
        with _border():
            return id in self._roots[root]

    def encode(self, since: bytes | None = None) -> bytes:
        """The state as one update: all, or what a document with state vector `since` lacks."""
        with _border():
            return self._doc.get_update(since)

    def vector(self) -> bytes:
        with _border():
            return self._doc.get_state()

    @property
    def client(self) -> int:
        """The number under which this replica writes: another one each time a board is opened."""
        with _border():
            return int(self._doc.client_id)

    def transact(self, write: Callable[[], None]) -> Transacted:
        """Run `write`, which calls the methods below, in one transaction. Nothing rolls back:
        validate first."""
        with _border():
            with self._doc.transaction():
                write()
            return self._collected()

    def merge(self, update: bytes) -> bytes:
        """What of this update was news, as an update; empty if nothing was. The fast way, for a
        document without roots (`Document(())`) that is watched: nothing is read or told."""
        try:
            self._doc.apply_update(update)
            fresh = self._updates
        except BaseException as error:  # panics too: none leaves this module
            raise _torn(error) from error
        if not fresh:
            return b""
        self._updates = []
        return fresh[0] if len(fresh) == 1 else merge_updates(*fresh)

    def receive(self, update: bytes) -> Transacted:
        with _border():
            with self._doc.transaction():
                self._doc.apply_update(update)
            return self._collected()

    def write(self, write: Write) -> Json:
        """Make one write inside transact(); gives what stood in the register before."""
        match write:
            case Put(root, id, register, value):
                target = self._roots[META] if root == META else self._roots[root][id]
                before = _plain(target.get(register))
                target[register] = value
                return cast(Json, before)
            case Keep(root, id, value):
                before = _plain(self._roots[root].get(id))
                self._roots[root][id] = value
                return cast(Json, before)
            case Create(root, id, registers):
                self._roots[root][id] = Map(dict(registers))
            case Begin(id, text):
                self._roots["texts"][id] = Text(text)
            case Splice():
                self._splice(write)
        return None

    def _splice(self, splice: Splice) -> None:
        text = self._roots["texts"].get(splice.id)
        if not isinstance(text, Text):
            text = self._roots["texts"][splice.id] = Text("")
        start = _offset(text, splice.at)
        if splice.removed:
            del text[start : _offset(text, splice.at + splice.removed)]
        if splice.inserted:
            text.insert(start, splice.inserted)

    def _collected(self) -> Transacted:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        rows, updates = tuple(self._rows), self._updates
        self._rows, self._updates = [], []
        if not updates:
            return NOTHING
        # more than one: a transaction before this one failed half way, and what it wrote stands
        return Transacted(updates[0] if len(updates) == 1 else merge_updates(*updates), rows)

    def _updates_taken(self) -> Callable[[TransactionEvent], None]:
        """The library holds on to what observes, beyond the garbage collector's sight: what it
        holds must not hold on to us."""
        ours = ref(self)

        def take(event: TransactionEvent) -> None:
            if (document := ours()) is not None:
                document._updates.append(event.update)

        return take

    def _observer(self, root: str) -> Callable[[list[Any]], None]:
        ours = ref(self)

        def observe(events: list[Any]) -> None:
            if (document := ours()) is None:
                return
            try:
                for event in events:
                    document._rows.extend(document._told(root, event))
            except BaseException as error:  # a callback that raises would be told to nobody
                document._failure = error

        return observe

    def _told(self, root: str, event: Any) -> Iterator[Row]:
        """The rows of one event. What others nest deeper than we do is read anew, whole."""
        path = event.path
        if not path and root != META:
            for id, change in event.keys.items():
                yield _entry(root, id, change.get("newValue"))
        elif not path or (root in NESTED and len(path) == 1 and isinstance(event, MapEvent)):
            changed = {name: _plain(change.get("newValue")) for name, change in event.keys.items()}
            yield Row(root, str(path[0]) if path else META, changed)
        elif root == META:
            name = str(path[0])
            yield Row(root, META, {name: _plain(self._roots[root].get(name))})
        elif root == "texts" and len(path) == 1 and isinstance(event, TextEvent):
            changes: Any = event
            delta = tuple(_steps(changes.delta))
            yield Row(root, str(path[0]), {}, text=str(changes.target), delta=delta)
        else:
            yield _entry(root, str(path[0]), self._roots[root].get(str(path[0])))


def _drop(subscriptions: list[Subscription]) -> None:
    for subscription in subscriptions:
        subscription.drop()


def _offset(text: Text, characters: int) -> int:
    """pycrdt counts bytes of UTF-8; anything embedded by another program counts one and is no
    character."""
    shown = str(text)
    prefix = len(shown[:characters].encode())
    if len(text) == len(shown.encode()):
        return prefix
    offset = 0
    for piece, _ in text.diff():
        if isinstance(piece, str):
            size = len(piece.encode())
            if prefix <= size:
                return offset + prefix
            prefix -= size
            offset += size
        else:
            offset += 1
    return offset


def _entry(root: str, id: str, value: object) -> Row:
    found = _plain(value)
    if root == "texts":
        if isinstance(found, str):
            return Row(root, id, {}, whole=True, text=found)
        return Row(root, id, None, whole=True)
    return Row(root, id, found if isinstance(found, dict) else None, whole=True)


def _steps(delta: list[dict[str, Any]]) -> Iterator[tuple[str, int | str]]:
    for step in delta:
        if "insert" in step:
            yield "insert", step["insert"] if isinstance(step["insert"], str) else ""
        elif "delete" in step:
            yield "delete", int(step["delete"])
        elif "retain" in step:
            yield "retain", int(step["retain"])


def _plain(value: object) -> object:
    """What the document's JSON form says: a live board reads what a loaded one would."""
    if isinstance(value, Map | Array):
        return json.loads(str(value))
    if isinstance(value, bytes | bytearray | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
