"""A modular pipeline taken apart: its words are read by themselves, and its loop tells of steps.

Such a pipeline is a tree of blocks that share one state. Nothing here knows a model.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import torch

from generation.backends.diffusion.loading import Pipe

Tell = Callable[[int, torch.Tensor], object]
"""Takes the number of a step that was made, from 0, and the latents after it."""
_STEP = "update"
"""What the block of a loop is called that makes the step."""


def telling(blocks: Any, tell: Tell) -> None:
    """Let every loop among these blocks call `tell` after each of its steps."""
    for block in _all(blocks):
        if isinstance(getattr(block, "block_names", None), list) and _STEP in block.sub_blocks:
            block.sub_blocks[_STEP] = _teller(block.sub_blocks[_STEP], tell)


def hush(blocks: Any) -> None:
    """Draw no bars in the log."""
    for block in _all(blocks):
        if hasattr(block, "set_progress_bar_config"):
            block.set_progress_bar_config(disable=True)


def run(pipe: Pipe, blocks: list[Any], given: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """What some blocks of a pipeline make of these inputs, under these names."""
    from diffusers.modular_pipelines import PipelineState  # late, for its start-up time

    state = PipelineState()
    for block in blocks:
        for asked in block.inputs:
            if asked.name is not None and asked.name not in state.values:
                state.set(asked.name, given.get(asked.name, asked.default), asked.kwargs_type)
    with torch.no_grad():
        for block in blocks:
            _, state = block(pipe, state)
    return {name: state.get(name) for name in names}


def _all(block: Any) -> Iterator[Any]:
    yield block
    for inner in getattr(block, "sub_blocks", {}).values():
        yield from _all(inner)


def _teller(plain: Any, tell: Tell) -> Any:
    """The same block, which tells once its step is made. A pipeline copies its blocks, and a copy
    of this one tells the same."""
    kind = type(plain)

    def call(self: Any, components: Any, state: Any, i: int, t: Any) -> Any:
        made = kind.__call__(self, components, state, i=i, t=t)
        tell(i, state.latents.clone())  # the next step is written into the same tensor
        return made

    told = copy.copy(plain)
    told.__class__ = type(kind.__name__, (kind,), {"__call__": call})
    return told
