"""What a stranger may cost us, in numbers, and who has used it up."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them are far above what people do by hand."""

    connects: int = 240
    """Attempts a minute from one address: a whole office may come back at once."""
    connections: int = 2000
    """Open at once, in all."""
    per_address: int = 200
    """Open at once, from one address."""
    handshake: float = 5.0
    """Seconds to say who one is."""
    frame: int = 16 << 20
    """Bytes; a first sync may be as large. The room holds later frames to less."""
    outbox: int = 4 << 20
    """Bytes that wait for one reader."""
    written: int = 256 << 10
    """Bytes handed to the socket of one reader before the rest waits in its outbox."""
    unsafe: int = 64 << 20
    """Bytes of a room that may wait for a slow disk."""
    ping: float = 20.0
    """Seconds between pings, and to answer one."""
    idle: float = 60.0
    """Seconds after which a room without people is closed."""
    rooms: int = 1000
    """Loaded at once."""


@dataclass(slots=True)
class Turnstile:
    """Counts attempts per address by a bucket that refills; one thread."""

    a_minute: int
    most_addresses: int = 10_000
    """Remembered at once, so that a crowd of addresses costs no memory."""
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def lets(self, address: str, now: float) -> bool:
        """Whether one more attempt is all right; `now` never steps back."""
        tokens, then = self._left.pop(address, (float(self.a_minute), now))
        tokens = min(float(self.a_minute), tokens + (now - then) * self.a_minute / 60)
        allowed = tokens >= 1
        self._left[address] = (tokens - 1 if allowed else tokens, now)
        if len(self._left) > self.most_addresses:
            self._left.popitem(last=False)
        return allowed
