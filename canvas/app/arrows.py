"""Arrows that lose the nodes they hold on to, or are copied without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from canvas.document.board import Board
from canvas.document.edits import Edit, set_node
from canvas.document.records import Node, NodeKind
from canvas.editor.arrows import bound, boxed, line_of
from canvas.editor.camera import Box


def released(board: Board, node: Node, kept: Mapping[str, str]) -> Node:
    """An arrow as it runs now, its ends on what `kept` gives for the nodes that they hold on to;
    any other node as it is."""
    if node.kind is not NodeKind.arrow or not bound(node):
        return node
    line = line_of(
        node, box_of(node), lambda id: box_of(board.nodes[id]) if id in board.nodes else None
    )
    corner, size, towards = boxed(line.start, line.end)
    ends = {name: kept.get(str(node.param(name)), "") for name in ("from", "to")}
    return replace(node, pos=corner, size=size, params={**node.params, **ends, "towards": towards})


def rebound(node: Node, copies: Mapping[str, str]) -> Node:
    """A copied arrow with its ends on the copies of what they held on to, or on nothing."""
    if node.kind is not NodeKind.arrow:
        return node
    ends = {name: copies.get(str(node.param(name)), "") for name in ("from", "to")}
    return replace(node, params={**node.params, **ends})


def let_go(board: Board, gone: Iterable[str]) -> list[Edit]:
    """Leave arrows where they run now, when nodes go that they hold on to."""
    ids = frozenset(gone)
    edits: list[Edit] = []
    for node in board.nodes.values():
        if node.kind is NodeKind.arrow and node.id not in ids and ids.intersection(bound(node)):
            stays = {one: one for one in bound(node) if one not in ids}
            free = released(board, node, stays)
            params = {name: free.params[name] for name in ("from", "to", "towards")}
            edits.append(set_node(node.id, pos=free.pos, size=free.size, params=params))
    return edits


def box_of(node: Node) -> Box:
    """World left, top, right and bottom of a node as the board has it."""
    return (*node.pos, node.pos[0] + node.size[0], node.pos[1] + node.size[1])
