"""What each step of the history was about, in the names of its nodes; read beside the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from canvas.app.history import CHAPTER, Step, is_torn, read_chapter
from canvas.document.past import touched
from canvas.document.records import NodeKind
from canvas.document.words import Trouble
from canvas.ui.bench import Bench
from canvas.ui.chronicle import Chronicle
from canvas.ui.kinds import kind_name
from collab.journal import Journal

NAMED = 2
"""Names in a row; of more their number is told."""

MANY = 12
"""A step that has touched more is about no node in particular."""

LARGE = 1_500
"""Nodes of a board that is read once, when its history is opened, and not while people work."""

REST = 2_500
"""Milliseconds between two readings while people work."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What some entries of the journal were about."""

    nodes: dict[int, frozenset[str]]
    names: dict[str, str]


class Subjects(QObject):
    """Main thread; reads on the pool. Only the latest entries are read: older steps go without."""

    found = Signal()

    def __init__(self, bench: Bench, chronicle: Chronicle, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._chronicle = bench, chronicle
        self._nodes: dict[int, frozenset[str]] = {}
        self._names: dict[str, str] = {}
        self._until = 0
        """The last entry that was read."""
        self._reading = self._closed = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.read)
        chronicle.found.connect(self._listed)

    def close_down(self) -> None:
        self._closed = True
        self._rest.stop()

    def of(self, step: Step) -> str:
        """The names of what a step has touched; empty where that is not known, or too much."""
        ids: dict[str, None] = {}
        for number in range(step.first.number, step.number + 1):
            ids.update(dict.fromkeys(sorted(self._nodes.get(number, ()))))
        names = [name for id in ids if (name := self._name(id))]
        if not names or len(ids) > MANY:
            return ""
        more = len(names) - NAMED
        return ", ".join(names[:NAMED]) + (f" +{more}" if more > 0 else "")

    def read(self) -> None:
        """Read what is new."""
        found = self._chronicle.moments
        if self._reading or self._closed or not found or is_torn(found):
            return
        last = found[-1].number
        first = self._until or max(last - CHAPTER, 0)
        if first >= last:
            return
        self._reading = True
        journal = self._bench.session.journal

        def came(read: _Read) -> None:
            self._reading = False
            if not self._closed:
                self._until = last
                self._nodes.update(read.nodes)
                self._names.update(read.names)
                self.found.emit()

        def failed(_trouble: Trouble) -> None:
            self._reading = False  # the list stands without; whoever goes there is told

        self._bench.errands.send(lambda: _read(journal, first, last), came, failed)

    def _listed(self) -> None:
        if not self._until:
            self.read()
        elif len(self._bench.session.board.nodes) <= LARGE and not self._rest.isActive():
            self._rest.start()

    def _name(self, id: str) -> str:
        node = self._bench.session.board.nodes.get(id)
        if node is not None:
            return node.title or kind_name(node.kind)
        said = self._names.get(id, "")
        return kind_name(NodeKind(said[1:])) if said.startswith("\0") else said


def _read(journal: Journal, first: int, last: int) -> _Read:
    """On a pool thread. Raises DiskTrouble."""
    chapter = read_chapter(journal, first, last)
    nodes = {number: touched(leaf) for number, leaf in chapter.leaves.items()}
    nodes = {number: ids for number, ids in nodes.items() if 0 < len(ids) <= MANY}
    known = chapter.tables.get("nodes", {})
    ids = frozenset(id for each in nodes.values() for id in each)
    return _Read(nodes, {id: _called(known.get(id)) for id in ids})


def _called(register: object) -> str:
    """The title of a node that may be gone by now, or its kind after a NUL."""
    if not isinstance(register, Mapping):
        return ""
    title, kind = register.get("title"), register.get("kind")
    if isinstance(title, str) and title:
        return title
    return f"\0{kind}" if kind in NodeKind.__members__ else ""
