"""Gestures of the tools that put something new on the board: words, notes, arrows, ink, a laser."""

from __future__ import annotations

import math

from canvas.document.records import NodeKind
from canvas.editor.arrows import WEIGHTS, Line, Point, line_between
from canvas.editor.camera import Box
from canvas.editor.drafts import ArrowDraft, ErasedDraft, InkDraft
from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import node_at
from canvas.editor.strokes import grain_for

SLOP = 4.0
"""Logical pixels that a click may tremble."""

STEP = math.pi / 12
"""The angles that Shift keeps an arrow to."""

REACH = 6.0
"""Logical pixels around the eraser within which it takes a stroke."""

MOST = 20_000
"""Points that one stroke takes from the hand; what follows begins another."""


def text(editor: Editor, hand: Hand, press: Pointer) -> Gesture | None:
    """Click to write there, drag to say how wide; a click on a text writes in it."""
    under = editor.hit(press.x, press.y).node
    if under is not None and editor.board.nodes[under].kind is NodeKind.text:
        editor.used()
        hand.write(under)
        return None
    return _text(editor, hand, press)


def _text(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    start = editor.camera.to_world(press.x, press.y)
    width: float | None = None
    pointer, left = press, start[0]
    while not pointer.up:
        pointer = yield
        x, y = editor.camera.to_world(pointer.x, pointer.y)
        far = abs(pointer.x - press.x) >= 3 * SLOP
        width, left = (abs(x - start[0]), min(x, start[0])) if far else (None, start[0])
        editor.shown = Shown(marquee=_spanned(start, (x, y))) if far else Shown()
    editor.used()
    hand.write_text((left, start[1]), width)


def note(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Click to put a note there and write on it."""
    pointer = press
    while not pointer.up:
        pointer = yield
    editor.used()
    hand.write_note(editor.camera.to_world(pointer.x, pointer.y))


def arrow(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Drag from one thing to another: ends hold on to nodes unless Ctrl is held, Shift keeps to
    round angles."""
    start = editor.camera.to_world(press.x, press.y)
    source = None if press.ctrl else _holdable(editor, start)
    end, target, moved, pointer = start, None, False, press
    while not pointer.up:
        pointer = yield
        moved = moved or not _still(press, pointer)
        end = _kept(start, editor.camera.to_world(pointer.x, pointer.y), pointer.shift)
        target = None if pointer.ctrl else _holdable(editor, end)
        target = None if target == source else target
        line = _between(editor, start, end, source, target)
        draft = ArrowDraft(line, WEIGHTS["M"], "end", editor.pen.color, target or source)
        editor.shown = Shown(draft=draft if moved else None)
    if moved:
        editor.used()
        hand.draw_arrow(start, end, source or "", target or "")


def pull(editor: Editor, hand: Hand, press: Pointer, node: str, end: str) -> Gesture:
    """Pull the start or the end of an arrow elsewhere."""
    record = editor.board.nodes[node]
    line = editor.sketches.line(node)
    if line is None or record.locked:
        return
    fixed = line.end if end == "start" else line.start
    stays = str(record.param("to" if end == "start" else "from"))
    at, onto, moved, pointer = fixed, None, False, press
    while not pointer.up:
        pointer = yield
        moved = moved or not _still(press, pointer)
        at = _kept(fixed, editor.camera.to_world(pointer.x, pointer.y), pointer.shift)
        onto = None if pointer.ctrl else _holdable(editor, at)
        onto = None if onto == stays else onto
        loose = (at, fixed) if end == "start" else (fixed, at)
        held = (onto, stays or None) if end == "start" else (stays or None, onto)
        shown = _between(editor, *loose, *held)
        draft = ArrowDraft(shown, WEIGHTS["M"], "end", record.color or "", onto)
        editor.shown = Shown(draft=draft if moved else None)
    if moved:
        hand.point_arrow(node, end, at, onto or "")


def ink(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Draw with the pen; its other end erases."""
    if press.eraser:
        yield from erase(editor, hand, press)
        return
    zoom = editor.camera.zoom
    draft = InkDraft(editor.pen.width / zoom, editor.pen.color)
    _add(editor, draft, press)
    editor.shown = Shown(draft=draft)
    pointer = press
    while not pointer.up and len(draft.points) < MOST:
        pointer = yield
        if not pointer.up:
            _add(editor, draft, pointer)
    hand.draw(draft.points, draft.width, grain_for(zoom), draft.color)


def erase(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Take off every stroke that the hand crosses, whole; Esc gives them all back."""
    gone: dict[str, frozenset[int]] = {}
    pointer = last = press
    while True:
        for x, y in _steps(editor, last, pointer):
            _touch(editor, x, y, gone)
        editor.shown = Shown(draft=ErasedDraft(dict(gone)))
        if pointer.up:
            break
        last = pointer
        pointer = yield
    if gone:
        hand.erase(gone)


def laser(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Point at something: a trail that fades and leaves nothing on the board."""
    pointer = press
    editor.laser.pressed = True
    try:
        while not pointer.up:
            editor.laser.point_at(*editor.camera.to_world(pointer.x, pointer.y))
            editor.tell("laser")
            pointer = yield
    finally:
        editor.laser.pressed = False
        editor.tell("laser")


def _add(editor: Editor, draft: InkDraft, pointer: Pointer) -> None:
    x, y = editor.camera.to_world(pointer.x, pointer.y)
    if not draft.points or (x, y) != draft.points[-1][:2]:
        draft.points.append((x, y, min(max(pointer.pressure, 0.0), 1.0)))


def _touch(editor: Editor, x: float, y: float, gone: dict[str, frozenset[int]]) -> None:
    table, reach = editor.table, REACH / editor.camera.zoom
    for row in table.cull((x, y, x, y), reach).tolist():
        id = table.ids[row]
        found = editor.sketches.strokes_at(id, x, y, reach)
        if found and not editor.board.nodes[id].locked:
            gone[id] = gone.get(id, frozenset()) | frozenset(found)


def _steps(editor: Editor, a: Pointer, b: Pointer) -> list[Point]:
    """World points on the way from one pointer to the next, so close that no stroke slips by."""
    count = max(math.ceil(math.hypot(b.x - a.x, b.y - a.y) / REACH), 1)
    shares = (number / count for number in range(1, count + 1))
    to_world = editor.camera.to_world
    return [to_world(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t) for t in shares]


def _holdable(editor: Editor, at: Point) -> str | None:
    """The node under a point that an arrow may hold on to: anything but arrows and ink."""
    found = node_at(editor.table, *at)
    if found is None or editor.board.nodes[found].kind in (NodeKind.arrow, NodeKind.ink):
        return None
    return found


def _between(
    editor: Editor, start: Point, end: Point, source: str | None, target: str | None
) -> Line:
    """The line that an arrow would run, as it is once it is there."""
    from_box, to_box = (_box_of(editor, one) for one in (source, target))
    return line_between(start, end, from_box, to_box)


def _box_of(editor: Editor, node: str | None) -> Box | None:
    row = None if node is None else editor.table.row(node)
    return None if row is None else editor.table.box(row)


def _kept(start: Point, end: Point, straight: bool) -> Point:
    """The end of an arrow, at a round angle where that is asked for."""
    if not straight:
        return end
    dx, dy = end[0] - start[0], end[1] - start[1]
    angle, long = round(math.atan2(dy, dx) / STEP) * STEP, math.hypot(dx, dy)
    return start[0] + math.cos(angle) * long, start[1] + math.sin(angle) * long


def _still(press: Pointer, pointer: Pointer) -> bool:
    return abs(pointer.x - press.x) < SLOP and abs(pointer.y - press.y) < SLOP


def _spanned(a: Point, b: Point) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
