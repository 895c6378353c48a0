"""Bars in place of lines of text that are too small to read."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from canvas.document.records import NodeKind
from canvas.editor.spatial import KIND_CODE, NodeTable, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.areas import PADDING
from canvas.ui.painting.frame import Frame
from canvas.ui.theme import NODE_HEADER, Theme

LINE = 19.0
"""World units from one line to the next."""

HEIGHT = 4.5
SHARES = (0.94, 0.82, 0.5)
"""How long the bars are, as shares of the room."""


def draw_word_bars(
    painter: QPainter, frame: Frame, theme: Theme, table: NodeTable, rows: Rows
) -> None:
    """Up to three bars on each prompt, as many as it has room for."""
    rows = rows[table.kind[rows] == KIND_CODE[NodeKind.prompt]]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.line2)
    boxes, s = frame.boxes(table, rows), frame.scale
    x, high = boxes[:, 0] + round(PADDING * s), max(round(HEIGHT * s), 1)
    for line, share in enumerate(SHARES):
        below = NODE_HEADER + 6.0 + LINE * line
        wide = np.floor((boxes[:, 2] - 2 * PADDING * s) * share)
        bars = np.stack([x, boxes[:, 1] + round(below * s), wide, np.full_like(x, high)], axis=1)
        checked.rects(painter, bars[(table.h[rows] > below + 16) & (wide > 0)])
