"""Sees one render through: what it needs is found, its order carried out, its files taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generation.catalogue import Catalogue, installed, is_lent
from generation.contract import ModelOrder, OutOfMemory, ShotRequest, UnsupportedInput
from generation.events import JobEvent, worker_lost
from generation.fit.precision import precision_of
from generation.intake import files_of, known, take_in, told_of_disk
from generation.job import Job, Result
from generation.jobs import Jobs
from generation.lanes import LIGHT, Lane
from generation.manifest import Manifest
from generation.match import fitted
from generation.messages import (
    Doing,
    Failed,
    Finished,
    Ready,
    Render,
    Showing,
    request_from_json,
    trouble_from_plain,
)
from generation.orders import Orders
from generation.process import Lost
from generation.refusing import not_here, refusal

if TYPE_CHECKING:
    from assets.store import Store

TRIES = 2
"""A process that dies takes its job down once; the second time the job has failed."""


_LIGHT = frozenset({LIGHT})


@dataclass(frozen=True, slots=True)
class _Shot:
    """A render as a process is asked for it."""

    request: ShotRequest
    manifest: Manifest
    model: ModelOrder | None
    files: dict[str, Path]


class Drawing:
    """How every lane draws. Any thread, several at once."""

    def __init__(
        self,
        jobs: Jobs,
        store: Store,
        catalogue: Catalogue | None,
        orders: Orders,
        *,
        find: Callable[[str], str | None],
        notify: Callable[[JobEvent], None],
    ) -> None:
        """`find` gives the asset of a content key, if its file is here."""
        self._jobs = jobs
        self._store = store
        self._catalogue = catalogue
        self._orders = orders
        self._able: dict[int, frozenset[str]] = {}
        self._find = find
        self._notify = notify

    def look_at(self, jobs: Iterable[Job]) -> None:
        """Judge where these can be drawn. It reads disks, so it is done before the queue is held
        and asked."""
        for job in jobs:
            manifest = self._manifest(job.model)
            if manifest is None or is_lent(manifest) or not manifest.wants_weights:
                self._able[job.id] = _LIGHT
            elif job.id not in self._able and self._orders.ready():
                self._able[job.id] = self._judged(job, manifest) or _LIGHT

    def places(self, job: Job) -> frozenset[str]:
        """The devices that can draw it; none while nobody has looked, or knows the cards. What none
        of them can is LIGHT's, who says why."""
        return self._able.get(job.id, frozenset())

    def _judged(self, job: Job, manifest: Manifest) -> frozenset[str]:
        try:
            return self._orders.able(manifest, fitted(request_from_json(job.request), manifest))
        except Exception:  # whatever it is: drawing the shot meets it again, and tells of it
            return frozenset()

    def result(self, job: Job, lane: Lane) -> Result | None:
        """Draw the shot, unless it is there already; None puts it back: the program ends, or it has
        come to the wrong lane."""
        self._able.pop(job.id, None)
        asked = request_from_json(job.request)
        asset = self._find(job.key)
        if asset is not None:
            made = self._jobs.result(job.key)
            return made if made and made.asset == asset else known(asset, asked, self._store)
        manifest = self._fitting(asked)
        request = fitted(asked, manifest)
        files = files_of(request, self._store, self._find)
        if not manifest.wants_weights:
            return self._drawn(job, lane, _Shot(request, manifest, None, files))
        model = self._orders.order(manifest, request, lane.device)
        if lane.device == LIGHT:  # what it lacked has come meanwhile
            self._able[job.id] = frozenset({model.device})
            return None
        return self._drawn_with_less(job, lane, _Shot(request, manifest, model, files), model)

    def _drawn_with_less(
        self, job: Job, lane: Lane, shot: _Shot, model: ModelOrder
    ) -> Result | None:
        """Have it drawn; where there is not enough memory, once more at a lower rung."""
        try:
            return self._drawn(job, lane, shot)
        except OutOfMemory as trouble:
            self._orders.learn(model, shot.request, None)
            try:
                below = self._orders.order(
                    shot.manifest, shot.request, lane.device, below=model.rung
                )
            except UnsupportedInput:
                raise trouble from None
        return self._drawn(job, lane, replace(shot, model=below))

    def _drawn(self, job: Job, lane: Lane, shot: _Shot) -> Result | None:
        """Have it drawn, once more if the process dies of it. Raises RenderTrouble."""
        for turn in range(TRIES):
            job = self._jobs.tried(job.id)
            self._notify(JobEvent(job=job))
            outcome = self._attempt(job, lane, shot)
            if not isinstance(outcome, Lost):
                return outcome
            if turn + 1 == TRIES:
                raise worker_lost(outcome)
        return None

    def _manifest(self, model: str) -> Manifest | None:
        return (self._catalogue or installed()).find(model)

    def _fitting(self, request: ShotRequest) -> Manifest:
        manifest = self._manifest(request.model)
        if manifest is None or is_lent(manifest):
            raise not_here(manifest, request.model)
        if (refused := refusal(request, manifest)) is not None:
            raise refused
        return manifest

    def _attempt(self, job: Job, lane: Lane, shot: _Shot) -> Result | Lost | None:
        """One process's try at it. Raises RenderTrouble."""
        manifest, model = shot.manifest, shot.model
        with told_of_disk():
            master, proxy = (self._store.temporary(".mp4") for _ in range(2))
            thumbnail = self._store.temporary(".jpg")
        order = Render(
            job=job.id,
            backend=manifest.backend,
            version=manifest.version,
            request=shot.request,
            files=shot.files,
            master=master,
            proxy=proxy,
            thumbnail=thumbnail,
            model=model,
        )
        try:
            outcome = lane.carry_out(
                order,
                checkpoint=manifest.original if model else "",
                way=_way(model) if model else "",
                patience=manifest.patience,
                hear=lambda report: self._hear(job, report),
            )
            match outcome:
                case Finished():
                    if model is not None and outcome.rendered.spent is not None:
                        self._orders.learn(model, shot.request, outcome.rendered.spent)
                    made = take_in(outcome.rendered, shot.request, self._store)
                    return replace(made, precision=precision_of(model.rung) if model else "")
                case Failed():
                    raise trouble_from_plain(outcome.trouble)
                case Lost():
                    return outcome
            return None
        finally:
            for path in (master, proxy, thumbnail):
                with suppress(OSError):  # gone already, or so is the disk: the sweep takes it then
                    path.unlink()

    def _hear(self, job: Job, report: Ready | Doing | Showing) -> None:
        if isinstance(report, Doing):
            self._notify(JobEvent(job=job, progress=report.progress))
        elif isinstance(report, Showing):
            self._notify(JobEvent(job=job, preview=report.preview))


def _way(order: ModelOrder) -> str:
    """What a process cannot change once it has loaded a checkpoint."""
    return f"{order.rung} compiled" if order.speed.get("compile") else order.rung
