"""The messages between a room and its peers: a bounded codec, and nothing else.

Numbers, byte strings and texts are those of lib0 (https://github.com/dmonad/lib0, encoding.js);
messages 0 to 3 are those of y-protocols (https://github.com/yjs/y-protocols, PROTOCOL.md), the
others are ours and travel under the subprotocol alone. SPEC.md, section 2, says it by number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias, cast

SUBPROTOCOL = "shotweave.v1"
PROTOCOL = 1
BOARD, COMMENTS = 0, 1
CHANNELS = (BOARD, COMMENTS)

MOST_MESSAGES = 512
"""In one frame."""
MOST_PRESENT = 1024
"""States in one awareness message."""
LONGEST_STATE = 16 << 10
LONGEST_JSON = 256 << 10
LONGEST_LABEL, LONGEST_WHO, LONGEST_REASON = 80, 64, 120
"""Bytes. The reason also fits into a close frame of RFC 6455, which has 123."""
DEEPEST_JSON = 16
GREATEST = (1 << 53) - 1
"""Of all numbers: those that a Yjs client can read."""

_known: dict[bytes, int] = {}
"""Eight bytes -> the number they are: client ids have eight, and come again and again."""
MOST_KNOWN = 4096

HASH = 8
DIFFERS = bytes(HASH)
"""The hash in a CHECK that equals nobody's: whoever gets it sends its state vector."""


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


@dataclass(frozen=True, slots=True)
class Sync1:
    """y-protocols' step 1: what the sender has."""

    vector: bytes


@dataclass(frozen=True, slots=True)
class Sync2:
    """y-protocols' step 2: what the other lacks."""

    update: bytes


@dataclass(frozen=True, slots=True)
class SyncUpdate:
    update: bytes


@dataclass(frozen=True, slots=True)
class State:
    """What one client shows of itself; the state is JSON, `null` when it has gone."""

    client: int
    clock: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Aware:
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    reason: str


@dataclass(frozen=True, slots=True)
class AskAware:
    """Who is here?"""


@dataclass(frozen=True, slots=True)
class Hello:
    """{protocol, lineage, person: {id, name, color}, ids, closed}; the first id is the one it
    writes with, the closed ones are those of earlier sessions."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Welcome:
    """{protocol, lineage, role, you: {id, name, color}, token, title, time, limits}; comes again
    when a role or token changes."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """To the room: `number` counts this connection's edits on the channel from 1, `who` is empty.
    From the room: the room's sequence, and the person who made it."""

    channel: int
    number: int
    who: str
    label: str
    update: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """This connection's first `number` edits on the channel are on the server's disk."""

    channel: int
    number: int


@dataclass(frozen=True, slots=True)
class Check:
    channel: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Step1:
    channel: int
    vector: bytes


@dataclass(frozen=True, slots=True)
class Step2:
    """Counts as one edit of its sender."""

    channel: int
    update: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    id: int
    verb: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    ok: bool
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bye:
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Words for the person at the other end; nothing is closed."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lease:
    """Who lends, wants and draws, SPEC.md, 12: for whoever has asked to be told."""

    body: Mapping[str, Any]


Plain: TypeAlias = Sync1 | Sync2 | SyncUpdate | Aware | Denied | AskAware
Shared: TypeAlias = Edit | Ack | Check | Step1 | Step2
Said: TypeAlias = Hello | Welcome | Ask | Answer | Bye | Remark | Lease
Message: TypeAlias = Plain | Shared | Said


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


def decode(frame: bytes, *, plain: bool = False) -> list[Message]:
    """Everything in a frame; plain y-websocket peers send one message each. Raises Malformed."""
    reader = Reader(frame)
    messages: list[Message] = []
    readers = _PLAIN if plain else _READERS
    while True:
        read = readers.get(reader.number())
        if read is None:
            raise Malformed("this frame holds a message that nobody here knows")
        messages.append(read(reader))
        if reader.at == reader.end:
            return messages
        if plain or len(messages) == MOST_MESSAGES:
            raise Malformed("there are more messages in this frame than one frame may hold")


def encode(*messages: Message) -> bytes:
    return b"".join([_WRITERS[type(message)](message) for message in messages])


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


def _sync(reader: Reader) -> Message:
    match reader.number():
        case 0:
            return Sync1(reader.blob(reader.end))
        case 1:
            return Sync2(reader.blob(reader.end))
        case 2:
            return SyncUpdate(reader.blob(reader.end))
    raise Malformed("this frame holds a step of the sync protocol that is none")


def _aware(reader: Reader) -> Aware:
    inner = Reader(reader.blob(reader.end))
    count = inner.number()
    if count > MOST_PRESENT:
        raise Malformed("this frame speaks for too many clients")
    states = tuple(
        State(inner.number(), inner.number(), inner.blob(LONGEST_STATE)) for _ in range(count)
    )
    if inner.at != inner.end:
        raise Malformed("something follows the last client's state in this frame")
    return Aware(states)


def _denied(reader: Reader) -> Denied:
    if reader.number() != 0:
        raise Malformed("this frame holds an answer about rights that is none")
    return Denied(reader.text(1000))


def _ask(reader: Reader) -> Ask:
    body = json_object(reader.blob(LONGEST_JSON))
    id, verb = body.pop("id", None), body.pop("verb", None)
    if type(id) is not int or not 0 <= id <= GREATEST or not isinstance(verb, str):
        raise Malformed("a question needs a number and a verb")
    return Ask(id, verb[:40], body)


def _answer(reader: Reader) -> Answer:
    body = json_object(reader.blob(LONGEST_JSON))
    id, ok = body.pop("id", None), body.pop("ok", None)
    if type(id) is not int or not 0 <= id <= GREATEST or not isinstance(ok, bool):
        raise Malformed("an answer needs a number, and whether it is a good one")
    return Answer(id, ok, body)


def _edit(reader: Reader) -> Edit:
    return Edit(
        reader.channel(),
        reader.number(),
        reader.text(LONGEST_WHO),
        reader.text(LONGEST_LABEL),
        reader.blob(reader.end),
    )


_PLAIN: Mapping[int, Callable[[Reader], Message]] = {
    0: _sync,
    1: _aware,
    2: _denied,
    3: lambda reader: AskAware(),
}
_READERS: Mapping[int, Callable[[Reader], Message]] = {
    **_PLAIN,
    100: lambda reader: Hello(json_object(reader.blob(LONGEST_JSON))),
    101: lambda reader: Welcome(json_object(reader.blob(LONGEST_JSON))),
    102: _edit,
    103: lambda reader: Ack(reader.channel(), reader.number()),
    104: lambda reader: Check(reader.channel(), reader.take(HASH)),
    105: lambda reader: Step1(reader.channel(), reader.blob(reader.end)),
    106: lambda reader: Step2(reader.channel(), reader.blob(reader.end)),
    107: _ask,
    108: _answer,
    109: lambda reader: Bye(reader.number(), reader.text(LONGEST_REASON)),
    110: lambda reader: Remark(reader.number(), reader.text(LONGEST_REASON)),
    111: lambda reader: Lease(json_object(reader.blob(LONGEST_JSON))),
}


def _write_aware(message: Aware) -> bytes:
    states = [
        number(state.client) + number(state.clock) + blob(state.state) for state in message.states
    ]
    return b"\x01" + blob(number(len(states)) + b"".join(states))


def _write_edit(edit: Edit) -> bytes:
    return b"".join(
        (
            b"\x66",
            number(edit.channel),
            number(edit.number),
            blob(clipped(edit.who, LONGEST_WHO)),
            blob(clipped(edit.label, LONGEST_LABEL)),
            number(len(edit.update)),
            edit.update,
        )
    )


def _words(message: Bye | Remark) -> bytes:
    return number(message.code) + blob(clipped(message.reason, LONGEST_REASON))


_WRITERS = cast(
    "Mapping[type[Message], Callable[[Message], bytes]]",
    {
        Sync1: lambda m: b"\x00\x00" + blob(m.vector),
        Sync2: lambda m: b"\x00\x01" + blob(m.update),
        SyncUpdate: lambda m: b"\x00\x02" + blob(m.update),
        Aware: _write_aware,
        Denied: lambda m: b"\x02\x00" + blob(clipped(m.reason, 1000)),
        AskAware: lambda m: b"\x03",
        Hello: lambda m: b"\x64" + blob(to_json(m.body)),
        Welcome: lambda m: b"\x65" + blob(to_json(m.body)),
        Edit: _write_edit,
        Ack: lambda m: b"\x67" + number(m.channel) + number(m.number),
        Check: lambda m: b"\x68" + number(m.channel) + m.hash,
        Step1: lambda m: b"\x69" + number(m.channel) + blob(m.vector),
        Step2: lambda m: b"\x6a" + number(m.channel) + blob(m.update),
        Ask: lambda m: b"\x6b" + blob(to_json({**m.body, "id": m.id, "verb": m.verb})),
        Answer: lambda m: b"\x6c" + blob(to_json({**m.body, "id": m.id, "ok": m.ok})),
        Bye: lambda m: b"\x6d" + _words(m),
        Remark: lambda m: b"\x6e" + _words(m),
        Lease: lambda m: b"\x6f" + blob(to_json(m.body)),
    },
)
