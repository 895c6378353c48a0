"""What gestures are fed with, and what they may ask of the app, which they do not import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from canvas.document.words import Sentence
from canvas.editor.camera import Box
from canvas.editor.ports import PortEnd


class Button(StrEnum):
    left = "left"
    middle = "middle"
    right = "right"
    none = "none"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in logical pixels of the view, and what is held with it."""

    x: float
    y: float
    button: Button = Button.left
    up: bool = False
    """The button has just been let go."""
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    space: bool = False
    pressure: float = 1.0
    """Of a pen, 0..1; a mouse presses fully."""
    eraser: bool = False
    """The other end of a pen."""


class Hand(Protocol):
    """The verbs that gestures end in: each is one step of undo, none comes before the end."""

    def move(self, nodes: Sequence[str], dx: float, dy: float, gesture: str = "") -> None: ...

    def duplicate(self, nodes: Sequence[str], dx: float, dy: float) -> Sequence[str]: ...

    def resize(self, boxes: Mapping[str, Box]) -> None: ...

    def connect(self, source: PortEnd, target: PortEnd) -> None: ...

    def reconnect(self, link: str, source: PortEnd, target: PortEnd) -> None:
        """Replace a link that was pulled off its port, in one step."""
        ...

    def bend(self, link: str, bends: Sequence[tuple[float, float]]) -> None:
        """Lead a link's wire through these points, or straight with none."""
        ...

    def may_insert(self, link: str, node: str) -> bool:
        """Whether a node may stand in a link."""
        ...

    def insert_into(self, link: str, node: str, dx: float, dy: float) -> None:
        """Move a node and lead a link through it; what follows makes room."""
        ...

    def write(self, node: str) -> None:
        """Open the words of a node."""
        ...

    def write_text(self, pos: tuple[float, float], width: float | None) -> None:
        """Write right on the board, from a corner; lines break at `width` where there is one."""
        ...

    def write_note(self, middle: tuple[float, float]) -> None: ...

    def draw_arrow(
        self, start: tuple[float, float], end: tuple[float, float], source: str, target: str
    ) -> None: ...

    def point_arrow(self, node: str, end: str, at: tuple[float, float], onto: str) -> None:
        """Pull the "start" or the "end" of an arrow to a point, or onto a node."""
        ...

    def draw(
        self,
        points: Sequence[tuple[float, float, float]],
        width: float,
        grain: float,
        color: str,
    ) -> None: ...

    def comment(self, pos: tuple[float, float], node: str | None) -> None:
        """Ask what is to be said about a point of the world, on a node or on the bare field."""
        ...

    def erase(self, strokes: Mapping[str, frozenset[int]]) -> None: ...

    def disconnect(self, links: Sequence[str]) -> None: ...

    def why_not(self, source: PortEnd, target: PortEnd) -> Sentence | None:
        """Why this link would be refused; None where it may be made."""
        ...

    def landings(self, source: PortEnd, target: str) -> Sequence[str]:
        """The inputs of a node that this output may feed, the free ones first."""
        ...
