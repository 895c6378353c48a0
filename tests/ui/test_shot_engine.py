"""The model of a clip in the inspector: which one, its terms, its settings, and what it gets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assets import home
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.takes import recipe_of, take_edits
from canvas.document.edits import AddAsset, AddRender
from canvas.document.records import Asset, Render
from canvas.ui.controls import Thumb
from canvas.ui.main_window import MainWindow
from canvas.ui.painting.faces import Faces
from canvas.ui.shot_panel import ShotPanel
from generation.catalogue import refresh
from generation.compile import compile_shot, keys, state_of

MINE = (
    'id = "mine"\nname = "My model"\nbackend = "a:B"\nversion = "1"\nfamily = "wan"\n'
    'pipeline = "WanPipeline"\nlicence = "MIT"\nlicence_note = "Mine."\n'
    'unchecked = ["The moon."]\n[inputs]\nwords = 1\nsteps = 1\n[defaults.final]\nsteps = 7\n'
)


@pytest.fixture
def clip(window: MainWindow) -> str:
    clip = add_node(window.session, "clip", (0, 0))
    window.editor.select([clip])
    return clip


def panel_of(window: MainWindow) -> ShotPanel:
    window.inspector.refresh()
    panel = window.inspector._panels["ShotPanel"]
    assert isinstance(panel, ShotPanel)
    return panel


def choose(panel: ShotPanel, model: str) -> None:
    at = panel.model.model.findData(model)
    assert at >= 0
    panel.model.model.setCurrentIndex(at)
    panel.model.model.activated.emit(at)


def words_in(panel: ShotPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if not label.isHidden())


def rendered(window: MainWindow, clip: str, precision: str = "") -> str:
    """As if what the clip asks for now had been rendered; returns the take."""
    session = window.session
    request = compile_shot(session.board, clip)
    key = keys(session.board, [clip])[clip]
    asset = Asset(hash=key, kind="video", mime="video/mp4", suffix=".mp4", bytes=1, frames=96)
    rate = session.board.meta.rate
    render = Render(key=key, asset=key, frames=96, rate=rate, precision=precision)
    session.absorb(AddAsset(asset), AddRender(render), label="Render")
    session.absorb(*take_edits(session.board, clip, render, recipe_of(request)), label="Render")
    return session.board.nodes[clip].take or ""


def test_a_model_says_what_it_is_good_for_its_licence_and_what_nobody_could_check(
    window: MainWindow, clip: str
) -> None:
    panel = panel_of(window)
    choose(panel, "wan2.1-vace-1.3b")
    panel = panel_of(window)
    assert window.session.board.nodes[clip].param("model") == "wan2.1-vace-1.3b"
    said = words_in(panel)
    assert "Licence Apache-2.0. Free to use, commercially too" in said
    assert "drawn paths" in said
    assert "none was pinned" not in said
    panel.model.facts.more.click()
    assert "none was pinned" in words_in(panel)


def test_going_to_another_model_and_back_renders_nothing_again(
    window: MainWindow, clip: str
) -> None:
    board = window.session.board
    first = rendered(window, clip)
    choose(panel_of(window), "wan2.1-t2v-1.3b")
    assert state_of(board, clip) == "stale"
    second = rendered(window, clip)
    assert (board.nodes[clip].take, state_of(board, clip)) == (second, "done")
    choose(panel_of(window), "animatic")
    assert (board.nodes[clip].take, state_of(board, clip)) == (first, "done")
    choose(panel_of(window), "wan2.1-t2v-1.3b")
    assert (board.nodes[clip].take, state_of(board, clip)) == (second, "done")
    window.actions_.run("board.undo")
    assert (board.nodes[clip].take, board.nodes[clip].param("model")) == (first, "animatic")


def test_only_settings_that_the_model_knows_are_shown_with_its_own_values(
    window: MainWindow, clip: str
) -> None:
    panel = panel_of(window)
    assert panel.settings.steps.isHidden(), "Animatic knows no steps"
    choose(panel, "minimax-h3")
    panel = panel_of(window)
    assert (panel.settings.steps.value(), panel.settings.steps.isHidden()) == (30, False)
    assert panel.settings.guidance.isHidden()
    assert panel.settings.avoid.isHidden()
    panel.settings.steps.setValue(12)
    assert window.session.board.nodes[clip].param("steps") == 12
    panel.settings.steps.setValue(30)
    assert window.session.board.nodes[clip].param("steps") is None, "its own is nobody's wish"


def test_weights_in_fewer_bits_can_be_refused_and_a_take_with_such_says_so(
    window: MainWindow, clip: str
) -> None:
    session = window.session
    assert panel_of(window).settings.exact.isHidden(), "Animatic has no weights"
    choose(panel_of(window), "wan2.2-ti2v-5b")
    take = rendered(window, clip, precision="fp8")
    panel = panel_of(window)
    (thumb,) = panel.takes.findChildren(Thumb)
    assert thumb.toolTip() == "Take 1: Wan 2.2 TI2V 5B · weights in 8 bits"
    assert Faces(session.board, session.state).of(clip).facts.endswith("fewer bits")
    panel.settings.exact.click()
    assert session.board.nodes[clip].param("exact") is True
    assert state_of(session.board, clip) == "stale", "the take is not what was asked for"
    panel.settings.exact.click()
    assert (session.board.nodes[clip].take, state_of(session.board, clip)) == (take, "done")


def test_what_to_avoid_reaches_the_board(window: MainWindow, clip: str, qtbot: QtBot) -> None:
    choose(panel_of(window), "wan2.1-t2v-1.3b")
    panel = panel_of(window)
    qtbot.keyClicks(panel.settings.avoid, "rain")
    panel.settings.avoid.editingFinished.emit()
    assert window.session.board.nodes[clip].param("negative") == "rain"


def test_a_model_that_is_dropped_in_can_be_chosen_and_a_broken_one_harms_nobody(
    window: MainWindow, clip: str
) -> None:
    before = panel_of(window).model.model.count()
    mine = home.models() / "mine"
    mine.mkdir(parents=True)
    (mine / "manifest.toml").write_text(MINE)
    broken = home.models() / "broken"
    broken.mkdir()
    (broken / "manifest.toml").write_text("id =")
    refresh()
    panel = panel_of(window)
    assert panel.model.model.count() == before + 1
    choose(panel, "mine")
    assert "Licence MIT. Mine." in words_in(panel_of(window))


def test_what_is_snapped_ignored_and_refused_is_told(window: MainWindow, clip: str) -> None:
    set_param(window.session, [clip], "camera", [0, 0, 3, 0, 0, 0])
    choose(panel_of(window), "wan2.1-t2v-1.3b")
    said = words_in(panel_of(window))
    assert "cannot draw this shot without: The words." in said
    assert "832 x 464 instead of 1280 x 720" in said
    assert "no camera control" in said
    words = add_node(window.session, "prompt", (0, 0), text="A cat")
    connect(window.session, words, "words", clip, "words")
    set_param(window.session, [clip], "frames", 24 * 9)
    said = words_in(panel_of(window))
    assert "without: The words" not in said
    assert "at most 5.0 s at a time" in said


def test_a_reader_may_look_at_the_settings_and_change_none(
    window: MainWindow, clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(panel_of(window), "wan2.1-t2v-1.3b")
    monkeypatch.setattr(type(window.session), "looks_only", property(lambda _self: True))
    panel = panel_of(window)
    for part in (panel.model.model, panel.model.quality, panel.settings.steps):
        assert not part.isEnabled()
    assert panel.settings.avoid.isReadOnly()


def test_a_model_of_pictures_can_draw_the_first_one(window: MainWindow, clip: str) -> None:
    panel = panel_of(window)
    assert not panel.model.still.isHidden()
    choose(panel, "wan2.1-t2v-1.3b")
    assert panel_of(window).model.still.isHidden(), "it starts from no picture"
    choose(panel_of(window), "wan2.2-i2v-a14b")
    panel = panel_of(window)
    at = panel.model.still.findData("z-image-turbo")
    panel.model.still.activated.emit(at)
    assert window.session.board.nodes[clip].param("still") == "z-image-turbo"
    words = add_node(window.session, "prompt", (0, 0), text="A cat")
    connect(window.session, words, "words", clip, "words")
    said = words_in(panel_of(window))
    assert "Z-Image-Turbo draws the first picture, and Wan 2.2 I2V A14B goes on from it." in said
    assert "cannot draw this shot without" not in said


def test_models_that_are_not_here_are_quieter_in_the_list(window: MainWindow, clip: str) -> None:
    panel = panel_of(window)
    panel.model.model.showPopup()
    try:
        shade = {
            panel.model.model.itemData(at): panel.model.model.itemData(
                at, Qt.ItemDataRole.ForegroundRole
            )
            for at in range(panel.model.model.count())
        }
        assert shade["animatic"] != shade["wan2.1-t2v-1.3b"] == shade["minimax-h3"]
    finally:
        panel.model.model.hidePopup()


def test_skipped_steps_are_chosen_where_the_model_knows_them_and_make_another_shot(
    window: MainWindow, clip: str
) -> None:
    board = window.session.board
    panel = panel_of(window)
    assert panel.settings.skip.isHidden()
    choose(panel, "wan2.1-t2v-1.3b")
    panel = panel_of(window)
    before = keys(board, [clip])
    assert panel.settings.skip.currentText() == "As the model: none"
    panel.settings.skip.setCurrentIndex(2)
    panel.settings.skip.activated.emit(2)
    assert (board.nodes[clip].param("skip"), keys(board, [clip])) == ("never", before)
    panel.settings.skip.setCurrentIndex(1)
    panel.settings.skip.activated.emit(1)
    assert keys(board, [clip]) != before
