"""How long a render with a checkpoint will take on this machine, before it is begun."""

from __future__ import annotations

from generation.catalogue import installed
from generation.contract import RenderTrouble
from generation.fit.ladder import Fit
from generation.fitting import fitted
from generation.job import Job
from generation.machine import here
from generation.messages import request_from_json


def can_foretell() -> bool:
    """Whether the devices of this machine are known."""
    return here().devices.looked


def foretold(job: Job) -> float | None:
    """Seconds; None for what needs no checkpoint, and where nobody can say. Some milliseconds."""
    manifest = installed().find(job.model)
    if manifest is None or not manifest.wants_weights:
        return None
    try:
        found = here().fit(manifest, fitted(request_from_json(job.request), manifest))
    except RenderTrouble:  # of another version: it will fail, and say so
        return None
    return found.seconds if isinstance(found, Fit) else None
