"""Gestures that move the camera and nothing else."""

from __future__ import annotations

from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Pointer

PULL = 1.006
"""Zoom for each logical pixel that a zooming hand moves up or to the right."""


def zoom(editor: Editor, press: Pointer) -> Gesture:
    """Up and right come closer, down and left go farther, around where the press was."""
    pointer, last = press, press
    while not pointer.up:
        pointer = yield
        pulled = (pointer.x - last.x) - (pointer.y - last.y)
        editor.camera = editor.camera.zoom_at(press.x, press.y, PULL**pulled)
        last = pointer
