"""What all rooms of one server share."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from collab.auth import Keys
from collab.server.barred import Barred
from collab.server.limits import Limits
from collab.server.log import Log


@dataclass
class Common:
    """On the loop's thread, the log apart."""

    data: Path
    keys: Keys
    disk: Executor
    """Where the loop does not wait: files and proofs."""
    log: Log
    limits: Limits = field(default_factory=Limits)
    alone: str = ""
    """The one room that this server is there for, if so."""
    beside: Path | None = None
    """Media of the board itself, which need no second copy on the same disk."""
    barred: Barred = field(default_factory=Barred)
    weighing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """How many big updates are examined at once, in all."""
