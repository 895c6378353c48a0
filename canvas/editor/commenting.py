"""The gesture of the comment tool: a click says what a comment is about."""

from __future__ import annotations

from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Hand, Pointer


def comment(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
    """Click on a node or on the bare field to comment there."""
    pointer = press
    while not pointer.up:
        pointer = yield
    editor.used()
    node = editor.hit(pointer.x, pointer.y).node
    hand.comment(editor.camera.to_world(pointer.x, pointer.y), node)
