"""The first minute: what a newcomer does in which order, and when each of it has been done."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.board import Board
from canvas.document.records import NodeKind

STEPS = ("words", "picture", "link", "render", "play", "export")
"""What the tour shows, in this order."""


@dataclass(frozen=True, slots=True)
class Made:
    """How much of each has been made on a board."""

    words: int = 0
    """Prompts with something written in them."""
    picture: int = 0
    """Pictures that show a file."""
    link: int = 0
    """Links into clips."""
    render: int = 0
    """Takes."""

    @classmethod
    def on(cls, board: Board) -> Made:
        nodes = board.nodes.values()
        kinds = {node.id: node.kind for node in nodes}
        return cls(
            words=sum(bool(board.text(id).strip()) for id in kinds if kinds[id] is NodeKind.prompt),
            picture=sum(node.kind is NodeKind.picture and bool(node.refs) for node in nodes),
            link=sum(kinds.get(edge.target) is NodeKind.clip for edge in board.edges.values()),
            render=len(board.takes),
        )


def done(step: str, before: Made, now: Made) -> bool:
    """Whether a person has done a step that can be seen on the board; the film's playing and its
    export cannot."""
    return getattr(now, step, 0) > getattr(before, step, 0)


def newest(board: Board, kind: NodeKind) -> str | None:
    """The node of a kind that was made last, as far as the board knows: its front-most one."""
    found = [node for node in board.nodes.values() if node.kind is kind]
    return max(found, key=lambda node: (node.z, node.id)).id if found else None
