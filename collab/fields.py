"""The fields of a message: numbers, byte strings, texts and JSON that anybody may have sent.

Numbers, byte strings and texts are those of lib0 (https://github.com/dmonad/lib0, encoding.js).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

BOARD, COMMENTS = 0, 1
CHANNELS = (BOARD, COMMENTS)

LONGEST_JSON = 256 << 10
"""Bytes."""
DEEPEST_JSON = 16
GREATEST = (1 << 53) - 1
"""Of all numbers: those that a Yjs client can read."""

_known: dict[bytes, int] = {}
"""Eight bytes -> the number they are: client ids have eight, and come again and again."""
MOST_KNOWN = 4096


class Code(IntEnum):
    """Why a connection is closed; 4000 to 4999 are an application's own (RFC 6455, 7.4.2)."""

    leaving = 1000
    going = 1001
    later = 1013
    malformed = 4400
    token = 4401
    forbidden = 4403
    slow = 4408
    lineage = 4409
    replaced = 4410
    large = 4413
    many = 4429


class Malformed(Exception):
    """A frame that is none; `reason` is for the person at the other end."""

    def __init__(self, reason: str, code: Code = Code.malformed) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Reader:
    """Takes one field after the other out of bytes that anybody may have sent."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.end = len(data)

    def number(self) -> int:
        """A number of at most 53 bits in at most eight bytes."""
        data, at = self.data, self.at
        try:
            byte = data[at]
            if byte < 128:
                self.at = at + 1
                return byte
            value, byte = byte & 127, data[at + 1]
            if byte < 128:
                self.at = at + 2
                return value | byte << 7
            value, byte = value | (byte & 127) << 7, data[at + 2]
        except IndexError:
            raise Malformed("a number in this frame is cut off") from None
        if byte < 128:
            self.at = at + 3
            return value | byte << 14
        return self._long()

    def _long(self) -> int:
        at = self.at
        eight = self.data[at : at + 8]
        value = _known.get(eight)
        if value is not None:
            self.at = at + 8
            return value
        value = shift = 0
        for byte in eight:
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
        else:
            raise Malformed("a number in this frame is too long or cut off")
        if value > GREATEST:
            raise Malformed("a number in this frame is too great")
        if shift == 49:
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            _known[eight] = value
        self.at = at
        return value

    def blob(self, most: int) -> bytes:
        size = self.number()
        at = self.at
        if size > most or at + size > self.end:
            raise Malformed("a field of this frame is too long or cut off")
        self.at = at + size
        return self.data[at : at + size]

    def text(self, most: int) -> str:
        try:
            return self.blob(most).decode()
        except UnicodeDecodeError:
            raise Malformed("a text in this frame is no UTF-8") from None

    def channel(self) -> int:
        channel = self.number()
        if channel not in CHANNELS:
            raise Malformed("this frame names a channel that is not there")
        return channel

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        if len(taken) < size:
            raise Malformed("this frame is cut off")
        self.at += size
        return taken


def number(value: int) -> bytes:
    """lib0's variable-length unsigned number."""
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def blob(data: bytes) -> bytes:
    return number(len(data)) + data


def clipped(text: str, most: int) -> bytes:
    """Its first `most` bytes of UTF-8, whole characters only."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore").encode()


def is_shallow(text: bytes, deepest: int) -> bool:
    """Whether the brackets of this JSON nest at most so deep."""
    if text.count(b"[") + text.count(b"{") <= deepest:
        return True
    depth = 0
    inside = escaped = False
    for byte in text:
        if escaped:
            escaped = False
        elif inside:
            inside, escaped = byte != 0x22, byte == 0x5C
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            depth += 1
            if depth > deepest:
                return False
        elif byte in b"]}":
            depth -= 1
    return True


def json_object(text: bytes) -> dict[str, Any]:
    """A JSON object that a stranger sent. Raises Malformed."""
    if not is_shallow(text, DEEPEST_JSON):
        raise Malformed("the JSON in this frame is nested too deep")
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("the JSON in this frame cannot be read") from None
    if not isinstance(found, dict):
        raise Malformed("the JSON in this frame is no object")
    return found


def to_json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _no_constant(name: str) -> None:
    raise ValueError(name)
