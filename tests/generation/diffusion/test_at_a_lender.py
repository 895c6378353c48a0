"""A checkpoint that only a lender has, added there as a user would: others draw with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.frames import Frames
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.commands.render import render
from canvas.document.records import Json, NodeKind
from collab.server.serving import Options
from generation.machine import here
from tests.app.lenders import LenderProcess
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.generation.diffusion.conftest import BACKEND, Checkpoint

MANIFEST = f"""
id = "fox"
name = "Fox"
backend = "{BACKEND}"
version = "1"
family = "wan"
pipeline = "WanPipeline"
[inputs]
words = 1
negative = 1
seed = 1
steps = 1
[limits]
frames_step = 4
frames_offset = 1
multiple = 16
side_low = 16
side_high = 64
[defaults.final]
steps = 2
guidance = 3.0
"""
SLOW = 600.0


@pytest.mark.soak
def test_a_shot_is_drawn_with_a_checkpoint_that_only_a_lender_has(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R12.21 R12.22 R12.27"""
    data, rig = tmp_path / "data", tmp_path / "rig"
    folder = rig / "home of rig" / "models" / "fox"
    shutil.copytree(checkpoint("wan"), folder)
    (folder / "manifest.toml").write_text(MANIFEST, "utf-8")
    with (
        ServedHere(data, Options(data, room="film")) as server,
        Table(tmp_path, monkeypatch) as table,
        LenderProcess(rig, server),
    ):
        ann = table.owner("ann", server, width=32, height=32)
        table.until(lambda: any("fox" in one.models for one in ann.lending.lenders), SLOW)
        shot = add_node(
            ann,
            NodeKind.clip,
            (0, 0),
            params={"model": "fox", "frames": 9},
            text="a fox crosses the snow",
        )
        add_shot(ann, shot)
        render(ann, [shot])
        table.until(lambda: ann.state(shot).state not in ("queued", "running"), SLOW)
        assert ann.state(shot).state == "done", ann.state(shot).trouble
        (take,) = ann.board.takes_of(shot)
        assert (take.model, take.frames, take.recipe["for"]) == ("fox", 9, "ann")
        ann.fetching.fetch([take.asset])
        table.until(lambda: ann.store.find(take.asset), SLOW)
        with Frames(ann.store.path(take.asset), threads=1) as clip:
            assert clip.frame(8).shape == (32, 32, 3)


@pytest.mark.soak
def test_a_shot_that_does_not_fit_here_goes_to_a_lender_whose_card_it_fits(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R12.21: both have the model; here it is known to be larger than the machine."""
    data, rig = tmp_path / "data", tmp_path / "rig"
    large = "[weight_bytes]\ntransformer = 4_000_000_000_000\n"
    for home, more in ((rig / "home of rig", ""), (tmp_path / "home of ann", large)):
        folder = home / "models" / "fox"
        shutil.copytree(checkpoint("wan"), folder)
        (folder / "manifest.toml").write_text(MANIFEST + more, "utf-8")
    with (
        ServedHere(data, Options(data, room="film")) as server,
        Table(tmp_path, monkeypatch) as table,
    ):
        ann = table.owner("ann", server, width=32, height=32)
        params: dict[str, Json] = {"model": "fox", "frames": 9}
        shot = add_node(ann, NodeKind.clip, (0, 0), params=params)
        words = add_node(ann, NodeKind.prompt, (0, 0), text="a fox crosses the snow")
        connect(ann, words, "words", shot, "words")
        add_shot(ann, shot)
        here().devices.look()
        assert here().devices.wait(SLOW)
        refused = render(ann, [shot]).refused
        assert "needs" in str(refused[shot]), "nobody lends yet"
        assert ann.queue.counts() == (0, 0)
        with LenderProcess(rig, server):
            table.until(lambda: ann.lending.offers("fox"), SLOW)
            assert render(ann, [shot]).queued == (shot,)
            table.until(lambda: ann.state(shot).state not in ("queued", "running"), SLOW)
        assert ann.state(shot).state == "done", ann.state(shot).trouble
        (take,) = ann.board.takes_of(shot)
        assert (take.model, take.recipe["for"]) == ("fox", "ann")
