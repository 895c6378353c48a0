"""Where a bar lies beside what it belongs to, without covering it or the name of a scene."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

from canvas.editor.editor import Editor
from canvas.editor.hits import SCENE_TITLE
from canvas.editor.spatial import SCENE

AWAY, MARGIN, LEFT = 14, 12, 64
"""Logical pixels from the selection, from the edges of the view, and from its left one, where the
rail of tools stands."""

LEAST_TITLE = 24.0
"""Logical pixels that the name of a scene frame is high at least."""

_FAR = 30_000


def beside(editor: Editor, around: QRect, size: QSize, view: QSize) -> QPoint:
    """The corner of a bar of `size`: over the box, under it, or at the upper edge of the view."""
    around = around.intersected(QRect(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR))
    most = max(view.width() - size.width() - MARGIN, MARGIN)
    least = min(LEFT, most)
    x = min(max(around.center().x() - size.width() // 2, least), most)
    titles = scene_titles(editor)
    over = around.top() - AWAY - size.height()
    lying = QRect(x, over, size.width(), size.height())
    struck = [title for title in titles if title.intersects(lying)]
    higher = min((title.top() for title in struck), default=over) - AWAY - size.height()
    under = around.bottom() + AWAY
    for y in (over, higher if struck else over, under):
        place = QRect(x, y, size.width(), size.height())
        in_sight = y >= MARGIN and place.bottom() <= view.height() - MARGIN
        if in_sight and not any(title.intersects(place) for title in titles):
            return QPoint(x, y)
    return QPoint(x, min(max(over, MARGIN), view.height() - size.height() - MARGIN))


def scene_titles(editor: Editor) -> list[QRect]:
    """Where the names of the scene frames in sight stand, in logical pixels."""
    table, camera = editor.table, editor.camera
    high = max(SCENE_TITLE * camera.zoom, LEAST_TITLE)
    rows = table.cull(camera.view, high / camera.zoom)
    found: list[QRect] = []
    for row in rows[table.kind[rows] == SCENE].tolist():
        left, top, right, _ = table.box(row)
        x, y = camera.to_screen(left, top)
        wide = min((right - left) * camera.zoom, float(_FAR))
        found.append(QRect(round(max(x, -_FAR)), round(y - high), round(wide), round(high)))
    return found
