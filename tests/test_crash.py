"""kill -9 at random moments: nothing that was shown as saved is lost, nothing half-made has a name.

Issue 2, Shows. Real processes do edits, renders and exports; the moments come from a seed.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import av
import pytest

from assets.folder import BoardBusy
from assets.store import Store
from canvas.app.commands.check import check
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from canvas.document.sequence import plan
from tests.hasty import EVERY

ROOT = Path(__file__).resolve().parent.parent
ME = Settings(person="me")
PYTHON = (sys.executable, "-u")


@pytest.fixture
def board(tmp_path: Path, pictures: Path) -> Path:
    """Three shots of a second each, never rendered."""
    place = tmp_path / "crash 测试.shotweave"
    with Session.create(place, settings=ME, width=128, height=72) as session:
        import_files(session, [pictures / name for name in ("cat.jpg", "moon.jpg", "rocket.jpg")])
        set_param(session, [shot.node for shot in session.board.film], "frames", 24)
        add_node(session, NodeKind.note, (0, -300), title="steps")
    return place


def killed(arguments: Sequence[str], seconds: float) -> list[str]:
    """Run a program, kill it `seconds` after it first spoke, and give back what it said."""
    process = subprocess.Popen(
        [*PYTHON, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    said = [first, *process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    assert "Traceback" not in "".join(said)
    return said


def edits(board: Path, picture: Path, seconds: float) -> None:
    with opened(board) as session:
        (note,) = (id for id, node in session.board.nodes.items() if node.title == "steps")
    said = killed(("-m", "tests.hasty", str(board), note, str(picture)), seconds)
    shown = max(int(line) for line in said if line.strip().isdecimal())
    with opened(board) as session:
        assert int(session.board.text(note) or 0) >= shown
        titles = {node.title for node in session.board.nodes.values()}
        kept = {str(step) for step in range(EVERY, shown + 1, EVERY)}
        assert kept <= titles, "a node that was shown as saved is gone"


def renders(board: Path, seconds: float) -> None:
    with opened(board) as session:
        clips = [shot.node for shot in session.board.film]
        before = len(session.board.takes)
        set_param(session, clips, "seed", before + 1)
    killed(("main.py", "render", str(board)), seconds)
    with opened(board) as session:
        assert len(session.board.takes) >= before


def exports(board: Path, out: Path, seconds: float) -> None:
    out.unlink(missing_ok=True)
    killed(("main.py", "export", str(board), "--to", str(out), "--as-is"), seconds)
    assert {place.name for place in out.parent.iterdir() if place.name[0] != "."} <= {out.name}
    assert len(list(out.parent.glob(".*"))) <= 1, "the next export sweeps what the last one left"
    if out.exists():
        with Session.open(board, settings=ME, readonly=True) as session:
            frames = plan(session.board).frames
        with av.open(str(out)) as film:
            assert sum(1 for _ in film.decode(video=0)) == frames


def opened(board: Path) -> Session:
    """Open what a killed program had open.

    A child that it was just starting holds its lock for the blink until it runs its own program.
    """
    deadline = time.monotonic() + 60
    while True:
        try:
            return Session.open(board, settings=ME)
        except BoardBusy:
            assert time.monotonic() < deadline, "the lock outlived the program"
            time.sleep(0.05)


def orphans_gone(board: Path) -> None:
    """The render process of a killed program ends by itself, some moments after it."""
    store, seen = Store(board / "media"), None
    while seen != (seen := {place: place.stat().st_size for place in found(store)}):
        time.sleep(0.4)


def found(store: Store) -> list[Path]:
    return [place for place in store.abandoned() if place.exists()]


def is_whole(board: Path) -> None:
    orphans_gone(board)
    with opened(board) as session:
        assert [str(fault) for fault in check(session)] == []
        assert session.notices == ()
        assert session.store.abandoned() == []


def crash(board: Path, pictures: Path, times: int, seed: int) -> None:
    moments = random.Random(seed)
    out = board.parent / "out" / "film.mp4"
    out.parent.mkdir()
    for number in range(times):
        seconds = moments.uniform(0.0, 1.2)
        match number % 3:
            case 0:
                edits(board, pictures / "deep-field.jpg", seconds)
            case 1:
                renders(board, seconds)
            case _:
                exports(board, out, seconds)
        is_whole(board)
    done = subprocess.run([*PYTHON, "main.py", "render", str(board)], cwd=ROOT, check=False)
    assert done.returncode == 0
    is_whole(board)


def test_a_board_survives_kills_at_random_moments(board: Path, pictures: Path) -> None:
    crash(board, pictures, times=5, seed=20261)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2])
def test_a_board_survives_fifty_kills(board: Path, pictures: Path, seed: int) -> None:
    crash(board, pictures, times=50, seed=seed)
