"""The variable-length numbers and byte strings of lib0, as far as a load generator writes them."""

from __future__ import annotations


def number(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


def counted(content: bytes) -> bytes:
    """Bytes behind their length."""
    return number(len(content)) + content
