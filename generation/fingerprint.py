"""The content key of a request: equal keys mean equal frames, whoever asks for them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

from generation.catalogue import Catalogue, Manifest, installed
from generation.contract import ShotRequest
from generation.match import fitted

_REQUIRED = object()


@cache
def _shape(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    """Field names of a record with their defaults."""
    return tuple(
        (field.name, _REQUIRED if field.default is dataclasses.MISSING else field.default)
        for field in dataclasses.fields(kind)
    )


def plain(value: object) -> Any:
    """A record of the contract as JSON values, without the fields that stand at their default.

    Leaving the defaults out keeps every old key when the contract grows a field.
    """
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    kind: type[Any] = type(value)
    if not dataclasses.is_dataclass(kind):
        return value
    return {
        name: plain(found)
        for name, default in _shape(kind)
        if (found := getattr(value, name)) != default
    }


def to_json(request: ShotRequest) -> str:
    """The one spelling of a request: keys sorted, no spaces; ValueError for NaN and infinity."""
    return _spelled(plain(request))


def content_key(request: ShotRequest, catalogue: Catalogue | None = None) -> str:
    """SHA-256 (hex) over what the model will really get, and which weights it draws with.

    Inputs that the model ignores are no part of it, so editing them renders nothing again.
    """
    manifest = (catalogue or installed()).find(request.model)
    version = manifest.version if manifest else ""
    taken = fitted(request, manifest) if manifest else request
    if taken.step:
        taken = replace(taken, step=False)
    parts = [version, plain(taken), *(drawn_with(manifest, taken.quality) if manifest else ())]
    # a lone surrogate, which no keyboard types, must not end the program
    return hashlib.sha256(_spelled(parts).encode("utf-8", "surrogatepass")).hexdigest()


def drawn_with(manifest: Manifest, quality: str) -> list[Any]:
    """What a checkpoint's frames depend on beside the request: its files and its fixed settings.

    Where the files lie, what they are called in the app and how they are fetched is no part of it.
    """
    settings = manifest.settings(quality)
    if not manifest.family or settings is None:
        return []
    row = manifest.row(quality)
    return [
        [manifest.pipeline, manifest.repo, manifest.revision, sorted(manifest.parts.items())],
        [[file.path, file.sha256] for file in manifest.files],
        [settings.guidance_2, settings.cache, settings.cache_threshold],
        sorted(settings.arguments.items()),
        [row.repo, row.file, row.file_2, row.sha256, row.strength, row.trigger] if row else [],
    ]


def _spelled(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
