"""Which kinds of node may be inserted, and which of them a pulled link can end at."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.records import INPUTS, OUTPUTS, NodeKind
from canvas.editor.ports import PortEnd
from canvas.ui.kinds import SEARCHED, kind_hint, kind_name, port_name

ORDER = (
    NodeKind.prompt,
    NodeKind.clip,
    NodeKind.picture,
    NodeKind.video,
    NodeKind.element,
    NodeKind.sound,
    NodeKind.note,
    NodeKind.text,
    NodeKind.arrow,
    NodeKind.ink,
    NodeKind.scene,
)


@dataclass(frozen=True, slots=True)
class Insertion:
    """One row of the list: a kind of node, and the port that the pulled link then goes to."""

    kind: NodeKind
    port: str = ""


def insertions(origin: PortEnd | None, needle: str = "") -> list[Insertion]:
    """What may be inserted, or what the pulled link can end at, filtered by what is typed."""
    found = [Insertion(kind) for kind in ORDER] if origin is None else _fitting(origin)
    words = needle.casefold().split()
    return [one for one in found if all(word in _haystack(one) for word in words)]


def _fitting(origin: PortEnd) -> list[Insertion]:
    ports = INPUTS if origin.output else OUTPUTS
    return [
        Insertion(kind, port.name)
        for kind in ORDER
        for port in ports[kind]
        if port.kind is origin.kind
    ]


def _haystack(one: Insertion) -> str:
    shown = (kind_name(one.kind), kind_hint(one.kind), port_name(one.port) if one.port else "")
    return " ".join((SEARCHED[one.kind], *shown)).casefold()
