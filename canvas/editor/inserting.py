"""A node that is carried over a link which it may stand in: let go, it goes between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from canvas.document.board import Board
from canvas.document.records import INPUTS, OUTPUTS
from canvas.editor.editor import Editor
from canvas.editor.hand import Hand
from canvas.editor.wiring import flattened

NEAR = 0.4
"""Of a card's lesser side: how near its middle a wire has to pass."""


class Between:
    """What one carried node would go into, asked anew with every move of the hand."""

    def __init__(self, editor: Editor, hand: Hand, chosen: Sequence[str]) -> None:
        self._editor, self._hand = editor, hand
        self._node = chosen[0] if len(chosen) == 1 and is_free(editor.board, chosen[0]) else None
        self._fits: dict[str, bool] = {}

    def link(self) -> str | None:
        """The link that the node lies over, as it is shown now."""
        row = self._editor.table.row(self._node) if self._node is not None else None
        if row is None:
            return None
        box = self._editor.table.box(row)
        wires = self._editor.wires
        rows = wires.cull(box)
        rows = rows[(wires.source[rows] != row) & (wires.target[rows] != row)]
        if not len(rows):
            return None
        middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        away = np.linalg.norm(flattened(wires.ends[rows], 48) - middle, axis=2).min(axis=1)
        reach = NEAR * min(box[2] - box[0], box[3] - box[1])
        ranked = np.argsort(away, kind="stable")
        near = (wires.ids[rows[n]] for n in ranked.tolist() if away[n] <= reach)
        return next((id for id in near if self._may(id)), None)

    def _may(self, link: str) -> bool:
        if link not in self._fits:
            self._fits[link] = self._node is not None and self._hand.may_insert(link, self._node)
        return self._fits[link]


def is_free(board: Board, node: str) -> bool:
    """Whether nothing leads through a node yet: one that stands in a chain is only moved."""
    kind = board.nodes[node].kind
    flows = {port.kind for port in OUTPUTS[kind]} & {port.kind for port in INPUTS[kind]}
    ports = [port.name for port in INPUTS[kind] if port.kind in flows]
    fed = any(board.links_into(node, port) for port in ports)
    return bool(flows) and not fed and not board.links_from(node)
