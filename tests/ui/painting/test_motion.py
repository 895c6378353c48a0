"""What moves in cards, and the waves of sounds: within their boxes, the same from any side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, move_nodes
from canvas.app.session import Session
from canvas.ui.painting.frame import PAD
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.motion import Playing
from canvas.ui.painting.waveform import draw_waveform
from canvas.ui.view import CanvasView
from tests.assets.painted import write_beeps
from tests.ui.painting.conftest import at_rest, pixels

MAGENTA = 0xFF00FF


def magenta(wide: int, high: int) -> QImage:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 0, 255))
    return image


def drawn(view: CanvasView, loudness: NDArray[np.uint8], clip: QRect | None = None) -> QImage:
    image = QImage(240, 60, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        if clip is not None:
            painter.setClipRect(clip)
        box = QRect(4, 5, 232, 50)
        draw_waveform(painter, view.frame(), box, loudness, QColor(255, 0, 255))
    return image


@pytest.fixture
def score(view: CanvasView, session: Session, tmp_path: Path, qtbot: QtBot) -> str:
    """A sound node with a beep at every second, its wave drawn."""
    path = write_beeps(tmp_path / "beeps.wav", 4)
    (node,) = import_files(session, [path], clips=False).nodes
    x, y = session.board.nodes[node].pos
    move_nodes(session, [node], 80 - x, 250 - y)
    view.editor.camera = replace(view.editor.camera, x=250, y=300, zoom=1.0)
    at_rest(view, qtbot)
    return node


def test_bars_are_as_high_as_the_sound_is_loud_there(view: CanvasView) -> None:
    rising = np.linspace(0, 255, 2048).astype(np.uint8)
    heights = (pixels(drawn(view, rising)) & 0xFFFFFF == MAGENTA).sum(axis=0)
    bars = heights[heights > 0]
    assert bars[0] <= 2, "silence is a dot"
    assert bars[-1] >= 46
    assert (np.diff(bars) >= 0).all()


def test_a_wave_drawn_in_pieces_is_the_wave_drawn_whole(view: CanvasView) -> None:
    noise = np.random.default_rng(3).integers(0, 255, 2048).astype(np.uint8)
    whole = pixels(drawn(view, noise))
    for x in (17, 90, 151):
        piece = QRect(x, 0, 40, 60)
        part = pixels(drawn(view, noise, piece))
        assert (part[:, x : x + 40] == whole[:, x : x + 40]).all()


def test_a_sound_shows_its_beeps_and_its_name(view: CanvasView, score: str) -> None:
    assert view.painter.faces.of(score).title == "beeps"
    [box] = view.painter.cards.picture_boxes(view.frame(), int(view.editor.table.rows([score])[0]))
    seen = pixels(view.grab())[box.top() : box.bottom(), box.left() : box.right()]
    ground = seen[2, box.width() // 2]
    upper = (seen[box.height() // 4] != ground).nonzero()[0]
    groups = np.split(upper, np.flatnonzero(np.diff(upper) > 20) + 1)
    assert len(groups) == 4, "four beeps stand out"


@pytest.mark.parametrize("zoom", [0.3, 0.2, 0.15])
def test_a_sound_that_is_too_small_for_its_name_shows_its_wave(
    view: CanvasView, score: str, qtbot: QtBot, zoom: float
) -> None:
    view.editor.camera = replace(view.editor.camera, zoom=zoom)
    at_rest(view, qtbot)
    seen = pixels(view.layer.bring(view.frame(), view.editor.damage.take()))
    view.painter.cards.waves = None
    view.editor.damage.everything()
    view.painter.cards.clear()
    assert (seen != pixels(view.layer.bring(view.frame(), view.editor.damage.take()))).any()


def test_scrolled_and_repaired_waves_equal_waves_painted_anew(
    view: CanvasView, session: Session, score: str
) -> None:
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    for dx, dy in ((13, 0), (-40, 7), (100, -90), (-3, 1)):
        view.editor.camera = view.editor.camera.panned(dx, dy)
        move_nodes(session, [score], 3.0, 1.0)
        quick = pixels(view.layer.bring(view.frame(), view.editor.damage.take()))
        plain = pixels(oracle.bring(view.frame(), ()))
        inner = slice(PAD, -PAD)
        assert (quick[inner, inner] == plain[inner, inner]).all()


def test_a_vanished_sound_says_so_on_its_card(
    view: CanvasView, session: Session, score: str, qtbot: QtBot
) -> None:
    hash = session.board.nodes[score].refs[0]
    (session.store.root / "loudness" / hash).unlink()
    session.store.path(hash).unlink()
    view.waves._kept.clear()
    view.refresh()
    at_rest(view, qtbot)
    assert view.waves.is_missing(hash)


def test_a_film_plays_under_the_card_that_lies_over_it(view: CanvasView, session: Session) -> None:
    under = add_node(session, "clip", (500, 250))
    over = add_node(session, "note", (560, 300))
    view.editor.camera = replace(view.editor.camera, x=620, y=360, zoom=1.0)
    box = view.frame().rect(view.editor.table.box(int(view.editor.table.rows([over])[0])))
    before = pixels(view.grab())[box.top() + 2 : box.bottom() - 2, box.left() + 2 : box.right() - 2]
    view.show_playing(under, Playing(magenta(288, 176)))
    after = pixels(view.grab())
    covered = after[box.top() + 2 : box.bottom() - 2, box.left() + 2 : box.right() - 2]
    assert (covered == before).all()
    assert (after & 0xFFFFFF == MAGENTA).sum() > 10_000, "the rest of it plays"


def test_two_dozen_that_play_look_as_each_alone_does(view: CanvasView, session: Session) -> None:
    """What is drawn for all at once is what was drawn for one."""
    view.editor.show_minimap = False  # it catches up with new nodes in its own time
    clips = [add_node(session, "clip", (-300.0 - 320 * n, 900.0)) for n in range(2)]
    view.editor.camera = replace(view.editor.camera, x=-460, y=1000, zoom=1.0)
    shown = [Playing(magenta(288, 176), 0.25 + 0.5 * n, f"00:0{n}.00") for n in range(2)]
    alone = []
    for clip, one in zip(clips, shown, strict=True):
        view.show_playing(clip, one)
        alone.append(pixels(view.grab()))
        view.show_playing(clip, None)
    none = pixels(view.grab())
    for clip, one in zip(clips, shown, strict=True):
        view.show_playing(clip, one)
    together = pixels(view.grab())
    changed = [picture != none for picture in alone]
    assert not (changed[0] & changed[1]).any()
    expected = np.where(changed[0], alone[0], np.where(changed[1], alone[1], none))
    assert (together == expected).all()
