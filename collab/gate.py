"""Looks through a foreign update before the library that applies it: structure, limits, roots.

The format is that of Yjs updates, version 1 (https://github.com/yjs/yjs, UpdateEncoder.js and
DeleteSet.js). Nothing here trusts a length, allocates what one promises, or nests by recursion.

`python -m collab.gate` examines an update in a process of its own and tries it there on a copy of
the document: see question() and verdict(). SPEC.md, section 3, says it by number.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from canvas.document.crdt import Document, TornBoard
from canvas.document.writes import ROOTS
from collab.resting import is_ring
from collab.scanning import Follow, Id, Limits, Rest, Scan, Stretch, TurnedAway
from collab.vectors import read_vector
from collab.wire import Code, Malformed, Reader, blob, number

__all__ = ["APART", "LIMITS", "Examined", "Limits", "TurnedAway", "examine", "part"]

APART = 256 << 10
"""Updates of more bytes are examined and tried in a process of their own."""
APART_BYTES, APART_SECONDS = 2 << 30, 30
"""What that process may take."""

LIMITS = (Limits(frozenset(root.encode() for root in ROOTS)), Limits(frozenset({b"comments"})))
"""By channel: the board's and the comments'."""


class Examined(NamedTuple):
    """What an update holds."""

    spans: dict[int, tuple[int, int]]
    """Client -> its first clock and the one after its last."""
    structs: int
    deletes: int
    roots: frozenset[bytes]
    needs: dict[int, int]
    """Client -> the clock up to which its structs must be there for this update to stand."""
    sections: dict[int, tuple[int, int, int]]
    """Client -> the bytes of its section: where it starts, its first struct, its end."""
    cross: list[Rest]
    """What of one client's rests on another's."""
    nested: int
    """Shared types in shared types."""
    tops: list[Stretch]
    """Structs that lie in a root."""
    follows: list[Follow]
    """Structs that lie where another one lies: that may be a root, or deep."""
    gap: bool
    """Clocks are left out between a client's structs."""
    parents: AbstractSet[Id]
    """What structs say that they lie in."""
    types: AbstractSet[Id]
    """The shared types in it."""
    dead: list[Stretch]
    """Structs of which nothing is left, in order."""


def examine(update: bytes, limits: Limits) -> Examined:
    """Raises TurnedAway."""
    scan = Scan(update, limits)
    try:
        return _walked(scan)
    except Malformed as error:
        raise TurnedAway(error.reason) from None
    except IndexError:
        raise TurnedAway("this update is cut off") from None


def _walked(scan: Scan) -> Examined:
    spans: dict[int, tuple[int, int]] = {}
    sections: dict[int, tuple[int, int, int]] = {}
    structs = 0
    clients = scan.number()
    if clients > scan.limits.clients:
        raise TurnedAway("this update speaks for too many clients", Code.large)
    for _ in range(clients):
        start = scan.at
        count, client, clock = scan.number(), scan.number(), scan.number()
        structs += count
        if structs > scan.limits.structs:
            raise TurnedAway("this update holds too many changes", Code.large)
        if client in spans or not count:
            raise TurnedAway("this update lists a client twice, or for nothing")
        body = scan.at
        spans[client] = (clock, scan.structs(count, client, clock))
        sections[client] = (start, body, scan.at)
    deletes = scan.deleted()
    if scan.at != scan.end:
        raise TurnedAway("something follows the end of this update")
    if clients > 1 and is_ring(spans, scan.cross):
        raise TurnedAway("the changes in this update rest on each other in a ring")
    roots = frozenset(scan.roots)
    found = (spans, structs, deletes, roots, scan.needs, sections, scan.cross)
    scan.dead.sort()
    lying = (scan.nested, scan.tops, scan.follows, scan.gap, scan.parents, scan.types, scan.dead)
    return Examined(*found, *lying)


def part(
    update: bytes, examined: Examined, ends: Mapping[int, Rest | None], *, deleting: bool
) -> tuple[bytes, Examined]:
    """The same update with the structs of these clients alone, each up to the one that ends it;
    `deleting`: and all that it deletes."""
    pieces = [number(len(ends))]
    spans = {}
    for client, end in ends.items():
        start, body, stop = examined.sections[client]
        first, last = examined.spans[client]
        if end is None:
            pieces.append(update[start:stop])
        else:
            _, last, _, _, count, stop = end
            pieces += [number(count), number(client), number(first), update[body:stop]]
        spans[client] = (first, last)
    deleted = max((section[2] for section in examined.sections.values()), default=1)
    pieces.append(update[deleted:] if deleting else b"\x00")
    return b"".join(pieces), examined._replace(spans=spans)


def question(channel: int, state: bytes, update: bytes) -> bytes:
    """What `python -m collab.gate` reads: an update for the document in `state`."""
    return number(channel) + blob(state) + blob(update)


def verdict(code: int, out: bytes) -> Examined:
    """What became of that process: its exit code and what it wrote. Raises TurnedAway."""
    if code:
        raise TurnedAway("this update takes more memory or time than there is", Code.large)
    told = json.loads(out)
    if "refused" in told:
        raise TurnedAway(told["reason"], Code(told["refused"]))
    return Examined(
        {client: (first, end) for client, first, end, *_ in told["clients"]},
        told["structs"],
        told["deletes"],
        frozenset(root.encode() for root in told["roots"]),
        dict(told["needs"]),
        {client: tuple(section) for client, _, _, *section in told["clients"]},
        [tuple(rest) for rest in told["cross"]],
        told["nested"],
        [],
        [(tuple(lies), tuple(other), True) for lies, other, _ in told["follows"]],
        told["gap"],
        frozenset(),  # it was tried: nothing lies where it cannot
        frozenset(),
        [],
    )


def judged(asked: bytes) -> bytes:
    """Examine and try what question() wrote; JSON for verdict()."""
    reader = Reader(asked)
    channel, state, update = reader.channel(), reader.blob(reader.end), reader.blob(reader.end)
    try:
        found = examine(update, LIMITS[channel])
        copy = Document(())
        copy.load([state])
        have = read_vector(copy.vector())
        copy.load([update])
    except TurnedAway as refusal:
        return json.dumps({"refused": refusal.code, "reason": refusal.reason}).encode()
    except TornBoard:
        why = "this update cannot be applied"
        return json.dumps({"refused": Code.malformed, "reason": why}).encode()
    clients = [(client, *found.spans[client], *found.sections[client]) for client in found.spans]
    rest = {
        "clients": clients,
        "structs": found.structs,
        "deletes": found.deletes,
        "roots": [root.decode() for root in found.roots],
        "cross": [rest for rest in found.cross if rest[3] >= have.get(rest[2], 0)],
        "needs": list(found.needs.items()),
        "nested": found.nested,
        "follows": [follow for follow in found.follows if follow[2]],
        "gap": found.gap,
    }
    return json.dumps(rest).encode()


def _bounded() -> None:
    """Where the system can: at most so much memory and processor time from here on."""
    if sys.platform == "win32":
        return
    import resource  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (APART_BYTES, APART_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (APART_SECONDS, APART_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bounded()
    sys.stdout.buffer.write(judged(sys.stdin.buffer.read()))
