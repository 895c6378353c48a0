"""Renders that would fail for a reason that is known already: told at the press, and not queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from canvas.app import models
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.catalogue import installed, is_lent
from generation.contract import BadRequest, RenderTrouble, ShotRequest, UnsupportedInput
from generation.intake import gone
from generation.job import Wanted
from generation.manifest import Manifest
from generation.match import Note
from generation.messages import media_of
from generation.refusing import not_here, refusal

if TYPE_CHECKING:
    from canvas.app.session import Session


@dataclass(frozen=True, slots=True)
class Judged:
    """Renders, parted into those that can be begun and those that cannot."""

    jobs: tuple[Wanted, ...]
    """In the order given."""
    refused: dict[str, RenderTrouble] = field(default_factory=dict)
    """Node -> why nothing of it is queued."""


def judged(session: Session, jobs: Sequence[Wanted]) -> Judged:
    """Part renders, each of which stands after what it needs. One refused render of several takes
    all of its shot with it, and every shot that follows from it."""
    refused: dict[str, RenderTrouble] = {}
    never: set[str] = set()
    for job in jobs:
        trouble = obstacle(session, job.request)
        if trouble is None and never.intersection(job.needs):
            trouble = refused.get(job.node) or _follows()
        if trouble is not None:
            refused.setdefault(job.node, trouble)
            never.add(job.key)
    kept = tuple(job for job in jobs if job.node not in refused)
    return Judged(kept, refused)


def obstacle(session: Session, request: ShotRequest) -> RenderTrouble | None:
    """Why a shot can be drawn neither here nor by anybody who lends a device, as far as that is
    known at once; None also where the devices are still being looked for."""
    manifest = installed().find(request.model)
    trouble = refusal(request, manifest) if manifest is not None else None
    if trouble is not None:
        return trouble
    offered = session.lending.offers(request.model)
    if manifest is None or (is_lent(manifest) and not offered):
        return not_here(manifest, request.model)
    return _media_gone(session, request) or (
        None if offered else _cannot_draw(session, request, manifest)
    )


def _cannot_draw(
    session: Session, request: ShotRequest, manifest: Manifest
) -> RenderTrouble | None:
    absent = models.obstacle(manifest, request.quality)
    if absent is not None:
        return absent
    found = session.fitting.of(request)
    if not isinstance(found, Note):
        return None
    remedy = QT_TRANSLATE_NOOP("words", "Change the size or length, or the model.")
    if session.lending.possible:
        remedy = QT_TRANSLATE_NOOP(
            "words",
            "Change the size, the length or the model; or let somebody here lend a larger card.",
        )
    return UnsupportedInput(found.sentence, remedy=say(remedy))


def _media_gone(session: Session, request: ShotRequest) -> RenderTrouble | None:
    """A picture or video that lies nowhere; in a room what others have is fetched."""
    if session.fetching.shared:
        return None
    for media in media_of(request):
        if media.asset and not session.rendering.has(media.asset):
            return gone(media)
    return None


def _follows() -> RenderTrouble:
    return BadRequest(
        say(QT_TRANSLATE_NOOP("words", "The clip before this one cannot be rendered.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Put that one right first.")),
    )
