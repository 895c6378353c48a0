"""Which rooms this person is in, and with what right: one small file for each board's lineage.

They lie beside the settings, not in the board's folder: a board that is copied or handed on takes
nobody's key along. Only this person may read them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from assets.whole import write_whole
from canvas.app import settings
from canvas.document.words import Trouble
from collab.auth import ROOM
from collab.roles import Role

if TYPE_CHECKING:
    from collab.links import Link

BOARDS_KEPT = 20
"""Folders of one lineage whose counts are kept."""
IDS_KEPT = 500
MOST_ROOMS = 500
SERVERS_KEPT = 8
"""Servers with a room of one lineage at which we are known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How far one folder's edits had come to the room when this was written."""

    unsaved: int = 0
    said: int = 0
    """Comments of which the room has not said that they are on its disk."""
    last: int = 0
    """The journal's number then: what follows came later."""
    ids: tuple[int, ...] = ()
    """The numbers under which documents of this folder have written, the latest last: the room has
    to know that they are this person's before it takes what was made under them."""

    def writing(self, ids: Iterable[int]) -> Kept:
        """With the numbers under which something is written now."""
        known = dict.fromkeys((*self.ids, *ids))
        return replace(self, ids=tuple(known)[-IDS_KEPT:])


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a server who we are: see the fields of Membership."""

    origin: str = ""
    token: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """Change with `dataclasses.replace`, then `save`."""

    lineage: str
    link: str
    """The link that we came in by, in the app's form; empty once we have left."""
    token: str = ""
    """Our personal one, as the server last gave it: it proves who we are when we come again."""
    origin: str = ""
    """Where that token came from: a link without one."""
    invited: bool = False
    """The link has not been answered yet since it was followed: it lets us in, not the token."""
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
    others: tuple[Proof, ...] = ()
    """Other servers that have a room of this board, and know us; the latest last."""

    @property
    def known_role(self) -> Role:
        """What the room last let us do."""
        try:
            return Role[self.role]
        except KeyError:
            return Role.viewer

    def is_at(self, link: Link) -> bool:
        """Whether the token may be shown to the server of this link: it has the certificate that
        the token's own server had, or its very address."""
        return _is_of(self.origin, link)

    def facing(self, link: Link) -> Membership:
        """As whom the server of this link knows us; who we are elsewhere is kept."""
        if self.is_at(link):
            return self
        known = next((one for one in self.others if _is_of(one.origin, link)), Proof())
        others = [one for one in self.others if one is not known]
        if self.token:
            others.append(Proof(self.origin, self.token, self.user))
        kept = tuple(others[-SERVERS_KEPT:])
        return replace(self, origin=known.origin, token=known.token, user=known.user, others=kept)

    def kept(self, board: Path) -> Kept:
        return self.boards.get(str(board), Kept())

    def keeping(self, board: Path, kept: Kept) -> Membership:
        others = {path: each for path, each in self.boards.items() if path != str(board)}
        recent = dict(list(others.items())[-BOARDS_KEPT:])
        return replace(self, boards={**recent, str(board): kept})


class Memberships:
    """The files of one person. Any thread; what another window has written meanwhile is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def here(cls) -> Memberships:
        """Beside the settings."""
        return cls(settings.folder() / "rooms")

    def path(self, lineage: str) -> Path:
        return self.folder / f"{lineage}.toml"

    def load(self, lineage: str) -> Membership | None:
        """None where there is none, or none that can be read: the link is then asked for again."""
        if not ROOM.fullmatch(lineage):
            return None
        try:
            return _read(lineage, tomllib.loads(self.path(lineage).read_text("utf-8")))
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def save(self, membership: Membership, board: Path | None = None) -> None:
        """Whole or not at all, and for nobody else to read; of the counts, only those of `board`
        are ours to write. A disk that refuses is no trouble: one has to ask for the link again, no
        more."""
        there = self.load(membership.lineage)
        if there is not None:
            others = {path: kept for path, kept in there.boards.items() if path != str(board)}
            ours = {path: kept for path, kept in membership.boards.items() if path == str(board)}
            membership = replace(membership, boards={**others, **ours})
        target = self.path(membership.lineage)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(target, tomli_w.dumps(asdict(membership)), secret=True)

    def at(self, link: Link) -> Membership | None:
        """What is known of an earlier stay in the room of this link, at the same server."""
        try:
            files = sorted(self.folder.glob("*.toml"))[:MOST_ROOMS]
        except OSError:
            return None
        found = (self.load(file.stem) for file in files)
        facing = (known.facing(link) for known in found if known is not None)
        return next((known for known in facing if known.is_at(link)), None)


def _read(lineage: str, table: Mapping[str, Any]) -> Membership:
    """Raises TypeError, ValueError, AttributeError."""
    return Membership(
        lineage=lineage,
        link=_text(table, "link"),
        token=_text(table, "token"),
        origin=_text(table, "origin"),
        invited=table.get("invited") is True,
        user=_text(table, "user"),
        role=_text(table, "role"),
        title=_text(table, "title"),
        hosting=table.get("hosting") is True,
        lan=table.get("lan") is not False,
        port=_count(table, "port"),
        boards={str(board): _kept(each) for board, each in table.get("boards", {}).items()},
        others=tuple(_proof(each) for each in table.get("others", [])[-SERVERS_KEPT:]),
    )


def _is_of(origin: str, link: Link) -> bool:
    known = _parsed(origin)
    if known is None or known.room != link.room or known.tls != link.tls:
        return False
    if known.fingerprint or link.fingerprint:
        return known.fingerprint == link.fingerprint
    return known.place == link.place


def _proof(table: Mapping[str, Any]) -> Proof:
    return Proof(_text(table, "origin"), _text(table, "token"), _text(table, "user"))


def _parsed(link: str) -> Link | None:
    from collab.links import parse  # late: a board that is in no room does without

    try:
        return parse(link)
    except Trouble:
        return None


def _kept(table: Mapping[str, Any]) -> Kept:
    ids = table.get("ids", [])
    if not isinstance(ids, list) or any(type(id) is not int for id in ids):
        raise TypeError("ids")
    unsaved, said, last = (_count(table, name) for name in ("unsaved", "said", "last"))
    return Kept(unsaved, said, last, tuple(ids[-IDS_KEPT:]))


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
