"""The border to pycrdt: what the design's rules say of the library holds, and its panics become
troubles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from canvas.document.crdt import NOTHING, Document, TornBoard
from canvas.document.words import Trouble
from canvas.document.writes import META, Begin, Create, Keep, Put, Splice, Write


def does(document: Document, *writes: Write) -> bytes:
    def write() -> None:
        for each in writes:
            document.write(each)

    return document.transact(write).update


@pytest.fixture
def document() -> Document:
    document = Document()
    document.watch()
    does(document, Create("nodes", "n", {"kind": "note", "title": "T"}), Begin("n", "é推😀"))
    return document


def test_a_panic_of_the_library_becomes_a_trouble(document: Document) -> None:
    """Rule 5: pycrdt panics with something that is no Exception; a range past the end does it, half
    way.

    A transaction does not roll back: what was written goes out with the next one, to listeners and
    journal alike.
    """
    saved = document.encode()

    def panic() -> None:
        document.write(Put("nodes", "n", "title", "half way"))
        del document._roots["texts"]["n"][0:99]

    with pytest.raises(Trouble) as caught:
        document.transact(panic)
    assert not isinstance(caught.value.__cause__, Exception)
    update = does(document, Put("nodes", "n", "color", "red"))
    again = Document()
    again.load([saved, update])
    assert again.registers("nodes", "n") == document.registers("nodes", "n")
    assert again.text("n") == document.text("n") == ""


def test_a_write_tells_what_stood_there_before(document: Document) -> None:
    befores: list[object] = []

    def write() -> None:
        befores.append(document.write(Put("nodes", "n", "title", "U")))
        befores.append(document.write(Put("nodes", "n", "title", "V")))
        befores.append(document.write(Put("nodes", "n", "color", "red")))
        befores.append(document.write(Put(META, META, "title", "Film")))
        befores.append(document.write(Keep("edges", "e", {"source": "n"})))
        befores.append(document.write(Keep("edges", "e", {"source": "m"})))

    document.transact(write)
    assert befores == ["T", "U", None, None, None, {"source": "n"}]


def test_one_transaction_is_told_once_in_rows(document: Document) -> None:
    def write() -> None:
        document.write(Put("nodes", "n", "title", "U"))
        document.write(Put("nodes", "n", "title", "V"))
        document.write(Splice("n", 1, 1, "近"))
        document.write(Create("shots", "s", {"node": "n"}))

    rows = {row.root: row for row in document.transact(write).rows}
    assert rows["nodes"].registers == {"title": "V"}
    assert not rows["nodes"].whole
    assert rows["shots"].registers == {"node": "n"}
    assert rows["shots"].whole
    assert rows["texts"].text == "é近😀"


def test_a_transaction_that_writes_nothing_is_nothing(document: Document) -> None:
    assert document.transact(lambda: None) is NOTHING


def test_splices_count_characters(document: Document) -> None:
    does(document, Splice("n", 3, 0, "!"), Splice("n", 0, 2, "ab"))
    assert document.text("n") == "ab😀!"


def test_a_failing_write_is_a_trouble_and_the_next_one_works(document: Document) -> None:
    with pytest.raises(TornBoard):
        does(document, Put("nodes", "nobody", "title", "x"))
    does(document, Put("nodes", "n", "title", "works"))
    assert document.registers("nodes", "n") == {"kind": "note", "title": "works"}


def test_ctrl_c_is_not_swallowed(document: Document) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        document.transact(interrupt)


def test_a_state_is_the_same_after_a_thousand_soft_deletes(document: Document) -> None:
    """Rule 2: nothing is removed, so what is saved reloads whole."""
    for number in range(1000):
        does(document, Create("nodes", f"n{number}", {"kind": "note"}), Begin(f"n{number}", "x"))
        does(document, Put("nodes", f"n{number}", "del", True))
    fresh = Document()
    fresh.load([document.encode()])
    for root in ("nodes", "texts"):
        assert fresh.read(root) == document.read(root)
    assert len(fresh.read("nodes")) == 1001


def test_the_last_value_of_a_drag_costs_next_to_nothing(document: Document) -> None:
    """One register for the position: a thousand moves grow the saved state by less than a byte
    each."""
    does(document, Put("nodes", "n", "pos", [0.5, 0.5]))
    before = len(document.encode())
    for step in range(1000):
        does(document, Put("nodes", "n", "pos", [step + 0.5, step + 0.25]))
    assert len(document.encode()) - before < 1000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's own numbers")
def test_a_document_that_nobody_has_any_more_gives_its_memory_back() -> None:
    """The library keeps a document for good that has a subscription left."""

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def make_and_drop() -> None:
        document = Document()
        document.watch()
        does(document, *(Keep("assets", f"a{index}", "x" * 2000) for index in range(500)))

    for _ in range(5):  # what is only ever allocated once
        make_and_drop()
    before = resident()
    for _ in range(40):
        make_and_drop()
    assert resident() - before < 20 << 20
