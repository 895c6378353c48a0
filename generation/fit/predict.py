"""How long a shot takes and how much memory, at one rung of the ladder: arithmetic alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generation.contract import ShotRequest
from generation.fit.device import Device, Speeds
from generation.manifest import Manifest
from generation.work import Cost, Shape, Work, total, works

RUNGS = ("resident", "model", "fp8", "stream", "quantised")
"""From the quickest down: all of the model on the card; its parts by turns; the same with the
weights kept in eight bits; streamed in while it draws; weights that are stored small."""
QUANTISED = "quantised"
"""Under this name `weight_bytes` tells the size of the small weights."""
SLACK = 1.06
"""What torch's allocator holds beyond what is alive, by experience; measures correct it."""
WORKSPACE = 256 * 2**20
"""Bytes that the libraries of a card take for themselves."""
EXACT = 4
"""Bytes of each number of a decoder: in shorter ones it draws stripes, so it keeps 32 bits."""
DENOISERS = ("transformer", "unet", "prior")
FORMULA = 2
"""Raise it with every change of the arithmetic: older measures compare to other predictions."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Bytes by what they do, as the device keeps them."""

    words: int
    denoisers: tuple[int, ...]
    decoder: int
    others: int
    stays: bool = False
    """The encoder of words lies there while it draws: the pipeline itself asks it."""
    leaves: bool = False
    """It is let go once it has read: nothing of it waits in the machine's memory."""

    @property
    def drawing(self) -> int:
        """All that draws once the words are read."""
        return sum(self.denoisers) + self.decoder + self.others

    @property
    def all(self) -> int:
        return self.drawing + self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one rung takes; None where no configuration of the model is known."""

    rung: str
    tiling: bool
    bytes: int | None
    """Peak on the device, weights included."""
    least: int
    """The weights alone, where `bytes` is not known."""
    ram: int
    seconds: float | None


def rungs(manifest: Manifest, device: Device) -> tuple[str, ...]:
    """Those that this device and this checkpoint have, from the quickest down."""
    small = (QUANTISED,) if small_weights(manifest) else ()
    if device.kind in ("cpu", "mps"):
        return ("resident", *small)
    eight = ("fp8",) if device.fp8 else ()
    return ("resident", "model", *eight, "stream", *small)


def small_weights(manifest: Manifest) -> int:
    """Bytes of the weights that are stored small, where a checkpoint has such; 0: none."""
    told = manifest.weight_bytes.get(QUANTISED, 0)
    return told or sum(file.bytes for file in manifest.files if file.path.endswith(".gguf"))


def weights_of(manifest: Manifest, device: Device, rung: str) -> Weights:
    """The sizes of the parts of a checkpoint on this device at this rung."""
    work = works().get(manifest.work)
    whole = device.kind == "cpu"  # computes in 32 bits
    sizes = {n: b for n, b in manifest.weight_bytes.items() if n != QUANTISED}
    if not sizes and work is not None:
        sizes = {name: count * 2 for name, count in work.parameters.items()}
    if rung == "fp8" and work is not None:
        sizes |= {n: b for n, b in work.narrow.items() if n in sizes}
    if whole:
        sizes = {name: count * 2 for name, count in sizes.items()}
    denoisers = [b for n, b in sizes.items() if n.startswith(DENOISERS)]
    if rung == QUANTISED:
        denoisers = [small_weights(manifest)]
    words = sum(b for n, b in sizes.items() if n.startswith("text_encoder"))
    decoder = sizes.get("vae", 0)
    if work is not None and "vae" in sizes:
        sizes["vae"] = decoder = work.parameters["vae"] * EXACT
    named = sum(b for n, b in sizes.items() if n.startswith(DENOISERS)) + words + decoder
    stays, leaves = (work.stays, work.leaves) if work is not None else (False, False)
    return Weights(words, tuple(denoisers), decoder, sum(sizes.values()) - named, stays, leaves)


def estimate(
    manifest: Manifest, request: ShotRequest, device: Device, rung: str, *, tiling: bool
) -> Estimate:
    """`request` as it is after fitting. Without a known architecture only the weights count."""
    weights = weights_of(manifest, device, rung)
    work = works().get(manifest.work)
    ram = _ram(weights, weights_of(manifest, device, "resident"), device, rung)
    if work is None:
        least = _peak(weights, 1, rung, {"words": 0.0, "forward": 0.0, "decode": 0.0})
        return Estimate(rung=rung, tiling=tiling, bytes=None, least=least, ram=ram, seconds=None)
    wide = 2 if device.kind == "cpu" else 1
    shape = shape_of(request, work)
    passes = 2 if guided(manifest, request) else 1
    together = passes if work.batched else 1
    decoding = work.tiled if tiling and work.tiled.peak else work.decode
    peaks = {
        "words": wide * total(work.words.peak, shape),
        "forward": wide * together * total(work.forward.peak, shape),
        "decode": EXACT / 2 * total(decoding.peak, _chunk(manifest, request, shape))
        + _film(request),
    }
    bytes = _peak(weights, work.blocks, rung, peaks)
    if device.kind == "cpu":
        ram = max(ram, bytes)
    else:
        bytes = round(bytes * SLACK) + WORKSPACE
    seconds = None
    if device.speeds.known:
        runs = runs_of(manifest, request, work)
        seconds = _seconds(
            work, weights, request, device, rung, shape, decoding, passes=passes, runs=runs
        )
    return Estimate(rung=rung, tiling=tiling, bytes=bytes, least=bytes, ram=ram, seconds=seconds)


def shape_of(request: ShotRequest, work: Work) -> Shape:
    return work.shape(request.frames, request.width, request.height, _pictures(request, work))


def guided(manifest: Manifest, request: ShotRequest) -> bool:
    """Whether each step draws twice, with and without the words."""
    settings = manifest.settings(request.quality)
    given = request.guidance
    if given is None and settings is not None:
        given = settings.guidance
    return given is not None and given > 1


def runs_of(manifest: Manifest, request: ShotRequest, work: Work) -> int:
    """Of the denoiser in each step; a run of two at once counts as two."""
    settings = manifest.settings(request.quality)
    given = settings.arguments if settings else {}
    on = [name for name in work.extras if not _out(name, given.get(name))]
    return (2 if guided(manifest, request) else 1) + len(on)


def _out(name: str, value: object) -> bool:
    """Whether an argument is at the value at which it costs nothing."""
    neutral = 1.0 if name == "modality_scale" else 0.0
    return isinstance(value, (int, float)) and value <= neutral


def seconds_of(cost: Cost, shape: Shape, speeds: Speeds) -> float:
    """One run at speeds that are all known."""
    pairs = (
        (cost.matmul, speeds.matmul),
        (cost.attention, speeds.attention),
        (cost.conv, speeds.conv),
        (cost.moved, speeds.moved),
    )
    return sum(total(terms, shape) / speed for terms, speed in pairs)


def amount(manifest: Manifest, request: ShotRequest) -> float:
    """How large a shot is, to compare shots of one model: tokens, or pixels where these are not
    known."""
    work = works().get(manifest.work)
    if work is None:
        return float(request.frames * request.width * request.height)
    return shape_of(request, work).tokens


def _pictures(request: ShotRequest, work: Work) -> int:
    if not work.references:
        return 0
    given = len(request.references) + sum(len(subject.pictures) for subject in request.subjects)
    return given + (len(request.keyframes) if work.every == 1 else 0)


def _chunk(manifest: Manifest, request: ShotRequest, shape: Shape) -> Shape:
    """What is decoded at a time, where the manifest tells the pipeline."""
    settings = manifest.settings(request.quality)
    most = settings.arguments.get("decode_chunk_size") if settings else None
    return shape._replace(f=min(shape.f, most)) if isinstance(most, int) else shape


def _film(request: ShotRequest) -> int:
    """The frames themselves, as they leave the decoder."""
    return request.frames * request.width * request.height * 3 * EXACT


def _peak(weights: Weights, blocks: int, rung: str, peaks: Mapping[str, float]) -> int:
    words, forward, decode = peaks["words"], peaks["forward"], peaks["decode"]
    if rung == "resident":
        stays = weights.words if weights.stays else 0
        reading = weights.words - stays + words
        return round(weights.drawing + stays + max(reading, forward, decode))
    if rung == "stream":
        there = weights.decoder + weights.others
        part = 2 * max(weights.denoisers, default=0) / max(1, blocks)
        reading = 2 * weights.words / 24 + words  # no encoder of words has fewer layers
        return round(there + max(reading, part + forward, decode))
    turns = (
        weights.words + words,
        max(weights.denoisers, default=0) + forward,
        weights.decoder + decode,
        float(weights.others),
    )
    return round(max(turns))


def _ram(weights: Weights, whole: Weights, device: Device, rung: str) -> int:
    """Of the machine: what waits for its turn, or passes through on its way to the card. Before it
    is narrowed all that draws is loaded `whole`, and then what reads."""
    if weights.leaves:  # and of two that there is no room for, one is gone when the other comes
        return max(whole.drawing if rung == "fp8" else weights.drawing, whole.words)
    if device.kind in ("cpu", "mps"):
        return weights.all
    if rung == "resident":
        return max(weights.drawing, weights.words)
    if rung == "fp8":
        return max(whole.drawing, weights.drawing + whole.words)
    return weights.all


def _seconds(
    work: Work,
    weights: Weights,
    request: ShotRequest,
    device: Device,
    rung: str,
    shape: Shape,
    decoding: Cost,
    *,
    passes: int,
    runs: int,
) -> float:
    """On a model that is loaded already."""
    speeds, link = device.speeds, device.speeds.link or device.speeds.moved
    forward = seconds_of(work.forward, shape, speeds)
    denoiser = max(weights.denoisers, default=0)
    if rung == "stream":
        forward = max(forward, denoiser / link)
    if rung == "fp8":
        forward += 3.0 * denoiser / speeds.moved  # each weight is read small and written wide
    reading = passes * seconds_of(work.words, shape, speeds) if work.words.matmul else 0.0
    moving = weights.all / link if rung not in ("resident", "stream") else 0.0
    wider = {name: value * EXACT / 2 for name, value in decoding.moved.items()}
    decode = seconds_of(replace(decoding, moved=wider), shape, speeds)
    return (request.steps or 1) * runs * forward + reading + moving + decode + _encoding(request)


def _encoding(request: ShotRequest) -> float:
    """Writing the film: about 60 million pixels a second on one core."""
    return request.frames * request.width * request.height / 60e6
