"""Nodes that are picked up together, and nodes that take less room: groups, collapsed nodes."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.nodes import counted
from canvas.app.commands.registry import command
from canvas.app.commands.unfit import all_locked, no_group, not_foldable, too_few
from canvas.app.layout import ancestors, children_of, topmost
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, Edit, set_node
from canvas.document.records import NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.folding import FOLDABLE, is_folded
from canvas.editor.grouping import group_of


@command(
    "arrange.group",
    title=QT_TRANSLATE_NOOP("commands", "Group"),
    keys=("Ctrl+G",),
    menu="arrange",
)
def group(session: Session, nodes: Sequence[str]) -> str | None:
    """Make one group of nodes: a click on one of them selects all. Returns the group's name, None
    where nodes are none."""
    chosen = [id for id in dict.fromkeys(nodes) if id in session.board.nodes]
    if not chosen:
        return None
    if len(chosen) < 2:
        raise too_few(2)
    made = new_id()
    edits = (set_node(id, params={"group": made}) for id in chosen)
    session.apply(*edits, label=counted("Group", chosen))
    return made


@command(
    "arrange.ungroup",
    title=QT_TRANSLATE_NOOP("commands", "Ungroup"),
    keys=("Ctrl+Shift+G",),
    menu="arrange",
)
def ungroup(session: Session, nodes: Sequence[str]) -> tuple[str, ...]:
    """Dissolve the groups that nodes are in, and take scene frames among them away, leaving what
    they hold where it is. Returns the ids of what is loose now."""
    board = session.board
    if not nodes:
        return ()
    members = _grouped_with(board, nodes)
    frames = [id for id in nodes if _is_free_frame(board, id)]
    if not members and not frames:
        locked = any(board.nodes[id].kind is NodeKind.scene for id in nodes if id in board.nodes)
        raise all_locked() if locked else no_group()
    edits: list[Edit] = [set_node(id, params={"group": None}) for id in members]
    emptied, loose = _unframed(board, frames)
    if frames:
        edits += [*emptied, DeleteNodes(tuple(frames))]
    session.apply(*edits, label="Ungroup")
    gone = set(frames)
    return tuple(id for id in dict.fromkeys((*loose, *members)) if id not in gone)


@command(
    "node.collapse",
    title=QT_TRANSLATE_NOOP("commands", "Collapse or expand"),
    keys=("Alt+C",),
    menu="arrange",
)
def collapse(session: Session, nodes: Sequence[str]) -> None:
    """Show only the headers of cards, and hide what scene frames hold; when all of them are
    collapsed, expand them. What a scene frame among them holds is left as it is."""
    board = session.board
    found = topmost(board, nodes)
    chosen = [id for id in found if board.nodes[id].kind in FOLDABLE]
    if found and not chosen:
        raise not_foldable()
    folding = not all(is_folded(board.nodes[id]) for id in chosen)
    _fold(session, chosen, folding=folding)


@command("node.expand", title=QT_TRANSLATE_NOOP("commands", "Expand"))
def expand(session: Session, nodes: Sequence[str]) -> None:
    """Expand nodes, and the collapsed scene frames that hide them."""
    board = session.board
    known = [id for id in nodes if id in board.nodes]
    around = dict.fromkeys(one for id in known for one in (*ancestors(board, id), id))
    _fold(session, [id for id in around if is_folded(board.nodes[id])], folding=False)


def _fold(session: Session, nodes: Sequence[str], *, folding: bool) -> None:
    if nodes:
        value = True if folding else None
        edits = (set_node(id, params={"collapsed": value}) for id in nodes)
        session.apply(*edits, label=counted("Collapse" if folding else "Expand", nodes))


def _grouped_with(board: Board, nodes: Sequence[str]) -> tuple[str, ...]:
    groups = {group_of(board.nodes[id]) for id in nodes if id in board.nodes} - {""}
    if not groups:
        return ()
    return tuple(id for id, node in board.nodes.items() if group_of(node) in groups)


def _is_free_frame(board: Board, id: str) -> bool:
    node = board.nodes.get(id)
    return node is not None and node.kind is NodeKind.scene and not node.locked


def _unframed(board: Board, frames: Sequence[str]) -> tuple[list[Edit], list[str]]:
    """What these frames hold goes to the frames around them, or to none."""
    children = children_of(board) if frames else {}
    edits: list[Edit] = []
    left: list[str] = []
    for id in frames:
        heir = next((one for one in ancestors(board, id) if one not in frames), None)
        loose = [child for child in children.get(id, ()) if child not in frames]
        edits += [set_node(child, parent=heir) for child in loose]
        left += loose
    return edits, left
