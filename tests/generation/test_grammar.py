"""What the camera grammar reads out of words, and what it leaves alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.grammar import moves_from, recognised
from generation.moves import Kind

ENGLISH = {
    "push in": "push in",
    "Slow push in on the cat": "slow push in",
    "push in, slow": "slow push in",
    "the camera slowly pushes in": "slow push in",
    "we push in very slowly": "very slow push in",
    "dolly in": "push in",
    "The camera creeps forward": "push in",
    "pull back to reveal the city": "pull back",
    "dolly out very slowly": "very slow pull back",
    "zoom in": "zoom in",
    "slowly zoom out": "slow zoom out",
    "2x zoom": "zoom in",
    "crash zoom": "very fast zoom in",
    "pan left": "pan left",
    "pan slowly to the right": "slow pan right",
    "pan from left to right": "pan right",
    "pan right to left": "pan left",
    "slow pan": "slow pan right",
    "camera pans across the valley": "pan right",
    "pan up to the sky": "tilt up",
    "tilt down": "tilt down",
    "camera tilts up slowly, then pans left": "slow tilt up, then pan left",
    "truck left": "truck left",
    "tracking shot": "truck right",
    "the camera tracks right alongside the car": "truck right",
    "dolly left": "truck left",
    "crane up": "crane up",
    "crane shot": "crane up",
    "the camera rises above the trees": "crane up",
    "pedestal down": "crane down",
    "boom up quickly": "fast crane up",
    "orbit": "orbit right",
    "orbit left, slow": "slow orbit left",
    "the camera orbits around her": "orbit right",
    "arc shot": "orbit right",
    "arc left around the statue": "orbit left",
    "a 360 degree shot": "orbit right",
    "dolly zoom": "dolly zoom in",
    "vertigo effect": "dolly zoom in",
    "dolly in while zooming out": "dolly zoom in",
    "camera rolls clockwise 15 degrees": "roll clockwise",
    "roll counter-clockwise": "roll counter-clockwise",
    "handheld": "handheld",
    "shaky cam": "handheld",
    "handheld, push in": "push in, handheld",
    "static shot": "static",
    "locked-off camera": "static",
    "camera does not move": "static",
    "no camera movement": "static",
    "without any camera motion": "static",
    "whip pan right": "whip right",
    "whip left": "whip left",
    "Push in, then pan left, finally pull back": "push in, then pan left, then pull back",
    "push in and pull back": "push in, then pull back",
    "push in for 3 seconds then hold": "push in, then static",
    "push in while tilting up": "push in + tilt up",
}

CHINESE = {
    "推近": "push in",
    "镜头缓慢推近": "slow push in",
    "缓慢推近，然后向左摇": "slow push in, then pan left",
    "镜头缓缓推向女孩": "slow push in",
    "非常缓慢地推近": "very slow push in",
    "推近，缓慢": "slow push in",
    "推镜头": "push in",
    "推": "push in",
    "拉远": "pull back",
    "镜头慢慢拉开": "slow pull back",
    "拉镜": "pull back",
    "镜头后退": "pull back",
    "左摇": "pan left",
    "右摇镜头": "pan right",
    "镜头向左摇": "pan left",
    "从左向右摇": "pan right",
    "摇": "pan right",
    "摇三十度": "pan right",
    "上摇": "tilt up",
    "镜头向下摇": "tilt down",
    "俯仰": "tilt up",
    "镜头抬起": "tilt up",
    "横移": "truck right",
    "向右横移": "truck right",
    "左移": "truck left",
    "移": "truck right",
    "镜头从左到右平移": "truck right",
    "跟拍": "slow truck right",
    "镜头上升": "crane up",
    "镜头缓缓下降": "slow crane down",
    "升": "crane up",
    "降": "crane down",
    "快速摇向左": "fast pan left",
    "缓慢摇向上": "slow tilt up",
    "慢慢推远": "slow pull back",
    "缓慢拉出": "slow pull back",
    "缓慢拉出全景": "slow pull back",
    "缓慢向上升": "slow crane up",
    "环绕": "orbit right",
    "环绕着主角": "orbit right",
    "向左环绕": "orbit left",
    "缓慢地向右绕": "slow orbit right",
    "她为此等了一生，缓慢向左环绕": "slow orbit left",
    "镜头环绕主角": "orbit right",
    "围绕她旋转拍摄": "orbit right",
    "手持": "handheld",
    "手持镜头，推近": "push in, handheld",
    "镜头微微晃动": "handheld",
    "甩镜头": "whip right",
    "甩": "whip right",
    "快速甩向左": "fast whip left",
    "固定机位": "static",
    "镜头静止不动": "static",
    "固定": "static",
    "静止": "static",
    "无运镜": "static",
    "没有镜头运动": "static",
    "希区柯克变焦": "dolly zoom in",
    "滑动变焦": "dolly zoom in",
    "变焦推近": "zoom in",
    "快速变焦推近": "fast zoom in",
    "镜头顺时针旋转": "roll clockwise",
    "镜头先推近，再右摇": "push in, then pan right",
    "不断推近": "push in",
    "慢动作，右摇": "pan right",
    "slow push in / 缓慢推近": "slow push in",
}

NOT_FOR_THE_CAMERA = (
    "",
    "a frying pan on the stove",
    "the pan left on the stove",
    "she tilts her head",
    "she pushes in the door",
    "He pulls back the curtain",
    "a truck left the station",
    "A red truck drives left",
    "a crane stands on the quay",
    "the sun rises over the hills",
    "satellites orbit the earth",
    "the ball rolls left",
    "cars zoom past",
    "static electricity crackles",
    "a car drives fast in slow motion",
    "no push in",
    "without zooming in or panning left",
    "推开门走进来",
    "他拉开窗帘",
    "摇头",
    "她摇了摇头",
    "树枝摇晃",
    "太阳升起",
    "升起的火箭",
    "群山环绕的村庄",
    "人群环绕着她",
    "她向右绕过柱子",
    "他慢慢推着婴儿车",
    "缓慢拉出抽屉",
    "快速拉上拉链",
    "太阳缓缓升起",
    "手持长剑的骑士",
    "长发一甩",
    "火箭推进器点火",
    "不要推近",
)


@pytest.mark.parametrize(("words", "told"), [*ENGLISH.items(), *CHINESE.items()])
def test_the_words_of_film_people_are_understood(words: str, told: str) -> None:
    assert moves_from(words).told() == told


@pytest.mark.parametrize("words", NOT_FOR_THE_CAMERA)
def test_everyday_words_and_negations_move_nothing(words: str) -> None:
    assert moves_from(words).stages == ()
    assert not moves_from(words).shake


@pytest.mark.parametrize("words", NOT_FOR_THE_CAMERA)
def test_a_camera_told_beside_everyday_words_still_moves(words: str) -> None:
    assert moves_from(f"{words}。Crane up.").told().endswith("crane up")


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("ECU of an eye", "extreme close-up"),
        ("close-up", "close-up"),
        ("MCU", "medium close-up"),
        ("medium shot", "medium"),
        ("full shot of a dancer", "full"),
        ("Wide, slow pan right", "wide"),
        ("WS", "wide"),
        ("establishing shot", "extreme wide"),
        ("大特写", "extreme close-up"),
        ("特写", "close-up"),
        ("近景", "medium close-up"),
        ("中景", "medium"),
        ("全身", "full"),
        ("全景", "wide"),
        ("远景", "wide"),
        ("大远景", "extreme wide"),
        ("the whole wide world", ""),
    ],
)
def test_shot_sizes_are_read_in_both_languages(words: str, size: str) -> None:
    assert moves_from(words).size == size


@pytest.mark.parametrize(
    ("words", "angle"),
    [("low angle", "low"), ("bird's-eye view", "overhead"), ("俯拍", "high"), ("荷兰角", "dutch")],
)
def test_angles_are_read(words: str, angle: str) -> None:
    assert moves_from(words).angle == angle


@pytest.mark.parametrize(
    ("words", "degrees", "factor", "seconds"),
    [
        ("pan 30 degrees left", 30, None, None),
        ("tilt up 12.5°", 12.5, None, None),
        ("摇三十度", 30, None, None),
        ("zoom in 2x", None, 2, None),
        ("push in 20%", None, 1.2, None),
        ("推近两倍", None, 2, None),
        ("push in over 3 seconds", None, None, 3),
        ("推近3秒", None, None, 3),
    ],
)
def test_numbers_belong_to_their_move(
    words: str, degrees: float | None, factor: float | None, seconds: float | None
) -> None:
    (stage,) = moves_from(words).stages
    assert (stage.moves[0].degrees, stage.moves[0].factor) == (degrees, factor)
    assert stage.seconds == seconds


def test_the_pace_of_something_else_is_not_the_camera_s() -> None:
    assert moves_from("a car drives fast while the camera pans left").told() == "pan left"


def test_a_move_in_the_negative_prompt_is_not_made() -> None:
    assert moves_from("handheld, push in", "camera shake, handheld").told() == "push in"


def test_chips_cover_the_words_with_their_pace() -> None:
    words = "Close-up. Chelsea lifts her head. push in, slow; then 手持"
    found = [(words[start:end], name) for start, end, name in recognised(words)]
    assert found == [
        ("Close-up", "close-up"),
        ("push in, slow", "push in, slow"),
        ("手持", "handheld"),
    ]


@pytest.mark.parametrize(
    ("words", "chip"),
    [
        ("缓慢拉远", "缓慢拉远"),
        ("缓缓推远，露出城市", "缓缓推远"),
        ("她为此等了一生，缓慢向左环绕", "缓慢向左环绕"),
        ("慢慢地，快速摇向左。", "快速摇向左"),
        ("雨停了。缓慢地向右绕", "缓慢地向右绕"),
    ],
)
def test_a_chinese_chip_covers_the_pace_the_move_and_the_way(words: str, chip: str) -> None:
    assert [words[start:end] for start, end, _ in recognised(words)] == [chip]


def test_a_refused_movement_is_a_chip_too() -> None:
    assert recognised("no camera movement") == [(0, 18, "static")]


@given(st.text(max_size=120))
def test_any_text_at_all_gives_moves_and_orderly_spans(words: str) -> None:
    moves_from(words)
    spans = recognised(words)
    assert all(0 <= start < end <= len(words) for start, end, _ in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@given(st.lists(st.sampled_from([*ENGLISH, *CHINESE]), min_size=1, max_size=4))
def test_phrases_side_by_side_keep_their_spans_apart(parts: list[str]) -> None:
    words = ". ".join(parts)
    spans = recognised(words)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert moves_from(words)


def test_every_kind_of_move_can_be_said_in_both_languages() -> None:
    for table in (ENGLISH, CHINESE):
        said = {
            move.kind
            for words in table
            for stage in moves_from(words).stages
            for move in stage.moves
        }
        unsaid = set(Kind) - said - {Kind.handheld, Kind.static}
        assert not unsaid, unsaid
