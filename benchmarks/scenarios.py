"""What a hand does to a canvas in a benchmark: fixed frames, each timed from the request to the
painted frame; the same for every canvas."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

FRAMES = 60
WARM = 4
SWEEP = 40
"""Frames from the whole board to 100 %; as many lead back."""

ENOUGH_COLOURS = 120
"""Fewer on the screen, and something has not been painted."""


class Canvas(Protocol):
    """One canvas under test."""

    @property
    def painted(self) -> int:
        """Frames painted so far."""
        ...

    @property
    def size(self) -> tuple[int, int]:
        """Of the view, in pixels."""
        ...

    @property
    def middle(self) -> tuple[float, float]:
        """Of a card in the middle of the board."""
        ...

    def bounds(self) -> tuple[float, float, float, float]: ...
    def look(self, x: float, y: float, zoom: float) -> None: ...
    def frame(self) -> None:
        """Paint what has been asked for."""
        ...

    def rest(self) -> None:
        """Let everything that arrives late arrive."""
        ...

    def press(self, cards: int) -> None:
        """Take the card in the middle of the view, or 200 selected ones by it."""
        ...

    def drag(self, dx: float, dy: float) -> None: ...
    def drop(self) -> None:
        """Let go where nothing has moved."""
        ...

    def colours(self) -> int:
        """Different colours in sight."""
        ...


@dataclass
class Taken:
    """Milliseconds of the frames of one scenario: on the clock, and of all threads."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def run(canvas: Canvas) -> dict[str, Taken]:
    """Every scenario in turn. Raises where a frame was not painted, or shows next to nothing."""
    return {name: _timed(canvas, name, steps) for name, steps in _scenarios(canvas)}


def _scenarios(canvas: Canvas) -> Iterator[tuple[str, list[Callable[[], None]]]]:
    left, top, right, bottom = canvas.bounds()
    x, y = canvas.middle
    wide, high = canvas.size
    fit = min(wide / (right - left), high / (bottom - top)) * 0.98
    count = range(WARM + FRAMES)

    def looks(x: float, y: float, step: float, zoom: float) -> list[Callable[[], None]]:
        return [
            partial(canvas.look, x + 7 * n * step / zoom, y + 5 * n * step / zoom, zoom)
            for n in count
        ]

    yield "pan100", looks(x, y, 1.0, 1.0)
    yield "pan25", looks(x, y, 1.0, 0.25)
    middle = ((left + right) / 2, (top + bottom) / 2)
    yield "overview", looks(*middle, 0.3, fit)
    inwards = [fit * (1 / fit) ** (n / (SWEEP - 1)) for n in range(SWEEP)]
    zooms = [*inwards, *reversed(inwards[:-1])]
    yield "zoom", [partial(canvas.look, x, y, zoom) for zoom in zooms]
    canvas.look(x, y, 1.0)
    canvas.rest()
    canvas.press(1)
    yield "drag1", [lambda: canvas.drag(4, 3) for _ in count]
    canvas.drop()
    canvas.look(x, y, 0.25)
    canvas.rest()
    canvas.press(200)
    yield "drag200", [lambda: canvas.drag(3, 2) for _ in count]
    canvas.drop()


def _timed(canvas: Canvas, name: str, steps: list[Callable[[], None]]) -> Taken:
    steps[0]()
    canvas.rest()
    taken = Taken()
    for number, step in enumerate(steps):
        before = canvas.painted
        cpu, wall = time.process_time(), time.perf_counter()
        step()
        canvas.frame()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if number and canvas.painted == before:
            raise RuntimeError(f"{name}: frame {number} was not painted")
        if number >= WARM:
            taken.wall.append(wall * 1000)
            taken.cpu.append(cpu * 1000)
    if canvas.colours() < ENOUGH_COLOURS:
        raise RuntimeError(f"{name}: next to nothing is on the screen")
    return taken


def median(values: list[float]) -> float:
    return round(statistics.median(values), 2)


def p95(values: list[float]) -> float:
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)], 2)
