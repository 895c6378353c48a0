"""The gate and the library: what comes in does not end it, and big updates are tried apart."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import pytest
from pycrdt import Doc, Map

from canvas.document.crdt import TornBoard
from collab import gate
from collab.gate import Examined, TurnedAway
from collab.vectors import read_vector
from collab.wire import BOARD, COMMENTS, Code, blob
from tests.collab import updates
from tests.collab.updates import (
    A_MAP,
    ONE,
    VICTIM,
    a_board,
    applied,
    inside,
    item,
    look,
    recorded,
    update,
    value,
)

# Against the library


def mutants(base: bytes, count: int, seed: int) -> list[bytes]:
    draw = random.Random(seed)
    made = []
    for _ in range(count):
        data = bytearray(base)
        for _ in range(draw.choice([1, 1, 2, 4])):
            match draw.randrange(6):
                case 0:
                    at = draw.randrange(len(data))
                    data[at:at] = draw.randbytes(draw.randrange(1, 5))
                case 1 if len(data) > 4:
                    at = draw.randrange(len(data) - 3)
                    del data[at : at + draw.randrange(1, 4)]
                case 2:
                    at, end = sorted((draw.randrange(len(data)), draw.randrange(len(data))))
                    data[at:at] = data[at:end][:40]
                case _:
                    data[draw.randrange(len(data))] = draw.choice(
                        [0, 1, 127, 128, 255, draw.randrange(256)]
                    )
        made.append(bytes(data))
    return made


MUTATE = """
import sys
from canvas.document.crdt import Document, TornBoard
from tests.collab.test_gate_library import mutants
from collab.gate import LIMITS, TurnedAway
from collab.parents import Parents
from collab.vectors import read_vector
from tests.collab.updates import VICTIM, a_board, look
count, seed = int(sys.argv[1]), int(sys.argv[2])
base, small = a_board(6, client=VICTIM).get_update(), a_board(1, client=2**49 + seed)
refused = applied = torn = wrong = 0
for data in mutants(base, count, seed) + mutants(small.get_update(), count, seed + 1):
    try:
        found = look(data)
        Parents(Document(()).encode, LIMITS[0]).check(found, {})
    except TurnedAway:
        refused += 1
        continue
    document = Document()
    document.watch()
    try:
        document.receive(data)
        document.encode()
        document.read("nodes"), document.read("texts")
    except TornBoard:
        torn += 1
        if read_vector(document.vector()):
            wrong += 1
            print("HALF", data.hex(), read_vector(document.vector()))
        continue
    applied += 1
    stands = not found.gap and all(first == 0 for first, _ in found.spans.values())
    for client, until in found.needs.items():
        stands = stands and until <= found.spans.get(client, (0, 0))[1]
    have = {client: end for client, (_, end) in found.spans.items()}
    if stands and read_vector(document.vector()) != have:
        wrong += 1
        print("WRONG", data.hex(), have, read_vector(document.vector()))
print(refused, applied, torn, wrong)
"""


def mutate(count: int, seed: int) -> tuple[int, int, int, int]:
    """In a process of its own, which a crash of the library would end."""
    ran = subprocess.run(
        [sys.executable, "-c", MUTATE, str(count), str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    refused, applied, torn, wrong = map(int, ran.stdout.split("\n")[-2].split())
    assert wrong == 0, ran.stdout[:2000]
    return refused, applied, torn, wrong


def test_r3_9_the_library_survives_every_mutant_that_comes_in() -> None:
    """R3.13: and none is left half in."""
    refused, applied, torn, _ = mutate(1500, seed=20261122)
    assert min(refused, applied) > 100
    assert refused + applied + torn == 3000


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(0, 100, 2))
def test_r3_9_the_library_survives_a_million_mutants(seed: int) -> None:
    mutate(10_000, seed)


# Apart


def apart(data: bytes, state: bytes = b"\x00\x00", channel: int = BOARD) -> Examined:
    ran = subprocess.run(
        [sys.executable, "-m", "collab.gate"],
        input=gate.question(channel, state, data),
        capture_output=True,
        check=False,
    )
    return gate.verdict(ran.returncode, ran.stdout)


def known_apart(found: Examined) -> Examined:
    """Of where structs lie only what concerns shared types comes from there."""
    follows = [follow for follow in found.follows if follow[2]]
    return found._replace(tops=[], follows=follows, parents=set(), types=set(), dead=[])


def test_r3_10_a_process_apart_finds_the_same() -> None:
    doc = a_board(1400)
    data = doc.get_update()
    assert len(data) > gate.APART
    assert apart(data) == known_apart(look(data))
    (more,) = recorded(doc, lambda: doc.get("nodes", type=Map).update({"z": Map({"t": "x" * 9})}))
    assert apart(more, state=data) == known_apart(look(more))


def test_r3_10_what_it_refuses_comes_back_as_a_refusal() -> None:
    with pytest.raises(TurnedAway, match="no place"):
        apart(update((VICTIM, 0, [item(8, value(b"\x7e"), root="x")])))
    with pytest.raises(TurnedAway, match="no place"):
        apart(update((VICTIM, 0, [ONE])), channel=COMMENTS)


def test_r3_10_what_cannot_be_applied_is_refused() -> None:
    broken = update((VICTIM, 0, [item(8, value(bytes([119]) + blob(b"\xff\xfe")))]))
    assert look(broken)
    with pytest.raises(TornBoard):
        applied(broken)
    with pytest.raises(TurnedAway, match="cannot be applied"):
        apart(broken)


def test_r3_10_the_death_of_the_process_is_a_refusal() -> None:
    for code in (-11, -9, 1):
        with pytest.raises(TurnedAway) as caught:
            gate.verdict(code, b"")
        assert caught.value.code is Code.large


@pytest.mark.skipif(sys.platform == "win32", reason="its memory is not bounded there")
def test_r3_10_its_memory_is_bounded() -> None:
    code = "from collab import gate; gate._bounded(); x = bytearray(gate.APART_BYTES)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ran.returncode != 0
    assert b"MemoryError" in ran.stderr


def test_r3_1_forged_updates_of_these_tests_are_what_the_library_reads() -> None:
    """So that what is refused above is refused for its own sake."""
    data = update((VICTIM, 0, [ONE, item(7, A_MAP, key="m"), inside(8, value(b"\x79"), VICTIM, 1)]))
    doc: Doc[Any] = Doc()
    doc.apply_update(data)
    assert doc.get("nodes", type=Map).to_py() == {"k": None, "m": {"k": False}}
    assert updates.VICTIM in read_vector(doc.get_state())
