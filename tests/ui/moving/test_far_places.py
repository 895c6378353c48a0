"""Coordinates at 1e9, NaN and infinity from a file or a peer never break what one looks with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pycrdt import Doc, Map
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.document.board import Board
from canvas.editor.camera import FARTHEST, NEAREST, Camera
from canvas.editor.editor import Editor
from canvas.ui.hands import BoardHand
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView
from tests.ui.hands import wheel

WILD = (math.nan, math.inf, -math.inf, 1e9, -1e9, 1e12, -1e12, 1e13, 1e300, "far", None)


def written_by_a_stranger(session: Session) -> bytes:
    """What another program made of the board: twenty good nodes, and one for each wild value."""
    doc: Doc[Any] = Doc()
    before = session.board.encode()
    doc.apply_update(before)
    state = doc.get_state()
    nodes = doc.get("nodes", type=Map)
    with doc.transaction():
        for index in range(20):
            place = [400.0 * (index % 5), 300.0 * (index // 5)]
            nodes[f"good{index}"] = Map({"kind": "clip", "pos": place})
        for index, value in enumerate(WILD):
            nodes[f"wild{index}"] = Map({"kind": "clip", "pos": [value, 10.0]})
            nodes[f"tall{index}"] = Map({"kind": "note", "pos": [0, value], "size": [value, 90]})
    return doc.get_update(state)


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> Iterator[CanvasView]:
    update = written_by_a_stranger(session)
    session.board.receive(update, "stranger")
    editor = Editor(session.board)
    view = CanvasView(session, editor, dark(), BoardHand(session, lambda trouble: None))
    view.reduced_motion = True
    view.resize(1000, 700)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.close_down()
    editor.close()
    view.close()


def is_sound(camera: Camera) -> bool:
    numbers = (camera.x, camera.y, camera.zoom, *camera.view)
    return all(map(math.isfinite, numbers)) and FARTHEST <= camera.zoom <= NEAREST


def test_a_board_read_from_such_bytes_has_finite_places_only(session: Session) -> None:
    board = Board.load([session.board.encode(), written_by_a_stranger(session)], person="p")

    assert len(board.nodes) == 20 + 2 * len(WILD)
    numbers = [number for node in board.nodes.values() for number in (*node.pos, *node.size)]
    assert all(map(math.isfinite, numbers))


def test_fit_shows_the_thick_of_the_board_and_not_the_void_between_two_strays(
    view: CanvasView,
) -> None:
    view.editor.camera = Camera(x=1e11, y=-1e11, zoom=0.02, width=1000, height=700)
    view.editor.fit()

    assert is_sound(view.editor.camera)
    good = {f"good{index}" for index in range(20)}
    assert good <= set(view.in_sight())


def test_a_stray_can_be_gone_to_and_is_drawn_there(view: CanvasView) -> None:
    """Board coordinates are float64: a card at 1e9 is as sharp as one at 0."""
    stray = f"wild{WILD.index(1e9)}"
    view.editor.fit((stray,))
    there = view.grab().toImage()

    assert stray in view.in_sight()
    assert view.editor.camera.zoom == 1.0
    view.editor.camera = view.editor.camera.panned(3000, 0)
    assert view.grab().toImage() != there


@pytest.mark.parametrize("zoom", [FARTHEST, 0.1, 1.0, NEAREST])
@pytest.mark.parametrize("place", [0.0, 1e9, -1e12])
def test_everything_is_painted_from_everywhere_at_every_zoom(
    view: CanvasView, place: float, zoom: float
) -> None:
    view.editor.camera = replace(view.editor.camera, x=place, y=place / 2, zoom=zoom)
    view.editor.select_all()
    frames = view.frames
    view.repaint()

    assert view.frames == frames + 1
    assert is_sound(view.editor.camera)


def test_no_camera_is_taken_that_is_no_number_or_beyond_the_world(view: CanvasView) -> None:
    before = view.editor.camera
    for value in (math.nan, math.inf, -math.inf):
        for field in ("x", "y", "zoom"):
            view.editor.camera = replace(before, **{field: value})
            assert view.editor.camera == before
    view.editor.camera = replace(before, x=1e40, zoom=1e9)

    assert view.editor.camera.x == 1e12
    assert view.editor.camera.zoom == NEAREST


def test_a_wheel_at_the_end_of_the_world_stays_within_it(view: CanvasView) -> None:
    view.editor.wheel = "pan"
    view.editor.camera = replace(view.editor.camera, x=-1e12, y=1e12, zoom=FARTHEST)
    for _ in range(20):
        wheel(view, (500, 300), (12000, -12000))

    assert (view.editor.camera.x, view.editor.camera.y) == (-1e12, 1e12)


def test_a_peer_that_sends_a_wild_place_moves_nothing_that_was_sound(
    view: CanvasView, session: Session
) -> None:
    doc: Doc[Any] = Doc()
    doc.apply_update(session.board.encode())
    before = doc.get_state()
    nodes = doc.get("nodes", type=Map)
    with doc.transaction():
        nodes["good3"]["pos"] = [math.nan, math.inf]
    session.board.receive(doc.get_update(before), "peer")
    view.editor.fit()
    view.repaint()

    assert all(map(math.isfinite, session.board.nodes["good3"].pos))
    assert is_sound(view.editor.camera)
