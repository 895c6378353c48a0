"""Every built-in manifest against the pipeline that it names, read from its source: importing the
library takes seconds, and nothing of it has to run."""

from __future__ import annotations

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

from generation.catalogue import read
from generation.manifest import Manifest

MODELS = [each for each in read().models.values() if each.wants_weights and each.lora is None]
CLASSIC = [each for each in MODELS if not each.pipeline.startswith("modular:")]
CARRIES = {
    "words": {"prompt"},
    "negative": {"negative_prompt"},
    "first": {"image", "conditions", "video"},
    "last": {"last_image", "conditions", "video"},
    "between": {"conditions", "video"},
    "strength": {"conditions"},
    "references": {"reference_images", "image", "references"},
    "cast": {"reference_images", "image", "references"},
    "guide": {"video"},
    "edit": {"video"},
    "clip": {"video"},
    "mask": {"mask"},
    "camera": {"video"},
    "paths": {"video"},
    "guidance": {"guidance_scale", "true_cfg_scale", "max_guidance_scale"},
    "steps": {"num_inference_steps"},
    "seed": {"generator"},
}
"""Input -> arguments of a pipeline, one of which has to be there to carry it."""

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("diffusers") is None, reason="the library is not installed here"
)


@cache
def sources() -> dict[str, str]:
    """Class -> the text of the file that it stands in."""
    found = importlib.util.find_spec("diffusers")
    assert found is not None
    assert found.origin is not None
    root, texts = Path(found.origin).parent, {}
    for path in (*root.glob("pipelines/*/*.py"), *root.glob("modular_pipelines/*/*.py")):
        text = path.read_text("utf-8")
        for name in re.findall(r"^class (\w+)", text, re.MULTILINE):
            texts[name] = text
    return texts


def method(pipeline: str, name: str) -> ast.FunctionDef | None:
    for node in ast.parse(sources()[pipeline]).body:
        if isinstance(node, ast.ClassDef) and node.name == pipeline:
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name == name:
                    return one
    return None


def parameters(pipeline: str) -> dict[str, object]:
    """The arguments of a call, with their defaults where these are plain."""
    call = method(pipeline, "__call__")
    assert call is not None
    names = [arg.arg for arg in call.args.args]
    defaults: list[object] = [None] * (len(names) - len(call.args.defaults))
    for default in call.args.defaults:
        defaults.append(default.value if isinstance(default, ast.Constant) else None)
    return dict(zip(names, defaults, strict=True))


@pytest.mark.parametrize("manifest", MODELS, ids=lambda one: one.id)
def test_the_pipeline_of_a_manifest_exists(manifest: Manifest) -> None:
    assert manifest.pipeline.removeprefix("modular:") in sources()


@pytest.mark.parametrize("manifest", CLASSIC, ids=lambda one: one.id)
def test_a_pipeline_takes_what_its_manifest_promises(manifest: Manifest) -> None:
    takes = parameters(manifest.pipeline)
    for name, most in manifest.inputs.items():
        if most and name in CARRIES:
            assert CARRIES[name] & set(takes), f"{manifest.id} cannot take {name}"
    for settings in manifest.defaults.values():
        assert set(settings.arguments) <= set(takes), manifest.id
        assert settings.guidance_2 is None or "guidance_scale_2" in takes
    assert manifest.makes != "video" or "num_frames" in takes


@pytest.mark.parametrize("manifest", CLASSIC, ids=lambda one: one.id)
def test_sides_are_multiples_of_what_the_pipeline_insists_on(manifest: Manifest) -> None:
    check = method(manifest.pipeline, "check_inputs")
    if check is None:
        return
    for by in re.findall(r"height % (\d+) != 0", ast.unparse(check)):
        assert manifest.limits.multiple % int(by) == 0


@pytest.mark.parametrize("manifest", CLASSIC, ids=lambda one: one.id)
def test_words_are_cut_where_the_pipeline_cuts_them(manifest: Manifest) -> None:
    most = parameters(manifest.pipeline).get("max_sequence_length")
    if most is not None:
        assert manifest.limits.tokens == most


def test_minimax_draws_the_lengths_that_its_blocks_allow() -> None:
    manifest = next(each for each in MODELS if each.family == "h3")
    text = sources()["MiniMaxH3ModularPipeline"]
    seconds = [float(number) for number in re.findall(r"return (\d+\.0)$", text, re.MULTILINE)]
    limits = manifest.limits
    assert seconds[:2] == [5.0, 15.0]
    assert 5 * 24 <= limits.frames_low <= limits.frames_high <= 15 * 24
    assert limits.frames_high + limits.frames_step > 15 * 24
    assert limits.frames_low - limits.frames_step < 5 * 24
