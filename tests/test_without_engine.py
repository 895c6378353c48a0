"""Without the extra `gpu`: everything but the models works, and a model says how to add it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.settings import Settings

ROOT = Path(__file__).parents[1]
HIDING = """
import sys

HIDDEN = {"torch", "diffusers", "transformers", "accelerate", "peft", "safetensors", "tokenizers"}
HIDDEN |= {"huggingface_hub", "hf_xet"}


class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Hidden())
"""
"""Python runs this first, in the program and in every child of it."""


def run(place: Path, *words: str) -> tuple[int, dict[str, object], str]:
    """`main.py` as on a machine where the extra was never installed."""
    (place / "hiding").mkdir(exist_ok=True)
    (place / "hiding" / "sitecustomize.py").write_text(HIDING)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words, "--json"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(place / "hiding"),
            "SHOTWEAVE_HOME": str(place / "home"),
            "QT_QPA_PLATFORM": "offscreen",
        },
    )
    return done.returncode, json.loads(done.stdout), done.stderr


def board(place: Path) -> tuple[Path, str, str]:
    """Two shots: one for Animatic, one for a model that only the engine can draw."""
    with Session.create(place / "film", settings=Settings(person="p"), title="Film") as session:
        words = add_node(session, "prompt", (0, 0), text="A cat on a roof.")
        clips = []
        for at, model in enumerate(("animatic", "wan2.1-t2v-1.3b")):
            params = {"frames": 6, "model": model}
            clip = add_node(session, "clip", (400, 400 * at), params=params)
            connect(session, words, "words", clip, "words")
            add_shot(session, clip)
            clips.append(clip)
        return session.path, clips[0], clips[1]


def test_animatic_renders_and_a_model_says_how_to_add_the_engine(tmp_path: Path) -> None:
    path, drawn, undrawn = board(tmp_path)
    code, answer, said = run(tmp_path, "render", str(path))
    assert code == 1
    assert answer["rendered"] == [drawn]
    [failed] = answer["failed"]  # type: ignore[misc]  # JSON as it came
    assert failed["node"] == undrawn
    assert failed["code"] == "model_missing"
    assert "shotweave[gpu]" in failed["remedy"]
    assert "shotweave[gpu]" in said


def test_models_are_listed_and_a_download_says_how_to_add_the_engine(tmp_path: Path) -> None:
    code, answer, _ = run(tmp_path, "models", "list")
    assert (code, answer["ok"], answer["engine"]) == (0, True, False)
    code, answer, _ = run(tmp_path, "models", "download", "wan2.1-t2v-1.3b")
    assert code == 1
    assert "shotweave[gpu]" in answer["error"]["remedy"]  # type: ignore[index]  # JSON as it came
