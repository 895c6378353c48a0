"""A checkpoint at work: loaded once, then shot after shot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from generation.backends.diffusion import colour, loading, loras, placing, speed, troubles
from generation.backends.diffusion.checking import fingerprint
from generation.backends.diffusion.family import Family, Sound
from generation.backends.diffusion.keeping import Kept
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.looks import MOST, Looks, Map, map_for
from generation.backends.diffusion.reading import Reader, part_with_nan
from generation.backends.diffusion.running import NotNumbers, Run
from generation.backends.diffusion.shot import Shot
from generation.backends.diffusion.spending import Purse
from generation.backends.diffusion.undecoded import Given, Undecoded
from generation.contract import ModelOrder, Preview, Progress, Spent

Floats = NDArray[np.float32]
Show = Callable[[Preview], None]


class Drawing:
    """One checkpoint on one device. Drawing thread only; what it loads stays until it goes."""

    def __init__(self, order: ModelOrder, family: Family) -> None:
        self._order = order
        self._family = family
        self._pipes: dict[str, Pipe] = {}
        self._reader = Reader(order, family)
        self._undecoded = Undecoded(order)
        self._maps = Kept(order.cache / "looks" if order.cache else None, MOST)
        self._map: Map | None = None
        self._mapped = False
        self._left = False
        """The last shot was left in the middle."""
        self._purse = Purse(order)
        self.sound: Sound | None = None

    def take_speed(self, order: ModelOrder) -> None:
        """The same order with other settings of speed."""
        self._order = order

    @property
    def spent(self) -> Spent:
        """What the last shot took."""
        return self._purse.spent

    def draw(self, shot: Shot, report: Report, show: Show | None) -> Floats:
        """(frames, h, w, 3) in 0..1. Raises RenderTrouble, and whatever torch does."""
        self.sound = None
        self._purse.open()
        self._tidy()
        with self._purse.taking("loading"):
            pipe = self._loaded(report)
            self._family.tile(pipe, self._order, shot)
        report(Progress(phase="encoding", done=0, total=2))
        given = self._undecoded.find(shot) if self._family.redraws else None
        drawn = (
            self._drawn(pipe, shot, report, show)
            if given is None
            else self._decoded(pipe, given, report)
        )
        if not np.isfinite(drawn).all():
            raise troubles.not_numbers(self._order.manifest, part_with_nan(pipe.components))
        if shot.first is not None and colour.goes_on(shot.request):
            fading = colour.ends_on_a_picture(shot.request) or shot.request.loop
            drawn = colour.matched(drawn, np.asarray(shot.first), fading=fading)
        return drawn

    def _drawn(self, pipe: Pipe, shot: Shot, report: Report, show: Show | None) -> Floats:
        with self._purse.taking("encoding"):
            call = self._family.call(shot)
            pipe = self._as(call.pipeline, pipe)
            told = self._family.words(shot)
            words = self._reader.read(pipe, told, report, self._family.seen(call))
            self._family.ready(pipe, shot, report)  # after whoever reads has left
            loras.dress(pipe, self._order, self._order.manifest.row(shot.request.quality))
            speed.tune(pipe, self._order, shot)
            looks = self._looks(pipe, shot, show)
        look = looks.look if looks else None
        steps = self._family.steps(shot)
        run = Run(pipe, steps=steps, report=report, look=look, card=self._on_card)
        arguments = {**call.arguments, **words, "output_type": "np"}
        arguments["generator"] = torch.Generator("cpu").manual_seed(shot.request.seed)
        watched = self._family.watch(pipe, run.step_done)
        if watched is None:
            run.count_steps()
        arguments |= watched or {}
        self._left = True
        try:
            with self._purse.paying(run), run.watching(self._keeper(shot)):
                output = pipe(**arguments)
            self._left = False
        except NotNumbers as error:
            raise troubles.not_numbers(
                self._order.manifest, part_with_nan(pipe.components)
            ) from error
        self.sound = self._family.sound(output, pipe)
        return self._family.pictures(output)

    def _decoded(self, pipe: Pipe, given: Given, report: Report) -> Floats:
        """From what was kept when it was denoised before."""
        args, named = given
        device = placing.device_of(self._order)
        there = tuple(None if each is None else each.to(device) for each in args)
        run = Run(pipe, steps=0, report=report, card=self._on_card)
        with self._purse.paying(run), run.watching(lambda _: None):
            drawn: Floats = np.asarray(self._family.decode(pipe, there, named))
        return drawn

    @property
    def _on_card(self) -> bool:
        return self._order.device.startswith("cuda")

    def _tidy(self) -> None:
        """Take back from the card what a shot left there that was given up."""
        if not self._left:
            return
        for pipe in self._pipes.values():
            self._family.tidy(pipe)
        self._left = False

    def _keeper(self, shot: Shot) -> Callable[[Given], None]:
        if not self._family.redraws:
            return lambda given: None
        return lambda given: self._undecoded.keep(shot, given)

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

    def _looks(self, pipe: Pipe, shot: Shot, show: Show | None) -> Looks | None:
        if show is None:
            return None
        if not self._mapped:
            vae = self._order.folder / "vae"
            name = fingerprint(vae) if vae.is_dir() else self._order.manifest.id
            self._map = map_for(pipe, self._family, self._maps, name)
            self._mapped = True
        return None if self._map is None else Looks(pipe, self._family, shot, self._map, show)
