"""Which rooms this person is in, and with what right: one small file for each board's lineage.

They lie beside the settings, not in the board's folder: a board that is copied or handed on takes
nobody's key along. Only this person may read them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import tomli_w

from canvas.app import settings
from collab.auth import ROOM
from collab.roles import Role

BOARDS_KEPT = 20
"""Folders of one lineage whose counts are kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How far one folder's edits had come to the room when this was written."""

    unsaved: int = 0
    said: int = 0
    """Comments of which the room has not said that they are on its disk."""
    last: int = 0
    """The journal's number then: what follows came later."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Change with `dataclasses.replace`, then `save`."""

    lineage: str
    link: str
    """The link that we came in by, in the app's form."""
    token: str = ""
    """Our personal one, as the server last gave it."""
    user: str = ""
    role: str = "owner"
    title: str = ""
    hosting: bool = False
    """The room's server runs beside us whenever the board is open."""
    lan: bool = True
    port: int = 0
    """On which it listened last: links hold on to it."""
    boards: Mapping[str, Kept] = field(default_factory=dict)
    """By path."""

    @property
    def known_role(self) -> Role:
        """What the room last let us do."""
        try:
            return Role[self.role]
        except KeyError:
            return Role.viewer

    def kept(self, board: Path) -> Kept:
        return self.boards.get(str(board), Kept())

    def keeping(self, board: Path, kept: Kept) -> Membership:
        others = {path: each for path, each in self.boards.items() if path != str(board)}
        recent = dict(list(others.items())[-BOARDS_KEPT:])
        return replace(self, boards={**recent, str(board): kept})


def path(lineage: str) -> Path:
    return settings.folder() / "rooms" / f"{lineage}.toml"


def load(lineage: str) -> Membership | None:
    """None where there is none, or none that can be read: the link is then asked for again."""
    if not ROOM.fullmatch(lineage):
        return None
    try:
        table = tomllib.loads(path(lineage).read_text("utf-8"))
        return Membership(
            lineage=lineage,
            link=_text(table, "link"),
            token=_text(table, "token"),
            user=_text(table, "user"),
            role=_text(table, "role"),
            title=_text(table, "title"),
            hosting=table.get("hosting") is True,
            lan=table.get("lan") is not False,
            port=_count(table, "port"),
            boards={
                str(board): Kept(
                    _count(each, "unsaved"), _count(each, "said"), _count(each, "last")
                )
                for board, each in table.get("boards", {}).items()
            },
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def save(membership: Membership) -> None:
    """Whole or not at all, and for nobody else to read. A disk that refuses is no trouble: one has
    to ask for the link again, no more."""
    target = path(membership.lineage)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, tomli_w.dumps(asdict(membership)).encode())
        finally:
            os.close(descriptor)
        draft.replace(target)
    except OSError:
        return


def forget(lineage: str) -> None:
    if ROOM.fullmatch(lineage):
        path(lineage).unlink(missing_ok=True)


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _count(table: Mapping[str, Any], name: str) -> int:
    value = table.get(name, 0)
    if type(value) is not int or value < 0:
        raise TypeError(name)
    return value
