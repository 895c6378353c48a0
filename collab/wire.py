"""The messages between a room and its peers: a bounded codec, and nothing else.

Messages 0 to 3 are those of y-protocols (https://github.com/yjs/y-protocols, PROTOCOL.md), the
others are ours and travel under the subprotocol alone. SPEC.md, section 2, says it by number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from collab.fields import (
    BOARD,
    CHANNELS,
    COMMENTS,
    DEEPEST_JSON,
    GREATEST,
    LONGEST_JSON,
    MOST_KNOWN,
    Code,
    Malformed,
    Reader,
    blob,
    clipped,
    is_shallow,
    json_object,
    number,
    to_json,
)
from collab.messages import (
    DIFFERS,
    HASH,
    Ack,
    Answer,
    Ask,
    AskAware,
    Aware,
    Bye,
    Check,
    Denied,
    Edit,
    Hello,
    Lease,
    Message,
    More,
    Packed,
    Part,
    Remark,
    State,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    Welcome,
)

__all__ = [
    "BOARD",
    "CHANNELS",
    "COMMENTS",
    "DEEPEST_JSON",
    "DIFFERS",
    "GREATEST",
    "HASH",
    "LONGEST_JSON",
    "LONGEST_LABEL",
    "LONGEST_REASON",
    "LONGEST_STATE",
    "LONGEST_WHO",
    "MOST_KNOWN",
    "MOST_MESSAGES",
    "MOST_PRESENT",
    "PROTOCOL",
    "SUBPROTOCOL",
    "Ack",
    "Answer",
    "Ask",
    "AskAware",
    "Aware",
    "Bye",
    "Check",
    "Code",
    "Denied",
    "Edit",
    "Hello",
    "Lease",
    "Malformed",
    "Message",
    "More",
    "Packed",
    "Part",
    "Reader",
    "Remark",
    "State",
    "Step1",
    "Step2",
    "Sync1",
    "Sync2",
    "SyncUpdate",
    "Welcome",
    "blob",
    "clipped",
    "decode",
    "encode",
    "is_shallow",
    "json_object",
    "number",
    "to_json",
]

SUBPROTOCOL = "shotweave.v1"
PROTOCOL = 1

MOST_MESSAGES = 512
"""In one frame."""
MOST_PRESENT = 1024
"""States in one awareness message."""
LONGEST_STATE = 16 << 10
LONGEST_LABEL, LONGEST_WHO, LONGEST_REASON = 80, 64, 120
"""Bytes. The reason also fits into a close frame of RFC 6455, which has 123."""


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
    112: lambda reader: Part(reader.channel(), reader.number(), reader.blob(reader.end)),
    113: lambda reader: More(reader.channel()),
    114: lambda reader: Packed(reader.channel(), reader.number(), reader.blob(reader.end)),
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
        Part: lambda m: b"\x70" + number(m.channel) + number(m.left) + blob(m.data),
        More: lambda m: b"\x71" + number(m.channel),
        Packed: lambda m: b"\x72" + number(m.channel) + number(m.size) + blob(m.data),
    },
)
