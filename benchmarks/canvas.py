"""Frames of the canvas under a hand: pans, overviews, zooms and drags on large boards.

Every figure is taken in a fresh process, the kinds of process in turn (A B C A B C ...), on the
offscreen platform: fixed frames, each from the request to the painted frame, with the product's
full load (words, shadows, 200 selected, 12 pointers of others, a map, 12 clips that play, renders
in every state). `plain` and `baseline` show the same plain cards: the canvas without that load, and
a QGraphicsView with an item for each card, painted whole as any view is over which pointers move
(`scrolling`: as Qt scrolls it while nothing moves over it). `peers` are React Flow and litegraph
in headless Chromium on the board of `plain`, where node, npm and a Chromium are there.
Prints one JSON line: milliseconds as [median, 95th percentile, median and mean of the processor],
of our whole process; of the peers only the mean is known, of all the browser's processes, so that
is what they are compared by.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import scenarios  # noqa: E402  # the path has to be set first
from benchmarks.peers import browsers  # noqa: E402

VIEW = (1600, 900)
LARGE_VIEW = (3840, 2160)


def measure(what: str, folder: Path, size: tuple[int, int]) -> dict[str, Any]:
    """In the child: every scenario on one canvas."""
    from canvas.ui.application import prepare

    app = prepare([])
    canvas: scenarios.Canvas
    found: dict[str, Any] = {}
    if what in ("baseline", "scrolling"):
        from benchmarks.baseline_view import Baseline

        canvas = baseline = Baseline(app, folder, size, scrolls=what == "scrolling")
        found["load"] = (baseline.load_s, baseline.load_mb)
    else:
        from benchmarks.own_view import OwnView

        canvas = own = OwnView(app, folder, size, full=what == "full")
        found["load"] = (own.load_s, own.load_mb)
        found["input"] = own.hover_ms()
    taken = scenarios.run(canvas)
    found["frames"] = {name: (one.wall, one.cpu) for name, one in taken.items()}
    return found


def in_child(what: str, folder: Path, size: tuple[int, int]) -> dict[str, Any]:
    """One run in a fresh process."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--child", what, "--board", str(folder)]
    done = subprocess.run(
        [*command, "--size", f"{size[0]}x{size[1]}"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def compare(kinds: dict[str, tuple[Path, tuple[int, int]]], rounds: int) -> dict[str, Any]:
    """All kinds in turn, `rounds` times over; the frames of all rounds together."""
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(rounds):
        for name, (folder, size) in kinds.items():
            runs[name].append(in_child(name.split("-")[0], folder, size))
    return {name: summed(found) for name, found in runs.items()}


def summed(runs: list[dict[str, Any]]) -> dict[str, Any]:
    frames: dict[str, list[float]] = {}
    for name in runs[0]["frames"]:
        wall = [one for run in runs for one in run["frames"][name][0]]
        cpu = [one for run in runs for one in run["frames"][name][1]]
        mean = round(sum(cpu) / len(cpu), 2)
        frames[name] = [scenarios.median(wall), scenarios.p95(wall), scenarios.median(cpu), mean]
    made: dict[str, Any] = {"frames_ms": frames}
    made["load_s"] = round(min(run["load"][0] for run in runs), 3)
    made["load_mb"] = round(max(run["load"][1] for run in runs), 1)
    if "input" in runs[0]:
        made["input_ms"] = scenarios.median([one for run in runs for one in run["input"]])
    return made


def peers(board: Path, built: Path, rounds: int) -> dict[str, Any]:
    """The web's canvases on a board; of several rounds the middle figure."""
    browsers.set_up(built)
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(rounds):
        for peer in browsers.PEERS:
            runs[peer].append(browsers.measure(peer, board, built))
    return {peer: _middle(found) for peer, found in runs.items()}


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    frames = {
        name: [
            scenarios.median([run["scenarios"][name][figure] for run in runs])
            for figure in ("wall_ms", "wall_p95_ms", "cpu_ms", "cpu_ms")
        ]
        for name in runs[0]["scenarios"]
    }
    load = scenarios.median([run["load_s"] for run in runs])
    memory = scenarios.median([run["private_mb"] for run in runs])
    return {"frames_ms": frames, "load_s": load, "private_mb": memory}


def best(found: dict[str, Any]) -> dict[str, Any]:
    """In each scenario the least that any of the peers takes."""
    every = [one["frames_ms"] for one in found.values()]
    return {"frames_ms": {name: min((f[name] for f in every), key=_cpu) for name in every[0]}}


def _cpu(figures: list[float]) -> float:
    return figures[2]


def ratios(ours: dict[str, Any], theirs: dict[str, Any], figure: int = 2) -> dict[str, float]:
    """How many times as long the other one takes on the processor: the median, or by 3 the mean."""
    own = ours["frames_ms"]
    return {
        name: round(one[figure] / own[name][figure], 1) for name, one in theirs["frames_ms"].items()
    }


def main() -> None:
    options = _options()
    if options.child:
        wide, high = (int(side) for side in options.size.split("x"))
        print(json.dumps(measure(options.child, options.board, (wide, high))))
        sys.stdout.flush()
        os._exit(0)  # a scene of 22,000 items takes its time to be taken apart
    with tempfile.TemporaryDirectory() as folder:
        kinds = _kinds(options, Path(folder))
        found = compare(kinds, options.rounds)
        report: dict[str, Any] = {"benchmark": "canvas", "nodes": options.nodes, **found}
        if set(options.only.split(",")) & {"all", "peers"}:
            report |= _beside_peers(kinds["plain"][0], found["plain"], options.rounds)
    if "baseline" in found:
        report["ratio"] = ratios(found["plain"], found["baseline"])
        report["ratio_scrolling"] = ratios(found["plain"], found["scrolling"])
    print(json.dumps(report))


def _beside_peers(board: Path, plain: dict[str, Any], rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as built:
        try:
            found = peers(board, Path(built), rounds)
        except browsers.NoPeers as why:
            return {"peers": f"not measured: {why}"}
    return {"peers": found, "ratio_peers": ratios(plain, best(found), 3)}


def _kinds(options: argparse.Namespace, folder: Path) -> dict[str, tuple[Path, tuple[int, int]]]:
    """What is measured, by name: on which board, in a view of which size."""
    wanted = set(options.only.split(","))
    full = _board(folder, options.nodes, plain=False)
    kinds: dict[str, tuple[Path, tuple[int, int]]] = {"full": (full, VIEW)}
    if wanted & {"all", "large"}:
        kinds["full-3840x2160"] = (full, LARGE_VIEW)
    if wanted & {"all", "baseline", "peers"}:
        plain = _board(folder, options.nodes, plain=True)
        beside = ("baseline", "scrolling") if wanted & {"all", "baseline"} else ()
        kinds |= dict.fromkeys(("plain", *beside), (plain, VIEW))
    if wanted & {"all", "many"}:
        kinds["full-50000"] = (_board(folder, 50_000, plain=False), VIEW)
    return kinds


def _board(folder: Path, nodes: int, *, plain: bool) -> Path:
    made = folder / f"{'plain' if plain else 'full'}{nodes}"
    command = [sys.executable, str(ROOT / "benchmarks" / "boards.py"), str(made)]
    subprocess.run([*command, "--nodes", str(nodes), *(["--plain"] * plain)], check=True)
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--only", default="all", help="all, or of: full, large, baseline, many, peers"
    )
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("--board", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", default="1600x900", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
