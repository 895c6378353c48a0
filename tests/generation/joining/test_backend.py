"""Parts become one clip: every frame once, no jump of colour, whatever size a part has."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.backends.joining.backend import Joining, matching
from generation.contract import BadRequest, Media, Progress, ShotRequest
from tests.assets.painted import number_of, numbered, write_clip

SIZE = (320, 180)


def scene(number: int) -> NDArray[np.uint8]:
    """Something with colours that moves evenly."""
    across = np.linspace(60, 180, SIZE[0] + 64)[number : number + SIZE[0]]
    frame = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    frame[..., 0], frame[..., 1] = across, across[::-1]
    frame[..., 2] = np.linspace(80, 160, SIZE[1])[:, None]
    return frame


def joined(
    parts: dict[str, Path], frames: int, until: tuple[int, ...] = ()
) -> list[NDArray[np.uint8]]:
    ends = until or (-1,) * len(parts)
    media = tuple(Media(render=name, frame=end) for name, end in zip(parts, ends, strict=True))
    request = ShotRequest(
        frames=frames, width=SIZE[0], height=SIZE[1], model="join", references=media
    )
    told: list[Progress] = []
    drawn = Joining().frames(request, lambda one: parts[one.render], told.append)
    return [frame.copy() for frame in drawn]


def test_the_frame_that_two_parts_share_is_shown_once(tmp_path: Path) -> None:
    parts = {
        "a": write_clip(tmp_path / "a.mp4", [numbered(n, SIZE) for n in range(9)]),
        "b": write_clip(tmp_path / "b.mp4", [numbered(n, SIZE) for n in range(8, 17)]),
    }
    assert [number_of(frame) for frame in joined(parts, 17)] == list(range(17))


def test_a_part_ends_where_the_next_one_takes_over(tmp_path: Path) -> None:
    parts = {
        "a": write_clip(tmp_path / "a.mp4", [numbered(n, SIZE) for n in range(9)]),
        "b": write_clip(tmp_path / "b.mp4", [numbered(n, SIZE) for n in range(5, 17)]),
    }
    assert [number_of(frame) for frame in joined(parts, 10, (5, 4))] == list(range(10))


def test_a_part_drawn_in_other_colours_is_brought_back(tmp_path: Path) -> None:
    off = [np.clip(scene(n) * 0.9 + 18.0, 0, 255).astype(np.uint8) for n in range(8, 17)]
    parts = {
        "a": write_clip(tmp_path / "a.mp4", [scene(n) for n in range(9)]),
        "b": write_clip(tmp_path / "b.mp4", off),
    }
    frames = joined(parts, 17)
    assert np.abs(off[1].astype(int) - scene(9)).mean() > 5, "the part is off by itself"
    for number in (9, 12, 16):
        assert np.abs(frames[number].astype(int) - scene(number)).mean() < 3


def test_another_scene_is_no_drift_and_is_not_turned_into_the_first() -> None:
    black, white = np.zeros((18, 32, 3), np.uint8), np.full((18, 32, 3), 255, np.uint8)
    table = matching(black, white)
    assert table is not None
    assert table[0].max() <= 24
    assert matching(white, white) is None


def test_it_draws_the_same_every_time_and_exactly_as_many_as_asked(tmp_path: Path) -> None:
    parts = {"a": write_clip(tmp_path / "a.mp4", [scene(n) for n in range(5)])}
    first, again = joined(parts, 7), joined(parts, 7)
    assert len(first) == 7, "the last frame holds"
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_no_parts_are_refused() -> None:
    request = ShotRequest(frames=3, width=64, height=36, model="join")
    with pytest.raises(BadRequest):
        list(Joining().frames(request, lambda _: Path(), lambda _: None))
