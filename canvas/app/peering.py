"""A replica and its connection, as one thing that is drained: the board's side of a socket."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from canvas.app.weighing import Scales
from collab.connection import Connection, Frame, Lost, Opened
from collab.dialling import Address
from collab.outcomes import Broken, Heavy, Outcome, TooLarge
from collab.pacing import USUAL, Pace
from collab.replica import Replica

Event: TypeAlias = Opened | Lost | Outcome
"""What Together has to know of; Frames and Heavy updates are dealt with here."""


class Peering:
    """On the thread that owns the board."""

    def __init__(
        self,
        replica: Replica,
        address: Address,
        woken: Callable[[], None],
        handle: Callable[[Event], None],
        *,
        pace: Pace = USUAL,
    ) -> None:
        self.replica = replica
        self._handle = handle
        self._woken = woken
        self._scales = Scales(woken)
        self._pace = pace
        self._attempt = 0
        self._open = False
        self._wakes_at = float("inf")
        self.connection = Connection(address, woken, pace=pace)
        self.connection.start()

    def dial(self, address: Address) -> None:
        """Begin anew at another address, or with another token."""
        self.connection.close(wait=False)
        if self._open:
            self._lost()
        self.connection = Connection(address, self._woken, pace=self._pace)
        self.connection.start()

    def edited(self, channel: int, update: bytes, label: str) -> None:
        """Something was changed here: it is on its way, if there is one."""
        self.replica.edited(channel, update, label)
        self.flush()

    def present(self, state: Callable[[], bytes]) -> None:
        self.replica.present(state)
        self.flush()

    def ask(self, verb: str, body: Mapping[str, Any]) -> int:
        number = self.replica.ask(verb, body)
        self.flush()
        return number

    @property
    def is_open(self) -> bool:
        """A socket stands; the room may not have welcomed us yet."""
        return self._open

    def drain(self, deadline: float) -> bool:
        """Take in what has come, until `deadline` (time.monotonic()). True if more waits."""
        self._wakes_at = float("inf")
        more = True
        while more and time.monotonic() < deadline:
            more = self._step()
        self.flush()
        return more and (self.replica.busy or self.connection.more)

    def _step(self) -> bool:
        """One message; False if there is none to be worked on now."""
        found = self._scales.take()
        if found is not None:
            self.replica.weighed(found)
        elif not self.replica.work() and (self.replica.weighing or not self._next_happening()):
            return False
        self._tell()
        return True

    def _next_happening(self) -> bool:
        match self.connection.take():
            case None:
                return False
            case Frame(attempt, content):
                if attempt == self._attempt and self._open:
                    self.replica.receive(content)
            case Opened(attempt) as opened:
                self._attempt, self._open = attempt, True
                self.replica.opened(far=self.connection.address.is_far)
                self._handle(opened)
            case Lost() as lost:
                self._lost()
                self._handle(lost)
        return True

    def _tell(self) -> None:
        while self.replica.outcomes:
            outcome = self.replica.outcomes.popleft()
            match outcome:
                case Heavy(channel, update):
                    self._scales.put(channel, update)
                case TooLarge():
                    self.connection.hang_up()
                case Broken():
                    self.connection.hang_up()
                    self._handle(outcome)
                case _:
                    self._handle(outcome)

    def _lost(self) -> None:
        self._open = False
        self._scales.forget()
        self.replica.lost()

    def flush(self) -> None:
        """Send what may be sent now, and see to it that the rest is when its time comes."""
        if not self._open:
            return
        now = time.monotonic()
        frame = self.replica.outgoing(now)
        if frame:
            self.connection.send(self._attempt, frame)
        self._tell()
        wait = self.replica.wants_in(now)
        if wait is not None and now + wait < self._wakes_at:
            self._wakes_at = now + wait
            self.connection.wake_in(wait)

    def close(self) -> None:
        """Send what waits and say goodbye."""
        self.flush()
        self.connection.close()
        self._open = False
