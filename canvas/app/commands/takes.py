"""Which of a clip's results stands for it."""

from __future__ import annotations

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.edits import set_node
from canvas.document.words import QT_TRANSLATE_NOOP


@command("take.choose", title=QT_TRANSLATE_NOOP("commands", "Choose take"))
def choose_take(session: Session, node: str, take: str) -> None:
    """Let this take of the node be the one that the film shows and that others start from. Raises
    Refused for a take of another node."""
    if session.board.nodes[node].take != take:
        session.apply(set_node(node, take=take), label="Choose take")
