"""What people say about leases, read out of JSON that anybody may have sent: bounded, or refused.

SPEC.md, section 12.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collab.presence import words
from collab.wire import Malformed, json_object

LONGEST_DEVICE, LONGEST_MODEL, LONGEST_NODE = 80, 64, 64
"""Characters."""
MOST_MODELS, MOST_AT_ONCE = 64, 8
MOST_MANIFESTS, LONGEST_MANIFEST, MOST_MANIFEST_BYTES = 16, 16 << 10, 96 << 10
LONGEST_REQUEST, LONGEST_QUOTED = 96 << 10, 192 << 10
"""Bytes of UTF-8, and of these written as a JSON string: a lease has to fit into a message."""
MOST_INPUTS, MOST_NODES, MOST_DOING = 64, 32, 64
LONGEST_PREVIEW = 24 << 10
"""Bytes of a JPEG."""
LONGEST_TROUBLE = 4 << 10
"""Characters of all the words of a trouble."""
_HASH = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[\w.:+-]{1,64}")
_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
"""Text with no controls but the ends of lines and tabs: as JSON it is at most twice as long."""
_FIELD = re.compile(r"\{\w+\}")
_FARTHEST = 1e7


class No(Exception):
    """A question that gets no for an answer; nothing is closed."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Offer:
    """What one window lends."""

    device: str
    """In words."""
    models: Mapping[str, str]
    """Model -> its version."""
    slots: int
    """How many shots at once."""
    manifests: Mapping[str, str] = field(default_factory=dict)
    """Of models that do not come with the program: what they are, as their owners wrote it."""
    doing: tuple[str, ...] = ()
    """Keys that it draws already, from before its connection went."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A shot that somebody wants to have drawn."""

    key: str
    request: str
    """JSON."""
    model: str
    version: str
    inputs: tuple[str, ...]
    """Files that it is drawn from."""
    nodes: tuple[str, ...]
    """Who shows it."""
    front: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """How far a lender is with a shot."""

    key: str
    share: float = 0.0
    left: float | None = None
    """Seconds."""
    phase: str = ""
    preview: str = ""
    """Base64 of a JPEG."""


def offer(body: Mapping[str, Any]) -> Offer:
    """Raises No."""
    device = words(body.get("device"), LONGEST_DEVICE)
    slots = body.get("slots", 1)
    if not device or type(slots) is not int or not 1 <= slots <= MOST_AT_ONCE:
        raise No("wrong-body", f"An offer names a device, and 1 to {MOST_AT_ONCE} at once.")
    return Offer(
        device,
        _models(body.get("models")),
        slots,
        _manifests(body.get("manifests", {})),
        _list(body.get("doing", []), MOST_DOING, _HASH),
    )


def wish(body: Mapping[str, Any]) -> Wish:
    """Raises No."""
    return Wish(
        key(body),
        _request(body.get("request")),
        _word(body.get("model")),
        _word(body.get("version", ""), may_lack=True),
        _list(body.get("inputs", []), MOST_INPUTS, _HASH),
        _list(body.get("nodes", []), MOST_NODES, _WORD),
        body.get("front") is True,
    )


def beat(body: Mapping[str, Any]) -> Beat:
    """Raises No. What is odd about the progress is left out: the word alone keeps the lease."""
    share, left = _number(body.get("share")) or 0.0, _number(body.get("left"))
    return Beat(
        key(body),
        min(max(share, 0.0), 1.0),
        left if left is not None and left >= 0 else None,
        words(body.get("phase"), 20),
        _jpeg(body.get("jpeg")),
    )


def key(body: Mapping[str, Any]) -> str:
    """Raises No."""
    found = body.get("key")
    if not isinstance(found, str) or not _HASH.fullmatch(found):
        raise No("wrong-body", "It takes the key of a shot.")
    return found


def trouble(body: Mapping[str, Any]) -> dict[str, Any]:
    """Why a shot failed, as far as it can be passed on: a code, and sentences with their values."""
    found = body.get("trouble")
    said = found if isinstance(found, dict) else {}
    code = said.get("code")
    kept: dict[str, Any] = {
        "code": code if isinstance(code, str) and _WORD.fullmatch(code) else "render_failed"
    }
    left = LONGEST_TROUBLE
    for name in ("what", "meaning", "remedy"):
        sentence = _sentence(said.get(name), left)
        if sentence is not None:
            kept[name] = sentence
            left -= len(sentence["text"]) + sum(
                len(str(value)) for value in sentence["values"].values()
            )
    return kept


def _sentence(found: object, most: int) -> dict[str, Any] | None:
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        return None
    values = found.get("values")
    kept = {
        words(name, 40): words(value, 400) if isinstance(value, str) else _number(value) or 0
        for name, value in (values.items() if isinstance(values, dict) else ())
    }
    text = words(found["text"], 600)
    size = len(text) + sum(len(str(value)) for value in kept.values())
    # it is filled in by str.format, which does more than putting values in their places
    plain = not set(_FIELD.sub("", text)) & set("{}")
    plain = plain and all(field[1:-1] in kept for field in _FIELD.findall(text))
    fits = text and len(kept) <= 8 and size <= most
    return {"text": text, "values": kept} if fits and plain else None


def _request(found: object) -> str:
    if not isinstance(found, str):
        raise No("wrong-body", "This request is no JSON object.")
    if len(found) > LONGEST_REQUEST:
        raise No("too-large", "The request of this shot is too large to be lent.")
    try:
        written = found.encode()
        json_object(written)
    except (Malformed, UnicodeEncodeError):
        raise No("wrong-body", "This request is no JSON object.") from None
    if (
        len(written) > LONGEST_REQUEST
        or len(json.dumps(found, ensure_ascii=False).encode()) > LONGEST_QUOTED
    ):
        raise No("too-large", "The request of this shot is too large to be lent.")
    return found


def _models(found: object) -> dict[str, str]:
    if not isinstance(found, dict) or not 0 < len(found) <= MOST_MODELS:
        raise No("wrong-body", f"An offer names 1 to {MOST_MODELS} models.")
    return {_word(model): _word(version, may_lack=True) for model, version in found.items()}


def _manifests(found: object) -> dict[str, str]:
    wrong = No("wrong-body", "The models of this offer are described at too great a length.")
    if not isinstance(found, dict) or len(found) > MOST_MANIFESTS:
        raise wrong
    total = 0
    for text in found.values():
        if not isinstance(text, str) or not _PLAIN.fullmatch(text):
            raise wrong
        size = len(text.encode("utf-8", "replace"))
        if size > LONGEST_MANIFEST:
            raise wrong
        total += size
    if total > MOST_MANIFEST_BYTES:
        raise wrong
    return {_word(model): text for model, text in found.items()}


def _word(found: object, *, may_lack: bool = False) -> str:
    if isinstance(found, str) and (_WORD.fullmatch(found) or (may_lack and not found)):
        return found
    raise No("wrong-body", "A name in this is none.")


def _list(found: object, most: int, like: re.Pattern[str]) -> tuple[str, ...]:
    if not isinstance(found, list) or len(found) > most:
        raise No("wrong-body", f"A list in this has more than {most} entries, or is none.")
    if not all(isinstance(one, str) and like.fullmatch(one) for one in found):
        raise No("wrong-body", "A name in this is none.")
    return tuple(dict.fromkeys(found))


def _number(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return float(found) if -_FARTHEST <= found <= _FARTHEST else None


def _jpeg(found: object) -> str:
    """Nothing where it is no small JPEG."""
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_PREVIEW * 4 // 3 + 4:
        return ""
    try:
        data = base64.b64decode(found, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return found if data.startswith(b"\xff\xd8\xff") and len(data) <= LONGEST_PREVIEW else ""
