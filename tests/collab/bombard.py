"""Somebody who throws everything there is into a room, twenty times a second, until stdin closes:
`python -m tests.collab.bombard URL LINEAGE SEED`."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from random import Random

from benchmarks.peers.lines import Line
from collab import wire
from collab.wire import BOARD, SUBPROTOCOL, Bye, Denied, Hello, Malformed, Step1, Step2
from tests.collab.bombs import Victim, bombs, corpus, mutant
from tests.collab.updates import a_board

A_SECOND = 20
PATIENCE = 45.0
NOTHING = b"\0\0"


class Stranger:
    """Somebody with a good token and bad manners."""

    def __init__(self, line: Line, *, plain: bool) -> None:
        self.line, self.plain = line, plain
        self.words: list[str] = []
        line.hear = self._hear

    @classmethod
    async def comes(
        cls, url: str, client: int, lineage: str, *, plain: bool = False, greets: bool = True
    ) -> Stranger:
        """Into the room, with all that a good client says first."""
        one = cls(await Line.open(url, "" if plain else SUBPROTOCOL), plain=plain)
        if greets and plain:
            one.line.send(wire.encode(wire.Sync1(b"\0")))
            one.line.send(wire.encode(wire.Sync2(NOTHING)))
        elif greets:
            hello = Hello({"protocol": wire.PROTOCOL, "lineage": lineage, "ids": [client]})
            answers = (Step2(channel, NOTHING) for channel in wire.CHANNELS)
            one.line.send(wire.encode(hello, Step1(BOARD, b"\0"), *answers))
        return one

    async def dismissed(self) -> tuple[int, str]:
        """How the room closed on them."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.line.closed
        finally:
            self.line.abort()

    def _hear(self, frame: bytes) -> None:
        with suppress(Malformed):  # more than one message in a plain frame is not looked at
            for message in wire.decode(frame, plain=self.plain):
                if isinstance(message, Bye | Denied):
                    self.words.append(message.reason)


async def bombard(url: str, lineage: str, random: Random) -> None:
    loop = asyncio.get_running_loop()
    over = loop.run_in_executor(None, sys.stdin.read)
    frames = corpus(1, [a_board(4).get_update()])
    every = sorted(bombs(2, Victim(1, 0)))
    while not over.done():
        me = random.getrandbits(32)
        bomb = bombs(me, Victim(random.getrandbits(32), 0))[random.choice(every)]
        stranger = await Stranger.comes(url, me, lineage, plain=bomb.plain)
        for frame in random.choice((bomb.frames, (mutant(random, frames),))):
            stranger.line.send(frame)
        stranger.line.send(b"\x7f")
        await stranger.dismissed()
        await asyncio.sleep(1 / A_SECOND)


if __name__ == "__main__":
    url, lineage, seed = sys.argv[1:]
    asyncio.run(bombard(url, lineage, Random(seed)))
