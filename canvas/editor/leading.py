"""A hand on a wire: it selects the link, pulls it into a bend, or moves a bend that is there."""

from __future__ import annotations

from canvas.document.schema import MOST_BENDS
from canvas.editor.dragging import still
from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Hand, Pointer

LEVEL = 6.0
"""Logical pixels within which a bend falls level with, or under, the points beside it."""

Point = tuple[float, float]


def grasp(
    editor: Editor, hand: Hand, press: Pointer, link: str, bend: int | None = None
) -> Gesture:
    """A click selects the link, Shift beside others; past the slop the wire follows the hand."""
    editor.select_links(editor.links ^ {link} if press.shift else (link,))
    editor.bend = None if bend is None else (link, bend)
    pointer = yield
    while still(press, pointer):
        if pointer.up:
            return
        pointer = yield
    before = editor.board.edges[link].bends
    at = editor.camera.to_world(press.x, press.y)
    index, points = _grasped(editor, link, bend, at)
    if len(points) > MOST_BENDS:
        return
    try:
        while True:
            points[index] = _levelled(editor, link, points, index, pointer)
            editor.lead(link, tuple(points))
            if pointer.up:
                break
            pointer = yield
    finally:
        editor.lead(link, None)
    if link in editor.board.edges and tuple(points) != before:
        hand.bend(link, tuple(points))
        editor.bend = (link, index)


def turn(editor: Editor, hand: Hand, link: str, bend: int | None, at: Point) -> None:
    """A double click: a new bend at a point of the wire, or the bend that is there goes."""
    index, points = _grasped(editor, link, bend, at)
    if bend is not None:
        del points[index]
    if len(points) <= MOST_BENDS:
        hand.bend(link, tuple(points))
        editor.select_links((link,))
        editor.bend = (link, index) if bend is None else None


def straighten(editor: Editor, hand: Hand) -> bool:
    """Take the selected bend away. Says whether there was one."""
    if editor.bend is None:
        return False
    link, bend = editor.bend
    turn(editor, hand, link, bend, (0.0, 0.0))
    return True


def _grasped(editor: Editor, link: str, bend: int | None, at: Point) -> tuple[int, list[Point]]:
    """Which of the link's points is in the hand; a new one unless there is a bend."""
    points = list(editor.board.edges[link].bends)
    if bend is not None and bend < len(points):
        return bend, points
    index = editor.wires.piece_at(link, *at)
    points.insert(index, at)
    return index, points


def _levelled(
    editor: Editor, link: str, points: list[Point], index: int, pointer: Pointer
) -> Point:
    x, y = editor.camera.to_world(pointer.x, pointer.y)
    if pointer.ctrl or not editor.snapping:
        return x, y
    start, end = editor.wires.ports_of(link)
    beside = [start, *points, end]
    reach = LEVEL / editor.camera.zoom
    for other in (beside[index], beside[index + 2]):
        x = other[0] if abs(x - other[0]) <= reach else x
        y = other[1] if abs(y - other[1]) <= reach else y
    return x, y
