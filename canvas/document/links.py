"""The live links of a board: who feeds whom, and which of them are broken.

People who work at once can close a loop between them, or fill a single input twice. Such links stay
in the document and are shown broken; nothing flows through them. Everybody's copy breaks the same
ones: of a loop the link with the greatest id, of a single input all but the link with the least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter

from canvas.document.records import Edge

_Neighbours = dict[str, tuple[Edge, ...]]
_End = Callable[[Edge], str]
_SOURCE: _End = attrgetter("source")
_TARGET: _End = attrgetter("target")


class Links:
    """Adjacency by node, kept edge by edge; a node without links is not in it."""

    def __init__(self) -> None:
        self.into: _Neighbours = {}
        self.out: _Neighbours = {}
        self._surplus: set[str] = set()
        self._looping: set[str] = set()

    @property
    def broken(self) -> frozenset[str]:
        return frozenset(self._surplus | self._looping)

    def is_broken(self, id: str) -> bool:
        return id in self._surplus or id in self._looping

    def reaches(self, start: str, goal: str) -> bool:
        """Whether `start` flows to `goal` by any way; visits a node once at most."""
        seen = {start}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node == goal:
                return True
            for edge in self.out.get(node, ()):
                if edge.target not in seen:
                    seen.add(edge.target)
                    waiting.append(edge.target)
        return False

    def replace(self, edge: Edge) -> None:
        """The same link with another look."""
        _part(self.into, (edge,), _TARGET)
        _part(self.out, (edge,), _SOURCE)
        _join(self.into, (edge,), _TARGET)
        _join(self.out, (edge,), _SOURCE)

    def change(
        self, added: Iterable[Edge], removed: Iterable[Edge], single: Iterable[tuple[str, str]]
    ) -> frozenset[str]:
        """Take links in and out; `single` are the inputs among theirs that take one link only.

        Gives the ids of the links that broke or healed."""
        before, looped, doubled = self.broken, bool(self._looping), set(self._surplus)
        gone, arrived = list(removed), list(added)
        for edge in gone:
            self._surplus.discard(edge.id)
            self._looping.discard(edge.id)
        for neighbours, end in ((self.into, _TARGET), (self.out, _SOURCE)):
            _part(neighbours, gone, end)
            _join(neighbours, arrived, end)
        for node, port in single:
            self._settle_input(node, port)
        if looped or doubled - self._surplus or self._closes_loop(arrived):
            self._looping = self._find_looping()
        return before ^ self.broken

    def _settle_input(self, node: str, port: str) -> None:
        rivals = [edge.id for edge in self.into.get(node, ()) if edge.into == port]
        rivals.sort()
        self._surplus.difference_update(rivals[:1])
        self._surplus.update(rivals[1:])

    def _closes_loop(self, arrived: list[Edge]) -> bool:
        """Whether one of the new links does; for many at once it is cheaper to look at all there
        is."""
        if len(arrived) > 50:
            return True
        return any(self.reaches(edge.target, edge.source) for edge in arrived)

    def _find_looping(self) -> set[str]:
        """Of every loop the link with the greatest id: take the links in ascending order, leave out
        what closes one."""
        core = self._core()
        kept: dict[str, list[str]] = defaultdict(list)
        looping: set[str] = set()
        for edge in sorted(core, key=lambda edge: edge.id):
            if edge.id in self._surplus:
                continue
            if _reaches(kept, edge.target, edge.source):
                looping.add(edge.id)
            else:
                kept[edge.source].append(edge.target)
        return looping

    def _core(self) -> list[Edge]:
        """Links that may lie on a loop: what is left when nodes that nothing feeds are taken away,
        again and again."""
        feeds = {node: len(edges) for node, edges in self.into.items()}
        free = [node for node in self.out if node not in feeds]
        while free:
            for edge in self.out[free.pop()]:
                feeds[edge.target] -= 1
                if not feeds[edge.target]:
                    del feeds[edge.target]
                    if edge.target in self.out:
                        free.append(edge.target)
        return [edge for node in feeds for edge in self.into[node] if edge.source in feeds]


def _by(edges: Iterable[Edge], end: _End) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[end(edge)].append(edge)
    return found


def _join(neighbours: _Neighbours, edges: Iterable[Edge], end: _End) -> None:
    for node, fresh in _by(edges, end).items():
        neighbours[node] = (*neighbours.get(node, ()), *fresh)


def _part(neighbours: _Neighbours, edges: Iterable[Edge], end: _End) -> None:
    for node, gone in _by(edges, end).items():
        ids = {edge.id for edge in gone}
        left = tuple(edge for edge in neighbours.pop(node) if edge.id not in ids)
        if left:
            neighbours[node] = left


def _reaches(targets: dict[str, list[str]], start: str, goal: str) -> bool:
    seen = {start}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        fresh = [target for target in targets.get(node, ()) if target not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False
