"""A window at rest over a small board, and hands for it.

- `hands`: the board of `lay_out` in a real window on an X server of its own, everything in sight.
- `hands_in_a_room`: the same in a room, and Bob, who has no window, in it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from canvas.app import settings as kept
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from collab.server.serving import Options
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.desktop import Desktop
from tests.hands.steps import Hands

SHORT, LONG = {"frames": 8}, {"frames": 50_000}
"""What renders in a blink, and what is under way until it is stopped."""


def lay_out(session: Session) -> None:
    """Words and two clips in a chain, a clip and two notes that nothing leads to."""
    words = add_node(session, NodeKind.prompt, (0, 40), title="Words", text="She looks up")
    one = add_node(session, NodeKind.clip, (320, 0), title="One", params=SHORT)
    two = add_node(session, NodeKind.clip, (900, 40), title="Two", params=LONG)
    add_node(session, NodeKind.clip, (320, 320), title="Free", params=LONG)
    add_node(session, NodeKind.note, (0, 330), title="Note", text="Left")
    add_node(session, NodeKind.note, (1020, 400), title="Other", text="Right")
    connect(session, words, "words", one, "words")
    connect(session, one, "video", two, "previous")
    for clip in (one, two):
        add_shot(session, clip)


@pytest.fixture
def hands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    home, path = tmp_path / "home", tmp_path / "Film.shotweave"
    monkeypatch.setenv("SHOTWEAVE_HOME", str(home))
    with Session.create(path, settings=settings(), title="Film", width=64, height=36) as session:
        lay_out(session)
    with seated(home, path) as hands:
        yield hands


@pytest.fixture
def hands_in_a_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Hands, Table, Session]]:
    data = tmp_path / "data"
    with (
        ServedHere(data, Options(data, room="film")) as server,
        Table(tmp_path, monkeypatch) as all_,
    ):
        mine = all_.owner("ann", server, width=64, height=36)
        lay_out(mine)
        all_.until_settled(mine)
        path = mine.path
        all_.close(mine)
        bob = all_.guest("bob", server)
        kept.save(replace(settings(), person="ann", name="Ann"))  # at the home of the guest
        with seated(all_.place / "home of bob", path) as hands:
            yield hands, all_, bob


def settings() -> kept.Settings:
    """Of somebody who has seen the tour. They are kept in the home of the moment."""
    chosen = replace(kept.load().settings, toured=True, motion="reduced", language="en")
    kept.save(replace(chosen, right_drag_pans=True))
    return kept.load().settings


@contextmanager
def seated(home: Path, path: Path) -> Iterator[Hands]:
    """Somebody at a board, in a window that fills a screen of its own."""
    desktop = Desktop(home)
    try:
        desktop.start(str(path), program=("-m", "tests.watched"))
        desktop.fill_screen()
        hands = Hands(desktop, path)
        hands.sees(lambda screen: screen.said and screen.view[2] > 1200, "a window that fills")
        hands.key("shift+1")
        hands.sees(lambda screen: screen.zoom > 0.9 and screen.focus == "CanvasView", "all of it")
        yield hands
    finally:
        desktop.close()
