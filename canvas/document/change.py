"""What every listener receives when the board has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Touched: TypeAlias = Mapping[str, frozenset[str]]
"""Root name -> ids."""


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

    def touches(self, root: str) -> frozenset[str]:
        """Every id of `root` that this change added, updated or removed."""
        return (
            self.added.get(root, frozenset())
            | frozenset(self.updated.get(root, {}))
            | self.removed.get(root, frozenset())
        )
