"""One run of a pipeline, watched: how far it is, what it draws, and a way out at every block."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

from generation.backends.diffusion.loading import Pipe, Report
from generation.contract import Progress

AHEAD = 4
"""Blocks that the processor may be ahead of the card: a cancelled card draws no more than these."""
_GLANCE = 0.0005
"""Seconds between two looks at how far the card is: less than the blocks ahead take it."""
Look = Callable[[torch.Tensor], None]
"""Takes the latents after a step."""
Given = tuple[tuple[Any, ...], dict[str, Any]]
"""The arguments of `vae.decode`."""


class NotNumbers(Exception):
    """A step ended in infinities, or in nothing that is a number."""


class Run:
    """Tells how far one call of a pipeline is. Drawing thread only.

    Every block of the encoder, of the denoiser and of the decoder asks first whether the shot is
    still wanted: `report` raises out of the middle of a step, and the pipeline can be used again.
    """

    def __init__(
        self,
        pipe: Pipe,
        *,
        steps: int,
        report: Report,
        look: Look | None = None,
        card: bool = False,
    ) -> None:
        """`card` says that the work is queued on one, rather than done when it is asked for."""
        self._pipe = pipe
        self._steps = steps
        self._report = report
        self._look = look
        self._phase = "encoding"
        self._step = 0
        self._blocks = 0
        self._expected = 1
        self._total = 1
        self._pace = _Pace(card=card)
        self._counts = False
        self.taken: dict[str, float] = {}
        """Seconds by phase."""
        self._since = time.monotonic()

    @contextmanager
    def watching(self, keep: Callable[[Given], None]) -> Iterator[None]:
        """While the pipeline is called; `keep` gets what the decoder is given, before it works.

        With no steps to make, nothing but the decoder is expected to work.
        """
        handles = list(self._hooks())
        decode = self._catch_decode(keep)
        try:
            yield
        except BaseException:  # the caches of the blocks must not meet the next shot
            for module in _modules(self._pipe):
                reset = getattr(module, "_reset_stateful_cache", None)
                if callable(reset):
                    reset()
            raise
        finally:
            self._enter("over")
            for handle in handles:
                handle.remove()
            if decode is not None:
                del decode.decode  # the method of the class again

    def count_steps(self) -> None:
        """Of a pipeline that does not tell of its steps: each is one call of its denoiser."""
        self._counts = True

    def step_done(self, pipe: Pipe, step: int, when: Any, found: dict[str, Any]) -> dict[str, Any]:
        """The pipeline's own callback, after each step."""
        self._expected, self._blocks = max(1, self._blocks), 0
        self._step = step + 1
        self._say()
        latents = found.get("latents")
        if latents is None:
            return {}
        self._pace.wait(self._say, ahead=0)  # or the next line waits, and does not ask
        if not bool(torch.isfinite(latents).all()):
            raise NotNumbers
        if self._look is not None:
            self._look(latents)
        return {}

    def _hooks(self) -> Iterator[RemovableHandle]:
        for name, module in self._pipe.components.items():
            if not isinstance(module, nn.Module):
                continue
            denoises = name.startswith(("transformer", "unet", "latent_upsampler"))
            for block in blocks_of(module):
                hook = self._denoising if denoises else self._beside
                yield block.register_forward_pre_hook(hook)
            if denoises:
                self._expected = max(self._expected, len(blocks_of(module)))
                if self._counts:
                    yield module.register_forward_hook(self._denoised)

    def _catch_decode(self, keep: Callable[[Given], None]) -> Any:
        vae: Any = getattr(self._pipe, "vae", None)
        if vae is None:
            return None
        plain = vae.decode

        def decode(*args: Any, **named: Any) -> Any:
            if self._phase == "rendering" or not self._steps:
                self._enter("decoding", total=_decoder_blocks(vae, args))
                self._say()
                keep((args, named))
            return plain(*args, **named)

        vae.decode = decode
        return vae

    def _denoising(self, block: nn.Module, inputs: Any) -> None:
        if self._phase == "encoding":
            self._enter("rendering", total=self._steps)
        self._blocks += 1
        self._tick()

    def _denoised(self, module: nn.Module, inputs: Any, output: Any) -> None:
        self.step_done(self._pipe, self._step, None, {})

    def _beside(self, block: nn.Module, inputs: Any) -> None:
        """A block of an encoder or of the decoder."""
        if self._phase == "decoding":
            self._blocks += 1
        self._tick()

    def _tick(self) -> None:
        self._pace.wait(self._say)
        self._say()

    def _enter(self, phase: str, total: int = 1) -> None:
        now = time.monotonic()
        self.taken[self._phase] = self.taken.get(self._phase, 0.0) + now - self._since
        self._since = now
        self._phase, self._total = phase, total
        self._blocks = 0

    def _say(self) -> None:
        if self._phase == "rendering":
            share = min(self._blocks / self._expected, 0.999) if self._step < self._steps else 0.0
            done = min(self._step, self._steps)
            progress = Progress(phase="rendering", done=done, total=self._steps, share=share)
        elif self._phase == "decoding":
            done = min(self._blocks, self._total)
            progress = Progress(phase="decoding", done=done, total=self._total)
        else:
            progress = Progress(phase=self._phase, done=1, total=2)
        self._report(progress)


@contextmanager
def asking(modules: Sequence[nn.Module], report: Report, progress: Progress) -> Iterator[None]:
    """While these work, each of their blocks asks first whether that is still wanted."""

    def ask(block: nn.Module, inputs: Any) -> None:
        report(progress)

    blocks = (block for module in modules for block in blocks_of(module))
    handles = [block.register_forward_pre_hook(ask) for block in blocks]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def blocks_of(module: nn.Module) -> list[nn.Module]:
    """What a model repeats: the blocks it names itself, or else whatever it keeps in lists."""
    named = getattr(module, "_repeated_blocks", None) or ()
    found = [each for each in module.modules() if type(each).__name__ in named]
    if found:
        return found
    lists = [each for each in module.modules() if isinstance(each, nn.ModuleList)]
    unique = {id(block): block for each in lists for block in each}
    return list(unique.values())


def _decoder_blocks(vae: Any, args: tuple[Any, ...]) -> int:
    """How often a block of the decoder will be asked, where it takes latents one by one."""
    once = len(blocks_of(getattr(vae, "decoder", vae))) or 1
    one_by_one = hasattr(vae, "clear_cache")
    return once * (int(args[0].shape[2]) if one_by_one and args else 1)


def _modules(pipe: Pipe) -> list[nn.Module]:
    return [each for each in pipe.components.values() if isinstance(each, nn.Module)]


class _Pace:
    """Keeps the processor near the card: work that is already queued there cannot be cancelled, and
    while the processor waits for it, nobody would ask."""

    def __init__(self, *, card: bool) -> None:
        self._marks: list[torch.cuda.Event] = []
        self._card = card

    def wait(self, ask: Callable[[], None], ahead: int = AHEAD) -> None:
        """Until the card has no more than so many blocks before it."""
        if not self._card:
            return
        mark = torch.cuda.Event()  # type: ignore[no-untyped-call]  # torch has not typed its events
        mark.record()
        self._marks.append(mark)
        while len(self._marks) > ahead:
            while not self._marks[0].query():  # type: ignore[no-untyped-call]  # nor this
                time.sleep(_GLANCE)
                ask()
            self._marks.pop(0)
