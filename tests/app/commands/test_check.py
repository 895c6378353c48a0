"""A whole board is found whole, and every kind of damage is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.disk import Stopped
from assets.unfinished import PART, beside
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


def test_what_a_killed_export_left_is_named_and_swept_when_the_board_is_opened(
    session: Session, cat: str, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "film.mp4"
    out.parent.mkdir()
    session.jobs.add_export(out)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = beside(out, PART)
    left = left.with_name(left.name.replace(f"-{os.getpid()}-", f"-{ended.pid}-"))
    left.write_bytes(b"half a film")
    (fault,) = check(session)
    assert left.name in str(fault)
    session.close()
    with Session.open(session.path, settings=session.settings) as again:
        assert list(out.parent.iterdir()) == []
        assert check(again) == []


def test_a_stopped_export_leaves_nothing(session: Session, cat: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Stopped):
        export_film(session, out / "film.mp4", cancelled=lambda: True)
    assert list(out.iterdir()) == []
