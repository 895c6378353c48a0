"""One model on one device: the bare pipeline against our whole path, and what was foretold."""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch

from benchmarks.architectures import HALF, Architecture
from benchmarks.gpu_parts import Given, Timed, Wish, default_of, known, share_of
from generation.backends.diffusion.drawing import Drawing
from generation.backends.diffusion.shot import Shot
from generation.contract import (
    Cancelled,
    ModelOrder,
    OutOfMemory,
    ShotRequest,
)
from generation.fit.device import Device
from generation.fit.ladder import Fit, fit
from generation.fit.predict import estimate, rungs, runs_of, seconds_of, shape_of
from generation.manifest import Limits, Manifest, Settings
from generation.match import fitted
from generation.speed import speed_for
from generation.work import works

STEPS = 6
"""Drawn per measurement; the first ones are not counted."""
ROUNDS = 3
SLOW = 5.0
"""Seconds of a step from which one round is enough: what disturbs it is small beside it."""
SIZES = {
    "small": (9, 64, 64),
    "wan-1.3b": (81, 832, 480),
    "wan2.2-5b": (121, 1280, 704),
    "wan-14b": (81, 1280, 720),
}
CARDS = (0.45, 0.7, 1.0, 1.5)
"""Cards that are played by keeping the real one from giving more, as shares of what the largest
shot takes with all of the model on the card."""
PATIENCE = 4
"""So many shots are thought of for every one that is to be admitted."""
GB = 1 << 30


class Bench:
    """A model with random weights on one device. `close` gives all of it back."""

    def __init__(self, name: str, device: Device, folder: Path, *, tiny: bool) -> None:
        self.name, self.device, self.folder = name, device, folder
        self.architecture: Architecture = known(name, folder, tiny=tiny)
        self.frames, self.width, self.height = SIZES[name]
        self.manifest = self._manifest()
        self._pipe: Any = None
        words = (1, 512, self.architecture.word_width)
        kind = HALF if device.kind != "cpu" else torch.float32
        torch.manual_seed(0)
        self._words = [torch.randn(*words, device=device.id, dtype=kind) for _ in range(2)]

    def figures(self, wanted: Collection[str], *, shots: int) -> dict[str, Any]:
        """The wanted figures of this model that this device has room for."""
        found = fit(self.manifest, self.request(), self.device)
        if not isinstance(found, Fit):
            return {"refused": str(found.sentence)}
        if found.rung != "resident":
            return {"left_out": f"it needs rung {found.rung} here: {found.sentence}"}
        measures: dict[str, Callable[[], dict[str, Any]]] = {
            "step": self.against_bare,
            "foretold": self.foretold,
            "cancel": lambda: {"cancel_ms": self.cancel()},
            "rungs": lambda: {"rungs": self.ladder()},
            "admitted": lambda: {"admitted": self.admitted(shots)} if shots else {},
        }
        result: dict[str, Any] = {}
        for name, figure in measures.items():
            if name in wanted:
                made = self._tried(name, figure)
                print(json.dumps({self.name: made}), file=sys.stderr, flush=True)
                result |= made
        return result

    def _tried(self, name: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A figure, or why there is none: an hour of the others must not be lost with it."""
        try:
            return measure()
        except Exception as error:  # whatever a card says, it is written down
            told = {f"{name}_failed": f"{type(error).__name__}: {str(error)[:300]}"}
        self.close()
        return told

    # -- what is measured

    def against_bare(self) -> dict[str, Any]:
        """Seconds a step: the bare pipeline, ours, and ours with our settings of speed."""
        pipe = self.pipe()
        bare, ours = Timed([]), Timed([])
        for turn in range(ROUNDS):  # by turns, so that what disturbs one disturbs the other
            if turn and bare.step > SLOW:
                break
            bare.taken += self._timed(pipe, lambda: self._bare(pipe)).taken
            ours.taken += self._timed(pipe, lambda: self._drawn(self.order())).taken
        settings = speed_for(self.device.kind, "resident")
        quick = ours
        if settings:
            order = self.order(speed=settings)
            self._drawn(order)  # what is compiled is compiled now
            quick = self._timed(pipe, lambda: self._drawn(order))
        self.close()  # compiled blocks must not meet what comes next
        return {
            "step_bare": round(bare.step, 4),
            "step_ours_to_bare": share_of(ours.step, bare.step),
            "step_quick_to_bare": share_of(quick.step, bare.step),
            "speed": settings,
        }

    def foretold(self) -> dict[str, Any]:
        """What the arithmetic said against what was: a step, the decoder, the peak."""
        request, drawing = self.request(), self._drawing(self.order())
        plain = estimate(self.manifest, request, self.device, "resident", tiling=False)
        pipe = self.pipe()
        self._reset_peak()
        timed = self._timed(pipe, lambda: self._draw(drawing, request))
        work = works()[self.manifest.work]
        shape = shape_of(request, work)
        runs = runs_of(self.manifest, request, work)
        step = runs * seconds_of(work.forward, shape, self.device.speeds)
        told = {
            "step_foretold_to_real": share_of(step, timed.step),
            "seconds_foretold_to_real": share_of(plain.seconds or 0.0, drawing.spent.drawing),
            "decoding": round(drawing.spent.decoding, 3),
        }
        peak = self._peak()
        if peak and plain.bytes:
            told |= self._memory(plain.bytes, peak)
        return told

    def _memory(self, foretold: int, held: int) -> dict[str, Any]:
        """What the allocator held, which is what a card must have room for, and what of it was
        alive."""
        alive = int(torch.cuda.max_memory_allocated(self.device.id))
        return {
            "memory": round(held / GB, 2),
            "memory_alive": round(alive / GB, 2),
            "memory_foretold_to_real": share_of(foretold, held),
        }

    def cancel(self, times: int = 5) -> float:
        """Milliseconds from the wish, in the middle of a step, to the end of the drawing; the
        worst."""
        drawing, request = self._drawing(self.order()), self.request()
        self._draw(drawing, replace(request, steps=1))
        step = max(0.05, drawing.spent.denoising)
        worst = 0.0
        for number in range(times):
            wish = Wish(step * (0.2 + 0.6 * number / times))
            try:
                drawing.draw(self._shot(request), wish.report, None)
            except Cancelled:
                self._finish()
                worst = max(worst, time.perf_counter() - wish.at)
            finally:
                wish.close()
        return round(worst * 1000, 1)

    def ladder(self) -> dict[str, Any]:
        """Seconds a step and GB at each rung below; the processor has no other than its one."""
        found: dict[str, Any] = {}
        below = rungs(self.manifest, self.device)[1:]
        for rung in below or ("resident",):
            self.close()
            drawing = self._drawing(self.order(rung=rung))
            request = replace(self.request(), steps=3)
            self._reset_peak()
            timed = self._timed(None, lambda d=drawing, r=request: self._draw(d, r))  # type: ignore[misc]  # bound now
            told = estimate(self.manifest, request, self.device, rung, tiling=False)
            found[rung] = {"step": round(timed.step, 3)}
            if peak := self._peak():
                found[rung] |= self._memory(told.bytes or 0, peak)
            del drawing  # before the next is made: both would be in memory
        self.close()
        return found

    def admitted(self, shots: int) -> dict[str, Any]:
        """Random shots that the ladder admits on cards of several sizes, and how many of them ran
        out of memory."""
        chance, told = random.Random(7), {"drawn": 0, "refused": 0, "out_of_memory": 0}
        rungs_met: dict[str, int] = {}
        cards = self._cards()
        for number, memory in enumerate(cards):
            device = self._limited(memory)
            share = shots * (number + 1) // len(cards)
            try:
                self._admitted_by(device, share, chance, told, rungs_met)
            finally:
                self._limited(0)
        self.close()
        return {**told, "rungs": rungs_met, "cards": [round(each / GB, 1) for each in cards]}

    def _admitted_by(
        self,
        device: Device,
        until: int,
        chance: random.Random,
        told: dict[str, int],
        rungs_met: dict[str, int],
    ) -> None:
        """Draw until so many have been drawn in all, or one card after another refuses too many."""
        rung, drawing = "", None
        for _ in range(PATIENCE * max(1, until)):
            if told["drawn"] >= until:
                break
            request = self._random(chance)
            found = fit(self.manifest, request, device)
            if not isinstance(found, Fit):
                told["refused"] += 1
                continue
            if found.rung != rung or drawing is None:
                drawing = None
                self.close()
                rung, drawing = found.rung, self._drawing(self.order(rung=found.rung))
            drawing.take_speed(self.order(rung=rung, speed={"tiling": found.tiling}))
            told["drawn"] += 1
            rungs_met[rung] = rungs_met.get(rung, 0) + 1
            try:
                self._draw(drawing, request)
            except (OutOfMemory, torch.OutOfMemoryError):
                told["out_of_memory"] += 1
                drawing = None

    def _cards(self) -> tuple[int, ...]:
        """Bytes of the cards that are played."""
        if self.device.kind not in ("cuda", "rocm"):
            return (0,)
        largest = estimate(self.manifest, self.request(), self.device, "resident", tiling=False)
        return tuple(round(share * (largest.bytes or largest.least)) for share in CARDS)

    # -- how

    def request(self) -> ShotRequest:
        asked = ShotRequest(
            model=self.manifest.id,
            frames=self.frames,
            rate=(16, 1),
            width=self.width,
            height=self.height,
            prompt="random numbers",
        )
        return fitted(asked, self.manifest)

    def order(
        self, rung: str = "resident", speed: dict[str, bool | str] | None = None
    ) -> ModelOrder:
        return ModelOrder(
            manifest=self.manifest,
            folder=self.folder,
            device=self.device.id,
            rung=rung,
            speed=dict(speed or {}),
        )

    def pipe(self) -> Any:
        """The pipeline on the device, made once."""
        if self._pipe is None:
            self._pipe = self._made(self.device.id)
        return self._pipe

    def close(self) -> None:
        """Give the device back what we hold of it."""
        self._pipe = None
        gc.collect()
        if self.device.kind in ("cuda", "rocm"):
            torch.cuda.empty_cache()

    def _made(self, where: str) -> Any:
        """A pipeline with random weights, made where they stay."""
        import diffusers

        kind = HALF if self.device.kind != "cpu" else torch.float32
        torch.manual_seed(0)
        with torch.device(where), default_of(kind):
            transformer = self.architecture.denoiser().eval()
        with torch.device(where):
            vae = self.architecture.decoder().eval()
        expand = self.architecture.name == "wan2.2-5b"
        pipe: Any = diffusers.WanPipeline(
            tokenizer=None,
            text_encoder=None,
            vae=vae,
            scheduler=diffusers.UniPCMultistepScheduler(flow_shift=3.0),
            transformer=transformer,
            expand_timesteps=expand,
        )
        pipe.set_progress_bar_config(disable=True)
        return pipe

    def _drawing(self, order: ModelOrder) -> Drawing:
        build = self.pipe if order.rung == "resident" else lambda: self._made("cpu")
        return Drawing(order, Given(build, *self._words))

    def _drawn(self, order: ModelOrder) -> None:
        self._draw(self._drawing(order), self.request())

    def _draw(self, drawing: Drawing, request: ShotRequest) -> None:
        drawing.draw(self._shot(request), lambda _: None, None)
        self._finish()

    def _shot(self, request: ShotRequest) -> Shot:
        return Shot(request, self.order(), lambda media: Path(media.asset))

    def _bare(self, pipe: Any) -> None:
        request = self.request()
        guided = (request.guidance or 1.0) > 1
        given = Given(self.pipe, *self._words)
        pipe(
            height=request.height,
            width=request.width,
            num_frames=request.frames,
            num_inference_steps=request.steps,
            guidance_scale=request.guidance,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output_type="np",
            **given.embeds(guided),
        )
        self._finish()

    def _timed(self, pipe: Any, call: Callable[[], None]) -> Timed:
        """Seconds between the calls of the scheduler; it is the class's that is watched, for a
        pipeline that is loaded later."""
        import diffusers

        kind: Any = diffusers.UniPCMultistepScheduler if pipe is None else type(pipe.scheduler)
        plain, stamps = kind.step, []

        def step(scheduler: Any, *args: Any, **named: Any) -> Any:
            self._finish()
            stamps.append(time.perf_counter())
            return plain(scheduler, *args, **named)

        kind.step = step
        try:
            call()
        finally:
            kind.step = plain
        taken = [later - sooner for sooner, later in pairwise(stamps)]
        return Timed(taken[1:])  # the first one warms up

    def _finish(self) -> None:
        if self.device.kind in ("cuda", "rocm"):
            torch.cuda.synchronize(self.device.id)

    def _reset_peak(self) -> None:
        if self.device.kind in ("cuda", "rocm"):
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats(self.device.id)

    def _peak(self) -> int:
        if self.device.kind in ("cuda", "rocm"):
            return int(torch.cuda.max_memory_reserved(self.device.id))
        return 0

    def _limited(self, bytes: int) -> Device:
        """A card of so many bytes, played by the real one; 0 is the real one."""
        if self.device.kind not in ("cuda", "rocm"):
            return self.device
        given = min(bytes, self.device.free) if bytes else self.device.memory
        share = min(1.0, given / self.device.memory)
        torch.cuda.set_per_process_memory_fraction(share, self.device.id)
        return replace(self.device, memory=given, free=given) if bytes else self.device

    def _random(self, chance: random.Random) -> ShotRequest:
        most = self.frames, self.width, self.height
        return fitted(
            replace(
                self.request(),
                frames=chance.randint(1, most[0] // 4) * 4 + 1,
                width=chance.randint(2, most[1] // 32) * 32,
                height=chance.randint(2, most[2] // 32) * 32,
                guidance=chance.choice((1.0, 5.0)),
                steps=1,
                seed=chance.randrange(1000),
            ),
            self.manifest,
        )

    def _manifest(self) -> Manifest:
        """The model without its encoder of words: what is measured is what is foretold."""
        work = works()[self.architecture.name]
        sizes = {n: c * 2 for n, c in work.parameters.items() if not n.startswith("text")}
        return Manifest(
            id=f"bench-{self.name}",
            name=self.name,
            backend="generation.backends.diffusion.backend:Diffusion",
            version="1",
            family="wan",
            inputs={"words": 1, "seed": 1, "steps": 1, "guidance": 1, "negative": 1},
            limits=Limits(frames_step=4, frames_offset=1, multiple=work.side, side_low=32),
            defaults={"final": Settings(steps=STEPS, guidance=5.0)},
            weight_bytes=sizes,
            work=self.architecture.name,
        )
