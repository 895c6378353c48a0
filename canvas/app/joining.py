"""Fetching the whole of a room without a window: for a board that is not here yet, and for a look
at what the room has when our own copy cannot be merged with it."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from assets.disk import Stopped
from assets.folder import SUFFIX, BoardFolder
from canvas.app import room_troubles
from canvas.app.elsewhere import Elsewhere, Looking
from canvas.app.memberships import Membership, Memberships
from canvas.app.settings import Settings
from canvas.app.weighing import Apart, weigh
from canvas.document.crdt import Document
from canvas.document.words import Trouble
from canvas.document.writes import META, ROOTS
from collab.connection import Connection, Frame, Lost, Opened
from collab.dialling import DISTRUST, Address
from collab.gate import TurnedAway
from collab.greeting import NOT_FOUNDED
from collab.journal import Journal
from collab.links import Link, parse
from collab.outcomes import Broken, Heavy, Parted, Welcomed
from collab.pacing import BUSY
from collab.replica import NOTHING, Replica
from collab.roles import Role
from collab.wire import BOARD, CHANNELS, Code

PATIENCE = 30.0
"""Seconds without a byte after which a room is given up."""

MOST_LOSSES = 4
"""Connections that may break before a room is given up."""

Progress = Callable[[int], None]
"""Hears how many bytes have come. On the caller's thread."""

_UNNAMED = "Shared board"


@dataclass(slots=True)
class _Bare:
    """A side that has nothing and keeps what comes."""

    updates: list[bytes] = field(default_factory=list)

    def vector(self) -> bytes:
        return b"\x00"

    def encode(self, since: bytes | None = None) -> bytes:
        return NOTHING

    def receive(self, update: bytes, origin: str, label: str = "") -> None:
        self.updates.append(update)


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that a room has."""

    lineage: str
    title: str
    role: Role
    user: str
    token: str
    updates: tuple[bytes, ...]
    """Of the board, in order."""

    def contents(self) -> dict[str, object]:
        return contents(self.updates)


def contents(updates: tuple[bytes, ...]) -> dict[str, object]:
    """What a board of these updates says, root by root."""
    document = Document()
    document.load(updates)
    return {root: document.read(root) for root in ROOTS}


def is_one(updates: tuple[bytes, ...], own: bytes) -> bool:
    """Whether a room's board and our own say the same wherever both have something: what comes to a
    document first, stays."""
    return contents((*updates, own)) == contents((own, *updates))


def address_of(link: Link, token: str = "", was: str = "") -> Address:
    return Address(link.socket, token or link.token, was, link.fingerprint)


def fetch(
    address: Address,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    elsewhere: Elsewhere | None = None,
) -> Fetched:
    """Enter, take everything, leave; `elsewhere` where the room may have moved. Any thread but the
    screen's. Raises Stopped, RoomRefused, NotTogether, NoBoardThere and RoomUnfit."""
    person = {"id": settings.person, "name": settings.name, "color": settings.colour}
    return _Fetching(address, person, progress, cancelled, elsewhere).run()


class _Fetching:
    def __init__(
        self,
        address: Address,
        person: dict[str, str],
        progress: Progress | None,
        cancelled: Callable[[], bool],
        elsewhere: Elsewhere | None,
    ) -> None:
        self._sides = {channel: _Bare() for channel in CHANNELS}
        client = int.from_bytes(os.urandom(4))  # it writes nothing, so that any will do
        self._replica = Replica(self._sides, person, lineage="", ids=[client or 1])
        self._woken = threading.Event()
        self._connection = Connection(address, self._woken.set)
        self._progress = progress
        self._cancelled = cancelled
        self._welcomed: Welcomed | None = None
        self._address = address
        self._elsewhere = elsewhere
        self._attempt = 0
        self._losses = 0
        self._apart: Apart | None = None

    def run(self) -> Fetched:
        self._connection.start()
        with suppress(OSError):
            self._apart = Apart()  # what comes will be large
        try:
            heard, since = 0, time.monotonic()
            while self._replica.state != "live":
                if self._cancelled():
                    raise Stopped
                self._woken.wait(0.05)
                self._woken.clear()
                self._drain()
                if self._look_elsewhere() or self._connection.heard != heard:
                    heard, since = self._connection.heard, time.monotonic()
                    if self._progress is not None and self._replica.state != "offline":
                        self._progress(heard)
                if time.monotonic() - since > PATIENCE:
                    raise room_troubles.not_there()
            return self._fetched()
        finally:
            self._connection.close(wait=False)
            if self._elsewhere is not None:
                self._elsewhere.close()
            if self._apart is not None:
                self._apart.close()

    def _look_elsewhere(self) -> bool:
        """Whether the room is looked for, as it does not answer where it was."""
        elsewhere = self._elsewhere
        if elsewhere is None or self._replica.state != "offline":
            return False
        if (link := elsewhere.news(self._woken.set)) is not None:
            # the attempt that goes on may last as long as a network keeps silent
            self._connection.close(wait=False)
            self._connection = Connection(self._at(link), self._woken.set)
            self._connection.start()
        return elsewhere.is_looking

    def _at(self, link: Link) -> Address:
        return replace(self._address, url=link.socket)

    def _drain(self) -> None:
        while (happening := self._connection.take()) is not None:
            match happening:
                case Opened(attempt):
                    self._attempt = attempt
                    self._replica.opened(far=self._connection.address.is_far)
                case Frame(_, content):
                    self._replica.receive(content)
                case Lost() as lost:
                    self._replica.lost()
                    self._must_go_on(lost)
            self._work()

    def _work(self) -> None:
        while self._replica.work() or self._replica.outcomes:
            while self._replica.outcomes:
                match self._replica.outcomes.popleft():
                    case Welcomed() as welcomed:
                        self._welcomed = welcomed
                    case Heavy(channel, update):
                        self._weigh(channel, update)
                    case Broken(reason):
                        raise room_troubles.unfit(reason)
                    case Parted():
                        raise room_troubles.refused(4409, "")
                    case _:
                        pass
        if frame := self._replica.outgoing(time.monotonic()):
            self._connection.send(self._attempt, frame)

    def _weigh(self, channel: int, update: bytes) -> None:
        apart, self._apart = self._apart, None
        try:
            if apart is None:
                self._replica.weighed(weigh(channel, update))
            else:
                with closing(apart):
                    self._replica.weighed(apart.weigh(channel, update))
        except TurnedAway as refusal:
            raise room_troubles.unfit(refusal.reason) from refusal

    def _must_go_on(self, lost: Lost) -> None:
        """Raises what keeps us out for good; a server that is not there is not waited for."""
        self._losses += lost.opened
        for each in self._sides.values():
            each.updates.clear()
        host = self._address.url.partition("://")[2].partition("/")[0]
        if lost.final or lost.code == 4404:
            raise room_troubles.refused(lost.code, lost.reason)
        if lost.code == Code.later and lost.reason == NOT_FOUNDED:
            raise room_troubles.no_board_there()
        if self._elsewhere is not None and _is_unanswered(lost):
            self._connection.address = self._at(self._elsewhere.after(lost, self._woken.set))
        elif lost.code == DISTRUST:
            raise room_troubles.untrusted(host)
        elif not lost.opened and lost.code in BUSY:
            raise room_troubles.not_now(host, lost.reason, first=True)
        elif not lost.opened or self._losses >= MOST_LOSSES:
            raise room_troubles.not_found(host, lost.reason)

    def _fetched(self) -> Fetched:
        welcomed = self._welcomed
        updates = tuple(self._sides[BOARD].updates)
        if welcomed is None or not welcomed.lineage or not updates:
            raise room_troubles.no_board_there()
        return Fetched(
            welcomed.lineage,
            welcomed.title,
            welcomed.role,
            str(welcomed.you.get("id", "")),
            welcomed.token,
            updates,
        )


def _is_unanswered(lost: Lost) -> bool:
    """Whether the room's own server has said nothing at all."""
    return not lost.opened and lost.code in (1006, DISTRUST)


def join(
    link: str,
    place: Path,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    looking: Looking | None = None,
) -> Path:
    """Fetch a room into a new board folder in `place` and remember how to get back in; gives the
    folder, for Session.open. A board of that room which is here already is given instead. `looking`
    hears that the room is looked for, as it is not where the link says.

    Any thread but the screen's. Raises BadLink and what fetch() and a disk raise."""
    way, memberships = parse(link), Memberships.here()
    known = memberships.at(way)
    address = address_of(way, was=known.token if known is not None else "")
    elsewhere = Elsewhere(way, looking)
    fetched = fetch(address, settings, progress=progress, cancelled=cancelled, elsewhere=elsewhere)
    way = elsewhere.link
    known = memberships.load(fetched.lineage)
    membership = _membership(way, fetched, known)
    here = None if known is None else _already_here(known)
    if here is None:
        here = write(fetched, place, _title(fetched))
    memberships.save(membership.keeping(here, membership.kept(here)), here)
    return here


def write(fetched: Fetched, place: Path, title: str) -> Path:
    """A new board folder with what the room has. Raises what a disk raises."""
    folder = BoardFolder.create(free_path(place, title))
    try:
        begin(folder.journal, fetched.updates)
    finally:
        folder.close()
    return folder.path


def begin(file: Path, updates: tuple[bytes, ...]) -> None:
    """Make these updates the first entries of a journal. Raises what keeps them from the disk."""
    with Journal(file) as journal:
        for update in updates:
            journal.append(update, person="", label="Join")
        journal.flush()
        failed = journal.failed
    if failed is not None:
        raise failed


def free_path(place: Path, title: str) -> Path:
    """A folder's path of that name, with a number if there is one already."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", title).strip(" .")[:80] or _UNNAMED
    for number in range(1, 10_000):
        path = place / f"{name if number == 1 else f'{name} {number}'}{SUFFIX}"
        if not os.path.lexists(path):
            return path
    return place / f"{name} {time.time_ns()}{SUFFIX}"


def _title(fetched: Fetched) -> str:
    document = Document()
    document.load(fetched.updates)
    title = document.read(META).get("title")
    return title if isinstance(title, str) and title.strip() else fetched.title


def _membership(way: Link, fetched: Fetched, known: Membership | None) -> Membership:
    """What is known of an earlier stay is kept, above all that the room is our own."""
    if known is not None and known.hosting:
        return known
    came = Membership(fetched.lineage, way.for_app()) if known is None else known
    return replace(
        came,
        link=way.for_app(),
        token=fetched.token,
        origin=replace(way, token="").for_app(),
        user=fetched.user,
        role=fetched.role.name,
        title=fetched.title,
        invited=False,
    )


def _already_here(known: Membership) -> Path | None:
    for path in reversed([Path(board) for board in known.boards]):
        with suppress(Trouble, OSError):
            if lineage_of(path) == known.lineage:
                return path
    return None


def lineage_of(board: Path) -> str:
    """Which board a folder holds. Raises what opening it raises."""
    folder = BoardFolder.open(board, readonly=True)
    with Journal(folder.journal, readonly=True) as journal:
        document = Document()
        document.load(journal.load().updates)
    return str(document.read(META).get("lineage", ""))
