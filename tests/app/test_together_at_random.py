"""Three people whose cables are pulled, cut in the middle of a frame and frozen at random, and who
undo: in the end all boards say the same, and so does one that is opened anew."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

import pytest

from canvas.app.session import Session
from canvas.document.edits import Refused
from canvas.document.words import Trouble
from collab.server.serving import Options
from tests.app.rooms import Cable, Table, said
from tests.collab.serving import ServedHere
from tests.document.boards import ACTIONS, act

SEEDS = range(6)


class Somebody:
    def __init__(self, table: Table, person: str, session: Session, cable: Cable) -> None:
        self.table, self.person, self.session, self.cable = table, person, session, cable

    def work(self, random: Random) -> None:
        dice = random.random()
        if dice < 0.1:
            self.session.undo()
        elif dice < 0.14:
            self.session.redo()
        elif dice < 0.16:
            self.reopen()
        else:
            with suppress(Refused, Trouble):
                board = _Applying(self.session)
                act(board, random.choice(ACTIONS), random.randrange(9999), random.randrange(9999))  # type: ignore[arg-type]

    def trip(self, random: Random) -> None:
        """Something happens to the cable."""
        match random.randrange(8):
            case 0:
                self.cable.cut()
            case 1:
                self.cable.after = random.randrange(1, 400)
            case 2 | 3 | 4:
                self.cable.mend()

    def reopen(self) -> None:
        path = self.session.path
        self.table.close(self.session)
        self.session = self.table.open(self.person, path)


class _Applying:
    """A board whose edits go by way of the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> object:
        return getattr(self._session.board, name)

    def apply(self, *edits: object, **how: object) -> object:
        return self._session.apply(*edits, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_to_their_cables_all_come_to_the_same(
    table: Table, tmp_path: Path, seed: int
) -> None:
    """R8.2, R8.3, R8.14, R8.28"""
    random = Random(seed)
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film")) as server, ExitStack() as stack:
        cables = [stack.enter_context(Cable(server.port)) for _ in range(3)]
        people = [Somebody(table, "ann", table.owner("ann", server, cables[0].port), cables[0])]
        for name, cable in zip(("bob", "carl"), cables[1:], strict=True):
            people.append(Somebody(table, name, table.guest(name, server, port=cable.port), cable))
        for _ in range(150):
            somebody = random.choice(people)
            somebody.work(random)
            if random.random() < 0.1:
                somebody.trip(random)
            if random.random() < 0.4:
                table.drain()
        for cable in cables:
            cable.mend()
            cable.after = None
        for somebody in people:
            somebody.session.together.hurry()
        sessions = [somebody.session for somebody in people]
        table.until_equal(*sessions)
        assert {session.together.state for session in sessions} == {"live"}
        finally_said = said(sessions[0])
        fresh = table.guest("dora", server)
        assert said(fresh) == finally_said
        people[1].reopen()
        assert said(people[1].session) == finally_said
