"""Where the ports of a card sit; pure arithmetic in world units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from canvas.document.records import INPUTS, OUTPUTS, NodeKind, Port, PortKind
from canvas.editor.folding import HEADER

FIRST = 64.0
"""How far under a card's top edge its first input sits."""

STEP = 32.0
"""Between two inputs, where the card is tall enough."""

REACH = 7.0
"""How far a port reaches out of its card."""

_OUTPUT_AT = {NodeKind.clip: 85.0, NodeKind.video: 85.0}
_OUTPUT_SHARE = 0.62


@dataclass(frozen=True, slots=True)
class PortEnd:
    """One port of one node, as an end of a link in hand."""

    node: str
    port: str
    kind: PortKind
    output: bool


@lru_cache(maxsize=1024)
def inputs(kind: NodeKind, linked: frozenset[str] = frozenset()) -> tuple[Port, ...]:
    """The inputs that a card shows: the basic ones, and the others once they are linked."""
    return tuple(port for port in INPUTS[kind] if port.basic or port.name in linked)


@lru_cache(maxsize=4096)
def input_heights(count: int, height: float) -> tuple[float, ...]:
    """How far under the top edge each of `count` inputs sits, on a card of this height."""
    if count == 0:
        return ()
    if height <= HEADER:
        return (height / 2,) * count
    first = min(FIRST, height / 2)
    room = max(height - first - 22.0, 0.0)
    step = min(STEP, room / (count - 1)) if count > 1 else 0.0
    return tuple(first + step * index for index in range(count))


@lru_cache(maxsize=4096)
def output_height(kind: NodeKind, height: float) -> float:
    """How far under the top edge the output sits; half-way down a collapsed card or frame."""
    if height <= HEADER or kind is NodeKind.scene:
        return height / 2
    return min(_OUTPUT_AT.get(kind, height * _OUTPUT_SHARE), height - 12.0)


@lru_cache(maxsize=4096)
def input_height(kind: NodeKind, linked: frozenset[str], name: str, height: float) -> float:
    """How far under the top edge the input called `name` sits; half-way down while unseen."""
    shown = inputs(kind, linked)
    heights = input_heights(len(shown), height)
    return next(
        (y for port, y in zip(shown, heights, strict=True) if port.name == name), height / 2
    )


def port_named(kind: NodeKind, name: str, *, output: bool) -> Port | None:
    ports = OUTPUTS[kind] if output else INPUTS[kind]
    return next((port for port in ports if port.name == name), None)
