"""Many hands on one room: how quick, how dear and how durable, beside y-websocket 2.1.0.

Both servers are processes of this machine and get the same load by turns, in the same run, from a
crowd in a process of its own (benchmarks/peers/crowd.py); ours has its gate, its journal and its
tokens on, y-websocket has none of these. Delays are from the sending of an update to its arrival at
each receiver. `ratio` is ours to the peer's, medians of all rounds. Figures:

fanout20    20 clients, 5 of them writing at 20 Hz
fanout100   100 clients, 5 writing at 20 Hz
cpu         40 clients, 20 writing at 20 Hz: 15,600 messages a second; microseconds of CPU for each
thirty      30 people who all move things at 20 Hz, each with a pointer at 20 Hz
            (`ack_` in each of them: from an edit to the word that it is on the disk)
stalled     what a reader that stops reading costs the server, over 60 MB of updates
join        a board of 10,000 nodes, from the link to the complete board
merge       5,000 edits made offline, until both sides have all of them
moves       300 moves a second by others on 10,000 nodes: from the sending to the card's row
growth      bytes that a move adds to the document, in drags and at random

Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import joining  # noqa: E402  # the path has to be set first
from benchmarks.peers import rooms  # noqa: E402  # the path has to be set first
from benchmarks.peers.npm import NoPeers  # noqa: E402

SIDES: tuple[type[rooms.Room], ...] = (
    rooms.YWebsocket,
    rooms.Shotweave,
    rooms.Plain,
)
Figures = dict[str, Any]


def crowded(options: argparse.Namespace, **plan: Any) -> Figures:
    """The same crowd at each server by turns."""
    found: dict[str, list[Figures]] = {}
    for _ in range(options.rounds):
        for side in SIDES:
            if side is rooms.YWebsocket and options.alone:
                continue
            with side() as room:
                seen = rooms.crowd(room, seconds=options.seconds, **plan)
            found.setdefault(side.name, []).append(seen)
    made = {name: _middle(runs) for name, runs in found.items()}
    peer = made.get(rooms.YWebsocket.name)
    if peer:
        made["ratio"] = {
            what: round(made[rooms.Shotweave.name][what] / max(peer[what], 0.001), 2)
            for what in ("p50_ms", "p99_ms", "us_per_delivery")
        }
    return made


def _middle(runs: list[Figures]) -> Figures:
    names: tuple[str, ...] = (
        "p50_ms",
        "p95_ms",
        "p99_ms",
        "server_cpu",
        "us_per_delivery",
        "rss_mb",
        "crowd_cpu",
    )
    names += tuple(name for name in runs[0] if name.startswith("ack_p"))
    made: Figures = {name: round(median(run[name] for run in runs), 3) for name in names}
    made["lost"] = sum(run["expected"] - run["delivered"] for run in runs)
    closed = [end for run in runs for end in run["closed"]]
    return {**made, "closed": closed[:3]} if closed else made


def fanout20(options: argparse.Namespace) -> Figures:
    return crowded(options, clients=20, writers=5)


def fanout100(options: argparse.Namespace) -> Figures:
    return crowded(options, clients=100, writers=5)


def cpu(options: argparse.Namespace) -> Figures:
    return crowded(options, clients=40, writers=20)


def thirty(options: argparse.Namespace) -> Figures:
    return crowded(options, clients=30, writers=30, presence_hz=20.0)


def stalled(options: argparse.Namespace) -> Figures:
    """How much more memory a server needs for the same load when one of the readers stops."""
    from benchmarks.peers.stall import cost_mb

    costs: dict[str, list[float]] = {}
    for _ in range(min(options.rounds, 3)):
        for side in SIDES:
            grown = []
            for stops in (False, True):
                with side() as room:
                    grown.append(asyncio.run(cost_mb(room, 60, stalled=stops)))
            costs.setdefault(side.name, []).append(grown[1] - grown[0])
    return {name: {"reader_costs_mb": round(median(each), 1)} for name, each in costs.items()}


def growth(options: argparse.Namespace) -> Figures:
    from benchmarks.growth import measured

    return measured(options.nodes, 60_000)


def join(options: argparse.Namespace) -> Figures:
    return dict(joining.join(options.nodes, options.rounds))


def merge(options: argparse.Namespace) -> Figures:
    return dict(joining.merge(options.nodes, options.rounds))


def moves(options: argparse.Namespace) -> Figures:
    return dict(joining.moves(options.nodes, min(options.rounds, 3)))


FIGURES: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "fanout20": fanout20,
    "fanout100": fanout100,
    "cpu": cpu,
    "thirty": thirty,
    "stalled": stalled,
    "join": join,
    "merge": merge,
    "moves": moves,
    "growth": growth,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help=f"some of: {', '.join(FIGURES)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--alone", action="store_true", help="without y-websocket")
    options = parser.parse_args()
    report: Figures = {"benchmark": "collab", "rounds": options.rounds}
    for name in options.only.split(",") if options.only else FIGURES:
        try:
            report[name] = FIGURES[name](options)
        except NoPeers as why:
            report[name] = f"not measured: {why}"
        print(f"{name}: {json.dumps(report[name])}", file=sys.stderr)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
