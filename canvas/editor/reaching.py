"""A link drawn without a pointer: the arrow keys choose among the ports in sight that may take it.

The link is in hand as it is under a pointer, so it shows, refuses and lands in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.records import INPUTS, OUTPUTS
from canvas.editor.editor import Editor
from canvas.editor.fitting import fitting
from canvas.editor.hand import Hand, Pointer
from canvas.editor.hits import ports_of
from canvas.editor.linking import connect, directed
from canvas.editor.ports import PortEnd

ASIDE = 2.0
"""How much farther a port counts that lies off the way than one that lies along it."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Target:
    """A port that may take the link, and where it is."""

    end: PortEnd
    x: float
    y: float


class Reach:
    """A link in the hand of the keyboard. The board's thread."""

    def __init__(self, editor: Editor, hand: Hand) -> None:
        self._editor, self._hand = editor, hand
        self._start: Target | None = None
        self._targets: tuple[Target, ...] = ()
        self.target: Target | None = None
        """Where the link would land now."""

    @property
    def active(self) -> bool:
        """Whether a link is in hand; Esc, or whatever ends the gesture, ends this too."""
        if not (self._editor.keyed and self._editor.gesturing):
            self._start = None
        return self._start is not None

    @property
    def start(self) -> PortEnd | None:
        return self._start.end if self._start is not None else None

    def begin(self, node: str) -> bool:
        """Take a link out of a node: its output, else its first input. Says whether there is any
        port in sight that may take it."""
        found = self._first_port(node)
        if found is None:
            return False
        self._start, self._targets = found, self._in_sight(found.end)
        if not self._targets:
            self._start = None
            return False
        gesture = connect(self._editor, self._hand, self._pointer(found), found.end)
        self._editor.begin(gesture)
        self._editor.keyed = True
        way = 1 if found.end.output else -1
        self._go(self._next(found, way, 0) or min(self._targets, key=lambda t: _far(found, t)))
        return True

    def step(self, dx: int, dy: int) -> None:
        """On to the next port in a direction; without one, stay."""
        found = self._next(self.target, dx, dy) if self.target is not None else None
        if found is not None:
            self._go(found)

    def land(self) -> None:
        """Make the link."""
        if self.target is not None:
            target, self.target = self.target, None
            self._editor.feed(self._pointer(target, up=True))

    def _go(self, target: Target) -> None:
        self.target = target
        self._editor.feed(self._pointer(target))

    def _pointer(self, at: Target, *, up: bool = False) -> Pointer:
        return Pointer(*self._editor.camera.to_screen(at.x, at.y), up=up)

    def _first_port(self, node: str) -> Target | None:
        """The output; of a node that gives nothing, the input that is free."""
        row = self._editor.table.row(node)
        if row is None:
            return None
        board = self._editor.board
        kind = board.nodes[node].kind
        if not (OUTPUTS[kind] or INPUTS[kind]):
            return None
        ports = [Target(end, x, y) for end, x, y in ports_of(board, self._editor.table, row)]
        ports.sort(key=lambda one: (not one.end.output, _taken(self._editor, one.end)))
        return ports[0] if ports else None

    def _in_sight(self, start: PortEnd) -> tuple[Target, ...]:
        editor = self._editor
        fits = fitting(editor.board, start)
        left, top, right, bottom = editor.camera.view
        found = (
            Target(end, x, y)
            for row in editor.table.cull(editor.camera.view).tolist()
            for end, x, y in ports_of(editor.board, editor.table, row)
            if left <= x <= right and top <= y <= bottom and fits.takes(end)
        )
        return tuple(one for one in found if self._hand.why_not(*directed(start, one.end)) is None)

    def _next(self, at: Target, dx: int, dy: int) -> Target | None:
        ahead = [
            (along + ASIDE * aside, number)
            for number, one in enumerate(self._targets)
            for along, aside in (_split(at, one, dx, dy),)
            if one != at and along > 0
        ]
        return self._targets[min(ahead)[1]] if ahead else None


def _split(at: Target, other: Target, dx: int, dy: int) -> Place:
    """How far another port lies along a direction, and how far aside."""
    x, y = other.x - at.x, other.y - at.y
    return x * dx + y * dy, abs(x * dy) + abs(y * dx)


def _far(at: Target, other: Target) -> float:
    return abs(other.x - at.x) + abs(other.y - at.y)


def _taken(editor: Editor, end: PortEnd) -> bool:
    return not end.output and bool(editor.board.links_into(end.node, end.port))
