"""Drawing a link: from a port to the nearest one that may take it, or into the empty field."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.flow import is_off
from canvas.document.records import INPUTS, OUTPUTS
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.editor.editor import Editor, Gesture, InsertWish, LinkInHand, Shown
from canvas.editor.fitting import fitting
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import nearest_port, node_at
from canvas.editor.ports import PortEnd, port_named
from canvas.editor.spatial import KINDS

PORT_REACH = 26.0
"""Logical pixels from which a link in hand snaps to a port."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a link would go if it were let go now."""

    end: PortEnd | None = None
    refusal: Sentence | None = None
    node: str | None = None
    """The card under the pointer."""

    @property
    def in_the_open(self) -> bool:
        """Nothing here takes the link, or refuses it: let go, it asks for a new node."""
        return self.end is None and self.refusal is None and self.node is None


def connect(editor: Editor, hand: Hand, press: Pointer, port: PortEnd) -> Gesture:
    """From an output: a new link. From a linked input: the link comes off and follows the hand."""
    pulled = None if port.output else _link_at(editor, port)
    start = port if pulled is None else _source_of(editor, pulled)
    pointer, landing, fits = press, Landing(), fitting(editor.board, start)
    editor.wires.hide(pulled, hidden=True)
    editor.damage.everything()
    try:
        while not pointer.up:
            pointer = yield
            x, y = editor.camera.to_world(pointer.x, pointer.y)
            landing = _landing(editor, hand, start, x, y)
            remark = _remark(editor, start, landing.end, pulled)
            held = LinkInHand(start, x, y, landing.end, landing.refusal, remark, fits)
            editor.shown = Shown(link=held)
    finally:
        editor.wires.hide(pulled, hidden=False)
        editor.damage.everything()
    if pulled is not None:
        _settle_pulled(hand, pulled, start, port, landing)
    elif landing.end is not None:
        hand.connect(*directed(start, landing.end))
    elif landing.in_the_open and _far(press, pointer):
        at = editor.camera.to_world(pointer.x, pointer.y)
        editor.wish_for(InsertWish(*at, start, quick=pointer.shift))


def directed(one: PortEnd, other: PortEnd) -> tuple[PortEnd, PortEnd]:
    """The output first."""
    return (one, other) if one.output else (other, one)


def _settle_pulled(
    hand: Hand, link: str, start: PortEnd, origin: PortEnd, landing: Landing
) -> None:
    if landing.end is not None and landing.end != origin:
        hand.reconnect(link, start, landing.end)
    elif landing.in_the_open:
        hand.disconnect((link,))


def _landing(editor: Editor, hand: Hand, start: PortEnd, x: float, y: float) -> Landing:
    refusal = None
    reach = PORT_REACH / editor.camera.zoom
    for end, _, _ in nearest_port(editor.board, editor.table, x, y, reach):
        if end.output == start.output or end.node == start.node:
            continue
        why = hand.why_not(*directed(start, end))
        if why is None:
            return Landing(end, None, end.node)
        refusal = refusal or why
    node = node_at(editor.table, x, y)
    if node is None or node == start.node:
        return Landing(None, refusal, node)
    if editor.board.nodes[node].locked:
        return Landing(None, refusal or say(_LOCKED), node)
    best = _best_port(editor, hand, start, node)
    return Landing(best, None if best else refusal or _reason(editor, hand, start, node), node)


def _best_port(editor: Editor, hand: Hand, start: PortEnd, node: str) -> PortEnd | None:
    """The port that a link dropped anywhere on a card goes to."""
    kind = editor.board.nodes[node].kind
    if not start.output:
        ends = [PortEnd(node, port.name, port.kind, output=True) for port in OUTPUTS[kind]]
        return next((end for end in ends if hand.why_not(end, start) is None), None)
    for name in hand.landings(start, node):
        port = port_named(kind, name, output=False)
        if port is not None:
            return PortEnd(node, name, port.kind, output=False)
    return None


def _reason(editor: Editor, hand: Hand, start: PortEnd, node: str) -> Sentence | None:
    row = editor.table.row(node)
    if row is None:
        return None
    kind = KINDS[editor.table.kind[row]]
    if not start.output:
        wrong = [PortEnd(node, port.name, port.kind, output=True) for port in OUTPUTS[kind]]
        return hand.why_not(wrong[0], start) if wrong else say(_UNLINKED)
    inputs = sorted(INPUTS[kind], key=lambda port: port.kind is not start.kind)
    if not inputs:
        return say(_ONLY_GIVES if OUTPUTS[kind] else _UNLINKED)
    nearest = inputs[0]
    return hand.why_not(start, PortEnd(node, nearest.name, nearest.kind, output=False))


_LOCKED = QT_TRANSLATE_NOOP(
    "words", "This node is locked: let the link go on a port, or unlock the node (Ctrl+Shift+L)."
)
_ONLY_GIVES = QT_TRANSLATE_NOOP("words", "Links begin at this node; none can end in it.")
_UNLINKED = QT_TRANSLATE_NOOP("words", "This node takes part in no links.")


def _remark(
    editor: Editor, start: PortEnd, end: PortEnd | None, pulled: str | None
) -> Sentence | None:
    """What a link that may be made does beside: it replaces one, or carries nothing for now."""
    if end is None:
        return None
    source, target = directed(start, end)
    nodes = editor.board.nodes
    if is_off(nodes[source.node]) or is_off(nodes[target.node]):
        return say(_MUTED)
    port = port_named(nodes[target.node].kind, target.port, output=False)
    taken = editor.board.links_into(target.node, target.port)
    others = [edge for edge in taken if edge.id != pulled and edge.source != source.node]
    if port is None or port.many or not others:
        return None
    title = nodes[others[0].source].title
    return say(_REPLACES_NAMED, title=title) if title else say(_REPLACES)


_MUTED = QT_TRANSLATE_NOOP("words", "Nothing flows here until the muted node is turned on.")
_REPLACES = QT_TRANSLATE_NOOP("words", "Takes the place of the link that is there.")
_REPLACES_NAMED = QT_TRANSLATE_NOOP("words", "Takes the place of “{title}”.")


def _link_at(editor: Editor, port: PortEnd) -> str | None:
    links = editor.board.links_into(port.node, port.port)
    return links[-1].id if links else None


def _source_of(editor: Editor, link: str) -> PortEnd:
    edge = editor.board.edges[link]
    kind = editor.board.nodes[edge.source].kind
    port = port_named(kind, edge.out, output=True)
    assert port is not None, "a link on the board begins at a port that there is"
    return PortEnd(edge.source, edge.out, port.kind, output=True)


def _far(press: Pointer, pointer: Pointer) -> bool:
    return abs(pointer.x - press.x) + abs(pointer.y - press.y) > 12.0
