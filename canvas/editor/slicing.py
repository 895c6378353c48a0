"""A line drawn across links, which cuts them."""

from __future__ import annotations

from canvas.editor.editor import Editor, Gesture, Shown
from canvas.editor.hand import Button, Hand, Pointer

LONGEST = 4000
"""Points that a cutting line is drawn with."""


def slices(press: Pointer) -> bool:
    """Whether a press begins to cut: the right button with Ctrl, the left one with Alt and
    Shift."""
    right = press.button is Button.right and press.ctrl
    return right or (press.button is Button.left and press.alt and press.shift)


def cut(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Remove every link that the line crosses, in one step."""
    line = [editor.camera.to_world(press.x, press.y)]
    met: frozenset[str] = frozenset()
    pointer = press
    while not pointer.up:
        pointer = yield
        at = editor.camera.to_world(pointer.x, pointer.y)
        if at != line[-1]:
            met |= editor.wires.crossed(line[-1], at)
            line = [*line[-LONGEST:], at]
        editor.shown = Shown(stroke=tuple(line), cut=met)
    alive = sorted(id for id in met if id in editor.board.edges)
    if alive:
        hand.disconnect(alive)
