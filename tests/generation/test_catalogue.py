"""Manifests are read from folders; a bad one is refused by name."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from generation.catalogue import FOLDERS, BadManifest, Limits, installed, read
from generation.match import INPUTS
from tests.generation.conftest import MANIFESTS

GOOD = 'id = "m"\nname = "M"\nbackend = "a:B"\nversion = "1"\n'


def test_every_installed_manifest_names_a_backend_of_its_version_and_inputs_that_exist() -> None:
    known = {given.name for given in INPUTS}
    for manifest in installed().models.values():
        module, _, kind = manifest.backend.partition(":")
        backend = getattr(importlib.import_module(module), kind)()
        assert backend.version == manifest.version
        assert set(manifest.inputs) <= known
        assert set(manifest.needs) <= set(manifest.inputs)


def test_a_manifest_says_all_that_it_says(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        GOOD + 'licence = "MIT"\nneeds = ["first"]\npatience = 5\n'
        "[inputs]\nfirst = 1\n[limits]\nmultiple = 16\n"
    )
    manifest = read([tmp_path]).models["m"]
    assert (manifest.licence, manifest.needs, manifest.patience) == ("MIT", ("first",), 5)
    assert (manifest.inputs, manifest.limits) == ({"first": 1}, Limits(multiple=16))


def test_of_two_manifests_with_one_id_the_later_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(GOOD.replace('"m"', '"rehearsal"'))
    assert read([MANIFESTS, tmp_path]).models["rehearsal"].name == "M"
    assert read([tmp_path, MANIFESTS]).models["rehearsal"].name == "Rehearsal"


@pytest.mark.parametrize(
    "text",
    [
        "id = ",
        'name = "M"',
        GOOD.replace('version = "1"', "version = 1"),
        GOOD + "unheard_of = 1\n",
        GOOD + "[limits]\nunheard_of = 1\n",
        GOOD + 'inputs = "all"\n',
        "\x00",
    ],
)
def test_a_bad_manifest_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(BadManifest, match=r"bad\.toml") as caught:
        read([tmp_path])
    assert caught.value.remedy is not None


def test_further_folders_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS, str(MANIFESTS))
    installed.cache_clear()
    try:
        assert {"animatic", "rehearsal"} <= set(installed().models)
    finally:
        installed.cache_clear()
