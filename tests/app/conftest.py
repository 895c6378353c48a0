"""An open board in a folder of its own, small enough to be rendered in a blink.

- `settings`: somebody with a name.
- `session`: an empty board of 64x36 at 24 frames a second, closed at the end.
- `clip`: a rendered-to-be clip of six frames, fed by the sample's cat, in the film.
- `server`: a real one with a room, in a thread; `table`: people who meet in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from collab.server.serving import Options
from tests.app.rooms import Table
from tests.collab.serving import ServedHere


@pytest.fixture
def settings() -> Settings:
    return Settings(person="somebody", name="Somebody")


@pytest.fixture
def session(tmp_path: Path, settings: Settings) -> Iterator[Session]:
    board = tmp_path / "A film.shotweave"
    with Session.create(board, settings=settings, width=64, height=36) as session:
        yield session


@pytest.fixture
def clip(session: Session, pictures: Path) -> str:
    (picture,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    clip = add_node(session, NodeKind.clip, (400, 0), title="Cat", params={"frames": 6})
    connect(session, picture, "picture", clip, "first")
    add_shot(session, clip)
    return clip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServedHere]:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film")) as server:
        yield server


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with Table(tmp_path, monkeypatch) as table:
        yield table
