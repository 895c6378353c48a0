"""Whether a shot fits a device, at which rung of the ladder, and what would fit if it does not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import ShotRequest
from generation.fit.device import Device
from generation.fit.learned import Learned
from generation.fit.precision import exact
from generation.fit.predict import RUNGS, Estimate, estimate, rungs
from generation.fit.words import duration, expected, too_large
from generation.manifest import Manifest
from generation.match import Note

KEPT = 0.97
"""The share of free memory that a shot may take."""
LEFT = 1 << 30
"""Bytes of the machine's memory that the rest of it is left, an eighth on small machines."""


_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a shot will be drawn."""

    device: str
    rung: str
    """One of predict.RUNGS."""
    tiling: bool = False
    """The decoder works in tiles."""
    seconds: float | None = None
    """On a model that is loaded; None: not known yet."""
    bytes: int | None = None
    """At most on the device at one moment."""
    ram: int = 0
    basis: str = "unknown"
    """measured, computed or unknown."""
    sentence: Sentence = _NOTHING


def fit(
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    learned: Learned | None = None,
    *,
    below: str = "",
) -> Fit | Note:
    """The quickest rung that has room for the shot, or why none has and what would fit.

    `request` is what the matcher left of the shot. `below` looks only at rungs under that one. Pure
    arithmetic: any thread, well below a millisecond.
    """
    if not manifest.wants_weights:
        return Fit(device=device.id, rung="resident")
    offered = _under(exact(rungs(manifest, device), request), below)
    tried: list[Estimate] = []
    for found in _estimates(manifest, request, device, offered, learned):
        if _has_room(found, device):
            return _fit(manifest, request, device, found, learned)
        tried.append(found)
    return _refusal(manifest, request, device, tried, learned)


def next_rung(manifest: Manifest, rung: str, device: Device) -> str | None:
    """The one below after an out-of-memory; None below the lowest."""
    return next(iter(_under(rungs(manifest, device), rung)), None)


def total_time(fits: Iterable[Fit | Note]) -> Sentence | None:
    """Of several renders one after another; None while none of them is known."""
    known = [one for one in fits if isinstance(one, Fit)]
    seconds = [one.seconds for one in known if one.seconds is not None]
    if not seconds:
        return None
    text = QT_TRANSLATE_NOOP("words", "About {time} in all.")
    if len(seconds) < len(known):
        text = QT_TRANSLATE_NOOP("words", "At least {time} in all; of some it is not known yet.")
    return say(text, time=duration(sum(seconds)))


def _under(offered: tuple[str, ...], rung: str) -> tuple[str, ...]:
    at = RUNGS.index(rung) if rung in RUNGS else -1
    return tuple(one for one in offered if RUNGS.index(one) > at)


def _estimates(
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    offered: tuple[str, ...],
    learned: Learned | None,
) -> Iterator[Estimate]:
    """Per rung, first with the decoder in one piece, then in tiles."""
    for rung in offered:
        for tiling in (False, True):
            found = estimate(manifest, request, device, rung, tiling=tiling)
            yield learned.corrected(manifest, request, device, found) if learned else found


def _has_room(found: Estimate, device: Device) -> bool:
    if device.kind != "cpu" and (found.bytes or found.least) > room(device):
        return False
    return found.ram <= ram_room(device)


def room(device: Device) -> float:
    """Bytes that a shot may take on the device."""
    return KEPT * (device.free or device.memory)


def ram_room(device: Device) -> float:
    """Bytes that it may take of the machine; unlimited where the system does not say."""
    free = device.free_ram or device.ram
    return free - min(LEFT, free / 8) if free else float("inf")


def _fit(
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    found: Estimate,
    learned: Learned | None,
) -> Fit:
    basis = "unknown" if found.bytes is None and found.seconds is None else "computed"
    if learned and learned.knows(manifest, request, device, found.rung):
        basis = "measured"
    return Fit(
        device=device.id,
        rung=found.rung,
        tiling=found.tiling,
        seconds=found.seconds,
        bytes=found.bytes,
        ram=found.ram,
        basis=basis,
        sentence=expected(found, device),
    )


def _refusal(
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    tried: list[Estimate],
    learned: Learned | None,
) -> Note:
    if not tried:
        text = QT_TRANSLATE_NOOP("words", "{model} cannot be made smaller on {device}.")
        return Note("memory", say(text, model=manifest.name, device=device.name))
    by_ram = [found for found in tried if found.ram > ram_room(device)]
    on_card = [found.bytes or found.least for found in tried if found not in by_ram]
    if on_card:
        reason = too_large(manifest, device, min(on_card), round(room(device)), ram=False)
    else:
        least = min(found.ram for found in tried)
        reason = too_large(manifest, device, least, round(ram_room(device)), ram=True)

    def fits(smaller: ShotRequest) -> bool:
        offered = exact(rungs(manifest, device), request)
        found = _estimates(manifest, smaller, device, offered, learned)
        return any(_has_room(one, device) for one in found)

    if request.exact and isinstance(
        fit(manifest, replace(request, exact=False), device, learned), Fit
    ):
        text = QT_TRANSLATE_NOOP("words", "{reason} With its weights in fewer bits it would fit.")
        reason = say(text, reason=reason)
    return Note("memory", _advised(reason, _largest(manifest, request, fits), request))


def _advised(reason: Sentence, smaller: list[ShotRequest], request: ShotRequest) -> Sentence:
    """What to do: another size, another length, or neither."""
    sizes = [(one.width, one.height) for one in smaller if one.frames == request.frames]
    lengths = [one.frames for one in smaller if one.frames != request.frames]
    values = {"reason": reason, "frames": lengths[0] if lengths else 0}
    width, height = sizes[0] if sizes else (0, 0)
    if sizes and lengths:
        text = QT_TRANSLATE_NOOP("words", "{reason} {width} x {height} fits, or {frames} frames.")
    elif sizes:
        text = QT_TRANSLATE_NOOP("words", "{reason} {width} x {height} fits.")
    elif lengths:
        text = QT_TRANSLATE_NOOP("words", "{reason} {frames} frames fit.")
    else:
        text = QT_TRANSLATE_NOOP("words", "{reason} No size fits: choose another model.")
    return say(text, **values, width=width, height=height)


def _largest(
    manifest: Manifest, request: ShotRequest, fits: Callable[[ShotRequest], bool]
) -> list[ShotRequest]:
    """The largest frame that fits at this length, and the longest film at this frame."""
    found = []
    for less in (list(_smaller(manifest, request)), list(_shorter(manifest, request))):
        first = bisect_left(less, True, key=fits)  # what fits does so when it is smaller still
        found += less[first : first + 1]
    return found


def _smaller(manifest: Manifest, request: ShotRequest) -> Iterator[ShotRequest]:
    """The same shape in smaller and smaller steps of the model."""
    limits = manifest.limits
    step = limits.multiple
    for width in range(request.width // step * step - step, 0, -step):
        height = round(width * request.height / request.width / step) * step
        if min(width, height) < max(limits.side_low, step):
            return
        yield replace(request, width=width, height=height)


def _shorter(manifest: Manifest, request: ShotRequest) -> Iterator[ShotRequest]:
    limits = manifest.limits
    step = max(1, limits.frames_step)
    for frames in range(request.frames - step, limits.frames_low - 1, -step):
        yield replace(request, frames=frames)
