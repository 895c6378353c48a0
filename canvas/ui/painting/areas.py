"""Where on a card its picture, its words and its badges lie; pure arithmetic in world units."""

from __future__ import annotations

from canvas.document.records import NodeKind
from canvas.editor.camera import Box
from canvas.editor.folding import HEADER
from canvas.ui.theme import NODE_HEADER, PICTURE_INSET

PADDING = 12.0
GAP = 4.0
CAPTION = 38.0
"""What an element keeps free under its pictures for its words."""

PICTURED = frozenset({NodeKind.picture, NodeKind.clip, NodeKind.video})


def picture_area(kind: NodeKind, width: float, height: float) -> Box | None:
    """Where a card shows its picture, counted from its top left corner."""
    foot = float(PICTURE_INSET)
    if kind is NodeKind.element:
        foot = CAPTION
    elif kind not in PICTURED and kind is not NodeKind.sound:
        return None
    box = (PICTURE_INSET, NODE_HEADER, width - PICTURE_INSET, height - foot)
    return box if box[2] - box[0] > 8 and box[3] - box[1] > 8 else None


def picture_areas(kind: NodeKind, width: float, height: float, count: int) -> list[Box]:
    """Where each of several pictures lies: a large one and up to two small ones."""
    area = picture_area(kind, width, height)
    if area is None or count == 0:
        return []
    shown = min(count, 3) if kind is NodeKind.element else 1
    left, top, right, bottom = area
    room = right - left - GAP * (shown - 1)
    shares = {1: (1.0,), 2: (2 / 3, 1 / 3), 3: (0.5, 0.25, 0.25)}[shown]
    made: list[Box] = []
    for share in shares:
        made.append((left, top, left + room * share, bottom))
        left += room * share + GAP
    return made


def words_area(kind: NodeKind, width: float, height: float) -> Box | None:
    """Where a card shows its words, counted from its top left corner."""
    if height <= HEADER:
        return None
    if kind is NodeKind.prompt:
        return PADDING, NODE_HEADER, width - PADDING, height - PADDING + 2
    if kind is NodeKind.element:
        return PADDING, height - CAPTION + 6, width - PADDING, height - 6
    if kind is NodeKind.note:
        return PADDING, PADDING, width - PADDING, height - PADDING
    if kind is NodeKind.sound:
        return PADDING, NODE_HEADER, width - PADDING, height - PADDING
    return None


def title_area(width: float) -> Box:
    return PADDING, 0.0, width - PADDING, float(NODE_HEADER)
