"""Whatever a stranger sends, the room stays whole and those who keep to the rules never notice."""

from __future__ import annotations

import random

import pytest
from pycrdt import Doc, Map, Text

from collab.vectors import read_vector
from collab.wire import (
    BOARD,
    Ask,
    Aware,
    Bye,
    Check,
    Code,
    Edit,
    Hello,
    State,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    encode,
)
from tests.collab.peers import Client, Host, Stock, a_room, join, owner, person
from tests.collab.test_gate_library import mutants
from tests.collab.updates import recorded

Stranger = Client | Stock


def comes(host: Host, name: str, draw: random.Random) -> Stranger:
    if draw.random() < 0.5:
        stranger: Stranger = join(host, name)
    else:
        stranger = Stock(host, person(name)).connect()
    stranger.online = False  # it sends only what it is told to
    return stranger


def works(stranger: Stranger, draw: random.Random) -> list[bytes]:
    """What it might send of its work: single edits, of which others rest on lost ones, and all."""
    doc = stranger.doc
    nodes, texts = doc.get("nodes", type=Map), doc.get("texts", type=Map)

    def edit() -> None:
        nodes[f"e{draw.randrange(4)}"] = Map({"x": draw.random(), "l": [1, {"k": [2]}]})
        texts["t"] = Text("hello 🎬")
        nodes["n1"] = Map({"x": 1})

    return [*recorded(doc, edit), doc.get_update()]


def frame(stranger: Stranger, update: bytes, draw: random.Random) -> bytes:
    vector = stranger.doc.get_state()
    noise = Aware((State(5, 1, b"{}"),))
    if isinstance(stranger, Stock):
        words = [SyncUpdate(update), SyncUpdate(update), Sync2(update), noise, Sync1(vector)]
        return encode(draw.choice(words))
    if draw.random() < 0.8:
        stranger.counts[BOARD] += 1
        edit = Edit(BOARD, stranger.counts[BOARD], "", "Edit", update)
        return encode(draw.choice([edit, edit, edit, Step2(BOARD, update)]))
    check, question = Check(BOARD, b"12345678"), Ask(1, "x", {})
    rest = [Step1(BOARD, vector), check, Hello({"a": 1}), noise, question, Bye(1, "")]
    return encode(draw.choice(rest))


def assert_whole(host: Host, ada: Client, bo: Client, cy: Stock) -> None:
    room: Doc[object] = Doc()
    room.apply_update(host.room.encode(BOARD))
    assert read_vector(room.get_state()) == dict(host.room.vector(BOARD))
    assert read_vector(ada.doc.get_state()) == dict(host.room.vector(BOARD))
    seen = room.get("nodes", type=Map).to_py()
    assert ada.sees() == bo.sees() == cy.sees() == seen
    assert ada.acked == ada.counts[BOARD]
    assert not host.closed.keys() & {ada.peer, bo.peer, cy.peer}


def besiege(seed: int, frames: int) -> tuple[int, set[Code]]:
    """Gives how many of the stranger's edits came in, and for what it was closed."""
    draw = random.Random(seed)
    host = a_room()
    ada, bo, cy = owner(host), join(host, "Bo"), Stock(host, person("Cy")).connect()
    stranger = comes(host, "Eve0", draw)
    accepted = 0
    for turn in range(frames):
        host.now += 0.05
        if stranger.peer in host.closed:
            stranger = comes(host, f"Eve{turn}", draw)
        update = draw.choice(works(stranger, draw))
        if draw.random() < 0.7:
            (update,) = mutants(update, 1, draw.randrange(2**40))
        data = frame(stranger, update, draw)
        if draw.random() < 0.3:
            (data,) = mutants(data, 1, draw.randrange(2**40))
        kept = len(host.kept)
        stranger.raw(data)
        accepted += len(host.kept) - kept
        host.effects.clear()
        if turn % 25 == 0:
            ada.put("n1", x=turn)
            cy.nodes["c"] = turn
            host.tick()
            assert_whole(host, ada, bo, cy)
    return accepted, {close.code for close in host.closed.values()}


@pytest.mark.parametrize("seed", range(3))
def test_r4_25_a_besieged_room_stays_whole(seed: int) -> None:
    """R2.6, R3.9, R4.25"""
    accepted, codes = besiege(seed, 400)
    assert accepted > 40
    assert codes >= {Code.malformed, Code.forbidden, Code.leaving}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 110))
def test_r4_25_a_room_stays_whole_for_long(seed: int) -> None:
    besiege(seed, 2000)
