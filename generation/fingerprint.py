"""The content key of a request: equal keys mean equal frames, whoever asks for them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from typing import Any

from generation.catalogue import Catalogue, installed
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
    """SHA-256 (hex) over what the model will really get, and the model's version.

    Inputs that the model ignores are no part of it, so editing them renders nothing again.
    """
    manifest = (catalogue or installed()).find(request.model)
    version = manifest.version if manifest else ""
    taken = fitted(request, manifest) if manifest else request
    return hashlib.sha256(_spelled([version, plain(taken)]).encode()).hexdigest()


def _spelled(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
