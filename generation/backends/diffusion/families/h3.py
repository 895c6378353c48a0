"""MiniMax-H3: a first and a last picture, or an ordered list of references; with sound."""

from __future__ import annotations

import importlib
import json
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.backends.animatic.pictures import located
from generation.backends.diffusion import hearing, loading, placing, troubles
from generation.backends.diffusion.checking import Part, check
from generation.backends.diffusion.family import Call, Family, Sound
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.numbering import numbered
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder, Progress, UnsupportedInput
from generation.pulse import beating

INDEX = "modular_model_index.json"
_HALVES = {"references": "transformer_ref", "": "transformer"}
"""Two transformers of 62 GB: one for words and pinned pictures, one for references."""
_SHARED = ("tokenizer", "processor", "text_encoder", "vae", "audio_vae")
_CLOCKS = ("scheduler", "audio_scheduler")
_CONFIGS = ("canvas_short_edge", "canvas_max_pixels", "reference_image_short_edge")
_RATE = 32000
"""Samples a second that it listens at."""
_WIDEST = 4
"""The sides of a reference picture are at most 1:4."""


class H3(Family):
    """MiniMaxH3ModularPipeline. Holds which half is loaded, never both."""

    text_parts = ()
    redraws = False
    """The sound is not kept with the latents of the pictures."""

    def __init__(self) -> None:
        self._order: ModelOrder | None = None
        self._moved: Any = None
        """Brings each part onto the device when it works, and the others away."""

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        from generation.backends.diffusion.seeing import qwen3_processor  # late: transformers

        with beating(report, Progress(phase="loading", done=0, total=1)):  # what is imported here
            loading.quiet()
            index = _index(order)
            pipe = _modular().MiniMaxH3Blocks().init_pipeline()
        made: dict[str, Any] = {"processor": qwen3_processor(order.folder / "processor")}
        for name in (*_SHARED, *_CLOCKS):
            if name not in made:
                made[name] = _loaded(name, index, order, report)
        pipe.update_components(**made, **{name: index[name] for name in _CONFIGS if name in index})
        _hush(pipe.blocks)
        self._order = order
        return pipe

    def place(self, pipe: Pipe, order: ModelOrder) -> None:
        for name, part in pipe.components.items():
            if isinstance(part, nn.Module):
                self._put(name, part, order)

    def tile(self, pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
        """Always in tiles: so it was released, and its frames are those of blended tiles."""

    def ready(self, pipe: Pipe, shot: Shot, report: Report) -> None:
        """Load the half that this shot wants, in place of the other."""
        half = _HALVES["references" if _referring(shot) else ""]
        if getattr(pipe, half, None) is not None or self._order is None:
            return
        other = next(name for name in _HALVES.values() if name != half)
        self._drop(pipe, other)
        part = _loaded(half, _index(self._order), self._order, report, "encoding")
        pipe.update_components(**{half: part})
        self._put(half, part, self._order)

    def call(self, shot: Shot) -> Call:
        width, height = shot.size
        arguments: dict[str, Any] = {
            "height": height,
            "width": width,
            "num_frames": shot.request.frames,
            "num_inference_steps": max(2, shot.steps),
            **shot.settings.arguments,
        }
        if _referring(shot):
            return Call(arguments={**arguments, "references": _references(shot)})
        if shot.first is not None:
            arguments["image"] = shot.first
        if shot.last is not None:
            arguments["last_image"] = shot.last
        return Call(arguments=arguments)

    def words(self, shot: Shot) -> dict[str, Any]:
        return {"prompt": shot.words(numbered(shot.request, "<Picture {}>"))}

    def pictures(self, output: Any) -> NDArray[np.float32]:
        drawn: NDArray[np.float32] = np.asarray(output.get("videos")[0])
        return drawn

    def sound(self, output: Any, pipe: Pipe) -> Sound | None:
        samples = np.ascontiguousarray(output.get("audio")[0].float().cpu().numpy().T)
        return samples, int(output.get("sampling_rate"))

    def _put(self, name: str, part: nn.Module, order: ModelOrder) -> None:
        """On the device, or there only while it works: a modular pipeline does not do it itself."""
        device = placing.device_of(order)
        large = name == "text_encoder" or name in _HALVES.values()
        if device.type == "cpu":
            return
        if order.rung == "resident" or (order.rung == "stream" and not large):
            part.to(device)
        elif order.rung == "stream":
            placing.group(part, device)
        else:
            if order.rung == "fp8" and large:
                placing.narrow(part, order)
            if self._moved is None:
                self._moved = importlib.import_module("diffusers").ComponentsManager()
            self._moved.add(name, part)
            self._moved.enable_auto_cpu_offload(device, offload_strategy=_all_others)

    def _drop(self, pipe: Pipe, name: str) -> None:
        part = getattr(pipe, name, None)
        if part is None:
            return
        if self._moved is not None:
            self._moved.remove(f"{name}_{id(part)}")
        pipe.update_components(**{name: None})
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _all_others(hooks: list[Any], **_what: Any) -> list[Any]:
    """What leaves the device when a part comes: none of them works while another does."""
    return hooks


def _modular() -> Any:
    """Late, for its start-up time; and it has no types to be held to."""
    return importlib.import_module("diffusers.modular_pipelines.minimax_h3")


def _referring(shot: Shot) -> bool:
    request = shot.request
    shown = any(subject.pictures for subject in request.subjects)
    return bool(shown or request.references or request.video)


def _references(shot: Shot) -> list[Any]:
    """In the order in which the words count them."""
    h3, request = _modular(), shot.request
    made = [h3.MiniMaxH3ImageReference(image=_framed(one)) for one in shot.references()]
    if request.video is not None:
        _must_see_videos(shot)
        frames = np.stack(shot.video(request.video.video))
        made.append(
            h3.MiniMaxH3VideoReference(frames=frames, fps=request.rate[0] / request.rate[1])
        )
    seconds = request.frames * request.rate[1] / request.rate[0]
    for part in request.sounds:
        if part.media is not None:
            heard = hearing.samples(located(part.media, shot.find), _RATE, seconds)
            made.append(
                h3.MiniMaxH3AudioReference(audio=torch.from_numpy(heard), sample_rate=_RATE)
            )
    return made


def _framed(picture: Image.Image) -> Image.Image:
    """The middle of a picture that is longer than the model takes."""
    width, height = picture.size
    wide, high = min(width, _WIDEST * height), min(height, _WIDEST * width)
    left, top = (width - wide) // 2, (height - high) // 2
    return picture.crop((left, top, left + wide, top + high))


def _must_see_videos(shot: Shot) -> None:
    from generation.backends.diffusion.seeing import sees_videos  # late: transformers

    if sees_videos():
        return
    text = QT_TRANSLATE_NOOP("words", "{model} cannot look at the guiding video here.")
    remedy = QT_TRANSLATE_NOOP(
        "words", "Install the Python package torchvision that belongs to your torch, then render."
    )
    raise UnsupportedInput(
        say(text, model=shot.order.manifest.name),
        meaning=troubles.NOT_RENDERED,
        remedy=say(remedy),
    )


def _index(order: ModelOrder) -> dict[str, Any]:
    path = order.folder / INDEX
    try:
        table = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise troubles.absent(order.manifest, INDEX) from error
    except (OSError, ValueError) as error:
        raise troubles.damaged(order.manifest, INDEX, repr(error)) from error
    if not isinstance(table, dict):
        raise troubles.damaged(order.manifest, INDEX, "it is no table")
    return table


def _loaded(
    name: str, index: dict[str, Any], order: ModelOrder, report: Report, phase: str = "loading"
) -> Any:
    entry = index.get(name)
    if not (isinstance(entry, list) and len(entry) >= 2 and all(entry[:2])):
        raise troubles.absent(order.manifest, name)
    part = Part(name, str(entry[0]), str(entry[1]), order.folder / name)
    check(part, order.manifest)
    progress = Progress(phase=phase, done=0, total=1)
    report(progress)
    with beating(report, progress):
        return loading.load_part(part, order)


def _hush(blocks: Any) -> None:
    """Draw no bars in the log."""
    if hasattr(blocks, "set_progress_bar_config"):
        blocks.set_progress_bar_config(disable=True)
    for inner in getattr(blocks, "sub_blocks", {}).values():
        _hush(inner)
