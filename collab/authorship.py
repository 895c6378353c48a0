"""Whose the comments of a room are: nobody writes one in somebody else's name, and what was said is
its author's alone to change. SPEC.md, R10.3.

Which client id is whose, the room knows already; here it looks at what an update does, on a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from canvas.document.crdt import Document, Row
from canvas.document.writes import COMMENTS

ROOT = COMMENTS[0]
OPEN_TO_ALL = frozenset({"resolved"})
"""Registers of a comment that anybody may write who may comment."""


class Misnamed(Exception):
    """A comment under another's name, or a change of what another has said."""


class Authors:
    """A copy of the comments that each update is tried on before the room takes it."""

    def __init__(self, state: Callable[[], bytes]) -> None:
        self._state = state
        self._stale = True
        self._copy = Document(COMMENTS)
        self._known: dict[str, str] = {}

    def check(self, update: bytes, person: str) -> None:
        """Raises Misnamed, TornBoard. What passes is in the copy: say settled() once it is in the
        room, else the copy is made anew for the next one."""
        if self._stale:
            self._read()
        self._stale = True
        rows = self._copy.receive(update).rows
        if not all(self._is_fair(row, person) for row in rows):
            raise Misnamed
        for row in rows:
            if row.whole or "author" in (row.registers or {}):
                self._note(row.id, _author(row.registers))

    def settled(self, unseen: bool) -> None:
        """The room has taken what was checked; `unseen`: or what was not."""
        self._stale = unseen

    def _is_fair(self, row: Row, person: str) -> bool:
        touched = row.registers or {}
        if not row.whole and touched.keys() <= OPEN_TO_ALL:
            return True
        before = self._known.get(row.id, person)
        named = row.whole or "author" in touched
        after = _author(touched) if named else before
        return before == person and after in (person, "")

    def _read(self) -> None:
        self._copy = Document(COMMENTS)
        self._copy.load([self._state()])
        self._copy.watch()
        self._known.clear()
        for id, registers in self._copy.read(ROOT).items():
            self._note(id, _author(registers))

    def _note(self, id: str, author: str) -> None:
        if author:
            self._known[id] = author
        else:
            self._known.pop(id, None)


def _author(registers: object) -> str:
    found = registers.get("author") if isinstance(registers, Mapping) else None
    return found if isinstance(found, str) else ""
