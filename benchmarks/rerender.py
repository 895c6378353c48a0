"""Edit one shot of a 200-shot board: which renders are planned, and how long that takes to decide.

Also: the same decision for a board of 1,000 clips, warm and cold. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from statistics import median

from canvas.document.board import Board
from canvas.document.edits import AddAsset, AddEdge, AddNode, AddRender, AddShot, Edit, TypeText
from canvas.document.ordering import between
from canvas.document.records import Asset, Edge, Node, NodeKind, Render, Shot
from canvas.document.timing import Rate
from generation.compile import plan, watch

SHOTS = 200
LARGE = 1000
EDITED = 99
ROUNDS = 21


def film(length: int) -> Board:
    """So many shots with a picture and words each; every tenth goes on from the one before."""
    board = Board.new(person="benchmark")
    edits: list[Edit] = []
    seq = None
    for number in range(length):
        seq = between(seq, None, jitter=False)
        edits += _shot(number, seq)
    board.apply(*edits)
    return board


def _shot(number: int, seq: str) -> list[Edit]:
    clip, words, picture = f"clip{number}", f"words{number}", f"picture{number}"
    hash = sha256(picture.encode()).hexdigest()
    asset = Asset(hash=hash, kind="picture", mime="image/png", suffix=".png", bytes=1)
    if number % 10 == 1:
        beginning = Edge(source=f"clip{number - 1}", out="video", target=clip, into="previous")
    else:
        beginning = Edge(source=picture, out="picture", target=clip, into="first")
    return [
        AddAsset(asset),
        AddNode(Node(id=words, kind=NodeKind.prompt), f"slow push in, shot {number}"),
        AddNode(Node(id=picture, kind=NodeKind.picture, refs=(hash,))),
        AddNode(Node(id=clip, kind=NodeKind.clip, title=f"Shot {number}")),
        AddEdge(Edge(source=words, out="words", target=clip, into="words")),
        AddEdge(beginning),
        AddShot(Shot(id=f"shot{number}", node=clip, seq=seq, number=str(number + 1))),
    ]


def render_all(board: Board) -> None:
    """As if everything had been rendered."""
    edits: list[Edit] = []
    for key in {job.key for job in plan(board).jobs}:
        asset = Asset(hash=key, kind="video", mime="video/mp4", suffix=".mp4", bytes=1)
        edits += [
            AddAsset(asset),
            AddRender(Render(key=key, asset=key, frames=96, rate=Rate(24))),
        ]
    board.apply(*edits)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def edited(board: Board) -> tuple[list[str], float]:
    """Edit one shot, and again and again: what is planned, and the median time to decide."""
    times = []
    for _ in range(ROUNDS):
        board.apply(TypeText(f"words{EDITED + 1}", 0, 0, "x"))
        times.append(milliseconds(lambda: plan(board)))
    return [job.node for job in plan(board).jobs], median(times)


def main() -> None:
    board = film(SHOTS)
    render_all(board)
    planned, decide = edited(board)
    large = film(LARGE)
    watch(large)
    cold = milliseconds(lambda: plan(large))
    render_all(large)
    _, warm = edited(large)
    unchanged = median(milliseconds(lambda: plan(large)) for _ in range(ROUNDS))
    result = {
        "benchmark": "rerender",
        "shots": SHOTS,
        "edited": f"clip{EDITED + 1}",
        "planned": planned,
        "decide_ms": round(decide, 2),
        "clips": LARGE,
        "decide_1000_cold_ms": round(cold, 1),
        "decide_1000_after_an_edit_ms": round(warm, 2),
        "decide_1000_unchanged_ms": round(unchanged, 2),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
