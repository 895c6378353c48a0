"""Keeps a room's book on the disk without the loop waiting for it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor

from assets.logbook import logbook_trouble, tail_of
from canvas.document.words import Trouble
from collab.server.book import Book, Statement

_PAUSE_FIRST, _PAUSE_MOST = 0.2, 5.0
"""Seconds between attempts while the disk refuses."""


class Clerk:
    """Lives on the loop's thread; the executor's threads touch the file, one at a time."""

    def __init__(self, book: Book, disk: Executor, told: Callable[[], None]) -> None:
        """`told` is called after every attempt to write."""
        self.book = book
        self.failed: Trouble | None = None
        self._disk = disk
        self._told = told
        self._waiting: list[Statement] = []
        self._writing: asyncio.Task[None] | None = None
        self._attempt = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._looked_at: object = None
        self._closing = False

    @property
    def pending(self) -> bool:
        """Something that was put is not on the disk yet."""
        return bool(self._waiting)

    def put(self, *statements: Statement) -> None:
        self._waiting += statements
        if self._writing is None and self._waiting:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def keep(self, *statements: Statement) -> None:
        """Put them and wait until they are on the disk. Raises Trouble if it refuses; it is tried
        again all the same."""
        self.put(*statements)
        while self.pending:
            await self._attempt.wait()
            if self.failed is not None:
                raise self.failed

    async def look(self) -> bool:
        """Whether a command line has written into the book; memory then has it too."""
        marks = self._marks()
        if self.pending or marks == self._looked_at:
            return False
        async with self._one_at_a_time:
            loop = asyncio.get_running_loop()
            try:
                newest = await loop.run_in_executor(self._disk, self.book.read_if_changed)
            except sqlite3.Error:
                return False  # the next look may go better
        self._looked_at = marks
        if newest is None or self.pending:
            return False
        self.book.people, self.book.links = newest
        return True

    async def close(self) -> None:
        """Write what waits, unless the disk refuses, and let go of the file."""
        self._closing = True
        if self._writing is not None:
            await self._writing
        async with self._one_at_a_time:
            await asyncio.get_running_loop().run_in_executor(self._disk, self.book.close)

    async def _write(self) -> None:
        pause = 0.0
        while self._waiting:
            batch = list(self._waiting)
            self.failed = await self._written(batch)
            if self.failed is None:
                del self._waiting[: len(batch)]
            attempt, self._attempt = self._attempt, asyncio.Event()
            attempt.set()
            self._told()
            if self.failed is not None:
                if self._closing:
                    break
                pause = min(max(pause * 2, _PAUSE_FIRST), _PAUSE_MOST)
                await asyncio.sleep(pause)
        self._writing = None

    async def _written(self, batch: list[Statement]) -> Trouble | None:
        loop = asyncio.get_running_loop()
        async with self._one_at_a_time:
            try:
                await loop.run_in_executor(self._disk, self.book.write, batch)
            except sqlite3.Error as error:
                return logbook_trouble(error, self.book.path)
        return None

    def _marks(self) -> object:
        """Changes with every write to the file, ours too."""
        marks = []
        for path in (self.book.path, tail_of(self.book.path)):
            try:
                found = path.stat()
                marks.append((found.st_mtime_ns, found.st_size))
            except OSError:
                marks.append((0, 0))
        return tuple(marks)
