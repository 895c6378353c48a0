"""Builds the sample board, "The Last Mile / 最后一公里", laid out to be read at a glance."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from canvas.app.ambience import write_ambience
from canvas.app.sample_script import CAPTIONS, CHELSEA, SCENES, TITLE, Scene, Scripted
from canvas.app.session import Session
from canvas.document.edits import AddAsset, AddEdge, AddNode, AddShot, Edit, PutCue
from canvas.document.ordering import spread
from canvas.document.records import (
    CUT,
    SIZES,
    Asset,
    Cue,
    Edge,
    Json,
    Node,
    NodeKind,
    Shot,
    Transition,
    new_id,
)

__all__ = ["FILM_FRAMES", "TITLE", "build_sample"]

PICTURES = Path(__file__).resolve().parents[2] / "assets" / "resources" / "pictures"
MUSIC = "ambience.wav"

# World units. A block is a column of words and pictures with a scene frame at its right.
ROW_GAP, STACK_GAP, COLUMN_GAP, BLOCK_GAP = 32.0, 16.0, 52.0, 52.0
PAD = 24.0
WORDS = (220.0, 142.0)
PICTURE = (220.0, 164.0)
CAST = (220.0, 150.0)
NOTE = (304.0, 106.0)
LEFT = WORDS[0]
FRAME = SIZES[NodeKind.clip][0] + 2 * PAD
BLOCK = LEFT + COLUMN_GAP + FRAME + BLOCK_GAP

FILM_FRAMES = sum(shot.frames - shot.dissolve for scene in SCENES for shot in scene.shots)


def build_sample(session: Session) -> None:
    """Put the sample on a board, in one step: it is there whole or not at all.

    Raises Troubles of the disk.
    """
    building = _Building(_taken_in(session))
    for column, scene in enumerate(SCENES):
        building.add_scene(scene, column * BLOCK)
    # not a step of its own: a newcomer's first Ctrl+Z must not empty the board
    session.absorb(*building.edits(), label="Sample board")


def _taken_in(session: Session) -> dict[str, Asset]:
    from assets.media import take_in

    names = {name for scene in SCENES for shot in scene.shots for name in (shot.first, shot.last)}
    files = [PICTURES / name for name in sorted(names) if name]
    with tempfile.TemporaryDirectory() as folder:
        music = Path(folder) / MUSIC
        write_ambience(music, FILM_FRAMES / 24)
        return {file.name: take_in(file, session.store).asset for file in (*files, music)}


@dataclass
class _Building:
    """The sample in the making."""

    assets: Mapping[str, Asset]
    frames: list[Node] = field(default_factory=list)
    nodes: list[tuple[Node, str]] = field(default_factory=list)
    links: list[Edge] = field(default_factory=list)
    shots: list[tuple[Node, Scripted]] = field(default_factory=list)

    def add_scene(self, scene: Scene, x: float) -> None:
        corner = (x + LEFT + COLUMN_GAP, 0.0)
        frame = Node(id=new_id(), kind=NodeKind.scene, pos=corner, title=scene.title)
        y = PAD
        for shot in scene.shots:
            y = self._add_shot(shot, frame.id, x, y) + ROW_GAP
        last = self.shots[-1][0]
        under = last.pos[1] + last.size[1] + STACK_GAP
        for note in scene.notes:
            place = (corner[0] + PAD, under)
            self._add(NodeKind.note, place, size=NOTE, parent=frame.id, text=note)
            under += NOTE[1] + STACK_GAP
        if scene is SCENES[0]:
            music = (self.assets[MUSIC].hash,)
            place = (x, y)
            self._add(NodeKind.sound, place, size=(LEFT, 96.0), title="Ambience / 氛围", refs=music)
        bottom = max(under - STACK_GAP, y - ROW_GAP) + PAD
        self.frames.append(replace(frame, size=(FRAME, bottom)))

    def edits(self) -> list[Edit]:
        """Everything in an order in which the board may take it; frames of one height, at the
        back."""
        height = max(frame.size[1] for frame in self.frames)
        frames = [(replace(frame, size=(FRAME, height)), "") for frame in self.frames]
        nodes = [*frames, *self.nodes]
        edits: list[Edit] = [AddAsset(asset) for asset in self.assets.values()]
        for (node, text), z in zip(nodes, spread(len(nodes)), strict=True):
            edits.append(AddNode(replace(node, z=z), text))
        edits += [AddEdge(link) for link in self.links]
        for (clip, shot), seq in zip(self.shots, spread(len(self.shots)), strict=True):
            edits.append(AddShot(_placed(clip, shot, seq)))
        return edits + [PutCue(cue) for cue in self._cues()]

    def _add_shot(self, shot: Scripted, frame: str, x: float, y: float) -> float:
        """One row: words and pictures at the left, the clip at the right. Returns where it ends."""
        clip = self._add(
            NodeKind.clip,
            (x + LEFT + COLUMN_GAP + PAD, y),
            parent=frame,
            title=shot.title,
            params={"frames": shot.frames, **shot.params},
        )
        words = self._add(NodeKind.prompt, (x, y), size=WORDS, text=shot.words)
        self._link(words, "words", clip, "words")
        bottom = y + WORDS[1]
        for name, into in ((shot.first, "first"), (shot.last, "last")):
            if name:
                picture = self._add_picture(name, (x, bottom + STACK_GAP))
                self._link(picture, "picture", clip, into)
                bottom = picture.pos[1] + picture.size[1]
        if shot.cast:
            chelsea = self._add_chelsea((x, bottom + STACK_GAP))
            self._link(chelsea, "cast", clip, "cast")
            bottom = chelsea.pos[1] + chelsea.size[1]
        self.shots.append((clip, shot))
        return max(bottom, y + clip.size[1])

    def _add_chelsea(self, pos: tuple[float, float]) -> Node:
        face = (self.assets["cat.jpg"].hash,)
        return self._add(NodeKind.element, pos, size=CAST, title="Chelsea", refs=face, text=CHELSEA)

    def _add_picture(self, name: str, pos: tuple[float, float]) -> Node:
        title = Path(name).stem.replace("-", " ").capitalize()
        refs = (self.assets[name].hash,)
        return self._add(NodeKind.picture, pos, size=PICTURE, title=title, refs=refs)

    def _add(
        self,
        kind: NodeKind,
        pos: tuple[float, float],
        *,
        size: tuple[float, float] | None = None,
        parent: str | None = None,
        title: str = "",
        refs: tuple[str, ...] = (),
        params: Mapping[str, Json] | None = None,
        text: str = "",
    ) -> Node:
        node = Node(
            id=new_id(),
            kind=kind,
            pos=pos,
            size=size or SIZES[kind],
            parent=parent,
            title=title,
            refs=refs,
            params=params or {},
        )
        self.nodes.append((node, text))
        return node

    def _link(self, source: Node, out: str, target: Node, into: str) -> None:
        self.links.append(Edge(source=source.id, out=out, target=target.id, into=into))

    def _cues(self) -> list[Cue]:
        music = Cue(
            id=new_id(),
            kind="sound",
            at=0,
            frames=FILM_FRAMES,
            text="Ambience",
            asset=self.assets[MUSIC].hash,
        )
        spoken = [
            Cue(id=new_id(), kind="caption", at=at, frames=frames, text=text)
            for at, frames, text in CAPTIONS
        ]
        return [music, *spoken]


def _placed(clip: Node, shot: Scripted, seq: str) -> Shot:
    transition = Transition("dissolve", shot.dissolve) if shot.dissolve else CUT
    return Shot(id=new_id(), node=clip.id, seq=seq, transition=transition, number=shot.number)
