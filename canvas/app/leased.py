"""Who lends and who waits in the room of a board, as the room tells it. Foreign bytes: what is odd
is left out, never an error."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Lent:
    """A device that somebody lends to the room."""

    id: int
    """The room's number for the window that lends it."""
    person: str
    name: str
    window: str
    """Which of `Together.people` it is."""
    device: str
    """In words."""
    models: Mapping[str, str]
    """Model -> in which version."""
    slots: int
    """How many shots at once."""
    busy: int = 0

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.name, self.device)))


@dataclass(frozen=True, slots=True)
class Waited:
    """A shot that somebody wants a lender for."""

    key: str
    model: str
    person: str
    name: str
    nodes: tuple[str, ...]
    lender: int
    """Whose lease it is; 0 while it waits."""
    share: float = 0.0
    left: float | None = None
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """A shot that we have been given to draw."""

    key: str
    request: str
    nodes: tuple[str, ...]
    inputs: tuple[str, ...]
    person: str
    name: str


def lent(body: Mapping[str, Any]) -> Lent:
    models = body.get("models")
    window = body.get("window")
    return Lent(
        _whole(body, "id"),
        text(body, "person"),
        text(body, "name"),
        str(window) if isinstance(window, int) else "",
        text(body, "device"),
        {str(name): str(print_) for name, print_ in models.items()}
        if isinstance(models, dict)
        else {},
        max(_whole(body, "slots"), 1),
        _whole(body, "busy"),
    )


def waited(body: Mapping[str, Any]) -> Waited:
    left = body.get("left")
    return Waited(
        text(body, "key"),
        text(body, "model"),
        text(body, "person"),
        text(body, "name"),
        _texts(body, "nodes"),
        _whole(body, "lender"),
        min(max(_number(body.get("share")) or 0.0, 0.0), 1.0),
        _number(left),
        text(body, "phase"),
    )


def lease(body: Mapping[str, Any]) -> Lease:
    return Lease(
        text(body, "key"),
        text(body, "request", 1 << 20),
        _texts(body, "nodes"),
        _texts(body, "inputs"),
        text(body, "person"),
        text(body, "name"),
    )


def jpeg(body: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(text(body, "jpeg", 1 << 17), validate=True)
    except (binascii.Error, ValueError):
        return b""


def text(body: Mapping[str, Any], name: str, most: int = 200) -> str:
    value = body.get(name)
    return value if isinstance(value, str) and len(value) <= most else ""


def busy(body: Mapping[str, Any]) -> tuple[int, int]:
    return _whole(body, "id"), _whole(body, "busy")


def _texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = body.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _whole(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    return value if type(value) is int and 0 <= value < 1 << 53 else 0


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 and not math.isnan(value) else None
