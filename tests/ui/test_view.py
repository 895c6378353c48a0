"""The canvas under real events."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, set_color
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.editor.hits import ports_of
from canvas.ui.hands import BoardHand
from canvas.ui.theme import dark, light
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import pixels

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> Iterator[CanvasView]:
    editor = Editor(session.board)
    view = CanvasView(session, editor, dark(), BoardHand(session, lambda trouble: None))
    view.reduced_motion = True  # the camera is at once where it is sent
    view.resize(1000, 700)
    view.show()
    qtbot.waitExposed(view)
    # the world's (0, 0) in the top left corner
    editor.camera = replace(editor.camera, x=500, y=350)
    yield view
    view.close_down()
    editor.close()
    view.close()


@pytest.fixture
def words(view: CanvasView, session: Session) -> str:
    return add_node(session, NodeKind.prompt, (100, 100), text="Push in.")


@pytest.fixture
def clip(view: CanvasView, session: Session) -> str:
    return add_node(session, NodeKind.clip, (500, 150), title="Countdown")


def drag(qtbot: QtBot, view: CanvasView, *stops: tuple[float, float], button=LEFT) -> None:  # type: ignore[no-untyped-def]  # a mouse button
    points = [QPoint(round(x), round(y)) for x, y in stops]
    qtbot.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, button, pos=points[-1])


def port(view: CanvasView, node: str, name: str) -> tuple[float, float]:
    row = view.editor.table.row(node)
    assert row is not None
    ports = ports_of(view.editor.board, view.editor.table, row)
    return next((x, y) for end, x, y in ports if end.port == name)


def wheel(view: CanvasView, at: tuple[int, int], turn: int, keys: Qt.KeyboardModifier) -> None:
    spot = QPointF(*at)
    event = QWheelEvent(
        spot,
        view.mapToGlobal(spot),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def test_an_input_method_stays_shut_while_no_text_is_edited(view: CanvasView) -> None:
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_drag_with_the_mouse_moves_the_node(
    view: CanvasView, session: Session, words: str, qtbot: QtBot
) -> None:
    drag(qtbot, view, (150, 150), (200, 300), (290, 410))

    assert session.board.nodes[words].pos == pytest.approx((240, 360), abs=7)
    assert view.editor.selection == {words}


def test_a_link_drawn_with_the_mouse_is_on_the_board(
    view: CanvasView, session: Session, words: str, clip: str, qtbot: QtBot
) -> None:
    drag(qtbot, view, port(view, words, "words"), (400, 300), port(view, clip, "words"))

    assert [(e.source, e.into) for e in session.board.edges.values()] == [(words, "words")]


def test_escape_gives_a_drag_up(
    view: CanvasView, session: Session, words: str, qtbot: QtBot
) -> None:
    before = session.board.encode()
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(400, 300))

    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, pos=QPoint(400, 300))

    assert session.board.encode() == before


def test_another_button_does_not_end_a_drag(
    view: CanvasView, session: Session, words: str, qtbot: QtBot
) -> None:
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(300, 300))
    qtbot.mouseRelease(view, MIDDLE, pos=QPoint(300, 300))
    assert view.editor.gesturing

    qtbot.mouseRelease(view, LEFT, pos=QPoint(300, 300))
    assert not view.editor.gesturing


def test_a_link_let_go_over_the_field_asks_for_a_node(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.insert_requested) as asked:
        drag(qtbot, view, port(view, words, "words"), (500, 400), (600, 500))

    place, world, end = asked.args
    assert place == view.mapToGlobal(QPoint(600, 500))
    assert world == (600, 500)
    assert (end.node, end.port) == (words, "words")


def test_a_double_click_writes_in_a_node_or_asks_for_a_new_one(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.edit_requested) as edited:
        qtbot.mouseDClick(view, LEFT, pos=QPoint(150, 150))
    with qtbot.waitSignal(view.insert_requested) as asked:
        qtbot.mouseDClick(view, LEFT, pos=QPoint(800, 450))

    assert edited.args == [words]
    assert asked.args[1:] == [(800, 450), None]


def test_tab_asks_for_a_node_instead_of_leaving(view: CanvasView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.insert_requested):
        qtbot.keyClick(view, Qt.Key.Key_Tab)


def test_the_right_button_selects_what_it_opens_the_menu_of(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.menu_requested) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=QPoint(150, 150))

    assert asked.args[1].node == words
    assert view.editor.selection == {words}


def test_the_wheel_zooms_at_the_cursor_and_pans_where_that_is_set(view: CanvasView) -> None:
    under = view.editor.camera.to_world(300, 200)
    wheel(view, (300, 200), 120, PLAIN)
    assert view.editor.camera.zoom == pytest.approx(1.2, abs=0.01)
    assert view.editor.camera.to_world(300, 200) == pytest.approx(under, abs=1)

    view.editor.wheel = "pan"
    wheel(view, (300, 200), -120, PLAIN)
    assert view.editor.camera.zoom == pytest.approx(1.2, abs=0.01)
    wheel(view, (300, 200), -120, CTRL)
    assert view.editor.camera.zoom == pytest.approx(1.0, abs=0.01)


def test_a_zoom_is_sharp_again_once_it_rests(view: CanvasView, words: str, qtbot: QtBot) -> None:
    wheel(view, (300, 200), 120, PLAIN)
    assert not view.frame().settled

    qtbot.waitUntil(lambda: view.at_rest, timeout=3000)
    assert view.frame().settled


def test_arrows_nudge_and_quick_ones_are_one_step_of_undo(
    view: CanvasView, session: Session, words: str, qtbot: QtBot
) -> None:
    view.editor.select((words,))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.board.nodes[words].pos == (102, 110), "features 5.1: 1, with Shift 10"

    session.board.undo()
    assert session.board.nodes[words].pos == (100, 100)


def test_every_node_is_reached_from_the_keyboard(
    view: CanvasView, words: str, clip: str, qtbot: QtBot
) -> None:
    reached = set()
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        reached |= view.editor.selection
    assert reached == {words, clip}

    view.editor.select((words,))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.editor.selection == {clip}
    with qtbot.waitSignal(view.edit_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_what_is_selected_is_told_to_those_who_do_not_see_it(view: CanvasView, clip: str) -> None:
    view.editor.select((clip,))

    assert "Countdown" in view.accessibleDescription()


def test_space_held_pans_and_space_tapped_plays(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.play_requested):
        qtbot.keyClick(view, Qt.Key.Key_Space)

    with qtbot.assertNotEmitted(view.play_requested):
        qtbot.keyPress(view, Qt.Key.Key_Space)
        drag(qtbot, view, (150, 150), (200, 150), (250, 150))
        qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.editor.camera.to_screen(100, 100)[0] == 200
    assert session.board.nodes[words].pos == (100, 100)


def test_a_press_on_the_map_goes_there(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    far = add_node(session, NodeKind.clip, (9000, 6000))
    view.repaint()
    box = view.minimap.box(view.editor.camera)
    assert box is not None

    spot = (box.right() - 26, box.bottom() - 13)
    drag(qtbot, view, spot)

    assert far in view.in_sight()
    assert view.editor.selection == frozenset()


def test_what_is_dropped_is_told_with_where_it_fell(
    view: CanvasView, qtbot: QtBot, tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a cat 猫.jpg")), QUrl("http://x.test/y")])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )

    with qtbot.waitSignal(view.dropped) as told:
        view.dropEvent(event)

    assert told.args == [mime, (400, 300)]


def test_a_playing_clip_is_shown_in_its_card_until_it_ends(
    view: CanvasView, clip: str, qtbot: QtBot
) -> None:
    before = pixels(view.grab())
    frame = QImage(320, 180, QImage.Format.Format_RGB32)
    frame.fill(Qt.GlobalColor.magenta)

    view.set_playing(clip, frame, share=0.5, time="00:01.00")
    during = pixels(view.grab()) & 0xFFFFFF
    assert (during == 0xFF00FF).sum() > 288 * 150

    view.set_playing(clip, None)
    assert (pixels(view.grab()) == before).all()


def test_both_themes_paint_their_own_field(view: CanvasView, words: str) -> None:
    for theme in (light(), dark()):
        view.set_theme(theme)
        seen = pixels(view.grab()) & 0xFFFFFF
        field = theme.colours.field.rgb() & 0xFFFFFF
        assert (seen == field).mean() > 0.5


def test_a_selected_card_wears_a_ring_and_a_removed_one_is_gone(
    view: CanvasView, session: Session, clip: str
) -> None:
    from canvas.app.commands.nodes import delete_nodes

    empty = pixels(view.grab())
    ring = dark().colours.selection.rgb() & 0xFFFFFF
    view.editor.select((clip,))
    selected = pixels(view.grab()) & 0xFFFFFF
    assert (selected[148:370, 496:502] == ring).any()

    delete_nodes(session, [clip])
    after = pixels(view.grab())
    assert (after[140:380, 480:820] != empty[140:380, 480:820]).any()


def test_far_from_the_origin_a_board_looks_the_same(
    view: CanvasView, session: Session, qtbot: QtBot
) -> None:
    view.editor.show_minimap = False
    far = 24.0 * 40_000_000_000
    for x in (0.0, far):
        words = add_node(session, NodeKind.prompt, (x, 0), text="Far", title="Here")
        clip = add_node(session, NodeKind.clip, (x + 400, 40))
        connect(session, words, "words", clip, "words")

    def seen(x: float) -> np.ndarray:  # type: ignore[type-arg]  # pixels
        view.editor.camera = replace(view.editor.camera, x=x + 300, y=100, zoom=1.0)
        qtbot.waitUntil(lambda: (view.repaint(), view.at_rest)[1], timeout=3000)
        return pixels(view.grab())

    assert (seen(0.0) == seen(far)).all()


def test_painting_leaves_no_reference_of_none_behind(view: CanvasView, words: str) -> None:
    """PySide6 6.12.0 on Python 3.11 lost one with every void call, and aborted after 5,000."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    gc.collect()
    before = sys.getrefcount(None)

    with QPainter(image) as painter:
        for _ in range(1000):
            painter.fillRect(0, 0, 8, 8, Qt.GlobalColor.red)

    assert sys.getrefcount(None) - before > -50


def test_a_board_opens_painted(view: CanvasView, words: str, qtbot: QtBot) -> None:
    painted = view.frames
    view.update()
    qtbot.waitUntil(lambda: view.frames > painted)

    assert len(np.unique(pixels(view.grab()))) > 8


def test_a_note_and_a_scene_frame_wear_the_colour_they_were_painted_with(
    view: CanvasView, session: Session
) -> None:
    note = add_node(session, NodeKind.note, (100, 100), text="Look")
    before = pixels(view.grab()) & 0xFFFFFF
    set_color(session, [note], "#3366cc")
    after = pixels(view.grab()) & 0xFFFFFF

    assert (before == 0x3366CC).sum() == 0
    assert (after == 0x3366CC).sum() > 5000


def test_a_picture_whose_file_is_gone_says_so(
    view: CanvasView, session: Session, pictures: Path, qtbot: QtBot
) -> None:
    (node,) = import_files(session, [pictures / "cat.jpg"], clips=False, pos=(100, 100)).nodes
    asset = session.board.assets[session.board.nodes[node].refs[0]]
    assert asset.thumbnail is not None
    session.store.path(asset.thumbnail).unlink()

    qtbot.waitUntil(lambda: (view.repaint(), view.thumbnails.is_missing(asset.thumbnail))[1])
    qtbot.waitUntil(lambda: (view.repaint(), view.at_rest)[1])

    box = view.painter.cards.picture_boxes(view.frame(), view.editor.table.row(node))[0]
    seen = pixels(view.grab())[box.top() : box.bottom(), box.left() : box.right()]
    assert len(np.unique(seen)) > 8, "letters on the empty ground"
