"""What a closed board says of itself, and when that is not believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canvas.app import summary
from canvas.app.commands.board import set_meta
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.app.summary import Summary


@pytest.fixture
def path(session: Session, clip: str) -> Path:
    """A closed board of one shot."""
    set_meta(session, title="The quay")
    session.close()
    return session.path


def test_a_board_sums_itself_up_when_it_closes(path: Path) -> None:
    found = summary.read(path)
    assert found is not None
    told, fresh = found
    assert fresh
    assert (told.title, told.shots, told.nodes) == ("The quay", 1, 2)
    assert told.length == "00:00.06"
    with Session.open(path, settings=Settings(person="me"), readonly=True) as session:
        assert session.store.find(told.cover) is not None


def test_while_a_board_is_open_its_summary_is_old(path: Path) -> None:
    with Session.open(path, settings=Settings(person="me")) as session:
        add_node(session, "note", (0, 900))
        session.flush()
        found = summary.read(path)
        assert found is not None
        assert not found[1]
    again = summary.read(path)
    assert again is not None
    assert again[1]
    assert again[0].nodes == 3


def test_looking_at_a_board_writes_nothing(path: Path) -> None:
    before = (path / summary.FILE).stat().st_mtime_ns
    Session.open(path, settings=Settings(), readonly=True).close()
    assert (path / summary.FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"title": 3}',
        '{"title": "A", "shots": "x", "length": 1, "nodes": 2}',
    ],
)
def test_a_summary_that_makes_no_sense_is_none(path: Path, text: str) -> None:
    (path / summary.FILE).write_text(text, "utf-8")
    assert summary.read(path) is None


def test_a_summary_of_another_journal_is_not_believed(path: Path) -> None:
    file = path / summary.FILE
    table = json.loads(file.read_text("utf-8"))
    table["journal"][0] += 1
    file.write_text(json.dumps(table), "utf-8")
    found = summary.read(path)
    assert found is not None
    assert not found[1]


def test_a_folder_that_cannot_be_written_is_left_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    (path / summary.FILE).unlink()
    monkeypatch.setattr(Path, "replace", full)
    summary.write(path, Summary("A", 0, "00:00.00", 0))
    assert not (path / summary.FILE).exists()
