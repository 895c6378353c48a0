"""What the left button does while a tool other than the arrow and the hand is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Hand, Pointer

Begin: TypeAlias = Callable[[Editor, Hand, Pointer], Gesture | None]

TOOLS: Mapping[str, Begin] = {}
"""The gesture that a press begins, by the editor's tool."""
