"""Ten thousand nodes copied, pasted, tidied and undone in the whole window, one step of undo each.

Prints one JSON line: seconds from the request to the window having answered, and the longest time
for which the window stood still during the paste.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

COUNT = 10_000


def edits_of(count: int) -> list[object]:
    """Half words, half clips; each clip fed by its words and going on from the clip before."""
    from canvas.document.edits import AddEdge, AddNode
    from canvas.document.records import SIZES, Edge, Node, NodeKind, new_id

    edits: list[object] = []
    clips: list[str] = []
    for number in range(count // 2):
        x, y = number % 100 * 700.0, number // 100 * 300.0
        words = Node(id=new_id(), kind=NodeKind.prompt, pos=(x, y), size=SIZES[NodeKind.prompt])
        clip = Node(id=new_id(), kind=NodeKind.clip, pos=(x + 300, y), size=SIZES[NodeKind.clip])
        fed = Edge(source=words.id, out="words", target=clip.id, into="words")
        edits += [AddNode(words, f"Slow push in, take {number}"), AddNode(clip), AddEdge(fed)]
        clips.append(clip.id)
    for before, after in pairwise(clips):
        edits.append(AddEdge(Edge(source=before, out="video", target=after, into="previous")))
    return edits


def measure(folder: Path) -> dict[str, float]:
    from canvas.app.session import Session
    from canvas.ui.application import prepare
    from canvas.ui.desk import Desk

    app = prepare([])
    desk = Desk(app)
    with Session.create(folder / "Large.shotweave", settings=desk.settings) as session:
        session.apply(*edits_of(COUNT))  # type: ignore[arg-type]  # made late, for the imports
    assert desk.open(folder / "Large.shotweave")
    window = desk.board
    assert window is not None
    board = window.session.board
    found: dict[str, float] = {}
    longest = 0.0

    def settle(seconds: float = 1.0) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            app.processEvents()

    def timed(name: str, verb: str, done: Callable[[], bool]) -> None:
        nonlocal longest
        longest, started = 0.0, time.perf_counter()
        window.actions_.run(verb)
        while True:
            before = time.perf_counter()
            app.processEvents()
            longest = max(longest, time.perf_counter() - before)
            if done():
                break
        found[name] = round(time.perf_counter() - started, 3)
        settle()

    settle()
    window.editor.select_all()
    timed("copy_s", "node.copy", lambda: True)
    timed("paste_s", "node.paste", lambda: len(board.nodes) == 2 * COUNT)
    found["paste_longest_stop_s"] = round(longest, 3)
    timed("undo_s", "board.undo", lambda: len(board.nodes) == COUNT)
    window.editor.select_all()
    timed("tidy_s", "arrange.tidy", lambda: board.can_undo == "Tidy")
    desk.close()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOTWEAVE_HOME"] = folder
        print(json.dumps({"benchmark": "arranging", "nodes": COUNT, **measure(Path(folder))}))


if __name__ == "__main__":
    main()
