"""How large the pictures of nodes stand on the screen: what decoders have to fill, and no more."""

from __future__ import annotations

from canvas.ui.painting.frame import Detail
from canvas.ui.proxies import Size
from canvas.ui.view import CanvasView

LEAST = 40
"""Device pixels that a picture has to be wide to be worth moving."""

MOST = 1280
"""Device pixels beyond which a small film is not made any larger before it is drawn."""

AT_ONCE = 64
"""Pictures that move at the same time: those nearest to the middle."""


class Sight:
    """Reads a view. Main thread."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view

    def size(self, node: str) -> Size | None:
        """The device pixels of a node's picture; None where it is out of sight or too small."""
        view, frame = self._view, self._view.frame()
        row = view.editor.table.row(node)
        if row is None or frame.detail is Detail.far:
            return None
        boxes = view.painter.cards.picture_boxes(frame, row)
        if not boxes or not boxes[0].intersects(frame.area) or boxes[0].width() < LEAST:
            return None
        wide, high = boxes[0].width(), boxes[0].height()
        shrunk = min(MOST / wide, 1.0)
        return max(round(wide * shrunk), 1), max(round(high * shrunk), 1)

    def nearest(self, nodes: list[str]) -> list[str]:
        """As many of these as may move at once, those in the middle of the view first."""
        if len(nodes) <= AT_ONCE:
            return nodes
        camera, table = self._view.editor.camera, self._view.editor.table

        def distance(node: str) -> float:
            left, top, right, bottom = table.box(table.rows((node,))[0])
            return abs((left + right) / 2 - camera.x) + abs((top + bottom) / 2 - camera.y)

        return sorted(nodes, key=distance)[:AT_ONCE]
