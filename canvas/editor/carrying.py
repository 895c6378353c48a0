"""Which nodes in a hand are painted over the board, so that the board itself rests under them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from canvas.document.records import NodeKind
from canvas.editor.sketches import Sketches
from canvas.editor.spatial import KIND_CODE, NodeTable, Rows

NO_ROWS: Rows = np.zeros(0, np.intp)

TIED = tuple(
    KIND_CODE[kind] for kind in (NodeKind.scene, NodeKind.arrow, NodeKind.text, NodeKind.ink)
)
"""Kinds that lie under cards or hold on to them: they are carried within the picture."""

_TIED = np.isin(np.arange(len(KIND_CODE)), TIED)


def among(rows: Rows, chosen: Rows) -> NDArray[np.bool_]:
    """Which of these rows are chosen; np.isin takes ten times as long."""
    most = max(int(rows.max(initial=0)), int(chosen.max(initial=0)))
    marked = np.zeros(most + 1, np.bool_)
    marked[chosen] = True
    found: NDArray[np.bool_] = marked[rows]
    return found


class Holder(Protocol):
    """What is asked of the editor."""

    @property
    def table(self) -> NodeTable: ...
    @property
    def sketches(self) -> Sketches: ...


def carried_apart(holder: Holder, rows: Rows) -> bool:
    """Whether all of these are cards and notes that no arrow holds on to."""
    if not len(rows) or holder.table.stretched:
        return False
    tied = _TIED[holder.table.kind[rows]].any()
    return not tied and len(holder.sketches.joined(rows)) == len(rows)
