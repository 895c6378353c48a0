"""What may be written into the document: the only vocabulary between the rules and pycrdt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from canvas.document.records import Json

ROOTS = (
    "meta",
    "assets",
    "takes",
    "renders",
    "nodes",
    "texts",
    "edges",
    "shots",
    "cues",
    "marks",
)
"""All of them, in the order in which they are read: what others refer to comes first."""

COMMENTS = ("comments",)
"""All roots of the other document of a board: what people say about it."""

NESTED = frozenset({"nodes", "shots", "comments"})
"""Roots whose entries are maps of registers; the entries of the others are one register each, texts
apart."""

INSERT_ONLY = frozenset({"assets", "takes", "renders"})
"""Roots whose records never change."""

META = "meta"


@dataclass(frozen=True, slots=True)
class Create:
    """A new map of registers, whole."""

    root: str
    id: str
    registers: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Put:
    """One register of a map; of root `meta` the id is "meta"."""

    root: str
    id: str
    register: str
    value: Json


@dataclass(frozen=True, slots=True)
class Keep:
    """A record that is one register."""

    root: str
    id: str
    value: Json


@dataclass(frozen=True, slots=True)
class Begin:
    """A new text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Splice:
    """Take `removed` characters out of a text at `at`, and put `inserted` there."""

    id: str
    at: int
    removed: int
    inserted: str


Write: TypeAlias = Create | Put | Keep | Begin | Splice
