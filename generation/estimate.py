"""When renders will be done, by what earlier ones took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from generation.job import Job

_LATEST = 20
"""So many renders of a model say how fast it draws here."""


class Paces:
    """Seconds of work by model and quality, as they were measured on this machine."""

    def __init__(self, samples: Iterable[tuple[str, str, float, float]]) -> None:
        """Model, quality, work and seconds of finished renders, the latest first."""
        found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for model, quality, work, seconds in samples:
            known = found[model, quality]
            if len(known) < _LATEST:
                known.append(seconds / work)
        self._paces = {name: median(known) for name, known in found.items()}

    def seconds(self, job: Job) -> float | None:
        """What a job takes; None where none like it has been drawn."""
        pace = self._paces.get((job.model, job.quality))
        return None if pace is None else pace * job.work


@dataclass(frozen=True, slots=True)
class Due:
    """A render that waits: where it can be drawn, and how long that takes, if anybody knows."""

    id: int
    lanes: frozenset[str]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    ends: dict[int, float | None] = field(default_factory=dict)
    """Job -> seconds from now until it is done; None where nobody can say."""
    whole: float | None = None
    """Until everything is done that can be judged."""
    more: bool = False
    """There are others beyond that."""


def forecast(running: Iterable[tuple[int, str, float | None]], due: Iterable[Due]) -> Forecast:
    """Play the queue through: each job goes to the lane of its own that is free first.

    `running` are job, lane and seconds left. Behind a job that nobody can judge nobody knows more.
    """
    free: dict[str, float | None] = {}
    ends: dict[int, float | None] = {}
    for job, lane, left in running:
        ends[job] = free[lane] = left
    for one in due:
        lane = min(sorted(one.lanes), key=lambda lane: _order(free.get(lane, 0.0)), default="")
        starts = free.get(lane, 0.0)
        end = None if starts is None or one.seconds is None else starts + one.seconds
        ends[one.id] = free[lane] = end
    known = [end for end in ends.values() if end is not None]
    return Forecast(ends, max(known, default=None), len(known) < len(ends))


def _order(free: float | None) -> float:
    return float("inf") if free is None else free
