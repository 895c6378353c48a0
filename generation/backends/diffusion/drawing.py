"""A checkpoint at work: loaded once, then shot after shot."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from generation.backends.diffusion import loading, placing, troubles
from generation.backends.diffusion.family import Call, Family, Sound
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.reading import Reader
from generation.backends.diffusion.running import Run
from generation.backends.diffusion.shot import Shot
from generation.contract import Preview, Progress
from generation.messages import ModelOrder

Floats = NDArray[np.float32]
Show = Callable[[Preview], None]


class Drawing:
    """One checkpoint on one device. Drawing thread only; what it loads stays until it goes."""

    def __init__(self, order: ModelOrder, family: Family) -> None:
        self._order = order
        self._family = family
        self._pipes: dict[str, Pipe] = {}
        self._reader = Reader(order, family)
        self.sound: Sound | None = None

    def draw(self, shot: Shot, report: Report, show: Show | None) -> Floats:
        """(frames, h, w, 3) in 0..1. Raises RenderTrouble, and whatever torch does."""
        self.sound = None
        pipe = self._loaded(report)
        report(Progress(phase="encoding", done=0, total=1))
        call = self._family.call(shot)
        pipe = self._as(call.pipeline, pipe)
        self._family.ready(pipe, shot, report)
        words = self._reader.read(pipe, self._family.words(shot), report)
        return self._run(pipe, call, words, shot, report, show)

    def _run(
        self,
        pipe: Pipe,
        call: Call,
        words: dict[str, Any],
        shot: Shot,
        report: Report,
        show: Show | None,
    ) -> Floats:
        run = Run(pipe, steps=shot.steps, report=report)
        arguments = {**call.arguments, **words, **self._seeded(pipe, shot), "output_type": "np"}
        if "callback_on_step_end" in inspect.signature(pipe.__call__).parameters:
            arguments["callback_on_step_end"] = run.step_done
        with run.watching(lambda args, named: None):
            output = pipe(**arguments)
        drawn = self._family.pictures(output)
        if not np.isfinite(drawn).all():
            raise troubles.not_numbers(self._order.manifest, _part_with_nan(pipe))
        self.sound = self._family.sound(output, pipe)
        return drawn

    def _loaded(self, report: Report) -> Pipe:
        """The checkpoint's own pipeline, placed on its device."""
        if "" not in self._pipes:
            placing.device_of(self._order)  # before anything takes its time
            pipe = self._family.load(self._order, report)
            self._family.place(pipe, self._order)
            self._pipes[""] = pipe
        return self._pipes[""]

    def _as(self, name: str, pipe: Pipe) -> Pipe:
        """The same components under another class of pipeline."""
        if not name or type(pipe).__name__ == name:
            return pipe
        if name not in self._pipes:
            self._pipes[name] = loading.remade(pipe, name)
        return self._pipes[name]

    def _seeded(self, pipe: Pipe, shot: Shot) -> dict[str, Any]:
        """Noise comes from the processor, so that every card starts from the same."""
        return {"generator": torch.Generator("cpu").manual_seed(shot.request.seed)}


def _part_with_nan(pipe: Pipe) -> str:
    """The first component with weights that are no numbers."""
    for name, part in pipe.components.items():
        if not isinstance(part, nn.Module):
            continue
        if any(not torch.isfinite(each).all() for each in part.parameters()):
            return name
    return ""
