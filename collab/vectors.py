"""State vectors of Yjs: client id -> how many of its clocks are there, and what two copies compare.

The format is that of encodeStateVector in https://github.com/yjs/yjs: a count, then pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from collab.wire import HASH, Malformed, Reader, number

MOST_CLIENTS = 100_000


def read(vector: bytes) -> dict[int, int]:
    """Raises Malformed."""
    reader = Reader(vector)
    count = reader.number()
    if count > MOST_CLIENTS:
        raise Malformed("a state vector names too many clients")
    found = {reader.number(): reader.number() for _ in range(count)}
    if reader.at != reader.end:
        raise Malformed("something follows a state vector")
    return found


def write(clocks: Mapping[int, int]) -> bytes:
    """Sorted by client, so that equal copies have equal bytes."""
    pairs = b"".join(number(client) + number(clock) for client, clock in sorted(clocks.items()))
    return number(len(clocks)) + pairs


def fingerprint(vector: bytes) -> bytes:
    """What a CHECK carries: the first bytes of BLAKE2b (RFC 7693) over the sorted vector."""
    return blake2b(write(read(vector)), digest_size=HASH).digest()
