"""A board and everything around it: what is shown as saved is on the disk, and nothing else is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assets.folder import BoardBusy, PathTaken
from canvas.app.commands.board import undo
from canvas.app.commands.nodes import add_node, rename
from canvas.app.notices import Notice, Saved, Told
from canvas.app.session import ReadOnly, Session, board_path
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab import journal as journals
from collab.notices import SavingStopped


def titles(session: Session) -> list[str]:
    return sorted(node.title for node in session.board.nodes.values())


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("film", "film.shotweave"),
        ("film.shotweave", "film.shotweave"),
        ("Film.SHOTWEAVE", "Film.SHOTWEAVE"),
        ("v1.2", "v1.2.shotweave"),
        ("最后一公里 🚀", "最后一公里 🚀.shotweave"),
    ],
)
def test_a_board_is_a_folder_whose_name_ends_in_shotweave(typed: str, folder: str) -> None:
    assert board_path(Path("some where") / typed) == Path("some where") / folder


def test_a_new_board_is_titled_after_its_folder_and_opens_again(
    tmp_path: Path, settings: Settings
) -> None:
    with Session.create(tmp_path / "最后一公里 🚀", settings=settings) as session:
        assert session.title == "最后一公里 🚀"
        lineage = session.board.meta.lineage
    with Session.open(tmp_path / "最后一公里 🚀", settings=settings) as session:
        assert session.board.meta.lineage == lineage
        assert session.notices == ()


def test_a_board_is_not_made_over_another(session: Session, settings: Settings) -> None:
    with pytest.raises(PathTaken):
        Session.create(session.path, settings=settings)


def test_what_was_saved_is_there_again_without_closing(
    session: Session, settings: Settings
) -> None:
    """Design, section 4: closing is not needed for safety."""
    add_node(session, NodeKind.note, (0, 0), title="kept")
    session.flush()
    with Session.open(session.path, settings=settings, readonly=True) as other:
        assert titles(other) == ["kept"]


def test_saving_is_told_as_it_happens(session: Session) -> None:
    session.drain()
    told: list[Notice] = []
    session.listen(told.append)
    woken = threading.Event()
    session.wake = woken.set
    add_node(session, NodeKind.note, (0, 0))
    assert told == [Saved("saving")]
    assert woken.wait(10)
    session.drain()
    assert session.saved == "saved"
    assert told == [Saved("saving"), Saved("saved")]


def test_what_came_before_anybody_could_hear_wakes_at_once(session: Session) -> None:
    add_node(session, NodeKind.note, (0, 0))
    session.flush()
    wakes: list[int] = []
    session.wake = lambda: wakes.append(1)
    assert wakes == [1]


def test_one_wake_is_enough_until_the_next_drain(session: Session) -> None:
    session.drain()
    wakes: list[int] = []
    session.wake = lambda: wakes.append(1)
    for _ in range(20):
        add_node(session, NodeKind.note, (0, 0))
        session.flush()
    assert wakes == [1]
    session.drain()
    add_node(session, NodeKind.note, (0, 0))
    session.flush()
    assert wakes == [1, 1]


def test_a_journal_that_fails_is_not_shown_as_saved(session: Session) -> None:
    told: list[Notice] = []
    session.listen(told.append)
    full = Trouble(say(QT_TRANSLATE_NOOP("words", "The disk is full.")))
    session.journal.failed = full
    add_node(session, NodeKind.note, (0, 0))
    assert session.saved == "failed"
    assert session.saving_trouble is full
    assert told[:2] == [Saved("failed"), Told(full)]


def test_a_journal_whose_thread_dies_is_shown_as_failed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    session.listen(told.append)

    def fault(*_arguments: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(threading, "excepthook", lambda _complaint: None)
    monkeypatch.setattr(journals, "write", fault)
    add_node(session, NodeKind.note, (0, 0))
    with pytest.raises(SavingStopped):
        session.flush()
    session.drain()

    assert session.saved == "failed"
    assert Told(session.journal.failed) in told  # type: ignore[arg-type]  # it has failed


def test_a_second_program_is_told_who_has_the_board_and_may_look(
    session: Session, settings: Settings
) -> None:
    add_node(session, NodeKind.note, (0, 0), title="theirs")
    session.flush()
    with pytest.raises(BoardBusy):
        Session.open(session.path, settings=settings)
    with Session.open(session.path, settings=settings, readonly=True) as looking:
        assert titles(looking) == ["theirs"]
        with pytest.raises(ReadOnly) as refusal:
            rename(looking, next(iter(looking.board.nodes)), "mine")
        with pytest.raises(ReadOnly):
            undo(looking)
    assert "Nothing was changed" in str(refusal.value)


def test_a_board_cut_off_before_its_first_entry_opens_empty(
    tmp_path: Path, settings: Settings
) -> None:
    from assets.folder import BoardFolder

    BoardFolder.create(tmp_path / "cut.shotweave").close()
    with Session.open(tmp_path / "cut", settings=settings) as session:
        add_node(session, NodeKind.note, (0, 0), title="first")
    with Session.open(tmp_path / "cut", settings=settings) as session:
        assert titles(session) == ["first"]


def test_a_long_history_gets_a_snapshot_and_reads_the_same(
    session: Session, settings: Settings
) -> None:
    note = add_node(session, NodeKind.note, (0, 0), title="0")
    while not session.journal.snapshot_due:
        rename(session, note, str(int(session.board.nodes[note].title) + 1))
    last = session.board.nodes[note].title
    session.flush()
    session.drain()
    session.close()
    assert not session.journal.snapshot_due
    with Session.open(session.path, settings=settings) as again:
        assert titles(again) == [last]
        assert again.journal.check() == []


def test_closing_twice_does_no_harm(session: Session, settings: Settings) -> None:
    add_node(session, NodeKind.note, (0, 0), title="kept")
    session.close()
    session.close()
    with Session.open(session.path, settings=settings) as again:
        assert titles(again) == ["kept"]


def test_a_session_that_cannot_be_wired_frees_the_folder(
    tmp_path: Path, settings: Settings
) -> None:
    with Session.create(tmp_path / "newer", settings=settings) as session:
        session.journal.append(b"no update at all", person="x", label="x")
        session.flush()
    for _ in range(2):  # the second time it is not busy, but torn again
        with pytest.raises(Trouble) as trouble:
            Session.open(tmp_path / "newer", settings=settings)
        assert not isinstance(trouble.value, BoardBusy)


def test_what_an_ended_program_left_unfinished_is_swept(
    session: Session, settings: Settings
) -> None:
    import subprocess
    import sys

    code = "import sys; from pathlib import Path; from assets.store import Store;"
    code += "place = Store(Path(sys.argv[1])).temporary('.mp4'); place.write_bytes(b'half')"
    subprocess.run([sys.executable, "-c", code, str(session.folder.media)], check=True)
    assert len(session.store.abandoned()) == 1
    session.close()
    with Session.open(session.path, settings=settings) as again:
        assert again.store.abandoned() == []


def test_a_closed_board_takes_no_edit_that_nothing_would_keep(session: Session) -> None:
    session.close()
    with pytest.raises(RuntimeError, match="closed"):
        add_node(session, NodeKind.note, (0, 0))
