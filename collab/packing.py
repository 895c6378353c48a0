"""A room's step 2 made small for a network: a board's words and ids repeat, and a whole one shrinks
to a third. Only rooms pack: what a stranger sends in is never unpacked. SPEC.md, sections 2 and 4.
"""

from __future__ import annotations

import zlib

from collab.wire import Malformed, Packed, Step2

LEAST = 64 << 10
"""Bytes of an update below which packing gains too little."""

MOST = 256 << 20
"""Bytes of an update that come out of one message: those of the largest frame that comes in."""

_QUICK = 1
"""zlib's level: 100 MB a second, and within a tenth of what the others reach."""


def packed(step: Step2) -> Packed:
    """Takes a second for 100 MB, and lets other threads run meanwhile. Any thread."""
    return Packed(step.channel, len(step.update), zlib.compress(step.update, _QUICK))


def unpacked(message: Packed) -> Step2:
    """Raises Malformed, having unpacked no more than `size` bytes."""
    if not 0 < message.size <= MOST:
        raise Malformed("the room sends a board of impossible size")
    unpacking = zlib.decompressobj()
    try:
        update = unpacking.decompress(message.data, message.size)
        update += unpacking.decompress(unpacking.unconsumed_tail, 1)  # reads the checksum
    except zlib.error as error:
        raise Malformed("what the room has packed cannot be unpacked") from error
    if len(update) != message.size or not unpacking.eof or unpacking.unused_data:
        raise Malformed("what the room has packed is not what it says")
    return Step2(message.channel, update)
