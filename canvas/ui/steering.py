"""The canvas without a mouse, and at its edges: arrows that move and walk, a pan that goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from canvas.editor.editor import Editor
from canvas.editor.hand import Hand, Pointer
from canvas.editor.walking import along_links, nearest_to, neighbour, next_in_order

NUDGE, BIG_NUDGE = 1.0, 10.0
"""World units that an arrow key moves nodes by, alone and with Shift."""

NUDGE_PAUSE = 0.8
"""Seconds between two arrow keys that still make one step of undo."""

EDGE, EDGE_SPEED, EDGE_TICK = 28, 14, 16
"""Logical pixels from the edge where a gesture pans, the most that it pans in one tick, and the
tick in milliseconds."""


class Arrows:
    """Moves what is selected, or the selection itself. Main thread."""

    def __init__(self, editor: Editor, hand: Hand) -> None:
        self._editor = editor
        self._hand = hand
        self._last = float("-inf")
        self._count = 0

    def nudge(self, dx: int, dy: int, *, far: bool) -> None:
        """Move the selected nodes; quick presses in a row are one step of undo."""
        now = time.monotonic()
        if now - self._last > NUDGE_PAUSE:
            self._count += 1
        self._last = now
        by, box = BIG_NUDGE if far else NUDGE, self._editor.bounds(self._editor.selection)
        if box is None:
            return
        gesture = f"nudge-{id(self)}-{self._count}"
        way = _to_whole(box[0], dx * by), _to_whole(box[1], dy * by)
        self._hand.move(self._editor.selected, *way, gesture)

    def walk(self, dx: int, dy: int) -> None:
        """Select what is linked in a direction, else the neighbour there; with nothing selected,
        what is in the middle."""
        editor, start = self._editor, self._current()
        if start is None:
            self._go(nearest_to(editor.table, editor.camera.x, editor.camera.y))
        else:
            linked = along_links(editor.board, editor.table, start, dx)
            self._go(neighbour(editor.table, start, dx, dy) if linked is None else linked)

    def walk_on(self, step: int) -> None:
        """Select the next or the previous node as one reads."""
        self._go(next_in_order(self._editor.table, self._current(), step))

    def _current(self) -> int | None:
        selected = self._editor.selected
        return self._editor.table.row(selected[-1]) if selected else None

    def _go(self, row: int | None) -> None:
        if row is not None:
            node = self._editor.table.ids[row]
            self._editor.select((node,))
            self._editor.show((node,))


class EdgePan(QObject):
    """Pans while a gesture is held near the edge of the view. Main thread."""

    def __init__(self, editor: Editor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._pointer: Pointer | None = None
        self._timer = QTimer(self, interval=EDGE_TICK)
        self._timer.timeout.connect(self._tick)

    def watch(self, pointer: Pointer) -> None:
        """A gesture that carries something has moved here."""
        shown, table = self._editor.shown, self._editor.table
        carries = shown.marquee or shown.link or shown.ghosts or len(table.held)
        self._pointer = pointer
        if not carries or self._push(pointer) == (0.0, 0.0):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        if self._pointer is None or not self._editor.gesturing:
            self._timer.stop()
            return
        self._editor.camera = self._editor.camera.panned(*self._push(self._pointer))
        self._editor.feed(self._pointer)

    def _push(self, pointer: Pointer) -> tuple[float, float]:
        camera = self._editor.camera
        return push(pointer.x, camera.width), push(pointer.y, camera.height)


def _to_whole(at: float, by: float) -> float:
    """A step that ends on a whole unit; none where there is none to go."""
    return round(at + by) - at if by else 0.0


def push(at: float, length: float) -> float:
    """How far a pointer near an edge pans in one tick: the nearer, the faster."""
    if at < EDGE:
        return EDGE_SPEED * min((EDGE - at) / EDGE, 1.0)
    if at > length - EDGE:
        return -EDGE_SPEED * min((at - length + EDGE) / EDGE, 1.0)
    return 0.0


def single_shot(parent: QObject, wait: int, done: Callable[[], None]) -> QTimer:
    """A timer that calls `done` once, `wait` milliseconds after its last start."""
    timer = QTimer(parent, singleShot=True, interval=wait)
    timer.timeout.connect(done)
    return timer
