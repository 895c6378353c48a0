"""MiniMax-H3: a first and a last picture, or an ordered list of references; with sound."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from generation.backends.diffusion import loading, modular, placing, troubles
from generation.backends.diffusion.checking import Part, check
from generation.backends.diffusion.families.h3_references import references_of, referring
from generation.backends.diffusion.family import Call, Family, Sound
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.numbering import numbered
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder, Progress
from generation.fit.memory import memory
from generation.pulse import beating

INDEX, _KIND = "modular_model_index.json", "MiniMaxH3"
_HALVES = {"references": "transformer_ref", "": "transformer"}
"""Two transformers of 62 GB: one for words and pinned pictures, one for references."""
_WORDS = ("text_encoder", "tokenizer", "processor")
_SHARED = ("vae", "audio_vae")
_CLOCKS = ("scheduler", "audio_scheduler")
_CONFIGS = ("canvas_short_edge", "canvas_max_pixels", "reference_image_short_edge")
_KEYFRAMES = ("image", "last_image")
_TAGS = "text_token_tags"
MARGIN = 1.1
"""Of the size of the encoder of words: what has to be free to load it beside a half."""
_LOADING = Progress(phase="loading", done=0, total=1)
_READING = Progress(phase="encoding", done=0, total=2)
_READ = Progress(phase="encoding", done=1, total=2)
"""How far a shot is while a part of the model is loaded: before it, and before and after the words
are read."""


class H3(Family):
    """MiniMaxH3ModularPipeline. Holds which half is loaded, never both."""

    text_parts = _WORDS
    leaves = True
    redraws = False
    """The sound is not kept with the latents of the pictures."""

    def __init__(self) -> None:
        self._order: ModelOrder | None = None
        self._pipe: Pipe = None
        self._readers: list[Any] = []
        """The blocks that read the words, less which the pipeline is."""
        self._told: modular.Tell | None = None
        self._moved: Any = None
        """Brings each part onto the device when it works, and the others away."""

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        with beating(report, _LOADING):  # what is imported here
            loading.quiet()
            index = _index(order)
            pipe = self._assembled()
        made = {name: _loaded(name, index, order, report) for name in (*_SHARED, *_CLOCKS)}
        pipe.update_components(**made, **{name: index[name] for name in _CONFIGS if name in index})
        self._order, self._pipe = order, pipe
        return pipe

    def _assembled(self) -> Pipe:
        blocks = _modular().MiniMaxH3Blocks()
        self._readers = [blocks.sub_blocks["before_encode"], blocks.sub_blocks.pop("text_encoder")]
        modular.hush(blocks)
        modular.telling(blocks, self._tell)
        return blocks.init_pipeline()

    def _tell(self, step: int, latents: torch.Tensor) -> None:
        if self._told is not None:
            self._told(step, latents)

    def read(self, order: ModelOrder, report: Report) -> dict[str, Any]:
        from generation.backends.diffusion.seeing import qwen3_processor  # late: transformers

        free = memory().free
        if free and free < MARGIN * _bytes(order.folder / "text_encoder"):
            for half in _HALVES.values():  # comes back once the words are read
                self._drop(self._pipe, half)
        index = _index(order)
        made = {name: _loaded(name, index, order, report, _READING) for name in _WORDS[:2]}
        return {**made, "processor": qwen3_processor(order.folder / "processor")}

    def steps(self, shot: Shot) -> int:
        """It is told of the points in time, and steps from each to the next."""
        return max(2, shot.steps) - 1

    def watch(self, pipe: Pipe, step_done: Callable[..., dict[str, Any]]) -> dict[str, Any]:
        self._told = lambda step, latents: step_done(pipe, step, None, {"latents": latents})
        return {}

    def tidy(self, pipe: Pipe) -> None:
        if self._moved is not None:
            for hook in self._moved.model_hooks or ():
                hook.offload()

    def place(self, pipe: Pipe, order: ModelOrder) -> None:
        for name, part in pipe.components.items():
            if isinstance(part, nn.Module):
                self._put(name, part, order)

    def tile(self, pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
        """Always in tiles: so it was released, and its frames are those of blended tiles."""

    def ready(self, pipe: Pipe, shot: Shot, report: Report) -> None:
        """Load the half that this shot wants, in place of the other."""
        half = _HALVES["references" if referring(shot) else ""]
        if getattr(pipe, half, None) is not None or self._order is None:
            return
        other = next(name for name in _HALVES.values() if name != half)
        self._drop(pipe, other)
        part = _loaded(half, _index(self._order), self._order, report, _READ)
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
        if referring(shot):
            return Call(arguments={**arguments, "references": references_of(shot)})
        if shot.first is not None:
            arguments["image"] = shot.first
        if shot.last is not None:
            arguments["last_image"] = shot.last
        return Call(arguments=arguments)

    def words(self, shot: Shot) -> dict[str, Any]:
        return {"prompt": shot.words(numbered(shot.request, "<Picture {}>"))}

    def seen(self, call: Call) -> dict[str, Any]:
        given = call.arguments
        names = (*_KEYFRAMES, "references") if "references" in given else _KEYFRAMES
        shown = {name: given[name] for name in names if given.get(name) is not None}
        sizes = ("height", "width", "num_frames") if "references" in given else ("height", "width")
        return {**shown, **{name: given[name] for name in sizes}} if shown else {}

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        return modular.run(pipe, self._readers, words, ["prompt_embeds", _TAGS])

    def spoken(self, kept: dict[str, torch.Tensor]) -> dict[str, Any]:
        return {**kept, _TAGS: kept[_TAGS].cpu()}  # there the sequence is laid out

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        """Rows of patches, those of pinned pictures and references first."""
        (width, height), channels = shot.size, pipe.vae_latent_channels
        t, h, w = pipe.patch_size
        chunk, each = pipe.vae_frames_per_chunk, pipe.vae_latents_per_chunk
        frames = (shot.request.frames - each) // chunk * each + 2
        rows, columns = (side // pipe.vae_spatial_compression_ratio for side in (height, width))
        shape = frames // t, rows // h, columns // w
        found = latents[-math.prod(shape) :].reshape(*shape, channels, t, h, w)
        return found.permute(0, 4, 3, 1, 5, 2, 6).reshape(frames, channels, rows, columns)

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        encoders = importlib.import_module("diffusers.modular_pipelines.minimax_h3.encoders")
        pixels = ((pictures + 1) * 127.5).round().to(pipe._execution_device, torch.uint8)
        codes = [
            encoders.encode_vae_condition(
                pipe.vae, one[None, :, None], pipe.pixel_mean, pipe.pixel_std
            )
            for one in pixels
        ]
        return torch.cat(codes)[:, :, 0]

    def pictures(self, output: Any) -> NDArray[np.float32]:
        drawn: NDArray[np.float32] = np.asarray(output.get("videos")[0])
        return drawn

    def sound(self, output: Any, pipe: Pipe) -> Sound | None:
        samples = np.ascontiguousarray(output.get("audio")[0].float().cpu().numpy().T)
        return samples, int(output.get("sampling_rate"))

    def _put(self, name: str, part: nn.Module, order: ModelOrder) -> None:
        """On the device, or there only while it works: a modular pipeline does not do it itself."""
        device = placing.device_of(order)
        large = name in _HALVES.values()
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
    named = str(table.get("_class_name") or table.get("_blocks_class_name"))
    if not named.startswith(_KIND):  # which of its blocks it was saved with does not matter
        raise troubles.other_kind(order.manifest, named, _KIND)
    return table


def _loaded(
    name: str,
    index: dict[str, Any],
    order: ModelOrder,
    report: Report,
    progress: Progress = _LOADING,
) -> Any:
    entry = index.get(name)
    if not (isinstance(entry, list) and len(entry) >= 2 and all(entry[:2])):
        raise troubles.absent(order.manifest, name)
    part = Part(name, str(entry[0]), str(entry[1]), order.folder / name)
    check(part, order.manifest)
    report(progress)
    with beating(report, progress):
        return loading.load_part(part, order)


def _bytes(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.glob("*.safetensors"))
