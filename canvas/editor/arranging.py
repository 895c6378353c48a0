"""Boxes put in order: aligned, spread evenly, laid out along the flow. Pure geometry, world units.

Nothing here knows what the boxes are; what is passed in is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

LAYER_GAP, NEIGHBOUR_GAP, GROUP_GAP = 72.0, 36.0, 72.0
"""Between the steps of a flow, between boxes of one step, between flows."""

SWEEPS = 24
"""Times that the order within the steps is looked at again, at most."""

SHELF = 16 / 9
"""Width to height that a tidied board comes near to."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """Something with a top left corner and a size."""

    id: str
    pos: Point
    size: Point

    @property
    def right(self) -> float:
        return self.pos[0] + self.size[0]

    @property
    def bottom(self) -> float:
        return self.pos[1] + self.size[1]


Places: TypeAlias = dict[str, Point]

EDGES = ("left", "centre", "right", "top", "middle", "bottom")


def bounds(boxes: Iterable[Boxed]) -> tuple[float, float, float, float] | None:
    """left, top, right, bottom around all of them; None around nothing."""
    found = list(boxes)
    if not found:
        return None
    return (
        min(box.pos[0] for box in found),
        min(box.pos[1] for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def aligned(boxes: Sequence[Boxed], edge: str) -> Places:
    """Every box on one line of the box around all of them: an edge, or its centre or middle."""
    around = bounds(boxes)
    if around is None:
        return {}
    left, top, right, bottom = around
    line: Mapping[str, Callable[[Boxed], Point]] = {
        "left": lambda box: (left, box.pos[1]),
        "centre": lambda box: ((left + right - box.size[0]) / 2, box.pos[1]),
        "right": lambda box: (right - box.size[0], box.pos[1]),
        "top": lambda box: (box.pos[0], top),
        "middle": lambda box: (box.pos[0], (top + bottom - box.size[1]) / 2),
        "bottom": lambda box: (box.pos[0], bottom - box.size[1]),
    }
    return {box.id: line[edge](box) for box in boxes}


def distributed(boxes: Sequence[Boxed], axis: int) -> Places:
    """The same gap between all neighbours, 0 across or 1 down; the outermost two stay. Where there
    is no room the gaps are overlaps of one size."""
    if len(boxes) < 3:
        return {box.id: box.pos for box in boxes}
    ordered = sorted(boxes, key=lambda box: (box.pos[axis] + box.size[axis] / 2, box.id))
    start, last = ordered[0].pos[axis], ordered[-1]
    room = last.pos[axis] + last.size[axis] - start - sum(box.size[axis] for box in ordered)
    gap = room / (len(ordered) - 1)
    places: Places = {}
    at = start
    for box in ordered[:-1]:
        places[box.id] = (at, box.pos[1]) if axis == 0 else (box.pos[0], at)
        at += box.size[axis] + gap
    places[last.id] = last.pos
    return places


def tidied(boxes: Sequence[Boxed], links: Iterable[tuple[str, str]]) -> Places:
    """Every flow from left to right, each step right of what feeds it, the flows in rows.

    Links are (source, target). The top left corner of it all stays, rows keep their order of
    reading, and what is tidy already is left as it is.
    """
    around = bounds(boxes)
    if around is None:
        return {}
    known = {box.id: box for box in boxes}
    wired = dict.fromkeys(
        (a, b) for a, b in links if a != b and a in known and b in known
    )  # two links between the same two boxes pull no harder than one
    groups = [_flow(group, inner) for group, inner in _groups(known, wired)]
    return _on_shelves(groups, known, (around[0], around[1]))


def _groups(
    known: Mapping[str, Boxed], wired: Iterable[tuple[str, str]]
) -> list[tuple[list[Boxed], list[tuple[str, str]]]]:
    """What hangs together with its links, in the order of reading by top left corners."""
    leader = {id: id for id in known}

    def find(id: str) -> str:
        while leader[id] != id:
            leader[id] = leader[leader[id]]
            id = leader[id]
        return id

    for a, b in wired:
        leader[find(a)] = find(b)
    groups: dict[str, list[Boxed]] = {}
    for box in sorted(known.values(), key=_reading):
        groups.setdefault(find(box.id), []).append(box)
    inner: dict[str, list[tuple[str, str]]] = {first: [] for first in groups}
    for link in wired:
        inner[find(link[0])].append(link)
    found = [(group, inner[first]) for first, group in groups.items()]
    return sorted(found, key=lambda one: _corner(one[0]))


def _corner(group: Sequence[Boxed]) -> tuple[float, float, str]:
    left = min(box.pos[0] for box in group)
    return (group[0].pos[1], left, group[0].id)


def _reading(box: Boxed) -> tuple[float, float, str]:
    return (box.pos[1], box.pos[0], box.id)


def _flow(group: Sequence[Boxed], wired: Sequence[tuple[str, str]]) -> Places:
    """One flow with its top left corner at (0, 0)."""
    if len(group) == 1:
        return {group[0].id: (0.0, 0.0)}
    flow = _Flow(group, wired)
    steps = _ordered(flow.steps(), flow)
    return _columns(steps, {box.id: box for box in group})


class _Flow:
    """Who feeds whom in one group; links that close a loop are left out."""

    def __init__(self, group: Sequence[Boxed], wired: Sequence[tuple[str, str]]) -> None:
        self._group = group
        self.out: dict[str, list[str]] = {box.id: [] for box in group}
        self.into: dict[str, list[str]] = {box.id: [] for box in group}
        for a, b in wired:
            self.out[a].append(b)
            self.into[b].append(a)
        self.order = self._sorted()

    def _sorted(self) -> list[str]:
        """Sources first. In a loop, what lies farthest left comes first and its feed is cut."""
        waiting = {id: len(fed) for id, fed in self.into.items()}
        ready = [box.id for box in self._group if not waiting[box.id]]
        left = iter(sorted(self._group, key=lambda box: (box.pos[0], *_reading(box))))
        order: dict[str, None] = {}
        while len(order) < len(self._group):
            if not ready:
                ready.append(next(box.id for box in left if box.id not in order))
            id = ready.pop()
            if id in order:
                continue
            order[id] = None
            for target in self.out[id]:
                waiting[target] -= 1
                if not waiting[target] and target not in order:
                    ready.append(target)
        self._cut(order)
        return list(order)

    def _cut(self, order: Iterable[str]) -> None:
        place = {id: index for index, id in enumerate(order)}
        for id, targets in self.out.items():
            self.out[id] = [target for target in targets if place[target] > place[id]]
        for id, sources in self.into.items():
            self.into[id] = [source for source in sources if place[source] < place[id]]

    def steps(self) -> list[list[str]]:
        """The columns: each box right after what feeds it, yet as near as may be to what it
        feeds."""
        step: dict[str, int] = {}
        for id in self.order:
            step[id] = max((step[source] + 1 for source in self.into[id]), default=0)
        for id in reversed(self.order):
            if self.out[id]:
                step[id] = min(step[target] for target in self.out[id]) - 1
        first = min(step.values())
        columns: list[list[str]] = [[] for _ in range(max(step.values()) - first + 1)]
        for box in self._group:  # in the order of reading
            columns[step[box.id] - first].append(box.id)
        return [column for column in columns if column]


def _ordered(steps: list[list[str]], flow: _Flow) -> list[list[str]]:
    """The order within each step that crosses fewer links, as long as it gets better."""
    best, fewest = steps, _crossings(steps, flow)
    for _ in range(SWEEPS):
        if not fewest:
            break
        tried = _swept(best, flow)
        crossed = _crossings(tried, flow)
        if crossed >= fewest:
            break
        best, fewest = tried, crossed
    return best


def _swept(steps: Sequence[Sequence[str]], flow: _Flow) -> list[list[str]]:
    """Each box to the middle of its neighbours, first after what feeds it, then after what it
    feeds."""
    found = [list(step) for step in steps]
    place = _shares(found)
    for near, columns in ((flow.into, range(len(found))), (flow.out, range(len(found))[::-1])):
        for number in columns:
            column = found[number]
            wish = {
                id: sum(place[other] for other in near[id]) / len(near[id])
                if near[id]
                else place[id]
                for id in column
            }
            column.sort(key=lambda id, wish=wish: wish[id])  # type: ignore[misc]  # bound at once
            place.update(_shares([column]))
    return found


def _shares(steps: Iterable[Sequence[str]]) -> dict[str, float]:
    """How far down its column each box lies, 0 to 1."""
    return {id: (at + 0.5) / len(step) for step in steps for at, id in enumerate(step)}


def _crossings(steps: Sequence[Sequence[str]], flow: _Flow) -> int:
    """How often links between the same two columns cross."""
    column = {id: number for number, step in enumerate(steps) for id in step}
    row = {id: at for step in steps for at, id in enumerate(step)}
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for id, targets in flow.out.items():
        for target in targets:
            ends = (column[id], column[target])
            pairs.setdefault(ends, []).append((row[id], row[target]))
    return sum(_inversions([b for _, b in sorted(found)]) for found in pairs.values())


def _inversions(values: list[int]) -> int:
    """Pairs that stand the wrong way round, counted in n log n by a tree of sums."""
    size = max(values) + 2
    tree = [0] * (size + 1)
    count = 0
    for seen, value in enumerate(values):
        at, before = value + 1, 0
        while at:
            before += tree[at]
            at -= at & -at
        count += seen - before
        at = value + 1
        while at <= size:
            tree[at] += 1
            at += at & -at
    return count


def _columns(steps: Sequence[Sequence[str]], known: Mapping[str, Boxed]) -> Places:
    """Columns side by side, each centred on the tallest."""
    heights = [
        sum(known[id].size[1] for id in step) + NEIGHBOUR_GAP * (len(step) - 1) for step in steps
    ]
    places: Places = {}
    x = 0.0
    for step, height in zip(steps, heights, strict=True):
        y = (max(heights) - height) / 2
        for id in step:
            places[id] = (x, y)
            y += known[id].size[1] + NEIGHBOUR_GAP
        x += max(known[id].size[0] for id in step) + LAYER_GAP
    return places


def _on_shelves(groups: Sequence[Places], known: Mapping[str, Boxed], corner: Point) -> Places:
    """Flows side by side in rows of about the same width."""
    sizes = [_extent(group, known) for group in groups]
    area = sum((wide + GROUP_GAP) * (high + GROUP_GAP) for wide, high in sizes)
    width = max((area * SHELF) ** 0.5, max(wide for wide, _ in sizes))
    places: Places = {}
    x = y = tallest = 0.0
    for group, (wide, high) in zip(groups, sizes, strict=True):
        if x and x + wide > width:
            x, y, tallest = 0.0, y + tallest + GROUP_GAP, 0.0
        for id, (dx, dy) in group.items():
            places[id] = (corner[0] + x + dx, corner[1] + y + dy)
        x += wide + GROUP_GAP
        tallest = max(tallest, high)
    return places


def _extent(group: Places, known: Mapping[str, Boxed]) -> Point:
    wide = max(x + known[id].size[0] for id, (x, _) in group.items())
    high = max(y + known[id].size[1] for id, (_, y) in group.items())
    return wide, high
