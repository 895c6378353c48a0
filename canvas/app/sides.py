"""What a room keeps in step, and how it answers: shapes that need none of its machinery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from canvas.document.change import Change
from canvas.document.words import Trouble

Answer: TypeAlias = Callable[[Mapping[str, Any]], None]
"""Hears what the server says to a question, on the board's thread."""
Failed: TypeAlias = Callable[[Trouble], None]


class Document(Protocol):
    """What a channel keeps in step: the board, the comments."""

    @property
    def client(self) -> int:
        """The number under which it writes."""

    def vector(self) -> bytes: ...

    def encode(self, since: bytes | None = None) -> bytes: ...

    def receive(self, update: bytes, origin: str, label: str = "") -> Change: ...

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]: ...

    def mend(self) -> Change | None:
        """See to it that what is shown is what the document says."""
