"""What stands in work.toml is what torch's meta device counts of the true architecture."""

from __future__ import annotations

import numpy as np
import pytest

from generation.work import Shape, total, works


def test_the_work_of_wan_is_what_the_meta_device_counts() -> None:
    """At a size that was not among those the sums were fitted to."""
    from benchmarks.architectures import find
    from benchmarks.counting import KINDS
    from benchmarks.work_of_models import meta, run, size

    one, work = find("wan-1.3b"), works()["wan-1.3b"]
    denoiser = meta(one.denoiser)
    assert size(denoiser) == work.parameters["transformer"]
    sizes = ((9, 24, 42),)
    counted, _ = run(denoiser, one.feed, sizes, {"all": ("one",)})
    shape = Shape(9.0, 24.0 * 42.0)
    for kind in KINDS:
        real = total(getattr(counted, kind), shape)
        written = total(getattr(work.forward, kind), shape)
        assert written == pytest.approx(real, rel=0.02), kind


def test_attention_is_counted_as_a_fused_kernel_does_it() -> None:
    import torch

    from benchmarks.counting import counted

    with torch.device("meta"):
        query, key = torch.empty(1, 2, 100, 8), torch.empty(1, 2, 300, 8)
    attend = torch.nn.functional.scaled_dot_product_attention
    count = counted(lambda: attend(query, key, key))
    assert count["attention"] == 4 * 2 * 100 * 300 * 8
    assert count["matmul"] == 0
    assert count["peak"] == query.numel() * 4, "the scores are never written"


def test_the_peak_is_of_what_lives_at_once_and_not_of_all_that_was() -> None:
    import torch

    from benchmarks.counting import counted

    with torch.device("meta"):
        given, weights = torch.empty(1000), torch.empty(1000, 1000)

    def call() -> torch.Tensor:
        found = given
        for _ in range(50):
            found = found @ weights.T + 1.0
        return found

    count = counted(call)
    assert count["peak"] <= 3 * 1000 * 4, "neither weights nor what has gone"
    assert count["matmul"] == 50 * 2 * 1000 * 1000
    assert count["moved"] == 50 * 2 * 1000 * 4


def test_what_is_not_exactly_a_sum_of_the_terms_is_said_how_far_it_is_off() -> None:
    from benchmarks.counting import Count, fitted

    shapes = [Shape(1.0, float(n)) for n in (10, 20, 40, 80)]
    counts = [Count() for _ in shapes]
    for shape, count in zip(shapes, counts, strict=True):
        count.sums["matmul"] = 7.0 * shape.a + 3.0
    cost, off = fitted(list(zip(shapes, counts, strict=True)), {"all": ("one", "t")})
    assert off < 1e-6
    assert cost.matmul == pytest.approx({"one": 3.0, "t": 7.0})
    counts[0].sums["matmul"] *= 2
    assert fitted(list(zip(shapes, counts, strict=True)), {"all": ("one", "t")})[1] > 0.05
    assert np.isfinite(off)
