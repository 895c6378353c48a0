"""Shots of others that are drawn on our device, while our person lends it.

A lease becomes a job of our own queue, behind our own shots; what it makes goes onto the board like
any other render. Rules R12.20, R12.21 and R12.23 of collab/SPEC.md.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from canvas.app.fetching import Fetching
from canvas.app.leased import Lease
from canvas.app.rendering import Rendering
from canvas.document.board import Board
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.contract import BadRequest, Cancelled, MediaMissing, ShotRequest

if TYPE_CHECKING:
    from canvas.app.borrowing import Ask
    from generation.supervisor import JobEvent

TELL, BEAT = 0.3, 4.0
"""Seconds between two words of progress; and without any, before the lease is renewed."""
PATIENCE = 120.0
"""Seconds that what a shot begins with may take before it begins to come."""
LOOK = 30.0
"""Seconds between two looks at which models have all their files."""
BEHIND = -1
"""Of our queue: shots of others come after our own."""
LONGEST_PREVIEW = 24 << 10


@dataclass(slots=True)
class _Held:
    """A shot that we draw for somebody."""

    lease: Lease
    request: ShotRequest
    since: float
    job: int | None = None
    """None while what it begins with is on its way."""
    ours: bool = False
    """We draw it for ourselves as well."""
    share: float = 0.0
    left: float | None = None
    phase: str = "fetching"
    preview: bytes = b""
    fresh: bool = True
    told: float = float("-inf")


class Lender:
    """On the thread that owns the board."""

    def __init__(
        self,
        board: Board,
        rendering: Rendering,
        fetching: Fetching,
        ask: Ask,
        wake_in: Callable[[float], None],
    ) -> None:
        self._board, self._rendering, self._fetching = board, rendering, fetching
        self._ask, self._wake_in = ask, wake_in
        self.on = False
        self._said: Mapping[str, Any] | None = None
        """The offer that the room has."""
        self._known: tuple[object, bool, int] | None = None
        """For which models, devices and time that was."""
        self._held: dict[str, _Held] = {}
        self._wakes_at = float("-inf")
        rendering.hearers.append(self._hear)

    @property
    def keys(self) -> frozenset[str]:
        """What we draw for others."""
        return frozenset(self._held)

    # -- lending

    def lend(self) -> None:
        self.on = True

    def end(self) -> None:
        """Lend no more; what was begun for others is stopped."""
        self.on = False
        if self._said is not None:
            self._said = None
            self._ask("withdraw", {}, _nothing, _nothing)
        for key in list(self._held):
            self._stop(key)

    def lost(self) -> None:
        """The room cannot be reached: what we draw is drawn on, and said when it can."""
        self._said = None

    def tend(self, *, live: bool) -> None:
        """Say what there is to say."""
        if not self.on or not live:
            return
        self._offer()
        now = time.monotonic()
        for held in list(self._held.values()):
            if held.job is None:
                self._begin(held, now)
            if held.lease.key in self._held:
                self._beat(held, now)
        if now >= self._wakes_at:  # one at a time: each brings us here again
            self._wakes_at = now + BEAT / 4
            self._wake_in(BEAT / 4)

    def _offer(self) -> None:
        """Again whenever there is something else to offer."""
        from canvas.app import ability  # late: only where somebody lends
        from generation.catalogue import installed, written
        from generation.machine import here

        if self._rendering.has_jobs and self._rendering.jobs.paused:
            if self._said is not None:
                self._said = None
                self._ask("withdraw", {}, _nothing, _nothing)
            return
        models, looked = installed(), here().devices.looked
        now = int(time.monotonic() / LOOK)
        if self._said is not None and self._known == (models, looked, now):
            return
        self._known = (models, looked, now)
        ready = ability.offered()
        texts = written()
        offer = {
            "device": ability.device(ready),
            "models": ready,
            "slots": ability.places(light=all(map(ability.is_light, ready))),
            "manifests": {id: texts[id] for id in ready if id in texts},
        }
        if offer == self._said:
            return
        self._said = offer
        self._ask("offer", {**offer, "doing": list(self._held)[:64]}, _nothing, self._refused)

    def _refused(self, _trouble: Trouble) -> None:
        """The room does not take the offer; it is made again once the connection is another."""

    # -- what the room says

    def take(self, lease: Lease) -> None:
        """A shot that we are to draw."""
        if lease.key in self._held:
            self._held[lease.key].fresh = True
            return
        if not self.on:
            self._fail(lease.key, _declined())
            return
        from generation.messages import request_from_json  # late: only where somebody lends

        try:
            request = request_from_json(lease.request)
            self._must_be_ours(lease, request)
        except Trouble as trouble:
            self._fail(lease.key, trouble)
            return
        self._held[lease.key] = _Held(lease, request, time.monotonic())

    def _must_be_ours(self, lease: Lease, request: ShotRequest) -> None:
        """Never draw under a key what is not behind it: everybody would take it for that."""
        from canvas.app import ability  # late, as above
        from generation.catalogue import installed
        from generation.fingerprint import content_key

        manifest = installed().find(request.model)
        known = manifest is not None and ability.has_files(manifest)
        if not known or content_key(request) != lease.key:
            raise BadRequest(
                say(
                    QT_TRANSLATE_NOOP("words", "The lender has {model} in another version."),
                    model=request.model,
                ),
                remedy=say(QT_TRANSLATE_NOOP("words", "Both of you need the same version.")),
            )

    def stop(self, key: str, why: str) -> None:
        """A lease of ours is over. One that ran out is drawn on: its result is as welcome."""
        if why != "expired":
            self._stop(key)

    def made(self, keys: frozenset[str]) -> None:
        """Somebody else was quicker."""
        for key in keys & self._held.keys():
            self._stop(key)

    def _stop(self, key: str) -> None:
        held = self._held.pop(key, None)
        if held is not None and held.job is not None and not held.ours:
            self._rendering.cancel_jobs([held.job])

    # -- drawing

    def _begin(self, held: _Held, now: float) -> None:
        """Once all that the shot begins with is here, it is queued."""
        from generation.messages import media_of  # late, as above

        needed = set(held.lease.inputs)
        unknown = False
        for media in media_of(held.request):
            made = self._board.renders.get(media.render)
            hash = media.asset or (made.asset if made is not None else "")
            needed.add(hash)
            unknown = unknown or hash not in self._board.assets
        lacking = self._fetching.lacking(needed)
        if unknown or lacking:
            self._fetching.fetch(one.hash for one in lacking)
            moving = any(self._fetching.can_be_had(one.hash) for one in lacking)
            if not moving and now - held.since > PATIENCE:
                self._give_up(held, _no_inputs())
            return
        held.phase, held.fresh = "queued", True
        self._queue(held)

    def _queue(self, held: _Held) -> None:
        from generation.job import Wanted  # late, as above

        lease = held.lease
        before = {job.key for job in self._rendering.jobs.listing(("queued", "running", "lost"))}
        held.ours = lease.key in before
        wanted = [
            Wanted(node=node, key=lease.key, request=held.request, person=lease.person)
            for node in lease.nodes or ("",)
        ]
        held.job = self._rendering.draw_for_others(wanted, BEHIND)

    def _hear(self, event: JobEvent) -> None:
        held = self._held.get(event.key)
        if held is None:
            return
        if event.state == "done":
            del self._held[event.key]  # its edits are on their way, and say it all
        elif event.state == "failed":
            self._give_up(held, event.trouble or _declined())
        elif event.state == "cancelled":
            self._give_up(held, _declined())
        elif event.progress is not None:
            told = event.progress
            held.share = (told.done + told.share) / told.total if told.total else 0.0
            held.left, held.phase, held.fresh = told.seconds_left, told.phase, True
        elif event.preview is not None and len(event.preview.jpeg) <= LONGEST_PREVIEW:
            held.preview, held.fresh = event.preview.jpeg, True

    def _beat(self, held: _Held, now: float) -> None:
        if now - held.told < (TELL if held.fresh else BEAT):
            return
        held.told, held.fresh = now, False
        body: dict[str, Any] = {
            "key": held.lease.key,
            "share": held.share,
            "left": held.left,
            "phase": held.phase,
        }
        if held.preview:
            body["jpeg"] = base64.b64encode(held.preview).decode()
            held.preview = b""
        self._ask("beat", body, _nothing, _nothing)

    def _give_up(self, held: _Held, trouble: Trouble) -> None:
        self._held.pop(held.lease.key, None)
        self._fail(held.lease.key, trouble)

    def _fail(self, key: str, trouble: Trouble) -> None:
        from generation.messages import trouble_to_plain  # late, as above

        plain = trouble_to_plain(trouble)
        del plain["log"]  # it names folders of this machine
        self._ask("failed", {"key": key, "trouble": plain}, _nothing, _nothing)


def _nothing(_said: object) -> None:
    pass


def _declined() -> Trouble:
    return Cancelled(
        say(QT_TRANSLATE_NOOP("words", "The lender has stopped this shot.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Try again, or draw it on your own device.")),
    )


def _no_inputs() -> Trouble:
    return MediaMissing(
        say(QT_TRANSLATE_NOOP("words", "What this shot begins with did not reach the lender.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Whoever has its pictures and clips has to be here.")
        ),
    )
