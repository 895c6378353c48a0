"""Seeded boards for benchmarks: nodes of every kind on a jittered grid, with words and pictures.

`generate` makes the plan of a board, `write` a folder with the board and its pictures, `as_json`
what other canvases need to draw the same one. As a command it writes such a folder:

    python benchmarks/boards.py FOLDER --nodes 10000 [--plain]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assets.store import Store, Stored  # noqa: E402  # the path has to be set first
from canvas.document.board import Board  # noqa: E402
from canvas.document.edits import AddAsset, AddEdge, AddNode, AddTake, Edit  # noqa: E402
from canvas.document.records import SIZES, Asset, Edge, Node, NodeKind, Take  # noqa: E402
from canvas.document.timing import Rate  # noqa: E402

PITCH = (400, 290)
"""World units from one card to the next."""

JITTER = (30, 20)
PICTURES = 256
PICTURE = (640, 360)
WIRES = 1.2
"""Links to a node."""

FAR = 0.007
"""Of all links: those that lead to anywhere, about one for each row of cards."""

BATCH = 2000
PATTERN = (
    *(
        "prompt",
        "picture",
        "clip",
        "clip",
        "prompt",
        "clip",
        "element",
        "clip",
        "prompt",
        "picture",
    ),
    *("clip", "sound", "prompt", "clip", "video", "clip", "picture", "note", "prompt", "clip"),
)
PLAIN = ("picture", "clip")
TITLES = ("Countdown", "The hero walks into frame", "雨夜追逐", "Lift-off, seen from the cape", "")
WORDS = (
    "A slow push in on the hero at dusk, rim light, rain on the window",
    "@Chelsea lifts her head; the countdown begins. Pan left to the rocket, then hold still",
    "切尔西抬起头，倒计时开始。镜头缓慢推近，雨水顺着玻璃流下，远处的发射塔亮着灯。",
    "Orbit around the cup while steam rises.\nShallow depth of field.\nMorning.",
)


@dataclass
class Plan:
    """A board to be: nodes, what is written on them, and the picture that each of them shows."""

    nodes: list[Node] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)


def generate(count: int, *, plain: bool = False, seed: int = 7) -> Plan:
    """The plan of a board; `plain` has pictures and clips of one size only, each with a picture."""
    dice = random.Random(seed)
    plan = Plan()
    columns = max(round((count * PITCH[1] / PITCH[0]) ** 0.5), 1)
    for number in range(count):
        plan.nodes.append(_node(plan, number, columns, dice, plain=plain))
    _link(plan, columns, round(count * WIRES), dice)
    return plan


def _node(plan: Plan, number: int, columns: int, dice: random.Random, *, plain: bool) -> Node:
    pattern = PLAIN if plain else PATTERN
    kind = NodeKind(pattern[(number + number // columns) % len(pattern)])
    x, y = number % columns * PITCH[0], number // columns * PITCH[1]
    pos = (x + dice.randint(-JITTER[0], JITTER[0]), y + dice.randint(-JITTER[1], JITTER[1]))
    size = SIZES[NodeKind.clip] if plain else SIZES[kind]
    id = f"{dice.getrandbits(80):020x}"
    if not plain and number % 200 == 77:
        # a scene frame around what comes after it
        kind, size = NodeKind.scene, (PITCH[0] * 4.0, PITCH[1] * 3.0)
    shows = kind in (NodeKind.picture, NodeKind.video, NodeKind.element)
    if shows or (kind is NodeKind.clip and (plain or number % 3)):
        plan.pictures[id] = number * 7919 % PICTURES
    if kind in (NodeKind.prompt, NodeKind.note):
        plan.texts[id] = f"{WORDS[number % len(WORDS)]} ({number})"
    title = f"{number} {TITLES[number % len(TITLES)]}".strip()
    return Node(id=id, kind=kind, pos=pos, size=size, title=title)


def _link(plan: Plan, columns: int, wanted: int, dice: random.Random) -> None:
    """Legal links from nodes before, near by: neighbours and the rows above."""
    ports = (
        ("words", "words", (NodeKind.prompt,)),
        ("picture", "first", (NodeKind.picture,)),
        ("video", "previous", (NodeKind.clip, NodeKind.video)),
        ("cast", "cast", (NodeKind.element,)),
        ("picture", "last", (NodeKind.picture,)),
        ("picture", "references", (NodeKind.picture,)),
        ("sound", "sound", (NodeKind.sound,)),
    )
    clips = [n for n, node in enumerate(plan.nodes) if node.kind is NodeKind.clip]
    taken: set[tuple[int, str]] = set()
    many = {"words", "cast", "references", "sound"}
    rounds = 0
    while len(plan.edges) < wanted and rounds < 400:
        out, into, kinds = ports[rounds % len(ports)]
        rounds += 1
        for target in clips:
            if len(plan.edges) == wanted:
                return
            near = dice.choice((1, 2, 3, 4, 5, columns, columns + 1, columns - 1, 2 * columns))
            far = dice.random() < FAR
            source = target - (dice.randint(1, 40 * columns) if far else near)
            if source < 0 or plan.nodes[source].kind not in kinds or (target, into) in taken:
                continue
            if not far and abs(source % columns - target % columns) > 5:
                continue  # from one side of the board to the other
            if into not in many:
                taken.add((target, into))
            ends = plan.nodes[source].id, out, plan.nodes[target].id, into
            edge = Edge(source=ends[0], out=ends[1], target=ends[2], into=ends[3])
            plan.edges[edge.id] = edge


def pictures() -> Iterator[bytes]:
    """256 JPEGs cut out of the bundled pictures, no two alike."""
    dice = np.random.default_rng(3)
    folder = ROOT / "assets" / "resources" / "pictures"
    sources = [
        QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
        for path in sorted(folder.glob("*.jpg"))
    ]
    for number in range(PICTURES):
        whole = sources[number % len(sources)]
        wide = int(whole.width() * dice.uniform(0.45, 0.95))
        high = min(wide * 9 // 16, whole.height())
        left = int(dice.integers(0, whole.width() - wide + 1))
        top = int(dice.integers(0, whole.height() - high + 1))
        part = whole.copy(left, top, wide, high).scaled(*PICTURE, mode=_SMOOTH)
        pixels = np.frombuffer(part.bits(), np.uint8).reshape(PICTURE[1], PICTURE[0], 4)
        pixels[..., :3] = np.minimum(pixels[..., dice.permutation(3)] * dice.uniform(0.6, 1.2), 255)
        out = QBuffer()
        out.open(QIODevice.OpenModeFlag.WriteOnly)
        assert part.save(out, "JPG", 85)  # type: ignore[call-overload]  # a device will do
        yield bytes(out.data().data())


_SMOOTH = Qt.TransformationMode.SmoothTransformation


def write(plan: Plan, folder: Path) -> None:
    """Put `board.bin`, `board.json`, `media` and `pictures/<index>.jpg` into a folder."""
    store = Store(folder / "media")
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    stills, clips = [], []
    for index, data in enumerate(pictures()):
        (folder / "pictures" / f"{index}.jpg").write_bytes(data)
        still = _still(store.put_bytes(data, ".jpg"))
        stills.append(still)
        clips.append(_clip(still))
    board = Board.new(person="benchmark", title="Benchmark")
    edits: list[Edit] = [AddAsset(asset) for asset in (*stills, *clips)]
    edits += _edits(plan, [one.hash for one in stills], [one.hash for one in clips])
    for start in range(0, len(edits), BATCH):
        board.apply(*edits[start : start + BATCH])
    (folder / "board.bin").write_bytes(board.encode())
    (folder / "board.json").write_text(json.dumps(as_json(plan)), encoding="utf-8")


def _still(kept: Stored) -> Asset:
    wide, high = PICTURE
    return Asset(
        hash=kept.hash,
        kind="picture",
        mime="image/jpeg",
        suffix=".jpg",
        bytes=kept.bytes,
        width=wide,
        height=high,
        thumbnail=kept.hash,
    )


def _clip(still: Asset) -> Asset:
    """A video that nobody plays here: only its thumbnail is in the store."""
    return replace(
        still,
        hash=hashlib.sha256(still.hash.encode()).hexdigest(),
        kind="video",
        mime="video/mp4",
        suffix=".mp4",
        frames=96,
        rate=Rate(24),
        seconds=4.0,
    )


def _edits(plan: Plan, stills: list[str], clips: list[str]) -> Iterator[Edit]:
    takes: list[AddTake] = []
    for node in plan.nodes:
        shown = plan.pictures.get(node.id)
        if shown is not None and node.kind is NodeKind.clip:
            takes.append(AddTake(_take(node.id, clips[shown])))
        elif shown is not None:
            moving = node.kind is NodeKind.video
            node = replace(node, refs=((clips if moving else stills)[shown],))
        yield AddNode(node, plan.texts.get(node.id, ""))
    for edge in plan.edges.values():
        yield AddEdge(edge)
    yield from takes


def _take(node: str, asset: str) -> Take:
    return Take(
        id=f"take{node}"[:20],
        node=node,
        key=node.ljust(64, "0"),
        asset=asset,
        model="animatic",
        frames=96,
        rate=Rate(24),
        made="2026-01-01T00:00:00Z",
    )


def as_json(plan: Plan) -> dict[str, list[list[object]]]:
    """nodes [id, x, y, w, h, title, picture or -1], edges [source, target]."""
    return {
        "nodes": [
            [n.id, *n.pos, *n.size, n.title, plan.pictures.get(n.id, -1)] for n in plan.nodes
        ],
        "edges": [[edge.source, edge.target] for edge in plan.edges.values()],
    }


def read(folder: Path) -> Board:
    """The board that `write` has put there."""
    return Board.load([(folder / "board.bin").read_bytes()], person="benchmark")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write(generate(options.nodes, plain=options.plain), options.folder)


if __name__ == "__main__":
    main()
