"""Letters as pixels: shaped, wrapped, fitted, Chinese, and in any process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assets.lettering import (
    Pixels,
    Style,
    caption,
    card,
    card_letters,
    drawn,
    fitted,
    night,
    stamp,
)

ROOT = Path(__file__).resolve().parents[2]
PLAIN = Style(40)


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Letters are drawn in the tests' own application."""


def inked(letters: Pixels) -> tuple[int, int]:
    """Width and height of what is not clear."""
    rows, columns = np.nonzero(letters[..., 3] > 40)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def test_letters_are_premultiplied_and_never_brighter_than_they_are_opaque() -> None:
    letters = drawn("Orbit", PLAIN, 300)
    assert letters.shape[2] == 4
    assert letters[..., 3].max() > 200
    assert np.all(letters[..., :3].max(axis=2) <= letters[..., 3])


def test_long_text_is_wrapped_and_cut_with_an_ellipsis() -> None:
    text = "a long line of words that goes on and on " * 4
    whole, cut = drawn(text, PLAIN, 400), drawn(text, PLAIN, 400, 2)
    assert whole.shape[0] > cut.shape[0] == round(2 * 40 * PLAIN.leading)
    assert inked(whole)[0] <= 400


def test_chinese_is_wrapped_between_any_two_characters() -> None:
    letters = drawn("地球在脚下转动" * 6, PLAIN, 300)
    assert letters.shape[0] > 3 * 40
    assert 250 < inked(letters)[0] <= 300


def test_balanced_lines_are_about_equally_long() -> None:
    text = "seven words that nearly fill one line and a bit"
    plain, even = (drawn(text, PLAIN, 700, balanced=balanced) for balanced in (False, True))
    assert plain.shape[0] == even.shape[0]
    assert inked(even)[0] < inked(plain)[0]


def test_text_is_made_smaller_until_it_fits() -> None:
    text = "The countdown starts " * 12
    letters = fitted(text, Style(60), (400, 200))
    assert letters.shape[0] <= 200
    assert letters.shape[1] == 400
    assert fitted("short", Style(60), (400, 200)).shape[0] == round(60 * 1.4)


def test_chinese_characters_are_not_boxes() -> None:
    """A font without a character draws the same box for each."""
    shapes = {drawn(character, PLAIN, 60).tobytes() for character in "切尔西抬起头倒计时开始"}
    assert len(shapes) == 11
    box = drawn("\U000f1234", PLAIN, 60)
    assert all(shape != box.tobytes() for shape in shapes)


def test_chinese_characters_have_their_chinese_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """直 and 骨 look different in Japan; the face is named so that nobody sees those."""
    ours = ink_alone(drawn("直骨", PLAIN, 120))

    def by(face: str) -> Pixels:
        monkeypatch.setattr("assets.lettering.FAMILIES", (face,))
        drawn.cache_clear()
        return ink_alone(drawn("直骨", PLAIN, 120))

    chinese, japanese = by("Noto Sans CJK SC"), by("Noto Sans CJK JP")
    drawn.cache_clear()
    assert np.array_equal(ours, chinese)
    assert not np.array_equal(ours, japanese)


def ink_alone(letters: Pixels) -> Pixels:
    rows, columns = np.nonzero(letters[..., 3])
    return letters[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def test_a_stamp_is_mixed_in_and_cut_at_the_border() -> None:
    frame = np.full((40, 60, 3), 100, np.uint8)
    letters = np.zeros((20, 20, 4), np.uint8)
    letters[...] = (100, 0, 0, 128)
    stamp(frame, letters, 50, 30)
    assert frame[35, 55].tolist() == [150, 50, 50]
    assert frame[35, 45].tolist() == [100, 100, 100]
    stamp(frame, letters, 500, 500)
    stamp(frame, letters, -15, -15, 0.5)
    assert frame[2, 2].tolist() == [125, 75, 75]


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (320, 180), (64, 64)])
def test_a_card_fills_its_size_and_bears_its_words(size: tuple[int, int]) -> None:
    made = card("The Last Mile", "最后一公里", "1", size)
    assert made.shape == (size[1], size[0], 3)
    assert (made.astype(int) - night(size)).max() > 100
    assert not np.array_equal(made, card("The Last Mile", "最后一公里", "2", size))


def test_what_is_cached_cannot_be_painted_over() -> None:
    for made in (card("a"), night((64, 36)), drawn("a", PLAIN, 50)):
        with pytest.raises(ValueError, match="read-only"):
            made[0, 0] = 1


def test_a_card_without_words_is_the_bare_ground() -> None:
    assert np.array_equal(card("", "", "", (160, 90)), night((160, 90)))
    assert not card_letters("", "", "", (160, 90)).any()


def test_a_caption_lies_low_and_inside_the_frame() -> None:
    letters, x, y = caption("导演 says: on the third beat", (1280, 720))
    assert y > 500
    assert x >= 0
    assert y + letters.shape[0] <= 720


def test_very_long_titles_and_odd_text_are_drawn() -> None:
    for text in ("word " * 400, "字" * 900, "\n\n\n", "🎬", "\u202eabc", "a\tb", "\x00"):
        assert card(text, text, text, (320, 180)).shape == (180, 320, 3)


PROGRAM = """
import hashlib, threading
from assets.lettering import card
found = []
def draw():
    found.append(hashlib.sha256(card("切尔西", "A line", "2A", (320, 180))).hexdigest())
if {threaded}:
    from assets.lettering import ready
    ready()
    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
else:
    draw()
print(found[0])
"""


@pytest.mark.parametrize("threaded", [False, True])
def test_a_process_without_a_screen_or_an_application_draws_the_same(threaded: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(threaded=threaded)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = card("切尔西", "A line", "2A", (320, 180))
    assert told.stdout.strip() == hashlib.sha256(here.tobytes()).hexdigest()


def test_a_process_with_a_plainer_application_is_told_so() -> None:
    program = (
        "from PySide6.QtCore import QCoreApplication\n"
        "app = QCoreApplication([])\n"
        "from assets.lettering import card\n"
        "try:\n    card('a')\nexcept RuntimeError as error:\n    print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "QGuiApplication" in told.stdout
