"""Opening a large board: from asking for it to the first frame painted, and the app's memory.

Makes a board of 10,000 nodes (words, pictures, clips on a jittered grid; 8,700 links) in a folder
of its own, then opens it in fresh processes with the whole window around it: from the start page of
a running app (`first_frame_s`: from the request to the first painted frame of the board) and by
naming it on the command line (`cold_process_s`: from the start of the process to that frame).
`_cpu_s` is the same on the processor. Prints one JSON line: medians, resident megabytes once every
picture in sight has been decoded, and the median and 95th percentile in milliseconds of frames at
several zooms, each painted whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PITCH = (460, 340)
KINDS = ("prompt", "picture", "clip")
BATCH = 600
WORDS = "A slow push in on the hero at dusk, rim light, rain on the window, take {number}"

OPEN = """
import time
import json, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from canvas.ui.loading import load, load_slowly
cold = sys.argv[3] == "cold"
load(board=cold)
from canvas.ui.application import prepare
from canvas.ui.desk import Desk
app = prepare(sys.argv[:1])
desk = Desk(app)
if not cold:
    desk.show_start()
    app.processEvents()
    for piece in load_slowly():
        app.processEvents()
started = time.perf_counter()
spent = time.process_time()
assert desk.open(Path(sys.argv[1]))
view = desk.board.view
desk.board.resize(1912, 1096)
while not view.frames:
    app.processEvents()
first = time.perf_counter() - started, time.process_time() - spent
whole = time.time() - float(sys.argv[4]), time.process_time()
deadline = time.monotonic() + 30
while not view.at_rest and time.monotonic() < deadline:
    app.processEvents()
from benchmarks.canvas_open import frames, resident
memory = resident()
shown = {} if cold else frames(app, view)
print(json.dumps({"first": first, "whole": whole, "memory": memory, "frames": shown}))
sys.stdout.flush()
desk.close()
"""


def make_board(path: Path, nodes: int) -> None:
    """A board of `nodes` nodes in `path`, as a person's journal would hold it."""
    from canvas.app.commands.media import import_files
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from canvas.document.edits import AddEdge, AddNode
    from canvas.document.records import SIZES, Edge, Node, NodeKind, new_id

    pictures = sorted((ROOT / "assets" / "resources" / "pictures").glob("*.jpg"))
    dice = random.Random(7)
    columns = round((nodes * PITCH[1] / PITCH[0]) ** 0.5)
    with Session.create(path, settings=Settings(person="somebody")) as session:
        shown = import_files(session, pictures, clips=False).nodes
        refs = [session.board.nodes[id].refs for id in shown]
        edits: list[object] = []
        ids: list[str] = []
        for number in range(nodes):
            kind = NodeKind(KINDS[number % 3])
            x, y = number % columns * PITCH[0], number // columns * PITCH[1]
            node = Node(
                id=new_id(),
                kind=kind,
                pos=(x + dice.randint(-30, 30), y + dice.randint(-20, 20)),
                size=SIZES[kind],
                title=f"Shot {number}: the hero walks into frame",
                refs=refs[number % len(refs)] if kind is NodeKind.picture else (),
            )
            ids.append(node.id)
            is_prompt = kind is NodeKind.prompt
            edits.append(AddNode(node, WORDS.format(number=number) if is_prompt else ""))
            if kind is NodeKind.clip:
                links = [(ids[-3], "words", "words"), (ids[-2], "picture", "first")]
                if number > 5 and dice.random() < 0.6:
                    links.append((ids[-4], "video", "previous"))
                for source, out, into in links:
                    edge = Edge(source=source, out=out, target=node.id, into=into)
                    edits.append(AddEdge(edge))
            if len(edits) >= BATCH:
                session.apply(*edits, label="Add nodes")  # type: ignore[arg-type]  # edits
                edits.clear()
        session.apply(*edits, label="Add nodes")  # type: ignore[arg-type]  # edits


def frames(app, view, count: int = 40) -> dict[str, list[float]]:  # type: ignore[no-untyped-def]  # Qt, in the child
    """Milliseconds of whole frames while panning: [median, 95th percentile] for each zoom."""
    from dataclasses import replace

    editor = view.editor
    left, top, right, bottom = editor.bounds()
    x, y, fit = (left + right) / 2, (top + bottom) / 2, editor.camera.zoom
    view.layer.direct = True
    found = {}
    for zoom in (1.0, 0.5, 0.34, 0.2, 0.12, fit):
        editor.camera = replace(editor.camera, x=x, y=y, zoom=zoom)
        deadline = time.monotonic() + 5
        while not view.at_rest and time.monotonic() < deadline:
            app.processEvents()
        taken = []
        for step in range(count):
            started = time.perf_counter()
            shift = 5 * (step % 20) / zoom
            editor.camera = replace(editor.camera, x=x + shift, y=y + shift / 2)
            view.repaint()
            taken.append((time.perf_counter() - started) * 1000)
        taken.sort()
        found[f"{zoom:.3g}"] = [round(taken[count // 2], 2), round(taken[int(count * 0.95)], 2)]
    return found


def resident() -> float:
    """Megabytes that this process holds in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell how much memory a process holds")


def opened(board: Path, home: Path, how: str) -> dict[str, Any]:
    """Open the board in a fresh process: `cold`, or `running`, from the start page."""
    home.mkdir(exist_ok=True)
    # a home of its own each time: the start page would read the board to show it as a recent one
    with tempfile.TemporaryDirectory(dir=home) as fresh:
        environment = {**os.environ, "SHOTWEAVE_HOME": fresh, "OMP_NUM_THREADS": "1"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python keeps what it compiles
        return _opened(board, environment, how)


def _opened(board: Path, environment: dict[str, str], how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(board), str(ROOT), how, str(time.time())],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board, home = Path(folder) / "Large.shotweave", Path(folder) / "home"
        os.environ["SHOTWEAVE_HOME"] = str(home)
        make_board(board, options.nodes)
        for how in ("cold", "running"):  # compiles, and warms the disk's cache
            opened(board, home, how)
        rounds = [
            (opened(board, home, "running"), opened(board, home, "cold"))
            for _ in range(options.rounds)
        ]
    running, cold = zip(*rounds, strict=True)
    report = {
        "benchmark": "canvas_open",
        "nodes": options.nodes,
        "first_frame_s": _median(one["first"][0] for one in running),
        "first_frame_cpu_s": _median(one["first"][1] for one in running),
        "worst_first_frame_s": round(max(one["first"][0] for one in running), 3),
        "cold_process_s": _median(one["whole"][0] for one in cold),
        "cold_process_cpu_s": _median(one["whole"][1] for one in cold),
        "resident_mb": _median(one["memory"] for one in running),
        "cold_resident_mb": _median(one["memory"] for one in cold),
        "frame_ms": running[-1]["frames"],
    }
    print(json.dumps(report))


def _median(values: Iterable[float]) -> float:
    return round(statistics.median(values), 3)


if __name__ == "__main__":
    main()
