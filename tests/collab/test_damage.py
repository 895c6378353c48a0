"""A journal that something else has damaged: what can be read is shown, nothing thrown away."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import mending
from assets.logbook import tail_of
from assets.salvage import carve
from canvas.document.board import Board
from collab.journal import Journal
from tests.collab.conftest import Journalled, seen, shown

PAGE = 4096


@pytest.fixture
def book(film: Journalled) -> Path:
    """A closed journal of some hundred changes, two snapshots and some packed history."""
    for _ in range(2):
        film.work(600)
        assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    film.note("long", "雨" * 5_000)
    film.work(60)
    film.journal.close()
    return film.journal.path


def changed(book: Path, statement: str) -> None:
    connection = sqlite3.connect(book)
    connection.execute(statement)
    connection.commit()
    connection.close()


def flipped(book: Path, at: int) -> None:
    with book.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x10]))


def test_a_torn_last_record_is_left_out_with_a_notice(film: Journalled, book: Path) -> None:
    last = film.numbers[-1]
    changed(book, f"UPDATE updates SET body = substr(body, 1, 9) WHERE number = {last}")
    with Journal(book) as journal:
        loaded = journal.load()
        assert "1 saved changes of this board are damaged" in str(loaded.notices[0])
        assert journal.append(b"next", person="Ada", label="") == last + 1
        assert journal.flush()
        board = Board.load(loaded.updates, person="Bo")
        assert len(board.nodes) == len(film.board.nodes)
        assert journal.check()


def test_once_a_snapshot_stands_the_damage_is_no_longer_told(film: Journalled, book: Path) -> None:
    last = film.numbers[-1]
    changed(book, f"UPDATE updates SET mark = x'00' WHERE number = {last}")
    with Journal(book) as journal:
        loaded = journal.load()
        assert journal.snapshot_due
        board = Board.load(loaded.updates, person="Ada")
        assert journal.snapshot(board.encode(), loaded.number)
        assert journal.load().notices == ()
        assert journal.check()  # the damaged record is kept, and still found


def test_an_older_snapshot_is_used_when_the_newest_fails(film: Journalled, book: Path) -> None:
    for _ in range(2):
        changed(
            book,
            "UPDATE snapshots SET body = x'78' WHERE upto ="
            " (SELECT max(upto) FROM snapshots WHERE length(body) > 1)",
        )
        with Journal(book) as journal:
            loaded = journal.load()
        assert "an older one was used" in str(loaded.notices[0])
        assert shown(Board.load(loaded.updates, person="Bo")) == shown(film.board)


def test_letters_that_are_no_utf8_are_damage_and_no_traceback(book: Path) -> None:
    changed(book, "UPDATE updates SET label = CAST(x'ff41' AS TEXT) WHERE number = 1250")
    with Journal(book) as journal:
        assert len(journal.load().notices) == 1


def test_any_flipped_bit_is_mended_or_left_out(film: Journalled, book: Path) -> None:
    """Wherever it hits: the board opens, is a board that was, and nothing damaged is believed."""
    size, places = book.stat().st_size, random.Random(3)
    for round in range(60):
        hurt = book.with_name(f"hurt{round}.sqlite")
        shutil.copyfile(book, hurt)
        flipped(hurt, places.randrange(size) if round else 20)
        with Journal(hurt) as journal:
            loaded = journal.load()
            board = Board.load(loaded.updates, person="Bo")
            entries = {entry.number: entry.bytes for entry in journal.history()}
        assert set(board.nodes) <= set(film.board.nodes)
        whole = len(entries) == film.numbers[-1]
        assert whole or loaded.notices or len(entries) > film.numbers[-1] // 3
        assert entries.items() <= originals(book).items()


def originals(book: Path) -> dict[int, bytes]:
    with Journal(book, readonly=True) as journal:
        return {entry.number: entry.bytes for entry in journal.history()}


def wiped(book: Path) -> None:
    book.write_bytes(b"")


def header_lost(book: Path) -> None:
    with book.open("r+b") as file:
        file.write(os.urandom(100))


def first_page_lost(book: Path) -> None:
    with book.open("r+b") as file:
        file.write(b"\0" * PAGE)


def last_page_torn(book: Path) -> None:
    with book.open("r+b") as file:
        file.seek(-PAGE + 512, os.SEEK_END)
        file.write(os.urandom(PAGE - 512))


def cut_in_the_middle(book: Path) -> None:
    os.truncate(book, book.stat().st_size * 2 // 3 + 77)


def garbage(book: Path) -> None:
    book.write_bytes(os.urandom(50_000))


def words(book: Path) -> None:
    book.write_text("This is not the file that you think it is.\n" * 40)


HARMS: list[Callable[[Path], None]] = [
    wiped,
    header_lost,
    first_page_lost,
    last_page_torn,
    cut_in_the_middle,
    garbage,
    words,
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_file_is_mended_and_kept(book: Path, harm: Callable[[Path], None]) -> None:
    before = originals(book)
    harm(book)
    hurt = book.read_bytes()
    with Journal(book) as journal:
        loaded = journal.load()
        assert "repaired" in str(loaded.notices[0])
        number = journal.append(b"after", person="Ada", label="")
        assert number == loaded.number + 1
        assert journal.flush()
        entries = {entry.number: entry.bytes for entry in journal.history()}
        assert entries.pop(number) == b"after"
    assert entries.items() <= before.items()
    kept = mending.set_aside(book)
    assert [path.read_bytes() for path in kept] == [hurt]
    with Journal(book) as journal:
        told = journal.load().notices  # what is missing in the middle is said until a snapshot
        assert not any("repaired" in str(sentence) for sentence in told)
        *missing, beside = (str(told) for told in journal.check())
        assert not any("repaired" in sentence for sentence in missing)
        copy = f"A damaged copy from before a repair is kept as {kept[0].name}; it may be deleted."
        assert beside == copy


@pytest.mark.parametrize("harm", [header_lost, first_page_lost])
def test_a_lost_header_costs_nothing(
    film: Journalled, book: Path, harm: Callable[[Path], None]
) -> None:
    harm(book)
    with Journal(book) as journal:
        assert shown(Board.load(journal.load().updates, person="Bo")) == shown(film.board)
        assert len(list(journal.history())) == film.numbers[-1]


def test_a_cut_file_keeps_most_of_its_history(film: Journalled, book: Path) -> None:
    cut_in_the_middle(book)
    found = carve(book)
    assert found.packs or found.records
    with Journal(book) as journal:
        assert len(list(journal.history())) > film.numbers[-1] // 4


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_file_is_shown_read_only_as_far_as_it_can_be_read(
    book: Path, harm: Callable[[Path], None]
) -> None:
    harm(book)
    hurt = book.read_bytes()
    with Journal(book, readonly=True) as journal:
        assert "damaged" in str(journal.load().notices[0])
        assert journal.check()
        list(journal.history())
    assert book.read_bytes() == hurt
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_wiped_file_gives_back_what_its_log_still_holds(film: Journalled) -> None:
    """SQLite takes an empty file for a new one and deletes the log beside it; we look first."""
    film.work(30)
    film.safe()
    expected = shown(film.board)
    copy = film.journal.path.with_name("copy.sqlite")
    shutil.copyfile(tail_of(film.journal.path), tail_of(copy))
    copy.write_bytes(b"")
    with Journal(copy) as journal:
        assert shown(Board.load(journal.load().updates, person="Bo")) == expected


def test_a_torn_log_gives_what_was_committed_before(film: Journalled) -> None:
    for step in range(10):
        film.note(f"step{step}")
        film.safe()
    copy = film.journal.path.with_name("copy.sqlite")
    for cut in (1, 5000, 20_000):
        shutil.copyfile(film.journal.path, copy)
        shutil.copyfile(tail_of(film.journal.path), tail_of(copy))
        os.truncate(tail_of(copy), tail_of(copy).stat().st_size - cut)
        assert set(seen(copy)) == set(shown(film.board))
        with Journal(copy) as journal:
            loaded = journal.load()
            assert 0 < loaded.number < film.numbers[-1]
            Board.load(loaded.updates, person="Bo")


def test_a_repair_that_was_interrupted_is_finished(film: Journalled, book: Path) -> None:
    mended = book.with_name(book.name + ".mended")
    shutil.copyfile(book, mended)
    book.write_bytes(b"what was damaged")
    with Journal(book) as journal:
        assert shown(Board.load(journal.load().updates, person="Bo")) == shown(film.board)
    assert not mended.exists()
    assert [path.read_bytes() for path in mending.set_aside(book)] == [b"what was damaged"]


def test_damage_found_while_writing_is_mended_and_nothing_is_lost(film: Journalled) -> None:
    film.work(300)
    assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    film.safe()
    path = film.journal.path
    connection = film.journal._connection
    assert connection is not None
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='updates'").fetchone()
    with path.open("r+b") as file:  # the tree of the table that is written next
        file.seek((root[0] - 1) * PAGE)
        file.write(b"\xff" * 200)
    connection.execute("PRAGMA shrink_memory")
    film.work(20)
    assert film.journal.flush() or film.journal.flush()
    film.journal.close()
    assert seen(path) == shown(film.board)
