"""How words with chips in them are set: whole chips, and lines that break as a reader expects."""

from __future__ import annotations

import pytest

from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.ink import laid_out, shortened, spaced, spaced_before
from canvas.ui.theme import dark, font

pytestmark = pytest.mark.usefixtures("app")

UNSEEN = {0x00A0: " ", 0x202F: None, 0x200B: None, 0x2060: None, 0x2028: None}
"""What only holds words together or apart, as a reader takes it."""


def lines_of(text: str, wide: int) -> list[str]:
    """The lines that words with chips break into, as a person reads them."""
    spread, chips = spaced(text, chips_in(text, dark()))
    layout = laid_out(spread, font(13), wide, chips, 1.0, centred=False)
    lines = [layout.lineAt(at) for at in range(layout.lineCount())]
    made = [spread[line.textStart() : line.textStart() + line.textLength()] for line in lines]
    return [line.translate(UNSEEN).strip() for line in made]


def test_a_chip_stays_in_one_line_and_chinese_breaks_around_it() -> None:
    text = "Her face. Slow push in.\n倒计时开始，切尔西抬起头，缓慢推近。镜头升起的时候"

    for wide in range(120, 400, 20):
        lines = lines_of(text, wide)
        for chip in ("Slow push in", "缓慢推近", "镜头升起"):
            assert sum(chip in line for line in lines) == 1, (wide, lines)
        assert not any(line.startswith(("，", "。")) for line in lines), (wide, lines)
    assert "倒计时开始，切尔西抬起头，" in lines_of(text, 200)


def test_a_place_in_words_is_found_again_where_they_have_chips() -> None:
    text = "看，缓慢推近镜头升起 and slow push in."
    known = chips_in(text, dark())
    spread, _ = spaced(text, known)

    for at, letter in enumerate(text):
        there = at + spaced_before(text, known, at)
        assert spread[there:].translate(UNSEEN).lstrip("\n").startswith(letter), (at, letter)


@pytest.mark.parametrize("ending", ["right. ", "right, ", "右摇。", "end"])
def test_an_ellipsis_stands_behind_a_word_and_not_behind_its_full_stop(ending: str) -> None:
    cut = shortened(f"slow pan {ending}and on", 0, len(f"slow pan {ending}"), font(13), 400)

    assert cut == f"slow pan {ending.rstrip(' .,。')}…"
