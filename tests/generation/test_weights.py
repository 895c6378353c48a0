"""Which models are here: every place they may lie in, and every way their files may be bad."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assets import home
from generation import weights
from generation.contract import ModelDamaged, ModelMissing, ShotRequest
from generation.devices import Devices, Found
from generation.fit.device import Device
from generation.machine import Machine
from generation.manifest import File, Lora, Settings
from generation.manifest_file import manifest_from
from generation.orders import Orders
from generation.places import Named, own, remember
from generation.weights import Damaged, Missing, Present
from generation.work import works
from tests.generation.checkpoints import cached, files, laid_out, manifest, safetensors

CPU = Device(id="cpu", kind="cpu", name="processor")
ORDERS = Orders(Machine(Devices(lambda: Found("", (CPU,), ()))))
REQUEST = ShotRequest(frames=5, model="small")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def without(name: str) -> dict[str, bytes]:
    return {each: data for each, data in files().items() if each != name}


def test_a_model_of_which_there_is_nothing_is_missing_as_a_whole() -> None:
    found = weights.state(manifest(work="wan-1.3b"))
    assert isinstance(found, Missing)
    assert found.files == ()
    assert found.bytes > 1e9, "its architecture tells how large it is"


def test_animatic_wants_no_files() -> None:
    assert isinstance(weights.state(manifest(family="", repo="")), Present)


def test_our_own_folder_is_looked_into() -> None:
    laid_out(own("small"))
    found = weights.state(manifest())
    assert found == Present(own("small"), sum(map(len, files().values())), {})


def test_files_beside_a_persons_own_manifest_are_used(tmp_path: Path) -> None:
    mine = laid_out(tmp_path / "mine")
    assert weights.folder(manifest(repo="", folder=mine)) == mine


@pytest.mark.parametrize(
    ("variable", "inside"),
    [("HF_HUB_CACHE", "."), ("HUGGINGFACE_HUB_CACHE", "."), ("HF_HOME", "hub")],
)
def test_any_cache_of_the_hub_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, inside: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "hub"))
    snapshot = cached(tmp_path / "hub" / inside, "someone/small", files())
    assert weights.folder(manifest()) == snapshot


def test_the_usual_cache_is_used_where_no_variable_names_one(tmp_path: Path) -> None:
    snapshot = cached(tmp_path / "cache/huggingface/hub", "someone/small", files())
    assert weights.folder(manifest()) == snapshot


def test_a_pinned_revision_is_not_exchanged_for_another(tmp_path: Path) -> None:
    cached(tmp_path / "cache/huggingface/hub", "someone/small", files(), commit="old")
    assert isinstance(weights.state(manifest(revision="new")), Missing)
    assert isinstance(weights.state(manifest(revision="old")), Present)


def test_a_folder_that_the_person_named_goes_before_all_others(tmp_path: Path) -> None:
    laid_out(own("small"))
    mine = laid_out(tmp_path / "elsewhere")
    remember(Named({"small": mine}))
    assert weights.folder(manifest()) == mine


@pytest.mark.parametrize("inside", ["small", "someone/small"])
def test_folders_of_many_models_are_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    place = laid_out(tmp_path / "big disk" / inside)
    assert isinstance(weights.state(manifest()), Missing)
    remember(Named(searched=(tmp_path / "big disk",)))
    assert weights.folder(manifest()) == place
    remember(Named())
    monkeypatch.setenv("SHOTWEAVE_MODELS", str(tmp_path / "big disk"))
    assert weights.folder(manifest()) == place


def test_a_whole_copy_is_preferred_to_one_with_holes(tmp_path: Path) -> None:
    laid_out(own("small"), without("vae/config.json"))
    snapshot = cached(tmp_path / "cache/huggingface/hub", "someone/small", files())
    assert weights.folder(manifest()) == snapshot


@pytest.mark.parametrize(
    "name",
    [
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors",
        "transformer/diffusion_pytorch_model-00002-of-00002.safetensors",
        "text_encoder/model.safetensors",
        "tokenizer/tokenizer.json",
        "scheduler/scheduler_config.json",
    ],
)
def test_a_missing_file_is_named(name: str) -> None:
    laid_out(own("small"), without(name))
    found = weights.state(manifest())
    assert isinstance(found, Missing)
    assert found.files == (name,)
    with pytest.raises(ModelMissing, match=name):
        weights.folder(manifest())


@pytest.mark.parametrize("keep", [0, 7, 40, -1])
def test_a_file_that_was_cut_short_is_found_without_reading_it(keep: int) -> None:
    name = "transformer/diffusion_pytorch_model-00001-of-00002.safetensors"
    laid_out(own("small"), files() | {name: files()[name][:keep]})
    found = weights.state(manifest())
    assert isinstance(found, Damaged)
    assert found.files == (name,)
    with pytest.raises(ModelDamaged, match="00001-of-00002"):
        weights.folder(manifest())


@pytest.mark.parametrize(
    "header",
    [b"[" * 100_000, b"[]", b'{"w": 3}', b'{"w": {"data_offsets": [0]}}', b"\xff\xfe", b"null"],
)
def test_a_header_that_makes_no_sense_is_damage(header: bytes) -> None:
    data = len(header).to_bytes(8, "little") + header
    laid_out(own("small"), files() | {"vae/diffusion_pytorch_model.safetensors": data})
    assert isinstance(weights.state(manifest()), Damaged)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b'{"weight_map": 3}'])
def test_an_index_that_cannot_be_read_is_damage(text: bytes) -> None:
    name = "transformer/diffusion_pytorch_model.safetensors.index.json"
    laid_out(own("small"), files() | {name: text})
    found = weights.state(manifest())
    assert isinstance(found, Damaged)
    assert found.files == (name,)


def test_a_shard_outside_the_folder_is_refused() -> None:
    name = "transformer/diffusion_pytorch_model.safetensors.index.json"
    laid_out(own("small"), files() | {name: b'{"weight_map": {"w": "../../secret.safetensors"}}'})
    assert isinstance(weights.state(manifest()), Damaged)


def test_pickles_are_refused_by_name() -> None:
    contents = without("vae/diffusion_pytorch_model.safetensors")
    laid_out(own("small"), contents | {"vae/diffusion_pytorch_model.bin": b"\x80\x04."})
    found = weights.state(manifest())
    assert isinstance(found, Damaged)
    assert found.reason == "pickle"
    with pytest.raises(ModelDamaged, match=r"run a program.*model\.bin"):
        weights.folder(manifest())


def test_weights_in_fewer_bits_stand_for_the_others() -> None:
    contents = without("vae/diffusion_pytorch_model.safetensors")
    laid_out(own("small"), contents | {"vae/small.gguf": b"GGUF and more"})
    assert isinstance(weights.state(manifest()), Present)
    laid_out(own("small"), {"vae/small.gguf": b"<html>404</html>"})
    found = weights.state(manifest())
    assert isinstance(found, Damaged)
    assert found.files == ("vae/small.gguf",)


def test_a_list_in_the_manifest_is_what_counts() -> None:
    laid_out(own("small"), {"small.safetensors": safetensors()})
    length = len(safetensors())
    listed = manifest(files=(File(path="small.safetensors", bytes=length),))
    assert isinstance(weights.state(listed), Present)
    longer = manifest(files=(File(path="small.safetensors", bytes=length + 1),))
    assert isinstance(weights.state(longer), Damaged)


def test_a_component_that_the_patterns_leave_out_is_not_missed() -> None:
    laid_out(own("small"), without("vae/diffusion_pytorch_model.safetensors"))
    found = weights.state(
        manifest(patterns=("*.json", "text_encoder/*", "transformer/*", "tokenizer/*"))
    )
    assert isinstance(found, Present)


def test_parts_of_other_repositories_are_joined_into_one_folder(tmp_path: Path) -> None:
    cache = tmp_path / "cache/huggingface/hub"
    cached(cache, "someone/small", files())
    part = {"config.json": b"{}", "diffusion_pytorch_model.safetensors": safetensors()}
    cached(cache, "other/adapter", part)
    row = Lora(id="fast", name="fast", repo="other/loras", file="deep/fast.safetensors")
    cached(cache, "other/loras", {"deep/fast.safetensors": safetensors()})
    whole = manifest(parts={"motion_adapter": "other/adapter"}, lora=row)

    place = weights.folder(whole)

    assert (place / "motion_adapter/config.json").is_file()
    assert (place / "vae/diffusion_pytorch_model.safetensors").read_bytes() == safetensors()
    assert weights.lora_file(place, row).read_bytes() == safetensors()
    assert weights.folder(whole) == place, "what was joined stays"
    assert place.is_relative_to(home.home())


def test_the_lora_of_a_quality_is_wanted_for_that_quality_alone() -> None:
    laid_out(own("small"))
    row = Lora(id="fast", name="fast", repo="other/loras", file="fast.safetensors")
    both = {"final": Settings(steps=9), "draft": Settings(steps=2, lora="fast")}
    model = manifest(loras=(row,), defaults=both)
    assert isinstance(weights.state(model), Present)
    assert isinstance(weights.state(model, "final"), Present)
    lacking = weights.state(model, "draft")
    assert isinstance(lacking, Missing)
    assert lacking.files == ("loras/other--loras/fast.safetensors",)
    laid_out(own("small"), {"loras/other--loras/fast.safetensors": safetensors()})
    assert isinstance(weights.state(model, "draft"), Present)


def test_where_links_are_forbidden_files_are_joined_by_other_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError("a privilege is not held")

    laid_out(own("small"))
    part = {"config.json": b"{}", "model.safetensors": safetensors()}
    cached(tmp_path / "cache/huggingface/hub", "other/adapter", part)
    monkeypatch.setattr(Path, "symlink_to", forbidden)
    place = weights.folder(manifest(parts={"motion_adapter": "other/adapter"}))
    assert (place / "motion_adapter/model.safetensors").read_bytes() == safetensors()
    assert (place / "model_index.json").is_file()


def test_an_order_is_refused_with_the_file_and_what_to_do() -> None:
    laid_out(own("small"), without("vae/config.json"))
    with pytest.raises(ModelMissing) as told:
        ORDERS.order(manifest(), REQUEST, "cpu")
    assert "vae/config.json" in str(told.value.what)
    assert "Models page" in str(told.value.remedy)


def test_an_order_names_the_folder() -> None:
    laid_out(own("small"))
    assert ORDERS.order(manifest(), REQUEST, "cpu").folder == own("small")


def test_an_order_without_the_engine_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out(own("small"))
    monkeypatch.setattr("generation.engine.LIBRARIES", ("torch", "a_library_that_is_not_there"))
    with pytest.raises(ModelMissing) as told:
        ORDERS.order(manifest(), REQUEST, "cpu")
    assert "shotweave[gpu]" in str(told.value.remedy)


def test_a_model_that_nobody_can_fetch_says_where_its_files_go(tmp_path: Path) -> None:
    mine = replace(manifest(repo=""), folder=tmp_path / "mine")
    with pytest.raises(ModelMissing) as told:
        weights.folder(mine)
    assert str(tmp_path / "mine") in str(told.value.remedy)


def test_the_description_that_the_documentation_shows_is_a_good_one(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/models.md").read_text("utf-8")
    sections = [part for part in text.split("\n## ") if part.startswith(("Adding a", "LoRAs"))]
    shown = [line for part in sections for line in part.splitlines() if line[:4] == "    "]
    (tmp_path / "manifest.toml").write_text("\n".join(line[4:] for line in shown), "utf-8")
    found = manifest_from(tmp_path / "manifest.toml", own=True)
    assert found.id == "my-wan"
    assert found.work in works()
    assert [row.trigger for row in found.loras] == ["ink drawing of"]
