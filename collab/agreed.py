"""What a room lets a peer do, as its WELCOME says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from collab.pacing import Bucket
from collab.roles import Role

SHARE = 0.8
"""Of what the room lets us send, what edits take: its clock and ours do not run alike, and edits
are not all that is sent."""

_EDIT_MOST, _RATE, _BURST = 1 << 20, 200.0, 400.0
"""Where a room says nothing: bytes of an edit's frame, messages a second, messages at once."""


def _unheard() -> Bucket:
    """Until the room has said anything at all."""
    return Bucket(_RATE / 2, _BURST / 2)


@dataclass(slots=True)
class Agreed:
    role: Role
    edit: int = _EDIT_MOST
    bucket: Bucket = field(default_factory=_unheard)


def read(role: Role, limits: Mapping[str, object]) -> Agreed:
    """Whatever makes no sense counts as not said."""
    edit = _number(limits.get("edit"), _EDIT_MOST)
    rate, burst = _number(limits.get("rate"), _RATE), _number(limits.get("burst"), _BURST)
    return Agreed(role, int(edit), Bucket(rate * SHARE, max(burst * SHARE, 1.0)))


def _number(value: object, otherwise: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return otherwise
    return float(value)
