"""A server as a process: it runs until it is told to stop, and never outlives who started it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from collab.server.log import FromLibrary, Log
from collab.server.open_files import fitting, needed, raised
from collab.server.serving import Options, Running, running

TURN = 0.001
"""Seconds that a journal's thread may keep the interpreter from the loop."""

PATIENCE = 20.0
"""Seconds that a good end may take; a disk that hangs must not keep the process."""


def run(
    options: Options, ready: Callable[[Running], None], *, until_stdin_closes: bool = False
) -> None:
    """Serve until SIGTERM, SIGINT or the end of stdin; `ready` hears it once it listens. Main
    thread only. Raises DataBusy, NotListening, DiskTrouble."""
    sys.setswitchinterval(TURN)
    log = Log()
    logger = logging.getLogger("asyncio")
    logger.handlers, logger.propagate = [FromLibrary(log)], False
    limits = fitting(options.limits, raised(needed(options.limits)))
    if limits != options.limits:
        log.write("limited", connections=limits.connections, rooms=limits.rooms)
    asyncio.run(_run(replace(options, limits=limits), ready, until_stdin_closes, log))


async def _run(
    options: Options, ready: Callable[[Running], None], until_stdin_closes: bool, log: Log
) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def end(reason: str) -> None:
        if not stop.is_set():
            log.write("ending", reason=reason)
            stop.set()
            threading.Thread(target=_end_for_sure, args=(log,), name="end", daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        _on(loop, number, end)
    if until_stdin_closes:
        _watch_stdin(loop, end)
    async with running(options, log) as server:
        log.write("listening", host=options.host, port=server.port, tls=bool(options.certificate))
        ready(server)
        await stop.wait()


def _on(
    loop: asyncio.AbstractEventLoop, number: signal.Signals, end: Callable[[str], None]
) -> None:
    try:
        loop.add_signal_handler(number, end, number.name)
    except NotImplementedError:  # Windows
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(end, number.name))


def _watch_stdin(loop: asyncio.AbstractEventLoop, end: Callable[[str], None]) -> None:
    """Whoever holds the other end of stdin lets go of it by ending, in whatever way."""

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                pass
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(end, "stdin closed")

    threading.Thread(target=watch, name="stdin", daemon=True).start()


def _end_for_sure(log: Log) -> None:
    threading.Event().wait(PATIENCE)
    log.write("ended by force")
    os._exit(1)
