"""What this machine draws itself: its device, its models, and whether a shot is one for it.

Imported with the first room in which anybody lends. Any thread.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from canvas.document.words import Trouble
from generation import engine, weights
from generation.catalogue import installed, is_lent
from generation.devices import best
from generation.fingerprint import drawn_with
from generation.machine import here
from generation.manifest import Manifest
from generation.match import fitted, match
from generation.messages import request_from_json
from generation.orders import Orders


def print_of(manifest: Manifest) -> str:
    """Two machines with equal prints of a model draw a request alike, under one content key."""
    known = [
        manifest.version,
        sorted(manifest.inputs.items()),
        asdict(manifest.limits),
        [drawn_with(manifest, quality) for quality in ("final", "draft")],
    ]
    spelled = json.dumps(known, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def print_for(model: str) -> str:
    """Of a model by its id; empty for one that nobody has described here."""
    manifest = installed().find(model)
    return print_of(manifest) if manifest is not None else ""


def has_files(manifest: Manifest) -> bool:
    """Whether all that it needs is on this disk."""
    if is_lent(manifest):
        return False
    if not manifest.wants_weights:
        return True
    return not engine.lacking() and isinstance(weights.state(manifest), weights.Present)


def offered(most: int = 64) -> dict[str, str]:
    """The models that are drawn here, with their prints."""
    models = installed().models.items()
    ready = {id: print_of(one) for id, one in models if has_files(one)}
    return dict(list(ready.items())[:most])


def draws(request: str) -> bool:
    """Whether a shot, as the queue keeps it, is one for this machine. What cannot be told yet, or
    would be refused anywhere, is: it is begun here, and said here."""
    try:
        shot = request_from_json(request)
    except Trouble:
        return True
    manifest = installed().find(shot.model)
    if manifest is None or is_lent(manifest):
        return False
    orders = Orders()
    if not manifest.wants_weights or match(shot, manifest).refused or not orders.ready():
        return True
    return bool(orders.able(manifest, fitted(shot, manifest)))


def is_light(model: str) -> bool:
    """Whether it is drawn beside the cards."""
    manifest = installed().find(model)
    return manifest is None or not manifest.wants_weights


def places(light: bool) -> int:
    """How many shots of a kind are drawn here at once."""
    cards = [device for device in here().devices.listing() if device.kind != "cpu"]
    return 1 if light else max(len(cards), 1)


def device(models: Iterable[str]) -> str:
    """What is lent with these models, in words. What needs no checkpoint is drawn by the processor,
    and only for the others the cards are looked for."""
    if not all(is_light(model) for model in models):
        here().devices.look()
        found = best(here().devices.listing())
        if found.kind != "cpu":
            return f"{found.name} · {round(found.memory / 2**30)} GB"
    return "CPU"
