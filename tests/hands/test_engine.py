"""The Shows of the engine by hand: a checkpoint that a user added draws a board in a real window,
with progress, cancel inside a step and retry; Animatic and back renders nothing again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.session import Session
from canvas.document.records import NodeKind
from tests.desktop import ROOT
from tests.hands.conftest import seated, settings
from tests.hands.steps import Hands, Screen

pytestmark = pytest.mark.soak
SLOW = 600.0
"""Seconds that loading takes on a machine that does much else."""
MANIFEST = """
id = "tiny"
name = "Tiny"
backend = "generation.backends.diffusion.backend:Diffusion"
version = "1"
family = "wan"
pipeline = "WanPipeline"
rate = [24, 1]
needs = ["words"]
[inputs]
words = 1
seed = 1
steps = 1
[limits]
frames_step = 4
frames_offset = 1
multiple = 16
side_low = 16
side_high = 64
[defaults.final]
steps = 200
guidance = 1.0
"""


@pytest.fixture
def hands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    from tests.generation.diffusion.tiny_wan import BUILDERS

    home, path, folder = tmp_path / "home", tmp_path / "Film.shotweave", tmp_path / "tiny"
    monkeypatch.setenv("SHOTWEAVE_HOME", str(home))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    BUILDERS["wan"]().save_pretrained(folder)
    (folder / "manifest.toml").write_text(MANIFEST, "utf-8")
    line = [sys.executable, str(ROOT / "main.py"), "models", "add", str(folder)]
    subprocess.run(line, check=True, capture_output=True)
    with Session.create(path, settings=settings(), title="Film", width=64, height=32) as session:
        words = add_node(session, NodeKind.prompt, (0, 40), title="Words", text="A fox, push in")
        shot = add_node(session, NodeKind.clip, (320, 0), title="Shot", params={"frames": 9})
        bare = add_node(session, NodeKind.clip, (320, 320), title="Bare", params={"frames": 9})
        connect(session, words, "words", shot, "words")
        for clip in (shot, bare):
            set_param(session, [clip], "model", "tiny")
            add_shot(session, clip)
    with seated(home, path) as hands:
        yield hands


def state(screen: Screen, title: str) -> str:
    return str(screen.states[screen.id(title)])


def sees(hands: Hands, shows: Callable[[Any], object], what: str) -> Screen:
    return hands.sees(lambda screen: shows(screen), what, SLOW)


def select(hands: Hands, title: str) -> None:
    hands.click(hands.screen.node(title)["title_at"])
    hands.sees(lambda screen: screen.selected == {title} and "model" in screen.engine, title)


def choose(hands: Hands, model: str) -> None:
    """In the inspector's list of models, by its name."""
    for _turn in range(10):  # what a render that ends brings may move it under the pointer
        hands.sees(lambda screen: screen.at_rest, "nothing moves")
        hands.click(hands.screen.engine["model"])
        with suppress(AssertionError):
            hands.sees(lambda screen: screen.popup, "the list of models", 6)
            break
    hands.type(model)
    hands.key("Return")
    hands.sees(lambda screen: not screen.popup, "the list is gone")


def test_a_checkpoint_of_ones_own_draws_and_animatic_and_back_draws_nothing_again(
    hands: Hands,
) -> None:
    with hands.line("the inspector says beforehand what the model gets, and what it refuses"):
        select(hands, "Bare")
        sees(hands, lambda screen: any("without" in text for text in screen.engine["gets"]), "why")
        hands.key("ctrl+Return")
        told = sees(hands, lambda screen: screen.banners, "the reason at the press")
        assert "cannot draw this shot without" in told.banners[0]
        assert (state(told, "Bare"), told.queue) == ("failed", [])
        select(hands, "Shot")
        sees(hands, lambda screen: "The words" in " ".join(screen.engine["gets"]), "what it gets")
    with hands.line("progress inside the steps, a preview, and cancel inside a step"):
        hands.key("ctrl+Return")
        sees(
            hands,
            lambda screen: (
                any(
                    phase == "rendering" and 0 < share < 1
                    for _, phase, share in screen.engine["running"]
                )
                and screen.engine["previews"]
            ),
            "progress and a preview",
        )
        hands.key("ctrl+alt+Return")
        sees(hands, lambda screen: state(screen, "Shot") == "empty", "cancelled")
    with hands.line("retry"):
        hands.key("ctrl+Return")
        sees(hands, lambda screen: state(screen, "Shot") == "done", "drawn")
    with hands.line("to Animatic and back"):
        choose(hands, "Animatic")
        sees(hands, lambda screen: state(screen, "Shot") == "stale", "another model, not drawn")
        hands.key("Escape")
        select(hands, "Shot")
        hands.key("ctrl+Return")
        sees(hands, lambda screen: state(screen, "Shot") == "done", "drawn by Animatic")
        for model in ("Tiny", "Animatic", "Tiny"):
            choose(hands, model)
            seen = sees(hands, lambda screen: state(screen, "Shot") == "done", model)
            assert seen.queue == []
    takes = hands.board.takes_of(hands.id("Shot"))
    assert sorted(take.model for take in takes) == ["", "tiny"], "Animatic goes without saying"
