"""Edits as data: what a caller asks of a Board, which validates them all before it writes any.

Registers are named as the attributes of the records are: `set_node(id, pos=(1, 2), params={"seed":
3})`. Parameters are merged name by name; None resets a value to its default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from canvas.document.ledger import difference
from canvas.document.records import Asset, Cue, Edge, Mark, Node, Render, Shot, Take
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble


class Refused(Trouble):
    """An edit that may not be made; nothing was written."""

    code = "refused"


@dataclass(frozen=True, slots=True)
class AddNode:
    """A new node with its words, if its kind has any (records.WRITABLE)."""

    node: Node
    text: str = ""


@dataclass(frozen=True, slots=True, init=False)
class SetNode:
    """Registers of a node. Allowed on a deleted one too: somebody may delete what another is
    dragging."""

    id: str
    registers: Mapping[str, object]

    def __init__(self, id: str, /, **registers: object) -> None:
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "registers", registers)


@dataclass(frozen=True, slots=True)
class _Ids:
    ids: tuple[str, ...]

    def __init__(self, ids: Iterable[str]) -> None:
        object.__setattr__(self, "ids", (ids,) if isinstance(ids, str) else tuple(ids))


class DeleteNodes(_Ids):
    """Hides nodes, and in the same transaction their links and shots."""


class RestoreNodes(_Ids):
    """Shows deleted nodes again; undo of the delete also brings back their links and shots."""


@dataclass(frozen=True, slots=True)
class TypeText:
    """Take `removed` characters at `at` out of a node's text and put `inserted` there."""

    id: str
    at: int
    removed: int
    inserted: str


@dataclass(frozen=True, slots=True)
class AddEdge:
    edge: Edge


class DeleteEdges(_Ids):
    pass


@dataclass(frozen=True, slots=True)
class BendEdge:
    """Lead a live link's wire through other points, or through none."""

    id: str
    bends: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class AddShot:
    shot: Shot


@dataclass(frozen=True, slots=True, init=False)
class SetShot:
    """Registers of a shot: node, seq, in_, out, transition, number."""

    id: str
    registers: Mapping[str, object]

    def __init__(self, id: str, /, **registers: object) -> None:
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "registers", registers)


class DeleteShots(_Ids):
    pass


class RestoreShots(_Ids):
    """Shows deleted shots again, of nodes that are on the board."""


@dataclass(frozen=True, slots=True)
class AddAsset:
    """Insert only: a hash that the board knows already is left as it is."""

    asset: Asset


@dataclass(frozen=True, slots=True)
class AddTake:
    take: Take


@dataclass(frozen=True, slots=True)
class AddRender:
    render: Render


@dataclass(frozen=True, slots=True)
class PutCue:
    """A cue, new or in place of the one with its id; deleted=True hides it."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class PutMark:
    """A mark, new or in place of the one with its id; deleted=True hides it."""

    mark: Mark


@dataclass(frozen=True, slots=True, init=False)
class SetMeta:
    """title, rate, width, height. A new rate rescales nothing: that is the command's work."""

    registers: Mapping[str, object]

    def __init__(self, **registers: object) -> None:
        object.__setattr__(self, "registers", registers)


Edit: TypeAlias = (
    AddNode
    | SetNode
    | DeleteNodes
    | RestoreNodes
    | TypeText
    | AddEdge
    | DeleteEdges
    | BendEdge
    | AddShot
    | SetShot
    | DeleteShots
    | RestoreShots
    | AddAsset
    | AddTake
    | AddRender
    | PutCue
    | PutMark
    | SetMeta
)

LABELS: Mapping[type, str] = {
    AddNode: QT_TRANSLATE_NOOP("words", "Add"),
    SetNode: QT_TRANSLATE_NOOP("words", "Change"),
    DeleteNodes: QT_TRANSLATE_NOOP("words", "Delete"),
    RestoreNodes: QT_TRANSLATE_NOOP("words", "Restore"),
    TypeText: QT_TRANSLATE_NOOP("words", "Type"),
    AddEdge: QT_TRANSLATE_NOOP("words", "Connect"),
    DeleteEdges: QT_TRANSLATE_NOOP("words", "Disconnect"),
    BendEdge: QT_TRANSLATE_NOOP("words", "Bend link"),
    AddShot: QT_TRANSLATE_NOOP("words", "Add shot"),
    SetShot: QT_TRANSLATE_NOOP("words", "Change shot"),
    DeleteShots: QT_TRANSLATE_NOOP("words", "Remove shot"),
    RestoreShots: QT_TRANSLATE_NOOP("words", "Restore"),
    AddAsset: QT_TRANSLATE_NOOP("words", "Import"),
    AddTake: QT_TRANSLATE_NOOP("words", "Add take"),
    AddRender: QT_TRANSLATE_NOOP("words", "Render"),
    PutCue: QT_TRANSLATE_NOOP("words", "Change cue"),
    PutMark: QT_TRANSLATE_NOOP("words", "Change mark"),
    SetMeta: QT_TRANSLATE_NOOP("words", "Change board"),
}
"""What an edit is called in the history when its caller gives no label."""

set_node = SetNode
set_shot = SetShot
set_meta = SetMeta


def set_text(now: str, id: str, new: str) -> TypeText:
    """The smallest splice that makes the text `new` out of `now`, so that others' words beside it
    survive."""
    return TypeText(id, *difference(now, new))
