"""A room's documents on the disk: every update soon, many in one commit, snapshots now and then.

Only what the journal calls durable is acknowledged. Rules: SPEC.md, section 7.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from assets.disk import plain, settle_folder
from canvas.document.words import Sentence, Trouble
from canvas.document.writes import COMMENTS, ROOTS
from collab import wire
from collab.journal import Journal

TOGETHER, LINGER = 64, 0.008
"""Updates that go to the journal together at most, and seconds that the first of them waits, unless
nothing has gone there for QUICK; the commit after that takes a few milliseconds more."""

QUICK = 0.1

QUIET, LONG, IDLE, FEW = 2.0, 60.0, 30.0, 100
"""A snapshot that is due waits for so many quiet seconds, yet not longer than LONG; after IDLE
seconds FEW updates are enough for one."""

_FILES = {wire.BOARD: ("board.sqlite", ROOTS), wire.COMMENTS: ("comments.sqlite", COMMENTS)}


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies on the disk of one room."""

    journals: Mapping[int, Journal]
    updates: Mapping[int, Sequence[bytes]]
    sequences: Mapping[int, int]
    notices: tuple[Sentence, ...]


def opened(folder: Path) -> Kept:
    """Open a room's journals, on any thread. Raises DiskTrouble, NewerBoard."""
    journals: dict[int, Journal] = {}
    try:
        for channel, (name, roots) in _FILES.items():
            # apart=0: a proof made in this process would hold up the loop
            journals[channel] = Journal(folder / name, roots=roots, apart=0)
        with plain(folder):
            settle_folder(folder)  # the names of new files, too, are on the disk
        loaded = {channel: journal.load() for channel, journal in journals.items()}
    except BaseException:
        for journal in journals.values():
            journal.close()
        raise
    return Kept(
        journals,
        {channel: found.updates for channel, found in loaded.items()},
        {channel: found.number for channel, found in loaded.items()},
        tuple(notice for found in loaded.values() for notice in found.notices),
    )


@dataclass(slots=True)
class _Line:
    """What has happened on one channel since its last snapshot."""

    last: int
    since: int = 0
    at: float = 0.0
    snapshot_at: float = 0.0
    waiting: list[tuple[int, bytes, str, str]] = field(default_factory=list)
    unsafe: deque[tuple[int, int]] = field(default_factory=deque)
    """Number and bytes of what is not on the disk yet."""
    busy: bool = False


class Keeping:
    """Lives on the loop's thread; journals write on theirs."""

    def __init__(
        self,
        kept: Kept,
        disk: Executor,
        durable: Callable[[int, int], None],
        changed: Callable[[], None],
    ) -> None:
        """`durable` hears channel and number, `changed` that `failed` may have another value."""
        self._journals = kept.journals
        self._disk = disk
        self._durable = durable
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        now = self._loop.time()
        self._lines = {
            channel: _Line(number, snapshot_at=now) for channel, number in kept.sequences.items()
        }
        self.unsafe = 0
        """Bytes that are not on the disk yet."""
        self._timer: asyncio.Handle | None = None
        self._written_at = 0.0
        for channel, journal in self._journals.items():
            journal.listen(self._listener(channel))

    @property
    def failed(self) -> Trouble | None:
        """Why nothing is saved now; what waits is tried again until it is."""
        return next((found.failed for found in self._journals.values() if found.failed), None)

    def numbers(self) -> tuple[int, int]:
        """How many updates went to the journals, and how many of them are on the disk."""
        kept = sum(line.last for line in self._lines.values())
        return kept, sum(journal.durable for journal in self._journals.values())

    def keep(self, channel: int, sequence: int, update: bytes, person: str, label: str) -> None:
        line = self._lines[channel]
        line.waiting.append((sequence, update, person, label))
        line.unsafe.append((sequence, len(update)))
        self.unsafe += len(update)
        line.since += 1
        line.at = now = self._loop.time()
        if len(line.waiting) >= TOGETHER:
            self.write()
        elif self._timer is None:
            quiet = now - self._written_at > QUICK
            self._timer = (
                self._loop.call_soon(self.write)
                if quiet
                else self._loop.call_later(LINGER, self.write)
            )

    def write(self) -> None:
        """Hand what has come together to the journals."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._written_at = self._loop.time()
        for channel, line in self._lines.items():
            waiting, line.waiting = line.waiting, []
            for sequence, update, person, label in waiting:
                number = self._journals[channel].append(update, person=person, label=label)
                if number != sequence:
                    raise AssertionError(f"the room counts {sequence}, its journal {number}")
                line.last = sequence

    async def tend(self, encode: Callable[[int], bytes]) -> None:
        """Make the snapshots that are due."""
        for channel in self._journals:
            if self._is_due(channel):
                await self.snapshot(channel, encode)

    async def snapshot(self, channel: int, encode: Callable[[int], bytes]) -> bool:
        """Whether it was proved and kept. The state is taken at once, the proof takes seconds."""
        line = self._lines[channel]
        if line.busy or not line.since or self.failed is not None:
            return False
        line.busy = True
        self.write()
        state, upto, since = encode(channel), line.last, line.since
        try:
            snapshot = self._journals[channel].snapshot
            kept = await self._loop.run_in_executor(self._disk, snapshot, state, upto)
        finally:
            line.busy = False
            line.snapshot_at = self._loop.time()
        if kept:
            line.since -= since
        return kept

    async def settle(self, encode: Callable[[int], bytes]) -> None:
        """Make the snapshots that the next opening is quicker by."""
        for channel, line in self._lines.items():
            if line.since >= FEW:
                await self.snapshot(channel, encode)

    async def flush(self) -> bool:
        """Wait until all is durable; False if the disk refuses or is slow."""
        self.write()
        flushes = [
            self._loop.run_in_executor(self._disk, journal.flush)
            for journal in self._journals.values()
        ]
        return all(await asyncio.gather(*flushes))

    def durable(self) -> dict[int, int]:
        """By channel, what the journals have on the disk: their word may still be on its way."""
        return {channel: journal.durable for channel, journal in self._journals.items()}

    async def close(self) -> None:
        self.write()
        closing = [
            self._loop.run_in_executor(self._disk, journal.close)
            for journal in self._journals.values()
        ]
        await asyncio.gather(*closing)

    def _is_due(self, channel: int) -> bool:
        line, now = self._lines[channel], self._loop.time()
        quiet = now - line.at
        if line.since >= FEW and quiet >= IDLE:
            return True
        long = now - line.snapshot_at >= LONG
        return self._journals[channel].snapshot_due and (quiet >= QUIET or long)

    def _listener(self, channel: int) -> Callable[[int], None]:
        def heard(number: int) -> None:
            """On the journal's thread."""
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._hear, channel, number)

        return heard

    def _hear(self, channel: int, number: int) -> None:
        unsafe = self._lines[channel].unsafe
        while unsafe and unsafe[0][0] <= number:
            self.unsafe -= unsafe.popleft()[1]
        self._durable(channel, number)
        self._changed()
