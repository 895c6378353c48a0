"""One person's undo and redo: the inverse edit on today's state, never a step back in everybody's
history.

A step remembers what stood in each register that it changed and who had written that. Taking it
back skips every register that somebody else, or another edit of one's own, has written since; of
texts it touches just the characters that the step brought or took. Lives in memory, for one
session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from canvas.document.forms import DELETED
from canvas.document.ledger import Range, merged, without
from canvas.document.records import Json
from canvas.document.writes import META, NESTED, Keep, Put, Write

MOST_STEPS = 500

Key: TypeAlias = "tuple[str, str, str]"
"""Root, id and register; the register of a record that is one register is ""."""


class Writer(NamedTuple):
    """Who wrote a register last, and in which of this session's transactions."""

    person: str
    serial: int


NOBODY = Writer("", 0)
"""Whoever wrote before this session began."""


class Before(NamedTuple):
    """What undo puts back, and how it knows the register as the step left it."""

    value: Json
    writer: Writer
    after: Writer


@dataclass(slots=True)
class Characters:
    """Of one text: what undo takes out, and what it brings back."""

    kill: list[Range] = field(default_factory=list)
    revive: list[Range] = field(default_factory=list)

    def splice(self, born: Iterable[Range], died: Iterable[Range]) -> None:
        """Add what an edit did; what the step itself has brought is not brought back."""
        self.revive = merged([*self.revive, *without(died, self.kill)])
        self.kill = merged([*self.kill, *born])


@dataclass(slots=True)
class Step:
    """What one undo takes back: a transaction, or all those of a gesture."""

    label: str
    gesture: str = ""
    registers: dict[Key, Before] = field(default_factory=dict)
    texts: dict[str, Characters] = field(default_factory=dict)
    created: set[tuple[str, str]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.registers or self.texts)

    def characters(self, id: str) -> Characters:
        return self.texts.setdefault(id, Characters())

    def remember(self, key: Key, value: Json, writer: Writer, after: Writer) -> None:
        """Note a register that was just written; within one step the oldest value counts, unless
        somebody came between."""
        if key[:2] in self.created and key[2] != DELETED:
            return
        known = self.registers.get(key)
        if known is not None and known.after == writer:
            self.registers[key] = Before(known.value, known.writer, after)
        else:
            self.registers[key] = Before(value, writer, after)

    def remember_created(self, root: str, id: str, after: Writer) -> None:
        """Undo of create is delete."""
        self.created.add((root, id))
        self.registers[root, id, DELETED] = Before(True, NOBODY, after)

    def writes(self, writers: Mapping[Key, Writer]) -> list[tuple[Write, Writer]]:
        """The inverse, without what somebody else has written since; with whom to call the writer
        afterwards."""
        return [
            (_write(key, before.value), before.writer) for key, before in self._standing(writers)
        ]

    def has_writes(self, writers: Mapping[Key, Writer]) -> bool:
        return any(True for _ in self._standing(writers))

    def _standing(self, writers: Mapping[Key, Writer]) -> Iterator[tuple[Key, Before]]:
        """What stands as the step left it."""
        for key, before in self.registers.items():
            if writers.get(key, NOBODY) == before.after:
                yield key, before


def _write(key: Key, value: Json) -> Write:
    root, id, register = key
    if root in NESTED or root == META:
        return Put(root, id, register, value)
    return Keep(root, id, value)


class History:
    """The two stacks."""

    def __init__(self) -> None:
        self.undo: list[Step] = []
        self.redo: list[Step] = []

    def record(self, step: Step) -> None:
        """A new step ends what could be redone. One of the same gesture has grown already: see
        open()."""
        self.redo.clear()
        if step and (not self.undo or self.undo[-1] is not step):
            self.undo.append(step)
            del self.undo[:-MOST_STEPS]

    def open(self, label: str, gesture: str) -> Step:
        """The step that an edit belongs to: the last one while its gesture goes on and nothing was
        undone."""
        if gesture and self.undo and self.undo[-1].gesture == gesture and not self.redo:
            return self.undo[-1]
        return Step(label, gesture)
