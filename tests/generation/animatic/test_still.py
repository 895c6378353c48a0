"""Layers, drawn paths and panels, looked at in the pixels."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from assets.pictures import read_picture
from generation.backends.animatic import cutout, panel, still
from generation.contract import Media, Motion, Path2D, Region
from generation.grammar import moves_from
from tests.generation.animatic.conftest import Shoot, shot

Pixels = NDArray[np.uint8]
CUP = (0.12, 0.02, 0.7, 0.95)
BALL = (0.36, 0.3, 0.28, 0.4)


@pytest.fixture
def ball(tmp_path: Path) -> Path:
    """A red ball before a blotchy blue wall."""
    picture = np.zeros((720, 1280, 3), np.uint8)
    blots = np.random.default_rng(4).integers(110, 190, (36, 64), np.uint8)
    picture[..., 2] = cv2.resize(blots, (1280, 720), interpolation=cv2.INTER_CUBIC)
    cv2.circle(picture, (640, 360), 130, (220, 40, 30), -1, cv2.LINE_AA)
    path = tmp_path / "ball.png"
    cv2.imwrite(str(path), picture[..., ::-1])
    return path


def middle_of_red(frame: Pixels) -> tuple[float, float]:
    red = frame[..., 0].astype(float) - frame[..., 2] > 60
    rows, columns = np.nonzero(red)
    return float(columns.mean()), float(rows.mean())


def shift_of_wall(first: Pixels, last: Pixels) -> float:
    """By how much the wall above the ball moved to the right, in frame pixels."""
    one, other = (frame[:50, :, 2].astype(np.float32) for frame in (first, last))
    window = cv2.createHanningWindow((one.shape[1], one.shape[0]), cv2.CV_32F)
    return float(cv2.phaseCorrelate(one, other, window)[0][0])


# The matte


def test_a_box_around_a_thing_gives_its_outline(ball: Path) -> None:
    matte = cutout.from_box(read_picture(ball), BALL)
    assert matte is not None
    y, x = np.mgrid[0:720, 0:1280]
    truth = np.hypot(x - 640, y - 360) < 130
    assert np.abs(matte - truth).mean() < 0.004
    assert 0 < ((matte > 0.05) & (matte < 0.95)).mean() < 0.02


def test_a_real_cup_is_lifted_off_its_table(pictures: Path) -> None:
    matte = cutout.from_box(read_picture(pictures / "coffee.jpg"), CUP)
    assert matte is not None
    high, wide = matte.shape
    assert matte[high // 3, wide * 2 // 5] > 0.95
    assert matte[high // 10, wide // 20] < 0.05


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("moon.jpg", (0.2, 0.2, 0.5, 0.5)),
        ("deep-field.jpg", (0.2, 0.2, 0.5, 0.5)),
        ("cat.jpg", (0.2, 0.02, 0.62, 0.96)),
    ],
)
def test_a_matte_that_is_not_sure_is_none(
    name: str, box: tuple[float, float, float, float], pictures: Path
) -> None:
    assert cutout.from_box(read_picture(pictures / name), box) is None


def test_a_picture_of_one_colour_has_no_subject() -> None:
    grey = np.full((200, 300, 3), 128, np.uint8)
    assert cutout.from_box(grey, (0.2, 0.2, 0.5, 0.5)) is None
    assert cutout.from_box(grey, (0, 0, 1, 1)) is None


def test_what_the_subject_hid_is_painted_from_around_it(ball: Path) -> None:
    picture = read_picture(ball)
    matte = cutout.from_box(picture, BALL)
    assert matte is not None
    ground = cutout.behind(picture, matte)
    assert ground[360, 640, 0] < 60 < ground[360, 640, 2]
    assert np.array_equal(ground[:100], picture[:100])
    assert not (ground[..., 0].astype(int) - ground[..., 2] > 60).any()


def test_a_subject_cut_off_by_the_border_goes_on_beyond_it() -> None:
    picture = np.full((100, 100, 3), 50, np.uint8)
    matte = np.zeros((100, 100), np.float32)
    matte[60:, 30:70] = 1
    cut = cutout.lifted(picture, matte)
    assert cut.origin == (30, 60)
    assert cut.pixels.shape[0] > 40
    assert cut.pixels[-1, 20, 3] == 255


# Parallax


def test_the_subject_moves_farther_than_what_lies_behind(ball: Path, shoot: Shoot) -> None:
    request = shot(str(ball), "truck right", motion=Motion(subject=Region(box=BALL)), frames=24)
    first, *_, last = shoot(request)
    subject = middle_of_red(last)[0] - middle_of_red(first)[0]
    wall = shift_of_wall(first, last)
    assert subject < wall < -5
    assert abs(subject / wall - still.BACKGROUND / still.SUBJECT) < 0.12


def test_without_a_subject_everything_moves_alike(ball: Path, shoot: Shoot) -> None:
    first, *_, last = shoot(shot(str(ball), "truck right", frames=24))
    subject = middle_of_red(last)[0] - middle_of_red(first)[0]
    assert abs(subject / shift_of_wall(first, last) - 1) < 0.05


def test_a_subject_is_never_bent(ball: Path, shoot: Shoot) -> None:
    """Flat layers, no shear: the ball stays as round as it was."""
    request = shot(str(ball), "truck left", motion=Motion(subject=Region(box=BALL)), frames=12)
    for frame in shoot(request):
        red = frame[..., 0].astype(float) - frame[..., 2] > 60
        rows, columns = np.nonzero(red)
        assert abs(np.ptp(rows) - np.ptp(columns)) <= 2


def test_an_orbit_keeps_its_subject_in_place(ball: Path, shoot: Shoot) -> None:
    request = shot(str(ball), "orbit right", motion=Motion(subject=Region(box=BALL)), frames=24)
    frames = shoot(request)
    places = np.array([middle_of_red(frame) for frame in frames])
    assert np.ptp(places[:, 0]) < 6
    assert shift_of_wall(frames[0], frames[-1]) > 3


def test_a_dolly_zoom_keeps_its_subject_and_changes_what_is_behind(
    ball: Path, shoot: Shoot
) -> None:
    request = shot(str(ball), "dolly zoom", motion=Motion(subject=Region(box=BALL)), frames=24)
    frames = shoot(request)
    sizes = [(frame[..., 0].astype(float) - frame[..., 2] > 60).sum() for frame in frames]
    assert np.ptp(sizes) < 0.06 * np.mean(sizes)
    assert not np.allclose(frames[0][:40], frames[-1][:40], atol=30)


def test_a_mask_lifts_what_it_covers(ball: Path, tmp_path: Path, shoot: Shoot) -> None:
    mask = np.zeros((720, 1280), np.uint8)
    cv2.circle(mask, (640, 360), 130, 255, -1)
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    region = Region(mask=Media(asset=str(tmp_path / "mask.png")))
    boxed = shoot(shot(str(ball), "truck right", motion=Motion(subject=Region(box=BALL))))
    masked = shoot(shot(str(ball), "truck right", motion=Motion(subject=region)))
    there, here = middle_of_red(boxed[-1]), middle_of_red(masked[-1])
    assert np.hypot(there[0] - here[0], there[1] - here[1]) < 2


def test_an_unsure_subject_is_simply_filmed(shoot: Shoot) -> None:
    box = Region(box=(0.2, 0.2, 0.5, 0.5))
    frames = shoot(shot("moon.jpg", "orbit left", motion=Motion(subject=box)))
    assert len(frames) == 12
    assert not np.array_equal(frames[0], frames[-1])


# Drawn paths


def test_a_thing_follows_its_path_from_end_to_end(ball: Path, shoot: Shoot) -> None:
    path = Path2D(points=((0.5, 0.5), (0.6, 0.4), (0.75, 0.5)), region=Region(box=BALL))
    frames = shoot(shot(str(ball), "static shot", motion=Motion(paths=(path,)), frames=25))
    places = np.array([middle_of_red(frame) for frame in frames])
    assert np.allclose(places[0], [160, 90], atol=2)
    assert np.allclose(places[-1] - places[0], [0.25 * 320, 0], atol=2.5)
    assert places[12, 1] < places[0, 1] - 10
    steps = np.hypot(*np.diff(places, axis=0).T)
    assert steps[0] < 0.35 * steps.max() > steps[-1]
    assert np.abs(np.diff(steps)).max() < 0.3 * steps.max()


def test_a_path_over_the_subject_moves_the_subject(ball: Path, shoot: Shoot) -> None:
    motion = Motion(paths=(Path2D(points=((0.5, 0.5), (0.4, 0.5))),), subject=Region(box=BALL))
    frames = shoot(shot(str(ball), "static shot", motion=motion))
    assert middle_of_red(frames[-1])[0] < middle_of_red(frames[0])[0] - 20


def test_a_curve_goes_through_its_points() -> None:
    points = np.array([[0, 0], [10, 5], [20, -5], [40, 0]], float)
    curve = still.rounded(points)
    for point in points:
        assert np.hypot(*(curve - point).T).min() < 1e-9


# Panels


@pytest.mark.parametrize(
    ("size", "words", "mounted"),
    [
        ((400, 300), "push in", True),
        ((1920, 1080), "push in", False),
        ((1080, 1920), "push in", True),
        ((2160, 3840), "tilt up", False),
        ((6000, 1500), "", True),
        ((6000, 1500), "pan left", False),
        ((1920, 1920), "", False),
    ],
)
def test_small_or_oddly_shaped_pictures_are_mounted(
    size: tuple[int, int], words: str, mounted: bool
) -> None:
    assert panel.wanted(size, (1280, 720), moves_from(words)) is mounted


@pytest.mark.parametrize("words", ["", "push in", "pan left", "handheld", "orbit", "pull back"])
def test_a_panel_is_whole_and_moves_gently(words: str, tmp_path: Path, shoot: Shoot) -> None:
    bright = np.full((120, 160, 3), 250, np.uint8)
    cv2.imwrite(str(tmp_path / "small.png"), bright)
    frames = shoot(shot(str(tmp_path / "small.png"), words, width=1280, height=720))
    for frame in frames:
        lit = frame.min(axis=2) > 200
        assert not lit[[0, -1]].any()
        assert not lit[:, [0, -1]].any()
        assert 0.03 < lit.mean() < 0.5
        assert frame[0].mean() > 10  # the ground is a blur of the picture, not black
    assert not np.array_equal(frames[0], frames[-1])


def test_a_tall_picture_lies_whole_in_a_wide_frame(pictures: Path, shoot: Shoot) -> None:
    tall = read_picture(pictures / "rocket.jpg")[:, 700:1200]
    sheets, ground = panel.mounted(tall, (1280, 720))
    assert len(sheets) == 2
    assert ground.frame == (1280, 720)
    inner = sheets[1].pixels[..., 3] == 255
    rows, columns = np.nonzero(inner)
    shape = (np.ptp(columns) + 1) / (np.ptp(rows) + 1)
    assert abs(shape - 500 / 1281) < 0.01
    assert (np.ptp(rows) + 1) / ground.unit < 0.82 * 9 / 16


@pytest.mark.parametrize("size", [(1, 1), (2, 500), (3000, 3), (16, 16)])
@pytest.mark.parametrize("frame", [(16, 16), (16, 512), (640, 64), (33, 17)])
def test_pictures_and_frames_of_any_shape_meet(
    size: tuple[int, int], frame: tuple[int, int], tmp_path: Path, shoot: Shoot
) -> None:
    odd = np.random.default_rng(1).integers(60, 255, (size[1], size[0], 3), np.uint8)
    cv2.imwrite(str(tmp_path / "odd.png"), odd)
    motion = Motion(subject=Region(box=(-0.5, -0.5, 2, 2)))
    for words in ("push in", "very fast tilt up", "whip pan left", "dolly zoom, handheld"):
        more = {"width": frame[0], "height": frame[1], "frames": 3, "motion": motion}
        assert len(shoot(shot(str(tmp_path / "odd.png"), words, **more))) == 3


# Where the camera looks


def test_heads_stay_in_the_frame(pictures: Path, shoot: Shoot) -> None:
    """Of a portrait that does not fit the upper part is kept."""
    frame = shoot(shot("astronaut.jpg", "static shot"))[0]
    whole = read_picture(pictures / "astronaut.jpg")
    small = cv2.resize(whole, (320, 320), interpolation=cv2.INTER_AREA)
    scores = [np.abs(small[y : y + 180].astype(float) - frame).mean() for y in range(141)]
    assert int(np.argmin(scores)) < 45


def test_the_camera_goes_to_the_subject(ball: Path, shoot: Shoot) -> None:
    picture = np.full((720, 1280, 3), 60, np.uint8)
    cv2.circle(picture, (1100, 150), 60, (40, 40, 220), -1)
    cv2.imwrite(str(ball), picture)
    motion = Motion(subject=Region(box=(0.8, 0.1, 0.12, 0.22)))
    first, *_, last = shoot(shot(str(ball), "push in", motion=motion))
    before, after = np.array(middle_of_red(first)), np.array(middle_of_red(last))
    assert np.hypot(*(after - before)) < 12
