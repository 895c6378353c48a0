"""What somebody who means harm sends into a room, by name, and frames with a byte gone wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from collab import wire
from collab.wire import BOARD, Code, Message, blob, number
from tests.collab.updates import A_MAP, ONE, gc, inside, item, nested, update, value


@dataclass(frozen=True)
class Bomb:
    """Frames, and with which codes their sender may be closed; none if it may well stay."""

    frames: tuple[bytes, ...]
    codes: frozenset[int]
    plain: bool = False


@dataclass(frozen=True)
class Victim:
    """Somebody in the room whom the bomb is meant for."""

    client: int
    clock: int


def _edit(update: bytes, count: int = 2) -> bytes:
    return wire.encode(wire.Edit(BOARD, count, "", "Boom", update))


_WANT = {"key": "a" * 64, "request": "{}", "model": "m", "version": "1"}


def _says(message: Message) -> bytes:
    return wire.encode(message)


def _both(name: str, update: bytes, *codes: int) -> Iterator[tuple[str, Bomb]]:
    """The same update from a client of ours and from a stock one."""
    yield name, Bomb((_edit(update),), frozenset(codes))
    stock = _says(wire.SyncUpdate(update))
    yield f"{name}, plain", Bomb((stock,), frozenset(codes), plain=True)


def _deep_types(me: int, depth: int) -> bytes:
    """Maps in maps, each in the one before."""
    first = item(7, A_MAP)
    return update((me, 0, [first, *(inside(7, A_MAP, me, at) for at in range(depth))]))


def _deep(me: int, depth: int) -> bytes:
    return update((me, 0, [item(8, value(nested(depth)))]))


def bombs(me: int, victim: Victim) -> Mapping[str, Bomb]:
    """Every one of them, ready to be thrown by the client `me`."""
    bad, no, large, many = (int(c) for c in (Code.malformed, Code.forbidden, Code.large, Code.many))
    poison = update((victim.client, victim.clock, [gc(1000)]))
    forged = update((victim.client, victim.clock, [item(8, value(b"\x7e"), key="forged")]))
    huge = number(1) + number(2**50) + number(me) + number(0) + ONE + b"\0"
    long_text = number(1) + number(1) + number(me) + number(0) + b"\x24\x01\x05nodes\x01k"
    hello = {"protocol": wire.PROTOCOL, "lineage": "", "ids": [me]}
    theirs = wire.Aware((wire.State(victim.client, 2**52, b"null"),))
    crowd = b"\1" + blob(number(50_000) + (number(7) + number(1) + blob(b"{}")) * 50_000)
    named: dict[str, Bomb] = {}
    for each in (
        _both("lists in lists", _deep(me, 26_000), bad),
        _both("more lists in lists", _deep(me, 100_000), bad),
        _both("maps in maps", _deep_types(me, 5_000), bad),
        _both("clock poisoning", poison, no),
        _both("under another's client id", forged, no),
        _both("2^50 structs", huge, large),
        _both("a text of 2^50 bytes", long_text + number(2**50) + b"x", bad),
        _both("a root of its own", update((me, 0, [item(8, value(b"\x7e"), root="loot")])), bad),
        _both("half an update", update((me, 0, [ONE]))[:-4], bad),
    ):
        named.update(each)
    ours = {
        "another's client id in the HELLO": (
            no,
            [_says(wire.Hello({**hello, "ids": [victim.client]}))],
        ),
        "deep JSON": (
            bad,
            [b"\x64" + blob(b'{"protocol":1,"x":' + b"[" * 5000 + b"]" * 5000 + b"}")],
        ),
        "a row of 0xFF": (bad, [b"\xff" * 200_000]),
        "0xFF for an update": (bad, [_edit(b"\xff" * 200_000)]),
        "nothing": (bad, [b""]),
        "an unknown message": (bad, [b"\x7f\0\0"]),
        "what only a room says": (bad, [_says(wire.Welcome({}))]),
        "a state vector of 2^50 clients": (
            large,
            [_says(wire.Step1(BOARD, number(2**50) + b"\1\1"))],
        ),
        "a state vector of 100,001 clients": (
            large,
            [_says(wire.Step1(BOARD, number(100_001) + b"\1\1" * 100_001))],
        ),
        "state vectors without end": (many, [_says(wire.Step1(BOARD, b"\0"))] * 60),
        "messages without end": (many, [_says(wire.AskAware())] * 1500),
        "a frame of 2 MiB": (large, [_edit(update((me, 0, [item(4, blob(b"x" * (2 << 20)))])))]),
        "presence of 4 kB": (large, [_says(wire.Aware((wire.State(me, 1, _state(4000)),)))]),
        "another's presence": (no, [_says(theirs)]),
        "50,000 presences": (bad, [crowd]),
    }
    named.update({name: Bomb(tuple(f), frozenset({code})) for name, (code, f) in ours.items()})
    named["orphans"] = Bomb(_orphans(me), frozenset({bad, many}))
    forged_state = _says(wire.Aware((wire.State(victim.client, 2**40, b'{"cursor":[0,0]}'),)))
    named["another's presence, plain"] = Bomb((forged_state,) * 100, frozenset({no}), plain=True)
    return named


def _orphans(me: int) -> tuple[bytes, ...]:
    """Edits that rest on nothing: a library keeps them for ever, and shows them to nobody."""
    far = (update((me, 1000 + 2 * at, [ONE])) for at in range(600))
    return tuple(_edit(each, count) for count, each in enumerate(far, 2))


def _state(size: int) -> bytes:
    return b'{"chat":"' + b"x" * size + b'"}'


Corpus = tuple[bytes, ...]


def corpus(me: int, edits: list[bytes]) -> Corpus:
    """What clients say on an ordinary day."""
    state = wire.State(me, 1, b'{"user":{"id":"x","name":"X"},"cursor":[1,2]}')
    frames = [_edit(each) for each in edits]
    frames += [_says(wire.SyncUpdate(each)) for each in edits]
    frames += [
        _says(wire.Step2(BOARD, edits[0])),
        _says(wire.Sync2(edits[0])),
        _says(wire.Step1(BOARD, b"\2\1\1\2\2")),
        _says(wire.Sync1(b"\1\1\1")),
        _says(wire.Aware((state,))),
        _says(wire.Check(BOARD, b"12345678")),
        _says(wire.Ask(1, "links")),
        _says(wire.Ask(2, "lease.watch")),
        _says(wire.Ask(3, "lease.offer", {"device": "X", "models": {"m": "1"}, "slots": 2})),
        _says(wire.Ask(4, "lease.want", {**_WANT, "nodes": ["n1"], "inputs": ["b" * 64]})),
        _says(wire.Ask(5, "lease.beat", {"key": "a" * 64, "share": 0.5, "jpeg": "/9j/"})),
        _says(wire.Ask(6, "lease.failed", {"key": "a" * 64, "trouble": {"code": "x"}})),
        _says(wire.AskAware()),
        _says(
            wire.Hello({"protocol": 1, "lineage": "", "ids": [1, 2, 3], "person": {"name": "X"}})
        ),
        _edit(edits[0]) + _says(wire.Step1(BOARD, b"\0")),
    ]
    return tuple(frames)


def mutant(random: Random, frames: Corpus) -> bytes:
    """One of them with bytes changed, gone, doubled, or run into another."""
    frame = bytearray(random.choice(frames))
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        at = random.randrange(len(frame) + 1)
        match random.randrange(6):
            case 0 | 1 if frame:
                frame[at % len(frame)] = random.choice((0, 1, 127, 128, 255, random.randrange(256)))
            case 2:
                del frame[at:]
            case 3:
                del frame[at : at + random.randrange(1, 9)]
            case 4:
                frame[at:at] = random.randbytes(random.randrange(1, 9))
            case 5:
                other = random.choice(frames)
                frame[at:] = other[random.randrange(len(other)) :]
    return bytes(frame)
