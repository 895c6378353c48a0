"""The others on a board: their cursors with names, and what they have selected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from canvas.app.commands.nodes import add_node, set_param
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.drafts import Laser
from canvas.editor.others import carry_along
from canvas.editor.peers import Caret, Peer
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import pixels

ANN = Peer(id="a", name="Ann", colour="#ff00aa", cursor=(600.0, 500.0))


def shot(view: CanvasView, *peers: Peer) -> NDArray[np.uint32]:
    view.editor.peers = peers
    view.editor.tell("peers")
    return pixels(view.grab()) & 0xFFFFFF


def changed(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> tuple[int, int, int, int]:
    """The rectangle in which two pictures differ: left, top, right, bottom."""
    rows, columns = np.nonzero(a != b)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def test_a_cursor_points_where_it_should_and_carries_a_name(view: CanvasView) -> None:
    plain = shot(view)
    named = shot(view, ANN)
    left, top, right, bottom = changed(plain, named)

    assert (left, top) == pytest.approx((600, 500), abs=2)
    assert right > 625
    assert bottom > 520
    assert (named == 0xFF00AA).sum() > 200


def test_what_somebody_is_doing_stands_after_the_name(view: CanvasView) -> None:
    plain = shot(view)
    short = changed(plain, shot(view, ANN))
    busy = Peer(id="a", name="Ann", colour="#ff00aa", cursor=(600.0, 500.0), doing="rendering 2B")

    assert changed(plain, shot(view, busy))[2] > short[2] + 40


def test_a_cursor_follows_the_camera_and_is_gone_with_its_owner(view: CanvasView) -> None:
    plain = shot(view)
    shot(view, ANN)
    view.editor.camera = view.editor.camera.panned(-48, 24)
    moved = shot(view, ANN)
    view.editor.camera = view.editor.camera.panned(48, -24)

    assert (shot(view) == plain).all()
    assert (moved[520:532, 554] == 0xFF00AA).any()


def test_a_cursor_whose_tip_is_out_of_sight_costs_nothing_to_look_at(view: CanvasView) -> None:
    plain = shot(view)
    away = Peer(id="a", name="Ann", colour="#ff00aa", cursor=(5000.0, 500.0))

    assert (shot(view, away) == plain).all()


@pytest.mark.parametrize("zoom", [1.0, 0.1])
def test_what_the_others_have_selected_has_a_line_in_their_colour(
    view: CanvasView, session: Session, words: str, zoom: float
) -> None:
    view.editor.camera = view.editor.camera.zoom_at(0, 0, zoom)
    plain = shot(view)
    chosen = Peer(id="a", name="Ann", colour="#ff00aa", selection=frozenset({words, "gone"}))
    left, top, right, bottom = changed(plain, shot(view, chosen))

    row = view.editor.table.row(words)
    assert row is not None
    box = view.editor.table.box(row)
    corners = *view.editor.camera.to_screen(*box[:2]), *view.editor.camera.to_screen(*box[2:])
    named = 28 if zoom == 1.0 else 7  # from near, a name stands on the line
    assert (left, right, bottom) == pytest.approx((corners[0], *corners[2:]), abs=7)
    assert top == pytest.approx(corners[1], abs=named)
    assert view.editor.selection == frozenset()


@pytest.mark.parametrize("zoom", [1.0, 0.4, 0.1])
def test_who_renders_what_is_said_on_the_card_in_that_persons_colour(
    view: CanvasView, session: Session, zoom: float
) -> None:
    clip = add_node(session, NodeKind.clip, (500, 300))
    view.editor.camera = view.editor.camera.zoom_at(0, 0, zoom)
    plain = shot(view)
    busy = Peer(id="a", name="Ann", colour="#ff00aa", rendering=frozenset({clip, "gone"}))
    told = shot(view, busy)
    left, top, right, bottom = changed(plain, told)

    box = view.frame().rect(view.editor.bounds([clip]) or (0.0, 0.0, 0.0, 0.0))
    assert box.contains(left, top)
    assert box.contains(right, bottom)
    assert (told == 0xFF00AA).sum() > 30
    longer = Peer(id="a", name="Annabel", colour="#ff00aa", rendering=frozenset({clip}))
    assert (shot(view, longer) != told).any() == (zoom > 0.3)  # a name, where one can be read


def test_what_is_rendered_in_a_collapsed_frame_is_marked_on_the_frame(
    view: CanvasView, session: Session
) -> None:
    scene = add_node(session, NodeKind.scene, (300, 200), size=(900.0, 600.0))
    clip = add_node(session, NodeKind.clip, (500, 300))
    set_param(session, [scene], "collapsed", True)
    plain = shot(view)
    busy = Peer(id="a", name="Ann", colour="#ff00aa", rendering=frozenset({clip}))
    left, top, right, bottom = changed(plain, shot(view, busy))

    box = view.frame().rect(view.editor.bounds([scene]) or (0.0, 0.0, 0.0, 0.0))
    assert box.contains(left, top)
    assert box.contains(right, bottom)


@pytest.mark.parametrize("name", ["", "李雷 🎬", "\u202eevil", "x" * 5000, "a\u200bb"])
def test_any_name_fits(view: CanvasView, name: str) -> None:
    plain = shot(view)
    right = changed(plain, shot(view, Peer(id="a", name=name, colour="#ff00aa", cursor=(300, 300))))

    assert right[2] - right[0] < 320
    assert right[3] - right[1] < 60


def test_a_laser_lights_its_way_and_leaves_nothing(view: CanvasView) -> None:
    """Its light is widest where the hand is, fades behind it, and is never on the board."""
    now = [100.0]
    view.editor.laser = Laser(lambda: now[0])
    plain = shot(view)
    before = view.editor.board.encode()
    for step in range(20):
        now[0] += 0.02
        view.editor.laser.point_at(300.0 + 10 * step, 400.0)
    lit = shot(view)
    left, _, right, _ = changed(plain, lit)

    assert (left, right) == pytest.approx((300, 490), abs=10)
    heights = (lit != plain).sum(axis=0)
    assert heights[310] < heights[470] < 30
    now[0] += 2.0
    assert (shot(view) == plain).all()
    assert view.editor.board.encode() == before


@pytest.mark.parametrize("zoom", [1.0, 0.4, 0.1])
def test_what_another_carries_is_painted_as_if_it_lay_there_and_leaves_nothing_behind(
    view: CanvasView, words: str, zoom: float
) -> None:
    view.editor.camera = view.editor.camera.zoom_at(0, 0, zoom)
    plain = shot(view)
    carry_along(view.editor, {words: (90.0, 40.0)})
    repaired = pixels(view.grab())
    view.editor.damage.everything()

    assert (repaired == pixels(view.grab())).all()
    assert (repaired & 0xFFFFFF != plain).any()
    carry_along(view.editor, {})
    assert (shot(view) == plain).all()


def test_words_said_hang_at_the_pointer_and_a_pale_one_looks_elsewhere(view: CanvasView) -> None:
    plain = shot(view)
    named = changed(plain, shot(view, ANN))
    said = shot(view, replace(ANN, chat="Look at the light in this one"))
    assert changed(plain, said)[3] > named[3] + 10
    pale = shot(view, replace(ANN, away=True))

    assert (pale == 0xFF00AA).sum() == 0
    assert changed(plain, pale) == named


def test_a_caret_in_the_words_of_a_card_stands_where_its_letter_is(
    view: CanvasView, session: Session, words: str
) -> None:
    plain = shot(view)
    text = session.board.text(words)
    lefts = []
    for place in (0, 4, len(text)):
        writes = replace(ANN, cursor=None, caret=Caret(words, place, place))
        seen = shot(view, writes)
        row = view.editor.table.row(words)
        assert row is not None
        box = [round(side) for side in view.editor.table.box(row)]
        inner = seen[box[1] + 36 : box[3] - 6, box[0] + 8 : box[2] - 8] == 0xFF00AA
        columns = np.flatnonzero(inner.sum(axis=0) >= 12)
        lefts.append(int(columns[0]))
    assert lefts == sorted(set(lefts))
    assert (shot(view) == plain).all()
