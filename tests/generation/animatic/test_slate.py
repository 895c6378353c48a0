"""Slates: ink where words should be, Chinese that is Chinese, and a viewfinder that moves as the
camera would.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assets.lettering import night
from generation.backends.animatic.arrows import CORAL
from generation.backends.animatic.shots import asked
from generation.backends.animatic.slate import Slate, headline_of, slate_of
from generation.contract import ShotRequest
from generation.contract import Slate as Named
from generation.grammar import moves_from
from tests.generation.animatic.conftest import Shoot

Pixels = NDArray[np.uint8]
SIZE = (640, 360)


def words_only(
    prompt: str, *, title: str = "Orbit", number: str = "2D", **more: int
) -> ShotRequest:
    given = {"frames": 24, "width": SIZE[0], "height": SIZE[1]} | more
    return ShotRequest(prompt=prompt, slate=Named(title=title, number=number), **given)  # type: ignore[arg-type]


def ink(frame: Pixels) -> NDArray[np.bool_]:
    """Where a frame is brighter than the bare ground of a slate."""
    bare = night((frame.shape[1], frame.shape[0]))
    return np.asarray((frame.astype(int) - bare).max(axis=2) > 40)


def viewfinder(prompt: str) -> tuple[int, int, int, int]:
    request = words_only(prompt)
    slate = slate_of(request, asked(request), SIZE)
    assert isinstance(slate, Slate)
    return slate.box


def test_number_and_title_stand_above_and_words_below(shoot: Shoot) -> None:
    prompt = "Wide, slow pan right. Earth turns below her"
    left, top, right, bottom = viewfinder(prompt)
    marked = ink(shoot(words_only(prompt))[0])
    assert marked[: top - 10, : SIZE[0] // 2].any()
    assert marked[bottom + 8 :, left:right].sum() > 500
    assert not ink(shoot(words_only(prompt, title="", number=""))[0])[
        : top - 10, : SIZE[0] // 2
    ].any()


@pytest.mark.parametrize("prompt", ["Wide, slow pan right.", ""], ids=["slate", "card"])
def test_a_card_that_is_less_wide_than_the_film_crops_no_letter(shoot: Shoot, prompt: str) -> None:
    """A node shows a picture filling 250 x 152 pixels, a shot in the strip what it has room for."""
    marked = ink(shoot(words_only(prompt, title="Overview / 俯瞰", number="3B"))[0])
    over = round((SIZE[0] - SIZE[1] * 250 / 152) / 2) + 4
    assert not marked[:, :over].any()
    assert not marked[:, -over:].any()


def test_words_alone_make_a_card_of_large_letters(shoot: Shoot) -> None:
    frames = shoot(words_only("", title="THE LAST MILE\n最后一公里"))
    marked = ink(frames[0])
    rows = np.flatnonzero(marked.any(axis=1))
    assert marked.sum() > 2000
    assert rows.max() - rows.min() > 40
    assert not np.array_equal(frames[0], frames[-1])


def test_a_shot_that_says_nothing_at_all_still_gives_a_card(shoot: Shoot) -> None:
    assert len(shoot(ShotRequest(frames=2, width=64, height=48))) == 2


def test_different_words_look_different(shoot: Shoot) -> None:
    one, other = (shoot(words_only(f"wide, static. {words}"))[0] for words in ("雨", "雪"))
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("words", "side"), [("pan right", "right"), ("truck left", "left"), ("whip right", "right")]
)
def test_an_arrow_stands_on_the_side_the_camera_goes_to(
    words: str, side: str, shoot: Shoot
) -> None:
    box = viewfinder(words)
    frame = shoot(words_only(words))[0].astype(int)
    coral = np.abs(frame - np.array(CORAL)).sum(axis=2) < 60
    here, there = coral[:, box[2] :].sum(), coral[:, : box[0]].sum()
    assert (here > 50 > there) if side == "right" else (there > 50 > here)


def test_no_arrow_where_the_camera_stands(shoot: Shoot) -> None:
    frame = shoot(words_only("wide, static shot"))[0].astype(int)
    assert not (np.abs(frame - np.array(CORAL)).sum(axis=2) < 60).any()


def test_the_viewfinder_films_with_the_very_move(shoot: Shoot) -> None:
    left, top, right, bottom = viewfinder("full shot, truck right")
    frames = shoot(words_only("full shot, truck right"))

    def figure(frame: Pixels) -> float:
        bright = frame[top + 8 : bottom - 8, left + 8 : right - 8].min(axis=2) > 150
        return float(np.nonzero(bright)[1].mean())

    places = [figure(frame) for frame in frames]
    assert places[-1] < places[0] - 10
    assert max(np.diff(places)) <= 0.3


def test_the_figure_is_as_large_as_the_shot_size_says(shoot: Shoot) -> None:
    shares = []
    for size in ("extreme wide shot", "wide shot", "full shot", "medium shot", "close-up", "ECU"):
        left, top, right, bottom = viewfinder(size)
        frame = shoot(words_only(f"{size}, static"))[0]
        shares.append((frame[top:bottom, left:right].min(axis=2) > 150).mean())
    assert shares == sorted(shares)
    assert shares[0] > 0


def test_arrows_change_with_the_stage(shoot: Shoot) -> None:
    frames = shoot(words_only("wide, pan left then pan right", frames=48))
    box = viewfinder("wide")
    assert ink(frames[0])[60:300, : box[0] - 4].sum() > ink(frames[-1])[60:300, : box[0] - 4].sum()
    assert ink(frames[-1])[60:300, box[2] + 4 :].sum() > ink(frames[0])[60:300, box[2] + 4 :].sum()


@pytest.mark.parametrize(
    ("prompt", "headline"),
    [
        ("Wide, slow pan right. Earth turns", "WIDE · slow pan right"),
        ("特写，缓慢推近。她抬起头", "特写 · 缓慢推近"),
        ("全景，低角度，手持，推近然后右摇", "全景 · 推近，然后右摇，手持"),
        ("low angle, static shot", "low angle · static"),
    ],
)
def test_the_headline_speaks_the_language_of_the_prompt(prompt: str, headline: str) -> None:
    assert headline_of(moves_from(prompt), prompt) == headline


@pytest.mark.parametrize("size", [(180, 320), (320, 320), (1920, 800), (64, 48), (16, 16)])
def test_a_slate_fits_any_frame(size: tuple[int, int], shoot: Shoot) -> None:
    for prompt in ("close-up, push in, handheld. " + "many words " * 60, ""):
        frames = shoot(words_only(prompt, width=size[0], height=size[1], frames=2))
        assert frames[0].shape == (size[1], size[0], 3)
