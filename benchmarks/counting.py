"""Counting on torch's meta device: FLOPs by kind, bytes moved and the peak of live bytes of a call.

Nothing is computed and nothing is allocated, so a model of 30 billion numbers is counted in seconds
on any machine. Attention counts as a fused kernel does it: its matrix of scores is never written.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import flop_registry

from generation.work import Cost, Shape, Terms, term

_STILL = frozenset(
    {
        *("_unsafe_view", "_reshape_alias", "squeeze_", "unsqueeze_", "t_", "transpose_"),
        *("detach", "detach_", "lift_fresh", "empty", "empty_like", "empty_strided", "new_empty"),
    }
)
"""What its schema does not say of itself: these only look at memory in another way, or take it."""
KINDS = ("matmul", "attention", "conv", "moved", "peak")


@dataclass(slots=True)
class Count:
    """What one call took, by KINDS."""

    sums: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))

    def __getitem__(self, kind: str) -> float:
        return self.sums[kind]


class _Fused(TorchFunctionMode):
    """Takes each attention out of the hands of torch, which would spell it out on this device."""

    def __init__(self, count: Count) -> None:
        super().__init__()
        self._count = count

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func is not torch.nn.functional.scaled_dot_product_attention:
            return func(*args, **(kwargs or {}))
        query, key, value = (args + tuple((kwargs or {}).values()))[:3]
        pairs = query[..., 0].numel() * key.shape[-2]
        self._count.sums["attention"] += 2.0 * pairs * (query.shape[-1] + value.shape[-1])
        return query.new_empty((*query.shape[:-1], value.shape[-1]))


class _Dispatched(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves it so
    """Sees every kernel that would run, and every storage that comes and goes."""

    def __init__(self, count: Count) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # as above
        self._count = count
        self._alive: dict[int, int] = {}
        self._bytes = 0

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        given = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        self.take(given)
        out = func(*args, **(kwargs or {}))
        made = [leaf for leaf in tree_leaves(out) if isinstance(leaf, torch.Tensor)]
        packet = func._overloadpacket
        if packet in flop_registry:
            flops = flop_registry[packet](*args, **(kwargs or {}), out_val=out)
            self._count.sums["conv" if "conv" in str(packet) else "matmul"] += flops
        elif not _is_view(func):
            self._count.sums["moved"] += sum(map(_bytes, made)) + sum(map(_bytes, given))
        for tensor in made:
            self._born(tensor.untyped_storage())
        return out

    def take(self, tensors: Sequence[torch.Tensor]) -> None:
        """These were there before: weights and inputs."""
        for tensor in tensors:
            storage = tensor.untyped_storage()
            if storage._cdata not in self._alive:
                self._alive[storage._cdata] = 0
                weakref.finalize(storage, self._gone, storage._cdata)

    def _born(self, storage: torch.UntypedStorage) -> None:
        name = storage._cdata
        if name in self._alive:
            return
        self._alive[name] = storage.nbytes()
        self._bytes += storage.nbytes()
        self._count.sums["peak"] = max(self._count.sums["peak"], self._bytes)
        weakref.finalize(storage, self._gone, name)

    def _gone(self, name: int) -> None:
        self._bytes -= self._alive.pop(name)


def counted(call: Callable[[], object]) -> Count:
    """Call once on the meta device without gradients, and count. The inputs do not count."""
    count = Count()
    with torch.device("meta"), torch.no_grad(), _Fused(count), _Dispatched(count):
        call()
    return count


def fitted(
    counts: Sequence[tuple[Shape, Count]], terms: dict[str, tuple[str, ...]]
) -> tuple[Cost, float]:
    """The cost whose terms (by kind) come closest to what was counted, and how far it is off at the
    worst: the largest share over all kinds that matter."""
    found: dict[str, Terms] = {}
    worst = 0.0
    most = max(max(count[kind] for kind in KINDS[:3]) for _, count in counts)
    for kind in KINDS:
        seen = np.array([count[kind] for _, count in counts])
        if not seen.any():
            continue
        names = terms.get(kind, terms["all"])
        table = np.array([[term(name, shape) for name in names] for shape, _ in counts])
        # shares count alike, whatever the size of the shot
        solved = np.linalg.lstsq(table / seen[:, None], np.ones(len(seen)), rcond=None)[0]
        weight = np.abs(table * solved / seen[:, None]).max(axis=0)
        found[kind] = {
            name: float(f"{value:.7g}")
            for name, value, share in zip(names, solved, weight, strict=True)
            if share > 1e-5  # the rest is what the solver's arithmetic leaves
        }
        if kind == "peak":  # in tiles it is a stair: stay on its upper side
            over = max(1.0, float((seen / np.maximum(table @ solved, 1.0)).max()))
            found[kind] = {name: value * over for name, value in found[kind].items()}
        if kind in KINDS[3:] or seen.max() > most / 100:
            worst = max(worst, float(np.abs(table @ solved / seen - 1).max()))
    return Cost(**found), worst


def _is_view(func: Any) -> bool:
    """Whether nothing is read or written."""
    if func._opname in _STILL:
        return True
    returned = [one.alias_info for one in func._schema.returns]
    return bool(returned) and all(one is not None and not one.is_write for one in returned)


def _bytes(tensor: torch.Tensor) -> int:
    return tensor.numel() * tensor.element_size()
