"""Manifests are read from folders; a bad one is refused by file and field, and harms no other."""

from __future__ import annotations

import importlib
import os
from dataclasses import fields
from pathlib import Path

import pytest

from assets import home
from generation.catalogue import (
    FOLDERS,
    BadManifest,
    Catalogue,
    File,
    Limits,
    Settings,
    installed,
    manifest_from,
    read,
    refresh,
)
from generation.manifest import Lora, Manifest
from generation.manifest_file import (
    _FILE,
    _LIMITS,
    _LORA,
    _MANIFEST,
    _SETTINGS,
    FAMILIES,
    INPUT_NAMES,
)
from generation.match import INPUTS
from generation.statements import STATEMENTS
from tests.generation.conftest import MANIFESTS

GOOD = 'id = "m"\nname = "M"\nbackend = "a:B"\nversion = "1"\n'
WAN = GOOD + 'family = "wan"\npipeline = "WanPipeline"\n[defaults.final]\nsteps = 50\n'


def test_every_installed_manifest_names_a_backend_of_its_version_and_inputs_that_exist() -> None:
    assert {given.name for given in INPUTS} == set(INPUT_NAMES)
    for manifest in read().models.values():
        assert set(manifest.needs) <= set(manifest.inputs)
        if manifest.family:
            assert manifest.family in FAMILIES
            continue
        module, _, kind = manifest.backend.partition(":")
        backend = getattr(importlib.import_module(module), kind)()
        assert backend.version == manifest.version


def test_every_field_of_a_manifest_is_checked() -> None:
    for kind, checks in (
        (Limits, _LIMITS),
        (File, _FILE),
        (Settings, _SETTINGS),
        (Lora, _LORA),
        (Manifest, _MANIFEST),
    ):
        assert {each.name for each in fields(kind)} - set(checks) <= {"lora", "folder"}


def test_a_manifest_says_all_that_it_says(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        GOOD + 'licence = "MIT"\nneeds = ["first"]\npatience = 5\nrate = [16, 1]\n'
        'family = "wan"\npipeline = "WanPipeline"\nunchecked = ["the size"]\n'
        "[inputs]\nfirst = 1\n[limits]\nmultiple = 16\n"
        "[defaults.final]\nsteps = 50\nguidance = 5\n[defaults.final.arguments]\nflow_shift = 3.0\n"
        "[weight_bytes]\ntransformer = 12\n"
        '[[files]]\npath = "vae/a.safetensors"\nbytes = 3\n'
    )
    manifest = manifest_from(tmp_path / "m.toml")
    assert (manifest.licence, manifest.needs, manifest.patience) == ("MIT", ("first",), 5)
    assert (manifest.inputs, manifest.limits) == ({"first": 1}, Limits(multiple=16))
    assert (manifest.rate, manifest.unchecked) == ((16, 1), ("the size",))
    assert manifest.files == (File(path="vae/a.safetensors", bytes=3),)
    assert manifest.weight_bytes == {"transformer": 12}
    final = Settings(steps=50, guidance=5.0, arguments={"flow_shift": 3.0})
    assert manifest.settings("draft") == manifest.settings("final") == final


def test_of_two_manifests_with_one_id_the_later_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(GOOD.replace('"m"', '"rehearsal"'))
    assert read([MANIFESTS, tmp_path]).models["rehearsal"].name == "M"
    assert read([tmp_path, MANIFESTS]).models["rehearsal"].name == "Rehearsal"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("id = ", ""),
        ('name = "M"', "id"),
        ("\x00", ""),
        (GOOD.replace('version = "1"', "version = 1"), "version"),
        (GOOD.replace('"m"', '"../m"'), "id"),
        (GOOD.replace('"m"', '"a+b"'), "id"),
        (GOOD.replace('"a:B"', '"a:B; import os"'), "backend"),
        (GOOD + "unheard_of = 1\n", "unheard_of"),
        (GOOD + "[limits]\nunheard_of = 1\n", "limits.unheard_of"),
        (GOOD + "[limits]\nmultiple = 0\n", "limits.multiple"),
        (GOOD + "[limits]\nmultiple = true\n", "limits.multiple"),
        (GOOD + f"[limits]\nframes_high = {10**30}\n", "limits.frames_high"),
        (GOOD + "[limits]\nguidance_high = nan\n", "limits.guidance_high"),
        (GOOD + "[limits]\nframes_low = 9\nframes_high = 3\n", "limits.frames_low"),
        (GOOD + 'inputs = "all"\n', "inputs"),
        (GOOD + "[inputs]\nsmell = 1\n", "inputs.smell"),
        (GOOD + 'needs = ["first"]\n', "needs"),
        (GOOD + "rate = [24]\n", "rate"),
        (GOOD + "rate = [1, 1000]\n", "rate"),
        (GOOD + 'repo = "no owner"\n', "repo"),
        (GOOD + 'family = "wan"\n', "pipeline"),
        (GOOD + 'family = "none"\n', "family"),
        (GOOD + '[[files]]\npath = "../../x.safetensors"\n', "files.1.path"),
        (GOOD + '[[files]]\npath = "/x.safetensors"\n', "files.1.path"),
        (GOOD + "[[files]]\npath = 'C:\\x.safetensors'\n", "files.1.path"),
        (GOOD + '[[files]]\npath = "x.ckpt"\n', "files.1.path"),
        (GOOD + '[[files]]\npath = "x.py"\n', "files.1.path"),
        (GOOD + '[[files]]\npath = "x.txt"\nsha256 = "12"\n', "files.1.sha256"),
        (GOOD + '[[loras]]\nid = "l"\nname = "L"\nfile = "l.bin"\n', "loras.1.file"),
        (WAN + 'lora = "none"\n', "loras"),
        (WAN + "[defaults.best]\nsteps = 1\n", "defaults.best"),
    ],
)
def test_a_bad_manifest_is_refused_by_file_and_field(tmp_path: Path, text: str, field: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(BadManifest, match=r"bad\.toml") as caught:
        manifest_from(tmp_path / "bad.toml")
    assert caught.value.remedy is not None
    assert caught.value.what.values.get("field", "") == field


@pytest.mark.parametrize("bytes_", [b"\xff\xfe\x00", b"#" * (2 << 20), b"a = [" * 50_000])
def test_what_is_no_text_or_no_end_of_it_is_refused(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(bytes_)
    with pytest.raises(BadManifest, match=r"bad\.toml"):
        manifest_from(tmp_path / "bad.toml")


def test_a_pipe_and_a_folder_are_no_manifests(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")
    assert {path.path.suffix for path in read([tmp_path]).broken} == {".toml"}


def test_a_broken_manifest_takes_no_other_away(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("id =")
    (tmp_path / "b.toml").write_text(GOOD)
    found = read([tmp_path])
    assert set(found.models) == {"m"}
    assert [each.path.name for each in found.broken] == ["a.toml"]
    assert "a.toml" in str(found.broken[0].trouble.what)


def test_further_folders_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS, str(MANIFESTS))
    assert {"animatic", "rehearsal"} <= set(refresh().models)
    monkeypatch.delenv(FOLDERS)
    assert "rehearsal" not in refresh().models


def test_a_model_that_is_dropped_in_is_there_without_a_restart() -> None:
    before = refresh()
    assert refresh() is before is installed(), "nothing is read twice"
    mine = home.models() / "mine"
    mine.mkdir(parents=True)
    (mine / "manifest.toml").write_text(WAN.replace('"m"', '"mine"'))
    found = _model(refresh(), "mine")
    assert (found.folder, found.wants_weights) == (mine, True)
    (mine / "manifest.toml").write_text("id =")
    broken = refresh()
    assert broken.find("mine") is None
    assert broken.find("animatic") is not None
    assert "mine/manifest.toml" in str(broken.broken[0].trouble)


def test_a_row_is_a_model_of_its_own_with_its_own_steps(tmp_path: Path) -> None:
    row = '[[loras]]\nid = "fast"\nname = "4 steps"\nfile = "l.safetensors"\nsteps = 4\n'
    (tmp_path / "m.toml").write_text(WAN + "guidance = 5\n" + row + "guidance = 1\n")
    found = read([tmp_path])
    plain, fast = _model(found, "m"), _model(found, "m+fast")
    assert (fast.name, fast.original) == ("M · 4 steps", "m")
    assert fast.lora == plain.loras[0] == fast.row("final")
    assert plain.row("final") is None
    settings = fast.settings("final")
    assert settings is not None
    assert (settings.steps, settings.guidance) == (4, 1.0)


def _model(catalogue: Catalogue, id: str) -> Manifest:
    found = catalogue.find(id)
    assert found is not None
    return found


def test_what_the_built_in_manifests_say_can_be_translated() -> None:
    found = read()
    assert found.broken == ()
    for manifest in found.models.values():
        for text in (manifest.about, manifest.licence_note, *manifest.unchecked):
            assert not text or text in STATEMENTS, f"{manifest.id}: {text}"


def test_a_built_in_checkpoint_says_its_licence_its_repository_and_what_was_not_checked() -> None:
    for manifest in read().models.values():
        if manifest.wants_weights:
            assert manifest.licence, manifest.id
            assert manifest.licence_note, manifest.id
            assert manifest.repo, manifest.id
            assert manifest.unchecked or manifest.revision, manifest.id
            assert manifest.work, manifest.id


def test_files_that_say_the_same_again_are_the_same_catalogue() -> None:
    mine = home.models() / "mine"
    mine.mkdir(parents=True)
    (mine / "manifest.toml").write_text(GOOD)
    (home.models() / "bad").mkdir()
    (home.models() / "bad" / "manifest.toml").write_text("id =")
    before = refresh()
    (mine / "manifest.toml").write_text(GOOD + "# the same\n")
    assert refresh() is before
    (mine / "manifest.toml").write_text(GOOD.replace('"M"', '"N"'))
    assert refresh() is not before
