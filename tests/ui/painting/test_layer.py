"""The quick way and the plain way paint the same board: pixel for pixel."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from canvas.app.commands.grouping import collapse
from canvas.app.commands.nodes import move_nodes, rename, resize_node, set_text
from canvas.app.session import Session
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Button, Pointer
from canvas.ui.hands import BoardHand
from canvas.ui.painting import deck
from canvas.ui.painting.frame import PAD, Frame
from canvas.ui.painting.layer import LEAD, StaticLayer
from canvas.ui.painting.patch import Patch
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels

ZOOMS = (1.0, 0.77, 0.5, 0.36, 0.2, 0.05, 1.7, 3.1)


def bring(view: CanvasView, layer: StaticLayer) -> NDArray[np.uint32]:
    damage = view.editor.damage.take() if layer is view.layer else ()
    return pixels(layer.bring(view.frame(), damage))[PAD:-PAD, PAD:-PAD]


def difference(view: CanvasView, oracle: StaticLayer) -> int:
    quick = bring(view, view.layer)
    return int((quick != bring(view, oracle)).sum())


def random_gesture(view: CanvasView, session: Session, dice: random.Random) -> None:
    """Press anywhere, move about, and let go or not: pans, drags, marquees, links, resizes."""
    button = dice.choice([Button.left, Button.left, Button.middle])
    spots = [(dice.uniform(0, 900), dice.uniform(0, 640)) for _ in range(4)]
    hand = BoardHand(session, lambda trouble: None)
    press = Pointer(*spots[0], button, alt=dice.random() < 0.2)
    gesture = gesture_for(view.editor, hand, press)
    if gesture is not None:
        view.editor.begin(gesture)
    for spot in spots[1:]:
        view.editor.feed(Pointer(*spot, button))


def random_change(session: Session, film: dict[str, str], dice: random.Random) -> None:
    node = dice.choice(list(film.values()))
    what = dice.randrange(5)
    if what == 0:
        move_nodes(session, [node], dice.uniform(-80, 80), dice.uniform(-80, 80))
    elif what == 1:
        rename(session, node, f"Take {dice.random():.3f}")
    elif what == 2:
        set_text(session, film["words"], dice.choice(["Pull back.", "环绕 @Cat", "Still."]))
    elif what == 3 and node not in (film["note"], film["sound"]):
        collapse(session, [dice.choice([node, film["scene"]])])
    else:
        x, y = session.board.nodes[node].pos
        resize_node(session, node, (x, y), (dice.uniform(150, 400), dice.uniform(110, 300)))


@pytest.mark.parametrize("zoom", ZOOMS)
def test_scrolled_and_repaired_equals_painted_anew_over_random_gestures(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, zoom: float
) -> None:
    dice = random.Random(zoom)
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    home = replace(view.editor.camera, x=620, y=380, zoom=zoom)
    view.editor.camera = home
    at_rest(view, qtbot)

    for step in range(24):
        if dice.random() < 0.4:
            moved = view.editor.camera.panned(dice.randint(-160, 160), dice.randint(-120, 120))
            view.editor.camera = moved
        elif dice.random() < 0.7:
            random_gesture(view, session, dice)
            assert difference(view, oracle) == 0, f"step {step}, in mid-gesture"
            if dice.random() < 0.5:
                view.editor.cancel()
            else:
                view.editor.feed(Pointer(dice.uniform(0, 900), dice.uniform(0, 640), up=True))
        else:
            random_change(session, film, dice)
        assert difference(view, oracle) == 0, f"step {step}"
        if abs(view.editor.camera.x - 620) > 800 / zoom:
            view.editor.camera = home


def test_a_pan_paints_strips_ahead_and_then_nothing_until_they_are_used_up(
    view: CanvasView,
) -> None:
    view.layer.update(view.frame(), view.editor.damage.take())
    painted: list[Patch] = []
    paint = view.painter.paint

    def watched(painter: QPainter, frame: Frame, patch: Patch) -> None:
        painted.append(patch)
        paint(painter, frame, patch)

    view.painter.paint = watched  # type: ignore[method-assign]  # watched, not replaced

    def pan(times: int) -> list[int]:
        painted.clear()
        for _ in range(times):
            view.editor.camera = view.editor.camera.panned(-12, 7)
            view.layer.update(view.frame(), view.editor.damage.take())
        return [patch.size for patch in painted]

    wide, high = LEAD + 12, LEAD + 7

    assert pan(1) == [wide * 640 + 900 * high + wide * high]
    assert pan(2) == []
    assert len(pan(2)) == 1


def test_what_was_painted_ahead_and_has_changed_is_painted_anew(
    view: CanvasView, session: Session, film: dict[str, str]
) -> None:
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    box = view.editor.bounds((film["words"],))
    assert box is not None
    camera = replace(view.editor.camera, zoom=1.0)
    beside = replace(camera, x=box[2] + camera.width / 2 + 20, y=box[1])
    view.editor.camera = replace(beside, x=beside.x + 60)
    view.layer.update(view.frame(), view.editor.damage.take())
    view.editor.camera = beside
    assert difference(view, oracle) == 0

    move_nodes(session, [film["words"]], -9.0, 14.0)
    assert difference(view, oracle) == 0
    view.editor.camera = beside.panned(60, 0)

    assert difference(view, oracle) == 0


def test_a_drag_repaints_no_more_than_where_it_was_and_is(
    view: CanvasView, film: dict[str, str]
) -> None:
    view.layer.bring(view.frame(), view.editor.damage.take())
    rows = view.editor.table.rows((film["sound"],))

    view.editor.hold(rows, 10, 0)

    for left, top, right, bottom in view.editor.damage.take():
        assert right - left < 400
        assert bottom - top < 300


@pytest.mark.parametrize("zoom", [1.0, 0.3])
def test_cards_that_were_dropped_meanwhile_are_drawn_as_they_were(
    view: CanvasView,
    film: dict[str, str],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    zoom: float,
) -> None:
    """An hour of random hands ended with one pixel at the foot of the view, most likely so: the
    layer still showed a card that the deck had dropped, and the yardstick had no time left to draw
    it well again."""
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    view.editor.camera = replace(view.editor.camera, x=620, y=380, zoom=zoom)
    at_rest(view, qtbot)
    assert difference(view, oracle) == 0

    view.painter.cards.clear()
    assert difference(view, oracle) == 0, "with time, it is the same card"

    view.painter.cards.clear()
    monkeypatch.setattr(deck, "PATIENCE", -1.0)
    assert difference(view, oracle) > 0, "without, it is one in a hurry"
    assert view.painter.unfinished, "which the next frame makes good"
