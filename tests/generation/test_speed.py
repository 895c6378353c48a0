"""What a person may choose of speed, and what is chosen without being asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import home
from generation.contract import BadRequest
from generation.speed import Speed, SpeedNotSaved, choose, speed_for
from generation.speed import chosen as read


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


@pytest.mark.parametrize(
    "speed",
    [Speed(), Speed(attention="flex", compile=False), Speed(compile=True, tiling=True)],
)
def test_what_is_chosen_is_kept(chosen: Path, speed: Speed) -> None:
    choose(speed)
    assert read() == speed
    assert [path.name for path in chosen.parent.glob("*.toml*")] == ["speed.toml"]


def test_tiles_are_decoded_always_where_a_person_wants_that(chosen: Path) -> None:
    choose(Speed(tiling=True))
    assert speed_for("cpu", "resident") == {"tiling": True}
    chosen.write_text('tiling = "never"')
    with pytest.raises(BadRequest, match=r"speed\.toml"):
        speed_for("cpu", "resident")


def test_a_choice_that_cannot_be_written_is_told(chosen: Path) -> None:
    chosen.mkdir()
    (chosen / "in the way").touch()
    with pytest.raises(SpeedNotSaved, match=r"speed\.toml"):
        choose(Speed(compile=True))
    assert [path.name for path in chosen.parent.iterdir()] == ["speed.toml"]
