"""Models that a person added, several to one shot: one draws its first picture, another goes on
from that in parts, and the parts are one take."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets import home
from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.commands.render import render
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from canvas.document.sequence import plan as film_of
from generation.catalogue import refresh
from tests.generation.diffusion.conftest import BACKEND, Checkpoint

MANIFEST = """
id = "{id}"
name = "{id}"
backend = "{backend}"
version = "1"
patience = 600
{more}
[inputs]
words = 1
seed = 1
steps = 1
first = {first}
[limits]
multiple = 16
side_low = 32
side_high = 128
pixels_high = 16384
{limits}
[defaults.final]
steps = 2
guidance = 1.0
"""
MOVER = {
    "first": 1,
    "more": 'family = "wan"\npipeline = "WanImageToVideoPipeline"\nrate = [16, 1]',
    "limits": "frames_low = 5\nframes_step = 4\nframes_offset = 1\nframes_high = 9",
}
PAINTER = {
    "first": 0,
    "more": 'family = "z-image"\npipeline = "ZImagePipeline"\nmakes = "picture"',
    "limits": "frames_high = 1",
}


@pytest.fixture
def session(checkpoint: Checkpoint, tmp_path: Path) -> Iterator[Session]:
    places = {"mover": ("wan-between-two-experts", MOVER), "painter": ("z-image", PAINTER)}
    settings = Settings(person="somebody", name="Somebody")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(home.HOME, str(tmp_path / "home"))
        board = tmp_path / "A film.shotweave"
        with Session.create(board, settings=settings, width=64, height=64) as session:
            for id, (kind, more) in places.items():  # dropped in while the board is open
                shutil.copytree(checkpoint(kind), home.models() / id)
                text = MANIFEST.format(id=id, backend=BACKEND, **more)
                (home.models() / id / "manifest.toml").write_text(text)
            refresh()
            yield session
    refresh()


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_painted_picture_is_gone_on_from_in_parts(session: Session) -> None:
    # as many frames as the model draws: what lies between them is drawn elsewhere
    params = {"model": "mover", "still": "painter", "frames": 24, "smooth": "never"}
    shot = add_node(session, NodeKind.clip, (0, 0), params=params, text="a fox runs")
    add_shot(session, shot)
    assert render(session, [shot]).queued == (shot,)
    session.wait_for_renders()
    trouble = session.state(shot).trouble
    assert session.state(shot).state == "done", (trouble, getattr(trouble, "log", ""))
    (take,) = session.board.takes_of(shot)
    assert (take.model, take.frames, take.rate.nominal) == ("mover", 16, 16)
    assert len(session.board.renders) == 4, "the picture, two parts, the whole"
    (cut,) = film_of(session.board).cuts
    assert (cut.frames, cut.rung) == (24, "final")
    set_param(session, [shot], "model", "animatic")
    set_param(session, [shot], "model", "mover")
    assert render(session, [shot]).queued == (), "nothing is rendered again"
