"""What holds on a dense screen: run by test_dense_screens.py once for each ratio.

QT_SCALE_FACTOR is read when the application starts, so every ratio needs a program of its own.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.editor.hand import Pointer
from canvas.editor.peers import Peer
from canvas.ui.painting.frame import PAD
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels
from tests.ui.painting.test_layer import difference, random_change, random_gesture

RATIO = float(os.environ.get("QT_SCALE_FACTOR", "1"))


def test_the_view_knows_how_dense_its_screen_is(view: CanvasView) -> None:
    frame = view.frame()

    assert frame.ratio == view.devicePixelRatioF() == RATIO
    assert (frame.width, frame.height) == (round(900 * RATIO), round(640 * RATIO))


@pytest.mark.parametrize("zoom", [1.0, 0.36, 0.1])
def test_scrolled_and_repaired_equals_painted_anew(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, zoom: float
) -> None:
    dice, oracle = random.Random(zoom), StaticLayer(view.painter)
    oracle.direct = True
    view.editor.camera = home = replace(view.editor.camera, x=620, y=380, zoom=zoom)
    at_rest(view, qtbot)
    for step in range(12):
        kind = dice.random()
        if kind < 0.5:  # by parts of a logical pixel too, as trackpads pan
            moved = view.editor.camera.panned(dice.uniform(-160, 160), dice.uniform(-120, 120))
            view.editor.camera = moved
        elif kind < 0.8:
            random_gesture(view, session, dice)
            assert difference(view, oracle) == 0, f"step {step}, in mid-gesture"
            view.editor.feed(Pointer(dice.uniform(0, 900), dice.uniform(0, 640), up=True))
        else:
            random_change(session, film, dice)
        assert difference(view, oracle) == 0, f"step {step}"
        if abs(view.editor.camera.x - 620) > 800 / zoom:
            view.editor.camera = home


def test_layer_and_overlay_reach_the_screen_pixel_for_pixel(
    view: CanvasView, film: dict[str, str], qtbot: QtBot
) -> None:
    """Both are drawn in device pixels: nothing on the screen was scaled on its way."""
    editor = view.editor
    editor.set_shown(minimap=False)
    editor.camera = replace(editor.camera, x=620, y=380, zoom=1.0)
    editor.select([film["first"]])
    editor.peers = (Peer(id="a", name="Ann", colour="#ff00aa", cursor=(700.0, 480.0)),)
    at_rest(view, qtbot)
    shown = view.grab().toImage()

    frame = view.frame()
    wanted = QImage(shown.size(), QImage.Format.Format_RGB32)
    with QPainter(wanted) as painter:
        painter.drawPixmap(-PAD, -PAD, StaticLayer(view.painter).bring(frame, ()))
        bare = pixels(wanted)
        view.overlay.draw(painter, frame, {}, view.layer)

    assert (shown.width(), shown.height()) == (frame.width, frame.height)
    assert (bare != pixels(wanted)).sum() > 400  # the ring and the cursor
    assert (pixels(shown) == pixels(wanted)).all()


def test_a_press_hits_what_is_drawn_there(view: CanvasView, film: dict[str, str]) -> None:
    editor = view.editor
    editor.camera = replace(editor.camera, x=620.3, y=380.7, zoom=0.83)
    row = editor.table.row(film["cast"])
    assert row is not None
    left, top, right, bottom = editor.table.box(row)
    box = view.frame().rect((left, top, right, bottom))
    middle = QPointF(box.center()) / RATIO
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle.toPoint())

    assert editor.selection == {film["cast"]}
    editor.select()
    corner = QPointF(box.topRight()) / RATIO  # no port and no handle is there
    inside, outside = corner + QPointF(-3, 3), corner + QPointF(3, -3)
    assert editor.hit(inside.x(), inside.y()).node == film["cast"]
    assert editor.hit(outside.x(), outside.y()).node is None
    editor.point_at(outside.x(), outside.y())


def test_a_node_follows_the_hand_to_the_pixel(
    view: CanvasView, session: Session, film: dict[str, str]
) -> None:
    editor = view.editor
    editor.snapping = False
    editor.camera = replace(editor.camera, x=620, y=380, zoom=1.0)
    before = session.board.nodes[film["cast"]].pos
    row = editor.table.row(film["cast"])
    assert row is not None
    left, top, right, _ = editor.table.box(row)
    at = QPointF(*editor.camera.to_screen((left + right) / 2, top + 12)).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    for step in (10, 20, 30):
        QTest.mouseMove(view, at + QPoint(step, step // 2))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 15))

    after = session.board.nodes[film["cast"]].pos
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((30, 15), abs=1e-6)
