"""The pure plan of a film: which picture is shown in which of its frames. No bytes, no files,
integers only.

Every number of frames counts at the film's rate. Each shot stands at its best rung: its chosen
take, else its picture as a still, else a card with its words, so that the film always plays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from canvas.document.board import Board
from canvas.document.flow import fed_nodes, is_off, mode_of
from canvas.document.records import Asset, Cue, Node, NodeKind, Shot, Take
from canvas.document.timing import Rate, frames_from, rescaled


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A clip or a video: `frames` at its own `rate`."""

    asset: str
    rate: Rate
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    title: str
    number: str
    text: str


Source: TypeAlias = Moving | Still | Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One shot in the film, at frame `start` for `frames`."""

    shot: str
    node: str
    number: str
    title: str
    source: Source
    start: int
    frames: int
    source_in: int = 0
    """The source's frame, at the film's rate, that is shown first."""
    overlap: int = 0
    """The frames at its beginning that it shares with the cut before: a dissolve."""
    rung: str = "card"
    """final, draft, still, card or video."""

    @property
    def end(self) -> int:
        return self.start + self.frames

    def source_frame(self, frame: int, rate: Rate) -> int:
        """Which frame of the source, counted at the source's own rate, stands at `frame` of the
        film at `rate`; 0 for what does not move."""
        if not isinstance(self.source, Moving):
            return 0
        played = self.source_in + frame - self.start
        exact = played * self.source.rate.fraction / rate.fraction
        return max(0, min(int(exact), self.source.frames - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundCue:
    """`frames` of a sound from its frame `source_in`, heard from `start`."""

    asset: str
    start: int
    frames: int
    source_in: int = 0
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    text: str
    start: int
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A shot of a muted node: it is not in the film, and has its place there."""

    shot: str
    node: str
    number: str
    before: int
    """Cuts that come before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A cut that is seen in some frame, with its share of the picture."""

    cut: Cut
    source_frame: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """A film. `frames` is the sum of the cuts less their overlaps."""

    title: str
    rate: Rate
    width: int
    height: int
    cuts: tuple[Cut, ...] = ()
    sounds: tuple[SoundCue, ...] = ()
    captions: tuple[Caption, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def frames(self) -> int:
        return sum(cut.frames - cut.overlap for cut in self.cuts)

    @property
    def finished(self) -> bool:
        """Every shot stands at its last rung."""
        return all(cut.rung in ("final", "video") for cut in self.cuts)

    def layers(self, frame: int) -> tuple[Layer, ...]:
        """What is seen in a frame of the film, from the bottom up: one cut, or two while they
        dissolve. O(log cuts)."""
        if not 0 <= frame < self.frames:
            raise IndexError(f"frame {frame} of a film of {self.frames}")
        index = self._index_at(frame)
        cut = self.cuts[index]
        top = Layer(cut=cut, source_frame=cut.source_frame(frame, self.rate), weight=1.0)
        if frame - cut.start >= cut.overlap:
            return (top,)
        below = self.cuts[index - 1]
        weight = (frame - cut.start + 1) / (cut.overlap + 1)
        return (
            Layer(
                cut=below, source_frame=below.source_frame(frame, self.rate), weight=1.0 - weight
            ),
            replace(top, weight=weight),
        )

    def _index_at(self, frame: int) -> int:
        """The last cut that has begun."""
        low, high = 0, len(self.cuts)
        while high - low > 1:
            middle = (low + high) // 2
            if self.cuts[middle].start <= frame:
                low = middle
            else:
                high = middle
        return low


def plan(board: Board) -> Sequence:
    """The film as it stands now; the shots of muted clips are left out."""
    meta = board.meta
    cuts, left_out = _cuts(board)
    frames = cuts[-1].end if cuts else 0
    return Sequence(
        title=meta.title,
        rate=meta.rate,
        width=meta.width,
        height=meta.height,
        cuts=cuts,
        sounds=(*_sounds_of_cuts(board, cuts), *_sounds_of_cues(board, frames)),
        captions=tuple(_captions(board, frames)),
        left_out=left_out,
    )


def _cuts(board: Board) -> tuple[tuple[Cut, ...], tuple[LeftOut, ...]]:
    cuts: list[Cut] = []
    left_out: list[LeftOut] = []
    for index, shot in enumerate(board.film):
        number = shot.number or str(index + 1)
        if is_off(board.nodes[shot.node]):
            out = LeftOut(shot=shot.id, node=shot.node, number=number, before=len(cuts))
            left_out.append(out)
            continue
        cut = _cut(board, shot, number)
        if cuts:
            before = cuts[-1]
            wanted = shot.transition.frames if shot.transition.kind == "dissolve" else 0
            overlap = max(0, min(wanted, cut.frames, before.frames - before.overlap))
            cut = replace(cut, start=before.end - overlap, overlap=overlap)
        cuts.append(cut)
    return tuple(cuts), tuple(left_out)


def _cut(board: Board, shot: Shot, number: str) -> Cut:
    node = board.nodes[shot.node]
    source, rung, length = _source(board, node, number)
    first = min(shot.in_, length - 1)
    last = length if shot.out is None else min(shot.out, length)
    return Cut(
        shot=shot.id,
        node=node.id,
        number=number,
        title=node.title,
        source=source,
        start=0,
        frames=max(1, last - first),
        source_in=first,
        rung=rung,
    )


def _source(board: Board, node: Node, number: str) -> tuple[Source, str, int]:
    """What is shown, its rung, and how many frames of the film there are of it."""
    if node.kind is NodeKind.video:
        return _of_video(board, node, number)
    length = int(str(node.param("frames")))
    take = chosen_take(board, node) if mode_of(node) == "on" else None
    if take is not None:
        rung = "draft" if take.recipe.get("quality") == "draft" else "final"
        there = max(1, rescaled(take.frames, take.rate, board.meta.rate))
        if take.frames == 1:
            there = length  # a model that draws pictures: the shot holds its one
        source = Moving(asset=take.asset, rate=take.rate, frames=take.frames)
        return source, rung, min(length, there)
    picture = first_picture(board, node.id)
    if picture is not None:
        return Still(asset=picture), "still", length
    return Card(title=node.title, number=number, text=words_of(board, node.id)), "card", length


def _of_video(board: Board, node: Node, number: str) -> tuple[Source, str, int]:
    asset = _shown(board, node)
    if asset is None or asset.rate is None or asset.frames < 1:
        card = Card(title=node.title, number=number, text="")
        return card, "card", board.meta.rate.nominal
    length = max(1, rescaled(asset.frames, asset.rate, board.meta.rate))
    return Moving(asset=asset.hash, rate=asset.rate, frames=asset.frames), "video", length


def chosen_take(board: Board, node: Node) -> Take | None:
    """The take that a node shows, if its file is known."""
    take = board.takes.get(node.take) if node.take is not None else None
    if take is None or take.node != node.id or take.asset not in board.assets:
        return None
    return take


def assets_of(film: Sequence) -> Iterator[str]:
    """Every asset that the film shows or plays; a card has none."""
    for part in (*(cut.source for cut in film.cuts), *film.sounds):
        hash = getattr(part, "asset", None)
        if isinstance(hash, str):
            yield hash


def first_picture(board: Board, node: str) -> str | None:
    """The asset of the picture that a clip begins with, else of another one that it is fed."""
    for port in ("first", "previous", "last", "references"):
        for source in fed_nodes(board, node, port):
            asset = _shown(board, source)
            if asset is not None and asset.kind == "picture":
                return asset.hash
    return None


def words_of(board: Board, node: str) -> str:
    """The words of the prompts that feed a clip, a paragraph each."""
    texts = [board.text(source.id).strip() for source in fed_nodes(board, node, "words")]
    return "\n".join(text for text in texts if text)


def _shown(board: Board, node: Node) -> Asset | None:
    return board.assets.get(node.refs[0]) if node.refs else None


def _sounds_of_cuts(board: Board, cuts: tuple[Cut, ...]) -> Iterator[SoundCue]:
    """A moving picture's own track, else the sounds that feed its clip; each for as long as the cut
    is seen."""
    for cut in cuts:
        source = cut.source
        own = board.assets.get(source.asset) if isinstance(source, Moving) else None
        if own is not None and own.sound:
            yield SoundCue(
                asset=own.hash, start=cut.start, frames=cut.frames, source_in=cut.source_in
            )
            continue
        for node in fed_nodes(board, cut.node, "sound"):
            asset = _shown(board, node)
            left = _left(board, asset, cut.source_in)
            if asset is not None and left > 0:
                yield SoundCue(
                    asset=asset.hash,
                    start=cut.start,
                    frames=min(cut.frames, left),
                    source_in=cut.source_in,
                    gain_db=float(str(node.param("gain"))),
                )


def _left(board: Board, asset: Asset | None, source_in: int) -> int:
    """Frames of a sound from `source_in` to its end."""
    if asset is None or not (asset.kind == "sound" or asset.sound):
        return 0
    return frames_from(asset.seconds, board.meta.rate) - source_in


def _cues(board: Board, kind: str, frames: int) -> list[Cue]:
    """Cues that begin within the film, in order."""
    found = [cue for cue in board.cues.values() if cue.kind == kind and cue.at < frames]
    return sorted(found, key=lambda cue: (cue.at, cue.id))


def _sounds_of_cues(board: Board, frames: int) -> Iterator[SoundCue]:
    for cue in _cues(board, "sound", frames):
        asset = board.assets.get(cue.asset) if cue.asset else None
        left = _left(board, asset, cue.in_)
        if asset is not None and left > 0:
            yield SoundCue(
                asset=asset.hash,
                start=cue.at,
                frames=min(cue.frames or left, left, frames - cue.at),
                source_in=cue.in_,
                gain_db=cue.gain,
            )


def _captions(board: Board, frames: int) -> Iterator[Caption]:
    for cue in _cues(board, "caption", frames):
        length = frames - cue.at
        yield Caption(text=cue.text, start=cue.at, frames=min(cue.frames or length, length))
