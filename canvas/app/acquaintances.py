"""The names of everybody whose work is on a board, kept beside it: the journal knows people by
their ids, and most of them are elsewhere when it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.whole import write_whole
from canvas.app.notices import Notice, PeopleChanged
from canvas.document.versions import versions

if TYPE_CHECKING:
    from canvas.app.company import Person
    from canvas.app.session import Session

FILE = "people.json"
MOST, LONGEST, LARGEST = 1000, 60, 256_000
"""People that are kept, characters of a name, bytes of the file that are read."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Acquaintance:
    name: str
    colour: str = ""
    """#rrggbb; empty where nobody has said."""


class Acquaintances:
    """Lives on the thread that owns the board; follows the room until `close`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept = _read(session.path / FILE)
        self._stop = session.listen(self._hear)
        self.learn(session.together.people.values())

    def of(self, person: str) -> Acquaintance:
        """Who somebody is; one without a name where nobody knows."""
        session = self._session
        if self.is_me(person):
            return Acquaintance(session.settings.name, session.together.me.colour)
        known = self._kept.get(person)
        if known is None:
            named = (one.by for one in versions(session.board.marks) if one.person == person)
            said = session.comments.comments.names().get(person, "")
            known = Acquaintance(next(named, said))
        return known

    def is_me(self, person: str) -> bool:
        return person == self._session.settings.person

    def close(self) -> None:
        self._stop()

    def learn(self, people: Iterable[Person]) -> None:
        """Remember who is met. Quick where all of them are known: it is asked at every move of a
        pointer."""
        met = {one.id: Acquaintance(one.name[:LONGEST], one.colour) for one in people}
        if met.items() <= self._kept.items():
            return
        for id, known in met.items():
            self._kept.pop(id, None)  # the latest met stand last
            self._kept[id] = known
        if not self._session.readonly:
            _write(self._session.path / FILE, self._kept)

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, PeopleChanged):
            self.learn(self._session.together.people.values())


def _read(path: Path) -> dict[str, Acquaintance]:
    """Whatever of the file makes sense: it comes with a board from anywhere."""
    with suppress(OSError, ValueError, RecursionError):
        if path.stat().st_size <= LARGEST:
            told = json.loads(path.read_text("utf-8"))
            if isinstance(told, dict):
                pairs = ((str(id)[:64], _person(one)) for id, one in told.items())
                return {id: one for id, one in pairs if one is not None}
    return {}


def _person(told: object) -> Acquaintance | None:
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        return None
    colour = told.get("colour")
    sound = isinstance(colour, str) and _COLOUR.fullmatch(colour)
    return Acquaintance(told["name"][:LONGEST], str(colour) if sound else "")


def _write(path: Path, kept: dict[str, Acquaintance]) -> None:
    latest = list(kept.items())[-MOST:]
    told = {id: {"name": one.name, "colour": one.colour} for id, one in latest}
    with suppress(OSError):  # the disk's troubles are told by the journal; this is only names
        write_whole(path, json.dumps(told, ensure_ascii=False, indent=1))
