"""The journal: nothing that was said to be saved is ever missing."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assets.disk import DiskFull, NotThere, ReadOnlyPlace
from assets.logbook import NewerBoard
from canvas.document.board import Board
from canvas.document.words import Trouble
from collab import journal as journals
from collab.journal import SNAPSHOT_UPDATES, Journal
from collab.notices import SavingStopped
from tests.assets.disks import own_mounts
from tests.collab.conftest import Journalled, seen, shown


def test_a_board_comes_back_as_it_was(film: Journalled) -> None:
    film.work()
    film.journal.close()
    assert seen(film.journal.path) == shown(film.board)


def test_numbers_are_given_at_once_and_become_durable(film: Journalled) -> None:
    film.work(25)
    assert film.numbers == list(range(1, 27))
    film.safe()
    assert film.journal.durable == 26


def test_each_commit_is_told_on_the_journals_thread(film: Journalled) -> None:
    told: list[tuple[int, str]] = []
    stop = film.journal.listen(
        lambda number: told.append((number, threading.current_thread().name))
    )
    film.work(5)
    film.safe()
    deadline = time.monotonic() + 5
    while not told or told[-1][0] < 6:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    stop()
    numbers = [number for number, _ in told]
    assert numbers == sorted(numbers)
    assert {thread for _, thread in told} == {"journal"}


def test_a_listener_that_fails_does_not_stop_the_saving(
    film: Journalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[object] = []
    monkeypatch.setattr(threading, "excepthook", complaints.append)

    def fail(_number: int) -> None:
        raise RuntimeError("the listener's own fault")

    film.journal.listen(fail)
    film.work(3)
    film.safe()
    film.work(3)
    film.safe()
    film.journal.close()
    assert complaints
    assert seen(film.journal.path) == shown(film.board)


def test_a_fault_that_ends_the_writing_is_told_instead_of_saving_for_ever(
    film: Journalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that dies takes the saving with it: waiting for it would be waiting for ever."""
    complaints: list[object] = []
    monkeypatch.setattr(threading, "excepthook", complaints.append)
    film.work(3)
    film.safe()
    told: list[Trouble | None] = []
    film.journal.listen(lambda _number: told.append(film.journal.failed))

    def fault(*_arguments: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(journals, "write", fault)
    film.work(1)

    assert not film.journal.flush()
    trouble = film.journal.failed
    assert isinstance(trouble, SavingStopped)
    assert "not saved" in str(trouble)
    assert complaints
    film.journal.close()
    assert told == [trouble]
    assert not film.journal.snapshot(film.board.encode(), film.numbers[-1])


def test_several_threads_append_without_losing_or_mixing_anything(folder: Path) -> None:
    with Journal(folder / "board.sqlite") as journal:

        def write(person: str) -> None:
            for step in range(200):
                journal.append(f"{person} {step}".encode(), person=person, label="")

        threads = [threading.Thread(target=write, args=(name,)) for name in ("Ada", "Bo", "Cy")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert journal.flush()
        entries = list(journal.history())
    assert [entry.number for entry in entries] == list(range(1, 601))
    for name in ("Ada", "Bo", "Cy"):
        own = [entry.bytes.decode() for entry in entries if entry.person == name]
        assert own == [f"{name} {step}" for step in range(200)]


def test_order_is_by_number_when_the_clock_jumps_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design, section 5: order by integer sequence, never by clock."""
    now = time.time_ns()
    clock = iter(now - hour * 3_600_000_000_000 for hour in range(10))
    monkeypatch.setattr(time, "time_ns", lambda: next(clock))
    with Journal(folder / "board.sqlite") as journal:
        for step in range(10):
            journal.append(b"%d" % step, person="Ada", label="")
        assert journal.flush()
        assert journal.load().updates == tuple(b"%d" % step for step in range(10))
        moments = [entry.when for entry in journal.history()]
    assert moments == sorted(moments, reverse=True)


# -- snapshots


def test_a_snapshot_replaces_what_it_covers_on_opening(film: Journalled) -> None:
    film.work()
    assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    film.move("n1", 900)
    film.safe()
    assert len(film.journal.load().updates) == 2
    assert seen(film.journal.path) == shown(film.board)


def test_a_snapshot_that_is_not_what_the_journal_holds_is_refused(film: Journalled) -> None:
    """Design, section 4: verified by reload-and-compare before the tail is cut."""
    film.work()
    elsewhere = Board.load([film.board.encode()], person="Bo")
    before = elsewhere.encode()
    film.move("n1", 1234)
    assert not film.journal.snapshot(before, film.numbers[-1])
    assert not film.journal.snapshot(b"no state at all", film.numbers[-1])
    assert len(film.journal.load().updates) == film.numbers[-1]


def test_a_large_board_is_proved_in_a_process_of_its_own(
    film: Journalled, monkeypatch: pytest.MonkeyPatch
) -> None:
    film.note("long", "雨" * 100_000)
    started: list[list[str]] = []
    run = subprocess.run

    def watch(command: list[str], **options: object) -> object:
        started.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watch)
    assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    other = Board.new(person="Ada")
    other.receive(film.board.encode(), "Ada")
    assert not film.journal.snapshot(other.encode() + b"", film.numbers[-1] - 1)
    assert [command[1:4] for command in started] == 2 * [["-P", "-m", "collab.journal"]]


def test_a_snapshot_is_due_after_many_changes_and_not_after_the_snapshot(
    film: Journalled,
) -> None:
    assert not film.journal.snapshot_due
    film.work(SNAPSHOT_UPDATES)
    assert film.journal.snapshot_due
    assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    assert not film.journal.snapshot_due


def test_history_stays_whole_through_many_snapshots(film: Journalled) -> None:
    """Named versions and time travel read the journal: nothing of it is cut away."""
    expected = []
    for round in range(6):
        film.work(700)
        expected.append((film.numbers[-1], shown(film.board)))
        assert film.journal.snapshot(film.board.encode(), film.numbers[-1]), round
    entries = list(film.journal.history())
    assert [entry.number for entry in entries] == film.numbers
    assert entries[0].label == "New board"
    assert {entry.person for entry in entries} == {"Ada"}
    for number, then in expected:
        assert shown(Board.load(film.journal.at(number), person="Bo")) == then
    between = shown(Board.load(film.journal.at(1000), person="Bo"))
    replayed = Board.load([entry.bytes for entry in entries[:1000]], person="Bo")
    assert between == shown(replayed)
    assert film.journal.check() == []


def test_old_history_is_packed_small(film: Journalled) -> None:
    for _ in range(5):
        film.work(1000)
        assert film.journal.snapshot(film.board.encode(), film.numbers[-1])
    film.journal.close()
    book = sqlite3.connect(film.journal.path)
    records = book.execute("SELECT count(*) FROM updates").fetchone()[0]
    packs = book.execute("SELECT sum(last - first + 1), sum(length(body)) FROM packs").fetchone()
    snapshots = book.execute("SELECT count(*) FROM snapshots").fetchone()[0]
    book.close()
    assert records + packs[0] == film.numbers[-1]
    assert packs[1] < packs[0] * 40
    assert snapshots == 3


# -- somebody else reads


def test_a_reader_sees_what_is_durable_while_another_process_writes(
    film: Journalled, folder: Path
) -> None:
    film.work()
    film.safe()
    code = (
        "import sys; from pathlib import Path; from collab.journal import Journal\n"
        "with Journal(Path(sys.argv[1]), readonly=True) as journal:\n"
        "    print(journal.load().number, len(journal.load().updates))"
    )
    path = str(film.journal.path)
    output = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, check=True, text=True
    ).stdout
    assert output.split() == [str(film.numbers[-1])] * 2
    film.move("n1", 7)
    film.safe()
    assert seen(film.journal.path) == shown(film.board)


def test_reading_leaves_nothing_beside_the_file(film: Journalled, folder: Path) -> None:
    film.work()
    film.journal.close()
    seen(film.journal.path)
    assert [path.name for path in folder.iterdir()] == ["board.sqlite"]


def test_a_read_only_journal_takes_nothing(film: Journalled) -> None:
    film.journal.close()
    with (
        Journal(film.journal.path, readonly=True) as journal,
        pytest.raises(ReadOnlyPlace, match="read-only"),
    ):
        journal.append(b"x", person="Ada", label="")


def test_a_file_of_a_newer_program_is_left_alone(film: Journalled) -> None:
    film.work()
    film.journal.close()
    book = sqlite3.connect(film.journal.path)
    book.execute("PRAGMA user_version = 99")
    book.close()
    before = film.journal.path.read_bytes()
    for readonly in (False, True):
        with pytest.raises(NewerBoard, match="newer version"):
            Journal(film.journal.path, readonly=readonly)
    assert film.journal.path.read_bytes() == before


def test_a_missing_file_is_told_to_a_reader(folder: Path) -> None:
    with pytest.raises(NotThere):
        Journal(folder / "board.sqlite", readonly=True)


# -- a disk that refuses


def test_a_full_disk_keeps_the_changes_and_saves_them_later(film: Journalled) -> None:
    """SQLite is told that the file may not grow, which is what it meets on a full disk."""
    film.work(3)
    film.safe()
    told: list[int] = []
    film.journal.listen(told.append)
    connection = film.journal._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    film.note("long", "雨" * 20_000)
    assert not film.journal.flush()
    trouble = film.journal.failed
    assert isinstance(trouble, DiskFull)
    assert "not saved yet" in str(trouble)
    assert "Free some space" in str(trouble)
    assert told == [film.numbers[-2]]
    assert film.journal.durable == film.numbers[-2]
    film.move("long", 3)
    connection.execute("PRAGMA max_page_count = 1000000")
    deadline = time.monotonic() + 20
    while film.journal.durable < film.numbers[-1]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert film.journal.failed is None
    film.journal.close()
    assert seen(film.journal.path) == shown(film.board)


def test_closing_on_a_full_disk_ends(film: Journalled) -> None:
    film.safe()
    connection = film.journal._connection
    assert connection is not None
    connection.execute(
        f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}"
    )
    film.note("long", "雨" * 20_000)
    film.journal.close()
    assert isinstance(film.journal.failed, DiskFull)
    assert len(film.journal.load().updates) == film.numbers[-2]


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" -c '
import sys, time
from pathlib import Path
from collab.journal import Journal
place = Path(sys.argv[1])
(place / "filler").write_bytes(bytes(1_500_000))
journal = Journal(place / "board.sqlite")
while journal.failed is None:
    journal.append(bytes(50_000), person="Ada", label="")
    journal.flush()
last = journal.append(b"the last", person="Ada", label="")
print(journal.failed.code, journal.durable < last)
(place / "filler").unlink()
deadline = time.monotonic() + 20
while journal.durable < last and time.monotonic() < deadline:
    time.sleep(0.05)
print(journal.failed, journal.durable == last)
journal.close()
with Journal(place / "board.sqlite", readonly=True) as journal:
    print(journal.load().updates[-1], journal.load().number == last, journal.check())
' "$1"
"""


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own may be mounted here")
def test_on_a_disk_that_is_really_full_nothing_is_lost(folder: Path) -> None:
    command = ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", str(folder), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "disk-full True",
        "None True",
        "b'the last' True []",
    ]
    assert done.stderr == ""


# -- kill -9

WRITER = """
import sys
from pathlib import Path
from canvas.document.board import Board
from canvas.document.edits import AddNode, SetNode
from canvas.document.records import Node, NodeKind
from collab.journal import Journal

journal = Journal(Path(sys.argv[1]))
journal.listen(lambda number: print(number, flush=True))
loaded = journal.load()
board = Board.load(loaded.updates, person="Ada") if loaded.updates else Board.new(person="Ada")
if not loaded.updates:
    journal.append(board.encode(), person="Ada", label="New")
board.listen(lambda change: journal.append(change.update, person="Ada", label=change.label))
board.apply(AddNode(Node(id=f"n{loaded.number}", kind=NodeKind.note)))
last = loaded.number + 2
while True:
    for step in range(50):
        board.apply(SetNode(f"n{loaded.number}", pos=(float(step + 1), 0.0)))
    journal.flush()
    journal.snapshot(board.encode(), journal.durable)
"""


def _killed_writer(path: Path, seconds: float) -> int:
    """Let a process write and kill it after its first words; the last number it said was safe."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        lines = [said, *writer.stdout.read().splitlines()]
    return max(int(line) for line in lines if line.strip().isdigit())


def test_kill_at_random_moments_loses_nothing_that_was_said_to_be_safe(folder: Path) -> None:
    """Design, section 4: closing is not needed for safety."""
    path = folder / "board.sqlite"
    moments = random.Random(7)
    for _ in range(6):
        safe = _killed_writer(path, moments.uniform(0, 0.15))
        with Journal(path, readonly=True) as journal:
            loaded = journal.load()
            assert loaded.notices == ()
            assert loaded.number >= safe
            assert journal.check() == []
            entries = [entry.number for entry in journal.history()]
            assert entries == list(range(1, loaded.number + 1))
            Board.load(loaded.updates, person="Bo")
