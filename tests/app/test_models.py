"""Models as the app handles them: listed, added where they lie or as copies, verified, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.disk import Stopped
from assets.home import models as place
from canvas.app import models
from canvas.app.model_troubles import Confirm, ModelTrouble
from generation import fetch_plan
from generation.catalogue import refresh
from generation.contract import ModelDamaged, ModelMissing
from generation.fetch_plan import Item
from generation.manifest_file import BadManifest
from generation.places import own
from generation.weights import Missing, Present
from tests.generation.checkpoints import cached, files, laid_out, safetensors

VAE = "vae/diffusion_pytorch_model.safetensors"
TOML = """
id = "mine"
name = "Mine"
backend = "generation.backends.diffusion.backend:Diffusion"
version = "1"
family = "wan"
pipeline = "WanPipeline"
licence = "MIT"
[defaults.final]
steps = 2
"""


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def mine(tmp_path: Path, text: str = TOML) -> Path:
    folder = laid_out(tmp_path / "my model")
    (folder / "manifest.toml").write_text(text)
    return folder


def stands(id: str) -> models.Model:
    return next(each for each in models.listing() if each.id == id)


def test_animatic_comes_first_and_needs_nothing() -> None:
    first = models.listing()[0]
    assert (first.id, first.ready, first.bytes) == ("animatic", True, 0)


def test_every_model_that_is_not_here_says_how_large_it_is_where_that_is_known() -> None:
    for each in models.listing()[1:]:
        assert isinstance(each.state, Missing)
    assert stands("wan2.1-t2v-1.3b").bytes > 5e9


def test_a_folder_with_a_description_is_used_where_it_lies(tmp_path: Path) -> None:
    folder = mine(tmp_path)
    added = models.add(folder)
    assert added.model.licence == "MIT"
    assert stands("mine").ready
    assert stands("mine").held == "named"
    assert not list(place().rglob("*.safetensors"))


def test_a_folder_is_copied_where_that_is_asked_for(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    models.add(mine(tmp_path), copy=True, progress=lambda *what: told.append(what))
    assert stands("mine").held == "own"
    assert (own("mine") / VAE).read_bytes() == safetensors()
    assert told[-1][0] >= told[-1][1] > 0


def test_a_copy_that_is_stopped_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        models.add(mine(tmp_path), copy=True, cancelled=lambda: True)
    assert not list(own("mine").rglob("*.safetensors"))
    assert not list(own("mine").rglob("*.part"))


def test_a_known_model_is_recognised_by_its_pipeline_or_its_name(tmp_path: Path) -> None:
    laid_out(tmp_path / "Wan2.1-T2V-1.3B-Diffusers")
    added = models.add(tmp_path / "Wan2.1-T2V-1.3B-Diffusers")
    assert added.model.id == "wan2.1-t2v-1.3b"
    assert stands("wan2.1-t2v-1.3b").ready


def test_a_folder_that_may_be_several_models_asks_which(tmp_path: Path) -> None:
    index = b'{"_class_name": "WanImageToVideoPipeline"}'
    laid_out(tmp_path / "a", files() | {"model_index.json": index})
    with pytest.raises(ModelTrouble) as told:
        models.add(tmp_path / "a", as_model="no such model")
    assert "wan2.2-i2v-a14b" in str(told.value.remedy)
    laid_out(tmp_path / "b", {"model_index.json": b'{"_class_name": "NobodysPipeline"}'})
    with pytest.raises(ModelTrouble, match="NobodysPipeline"):
        models.add(tmp_path / "b")


def test_a_folder_with_holes_is_not_taken(tmp_path: Path) -> None:
    folder = mine(tmp_path)
    (folder / VAE).unlink()
    with pytest.raises(ModelTrouble, match=VAE):
        models.add(folder)
    assert "mine" not in {each.id for each in models.listing()}


def test_pickles_are_not_taken(tmp_path: Path) -> None:
    folder = mine(tmp_path)
    (folder / VAE).rename((folder / VAE).with_suffix(".bin"))
    with pytest.raises(ModelDamaged, match="run a program"):
        models.add(folder)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_place_that_holds_no_model_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelTrouble):
        models.add(tmp_path / name)


def test_a_description_that_is_wrong_is_refused_with_its_field(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="family"):
        models.add(mine(tmp_path, TOML.replace('"wan"', '"none"')))


def test_two_models_of_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    models.add(mine(tmp_path))
    other = laid_out(tmp_path / "other")
    (other / "manifest.toml").write_text(TOML.replace("Mine", "Another"))
    with pytest.raises(ModelTrouble, match="already"):
        models.add(other)


def test_a_description_alone_waits_for_its_files(tmp_path: Path) -> None:
    file = tmp_path / "alone.toml"
    file.write_text(TOML + "")
    models.add(file)
    assert isinstance(stands("mine").state, Missing)


def test_verify_reads_every_byte_and_puts_aside_what_is_wrong() -> None:
    laid_out(own("wan2.1-t2v-1.3b"))
    items = [_item(name, data) for name, data in files().items()]
    fetch_plan.write("wan2.1-t2v-1.3b", items, fetch_plan.RECEIPT)
    whole = models.verify("wan2.1-t2v-1.3b")
    assert (whole.files, whole.checked, whole.bad) == (len(items), len(items), ())

    wrong = bytearray(files()[VAE])
    wrong[-1] ^= 1
    (own("wan2.1-t2v-1.3b") / VAE).write_bytes(wrong)
    assert stands("wan2.1-t2v-1.3b").ready, "a header alone does not show it"
    found = models.verify("wan2.1-t2v-1.3b")
    assert found.bad == (VAE,)
    assert found.put_aside
    assert not stands("wan2.1-t2v-1.3b").ready


def _item(name: str, data: bytes) -> Item:
    import hashlib

    return Item(
        repo="a/b",
        commit="c",
        path=name,
        to=name,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def test_files_of_a_cache_are_verified_by_the_names_of_their_blobs(tmp_path: Path) -> None:
    cache = tmp_path / "cache/huggingface/hub"
    snapshot = cached(cache, "Wan-AI/Wan2.1-T2V-1.3B-Diffusers", files())
    import hashlib

    for path in [each for each in snapshot.rglob("*") if each.is_symlink()]:
        data = path.read_bytes()
        blob = path.resolve().with_name(hashlib.sha256(data).hexdigest())
        blob.write_bytes(data)
        path.unlink()
        path.symlink_to(blob)
    assert models.verify("wan2.1-t2v-1.3b").checked == len(files())
    (snapshot / VAE).resolve().write_bytes(safetensors()[:-1] + b"x")
    found = models.verify("wan2.1-t2v-1.3b")
    assert found.bad == (VAE,)
    assert not found.put_aside, "a shared cache is not ours to change"
    assert (snapshot / VAE).is_file()


def test_what_is_not_here_cannot_be_verified() -> None:
    with pytest.raises(ModelMissing):
        models.verify("wan2.1-t2v-1.3b")


def test_removing_a_folder_that_is_referred_to_touches_nothing_and_is_undone(
    tmp_path: Path,
) -> None:
    folder = mine(tmp_path)
    models.add(folder)
    removed = models.remove("mine")
    assert removed.folder == folder
    assert (folder / VAE).is_file()
    assert "mine" not in {each.id for each in models.listing()}
    models.restore(removed)
    assert stands("mine").ready


def test_removing_files_of_ours_names_the_bytes_and_asks_first() -> None:
    laid_out(own("wan2.1-t2v-1.3b"))
    with pytest.raises(Confirm) as told:
        models.remove("wan2.1-t2v-1.3b")
    assert told.value.bytes == sum(map(len, files().values()))
    assert isinstance(stands("wan2.1-t2v-1.3b").state, Present)
    assert models.remove("wan2.1-t2v-1.3b", confirmed=True).bytes == told.value.bytes
    assert not own("wan2.1-t2v-1.3b").exists()


def test_a_shared_cache_is_never_emptied(tmp_path: Path) -> None:
    cache = tmp_path / "cache/huggingface/hub"
    cached(cache, "Wan-AI/Wan2.1-T2V-1.3B-Diffusers", files())
    with pytest.raises(ModelTrouble, match="other programs"):
        models.remove("wan2.1-t2v-1.3b", confirmed=True)


def test_a_description_that_cannot_be_read_is_listed_with_its_reason() -> None:
    own("odd").mkdir(parents=True)
    (own("odd") / "manifest.toml").write_text("id = 3")
    refresh()
    [broken] = models.broken()
    assert "odd" in str(broken.trouble)
