"""What a person may choose of speed, and what is chosen without being asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import home
from generation.contract import BadRequest
from generation.speed import speed_for


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(home.HOME, str(tmp_path))
    return tmp_path / "speed.toml"


def test_a_processor_compiles_nothing(chosen: Path) -> None:
    assert speed_for("cpu", "resident") == {}
    chosen.write_text("compile = true")
    assert speed_for("cpu", "resident") == {}


def test_a_person_chooses_attention_and_compiling(chosen: Path) -> None:
    chosen.write_text('attention = "flash"\ncompile = true')
    assert speed_for("cuda", "resident") == {"attention": "flash", "compile": True}
    chosen.write_text("compile = false")
    assert speed_for("cuda", "resident") == {}


def test_weights_that_come_and_go_are_not_compiled(chosen: Path) -> None:
    chosen.write_text("compile = true")
    assert speed_for("cuda", "stream") == {}


@pytest.mark.parametrize("text", ["attention = 3", 'attention = "sage"', "compile = 1", "=", "\0"])
def test_a_file_that_makes_no_sense_is_told_of(chosen: Path, text: str) -> None:
    chosen.write_text(text)
    with pytest.raises(BadRequest, match=r"speed\.toml"):
        speed_for("cuda", "resident")
