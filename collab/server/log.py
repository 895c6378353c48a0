"""What the server does, one JSON object a line, for programs and for people with patience."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from typing import TextIO

_LONGEST = 500
_AGAIN = 10.0
"""Seconds for which a library that says one thing over and over is heard once."""


class Log:
    """Any thread. Tokens and what people write never go in."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._one_line = threading.Lock()

    def write(self, event: str, **fields: object) -> None:
        """A line with the time, the event and the fields."""
        line: dict[str, object] = {"time": _stamp(), "event": event}
        line.update((name, _clipped(value)) for name, value in fields.items())
        text = json.dumps(line, ensure_ascii=False, default=str)
        stream = self._stream or sys.stderr
        with self._one_line:
            try:
                stream.write(text + "\n")
                stream.flush()
            except (OSError, ValueError):  # whoever read it has gone; the room goes on
                return


class FromLibrary(logging.Handler):
    """Carries what websockets and asyncio log over into ours, from warnings on."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self._said = ""
        self._heard_at = float("-inf")
        self._times = 0

    def emit(self, record: logging.LogRecord) -> None:
        self._times += 1
        said, now = record.getMessage(), time.monotonic()
        if said == self._said and now - self._heard_at < _AGAIN:
            return
        self._said, self._heard_at = said, now
        times, self._times = self._times, 0
        error = record.exc_info[1] if record.exc_info else None
        self._log.write(
            "library",
            logger=record.name,
            level=record.levelname.lower(),
            message=said,
            error=repr(error) if error else None,
            times=times,
        )


def _clipped(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str) else value


def _stamp() -> str:
    now = time.time()
    day = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
    return f"{day}.{int(now % 1 * 1000):03d}Z"
