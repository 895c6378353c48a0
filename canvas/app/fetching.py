"""Which files of others come to this board, when, and how far they are.

What is small comes at once: thumbnails, then the proxies of what is on screen or in the film, then
pictures and sounds. Other originals come when they are asked for, exported or played. What is made
here is offered to the others by itself. Rules R9.20 to R9.23 of collab/SPEC.md.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assets.disk import DiskFull
from assets.late import importing
from assets.store import MissingMedia, Store
from canvas.app.notices import FilesMoved, Notice, Told
from canvas.app.together import Together
from canvas.app.whereabouts import Whereabouts, elsewhere
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.records import Asset, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

if TYPE_CHECKING:
    from collab.exchange import File, News
    from collab.parcel import Absent
    from collab.transfer import Transfer

SMALL = 24 << 20
"""Bytes of an original that comes without being asked for: renders begin with pictures, and of a
sound there is nothing smaller to show or to hear."""

DOUBT = 3.0
"""Seconds in which a file that nobody has offered is still taken to be on its way: a reference is
here before who brought it has said so."""

FILM_AGAIN = 0.5
"""Seconds between two looks at what the film shows."""

_ASKED, _THUMBNAIL, _PROXY, _ORIGINAL = range(4)
"""collab.parcel.Rank, which is not imported before there is a room."""


class Fetching:
    """`session.fetching`. On the thread that owns the board, but for `playable`."""

    def __init__(
        self,
        board: Board,
        store: Store,
        together: Together,
        *,
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
        readonly: bool,
    ) -> None:
        self._board = board
        self._store = store
        self._together = together
        self._tell = tell
        self._woken = woken
        self._readonly = readonly
        self._transfer: Transfer | None = None
        self._address: object = None
        self._up = False
        self._of: dict[str, str] = {}
        """The asset that a file belongs to."""
        self._absent: dict[str, Absent | None] = {}
        """Files that are not here: how they stand in the room; None where it has them."""
        self._shares: dict[str, float] = {}
        self._failed: dict[str, Trouble] = {}
        self._asked: set[str] = set()
        self._touched: set[str] = set()
        self._came: set[str] = set()
        self._doubts: dict[str, float] = {}
        """Files that nobody has offered yet, and until when that may be so."""
        self._played: deque[str] = deque()
        self._full = False
        self._film_due = 0.0
        self._film_stale = True
        self._stop_listening = board.listen(self._changed)

    # -- what others ask

    def of(self, hash: str) -> Whereabouts | None:
        """Where a file is that is not here; None for one that is, or if there is no room to ask."""
        if self._transfer is None or (hash not in self._absent and hash not in self._failed):
            return None
        if (trouble := self._failed.get(hash)) is not None:
            return Whereabouts("failed", trouble=trouble)
        standing = self._absent[hash]
        if not self._up:
            names = () if standing is None else tuple(one.name for one in standing.holders)
            return Whereabouts("offline", people=names)
        if standing is None:
            share = self._shares.get(hash)
            waits = hash in self._asked or share is not None
            return Whereabouts("coming", share or 0.0) if waits else Whereabouts("there")
        if hash in self._doubts:
            return Whereabouts("coming", 0.0)
        return _standing(standing)

    def original(self, asset: str) -> Whereabouts | None:
        """Where the original of an asset is, while it is not here."""
        return self.of(asset)

    def lacking(self, assets: Iterable[str]) -> tuple[Asset, ...]:
        """The assets whose originals are not here, or not whole. Reads the disk."""
        records = (self._board.assets.get(hash) for hash in dict.fromkeys(assets))
        return tuple(
            one for one in records if one and self._store.find(one.hash, one.bytes) is None
        )

    def can_be_had(self, asset: str) -> bool:
        """Whether an original that is not here would come if it were asked for."""
        where = self.of(asset)
        return where is not None and where.state in ("coming", "sent", "held", "there")

    @property
    def shared(self) -> bool:
        """Whether there is a room that files may come from."""
        return self._transfer is not None

    def playable(self, hash: str) -> Path:
        """The file to play: the original, or until it has come its proxy. Any thread. Raises
        MissingMedia."""
        found = self._store.find(hash)
        if found is not None:
            return found
        if self._transfer is not None:
            self._played.append(hash)
            self._woken()
            record = self._board.assets.get(hash)
            small = record.proxy or record.thumbnail if record is not None else None
            instead = self._store.find(small) if small is not None else None
            if instead is not None:
                return instead
            if (where := self.of(hash)) is not None:
                raise elsewhere(record, where)
        raise MissingMedia(hash)

    # -- what a person wants

    def fetch(self, assets: Iterable[str]) -> None:
        """Have originals come before anything else."""
        for hash in assets:
            if self._transfer is not None and self._store.find(hash) is None:
                self._failed.pop(hash, None)
                self._want(hash, _ASKED)
                self._touched.add(hash)
        self._woken()

    def cancel(self, assets: Iterable[str]) -> None:
        """Let originals come no further; what has come of them stays, to go on from."""
        for hash in assets:
            self._asked.discard(hash)
            self._shares.pop(hash, None)
            self._failed.pop(hash, None)
            self._touched.add(hash)
            if self._transfer is not None:
                self._transfer.drop(hash)
        self._woken()

    def show(self, nodes: Iterable[str]) -> None:
        """These are on screen: their proxies come."""
        for node in nodes:
            for asset in self._shown(node):
                self._want_proxy(asset)

    # -- what the room brings

    def drain(self) -> bool:
        """Take in what has come, and follow the room and the film."""
        self._follow()
        transfer = self._transfer
        if transfer is None:
            return False
        while self._played:
            self._want(self._played.popleft(), _ORIGINAL)
        for news in transfer.take():
            self._hear(news)
        now = time.monotonic()
        for hash in [hash for hash, until in self._doubts.items() if until <= now]:
            del self._doubts[hash]
            self._touch(hash)
        if self._film_stale and time.monotonic() >= self._film_due:
            self._film_stale, self._film_due = False, time.monotonic() + FILM_AGAIN
            self._want_film()
        if self._touched or self._came:
            notice = FilesMoved(frozenset(self._touched), frozenset(self._came))
            self._touched.clear()
            self._came.clear()
            self._tell(notice)
        return False

    def close(self) -> None:
        self._stop_listening()
        if self._transfer is not None:
            self._transfer.close()
            self._transfer = None

    def _follow(self) -> None:
        """Go where the room is."""
        link = None if self._readonly else self._together.media_address()
        if link == self._address:
            return
        self._address = link
        if link is None:
            if self._transfer is not None:
                self._transfer.connect(None)
            return
        # late: boards that are not shared need neither sockets nor threads for them
        with importing():
            from collab.dialling import Address
            from collab.transfer import Transfer

        if self._transfer is None:
            self._transfer = Transfer(self._store, woken=self._woken)
            self._know(self._board.assets.values())
        self._transfer.connect(Address(link.media, link.token, fingerprint=link.fingerprint))

    def _know(self, assets: Iterable[Asset]) -> None:
        if self._transfer is None:
            return
        files = [file for asset in assets for file in _files(asset)]
        self._of.update((file.hash, file.of) for file in files)
        self._transfer.know(files)
        for file in files:
            record = self._board.assets[file.of]
            if file.rank == _THUMBNAIL or (file.rank == _ORIGINAL and _comes_along(record)):
                self._want(file.hash, file.rank)
        self._film_stale = True

    def _want(self, hash: str, rank: int) -> None:
        if self._readonly or hash not in self._of or self._transfer is None:
            return
        self._asked.add(hash)
        self._transfer.want(hash, rank)

    def _want_film(self) -> None:
        for shot in self._board.film:
            for asset in self._shown(shot.node):
                self._want_proxy(asset)

    def _want_proxy(self, asset: str) -> None:
        record = self._board.assets.get(asset)
        if record is not None and record.proxy and record.proxy in self._absent:
            self._want(record.proxy, _PROXY)

    def _shown(self, id: str) -> Iterator[str]:
        """The assets that a node shows."""
        node = self._board.nodes.get(id)
        if node is None:
            return
        if node.kind is NodeKind.clip:
            takes = self._board.takes_of(id)
            take = self._board.takes.get(node.take or "") or (takes[-1] if takes else None)
            if take is not None:
                yield take.asset
        else:
            yield from node.refs

    def _hear(self, news: News) -> None:
        from collab import exchange  # late, as above

        match news:
            case exchange.Linked(up):
                self._up = up
                self._touched.update(self._of.get(hash, hash) for hash in self._absent)
            case exchange.Standing(hash, absent):
                if self._store.find(hash) is None:
                    if hash not in self._absent:
                        self._film_stale = True
                    self._doubt(hash, absent)
                    self._absent[hash] = absent
                    self._touch(hash)
            case exchange.Moving(hash, got, size, up) if not up:
                self._shares[hash] = got / size if size else 0.0
                self._touch(hash)
            case exchange.Came(hash):
                self._here(hash)
                self._came.add(hash)
            case exchange.Failed(hash, code, reason, up):
                self._fail(hash, code, reason, up)

    def _doubt(self, hash: str, absent: Absent | None) -> None:
        if absent is not None and not absent.holders and hash not in self._absent:
            self._doubts[hash] = time.monotonic() + DOUBT
            if self._transfer is not None:
                self._transfer.wake_in(DOUBT + 0.05)
        elif absent is None or absent.holders:
            self._doubts.pop(hash, None)

    def _here(self, hash: str) -> None:
        for kept in (self._absent, self._shares, self._failed, self._doubts):
            kept.pop(hash, None)
        self._asked.discard(hash)
        self._touch(hash)

    def _touch(self, hash: str) -> None:
        self._touched.add(self._of.get(hash, hash))

    def _fail(self, hash: str, code: str, reason: str, up: bool) -> None:
        record = self._board.assets.get(self._of.get(hash, hash))
        name = record.name if record is not None and record.name else hash[:12]
        if up:
            if not self._full and code in ("quota", "disk-full", "disk", "too-large"):
                self._full = True  # told once: every file to come would say the same
                self._tell(Told(_room_is_full(name, code)))
            return
        self._failed[hash] = _not_fetched(name, code, reason)
        self._shares.pop(hash, None)
        self._asked.discard(hash)
        self._touch(hash)

    # -- what the board says

    def _changed(self, change: Change) -> None:
        fresh = change.added.get("assets", frozenset())
        if fresh:
            self._know(one for hash in fresh if (one := self._board.assets.get(hash)))
        if any(change.touches(root) for root in ("shots", "takes", "nodes")):
            self._film_stale = True


def _files(asset: Asset) -> Iterator[File]:
    from collab.exchange import File  # late, as above

    if asset.thumbnail and asset.thumbnail != asset.hash:
        yield File(asset.thumbnail, asset.hash, _THUMBNAIL, ".jpg")
    if asset.proxy and asset.proxy != asset.hash:
        yield File(asset.proxy, asset.hash, _PROXY, ".mp4")
    yield File(asset.hash, asset.hash, _ORIGINAL, asset.suffix, asset.bytes)


def _comes_along(asset: Asset) -> bool:
    return asset.kind in ("picture", "sound") and asset.bytes <= SMALL


def _standing(absent: Absent) -> Whereabouts:
    present = tuple(one.name for one in absent.holders if one.here)
    if present:
        share = absent.got / absent.bytes if absent.bytes else 0.0
        return Whereabouts("sent" if absent.got else "held", share or None, present)
    gone = tuple(one.name for one in absent.holders)
    return Whereabouts("away", None, gone) if gone else Whereabouts("nobody")


def _room_is_full(name: str, code: str) -> Trouble:
    return Trouble(
        say(
            QT_TRANSLATE_NOOP("words", "The room takes no more files: “{name}” stays here only."),
            name=name,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP(
                "words", "The others see its card, but not the file. It is safe here."
            )
        ),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Ask whoever runs the room for more space ({code}); it is tried again."
            ),
            code=code,
        ),
    )


def _not_fetched(name: str, code: str, reason: str) -> Trouble:
    if code == "disk-full":
        return DiskFull(
            say(
                QT_TRANSLATE_NOOP("words", "There is no room on this disk for “{name}”."), name=name
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Free some space, then fetch it again.")),
        )
    return Trouble(
        say(
            QT_TRANSLATE_NOOP("words", "“{name}” could not be fetched: {reason}."),
            name=name,
            reason=(reason or code).rstrip("."),
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Fetch it again, or import the same file.")),
    )
