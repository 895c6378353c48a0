"""Wan, by its tiny checkpoints: what is drawn is what the bare pipeline draws, bit for bit.

"Bare" is the pipeline of diffusers called with the arguments that stand here, its colours turned
into eight bits as it does that by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from canvas.document.words import say
from generation.contract import (
    Camera,
    Cancelled,
    Keyframe,
    Media,
    Motion,
    Path2D,
    Progress,
    Region,
    ShotRequest,
    Subject,
    VideoReference,
)
from generation.manifest import Settings
from tests.generation.diffusion.conftest import SHOT, Drawn, Model
from tests.generation.diffusion.sights import Sights, sights

__all__ = ["sights"]
FOX, SNOW, DAWN = (Media(asset=name) for name in ("fox", "snow", "dawn"))
FIRST, LAST = Keyframe(picture=FOX), Keyframe(picture=SNOW, at=-1)
PLAIN: dict[str, Any] = {
    "height": 32,
    "width": 32,
    "num_frames": 9,
    "num_inference_steps": 2,
    "guidance_scale": 3.0,
    "prompt": SHOT.prompt,
    "negative_prompt": "",
}
GREY, BLACK, WHITE = (Image.new("RGB", (32, 32), (level,) * 3) for level in (128, 0, 255))


def bare(folder: Path, kind: str, seed: int = SHOT.seed, **arguments: Any) -> NDArray[np.uint8]:
    import diffusers
    import torch

    pipe = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    noise = torch.Generator().manual_seed(seed)
    output = pipe(**{**PLAIN, **arguments}, generator=noise, output_type="pil")
    return np.stack([np.asarray(frame) for frame in output.frames[0]])


def test_words_alone(model: Model, drawn: Drawn) -> None:
    order = model("wan")
    frames = drawn(order)
    assert np.array_equal(frames, bare(order.folder, "WanPipeline"))
    assert frames.dtype == np.uint8
    assert frames.shape == (9, 32, 32, 3)


def test_what_to_avoid_the_seed_steps_and_guidance_count(model: Model, drawn: Drawn) -> None:
    order = model("wan")
    asked = replace(SHOT, negative="blurred", seed=8, steps=3, guidance=6.5)
    wanted = {
        "negative_prompt": "blurred",
        "seed": 8,
        "num_inference_steps": 3,
        "guidance_scale": 6.5,
    }
    assert np.array_equal(drawn(order, asked), bare(order.folder, "WanPipeline", **wanted))


def test_without_guidance_there_is_one_pass(model: Model, drawn: Drawn) -> None:
    order = model("wan", settings=Settings(steps=2, guidance=1.0))
    wanted = bare(order.folder, "WanPipeline", guidance_scale=1.0, negative_prompt=None)
    assert np.array_equal(drawn(order), wanted)


def test_two_experts_are_guided_each_by_its_own(model: Model, drawn: Drawn) -> None:
    order = model("wan-two-experts", settings=Settings(steps=4, guidance=4.0, guidance_2=2.0))
    wanted = {"guidance_scale": 4.0, "guidance_scale_2": 2.0, "num_inference_steps": 4}
    there = drawn(order, replace(SHOT, steps=None))
    assert np.array_equal(there, bare(order.folder, "WanPipeline", **wanted))


def test_the_small_card_draws_from_words_or_from_a_picture(
    model: Model, drawn: Drawn, sights: Sights
) -> None:
    order = model("wan-small-card")
    large = replace(SHOT, width=64, height=64)
    size = {"width": 64, "height": 64}
    assert np.array_equal(drawn(order, large), bare(order.folder, "WanPipeline", **size))
    moved = drawn(order, replace(large, keyframes=(FIRST,)), sights)
    picture = Image.fromarray(np.asarray(_doubled(sights.seen("fox"))))
    wanted = bare(order.folder, "WanImageToVideoPipeline", image=picture, **size)
    assert np.array_equal(moved, wanted)


def _doubled(picture: Image.Image) -> NDArray[np.uint8]:
    import cv2

    return np.asarray(
        cv2.resize(np.asarray(picture), (64, 64), interpolation=cv2.INTER_CUBIC), np.uint8
    )


def test_a_first_picture(model: Model, drawn: Drawn, sights: Sights) -> None:
    order = model("wan-image")
    frames = drawn(order, replace(SHOT, keyframes=(FIRST,)), sights)
    wanted = bare(order.folder, "WanImageToVideoPipeline", image=sights.seen("fox"))
    assert np.array_equal(frames, wanted)


@pytest.mark.parametrize("name", ["wan-between", "wan-between-two-experts"])
def test_from_a_first_picture_to_a_last(
    name: str, model: Model, drawn: Drawn, sights: Sights
) -> None:
    order = model(name)
    frames = drawn(order, replace(SHOT, keyframes=(FIRST, LAST)), sights)
    pictures = {"image": sights.seen("fox"), "last_image": sights.seen("snow")}
    assert np.array_equal(frames, bare(order.folder, "WanImageToVideoPipeline", **pictures))


def test_a_loop_ends_where_it_begins(model: Model, drawn: Drawn, sights: Sights) -> None:
    order = model("wan-between")
    frames = drawn(order, replace(SHOT, keyframes=(FIRST,), loop=True), sights)
    pictures = {"image": sights.seen("fox"), "last_image": sights.seen("fox")}
    assert np.array_equal(frames, bare(order.folder, "WanImageToVideoPipeline", **pictures))


def vace(model: Model, drawn: Drawn, sights: Sights, **more: Any) -> NDArray[np.uint8]:
    return drawn(model("wan-vace", family="wan-vace"), replace(SHOT, **more), sights)


def bare_vace(model: Model, **arguments: Any) -> NDArray[np.uint8]:
    return bare(model("wan-vace").folder, "WanVACEPipeline", **arguments)


def test_pictures_anywhere(model: Model, drawn: Drawn, sights: Sights) -> None:
    keys = (FIRST, Keyframe(picture=DAWN, at=4), LAST)
    video, mask = [GREY] * 9, [WHITE] * 9
    for at, name in ((0, "fox"), (4, "dawn"), (8, "snow")):
        video[at], mask[at] = sights.seen(name), BLACK
    frames = vace(model, drawn, sights, keyframes=keys)
    assert np.array_equal(frames, bare_vace(model, video=video, mask=mask))


def test_the_cast_and_other_references(model: Model, drawn: Drawn, sights: Sights) -> None:
    fox = Subject(name="Fox", description="a red fox", pictures=(FOX, DAWN))
    words = {"prompt": "@Fox runs, Fox jumps", "subjects": (fox,), "references": (SNOW,)}
    frames = vace(model, drawn, sights, **words)
    pictures = [sights.seen(name) for name in ("fox", "dawn", "snow")]
    said = "Fox (a red fox) runs, Fox jumps"
    assert np.array_equal(frames, bare_vace(model, prompt=said, reference_images=pictures))


def test_only_the_white_of_a_mask_is_drawn_anew(model: Model, drawn: Drawn, sights: Sights) -> None:
    from assets.frames import Frames

    edit = VideoReference(video=Media(asset="walk"), use="edit", mask=Media(asset="left half"))
    with Frames(sights(edit.video)) as clip:
        shown = [clip.frame(number).copy() for number in range(9)]
    for frame in shown:
        frame[:, :16] = 128
    wanted = {
        "video": [Image.fromarray(frame) for frame in shown],
        "mask": [sights.seen("left half")] * 9,
    }
    frames = vace(model, drawn, sights, video=edit, rate=(16, 1))
    assert np.array_equal(frames, bare_vace(model, **wanted))


STEERED: dict[str, dict[str, Any]] = {
    "a guide": {"video": VideoReference(video=Media(asset="walk"))},
    "an edit without a mask": {"video": VideoReference(video=Media(asset="walk"), use="edit")},
    "a camera": {"motion": Motion(camera=Camera(pan=5, zoom=3))},
    "a path": {"motion": Motion(paths=(Path2D(points=((0.1, 0.5), (0.9, 0.5))),))},
}


@pytest.mark.parametrize("how", STEERED)
def test_what_steers_goes_in_as_a_video_drawn_over_everywhere(
    how: str, model: Model, drawn: Drawn, sights: Sights
) -> None:
    from generation.backends.diffusion.families.vace import Vace
    from generation.backends.diffusion.shot import Shot

    order = model("wan-vace", family="wan-vace")
    request = replace(SHOT, keyframes=(FIRST,), **STEERED[how])
    given = Vace().call(Shot(request, order, sights)).arguments
    assert given["video"][0].tobytes() == sights.seen("fox").tobytes()
    assert [mask.getextrema()[0] for mask in given["mask"]] == [(0, 0)] + [(255, 255)] * 8
    assert len({frame.tobytes() for frame in given["video"]}) > 3, "nothing moves"
    frames = drawn(order, request, sights)
    assert np.array_equal(frames, bare_vace(model, video=given["video"], mask=given["mask"]))
    assert not np.array_equal(frames, vace(model, drawn, sights, keyframes=(FIRST,)))


def test_a_box_runs_along_its_path() -> None:
    from generation.backends.diffusion.control import control_frames

    region = Region(box=(0.0, 0.4, 0.2, 0.2))
    path = Path2D(points=((0.1, 0.5), (0.9, 0.5)), region=region)
    request = ShotRequest(frames=9, width=200, height=100, motion=Motion(paths=(path,)))
    columns = [np.nonzero(frame[50, :, 0])[0] for frame in control_frames(request)]
    middles = [column.mean() for column in columns]
    assert middles[0] == pytest.approx(20, abs=2)
    assert middles[-1] == pytest.approx(180, abs=2)
    assert np.diff(middles) == pytest.approx([20] * 8, abs=1.5)


@pytest.mark.parametrize(
    ("axis", "value", "moves"),
    [("pan", 6, (-1, 0)), ("horizontal", 6, (-1, 0)), ("tilt", 6, (0, 1)), ("vertical", 6, (0, 1))],
)
def test_the_room_moves_against_the_camera(axis: str, value: float, moves: tuple[int, int]) -> None:
    """Pan right and everything goes left; look up and it sinks."""
    import cv2

    from generation.backends.diffusion.control import control_frames

    request = ShotRequest(
        frames=24, width=320, height=180, motion=Motion(camera=Camera(**{axis: value}))
    )
    grey = [
        cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
        for frame in control_frames(request)
    ]
    shift, _ = cv2.phaseCorrelate(grey[11], grey[12])
    along = shift[0] * moves[0] + shift[1] * moves[1]
    across = abs(shift[0] * moves[1]) + abs(shift[1] * moves[0])
    assert along > 0.2
    assert across < along


def test_a_guide_tells_where_things_go_and_not_how_they_look() -> None:
    from generation.backends.diffusion.guiding import motion_of
    from tests.generation.diffusion.sights import pattern

    def told(step: int, seed: int) -> NDArray[np.uint8]:
        frames = [np.roll(pattern(seed, (64, 64)), step * n, axis=1) for n in range(3)]
        return motion_of(frames)[0][24:40, 24:40].reshape(-1, 3).mean(axis=0)

    assert np.abs(told(2, seed=1) - told(2, seed=2)).max() < 60
    assert np.abs(told(2, seed=1) - told(-2, seed=1)).max() > 90
    assert told(0, seed=1).min() > 250


class GiveUp:
    """Cancels when a phase is reached, at its nth word."""

    def __init__(self, phase: str, words: int) -> None:
        self.phase, self.left = phase, words

    def __call__(self, progress: Progress) -> None:
        self.left -= progress.phase == self.phase
        if self.left <= 0:
            raise Cancelled(say("Cancelled."))


@pytest.mark.parametrize(
    ("phase", "words"),
    [("loading", 2), ("encoding", 3), ("rendering", 1), ("rendering", 4), ("decoding", 5)],
)
def test_after_a_cancel_the_next_shot_is_drawn_as_ever(
    phase: str, words: int, model: Model, drawn: Drawn, sights: Sights
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    order = replace(model("wan-vace", family="wan-vace"), cache=None)
    request = replace(SHOT, keyframes=(FIRST,), steps=4)
    wanted = drawn(order, request, sights)
    backend = Diffusion(order)
    with pytest.raises(Cancelled):
        drawn(order, request, sights, backend, GiveUp(phase, words))
    assert np.array_equal(drawn(order, request, sights, backend), wanted)


Heard = list[Progress]


@pytest.fixture
def heard() -> Heard:
    return []


def phases(heard: Heard) -> list[str]:
    return list(dict.fromkeys(progress.phase for progress in heard))


def test_progress_goes_on_inside_a_step(model: Model, drawn: Drawn, heard: Heard) -> None:
    drawn(model("wan"), replace(SHOT, steps=3), report=heard.append)
    steps = [progress.done + progress.share for progress in heard if progress.phase == "rendering"]
    assert steps == sorted(steps)
    assert len({round(step, 3) for step in steps}) > 6
    assert {progress.total for progress in heard if progress.phase == "rendering"} == {3}
    assert steps[-1] == 3
    decoded = [progress for progress in heard if progress.phase == "decoding"]
    assert decoded[-1].done == decoded[-1].total


def test_words_are_read_once_and_then_known(model: Model, drawn: Drawn, heard: Heard) -> None:
    """The encoder, by far the largest part of many models, is not even loaded again."""
    order = model("wan")
    first = drawn(order, report=heard.append)
    assert any(progress.phase == "encoding" and progress.share for progress in heard)
    heard.clear()
    again = drawn(order, replace(SHOT, steps=1), report=heard.append)
    assert not any(progress.phase == "encoding" and progress.share for progress in heard)
    assert not np.array_equal(first, again)
    assert np.array_equal(again, bare(order.folder, "WanPipeline", num_inference_steps=1))


def test_a_shot_that_was_denoised_is_only_decoded(model: Model, drawn: Drawn, heard: Heard) -> None:
    order = model("wan")
    first = drawn(order)
    assert np.array_equal(drawn(order, report=heard.append), first)
    assert "rendering" not in phases(heard)
    heard.clear()
    other = drawn(order, replace(SHOT, seed=2), report=heard.append)
    assert "rendering" in phases(heard)
    assert not np.array_equal(other, first)


def test_what_was_kept_and_is_torn_is_made_again(model: Model, drawn: Drawn, heard: Heard) -> None:
    order = model("wan")
    first = drawn(order)
    assert order.cache is not None
    kept = [path for path in order.cache.rglob("*") if path.is_file()]
    assert {path.parent.name for path in kept} == {"words", "latents"}
    for path in kept:
        path.write_bytes(path.read_bytes()[:-7])
    assert np.array_equal(drawn(order, report=heard.append), first)
    assert "rendering" in phases(heard)


def test_what_is_kept_stays_small(tmp_path: Path) -> None:
    import torch

    from generation.backends.diffusion.keeping import Kept

    kept = Kept(tmp_path / "kept", 3000)
    for number in range(5):
        kept.keep({"a": torch.full((200,), float(number))}, str(number))
    assert kept.find("0") is None
    newest = kept.find("4")
    assert newest is not None
    assert float(newest["a"][0]) == 4
    assert sum(path.stat().st_size for path in (tmp_path / "kept").iterdir()) <= 3000


def test_a_shot_that_goes_on_takes_over_the_colours(
    model: Model, drawn: Drawn, sights: Sights
) -> None:
    order = model("wan-image")
    ends = Keyframe(picture=Media(render="walk", frame=-1))
    still = drawn(order, replace(SHOT, keyframes=(FIRST,)), sights)
    gone_on = drawn(order, replace(SHOT, keyframes=(ends,)), sights)
    assert np.array_equal(gone_on, drawn(order, replace(SHOT, keyframes=(ends,)), sights))
    assert not np.array_equal(gone_on, still)


def test_colours_are_matched_by_their_mean_and_spread() -> None:
    from generation.backends.diffusion.colour import matched

    random = np.random.default_rng(3)
    start = random.integers(90, 160, (16, 16, 3), dtype=np.uint8)
    drifted = np.clip(start / 255 * 0.95 + 0.04, 0, 1).astype(np.float32)
    frames = np.stack([drifted] * 5)
    whole = matched(frames, start, fading=False)
    assert np.abs(whole - start / 255).max() < 0.01
    faded = matched(frames, start, fading=True)
    assert np.abs(faded[0] - start / 255).max() < 0.01
    assert np.abs(faded[-1] - drifted).max() < 1e-5


Previews = list[tuple[bytes, int]]


def test_previews_come_while_it_is_drawn(
    model: Model, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from generation.backends.diffusion import looks
    from generation.backends.diffusion.backend import Diffusion

    monkeypatch.setattr(looks, "PREVIEW_EVERY", 0.0)
    order = model("wan")
    backend = Diffusion(order)
    seen: Previews = []
    backend.watch(lambda preview: seen.append((preview.jpeg, preview.frame)))
    watched = drawn(order, replace(SHOT, steps=4), backend=backend)
    assert len(seen) == 4
    assert {frame for _, frame in seen} <= set(range(9))
    assert all(Image.open(io.BytesIO(jpeg)).size == (32, 32) for jpeg, _ in seen)
    unwatched = drawn(replace(order, cache=None), replace(SHOT, steps=4))
    assert np.array_equal(watched, unwatched), "looking changed what was drawn"


@pytest.mark.parametrize("kind", ["FlowMatchEulerDiscreteScheduler", "UniPCMultistepScheduler"])
def test_a_preview_looks_through_the_noise(
    kind: str, model: Model, sights: Sights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half way from noise to a picture, bright on its left, the picture is seen."""
    import io

    import diffusers
    import torch

    from generation.backends.diffusion import looks
    from generation.backends.diffusion.families.wan import Wan
    from generation.backends.diffusion.shot import Shot

    monkeypatch.setattr(looks, "PREVIEW_EVERY", 0.0)
    flowing = {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "flow_shift": 3.0}
    scheduler = getattr(diffusers, kind)(**(flowing if kind.startswith("Uni") else {"shift": 3.0}))
    scheduler.set_timesteps(6)
    picture = torch.full((1, 1, 1, 8, 8), -0.5)
    picture[..., :4] = 0.5
    latents = noise = torch.randn(picture.shape, generator=torch.Generator().manual_seed(0))
    seen: list[bytes] = []
    pipe, shot = SimpleNamespace(scheduler=scheduler), Shot(SHOT, model("wan"), sights)
    grey = np.array([[1, 1, 1], [0, 0, 0]], np.float32)
    looking = looks.Looks(pipe, Wan(), shot, grey, lambda preview: seen.append(preview.jpeg))
    for step in scheduler.timesteps[:3]:
        latents = scheduler.step(noise - picture, step, latents, return_dict=False)[0]
        looking.look(latents)
    assert torch.abs(latents - picture).mean() > 0.3, "there is no noise any more"
    shown = np.asarray(Image.open(io.BytesIO(seen[-1])).convert("L"), float)
    assert shown[:, :12].mean() == pytest.approx(191, abs=8)
    assert shown[:, 20:].mean() == pytest.approx(64, abs=8)
    assert shown[:, :12].std() < 10


def test_the_map_of_a_preview_finds_the_colours_again() -> None:
    """A VAE whose latents hold the colours, mixed: the fit unmixes them."""
    import torch

    from generation.backends.diffusion.family import Family
    from generation.backends.diffusion.looks import coloured, fitted_map

    mix = np.linalg.qr(np.random.default_rng(0).normal(size=(5, 5)))[0][:, :3].astype(np.float32)

    class Mixing(Family):
        def example(self, pipe: Any, pictures: torch.Tensor) -> torch.Tensor:
            small = torch.nn.functional.interpolate(pictures, scale_factor=1 / 8, mode="area")
            return torch.einsum("kc,nchw->nkhw", torch.from_numpy(mix), small)

    map_ = fitted_map(None, Mixing())
    colour = np.array([200, 40, 90], np.float32) / 127.5 - 1
    latent = np.broadcast_to((mix @ colour)[:, None, None], (5, 4, 4)).astype(np.float32)
    assert np.abs(coloured(latent, map_)[0, 0].astype(int) - [200, 40, 90]).max() <= 3


def test_a_prompt_of_any_length_and_script_is_drawn(model: Model, drawn: Drawn) -> None:
    order = replace(model("wan"), cache=None)
    for words in ("", "狐" * 100_000, "🦊 a\x00b \u202e" * 5000):
        assert drawn(order, replace(SHOT, prompt=words, steps=1)).shape == (9, 32, 32, 3)


Opened = Callable[[Media], Path]
