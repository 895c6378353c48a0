"""Big updates are examined, and tried, by a process of their own: one that is made to hurt brings
that process down and not the server."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from collab.effects import Weigh
from collab.gate import Examined, TurnedAway, question, verdict
from collab.wire import Code

PATIENCE, A_SECOND = 20.0, 1 << 20
"""Seconds, and one more for so many bytes: what is large takes its time on a busy machine."""

_ROOT = Path(__file__).parents[2]


async def weigh(asked: Weigh) -> Examined | TurnedAway:
    """What the process found, also if it found its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # what lies in the folder where the server was started is not to be imported
        "-m",
        "collab.gate",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_paths(),
        start_new_session=True,  # Ctrl+C is for us
    )
    try:
        async with asyncio.timeout(PATIENCE + len(asked.update) / A_SECOND):
            answer, _ = await process.communicate(
                question(asked.channel, asked.state, asked.update)
            )
    except TimeoutError:
        return TurnedAway("this change takes too long to examine", Code.large)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        return verdict(process.returncode or 0, answer)
    except TurnedAway as refused:
        return refused


def _paths() -> dict[str, str]:
    known = filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(known)}
