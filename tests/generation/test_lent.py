"""What lenders say of their models: kept, below all that is installed, and never run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assets import home
from canvas.app import ability
from generation import catalogue
from generation.contract import ShotRequest
from generation.fingerprint import content_key, to_json

STUDIO = """
id = "studio"
name = "Studio"
backend = "os:system"
version = "{version}"
[inputs]
words = 1
[limits]
multiple = 8
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(home.HOME, str(tmp_path))
    catalogue.refresh()
    yield tmp_path
    monkeypatch.undo()
    catalogue.refresh()


def lend(version: str = "1", model: str = "studio") -> bool:
    fresh = catalogue.lend(STUDIO.format(version=version), model)
    catalogue.refresh()
    return fresh


def test_a_description_is_kept_and_names_no_code() -> None:
    """R12.27"""
    assert lend()
    found = catalogue.installed().find("studio")
    assert found is not None
    assert catalogue.is_lent(found)
    assert found.backend == ""
    assert found.limits.multiple == 8
    assert not ability.has_files(found)
    assert "studio" not in ability.offered()
    assert not ability.draws(to_json(ShotRequest(frames=4, model="studio")))
    assert not lend(), "it is no news the second time"
    assert lend("2")


def test_its_shots_have_the_key_that_they_have_at_the_lender(here: Path) -> None:
    """R12.27"""
    shot = ShotRequest(frames=4, width=333, height=201, model="studio", prompt="a fox")
    unknown = content_key(shot)
    lend()
    told, print_ = content_key(shot), ability.print_for("studio")
    own = home.models() / "studio"
    own.mkdir(parents=True)
    (own / "manifest.toml").write_text(STUDIO.format(version="1"), "utf-8")
    catalogue.refresh()
    assert content_key(shot) == told != unknown
    assert ability.print_for("studio") == print_
    lend("2")
    assert ability.print_for("studio") == print_, "what is here counts more"
    assert content_key(shot) == told


def test_what_comes_with_the_program_gives_way_to_nothing() -> None:
    """R12.27"""
    ours = catalogue.installed().find("animatic")
    catalogue.lend(STUDIO.format(version="9").replace("studio", "animatic"), "animatic")
    assert catalogue.refresh().find("animatic") == ours


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("", "studio"),
        ("no toml at all [", "studio"),
        ("id = 7", "studio"),
        (STUDIO.format(version="1"), "another"),
        (STUDIO.format(version="1"), "../../../etc/cron"),
        ("\ud800", "studio"),
    ],
)
def test_what_is_no_description_of_that_model_leaves_nothing(
    text: str, model: str, here: Path
) -> None:
    """R12.27"""
    before = catalogue.refresh().models
    assert not catalogue.lend(text, model)
    assert catalogue.refresh().models == before
    assert [path for path in (here / "lent").rglob("*") if path.is_file()] == []


def test_so_many_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """R12.19"""
    monkeypatch.setattr(catalogue, "MOST_LENT", 2)
    text = STUDIO.format(version="1")
    assert [catalogue.lend(text.replace("studio", id), id) for id in "abc"] == [True, True, False]
    assert catalogue.lend(text.replace("studio", "a").replace('"1"', '"2"'), "a"), "a newer one"
