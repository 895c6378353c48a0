"""Every family but Wan, by its tiny checkpoint: what is drawn is what the bare pipeline draws."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
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
    Progress,
    ShotRequest,
    SoundPart,
    Subject,
)
from generation.manifest import Settings
from tests.generation.diffusion.conftest import Drawn, Model

pytestmark = [
    # the scheduler of LTX reads a tensor in a way that numpy gives up
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    # the sound of H3 is made with a module that torch gives up
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]

Pixels = NDArray[np.uint8]
SIZE = (64, 64)
SHOT = ShotRequest(
    frames=17, width=64, height=64, model="tiny", prompt="a fox crosses the snow", seed=1, steps=2
)
STILL = replace(SHOT, frames=1)
PLAIN: dict[str, Any] = {"width": 64, "height": 64, "num_inference_steps": 2}
GUIDED: dict[str, Any] = {"prompt": SHOT.prompt, "negative_prompt": "", "guidance_scale": 3.0}
CLIP: dict[str, Any] = {**PLAIN, "num_frames": 17}


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Media], Path]:
    """Pictures by their number, of the size of the shots."""
    folder = tmp_path_factory.mktemp("pictures")

    def find(media: Media) -> Path:
        path = folder / f"{media.asset}.png"
        if not path.exists():
            seed = np.random.default_rng(int(media.asset))
            small = seed.integers(0, 255, (4, 4, 3), np.uint8)
            Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC).save(path)
        return path

    return find


@pytest.fixture
def seen(pictures: Callable[[Media], Path]) -> Callable[[int], Image.Image]:
    """The same pictures, opened."""
    return lambda number: Image.open(pictures(Media(asset=str(number)))).convert("RGB")


def bare(folder: Path, kind: str, *, parts: dict[str, Any] | None = None, **arguments: Any) -> Any:
    """The output of the pipeline itself, called by hand."""
    import diffusers
    import torch

    pipe = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True, **(parts or {}))
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(SHOT.seed)
    return pipe(**arguments, generator=generator, output_type="np")


def eight_bits(frames: Any) -> Pixels:
    return (np.asarray(frames) * 255).round().astype(np.uint8)


def pinned(number: int, at: int, strength: float = 1.0) -> Keyframe:
    return Keyframe(picture=Media(asset=str(number)), at=at, strength=strength)


def test_ltx_pins_pictures_to_any_frame(
    model: Model, drawn: Drawn, pictures: Any, seen: Any
) -> None:
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    shot = replace(SHOT, keyframes=(pinned(1, 0), pinned(2, 8, 0.5), pinned(3, -1)))
    order = model("ltx", family="ltx")
    conditions = [
        LTXVideoCondition(image=seen(1), frame_index=0, strength=1.0),
        LTXVideoCondition(image=seen(2), frame_index=8, strength=0.5),
        LTXVideoCondition(image=seen(3), frame_index=16, strength=1.0),
    ]
    output = bare(
        order.folder, "LTXConditionPipeline", **CLIP, **GUIDED, frame_rate=24, conditions=conditions
    )
    assert np.array_equal(drawn(order, shot, pictures), eight_bits(output.frames[0]))


def test_ltx_draws_from_words_alone(model: Model, drawn: Drawn) -> None:
    order = model("ltx", family="ltx")
    output = bare(order.folder, "LTXConditionPipeline", **CLIP, **GUIDED, frame_rate=24)
    assert np.array_equal(drawn(order, SHOT), eight_bits(output.frames[0]))


def test_a_loop_of_ltx_ends_on_the_picture_that_it_starts_from(
    model: Model, drawn: Drawn, pictures: Any
) -> None:
    order = model("ltx", family="ltx")
    there = replace(SHOT, keyframes=(pinned(1, 0), pinned(1, -1)))
    loop = replace(SHOT, keyframes=(pinned(1, 0),), loop=True)
    assert np.array_equal(drawn(order, loop, pictures), drawn(order, there, pictures))


def test_ltx_2_pins_pictures_and_makes_sound(
    model: Model, drawn: Drawn, pictures: Any, seen: Any
) -> None:
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    from generation.backends.diffusion.backend import Diffusion

    shot = replace(SHOT, keyframes=(pinned(1, 0), pinned(2, 9, 0.5), pinned(3, -1)))
    order = model("ltx2", family="ltx2")
    conditions = [
        LTX2VideoCondition(frames=seen(1), index=0),
        LTX2VideoCondition(frames=seen(2), index=2, strength=0.5),
        LTX2VideoCondition(frames=seen(3), index=-1),
    ]
    output = bare(
        order.folder,
        "LTX2ConditionPipeline",
        **CLIP,
        **GUIDED,
        frame_rate=24.0,
        conditions=conditions,
        stg_scale=0.0,
        audio_stg_scale=0.0,
    )
    drawing = Diffusion(order)
    assert np.array_equal(drawn(order, shot, pictures, drawing), eight_bits(output.frames[0]))
    heard = drawing.sound()
    assert heard is not None
    assert np.array_equal(heard[0], output.audio[0].numpy().T)
    assert heard[0].shape == (len(heard[0]), 2)
    assert heard[1] == 24000


def test_leaving_out_passes_that_change_nothing_changes_nothing(model: Model, drawn: Drawn) -> None:
    order = model("ltx2", family="ltx2")
    output = bare(order.folder, "LTX2ConditionPipeline", **CLIP, **GUIDED, frame_rate=24.0)
    apart = drawn(order, SHOT).astype(int) - eight_bits(output.frames[0])
    assert np.abs(apart).max() <= 1  # a batch of another size rounds otherwise


@pytest.mark.parametrize(
    ("frame", "latent"), [(0, 0), (1, 1), (4, 1), (6, 2), (9, 2), (12, 2), (15, 2), (16, 2)]
)
def test_ltx_2_counts_latents_where_it_says_frames(frame: int, latent: int) -> None:
    from generation.backends.diffusion.families.ltx2 import latent_at

    assert latent_at(frame, 17) == latent


def test_svd_lets_a_picture_move(model: Model, drawn: Drawn, pictures: Any, seen: Any) -> None:
    shot = replace(SHOT, frames=6, rate=(7, 1), prompt="", keyframes=(pinned(1, 0),))
    order = model("svd", family="svd")
    more = {"num_frames": 6, "max_guidance_scale": 3.0, "fps": 7, "image": seen(1)}
    output = bare(order.folder, "StableVideoDiffusionPipeline", **PLAIN, **more)
    assert np.array_equal(drawn(order, shot, pictures), eight_bits(output.frames[0]))
    lively = replace(shot, motion=Motion(camera=Camera(zoom=10)))
    output = bare(
        order.folder, "StableVideoDiffusionPipeline", **PLAIN, **more, motion_bucket_id=255
    )
    assert np.array_equal(drawn(order, lively, pictures), eight_bits(output.frames[0]))


def test_animatediff_draws_from_words(model: Model, drawn: Drawn) -> None:
    shot = replace(SHOT, frames=6, negative="blurred")
    order = model("animatediff", family="animatediff")
    more = {**PLAIN, **GUIDED, "num_frames": 6, "negative_prompt": "blurred"}
    output = bare(order.folder, "AnimateDiffPipeline", **more)
    assert np.array_equal(drawn(order, shot), eight_bits(output.frames[0]))


def test_animatediff_is_assembled_from_a_model_of_pictures_and_an_adapter(
    model: Model, drawn: Drawn
) -> None:
    import diffusers

    order = model("animatediff-on-pictures", family="animatediff", pipeline="AnimateDiffPipeline")
    still = diffusers.StableDiffusionPipeline.from_pretrained(order.folder, local_files_only=True)
    parts = {name: part for name, part in still.components.items() if name != "safety_checker"}
    clock = {"clip_sample": False, "timestep_spacing": "linspace", "beta_schedule": "linear"}
    parts["scheduler"] = diffusers.DDIMScheduler.from_config(still.scheduler.config, **clock)
    adapter = diffusers.MotionAdapter.from_pretrained(order.folder / "motion_adapter")
    pipe = diffusers.AnimateDiffPipeline(**parts, motion_adapter=adapter)
    more = {**PLAIN, **GUIDED, "num_frames": 6, "output_type": "np"}
    output = pipe(**more, generator=_generator())
    assert np.array_equal(drawn(order, replace(SHOT, frames=6)), eight_bits(output.frames[0]))


def _generator() -> Any:
    import torch

    return torch.Generator().manual_seed(SHOT.seed)


def test_z_image_draws_one_picture(model: Model, drawn: Drawn) -> None:
    order = model("z-image", family="z-image", settings=Settings(steps=2, guidance=0.0))
    output = bare(order.folder, "ZImagePipeline", **PLAIN, prompt=SHOT.prompt, guidance_scale=0.0)
    assert np.array_equal(drawn(order, STILL), eight_bits(output.images))


def test_z_image_that_is_guided_reads_what_to_avoid(model: Model, drawn: Drawn) -> None:
    order = model("z-image", family="z-image")
    output = bare(order.folder, "ZImagePipeline", **PLAIN, **GUIDED)
    assert np.array_equal(drawn(order, STILL), eight_bits(output.images))


def test_qwen_edit_looks_at_pictures_in_their_order(
    model: Model, drawn: Drawn, pictures: Any, seen: Any
) -> None:
    from generation.backends.diffusion.seeing import qwen2_processor
    from tests.generation.diffusion.tiny_pictures import looking_small

    ann = Subject(name="Ann", description="red coat", pictures=(Media(asset="2"),))
    shot = replace(
        STILL,
        prompt="@Ann waits",
        keyframes=(pinned(1, 0),),
        subjects=(ann,),
        references=(Media(asset="3"),),
    )
    order = model("qwen-edit", family="qwen-edit")
    with looking_small():
        output = bare(
            order.folder,
            "QwenImageEditPlusPipeline",
            parts={"processor": qwen2_processor(order.folder / "processor")},
            **PLAIN,
            prompt="Ann (red coat; Picture 2) waits",
            negative_prompt=" ",
            true_cfg_scale=3.0,
            image=[seen(1), seen(2), seen(3)],
        )
        assert np.array_equal(drawn(order, shot, pictures), eight_bits(output.images))


def h3_itself(folder: Path, workflow: str, **arguments: Any) -> Any:
    """What the modular pipeline gives by itself."""
    import torch
    from diffusers import ModularPipeline

    from generation.backends.diffusion.seeing import qwen3_processor

    pipe = ModularPipeline.from_pretrained(folder, workflow=workflow, local_files_only=True)
    names = [name for name in pipe.pretrained_component_names if name != "processor"]
    pipe.load_components(names=names, local_files_only=True)
    pipe.update_components(processor=qwen3_processor(folder / "processor"))
    generator = torch.Generator().manual_seed(SHOT.seed)
    return pipe(
        height=64,
        width=64,
        num_frames=124,
        num_inference_steps=3,
        generator=generator,
        output_type="np",
        **arguments,
    )


def test_h3_draws_between_pictures_or_from_references_and_makes_sound(
    model: Model, drawn: Drawn, pictures: Any, seen: Any, tmp_path: Path
) -> None:
    import torch
    from diffusers.modular_pipelines.minimax_h3 import (
        MiniMaxH3AudioReference,
        MiniMaxH3ImageReference,
    )

    from generation.backends.diffusion.backend import Diffusion

    order = model("h3", family="h3", settings=Settings(steps=3))
    drawing = Diffusion(order)
    shot = replace(SHOT, frames=124, steps=3, keyframes=(pinned(1, 0), pinned(2, -1)))
    itself = h3_itself(order.folder, "fl2va", prompt=SHOT.prompt, image=seen(1), last_image=seen(2))
    assert np.array_equal(
        drawn(order, shot, pictures, drawing), eight_bits(itself.get("videos")[0])
    )
    heard = drawing.sound()
    assert heard is not None
    assert np.array_equal(heard[0], itself.get("audio")[0].numpy().T)
    assert heard[1] == 3200

    ann = Subject(name="Ann", description="red coat", pictures=(Media(asset="1"),))
    heard_ = SoundPart(kind="effect", media=Media(asset="hum"))
    shot = replace(
        shot,
        prompt="@Ann waits",
        keyframes=(),
        subjects=(ann,),
        references=(Media(asset="2"),),
        sounds=(heard_,),
    )
    hum = np.random.default_rng(3).integers(-9000, 9000, (6400, 2), np.int16)
    written(tmp_path / "hum.wav", hum)
    sound = MiniMaxH3AudioReference(torch.from_numpy(hum.T / np.float32(32768)), sample_rate=3200)
    itself = h3_itself(
        order.folder,
        "ref2va",
        prompt="Ann (red coat; <Picture 1>) waits",
        references=[MiniMaxH3ImageReference(seen(1)), MiniMaxH3ImageReference(seen(2)), sound],
    )

    def find(media: Media) -> Path:
        return tmp_path / "hum.wav" if media.asset == "hum" else Path(pictures(media))

    assert np.array_equal(drawn(order, shot, find, drawing), eight_bits(itself.get("videos")[0]))


def written(path: Path, samples: NDArray[np.int16]) -> None:
    """A sound file at the rate of the tiny checkpoint, (samples, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(3200)
        file.writeframes(samples.tobytes())


SHORT = replace(SHOT, frames=124, steps=3, width=32, height=32)
"""What MiniMax-H3 draws at the least: five seconds."""


def test_h3_is_watched_and_cancelled_inside_a_step_like_any_other(
    model: Model, drawn: Drawn, pictures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.backends.diffusion import looks
    from generation.backends.diffusion.backend import Diffusion

    monkeypatch.setattr(looks, "PREVIEW_EVERY", 0.0)
    drawing = Diffusion(model("h3", family="h3", settings=Settings(steps=3)))
    shown: list[int] = []
    drawing.watch(lambda preview: shown.append(preview.frame))

    def give_up(progress: Progress) -> None:
        if progress.phase == "rendering" and progress.share > 0.3:
            raise Cancelled(say("Cancelled."))

    with pytest.raises(Cancelled):
        drawn(drawing._order, SHORT, pictures, drawing, give_up)
    assert shown == [], "it was cancelled within its first step"
    told: list[Progress] = []
    drawn(drawing._order, SHORT, pictures, drawing, told.append)
    assert len(shown) == 2, "of three points in time two are stepped from"
    assert set(shown) <= set(range(124))
    steps = {(each.done, each.total) for each in told if each.phase == "rendering"}
    assert steps == {(0, 2), (1, 2), (2, 2)}
    assert any(each.share for each in told if each.phase == "rendering")
    assert told[-1].phase == "decoding"
    assert not any(each.phase == "encoding" and each.share for each in told), "it knew the words"


def test_h3_lets_its_encoder_of_words_go_and_never_holds_it_beside_a_half_without_room(
    model: Model, drawn: Drawn, pictures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.backends.diffusion.backend import Diffusion
    from generation.backends.diffusion.families import h3
    from generation.fit.memory import Memory

    drawing = Diffusion(model("h3", family="h3", settings=Settings(steps=3)))
    inner = drawing._drawing
    halves: list[bool] = []
    plain = h3.H3.embed

    def embed(family: Any, pipe: Any, *rest: Any) -> Any:
        halves.append(getattr(pipe, "transformer", None) is not None)
        assert pipe.text_encoder is not None
        return plain(family, pipe, *rest)

    monkeypatch.setattr(h3.H3, "embed", embed)

    def draws(prompt: str) -> None:
        def stop(progress: Progress) -> None:
            if progress.phase == "rendering":
                raise Cancelled(say("Cancelled."))

        with pytest.raises(Cancelled):
            drawn(drawing._order, replace(SHORT, prompt=prompt), pictures, drawing, stop)
        pipe = inner._pipes[""]
        assert (pipe.text_encoder, inner._reader._parts) == (None, {})
        assert pipe.transformer is not None

    draws("a fox")
    draws("a hare")
    monkeypatch.setattr(h3, "memory", lambda: Memory(total=1 << 30, free=1))
    draws("an owl")
    draws("a fox")  # known
    assert halves == [False, True, False]


def test_h3_shows_the_patches_of_a_preview_where_they_belong(
    model: Model, drawn: Drawn, pictures: Any
) -> None:
    import torch
    from diffusers.modular_pipelines.minimax_h3.before_denoise import patchify_video_latents

    from generation.backends.diffusion.families.h3 import H3
    from generation.backends.diffusion.shot import Shot

    order = model("h3", family="h3")
    family, shot = H3(), Shot(replace(SHORT, width=64), order, pictures)
    pipe = family.load(order, lambda progress: None)
    latents = torch.randn(1, 4, 37, 2, 4)
    rows = torch.cat([torch.zeros(3, 16), patchify_video_latents(latents, (1, 2, 2))])
    assert torch.equal(family.latents(pipe, rows, shot), latents[0].transpose(0, 1))
    assert family.example(pipe, torch.zeros(2, 3, 64, 64)).shape == (2, 4, 4, 4)


def test_h3_says_what_a_guiding_video_needs(model: Model, drawn: Drawn, pictures: Any) -> None:
    from generation.backends.diffusion import seeing
    from generation.contract import UnsupportedInput, VideoReference

    if not seeing.sees_videos():
        guided = replace(SHOT, frames=124, video=VideoReference(video=Media(asset="1")))
        with pytest.raises(UnsupportedInput, match="guiding video"):
            drawn(model("h3", family="h3"), guided, pictures)


@pytest.mark.parametrize("latents", range(2, 80))
def test_no_tile_of_ltx_2_is_one_latent_wide(latents: int) -> None:
    from generation.backends.diffusion.families.ltx2 import stride_for

    stride = stride_for(latents)
    assert all(latents - start > 1 for start in range(0, latents, stride))


def test_ltx_2_decodes_in_tiles_whatever_the_size(model: Model, drawn: Drawn) -> None:
    order = model("ltx2", family="ltx2")
    wide = replace(SHOT, frames=9, width=480, steps=1)  # 15 latents, one more than the stride
    assert drawn(replace(order, speed={"tiling": True}), wide).shape == (9, 64, 480, 3)
