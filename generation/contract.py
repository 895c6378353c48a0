"""Everything a render needs and everything it says back, free of torch, Qt and files.

A ShotRequest is complete: two equal requests give equal frames. Requests, events and errors cross
process borders as JSON, read and written by generation/messages.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from canvas.document.words import Sentence, Trouble
from generation.manifest import Manifest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Bytes named by what they are: a stored asset, or a shot rendered first; never both."""

    asset: str = ""
    """SHA-256 of the stored file."""
    render: str = ""
    """The content key of the shot whose result this is."""
    frame: int | None = None
    """Of a moving picture: which frame, -1 the last; None takes all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """A picture pinned in time."""

    picture: Media
    at: int = 0
    """Frame of the shot, -1 the last."""
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A character, prop, place or style that the shot must keep; at most nine pictures over all."""

    name: str
    role: str = "character"
    description: str = ""
    """Pasted verbatim, so that every shot says the same of it."""
    pictures: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Part of the first picture: a box, a mask, or both."""

    box: tuple[float, float, float, float] | None = None
    """x, y, width, height as shares of the picture, origin at the top left."""
    mask: Media | None = None
    """White belongs to the region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoReference:
    """A clip that guides the motion, or is itself edited inside a mask."""

    video: Media
    use: str = "guide"
    """guide, edit, or same: it is this very clip, drawn larger or more smoothly, and its sound
    goes along."""
    mask: Media | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Six axes, each -10..10; 0 everywhere with no preset leaves the camera to the words."""

    horizontal: float = 0.0
    vertical: float = 0.0
    pan: float = 0.0
    tilt: float = 0.0
    roll: float = 0.0
    zoom: float = 0.0
    preset: str = ""
    """down_back, forward_up, right_turn_forward or left_turn_forward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path2D:
    """A drawn trajectory: points as shares of the frame, and what moves along it."""

    points: tuple[tuple[float, float], ...]
    region: Region | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    camera: Camera = Camera()
    paths: tuple[Path2D, ...] = ()
    """At most six."""
    subject: Region | None = None
    """The foreground of the first picture: what parallax lifts off its ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundPart:
    kind: str
    """speech, music or effect."""
    media: Media | None = None
    text: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slate:
    """What is written on the picture: the card of a shot that has only words, or a burn-in."""

    title: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotRequest:
    """One shot, complete. `frames` at `rate` of `width` x `height` square pixels."""

    frames: int
    rate: tuple[int, int] = (24, 1)
    width: int = 1280
    height: int = 720
    model: str = "animatic"
    quality: str = "final"
    """draft or final."""
    seed: int = 0
    prompt: str = ""
    """May name subjects inside the sentence: @Chelsea."""
    negative: str = ""
    keyframes: tuple[Keyframe, ...] = ()
    references: tuple[Media, ...] = ()
    """Pictures that are neither keyframes nor somebody's."""
    subjects: tuple[Subject, ...] = ()
    video: VideoReference | None = None
    motion: Motion = Motion()
    sounds: tuple[SoundPart, ...] = ()
    guidance: float | None = None
    steps: int | None = None
    exact: bool = False
    """Only with the model's weights as they are, never in fewer bits for want of memory."""
    skip: str = ""
    """Whether steps in which little changes are skipped: first-block, never, or as the model's
    settings say."""
    loop: bool = False
    slate: Slate | None = None
    still: str = ""
    """The model that draws the first picture of all this, for `model` to go on from."""
    larger: str = ""
    """The model that enlarges what `model` draws, where the film is larger."""
    smooth: bool = False
    """Draw what lies between the frames of `model`, where it draws fewer a second than `rate`."""
    step: bool = False
    """One of several renders that make a shot: it becomes nobody's take, and has the key that it
    would have alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    phase: str
    """queued, loading, encoding, rendering, decoding or writing, in this order."""
    done: int
    total: int
    seconds_left: float | None = None
    share: float = 0.0
    """Of the step in hand, 0 to 1: `done + share` of `total` is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    jpeg: bytes
    """At most 256 pixels wide, at most four a second."""
    frame: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a shot took of its device."""

    bytes: int = 0
    """Peak of the device's memory, weights included; 0: nobody can say."""
    ram: int = 0
    """Peak of the process in the machine's memory; 0: nobody can say."""
    loading: float = 0.0
    """Seconds until the model was there; the others are seconds by phase too."""
    encoding: float = 0.0
    denoising: float = 0.0
    decoding: float = 0.0

    @property
    def drawing(self) -> float:
        """Seconds that the shot takes on a model that is loaded."""
        return self.encoding + self.denoising + self.decoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished master and its proxy, in temporary files that the supervisor takes over."""

    master: Path
    proxy: Path
    thumbnail: Path
    frames: int
    seconds: float
    """What it took."""
    spent: Spent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A finished film under its final name."""

    path: Path
    frames: int
    seconds: float
    """How long the film runs."""
    bytes: int
    copied: bool = False
    """Every frame was taken over as it stood in its clip."""


Event = Progress | Preview | Rendered | Exported


class RenderTrouble(Trouble):
    """A render that failed.

    `retry` says whether the same request may work next time, `log` is the tail of the log.
    """

    code = "render_failed"
    retry = False

    def __init__(
        self,
        what: Sentence,
        *,
        meaning: Sentence | None = None,
        remedy: Sentence | None = None,
        log: str = "",
    ) -> None:
        super().__init__(what, meaning=meaning, remedy=remedy)
        self.log = log


class BadRequest(RenderTrouble):
    code = "bad_request"


class UnsupportedInput(RenderTrouble):
    code = "unsupported_input"


class ModelMissing(RenderTrouble):
    code = "model_missing"


class MediaMissing(RenderTrouble):
    code = "media_missing"


class OutOfMemory(RenderTrouble):
    code = "out_of_memory"
    retry = True


class OutOfDisk(RenderTrouble):
    code = "disk_full"
    retry = True


class WorkerLost(RenderTrouble):
    code = "worker_lost"
    retry = True


class DeviceLost(RenderTrouble):
    """The card left in the middle, or answers no more; the process that spoke to it is done for."""

    code = "device_lost"
    retry = True


class DriverTooOld(RenderTrouble):
    code = "driver_too_old"


class ModelDamaged(RenderTrouble):
    """The files of a model are there and cannot be used: torn, of another kind, or unsafe."""

    code = "model_damaged"


class Cancelled(RenderTrouble):
    code = "cancelled"
    retry = True


TROUBLES: Mapping[str, type[RenderTrouble]] = {
    kind.code: kind
    for kind in (
        RenderTrouble,
        BadRequest,
        UnsupportedInput,
        ModelMissing,
        MediaMissing,
        OutOfMemory,
        OutOfDisk,
        WorkerLost,
        DeviceLost,
        DriverTooOld,
        ModelDamaged,
        Cancelled,
    )
}
"""Every kind by its code, to rebuild one that crossed a process border."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOrder:
    """Which checkpoint draws, where its files lie, and how it is to be run."""

    manifest: Manifest
    folder: Path
    device: str = "cpu"
    """cpu, mps, or cuda:0, cuda:1 and so on."""
    rung: str = "resident"
    """Of the ladder of generation/fit."""
    speed: dict[str, bool | int | float | str] = field(default_factory=dict)
    """Settings that change how fast a shot is drawn: tiling, attention, compile, ..."""
    cache: Path | None = None
    """A folder for what is worth keeping between shots, shared by all models; None: nowhere."""


class Backend(Protocol):
    """One way to turn requests into frames. Lives in the render process, on its main thread."""

    name: str
    version: str
    """Part of the content key: a backend that draws differently has another version."""

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[NDArray[np.uint8]]:
        """Yield exactly `request.frames` frames, each (height, width, 3) RGB, C-contiguous.

        The caller may keep a frame only until it asks for the next. `media` gives the file of an
        input; RenderTrouble says what went wrong. Closing the iterator cancels: nothing more may be
        drawn after it. `report` raises Cancelled once the shot is no longer wanted: call it a few
        times a second in anything slow, and let it pass.
        """
        ...


@runtime_checkable
class Watched(Protocol):
    """A backend that can show what it draws before the first frame is done."""

    def watch(self, show: Callable[[Preview], None]) -> None:
        """Show previews of the next shot through `show`, at most four a second."""
        ...


@runtime_checkable
class Adjustable(Protocol):
    """A backend that can draw faster or slower without loading its checkpoint again."""

    def take_speed(self, order: ModelOrder) -> bool:
        """Draw the next shots as this order says; False: it is about more than speed."""
        ...


@runtime_checkable
class Sounding(Protocol):
    """A backend that makes sound with its pictures."""

    def sound(self) -> tuple[NDArray[np.float32], int] | None:
        """The sound of the shot whose last frame was just given: (samples, channels) in -1..1 and
        samples a second; None if it is silent."""
        ...


@runtime_checkable
class Spending(Protocol):
    """A backend that knows what a shot took of its device."""

    def spent(self) -> Spent | None:
        """Of the shot whose last frame was just given."""
        ...
