"""What is written of each architecture holds, and the sums do what they say."""

from __future__ import annotations

import pytest

from generation.catalogue import installed
from generation.work import FILE, Shape, from_table, term, to_table, total, works


def test_a_sum_is_of_the_products_that_its_letters_name() -> None:
    shape = Shape(f=3.0, a=10.0)
    assert [term(name, shape) for name in ("one", "f", "a", "t", "tt", "tf", "ta")] == [
        1.0,
        3.0,
        10.0,
        30.0,
        900.0,
        90.0,
        300.0,
    ]
    assert total({"one": 5.0, "t": 2.0}, shape) == 65.0


def test_a_sum_never_falls_below_nothing() -> None:
    assert total({"one": -5.0, "t": 1.0}, Shape(1.0, 2.0)) == 0.0


@pytest.mark.parametrize(("frames", "latent"), [(1, 1), (5, 2), (81, 21), (121, 31)])
def test_the_first_frame_of_a_causal_model_has_a_latent_of_its_own(
    frames: int, latent: int
) -> None:
    assert works()["wan-1.3b"].shape(frames, 832, 480) == Shape(float(latent), 52 * 30)


def test_the_count_of_wan_is_what_its_forward_takes() -> None:
    """283 TFLOP for 81 frames of 832x480, counted by itself in notes/generation.md."""
    work = works()["wan-1.3b"]
    flops = work.forward.flops(work.shape(81, 832, 480))
    assert flops / 1e12 == pytest.approx(283.0, rel=0.01)
    assert sum(work.parameters.values()) / 1e9 == pytest.approx(7.2, rel=0.01)


def test_every_manifest_names_an_architecture_that_was_counted() -> None:
    for manifest in installed().models.values():
        if manifest.work:
            assert manifest.work in works(), manifest.id


def test_every_architecture_says_all_that_a_prediction_needs() -> None:
    for name, work in works().items():
        shape = work.shape(17, 512, 512)
        assert work.forward.flops(shape) > 0, name
        assert work.decode.flops(shape) > 0, name
        assert total(work.forward.peak, shape) > 0, name
        assert work.parameters["vae"] > 0, name
        assert work.source, name


def test_what_is_written_is_read_again() -> None:
    for name, work in works().items():
        assert from_table(name, to_table(work)) == work
    assert FILE.exists()
