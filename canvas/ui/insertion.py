"""Which kinds of node may be inserted, which of them a link can end at, and which come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from canvas.app.habits import ANYWHERE, NONE, Habits
from canvas.document.board import Board
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

LINKED = 4
"""Offers to link a new node to the selected one that come before everything else."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """One row of the list: a kind of node, and the port that a link then goes to."""

    kind: NodeKind
    port: str = ""
    origin: PortEnd | None = None
    """The port of the selected node that this offer links to; a pulled link has its own."""

    @property
    def choice(self) -> str:
        """How habits name it."""
        return f"{self.kind.value}:{self.port}" if self.port else self.kind.value


def occasion(origin: PortEnd | None) -> str:
    """How habits name what is inserted after."""
    if origin is None:
        return ANYWHERE
    return f"{'out' if origin.output else 'in'}:{origin.port}"


def insertions(
    origin: PortEnd | None,
    needle: str = "",
    *,
    habits: Habits = NONE,
    near: Iterable[PortEnd] = (),
) -> list[Insertion]:
    """What may be inserted, or what the pulled link can end at, filtered by what is typed: what
    can be linked to the ports in `near` first, then as this person mostly chooses."""
    if origin is not None:
        found = ranked(_fitting(origin), origin, habits)
    else:
        alone = ranked([Insertion(kind) for kind in ORDER], None, habits)
        found = [*linked(near, habits)[:LINKED], *alone]
    words = needle.casefold().split()
    return [one for one in found if all(word in _haystack(one) for word in words)]


def linked(near: Iterable[PortEnd], habits: Habits = NONE) -> list[Insertion]:
    """What can be linked to these ports, the best of each before the second best of any."""
    rows = [
        [replace(one, origin=end) for one in ranked(_fitting(end), end, habits)] for end in near
    ]
    longest = max(map(len, rows), default=0)
    return [row[place] for place in range(longest) for row in rows if place < len(row)]


def ranked(found: Sequence[Insertion], origin: PortEnd | None, habits: Habits) -> list[Insertion]:
    """What was chosen on this occasion before comes first, the rest in its order."""
    known = {choice: place for place, choice in enumerate(habits.ranked(occasion(origin)))}
    return sorted(found, key=lambda one: known.get(one.choice, len(known)))


def ends_of(board: Board, node: str) -> tuple[PortEnd, ...]:
    """The ports of a node that a new one may be linked to: outputs, then inputs that are free, then
    those that take several."""
    kind = board.nodes[node].kind
    outs = [PortEnd(node, port.name, port.kind, output=True) for port in OUTPUTS[kind]]
    free = [port for port in INPUTS[kind] if not board.links_into(node, port.name)]
    more = [port for port in INPUTS[kind] if port.many and port not in free]
    shown = [port for port in (*free, *more) if port.basic]
    return (*outs, *(PortEnd(node, port.name, port.kind, output=False) for port in shown))


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
