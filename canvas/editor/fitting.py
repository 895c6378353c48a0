"""Which ports could take a link that is in hand, asked of every port in sight at once."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.board import Board
from canvas.editor.ports import PortEnd


@dataclass(frozen=True, slots=True)
class Fitting:
    """The start of a link, and the nodes that it cannot lead to without closing a loop."""

    start: PortEnd
    closed: frozenset[str]

    def takes(self, end: PortEnd) -> bool:
        """Whether the link could end here; a full input gives up the link it has."""
        if end.output == self.start.output or end.kind is not self.start.kind:
            return False
        return end.node not in self.closed


def fitting(board: Board, start: PortEnd) -> Fitting:
    """O(what the start depends on, or what depends on it)."""
    seen = {start.node}
    waiting = [start.node]
    while waiting:
        node = waiting.pop()
        links = board.links_into(node) if start.output else board.links_from(node)
        for edge in links:
            other = edge.source if start.output else edge.target
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return Fitting(start, frozenset(seen))
