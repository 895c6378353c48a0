"""What the left button does while a tool other than the arrow and the hand is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from canvas.editor import commenting, drawing
from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Hand, Pointer

Begin: TypeAlias = Callable[[Editor, Hand, Pointer], Gesture | None]

TOOLS: Mapping[str, Begin] = {
    "text": drawing.text,
    "note": drawing.note,
    "arrow": drawing.arrow,
    "ink": drawing.ink,
    "eraser": drawing.erase,
    "laser": drawing.laser,
    "comment": commenting.comment,
}
"""The gesture that a press begins, by the editor's tool."""

WRITING = frozenset({"text", "note", "arrow", "ink", "eraser"})
"""Tools that change the board: a board open to look at only has no use for them."""
