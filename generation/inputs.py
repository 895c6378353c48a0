"""What feeds a clip, gathered into its ShotRequest. Pure: the same board gives the same request."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from canvas.document.board import Board
from canvas.document.flow import flow_into
from canvas.document.records import Json, Node, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import (
    BadRequest,
    Camera,
    Keyframe,
    Media,
    Motion,
    Path2D,
    Region,
    ShotRequest,
    Slate,
    SoundPart,
    Subject,
    VideoReference,
)
from generation.moves import AXES
from generation.speed import FIRST_BLOCK, NEVER

_SKIPS = {"always": FIRST_BLOCK, "never": NEVER}
"""How a shot's choice is called in a request; anything else leaves it to the model's settings."""


@dataclass(frozen=True, slots=True)
class Gathered:
    request: ShotRequest
    reads: frozenset[str]
    """Ids of the nodes and links that it depends on: it changes only when one of them does."""
    follows: tuple[str, ...]
    """Clips whose results it uses."""


def gather(
    board: Board,
    id: str,
    *,
    number: str,
    key_of: Callable[[str], str],
    left_at: Callable[[str], tuple[str, int]],
    quality: str | None = None,
) -> Gathered:
    """The request of one clip; `number` is its shot's, `key_of` gives another clip's content key,
    `left_at` the render that is gone on from, and the frame at which the film leaves it.

    Raises BadRequest if the node cannot be rendered, and whatever `key_of` raises.
    """
    node = board.nodes.get(id)
    if node is None or node.kind is not NodeKind.clip:
        raise bad(QT_TRANSLATE_NOOP("words", "Only a clip can be rendered."))
    return _Clip(board, node, key_of, left_at).gathered(number, quality)


def clips_before(board: Board, id: str) -> Iterator[str]:
    """The clips that a clip may follow from; they are compiled first."""
    for port in ("previous", "guide"):
        for source in flow_into(board, id, port).sources:
            if board.nodes[source].kind is NodeKind.clip:
                yield source


def bad(text: str, remedy: Sentence | None = None) -> BadRequest:
    return BadRequest(
        say(text),
        meaning=say(QT_TRANSLATE_NOOP("words", "The shot cannot be rendered as it is.")),
        remedy=remedy,
    )


class _Clip:
    """One clip while it is gathered, with a note of everything read."""

    def __init__(
        self,
        board: Board,
        node: Node,
        key_of: Callable[[str], str],
        left_at: Callable[[str], tuple[str, int]],
    ) -> None:
        self._board = board
        self._node = node
        self._key_of = key_of
        self._left_at = left_at
        self._reads = {node.id}
        self._follows: list[str] = []

    def gathered(self, number: str, quality: str | None) -> Gathered:
        node, meta = self._node, self._board.meta
        keyframes = tuple(self._keyframes())
        slate = Slate(title=node.title, number=number)
        how = quality or _words(node.param("quality"))
        request = ShotRequest(
            frames=_whole(node.param("frames")),
            rate=(meta.rate.numerator, meta.rate.denominator),
            width=meta.width,
            height=meta.height,
            model=_words(node.param("model")),
            quality=how,
            seed=_whole(node.param("seed")),
            prompt=self._prompt(),
            negative=_words(node.param("negative")).strip(),
            keyframes=keyframes,
            references=tuple(self._pictures("references")),
            subjects=tuple(map(self._subject, self._sources("cast"))),
            video=self._guide(),
            motion=self._motion(),
            sounds=tuple(self._sounds()),
            guidance=_number(node.param("guidance")),
            steps=_count(node.param("steps")),
            exact=bool(node.param("exact")),
            skip=_SKIPS.get(_words(node.param("skip")), ""),
            loop=bool(node.param("loop")),
            still=_words(node.param("still")),
            larger=_words(node.param("larger")) if how == "final" else "",
            smooth=node.param("smooth") in ("always", how),
            # a shot of words alone is a card; any other bears its name only where that is asked for
            slate=slate if node.param("burn_in") or not keyframes else None,
        )
        return Gathered(request, frozenset(self._reads), tuple(self._follows))

    def _sources(self, port: str, of: str = "") -> list[Node]:
        """Who feeds a port, in the order in which people read a board: down, then to the right."""
        flow = flow_into(self._board, of or self._node.id, port)
        self._reads |= flow.reads
        found = (self._board.nodes[id] for id in flow.sources)
        return sorted(found, key=lambda node: (node.pos[1], node.pos[0], node.id))

    def _prompt(self) -> str:
        texts = (self._board.text(source.id).strip() for source in self._sources("words"))
        return "\n".join(text for text in texts if text)

    def _keyframes(self) -> Iterator[Keyframe]:
        first = next(self._pictures("first"), None) or self._left_off()
        if first is not None:
            yield Keyframe(picture=first, at=0)
        last = next(self._pictures("last"), None)
        if last is not None:
            yield Keyframe(picture=last, at=-1)

    def _left_off(self) -> Media | None:
        """Where the clip before this one ends, or the picture that a bypassed one hands on."""
        return next((self._moving(source, -1) for source in self._shown("previous")), None)

    def _guide(self) -> VideoReference | None:
        for source in self._shown("guide"):
            if source.kind is NodeKind.picture:
                continue  # a bypassed clip hands it on, and a still guides nothing
            return VideoReference(video=self._moving(source, None))
        return None

    def _shown(self, port: str) -> list[Node]:
        """Clips, and videos that hold one."""
        sources = self._sources(port)
        return [source for source in sources if source.kind is NodeKind.clip or source.refs]

    def _moving(self, source: Node, frame: int | None) -> Media:
        if source.kind is NodeKind.picture:
            return Media(asset=source.refs[0])
        if source.kind is not NodeKind.clip:
            return Media(asset=source.refs[0], frame=frame)
        self._follows.append(source.id)
        if frame != -1:
            return Media(render=self._key_of(source.id), frame=frame)
        key, last = self._left_at(source.id)
        return Media(render=key, frame=last)

    def _pictures(self, port: str, of: str = "") -> Iterator[Media]:
        return (Media(asset=node.refs[0]) for node in self._sources(port, of) if node.refs)

    def _subject(self, element: Node) -> Subject:
        own = (Media(asset=hash) for hash in element.refs)
        return Subject(
            name=element.title.removeprefix("@"),
            role=_words(element.param("role")),
            description=self._board.text(element.id),
            pictures=(*own, *self._pictures("pictures", element.id)),
        )

    def _sounds(self) -> Iterator[SoundPart]:
        spoken = self._board.text(self._node.id).strip()
        if spoken:
            yield SoundPart(kind="speech", text=spoken)
        for source in self._sources("sound"):
            if source.refs:
                yield SoundPart(kind="effect", media=Media(asset=source.refs[0]))

    def _motion(self) -> Motion:
        box, mask = self._node.param("subject"), _words(self._node.param("mask"))
        return Motion(
            camera=_camera(self._node.param("camera")),
            paths=_paths(self._node.param("paths")),
            subject=_region({"box": box, "mask": mask}) if box or mask else None,
        )


def _camera(axes: Json) -> Camera:
    if not axes:
        return Camera()
    horizontal, vertical, pan, tilt, roll, zoom = _numbers(axes, len(AXES))
    return Camera(
        horizontal=horizontal, vertical=vertical, pan=pan, tilt=tilt, roll=roll, zoom=zoom
    )


def _paths(paths: Json) -> tuple[Path2D, ...]:
    """Paths as a board keeps them: a list of {"points": [[x, y], ...], "region": {...}}."""
    if not paths:
        return ()
    if not isinstance(paths, list):
        raise _bad_paths()
    return tuple(map(_path, paths))


def _path(path: Json) -> Path2D:
    points = path.get("points") if isinstance(path, dict) else path
    if not isinstance(points, list) or len(points) < 2:
        raise _bad_paths()
    region = path.get("region") if isinstance(path, dict) else None
    return Path2D(
        points=tuple((x, y) for x, y in (_numbers(point, 2) for point in points)),
        region=_region(region) if region else None,
    )


def _region(region: Json) -> Region:
    if not isinstance(region, dict):
        raise _bad_paths()
    box, mask = region.get("box"), _words(region.get("mask") or "")
    left, top, width, height = _numbers(box, 4) if box else (0.0, 0.0, 1.0, 1.0)
    return Region(
        box=(left, top, width, height) if box else None, mask=Media(asset=mask) if mask else None
    )


def _numbers(values: Json, length: int) -> tuple[float, ...]:
    if not isinstance(values, list) or len(values) != length:
        raise _bad_paths()
    numbers = tuple(map(_number, values))
    return tuple(number for number in numbers if number is not None)


def _number(value: Json) -> float | None:
    """A finite number as a float, so that 1 and 1.0 give one content key."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _bad_paths()
    return float(value)


def _whole(value: Json) -> int:
    return int(_number(value) or 0)


def _count(value: Json) -> int | None:
    return None if value is None else _whole(value)


def _words(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _bad_paths() -> BadRequest:
    return bad(
        QT_TRANSLATE_NOOP("words", "A setting of this clip is not as it should be."),
        say(QT_TRANSLATE_NOOP("words", "Reset its camera, its subject and its drawn paths.")),
    )
