"""The board as it would stand after some edits: one batch may add a node and link it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from canvas.document.mirror import Mirror
from canvas.document.records import (
    INPUTS,
    OUTPUTS,
    Asset,
    Edge,
    Meta,
    Node,
    Port,
    PortKind,
    Shot,
    Take,
)
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.document.writes import Write


class Draft:
    """A view of a board with changes laid over it; `writes` is what they come to."""

    def __init__(self, mirror: Mirror, exists: Callable[[str, str], bool]) -> None:
        self._mirror = mirror
        self._exists = exists
        self._nodes: dict[str, Node] = {}
        self._texts: dict[str, str] = {}
        self._edges: dict[str, Edge] = {}
        self._around: dict[tuple[str, bool], dict[str, Edge]] = defaultdict(dict)
        self._shots: dict[str, Shot] = {}
        self._assets: dict[str, Asset] = {}
        self._takes: dict[str, Take] = {}
        self._kept: set[tuple[str, str]] = set()
        self._meta: Meta | None = None
        self.writes: list[Write] = []

    def node(self, id: str) -> Node | None:
        return self._nodes.get(id) or self._mirror.all_nodes.get(id)

    def live_node(self, id: str) -> Node | None:
        node = self.node(id)
        return None if node is None or node.deleted else node

    def asset(self, hash: str) -> Asset | None:
        return self._assets.get(hash) or self._mirror.assets.get(hash)

    def _edge(self, id: str) -> Edge | None:
        return self._edges.get(id) or self._mirror.all_edges.get(id)

    def _shot(self, id: str) -> Shot | None:
        return self._shots.get(id) or self._mirror.all_shots.get(id)

    def _text(self, id: str) -> str:
        return self._texts.get(id, self._mirror.texts.get(id, ""))

    def _links_around(self, id: str, *, out: bool) -> Iterator[Edge]:
        """The live links out of a node, or into it."""
        links = self._mirror.links
        for edge in (links.out if out else links.into).get(id, ()):
            if edge.id not in self._edges:
                yield edge
        for edge in self._around.get((id, out), {}).values():
            if not edge.deleted:
                yield edge

    def _reaches(self, start: str, goal: str) -> bool:
        seen = {start}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node == goal:
                return True
            for edge in self._links_around(node, out=True):
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return False

    def why_not(self, edge: Edge) -> Sentence | None:
        """Why this link may not be made, None if it may."""
        source, target = self.live_node(edge.source), self.live_node(edge.target)
        if source is None or target is None:
            return say(QT_TRANSLATE_NOOP("words", "One end of the link is not on the board."))
        if source.id == target.id:
            return say(QT_TRANSLATE_NOOP("words", "A node cannot feed itself."))
        out, into = _port(OUTPUTS[source.kind], edge.out), _port(INPUTS[target.kind], edge.into)
        if out is None:
            return _no_port(
                QT_TRANSLATE_NOOP("words", "A {kind} node has no output named {port}."),
                source,
                edge.out,
            )
        if into is None:
            return _no_port(
                QT_TRANSLATE_NOOP("words", "A {kind} node has no input named {port}."),
                target,
                edge.into,
            )
        if out.kind != into.kind:
            return say(
                QT_TRANSLATE_NOOP("words", "The input “{port}” takes {wanted}, not {given}."),
                port=_spoken(into.name),
                wanted=say(_KINDS[into.kind]),
                given=say(_KINDS[out.kind]),
            )
        return self._why_not_here(edge, into)

    def _why_not_here(self, edge: Edge, into: Port) -> Sentence | None:
        others = [
            link
            for link in self._links_around(edge.target, out=False)
            if link.into == edge.into and link.id != edge.id
        ]
        if others and not into.many:
            return say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "The input “{port}” takes one link and has one; disconnect it to replace it.",
                ),
                port=_spoken(into.name),
            )
        if self._reaches(edge.target, edge.source):
            return say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "The link would close a loop: its source already depends on its target.",
                )
            )
        return None


def _port(ports: tuple[Port, ...], name: str) -> Port | None:
    return next((port for port in ports if port.name == name), None)


def _spoken(port: str) -> Sentence:
    """A port's name as people read it."""
    return say(_INPUTS.get(port, port))


_KINDS = {
    PortKind.words: QT_TRANSLATE_NOOP("words", "words"),
    PortKind.picture: QT_TRANSLATE_NOOP("words", "a picture"),
    PortKind.video: QT_TRANSLATE_NOOP("words", "a clip"),
    PortKind.sound: QT_TRANSLATE_NOOP("words", "a sound"),
    PortKind.motion: QT_TRANSLATE_NOOP("words", "a camera move"),
    PortKind.cast: QT_TRANSLATE_NOOP("words", "an element"),
}
_INPUTS = {
    "words": QT_TRANSLATE_NOOP("words", "words"),
    "first": QT_TRANSLATE_NOOP("words", "first frame"),
    "last": QT_TRANSLATE_NOOP("words", "last frame"),
    "cast": QT_TRANSLATE_NOOP("words", "element"),
    "previous": QT_TRANSLATE_NOOP("words", "the shot before"),
    "references": QT_TRANSLATE_NOOP("words", "reference"),
    "guide": QT_TRANSLATE_NOOP("words", "guide"),
    "sound": QT_TRANSLATE_NOOP("words", "sound"),
    "pictures": QT_TRANSLATE_NOOP("words", "pictures"),
}


def _no_port(text: str, node: Node, port: str) -> Sentence:
    return say(text, kind=node.kind.value, port=port)
