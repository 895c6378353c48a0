"""State vectors: client id -> how many of its clocks somebody has.

Written as Yjs does (https://github.com/yjs/yjs, encodeStateVector): a count, then pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from collab.wire import HASH, Code, Malformed, Reader, number

MOST_CLIENTS = 100_000
"""In one document: a client id is spent each time somebody opens the board."""


def read_vector(data: bytes) -> dict[int, int]:
    """Raises Malformed."""
    reader = Reader(data)
    count = reader.number()
    if count > MOST_CLIENTS:
        raise Malformed("this state vector speaks for too many clients", Code.large)
    vector = {reader.number(): reader.number() for _ in range(count)}
    if reader.at != reader.end:
        raise Malformed("something follows the end of this state vector")
    return vector


def write_vector(vector: Mapping[int, int]) -> bytes:
    pairs = [number(client) + number(clock) for client, clock in vector.items()]
    return number(len(pairs)) + b"".join(pairs)


def vector_hash(vector: Mapping[int, int]) -> bytes:
    """What a CHECK carries: equal vectors, equal hashes."""
    pairs = sorted((client, clock) for client, clock in vector.items() if clock)
    said = b"".join([number(client) + number(clock) for client, clock in pairs])
    return blake2b(said, digest_size=HASH).digest()
