"""Models that a person added by a folder each, used on a board: a picture made of words becomes the
first picture of a shot, and the shot is heard in the film and in the exported file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from assets import home
from assets.frames import Frames
from canvas.app.commands.export import export_film
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.commands.render import render
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.app.takes import finished_edits, recipe_of
from canvas.document.records import NodeKind
from canvas.document.sequence import plan as film_of
from generation.catalogue import installed, refresh
from generation.contract import Keyframe, Media, ModelOrder, Rendered, ShotRequest
from generation.intake import take_in
from generation.match import fitted
from generation.messages import Finished, Render, Report
from tests.generation.diffusion.conftest import BACKEND, Checkpoint

MANIFEST = """
id = "{id}"
name = "{id}"
backend = "{backend}"
version = "1"
family = "{family}"
pipeline = "{pipeline}"
licence = "Apache-2.0"
patience = 600
{more}
[inputs]
words = 1
negative = 1
first = {first}
seed = 1
steps = 1
[limits]
multiple = 32
side_low = 64
side_high = 128
{limits}
[defaults.final]
steps = 2
guidance = 3.0
"""
SOUNDING = {
    "pipeline": "LTX2ConditionPipeline",
    "more": "sound = true\nrate = [24, 1]",
    "limits": "frames_step = 8\nframes_offset = 1",
}
STILL = {"pipeline": "ZImagePipeline", "more": 'makes = "picture"', "limits": "frames_high = 1"}


@pytest.fixture
def models(checkpoint: Checkpoint, tmp_path: Path) -> Iterator[None]:
    """`sounding`, an LTX-2, and `still`, a Z-Image: each a folder with a manifest, and no code."""
    places = {"sounding": ("ltx2", 1, SOUNDING), "still": ("z-image", 0, STILL)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(home.HOME, str(tmp_path / "home"))
        for id, (family, first, more) in places.items():
            folder = home.models() / id
            shutil.copytree(checkpoint(family), folder)
            text = MANIFEST.format(id=id, backend=BACKEND, family=family, first=first, **more)
            (folder / "manifest.toml").write_text(text)
        refresh()
        yield
    refresh()


@pytest.fixture
def session(tmp_path: Path, models: None) -> Iterator[Session]:
    board = tmp_path / "A film.shotweave"
    settings = Settings(person="somebody", name="Somebody")
    with Session.create(board, settings=settings, width=64, height=64) as session:
        yield session


def drawn(request: ShotRequest, files: dict[str, Path], folder: Path) -> Rendered:
    """Carried out as the render process does it, in this one."""
    from generation.stage import Stage, Wishes

    manifest = installed().find(request.model)
    assert manifest is not None
    assert manifest.folder is not None
    told: list[Report] = []
    order = Render(
        job=1,
        backend=manifest.backend,
        version=manifest.version,
        request=fitted(request, manifest),
        files=files,
        master=folder / f"{request.model}.mp4",
        proxy=folder / f"{request.model}-proxy.mp4",
        thumbnail=folder / f"{request.model}.jpg",
        model=ModelOrder(manifest=manifest, folder=manifest.folder),
    )
    Stage(told.append, Wishes()).carry_out(order)
    assert isinstance(told[-1], Finished), told[-1]
    return told[-1].rendered


def test_a_picture_begins_a_shot_and_the_shot_is_heard_in_the_film(
    session: Session, tmp_path: Path
) -> None:
    shot = ShotRequest(frames=1, width=64, height=64, model="still", prompt="a fox", seed=1)
    picture = drawn(shot, {}, tmp_path).master
    begun = replace(
        shot,
        frames=17,
        model="sounding",
        keyframes=(Keyframe(picture=Media(render="k", frame=-1)),),
    )
    made = take_in(drawn(begun, {"render:k": picture}, tmp_path), begun, session.store)
    assert (made.frames, made.sound) == (17, True)
    with Frames(picture, threads=1) as still, Frames(session.store.path(made.asset)) as clip:
        assert np.abs(clip.frame(0).astype(int) - still.frame(0)).mean() < 90, "another beginning"

    node = add_node(session, NodeKind.clip, (0, 0), params={"model": "sounding", "frames": 17})
    add_shot(session, node)
    session.absorb(*finished_edits(session.board, "key", [node], made, recipe_of(begun)))
    heard_in_the_film(session, made.asset, tmp_path)


@pytest.mark.soak
def test_all_of_it_by_the_queue_and_the_render_process(session: Session, tmp_path: Path) -> None:
    picture = add_node(
        session, NodeKind.clip, (0, 0), params={"model": "still", "frames": 1}, text="a fox"
    )
    shot = add_node(
        session,
        NodeKind.clip,
        (400, 0),
        params={"model": "sounding", "frames": 17},
        text="it runs",
    )
    connect(session, picture, "video", shot, "previous")
    add_shot(session, shot)
    assert render(session, [shot]).queued == (picture, shot)
    session.wait_for_renders()
    for node in (picture, shot):
        trouble = session.state(node).trouble
        assert session.state(node).state == "done", (trouble, getattr(trouble, "log", ""))
    (take,) = session.board.takes_of(shot)
    heard_in_the_film(session, take.asset, tmp_path)


def heard_in_the_film(session: Session, asset: str, folder: Path) -> None:
    (cue,) = film_of(session.board).sounds
    assert (cue.asset, cue.start, cue.frames) == (asset, 0, 17)
    exported = export_film(session, folder / "film.mp4")
    with av.open(str(exported.path)) as film:
        loudest = max(np.abs(frame.to_ndarray()).max() for frame in film.decode(audio=0))
    assert loudest > 0.001, "the exported film is silent"
