"""The film as a plan: integers at the film's rate, every shot at its best rung."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddShot,
    AddTake,
    DeleteNodes,
    Edit,
    PutCue,
    SetMeta,
    SetShot,
    set_node,
)
from canvas.document.records import CUT, Cue, Shot, Transition
from canvas.document.sequence import Card, Cut, Moving, Sequence, SoundCue, Still, plan
from canvas.document.timing import RATES, Rate
from tests.document.boards import a_board, a_link, a_node, a_take, an_asset, relaxed

PICTURE = an_asset("a")
VIDEO = an_asset("b", "video", frames=60, rate=Rate(30), seconds=2.0, sound=True)
MUSIC = an_asset("c", "sound", seconds=10.0)
FILM = an_asset("d", "video", frames=96, rate=Rate(24))


def a_film(*lengths: int, dissolves: tuple[int, ...] = ()) -> Board:
    """Clips of these lengths, in order, with dissolves before them."""
    edits: list[Edit] = []
    for index, frames in enumerate(lengths):
        wanted = dissolves[index] if index < len(dissolves) else 0
        begin = Transition("dissolve", wanted) if wanted else CUT
        node, seq = f"c{index:02}", f"{index:02}V"
        edits.append(AddNode(a_node(node, "clip", params={"frames": frames}, title=node)))
        edits.append(AddShot(Shot(id=f"s{index:02}", node=node, seq=seq, transition=begin)))
    return a_board(*edits)


def places(board: Board) -> list[tuple[int, int, int]]:
    return [(cut.start, cut.frames, cut.overlap) for cut in plan(board).cuts]


def test_a_board_without_shots_is_a_film_of_no_frames() -> None:
    film = plan(a_board())
    assert film.frames == 0
    assert film.cuts == ()
    with pytest.raises(IndexError):
        film.layers(0)


def test_the_plan_carries_the_boards_format() -> None:
    board = a_board(SetMeta(title="Dawn", rate=Rate(25), width=640, height=360))
    film = plan(board)
    assert (film.title, film.rate, film.width, film.height) == ("Dawn", Rate(25), 640, 360)


def test_cuts_follow_one_another() -> None:
    board = a_film(10, 20, 30)
    assert places(board) == [(0, 10, 0), (10, 20, 0), (30, 30, 0)]
    assert plan(board).frames == 60


def test_a_dissolve_shares_frames() -> None:
    board = a_film(10, 20, 30, dissolves=(0, 4, 6))
    assert places(board) == [(0, 10, 0), (6, 20, 4), (20, 30, 6)]
    assert plan(board).frames == 50


def test_the_first_shot_has_nothing_to_dissolve_from() -> None:
    assert places(a_film(10, dissolves=(5,))) == [(0, 10, 0)]


def test_a_dissolve_is_clamped_to_what_both_shots_have() -> None:
    assert places(a_film(10, 4, dissolves=(0, 90))) == [(0, 10, 0), (6, 4, 4)]
    assert places(a_film(4, 10, dissolves=(0, 90))) == [(0, 4, 0), (0, 10, 4)]


def test_three_shots_are_never_seen_at_once() -> None:
    board = a_film(10, 8, 10, dissolves=(0, 6, 6))
    assert places(board) == [(0, 10, 0), (4, 8, 6), (10, 10, 2)]


@relaxed
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 50)), min_size=1, max_size=12),
)
def test_every_frame_of_any_film_is_one_cut_or_two(shots: list[tuple[int, int]]) -> None:
    board = a_film(*(length for length, _ in shots), dissolves=tuple(wish for _, wish in shots))
    film = plan(board)
    assert film.frames == sum(cut.frames - cut.overlap for cut in film.cuts)
    assert film.frames == film.cuts[-1].end
    for frame in range(film.frames):
        layers = film.layers(frame)
        shown = [cut for cut in film.cuts if cut.start <= frame < cut.end]
        assert [layer.cut for layer in layers] == shown
        assert sum(layer.weight for layer in layers) == pytest.approx(1)
        assert all(0 < layer.weight <= 1 for layer in layers)


def test_a_dissolve_comes_in_evenly() -> None:
    film = plan(a_film(10, 10, dissolves=(0, 3)))
    shares = [film.layers(frame)[-1].weight for frame in range(6, 11)]
    assert shares == pytest.approx([1, 0.25, 0.5, 0.75, 1])


def test_frames_outside_the_film_are_an_error() -> None:
    film = plan(a_film(3))
    for frame in (-1, 3):
        with pytest.raises(IndexError):
            film.layers(frame)


def test_a_shot_is_trimmed_at_both_ends() -> None:
    board = a_film(96)
    board.apply(SetShot("s00", in_=10, out=34))
    (cut,) = plan(board).cuts
    assert (cut.frames, cut.source_in) == (24, 10)


def test_a_trim_beyond_the_clip_leaves_what_there_is() -> None:
    board = a_film(24)
    board.apply(SetShot("s00", in_=10, out=340))
    assert plan(board).cuts[0].frames == 14
    board.apply(SetShot("s00", in_=240, out=340))
    assert (plan(board).cuts[0].frames, plan(board).cuts[0].source_in) == (1, 23)


def test_a_shot_of_words_alone_is_a_card() -> None:
    board = a_film(24)
    board.apply(
        AddNode(a_node("p"), " A harbour. "),
        AddNode(a_node("q"), ""),
        AddEdge(a_link("p", "c00")),
        AddEdge(a_link("q", "c00")),
        set_node("c00", title="Dawn"),
    )
    cut = plan(board).cuts[0]
    assert cut.source == Card(title="Dawn", number="1", text="A harbour.")
    assert cut.rung == "card"
    board.apply(SetShot("s00", number="2A"))
    assert plan(board).cuts[0].number == "2A"


def test_a_shot_with_a_picture_is_a_still() -> None:
    board = a_film(24)
    board.apply(
        AddAsset(PICTURE),
        AddNode(a_node("pic", "picture", refs=(PICTURE.hash,))),
        AddNode(a_node("empty", "picture")),
        AddEdge(a_link("empty", "c00", "first", "picture")),
        AddEdge(a_link("pic", "c00", "last", "picture")),
    )
    cut = plan(board).cuts[0]
    assert cut.source == Still(asset=PICTURE.hash)
    assert (cut.rung, cut.frames, plan(board).finished) == ("still", 24, False)


def rendered(length: int = 48, **facts: Any) -> Board:
    """A clip of 48 frames with a take of 96, chosen."""
    board = a_film(length)
    board.apply(AddAsset(FILM), AddTake(a_take("t", "c00", FILM, **facts)))
    board.apply(set_node("c00", take="t"))
    return board


def test_the_chosen_take_is_shown() -> None:
    cut = plan(rendered()).cuts[0]
    assert cut.source == Moving(asset=FILM.hash, rate=Rate(24), frames=96)
    assert (cut.rung, cut.frames) == ("final", 48)
    assert plan(rendered()).finished


def test_a_draft_is_a_rung_of_its_own() -> None:
    film = plan(rendered(recipe={"quality": "draft"}))
    assert film.cuts[0].rung == "draft"
    assert not film.finished


def test_a_take_shorter_than_the_clip_ends_the_shot() -> None:
    assert plan(rendered(frames=30)).cuts[0].frames == 30


def test_a_take_at_another_rate_fills_its_time() -> None:
    cut = plan(rendered(frames=60, rate=Rate(60))).cuts[0]
    assert cut.frames == 24
    assert [cut.source_frame(frame, Rate(24)) for frame in (0, 1, 2, 23)] == [0, 2, 5, 57]


def test_a_single_picture_is_held_for_the_whole_shot() -> None:
    cut = plan(rendered(frames=1, rate=Rate(24))).cuts[0]
    assert cut.frames == 48
    assert {cut.source_frame(frame, Rate(24)) for frame in range(48)} == {0}


@pytest.mark.parametrize("length", [1, 23, 95, 96, 97, 120, 121, 480])
@pytest.mark.parametrize("rate", [Rate(7), Rate(8), Rate(16), Rate(25), Rate(24000, 1001)], ids=str)
def test_a_take_at_least_as_long_as_the_shot_at_any_rate_fills_it(rate: Rate, length: int) -> None:
    frames = math.ceil(length * rate.fraction / 24)
    if frames > 1:
        assert plan(rendered(frames=frames, rate=rate, length=length)).cuts[0].frames == length


def test_a_take_that_nobody_chose_is_not_shown() -> None:
    board = rendered()
    board.apply(set_node("c00", take=None))
    assert plan(board).cuts[0].rung == "card"


def test_a_video_plays_its_own_file_at_the_films_rate() -> None:
    board = a_board(
        AddAsset(VIDEO),
        AddNode(a_node("v", "video", refs=(VIDEO.hash,))),
        AddShot(Shot(id="s", node="v", seq="V", in_=12)),
    )
    cut = plan(board).cuts[0]
    assert (cut.rung, cut.frames, cut.source_in) == ("video", 36, 12)
    assert cut.source_frame(0, Rate(24)) == 15
    assert cut.source_frame(35, Rate(24)) == 58
    assert plan(board).sounds == (SoundCue(asset=VIDEO.hash, start=0, frames=36, source_in=12),)


def test_a_video_without_a_file_is_a_card_of_a_second() -> None:
    board = a_board(AddNode(a_node("v", "video")), AddShot(Shot(id="s", node="v", seq="V")))
    assert (plan(board).cuts[0].rung, plan(board).frames) == ("card", 24)


@relaxed
@given(st.sampled_from(RATES), st.sampled_from(RATES), st.integers(1, 500), st.integers(0, 100))
def test_source_frames_never_leave_the_source_and_never_run_back(
    film: Rate, source: Rate, frames: int, source_in: int
) -> None:
    cut = Cut(
        shot="s",
        node="n",
        number="1",
        title="",
        source=Moving(asset="a", rate=source, frames=frames),
        start=7,
        frames=200,
        source_in=source_in,
    )
    shown = [cut.source_frame(frame, film) for frame in range(7, 207)]
    assert shown == sorted(shown)
    assert all(0 <= frame < frames for frame in shown)
    for frame, at in enumerate(shown):
        exact = Fraction(source_in + frame) / film.fraction * source.fraction
        assert at == min(exact.__floor__(), frames - 1)


def test_a_deleted_clip_leaves_the_film() -> None:
    board = a_film(10, 20)
    board.apply(DeleteNodes(["c00"]))
    assert places(board) == [(0, 20, 0)]


def test_sounds_that_feed_a_clip_are_heard_with_it() -> None:
    board = a_film(300, 24)
    board.apply(
        AddAsset(MUSIC),
        AddNode(a_node("m", "sound", refs=(MUSIC.hash,), params={"gain": -6})),
        AddEdge(a_link("m", "c00", "sound", "sound")),
        AddEdge(a_link("m", "c01", "sound", "sound")),
    )
    first, second = plan(board).sounds
    assert (first.start, first.frames, first.gain_db) == (0, 240, -6.0)
    assert (second.start, second.frames) == (300, 24)


def test_sounds_of_cues_end_with_the_film() -> None:
    board = a_film(100)
    board.apply(AddAsset(MUSIC), AddAsset(PICTURE))
    for id, at, frames, in_, asset in (
        ("a", 10, 0, 0, MUSIC),
        ("b", 20, 12, 5, MUSIC),
        ("c", 100, 12, 0, MUSIC),
        ("d", 0, 12, 240, MUSIC),
        ("e", 0, 12, 0, PICTURE),
    ):
        cue = Cue(id=id, kind="sound", at=at, frames=frames, in_=in_, asset=asset.hash, gain=-3)
        board.apply(PutCue(cue))
    heard = [(s.start, s.frames, s.source_in, s.gain_db) for s in plan(board).sounds]
    assert heard == [(10, 90, 0, -3.0), (20, 12, 5, -3.0)]


def test_captions_stay_within_the_film() -> None:
    board = a_film(100)
    for id, at, frames in (("a", 90, 40), ("b", 10, 0), ("c", 5, 12), ("d", 100, 5)):
        board.apply(PutCue(Cue(id=id, kind="caption", at=at, frames=frames, text=id)))
    board.apply(PutCue(Cue(id="m", kind="marker", at=5, text="not shown")))
    shown = [(caption.text, caption.start, caption.frames) for caption in plan(board).captions]
    assert shown == [("c", 5, 12), ("b", 10, 90), ("a", 90, 10)]


def test_a_plan_is_a_value() -> None:
    board = a_film(10, 20)
    assert plan(board) == plan(board)
    assert isinstance(plan(board), Sequence)
