"""What cannot be rendered is told at the press, and nothing of it is queued."""

from __future__ import annotations

from pathlib import Path

import pytest

from canvas.app import models
from canvas.app.commands import queue
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.commands.render import render
from canvas.app.fitting import Fitting
from canvas.app.session import Session
from generation.catalogue import refresh
from generation.devices import Devices, Found
from generation.fit.learned import Learned
from generation.machine import Machine
from generation.places import own
from tests.generation.checkpoints import laid_out
from tests.generation.fit.cards import card, processor

SMALL = "wan2.1-t2v-1.3b"
"""Draws from words, 81 frames at most."""
FROM_A_PICTURE = "svd-xt"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is here."""
    for name in ("HF_HOME", "HF_HUB_CACHE", "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(models, "_looked", {})  # what was true a moment ago, in another home
    refresh()


def told(session: Session, *clips: str) -> list[str]:
    """What is said of each, at once; and that nobody began anything."""
    done = render(session, clips)
    assert done.queued == ()
    assert session.queue.counts() == (0, 0)
    assert list(done.refused) == list(clips)
    for clip, trouble in done.refused.items():
        state = session.state(clip)
        assert (state.state, state.trouble) == ("failed", trouble)
        assert trouble.remedy
    return [str(trouble) for trouble in done.refused.values()]


def test_a_model_that_is_not_on_this_computer(session: Session, clip: str) -> None:
    set_param(session, [clip], "model", SMALL)
    connect(session, add_node(session, "prompt", (0, 0), text="a fox"), "words", clip, "words")
    (said,) = told(session, clip)
    assert "is not on this computer" in said
    assert "Models page" in said


def test_a_model_that_nobody_knows(session: Session, clip: str) -> None:
    set_param(session, [clip], "model", "wan-9000")
    (said,) = told(session, clip)
    assert "wan-9000" in said


def test_a_shot_that_is_too_long_or_lacks_its_picture(session: Session, clip: str) -> None:
    words = add_node(session, "prompt", (0, 0), text="a fox")
    long = add_node(session, "clip", (0, 0), params={"frames": 2000, "model": SMALL})
    bare = add_node(session, "clip", (0, 0), params={"frames": 24, "model": FROM_A_PICTURE})
    connect(session, words, "words", long, "words")
    for_long, for_bare = told(session, long, bare)
    assert "at a time: shorten the shot" in for_long
    assert "without: The first picture" in for_bare


def test_a_picture_that_is_gone_from_the_disk(session: Session, clip: str) -> None:
    (edge,) = session.board.links_into(clip, "first")
    (asset,) = session.board.nodes[edge.source].refs
    session.store.path(asset).unlink()
    (said,) = told(session, clip)
    assert "Import it again" in said


def test_a_shot_that_no_card_here_has_room_for(session: Session, tmp_path: Path) -> None:
    laid_out(own(SMALL))
    clip = add_node(session, "clip", (0, 0), params={"frames": 24, "model": SMALL})
    connect(session, add_node(session, "prompt", (0, 0), text="a fox"), "words", clip, "words")
    devices = Devices(lambda: Found("2.13", (processor(), card(0.4, ram=8, fp8=False)), ()))
    machine = Machine(devices, Learned(tmp_path / "measured.sqlite"))
    devices.look()
    assert devices.wait(60)
    session.fitting = Fitting(tell=session.tell, woken=session._woken, machine=machine)
    (said,) = told(session, clip)
    assert "are free on Card 0.4" in said or "of the machine's memory" in said
    assert "Change the size or length" in said


def test_what_follows_from_it_is_not_queued_either_and_the_rest_is(
    session: Session, clip: str
) -> None:
    first = add_node(session, "clip", (0, 0), params={"frames": 6, "model": "wan-9000"})
    after = add_node(session, "clip", (0, 0), params={"frames": 6})
    connect(session, first, "video", after, "previous")
    add_shot(session, first)
    add_shot(session, after)
    queue.pause(session)
    done = render(session)
    assert done.queued == (clip,)
    assert set(done.refused) == {first, after}
    assert "before this one" in str(done.refused[after])
    seen = [session.state(each).state for each in (clip, first, after)]
    assert seen == ["queued", "failed", "failed"]
    set_param(session, [first], "model", None)
    assert [session.state(each).state for each in (first, after)] == ["empty", "empty"]
    assert render(session).queued == (clip, first, after)
