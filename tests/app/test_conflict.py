"""Setting a board aside whole, and the room's state in its place: SPEC.md, R8.10 and R8.11."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.disk import DiskTrouble
from assets.folder import BoardFolder
from canvas.app import conflict
from canvas.app.commands.comments import add_comment
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.records import NodeKind


@pytest.fixture
def theirs() -> Board:
    return Board.new(person="bob", title="The room's")


@pytest.fixture
def path(tmp_path: Path, settings: Settings, pictures: Path) -> Path:
    """A closed board with a picture, a comment and a name that breaks careless paths."""
    with Session.create(tmp_path / "My film 最后 🎬", settings=settings) as session:
        import_files(session, [pictures / "cat.jpg"], clips=False)
        add_node(session, NodeKind.note, (0, 0), title="mine")
        add_comment(session, "said here", (0, 0))
        return session.path


def names(session: Session) -> list[str]:
    return sorted(node.title for node in session.board.nodes.values())


def settled(path: Path, *, with_comments: bool) -> Path:
    folder = BoardFolder.open(path)
    copy = conflict.copy_path(path)
    try:
        conflict.settle(folder, copy, with_comments=with_comments)
    finally:
        folder.close()
    return copy


@pytest.mark.parametrize("with_comments", [True, False])
def test_the_copy_is_a_whole_board_and_the_rooms_state_stands_in_its_place(
    path: Path, settings: Settings, theirs: Board, with_comments: bool
) -> None:
    """R8.11, R8.10"""
    with Session.open(path, settings=settings) as session:
        lineage = session.board.meta.lineage
    conflict.stage(path, (theirs.encode(),))
    assert conflict.is_staged(path)
    copy = settled(path, with_comments=with_comments)

    with Session.open(copy, settings=settings) as session:
        assert "mine" in names(session)
        assert len(session.comments.threads) == 1
        (asset,) = session.board.assets
        assert session.store.find(asset) is not None
        assert session.journal.check() == []
        assert next(entry.label for entry in session.journal.history()) == "New board"
        assert session.board.meta.lineage != lineage, "no room of the board's is the copy's"
        mark = copy.stem.removeprefix(path.stem)
        assert session.board.meta.title == f"My film 最后 🎬{mark}", "nobody takes it for the other"
    with Session.open(path, settings=settings) as session:
        assert session.board.meta.title == "The room's"
        assert len(session.comments.threads) == (0 if with_comments else 1)
    assert not conflict.is_staged(path)


def test_copies_of_one_day_are_numbered(path: Path) -> None:
    today = datetime(2026, 11, 22, tzinfo=UTC)
    first = conflict.copy_path(path, today)
    assert first.name == "My film 最后 🎬 (conflict 2026-11-22).shotweave"
    first.mkdir()
    assert conflict.copy_path(path, today).name.endswith("(conflict 2026-11-22 2).shotweave")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write")
def test_a_place_that_takes_no_copy_leaves_the_board_as_it_was(
    path: Path, settings: Settings, theirs: Board
) -> None:
    conflict.stage(path, (theirs.encode(),))
    path.parent.chmod(0o500)
    try:
        with pytest.raises(DiskTrouble):
            settled(path, with_comments=True)
    finally:
        path.parent.chmod(0o700)
    with Session.open(path, settings=settings) as session:
        assert "mine" in names(session)


def test_a_copy_that_cannot_be_made_leaves_the_board_as_it_was(
    path: Path, settings: Settings, theirs: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflict.stage(path, (theirs.encode(),))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("canvas.app.conflict.shutil.copy2", full)
    with pytest.raises(DiskTrouble):
        settled(path, with_comments=True)
    monkeypatch.undo()
    assert [each.name for each in path.parent.iterdir() if "conflict" in each.name] == []
    with Session.open(path, settings=settings) as session:
        assert "mine" in names(session)
