"""How one architecture is called: from a shot to the exact arguments of its pipeline."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from generation.backends.diffusion import loading, placing
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder

Sound: TypeAlias = "tuple[NDArray[np.float32], int]"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a pipeline, less its words, its seed, its callback and its kind of output."""

    arguments: dict[str, Any] = field(default_factory=dict)
    pipeline: str = ""
    """The class that takes them, made of the same components; empty: the loaded one."""


class Family:
    """The plain case, to be refined. Holds nothing of a shot; used on the drawing thread only."""

    text_parts: Collection[str] = ("text_encoder", "tokenizer")
    """Loaded when words are to be read that nobody has read before, and only then."""
    exact: Collection[str] = ("vae",)
    """Components that need float32 wherever they run."""
    kin: Collection[str] = ()
    """Pipelines that share their components, of which a checkpoint may name any."""
    leaves = False
    """Its `text_parts` are let go once they have read: too large to wait for more words."""
    redraws = True
    """What its `vae.decode` is given is enough to make the pictures again."""

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        """The pipeline on the CPU, without `text_parts`. Raises ModelMissing or ModelDamaged."""
        return loading.load(order, report, without=self.text_parts, exact=self.exact, kin=self.kin)

    def place(self, pipe: Pipe, order: ModelOrder) -> None:
        """Put what `load` gave where its rung wants it."""
        placing.place(pipe, order)

    def tile(self, pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
        """Decode this shot in tiles, or whole."""
        placing.tile(pipe, order)

    def ready(self, pipe: Pipe, shot: Shot, report: Report) -> None:
        """Bring in what only some shots need, before one is drawn."""

    def steps(self, shot: Shot) -> int:
        """How many steps the pipeline makes of this shot."""
        return shot.steps

    def watch(self, pipe: Pipe, step_done: Callable[..., dict[str, Any]]) -> dict[str, Any] | None:
        """Arguments of the call that let the pipeline tell of each step; None: it tells of none."""
        if "callback_on_step_end" in inspect.signature(pipe.__call__).parameters:
            return {"callback_on_step_end": step_done}
        return None

    def tidy(self, pipe: Pipe) -> None:
        """Take back from the device what a shot left there that was given up: a pipeline does so
        only at its end."""
        free = getattr(pipe, "maybe_free_model_hooks", None)
        if free is not None:
            free()

    def read(self, order: ModelOrder, report: Report) -> dict[str, Any]:
        """The components of `text_parts`, on the CPU."""
        return loading.load_some(order, self.text_parts, report)

    def call(self, shot: Shot) -> Call:
        """The arguments of the shot, spelled as the pipeline spells them."""
        return Call(arguments=self.plain(shot))

    def plain(self, shot: Shot) -> dict[str, Any]:
        """Size, length, steps and guidance, and what the manifest adds."""
        width, height = shot.size
        return {
            "height": height,
            "width": width,
            "num_frames": shot.request.frames,
            "num_inference_steps": shot.steps,
            "guidance_scale": shot.guidance,
            **shot.settings.arguments,
        }

    def words(self, shot: Shot) -> dict[str, Any]:
        """What the pipeline is told in words; empty for one that reads none."""
        told = {"prompt": shot.words()}
        return {**told, "negative_prompt": shot.request.negative} if shot.guided else told

    def seen(self, call: Call) -> dict[str, Any]:
        """Arguments of the call that the encoder of words looks at too: `embed` gets them among the
        words."""
        return {}

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor] | None:
        """The tensors that stand for the words: arguments of the call, in place of `words`.

        The `text_parts` are in the pipeline then. None: it reads its words by itself, and needs
        its `text_parts` all the time.
        """
        return None

    def spoken(self, kept: dict[str, torch.Tensor]) -> dict[str, Any]:
        """Arguments of the call, of what `embed` gave and was kept."""
        return dict(kept)

    def clips_words(self) -> bool:
        """Whether `embed` stands for the words, so that the encoder need not stay."""
        return type(self).embed is not Family.embed

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        """What is being drawn as (frames, channels, rows, columns), as `example` has them."""
        return latents[0].transpose(0, 1)

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        """Single pictures (count, 3, h, w) in -1..1, as latents (count, channels, rows, columns)
        of the kind that is being denoised."""
        raise NotImplementedError

    def decode(self, pipe: Pipe, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The pictures again, from what `vae.decode` was given: as `pictures` gives them."""
        with torch.no_grad():
            decoded = pipe.vae.decode(*args, **named)
        video = decoded[0] if isinstance(decoded, tuple) else decoded.sample
        return pipe.video_processor.postprocess_video(video, output_type="np")[0]

    def pictures(self, output: Any) -> NDArray[np.float32]:
        """(frames, h, w, 3) in 0..1, of what the pipeline gave for output_type "np"."""
        drawn: NDArray[np.float32] = np.asarray(output.frames[0])
        return drawn

    def sound(self, output: Any, pipe: Pipe) -> Sound | None:
        """What is heard: (samples, channels) in -1..1 and samples a second."""
        return None
