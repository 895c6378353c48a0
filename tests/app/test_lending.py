"""Whose device draws what, on real boards in a real room with real render processes: SPEC.md,
section 12."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node
from canvas.app.commands.render import render
from canvas.app.notices import NodeState
from canvas.app.session import Session
from canvas.document.records import NodeKind
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import Table
from tests.collab.serving import ServedHere

LONG = 100_000
"""Frames: nobody is ever done with it."""
SLOW = 90.0
"""Seconds that render processes may take to start and draw on a machine that is busy."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServedHere]:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film")) as server:
        yield server


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with Table(tmp_path, monkeypatch) as table:
        yield table


def owner(table: Table, server: ServedHere) -> Session:
    """Ann, whose board is drawn in a blink."""
    return table.owner("ann", server, width=64, height=36)


def clip(session: Session, title: str, frames: int = 4, **params: object) -> str:
    """A card of words, small enough to be drawn in a blink."""
    made = add_node(
        session, NodeKind.clip, (0, 0), title=title, params={"frames": frames, "burn_in": True}
    )
    add_shot(session, made)
    return made


def lend(table: Table, session: Session, *others: Session) -> None:
    table.until(lambda: session.lending.possible)
    session.lending.lend(True)
    for other in others:
        table.until(lambda other=other: other.lending.lenders)


def is_busy(table: Table, session: Session) -> str:
    """Its own device draws something that never ends."""
    long = clip(session, "long", LONG)
    render(session, [long])
    table.until(lambda: session.state(long).state == "running", SLOW)
    assert not session.state(long).by
    return long


def test_a_shot_goes_to_a_lender_while_our_own_device_is_busy(
    table: Table, server: ServedHere
) -> None:
    """R12.21 R12.23 R12.24"""
    ann = owner(table, server)
    bob = table.guest("bob", server)
    eve = table.guest("eve", server, Role.viewer)
    lend(table, bob, ann, eve)
    is_busy(table, ann)
    shot = clip(ann, "short")
    render(ann, [shot])
    table.until(lambda: ann.state(shot).state == "done", SLOW)
    (take,) = ann.board.takes_of(shot)
    assert (take.person, take.recipe["for"]) == ("bob", "ann")
    table.until(lambda: bob.state(shot).state == eve.state(shot).state == "done")
    for session in (ann, eve):
        seen = [n for n in table.heard[session] if isinstance(n, NodeState) and n.node == shot]
        drawn = [state for state in seen if state.state == "running"]
        assert {state.by for state in drawn} == {"Bob · CPU"}
    table.until(lambda: bob.jobs.count("running", "queued") == 0)
    assert ann.jobs.count("done") == bob.jobs.count("done") == 1
