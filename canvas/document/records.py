"""What a board holds, as frozen typed records, and the ports of every kind of node."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from canvas.document.timing import Rate

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

SCHEMA = 1
"""The version of the document's schema that this program writes."""


def new_id() -> str:
    """A fresh id, never reused: 20 characters, 100 bits."""
    return secrets.token_hex(10)


class NodeKind(StrEnum):
    prompt = "prompt"
    picture = "picture"
    clip = "clip"
    video = "video"
    sound = "sound"
    note = "note"
    scene = "scene"
    element = "element"
    text = "text"
    arrow = "arrow"
    ink = "ink"


class PortKind(StrEnum):
    """What flows through a port; a link joins equal kinds only."""

    words = "words"
    picture = "picture"
    video = "video"
    sound = "sound"
    motion = "motion"
    cast = "cast"


@dataclass(frozen=True, slots=True)
class Port:
    name: str
    kind: PortKind
    many: bool = False
    """An input that takes several links; an output always may feed several."""
    basic: bool = True
    """Drawn even while nothing is linked to it."""


_NONE: tuple[Port, ...] = ()

INPUTS: Mapping[NodeKind, tuple[Port, ...]] = MappingProxyType(
    {
        NodeKind.prompt: _NONE,
        NodeKind.picture: _NONE,
        NodeKind.clip: (
            Port("words", PortKind.words, many=True),
            Port("first", PortKind.picture),
            Port("last", PortKind.picture),
            Port("cast", PortKind.cast, many=True),
            Port("previous", PortKind.video),
            Port("references", PortKind.picture, many=True, basic=False),
            Port("guide", PortKind.video, basic=False),
            Port("sound", PortKind.sound, many=True, basic=False),
        ),
        NodeKind.video: _NONE,
        NodeKind.sound: _NONE,
        NodeKind.note: _NONE,
        NodeKind.scene: _NONE,
        NodeKind.element: (Port("pictures", PortKind.picture, many=True),),
        NodeKind.text: _NONE,
        NodeKind.arrow: _NONE,
        NodeKind.ink: _NONE,
    }
)

OUTPUTS: Mapping[NodeKind, tuple[Port, ...]] = MappingProxyType(
    {
        NodeKind.prompt: (Port("words", PortKind.words),),
        NodeKind.picture: (Port("picture", PortKind.picture),),
        NodeKind.clip: (Port("video", PortKind.video),),
        NodeKind.video: (Port("video", PortKind.video),),
        NodeKind.sound: (Port("sound", PortKind.sound),),
        NodeKind.note: _NONE,
        NodeKind.scene: _NONE,
        NodeKind.element: (Port("cast", PortKind.cast),),
        NodeKind.text: _NONE,
        NodeKind.arrow: _NONE,
        NodeKind.ink: _NONE,
    }
)

SIZES: Mapping[NodeKind, tuple[float, float]] = MappingProxyType(
    {
        NodeKind.prompt: (248.0, 120.0),
        NodeKind.picture: (248.0, 192.0),
        NodeKind.clip: (304.0, 218.0),
        NodeKind.video: (304.0, 218.0),
        NodeKind.sound: (248.0, 96.0),
        NodeKind.note: (170.0, 110.0),
        NodeKind.scene: (800.0, 640.0),
        NodeKind.element: (248.0, 168.0),
        NodeKind.text: (240.0, 36.0),
        NodeKind.arrow: (200.0, 100.0),
        NodeKind.ink: (200.0, 120.0),
    }
)
"""World units a new node measures: width, height."""

SHOOTABLE = frozenset({NodeKind.clip, NodeKind.video})
"""Kinds that a shot of the film may show."""

SKETCHED = frozenset({NodeKind.text, NodeKind.arrow, NodeKind.ink})
"""Kinds that lie on the board without a card: words, arrows and strokes of a pen."""

WRITABLE = frozenset(
    {
        NodeKind.prompt,
        NodeKind.note,
        NodeKind.element,
        NodeKind.clip,
        NodeKind.text,
        NodeKind.arrow,
    }
)
"""Kinds with a text: a prompt's words, a note's or a text's own, an element's description, a clip's
dialogue, what an arrow says."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter `p.<name>` of a node: its JSON shape, default and bounds."""

    shape: str
    """int, float, bool, text, choice, numbers (a list of floats), json."""
    default: Json = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    length: int | None = None
    """Of numbers: how many."""


_CLIP_PARAMS: dict[str, Param] = {
    "frames": Param("int", 96, 1, 1_000_000),
    "seed": Param("int", 0, 0, 2**31 - 1),
    "model": Param("text", "animatic"),
    # the model that draws the first picture, from which the other one goes on; empty = nobody
    "still": Param("text", ""),
    "quality": Param("choice", "final", choices=("draft", "final")),
    # the model that enlarges the frames in final quality; empty = nobody, the player does
    "larger": Param("text", ""),
    # in which quality the frames between those of a slower model are drawn
    "smooth": Param("choice", "final", choices=("final", "always", "never")),
    "negative": Param("text", ""),
    "guidance": Param("float", None, 0, 100),
    "steps": Param("int", None, 1, 1000),
    # let steps in which little changes answer as the one before: as the model's settings say
    "skip": Param("choice", "model", choices=("model", "always", "never")),
    # only with the model's weights as they are, never in fewer bits for want of memory
    "exact": Param("bool", False),
    # horizontal, vertical, pan, tilt, roll, zoom; empty = what the words say
    "camera": Param("numbers", None, -10, 10, length=6),
    # x, y, width, height of the subject in the first picture, 0..1
    "subject": Param("numbers", None, 0, 1, length=4),
    "mask": Param("text", ""),
    "paths": Param("json", None),
    "loop": Param("bool", False),
    "burn_in": Param("bool", False),
}

MODES = ("on", "muted", "bypassed")
"""A muted node counts as unlinked; what a bypassed clip is fed goes on to what it feeds."""

_ANY: dict[str, Param] = {
    # nodes of one group are picked up together
    "group": Param("text", ""),
}

_FOLDING: dict[str, Param] = _ANY | {
    # a card shows its header only; a scene frame hides what it holds
    "collapsed": Param("bool", False),
}

_FLOWING: dict[str, Param] = _FOLDING | {"mode": Param("choice", "on", choices=MODES)}

_TEXT: dict[str, Param] = _ANY | {
    "size": Param("choice", "M", choices=("S", "M", "L", "XL")),
    "align": Param("choice", "left", choices=("left", "center", "right")),
    # lines break at the node's width; else it is as wide as its longest line
    "wrap": Param("bool", False),
}

_ARROW: dict[str, Param] = _ANY | {
    # nodes that its ends hold on to, and follow
    "from": Param("text", ""),
    "to": Param("text", ""),
    # the corner of its box that it points to, from the one across
    "towards": Param("choice", "se", choices=("nw", "ne", "sw", "se")),
    # how far it swings out to its right, as a share of its length
    "bend": Param("float", 0.0, -1, 1),
    "heads": Param("choice", "end", choices=("end", "both", "none")),
    "weight": Param("choice", "M", choices=("S", "M", "L")),
}

_INK: dict[str, Param] = _ANY | {
    # see canvas/editor/strokes.py
    "strokes": Param("text", ""),
    # world units of one step of a point, and of the pen at full pressure
    "grain": Param("float", 0.0625, 1e-6, 1e6),
    "width": Param("float", 4.0, 1e-3, 1e6),
    # the size of the box that the strokes were drawn in: in another they are stretched
    "span": Param("numbers", None, 1e-3, 1e7, length=2),
}

PARAMS: Mapping[NodeKind, Mapping[str, Param]] = MappingProxyType(
    {
        NodeKind.prompt: _FLOWING,
        NodeKind.picture: _FLOWING,
        NodeKind.clip: _FLOWING | _CLIP_PARAMS,
        NodeKind.video: _FLOWING,
        NodeKind.sound: _FLOWING | {"gain": Param("float", 0.0, -60, 12)},
        NodeKind.note: _ANY,
        NodeKind.scene: _FOLDING,
        NodeKind.element: _FLOWING
        | {"role": Param("choice", "character", choices=("character", "prop", "place", "style"))},
        NodeKind.text: _TEXT,
        NodeKind.arrow: _ARROW,
        NodeKind.ink: _INK,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    schema: int = SCHEMA
    lineage: str = ""
    title: str = ""
    rate: Rate = Rate(24)
    width: int = 1280
    height: int = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    id: str
    kind: NodeKind
    pos: tuple[float, float] = (0.0, 0.0)
    """World units of the top left corner."""
    size: tuple[float, float] = (248.0, 120.0)
    z: str = "V"
    """Fractional order of painting, see ordering.py."""
    parent: str | None = None
    """The scene frame that holds this node."""
    title: str = ""
    color: str | None = None
    locked: bool = False
    refs: tuple[str, ...] = ()
    """SHA-256 of the assets that a picture, video, sound or element shows, the main one first."""
    take: str | None = None
    """The chosen take of a clip."""
    params: Mapping[str, Json] = field(default_factory=dict)
    deleted: bool = False

    def param(self, name: str) -> Json:
        """The parameter's value, or its default while nobody has set it."""
        value = self.params.get(name)
        return PARAMS[self.kind][name].default if value is None else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    source: str
    out: str
    target: str
    into: str
    bends: tuple[tuple[float, float], ...] = ()
    """World points that the wire is led through; only its looks."""
    deleted: bool = False
    id: str = field(init=False, default="")
    """A hash of the four ends: the same link made by two people is one link."""

    def __post_init__(self) -> None:
        ends = "\0".join((self.source, self.out, self.target, self.into))
        digest = hashlib.sha256(ends.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        object.__setattr__(self, "id", digest)


@dataclass(frozen=True, slots=True)
class Transition:
    """How a shot begins: `frames` of overlap with the shot before it, 0 for a cut."""

    kind: str = "cut"
    frames: int = 0


CUT = Transition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One node's place in the film; films order shots by (seq, id)."""

    id: str
    node: str
    seq: str
    in_: int = 0
    """First frame shown, at the board's rate, counted from the node's own first frame."""
    out: int | None = None
    """First frame no longer shown; None plays to the end."""
    transition: Transition = CUT
    number: str = ""
    """What a slate says: 2A."""
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A stored file. Insert only: the bytes never change, so neither does this."""

    hash: str
    kind: str
    """picture, video or sound."""
    mime: str
    suffix: str
    bytes: int
    name: str = ""
    """What the file was called when it came in."""
    width: int = 0
    height: int = 0
    """Pixels as shown, orientation applied."""
    frames: int = 0
    rate: Rate | None = None
    seconds: float = 0.0
    sound: bool = False
    """A video that carries a sound track."""
    thumbnail: str | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One result of a node with its whole recipe. Insert only."""

    id: str
    node: str
    key: str
    """The content key of the request that made it."""
    asset: str
    model: str
    frames: int
    rate: Rate
    made: str
    """UTC, ISO 8601."""
    person: str = ""
    recipe: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """The cache index: this request was rendered, by whomever, into this asset. Insert only."""

    key: str
    asset: str
    frames: int
    rate: Rate
    precision: str = ""
    """How the model's weights were kept where that was not as they are; see fit/precision.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something at a time of the film: a sound, a caption or a marker."""

    id: str
    kind: str
    """sound, caption or marker."""
    at: int
    """Frame of the film."""
    frames: int = 0
    """0 lasts as long as the sound does, or to the end."""
    text: str = ""
    asset: str | None = None
    in_: int = 0
    """Of a sound: the frame of the sound, at the board's rate, that is heard first."""
    gain: float = 0.0
    """Decibels."""
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bookmark of the canvas or a named version."""

    id: str
    kind: str
    name: str
    value: Json = None
    deleted: bool = False
