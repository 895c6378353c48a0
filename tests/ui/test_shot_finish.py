"""What is done to the frames of a clip after drawing, chosen in the inspector."""

from __future__ import annotations

import pytest

from canvas.app.commands.board import set_meta
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.ui.controls import Choice
from canvas.ui.main_window import MainWindow
from generation.compile import compile_shot
from tests.ui.test_shot_engine import panel_of, words_in

WAN = "wan2.1-t2v-1.3b"


@pytest.fixture
def clip(window: MainWindow) -> str:
    words = add_node(window.session, "prompt", (-400, 0), text="a fox")
    clip = add_node(window.session, "clip", (0, 0))
    connect(window.session, words, "words", clip, "words")
    window.editor.select([clip])
    return clip


def pick(choice: Choice, value: str) -> None:
    at = choice.findData(value)
    assert at >= 0
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def test_only_a_model_that_draws_less_than_the_film_has_anything_to_finish(
    window: MainWindow, clip: str
) -> None:
    assert panel_of(window).finish.isHidden(), "Animatic draws every frame at its full size"
    set_param(window.session, [clip], "model", WAN)
    section = panel_of(window).finish
    assert not section.larger.isHidden()
    assert not section.smooth.isHidden()
    set_param(window.session, [clip], "model", "ltx-2")
    assert panel_of(window).finish.smooth.isHidden(), "it draws 24 frames a second as the film does"


def test_frames_in_between_are_drawn_in_final_quality_unless_somebody_says_otherwise(
    window: MainWindow, clip: str
) -> None:
    set_param(window.session, [clip], "model", WAN)
    panel, board = panel_of(window), window.session.board
    assert panel.finish.smooth.currentText() == "In final quality"
    assert "the frames in between are drawn from the movement" in words_in(panel)
    set_param(window.session, [clip], "quality", "draft")
    assert not compile_shot(board, clip).smooth
    pick(panel_of(window).finish.smooth, "always")
    assert compile_shot(board, clip).smooth
    pick(panel_of(window).finish.smooth, "never")
    assert not compile_shot(board, clip).smooth
    window.actions_.run("board.undo")
    assert board.nodes[clip].param("smooth") == "always"


def test_who_enlarges_is_chosen_and_told_with_the_size(window: MainWindow, clip: str) -> None:
    set_meta(window.session, width=1920, height=1080)
    set_param(window.session, [clip], "model", WAN)
    panel = panel_of(window)
    assert panel.finish.larger.currentText() == "The player"
    pick(panel.finish.larger, "ltx-upscaler")
    panel = panel_of(window)
    assert "LTX spatial upscaler 0.9.7 enlarges its frames to 1920 x 1088." in words_in(panel)
    assert panel.model.model.findData("ltx-upscaler") < 0, "nothing is drawn by it alone"
    assert panel.model.model.findData("between") < 0
    set_param(window.session, [clip], "quality", "draft")
    assert "enlarges its frames" not in words_in(panel_of(window))
