"""The map in the corner: where it takes a hand, and what is to be seen on it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands import view as commands
from canvas.app.commands.nodes import add_node
from canvas.app.commands.registry import COMMANDS
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.peers import Peer
from canvas.ui.painting import minimap
from canvas.ui.view import CanvasView
from tests.ui.hands import LEFT, RIGHT, drag, wheel
from tests.ui.painting.conftest import pixels


@pytest.fixture
def far(view: CanvasView, session: Session, words: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A clip far away, so that there is more on the board than in sight."""
    monkeypatch.setattr(minimap, "REST", -1.0)  # every change is on the next frame
    view.reduced_motion = True
    return add_node(session, NodeKind.clip, (9000, 6000))


def box(view: CanvasView) -> QRectF:
    found = view.minimap.box(view.editor.camera)
    assert found is not None
    return found


def spot(view: CanvasView, x: float, y: float) -> tuple[int, int]:
    """Where a world point is on the map, in pixels of the view."""
    left, top, scale = view.minimap._mapping()
    here = box(view).topLeft() + QPointF(left + x * scale, top + y * scale)
    return round(here.x()), round(here.y())


def colours_around(view: CanvasView, at: tuple[int, int], reach: int = 3) -> set[str]:
    shot = pixels(view.grab())
    x, y = at
    around = shot[y - reach : y + reach + 1, x - reach : x + reach + 1]
    return {f"#{value & 0xFFFFFF:06x}" for value in np.unique(around).tolist()}


def test_a_press_beside_what_is_in_sight_goes_there(
    view: CanvasView, far: str, qtbot: QtBot
) -> None:
    drag(qtbot, view, LEFT, spot(view, 9100, 6100))

    assert far in view.in_sight()
    assert not view.editor.selection


def test_what_is_in_sight_is_dragged_from_where_it_was_taken(
    view: CanvasView, far: str, qtbot: QtBot
) -> None:
    before = view.editor.camera
    x, y = spot(view, before.x + 100, before.y + 100)
    qtbot.mousePress(view, LEFT, pos=QPoint(x, y))
    assert view.editor.camera == before

    _, _, scale = view.minimap._mapping()
    qtbot.mouseMove(view, QPoint(x + 30, y + 20))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(x + 30, y + 20))
    camera = view.editor.camera
    moved = (camera.x - before.x) * scale, (camera.y - before.y) * scale
    assert moved == pytest.approx((30, 20), abs=1)
    qtbot.mouseMove(view, QPoint(x + 60, y + 20))
    assert view.editor.camera == camera


def test_a_drag_that_leaves_the_map_goes_on(view: CanvasView, far: str, qtbot: QtBot) -> None:
    camera = view.editor.camera
    start = spot(view, camera.x, camera.y)
    drag(qtbot, view, LEFT, start, (start[0] - 300, start[1] - 200))

    assert view.editor.camera.x < camera.x - 5000
    assert view.editor.shown.marquee is None


def test_the_wheel_over_the_map_zooms_around_the_middle(view: CanvasView, far: str) -> None:
    before = view.editor.camera
    middle = box(view).center()
    wheel(view, (middle.x(), middle.y()), (0, 120))

    camera = view.editor.camera
    assert camera.zoom > before.zoom
    assert (camera.x, camera.y) == pytest.approx((before.x, before.y))


def test_neither_a_double_click_nor_the_right_button_means_what_lies_under_the_map(
    view: CanvasView, far: str, qtbot: QtBot
) -> None:
    at = QPoint(*spot(view, 9100, 6100))
    with (
        qtbot.assertNotEmitted(view.insert_requested),
        qtbot.assertNotEmitted(view.menu_requested),
    ):
        qtbot.mouseDClick(view, LEFT, pos=at)
        qtbot.mouseRelease(view, LEFT, pos=at)
        qtbot.mouseClick(view, RIGHT, pos=QPoint(*spot(view, 9000, 200)))


def test_alt_m_hides_it_and_shows_it_again(view: CanvasView, session: Session, far: str) -> None:
    assert "Alt+M" in COMMANDS["view.minimap"].keys
    shown = pixels(view.grab())
    commands.switch_minimap(session, view.editor)
    assert view.minimap.box(view.editor.camera) is None
    hidden = pixels(view.grab())
    assert (shown != hidden).any()

    commands.switch_minimap(session, view.editor)
    assert (pixels(view.grab()) == shown).all()


def test_kinds_and_the_selection_have_their_colours(
    view: CanvasView, session: Session, far: str
) -> None:
    here = spot(view, 9140, 6100)
    plain = colours_around(view, here)
    view.editor.select((far,))
    chosen = colours_around(view, here)
    view.editor.select()
    note = add_node(session, NodeKind.note, (9000, 200))
    row = view.editor.table.row(note)
    assert row is not None
    other = colours_around(view, spot(view, 9060, 260))

    assert plain != chosen
    assert len({frozenset(one) for one in (plain, chosen, other)}) == 3


def test_the_others_and_what_they_see_are_on_it_in_their_colours(
    view: CanvasView, far: str
) -> None:
    where = spot(view, 4500, 3000)
    assert "#ff00aa" not in colours_around(view, where)

    view.editor.peers = (
        Peer(id="a", name="Ann", colour="#ff00aa", cursor=(4500, 3000)),
        Peer(id="b", name="Bo", colour="#00ffaa", view=(2000, 3000, 4000, 5000)),
    )
    view.editor.tell("peers")

    assert "#ff00aa" in colours_around(view, where)
    edge = colours_around(view, spot(view, 2000, 4000))
    assert any(QColor(one).green() > 200 and QColor(one).red() < 60 for one in edge)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e9, -1e300, 1.7e308])
def test_senseless_places_of_others_harm_nobody(view: CanvasView, far: str, value: float) -> None:
    """A peer may send anything."""
    clean = pixels(view.grab())
    view.editor.peers = (
        Peer(
            id="a",
            name="Ann",
            colour="no colour",
            cursor=(value, 5.0),
            view=(0.0, value, value, 10.0),
            selection=frozenset({"nobody"}),
        ),
    )
    view.editor.tell("peers")
    view.grab()
    view.editor.peers = ()
    view.editor.tell("peers")

    assert (pixels(view.grab()) == clean).all()


def test_one_node_at_the_end_of_the_world_leaves_the_map_readable(
    view: CanvasView, session: Session, far: str
) -> None:
    for index in range(30):
        add_node(session, NodeKind.clip, (400.0 * index, 300.0 * (index % 7)))
    before = spot(view, 0, 0), spot(view, 8000, 1000)
    add_node(session, NodeKind.clip, (1e9, -1e9))
    view.grab()

    after = spot(view, 0, 0), spot(view, 8000, 1000)
    width = before[1][0] - before[0][0]
    assert after[1][0] - after[0][0] > width / 3


def test_a_map_at_rest_asks_for_no_further_frames(view: CanvasView, far: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.at_rest)
    view.grab()
    assert not view.minimap.stale

    view.editor.show_minimap = False
    view.minimap.touch()
    view.grab()
    assert not view.minimap.unfinished


def test_the_dots_of_the_field_can_be_hidden(view: CanvasView, session: Session) -> None:
    dotted = pixels(view.grab())
    commands.switch_grid(session, view.editor)
    plain = pixels(view.grab())
    assert len(np.unique(plain)) == 1
    assert len(np.unique(dotted)) > 1

    commands.switch_grid(session, view.editor)
    assert (pixels(view.grab()) == dotted).all()


def test_alt_s_lets_nodes_go_past_each_others_lines(
    view: CanvasView, session: Session, words: str, qtbot: QtBot
) -> None:
    other = add_node(session, NodeKind.prompt, (100, 450))
    for reach, landed in ((100, 100), (103, 103)):
        if reach == 103:
            commands.switch_snapping(session, view.editor)
        start = view.editor.camera.to_screen(*session.board.nodes[other].pos)
        at = round(start[0]) + 40, round(start[1]) + 12
        drag(qtbot, view, LEFT, at, (at[0] + 50, at[1]), (at[0] + 3, at[1]))
        assert session.board.nodes[other].pos[0] == landed, reach
        QApplication.processEvents()
