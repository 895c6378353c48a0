"""`main.py models ...`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canvas.api.cli import run_line
from generation.places import own
from tests.generation.checkpoints import files, laid_out


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = run_line(["models", *words, "--json"])
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, answer


def test_a_model_is_listed_added_verified_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = laid_out(tmp_path / "Wan2.1-T2V-1.3B-Diffusers")
    code, answer = told(capsys, "add", str(folder))
    assert (code, answer["state"], answer["licence"]) == (0, "ready", "Apache-2.0")
    code, answer = told(capsys, "list")
    listed = answer["models"]
    assert isinstance(listed, list)
    assert {each["id"]: each["state"] for each in listed}["wan2.1-t2v-1.3b"] == "ready"
    code, answer = told(capsys, "verify", "wan2.1-t2v-1.3b")
    assert (code, answer["files"], answer["bad"]) == (0, len(files()), [])
    code, answer = told(capsys, "remove", "wan2.1-t2v-1.3b")
    assert (code, answer["folder"]) == (0, str(folder))


def test_files_are_thrown_away_only_when_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    laid_out(own("ltx-video"))
    code, answer = told(capsys, "remove", "ltx-video")
    assert code == 1
    assert answer["error"]["code"] == "model_confirm"  # type: ignore[index]  # JSON as it came
    assert told(capsys, "remove", "ltx-video", "--yes")[0] == 0
    assert not own("ltx-video").exists()


def test_a_table_names_every_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(["models", "list"]) == 0
    said = capsys.readouterr().out
    assert "wan2.2-ti2v-5b" in said
    assert "missing" in said


def test_a_model_that_nobody_knows_is_an_error_that_names_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_line(["models", "verify", "no-such"]) == 1
    assert "wan2.1-t2v-1.3b" in capsys.readouterr().err


def test_the_list_says_how_to_add_the_engine_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generation.engine.LIBRARIES", ("a_library_that_is_not_there",))
    assert run_line(["models", "list"]) == 0
    assert "shotweave[gpu]" in capsys.readouterr().err
    _, answer = told(capsys, "list")
    assert answer["engine"] is False


def test_speed_is_told_and_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    plain = {"attention": "auto", "compile": "auto", "tiling": "auto"}
    assert told(capsys, "speed") == (0, {"ok": True, **plain})
    line = ("speed", "--attention", "flex", "--compile", "off", "--tiling", "always")
    chosen = {"attention": "flex", "compile": "off", "tiling": "always"}
    assert told(capsys, *line) == (0, {"ok": True, **chosen})
    code, answer = told(capsys, "speed", "--attention", "quick")
    assert (code, answer["ok"]) == (2, False)
    assert told(capsys, "speed", "--attention", "auto")[1] == {
        "ok": True,
        **chosen,
        **{"attention": "auto"},
    }


def test_kept_work_is_measured_and_cleared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "home" / "cache" / "words"
    folder.mkdir(parents=True)
    (folder / "a.safetensors").write_bytes(bytes(9))
    assert told(capsys, "kept")[1]["bytes"] == {"words": 9, "latents": 0, "looks": 0}
    assert told(capsys, "kept", "--clear")[1]["freed"] == 9
    assert not list(folder.iterdir())
