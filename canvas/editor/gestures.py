"""What a press on the canvas turns into: one generator a gesture, fed with pointers until it ends.

A gesture shows what it would do in the editor and calls the hand once, at its end: closing it early
(Esc) leaves the board as it was.
"""

from __future__ import annotations

from canvas.editor.camera import Box
from canvas.editor.dragging import drag, still
from canvas.editor.drawing import pull
from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Button, Hand, Pointer
from canvas.editor.leading import grasp
from canvas.editor.linking import connect
from canvas.editor.resizing import resize
from canvas.editor.sketches import ARROW, INK
from canvas.editor.slicing import cut, slices
from canvas.editor.spatial import SCENE
from canvas.editor.tools import TOOLS


def gesture_for(editor: Editor, hand: Hand, press: Pointer) -> Gesture | None:
    """The gesture that a press begins: a pan, a drag, a link, a resize or a marquee."""
    if press.button is Button.middle or press.space or editor.tool == "hand":
        return pan(editor, press)
    if slices(press):
        return cut(editor, hand, press)
    if press.button is not Button.left:
        return None
    if editor.tool in TOOLS:
        return TOOLS[editor.tool](editor, hand, press)
    under = editor.hit(press.x, press.y)
    if under.port is not None:
        return connect(editor, hand, press, under.port)
    if under.corner in ("start", "end") and under.node is not None:
        return pull(editor, hand, press, under.node, under.corner)
    if under.corner:
        return resize(editor, hand, press, under.corner)
    if under.node is not None:
        return drag(editor, hand, press, under.node)
    if under.wire is not None:
        return grasp(editor, hand, press, under.wire, under.bend)
    return marquee(editor, press)


def pan(editor: Editor, press: Pointer) -> Gesture:
    """The field follows the hand."""
    pointer, last = press, press
    while not pointer.up:
        pointer = yield
        editor.camera = editor.camera.panned(pointer.x - last.x, pointer.y - last.y)
        last = pointer


def marquee(editor: Editor, press: Pointer) -> Gesture:
    """Select what a rectangle touches, groups whole; Shift adds, Ctrl turns each around."""
    before = editor.selection
    kept = before if press.shift or press.ctrl else frozenset()
    corner = editor.camera.to_world(press.x, press.y)
    editor.select(kept)
    pointer = press
    try:
        while not pointer.up:
            pointer = yield
            if not still(press, pointer) or editor.shown.marquee:
                box = _spanned(corner, editor.camera.to_world(pointer.x, pointer.y))
                editor.shown = Shown(marquee=box)
                touched = editor.groups.whole(_touched(editor, box))
                editor.select(kept ^ touched if press.ctrl else kept | touched)
    except GeneratorExit:
        editor.select(before)
        raise


def _touched(editor: Editor, box: Box) -> frozenset[str]:
    table = editor.table
    rows = table.cull(box)
    x, y, right, bottom = table.x[rows], table.y[rows], table.w[rows], table.h[rows]
    within = (x >= box[0]) & (y >= box[1]) & (x + right <= box[2]) & (y + bottom <= box[3])
    # a scene frame is as large as what it holds: it is meant only when all of it is
    meant = rows[within | (table.kind[rows] != SCENE) | table.folded[rows]]
    # and a line is where it runs, not the air around it
    drawn = (ARROW, INK)
    found = (
        row
        for row in meant.tolist()
        if table.kind[row] not in drawn or editor.sketches.crosses(row, box)
    )
    return frozenset(table.ids[row] for row in found)


def _spanned(a: tuple[float, float], b: tuple[float, float]) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
