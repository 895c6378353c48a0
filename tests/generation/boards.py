"""Small boards for tests: nodes by name, links by name."""

from __future__ import annotations

from hashlib import sha256

from canvas.document.board import Board
from canvas.document.edits import AddAsset, AddEdge, AddNode, AddRender, AddShot, AddTake, set_node
from canvas.document.ordering import between
from canvas.document.records import (
    INPUTS,
    OUTPUTS,
    Asset,
    Edge,
    Node,
    NodeKind,
    Render,
    Shot,
    Take,
)


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


class Table:
    """A board, and short ways to put things on it; the nth node lies below the one before."""

    def __init__(self) -> None:
        self.board = Board.new(person="ann")
        self._rows = 0

    def add(self, kind: NodeKind, id: str, text: str = "", **registers: object) -> str:
        self._rows += 1
        fields = {"pos": (0.0, 100.0 * self._rows), "title": id, **registers}
        self.board.apply(AddNode(Node(id=id, kind=kind, **fields), text))  # type: ignore[arg-type]
        return id

    def clip(self, id: str, **params: object) -> str:
        return self.add(NodeKind.clip, id, params=params)

    def prompt(self, id: str, text: str) -> str:
        return self.add(NodeKind.prompt, id, text)

    def picture(self, id: str, asset: str = "") -> str:
        return self._shown(NodeKind.picture, id, asset, "image/png")

    def video(self, id: str) -> str:
        return self._shown(NodeKind.video, id, "", "video/mp4")

    def sound(self, id: str) -> str:
        return self._shown(NodeKind.sound, id, "", "audio/wav")

    def link(self, source: str, target: str, into: str = "") -> Edge:
        """Link by kind: into the first port that takes what `source` gives, unless one is named."""
        board = self.board
        out = OUTPUTS[board.nodes[source].kind][0]
        ports = INPUTS[board.nodes[target].kind]
        port = into or next(port.name for port in ports if port.kind is out.kind)
        edge = Edge(source=source, out=out.name, target=target, into=port)
        board.apply(AddEdge(edge))
        return edge

    def shot(self, node: str, number: str = "") -> None:
        film = self.board.film
        seq = between(film[-1].seq if film else None, None)
        self.board.apply(AddShot(Shot(id=f"shot-{node}", node=node, seq=seq, number=number)))

    def film(self, length: int) -> list[str]:
        """So many clips, each with a picture and words of its own, all in the film."""
        clips = []
        for number in range(length):
            clip = self.clip(f"clip{number}")
            self.link(self.picture(f"picture{number}"), clip, "first")
            self.link(self.prompt(f"prompt{number}", f"push in slowly, shot {number}"), clip)
            self.shot(clip, str(number + 1))
            clips.append(clip)
        return clips

    def rendered(self, node: str, key: str) -> None:
        """As the app takes in a finished render."""
        board = self.board
        asset, meta = digest(key), board.meta
        record = Asset(hash=asset, kind="video", mime="video/mp4", suffix=".mp4", bytes=1)
        take = Take(
            id=f"take-{node}-{key[:8]}",
            node=node,
            key=key,
            asset=asset,
            model="animatic",
            frames=96,
            rate=meta.rate,
            made="2026-11-22T12:00:00+00:00",
        )
        board.apply(
            AddAsset(record),
            AddRender(Render(key=key, asset=asset, frames=96, rate=meta.rate)),
            AddTake(take),
            set_node(node, take=take.id),
            undoable=False,
        )

    def _shown(self, kind: NodeKind, id: str, asset: str, mime: str) -> str:
        hash, suffix = digest(asset or id), f".{mime[-3:]}"
        record = Asset(hash=hash, kind=kind.value, mime=mime, suffix=suffix, bytes=1, frames=24)
        self.board.apply(AddAsset(record))
        return self.add(kind, id, refs=(hash,))
