"""Updates for the gate's tests: real ones from the library, and forged ones byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Map, Text

from canvas.document.crdt import Document
from collab.gate import LIMITS, Examined, examine
from collab.vectors import read_vector
from collab.wire import BOARD, blob, number

VICTIM = 77
Struct = bytes


def a_board(nodes: int = 30, client: int | None = None) -> Doc[Any]:
    """Nodes with every kind of value, texts with emoji, things put, overwritten and deleted."""
    doc: Doc[Any] = Doc(client_id=client)
    board, texts = doc.get("nodes", type=Map), doc.get("texts", type=Map)
    with doc.transaction():
        for each in range(nodes):
            params = {"a": [1, "x", None, True, 2.5, -7], "深": {"🎬": 2**40}}
            board[f"n{each}"] = Map({"pos": [1.0, 2.0], "title": f"Shot {each} 镜头", "p": params})
            texts[f"n{each}"] = Text("A cat 猫 runs 🎬 far")
    for each in range(0, nodes, 3):
        board[f"n{each}"]["pos"] = [float(each), -1e9]
        text = texts[f"n{each}"]
        text.insert(2, "🌧 wet ")
        del text[0:2]
    return doc


def recorded(doc: Doc[Any], work: Callable[[], None]) -> list[bytes]:
    """What the document tells others while `work` changes it."""
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    work()
    doc.unobserve(subscription)
    return updates


def update(*sections: tuple[int, int, list[Struct]], deletes: bytes = b"\x00") -> bytes:
    """An update of (client, first clock, structs) each."""
    out = number(len(sections))
    for client, clock, structs in sections:
        out += number(len(structs)) + number(client) + number(clock) + b"".join(structs)
    return out + deletes


def gc(length: int) -> Struct:
    return b"\x00" + number(length)


def skip(length: int) -> Struct:
    return b"\x0a" + number(length)


def under(root: str, key: str | None = "k") -> bytes:
    """Where a struct belongs: a key of a root."""
    return b"\x01" + blob(root.encode()) + (b"" if key is None else blob(key.encode()))


def item(ref: int, content: bytes, *, root: str = "nodes", key: str | None = "k") -> Struct:
    return bytes([ref | (0 if key is None else 0x20)]) + under(root, key) + content


def after(ref: int, content: bytes, client: int, clock: int) -> Struct:
    """An item that follows another and lies where that one lies."""
    return bytes([ref | 0x80]) + number(client) + number(clock) + content


def inside(ref: int, content: bytes, client: int, clock: int, key: str = "k") -> Struct:
    """An item in the shared type that is (client, clock)."""
    parent = b"\x00" + number(client) + number(clock)
    return bytes([ref | 0x20]) + parent + blob(key.encode()) + content


def value(content: bytes) -> bytes:
    """The content of one register."""
    return b"\x01" + content


def nested(depth: int) -> bytes:
    """Lists in lists."""
    return bytes([117, 1]) * depth + b"\x7e"


def deleting(*ranges: tuple[int, int, int]) -> bytes:
    """A delete set of (client, clock, length)."""
    out = number(len(ranges))
    for client, clock, length in ranges:
        out += number(client) + b"\x01" + number(clock) + number(length)
    return out


ONE = item(8, value(b"\x7e"))
"""A register that is null."""
A_MAP, A_LIST, A_TEXT, AN_ELEMENT, A_FRAGMENT = b"\x01", b"\x00", b"\x02", b"\x03\x01p", b"\x04"


def look(data: bytes) -> Examined:
    return examine(data, LIMITS[BOARD])


def applied(data: bytes) -> dict[int, int]:
    """The state vector of a fresh document that took this update."""
    doc = Document(())
    doc.load([data])
    return read_vector(doc.vector())
