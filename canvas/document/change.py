"""What every listener receives when the board has changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Touched: TypeAlias = Mapping[str, frozenset[str]]
"""Root name -> ids."""


RESTORED = "Restore the board"
"""The label of a change that made a whole board what it was before."""


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction, whoever made it.

    Roots are meta, nodes, texts, edges, shots, takes, renders, assets, cues and marks; `meta` has
    the one id "meta". An id that is soft-deleted stands in `removed`, one that comes back (undo of
    a delete) in `added`.
    """

    origin: str
    """The person whose edit this is, or "journal" while a board loads."""
    update: bytes
    """The transaction in the Yjs v1 wire format: what journals and rooms carry."""
    added: Touched = field(default_factory=dict)
    updated: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    """Root name -> id -> the registers that changed."""
    removed: Touched = field(default_factory=dict)
    label: str = ""
    """What the person did, in English, for the history: "Move 3 nodes"."""
    foreign: bool = False
    """It came from elsewhere. `origin` does not tell: the same person may have two windows."""
    parts: tuple[Change, ...] = ()
    """The edits that this is of, oldest first, where several from elsewhere are told as one:
    `origin` and `label` are empty then unless all of them have the same, and `update` is."""

    def each(self) -> tuple[Change, ...]:
        """What each person did, for who keeps or tells that."""
        return self.parts or (self,)

    def touches(self, root: str) -> frozenset[str]:
        """Every id of `root` that this change added, updated or removed."""
        return (
            self.added.get(root, frozenset())
            | frozenset(self.updated.get(root, {}))
            | self.removed.get(root, frozenset())
        )


class Listeners:
    """Who hears of every change, each of them in the same order. On the board's thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []
        self._untold: deque[Change] = deque()
        self._telling = False

    def add(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Gives the way to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, *changes: Change) -> None:
        """Tell everybody; while they are being told of an earlier change, these wait their turn.

        What listeners raise is raised again once all have heard."""
        self._untold.extend(changes)
        if self._telling:
            return
        failures: list[Exception] = []
        self._telling = True
        try:
            while self._untold:
                self._tell_one(self._untold.popleft(), failures)
        finally:
            self._telling = False
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ExceptionGroup("several listeners of the board failed", failures)

    def _tell_one(self, change: Change, failures: list[Exception]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:  # tell() raises it
                failures.append(error)
