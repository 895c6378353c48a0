"""Which model draws a clip, and how carefully."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.edits import Edit, set_node
from canvas.document.records import Json, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from generation.compile import keys


@command("node.model", title=QT_TRANSLATE_NOOP("commands", "Choose model"))
def choose_model(session: Session, nodes: Sequence[str], model: str) -> None:
    """Let clips be drawn by another model. What that model has drawn of them before is shown again
    at once, and not rendered again."""
    _choose(session, nodes, "model", model)


@command("node.quality", title=QT_TRANSLATE_NOOP("commands", "Choose quality"))
def choose_quality(session: Session, nodes: Sequence[str], quality: str) -> None:
    """Draw clips as draft or final. What has been drawn so before is shown again at once."""
    _choose(session, nodes, "quality", quality)


@command("node.larger", title=QT_TRANSLATE_NOOP("commands", "Choose what enlarges"))
def choose_larger(session: Session, nodes: Sequence[str], model: str) -> None:
    """Have the frames of clips enlarged by a model in final quality; empty: the player does."""
    _choose(session, nodes, "larger", model)


@command("node.smooth", title=QT_TRANSLATE_NOOP("commands", "Choose frames in between"))
def choose_smooth(session: Session, nodes: Sequence[str], when: str) -> None:
    """Draw what lies between the frames of a slower model: in final quality, always or never."""
    _choose(session, nodes, "smooth", when)


def _choose(session: Session, nodes: Sequence[str], name: str, value: Json) -> None:
    board = session.board
    clips = [id for id in nodes if board.nodes[id].kind is NodeKind.clip]
    if not clips:
        return
    gesture = f"{name}-{new_id()}"
    label = f"Set {name}"
    changes = [set_node(id, params={name: value}) for id in clips]
    session.apply(*changes, label=label, gesture=gesture)
    again = _made_before(session, clips)
    if again:
        session.apply(*again, label=label, gesture=gesture)


def _made_before(session: Session, clips: Sequence[str]) -> list[Edit]:
    """The takes of just what these clips ask for now, where another one is shown."""
    board = session.board
    edits: list[Edit] = []
    for id, key in keys(board, clips).items():
        made = next((take for take in board.takes_of(id) if take.key == key), None)
        if made is not None and board.nodes[id].take != made.id:
            edits.append(set_node(id, take=made.id))
    return edits
