"""What a person shows of itself: where it points, what it holds, what it says.

Foreign bytes: whatever is odd is left out, never an error. SPEC.md, section 5.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from collab.wire import DEEPEST_JSON, is_shallow, to_json

Pair: TypeAlias = "tuple[float, float]"
Box: TypeAlias = "tuple[float, float, float, float]"

LONGEST = 2048
"""Bytes of a state that a peer may send."""
MOST_IDS = 40
LONGEST_ID, LONGEST_NAME, LONGEST_WORDS = 64, 80, 280
"""Characters of an id, of a name, of what is said."""
_FARTHEST = 1e15
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Caret:
    """Where somebody writes: letters `at` to `to` of a node's text are marked."""

    node: str
    at: int
    to: int


@dataclass(frozen=True, slots=True)
class Moving:
    """Nodes in somebody's hand, and how far they have been carried."""

    ids: tuple[str, ...]
    by: Pair


@dataclass(frozen=True, slots=True)
class Presence:
    id: str = ""
    name: str = ""
    color: str = ""
    role: str = ""
    """What this person may do, by the name in roles.py; only the room says it."""
    cursor: Pair | None = None
    view: Box | None = None
    selection: tuple[str, ...] = ()
    moving: Moving | None = None
    doing: str = ""
    rendering: tuple[str, ...] = ()
    caret: Caret | None = None
    chat: str = ""
    following: str = ""
    calling: str = ""
    """The id of somebody who is asked to look here; * asks everybody."""
    asks: str = ""
    """The role, by its name in roles.py, that this person asks an owner for."""
    away: bool = False


NOBODY = Presence()


def read(state: bytes) -> Presence:
    """Never raises; what cannot be read is as if it were not there."""
    found = _object(state)
    if found is None:
        return NOBODY
    user = found.get("user")
    person = user if isinstance(user, dict) else {}
    return Presence(
        id=words(person.get("id"), LONGEST_ID),
        name=words(person.get("name"), LONGEST_NAME),
        color=colour(person.get("color")),
        role=words(person.get("role"), LONGEST_ID),
        cursor=_pair(found.get("cursor")),
        view=_box(found.get("view")),
        selection=_ids(found.get("selection")),
        moving=_moving(found.get("moving")),
        doing=words(found.get("doing"), LONGEST_NAME),
        rendering=_ids(found.get("rendering")),
        caret=_caret(found.get("caret")),
        chat=words(found.get("chat"), LONGEST_WORDS),
        following=words(found.get("following"), LONGEST_ID),
        calling=words(found.get("calling"), LONGEST_ID),
        asks=words(found.get("asks"), LONGEST_ID),
        away=found.get("away") is True,
    )


def write(presence: Presence) -> bytes:
    """At most LONGEST bytes: a long selection is cut before anything else is."""
    body = _body(presence)
    data = to_json(body)
    for name in ("selection", "rendering", "moving", "chat", "doing"):
        if len(data) <= LONGEST:
            break
        body.pop(name, None)
        data = to_json(body)
    return data


def identified(state: bytes, id: str, name: str, color: str, role: str) -> bytes:
    """The same state, said by this person whatever it claims. Keeps what other programs add."""
    found = _object(state)
    if found is None:
        found = {}
    user = found.get("user")
    said = dict(user) if isinstance(user, dict) else {}
    name = name or words(said.get("name"), LONGEST_NAME)
    said.update(id=id, name=name, color=color, role=role)
    return to_json({**found, "user": said})


def words(value: object, most: int) -> str:
    """A line of text for people: no line ends, no controls, nothing that turns the writing
    round."""
    return _CONTROL.sub(" ", value[:most]).strip() if isinstance(value, str) else ""


def colour(value: object) -> str:
    return value.lower() if isinstance(value, str) and _COLOR.fullmatch(value) else ""


def _body(presence: Presence) -> dict[str, Any]:
    """Without what says nothing: each byte goes to everybody 20 times a second."""
    moving, caret = presence.moving, presence.caret
    said: dict[str, Any] = {
        "cursor": presence.cursor and _short(presence.cursor),
        "view": presence.view and _short(presence.view),
        "selection": presence.selection[:MOST_IDS],
        "moving": moving and {"ids": moving.ids[:MOST_IDS], "by": _short(moving.by)},
        "doing": presence.doing,
        "rendering": presence.rendering[:MOST_IDS],
        "caret": caret and {"node": caret.node, "at": caret.at, "to": caret.to},
        "chat": presence.chat[:LONGEST_WORDS],
        "following": presence.following,
        "calling": presence.calling,
        "asks": presence.asks,
        "away": presence.away,
    }
    user = {"id": presence.id, "name": presence.name, "color": presence.color}
    return {"user": user} | {name: value for name, value in said.items() if value}


def _short(numbers: tuple[float, ...]) -> list[float]:
    """Tenths of a scene unit are finer than anybody sees another's hand move."""
    return [round(number, 1) for number in numbers]


def _object(state: bytes) -> dict[str, Any] | None:
    if not is_shallow(state, DEEPEST_JSON):
        return None
    try:
        found = json.loads(state)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return float(value) if -_FARTHEST <= value <= _FARTHEST else None


def _numbers(value: object, count: int) -> list[float] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    found = [number for item in value if (number := _number(item)) is not None]
    return found if len(found) == count else None


def _pair(value: object) -> Pair | None:
    found = _numbers(value, 2)
    return (found[0], found[1]) if found else None


def _box(value: object) -> Box | None:
    found = _numbers(value, 4)
    if not found or found[2] <= 0 or found[3] <= 0:
        return None
    return (found[0], found[1], found[2], found[3])


def _ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(id for item in value[:MOST_IDS] if (id := words(item, LONGEST_ID)))


def _moving(value: object) -> Moving | None:
    if not isinstance(value, Mapping):
        return None
    ids, by = _ids(value.get("ids")), _pair(value.get("by"))
    return Moving(ids, by) if ids and by else None


def _caret(value: object) -> Caret | None:
    if not isinstance(value, Mapping):
        return None
    node = words(value.get("node"), LONGEST_ID)
    at, to = _number(value.get("at")), _number(value.get("to"))
    if not node or at is None or to is None or at < 0 or to < 0:
        return None
    return Caret(node, int(at), int(to))
