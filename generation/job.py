"""What the queue keeps of each render and export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canvas.document.timing import Rate
from generation.contract import RenderTrouble, ShotRequest

UNFINISHED = ("queued", "running", "lost")
"""lost: it was running when the program was cut off; `resume` queues it again."""
ENDED = ("done", "failed", "cancelled")

FIELDS = (
    *("id", "kind", "key", "nodes", "request", "needs", "priority", "place", "state", "tries"),
    *("made", "person", "model", "quality", "work", "device", "trouble", "result"),
)
"""Columns of the queue's file that make a Job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a finished render left in the store."""

    asset: str
    """SHA-256 of the master."""
    proxy: str
    thumbnail: str
    frames: int
    rate: Rate
    width: int
    height: int
    bytes: int
    seconds: float
    """What it took to draw."""
    sound: bool = False
    """The model made sound with the pictures."""
    precision: str = ""
    """How its weights were kept where that was not as they are; see generation/fit/precision.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row of the queue, as it was when it was read."""

    id: int
    kind: str
    """render or export."""
    key: str
    """The content key; of an export, `export:` and the file."""
    nodes: tuple[str, ...]
    """Everyone who waits for it: equal requests are one job."""
    request: str
    """The ShotRequest as `fingerprint.to_json` spells it."""
    needs: tuple[str, ...]
    """Content keys that are rendered before it."""
    priority: int
    place: float
    """Where it stands among those of its priority."""
    state: str
    """queued, running, done, failed, cancelled or lost."""
    tries: int
    """How often a process was started on it."""
    made: float
    """Seconds since 1970."""
    person: str
    """Who asked for it first; empty where nobody said."""
    model: str
    quality: str
    work: float
    """Pixels over all frames."""
    device: str
    """What draws it, or drew it; empty before."""
    trouble: RenderTrouble | None
    result: Result | None

    @property
    def checkpoint(self) -> str:
        """The model, whatever row of its manifest: all rows share its weights."""
        return self.model.partition("+")[0]

    @property
    def node(self) -> str:
        return self.nodes[0] if self.nodes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One render to queue."""

    node: str
    key: str
    request: ShotRequest
    needs: tuple[str, ...] = ()
    person: str = ""
    """Who asks for it."""


def work_of(request: ShotRequest) -> float:
    """Pixels over all frames."""
    return float(request.frames * request.width * request.height)


def job_from(row: tuple[Any, ...]) -> Job:
    """A row of FIELDS."""
    from generation.messages import trouble_from_plain  # late: a board that opens has no jobs yet

    fields = dict(zip(FIELDS, row, strict=True))
    for name in ("nodes", "needs"):
        fields[name] = tuple(json.loads(fields[name]))
    trouble, result = fields["trouble"], fields["result"]
    fields["trouble"] = trouble_from_plain(json.loads(trouble)) if trouble else None
    fields["result"] = _result(json.loads(result)) if result else None
    return Job(**fields)


def _result(plain: Mapping[str, Any]) -> Result:
    return Result(**{**plain, "rate": Rate(**plain["rate"])})
