"""A whole board is found whole, and every kind of damage is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.disk import Stopped
from canvas.app.commands.check import check
from canvas.app.commands.export import export_film
from canvas.app.commands.media import import_files
from canvas.app.session import Session


@pytest.fixture
def cat(session: Session, pictures: Path) -> str:
    """The hash of an imported picture."""
    (node,) = import_files(session, [pictures / "cat.jpg"]).nodes
    return session.board.nodes[node].refs[0]


def test_a_whole_board_is_whole(session: Session, cat: str) -> None:
    told: list[tuple[int, int]] = []
    assert check(session, progress=lambda done, total: told.append((done, total))) == []
    assert told[-1] == (2, 2)


def test_a_missing_file_is_named(session: Session, cat: str) -> None:
    session.store.path(cat).unlink()
    (fault,) = check(session)
    assert "cat.jpg" in str(fault)
    assert "missing" in str(fault)


def test_a_file_with_one_wrong_byte_is_named(session: Session, cat: str) -> None:
    place = session.store.path(cat)
    data = bytearray(place.read_bytes())
    data[1000] ^= 1
    place.chmod(0o600)
    place.write_bytes(data)
    (fault,) = check(session)
    assert "cat.jpg" in str(fault)
    assert "damaged" in str(fault)


def test_a_damaged_queue_is_named(session: Session, cat: str) -> None:
    session.folder.jobs.write_bytes(b"no queue" * 4096)
    (fault,) = check(session)
    assert "queue" in str(fault)


def test_a_check_can_be_stopped(session: Session, cat: str) -> None:
    session.store.path(cat).unlink()
    assert check(session, cancelled=lambda: True) == []


def test_a_stopped_export_leaves_nothing(session: Session, cat: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Stopped):
        export_film(session, out / "film.mp4", cancelled=lambda: True)
    assert list(out.iterdir()) == []
