"""The film strip of a real board, under a real mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands.board import set_meta
from canvas.app.commands.film import set_transition, trim_shot
from canvas.app.commands.nodes import move_nodes
from canvas.app.commands.rewire import mute
from canvas.app.notices import Notice, Told
from canvas.app.session import Session
from canvas.document.sequence import Moving, plan
from canvas.ui import strip_painting as look
from canvas.ui.filmstrip import FilmStrip
from canvas.ui.strip_muted import plates
from canvas.ui.theme import dark, light
from tests.ui.films import add_card, add_film, add_rendered

WIDTH = 28 + 960
MIDDLE = 90


@pytest.fixture
def strip(qtbot: QtBot, session: Session) -> Iterator[FilmStrip]:
    """Three shots of 24, 48 and 24 frames: ten pixels a frame."""
    add_film(session, [24, 48, 24])
    strip = FilmStrip(session, dark())
    qtbot.addWidget(strip)
    strip.resize(WIDTH, 148)
    strip.show()
    yield strip
    strip.close_down()


def at(frame: float, y: int = MIDDLE) -> QPoint:
    return QPoint(round(14 + frame * 10), y)


def drag(strip: FilmStrip, start: QPoint, end: QPoint, *, steps: int = 8) -> None:
    """A real drag: press, several moves with the button down, release."""
    left = Qt.MouseButton.LeftButton
    path = [start + (end - start) * step / steps for step in range(1, steps + 1)]
    send(strip, QEvent.Type.MouseButtonPress, start, left)
    for place in path:
        send(strip, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, left)
    send(strip, QEvent.Type.MouseButtonRelease, end, left, Qt.MouseButton.NoButton)


def send(
    strip: FilmStrip,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton | None = None,
) -> None:
    here, there = QPointF(place), QPointF(strip.mapToGlobal(place))
    down = button if held is None else held
    event = QMouseEvent(kind, here, there, button, down, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(strip, event)


def settle(strip: FilmStrip) -> None:
    strip.plan.look_again()


def picture(strip: FilmStrip) -> QImage:
    return strip.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def has_colour(image: QImage, colour: QColor, x: int, ys: range) -> bool:
    return any(QColor(image.pixel(x, y)) == colour for y in ys)


def has_white(image: QImage, strip: FilmStrip) -> bool:
    """Whether the second shot's picture, the number 100 in bars, is there."""
    slot = strip.lane.slot(1)
    across = range(round(14 + slot.left), round(14 + slot.right))
    return any(QColor(image.pixel(x, MIDDLE)).value() > 250 for x in across)


def test_a_wide_shot_shows_frames_of_its_clip_side_by_side(qtbot: QtBot, strip: FilmStrip) -> None:
    """48 frames, 477 pixels: three frames of the clip, none of them its first."""
    picture(strip)
    cut = strip.plan.sequence.cuts[1]
    assert isinstance(cut.source, Moving)
    asset = strip.session.board.assets[cut.source.asset]
    held = look.HEIGHT * strip.devicePixelRatioF()
    file = asset.proxy or asset.hash

    def tiles() -> list[QImage | None]:
        return strip.clip_frames.best(file, [8, 24, 40], round(held))

    qtbot.waitUntil(lambda: all(tiles()))
    seen = [tile.copy(tile.rect()) for tile in tiles() if tile is not None]
    assert len({bytes(tile.constBits()) for tile in seen}) == 3
    slot = strip.lane.slot(1)
    middles = [round(14 + slot.left + slot.width * share) for share in (1 / 6, 3 / 6, 5 / 6)]
    shown = picture(strip)
    columns = [[shown.pixel(x + dx, MIDDLE) for dx in range(-60, 60)] for x in middles]
    assert columns[0] != columns[1] != columns[2]


def numbers(session: Session) -> list[str]:
    return [cut.number for cut in plan(session.board).cuts]


def test_clicking_a_shot_selects_its_node(qtbot: QtBot, strip: FilmStrip) -> None:
    chosen: list[str] = []
    strip.shot_selected.connect(chosen.append)
    for frame in (10, 40, 90):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at(frame))
    assert chosen == [cut.node for cut in strip.plan.sequence.cuts]


def test_a_double_click_opens_the_player_there(qtbot: QtBot, strip: FilmStrip) -> None:
    with qtbot.waitSignal(strip.play_requested) as asked:
        qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=at(40.5))
    assert asked.args == [40]


def test_the_button_plays_from_the_playhead_and_holds(qtbot: QtBot, strip: FilmStrip) -> None:
    strip.set_position(30)
    button = look.PLAY.center().toPoint()
    with qtbot.waitSignal(strip.play_requested) as asked:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=button)
    assert asked.args == [30]
    strip.set_playing(True)
    with qtbot.waitSignal(strip.pause_requested):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=button)


def test_the_playhead_follows_the_hand(strip: FilmStrip) -> None:
    seeks: list[int] = []
    strip.seeked.connect(seeks.append)
    drag(strip, at(0, 42), at(60.5, 42), steps=6)
    assert strip.position == 60
    assert seeks[-1] == 60
    assert seeks == sorted(seeks)
    drag(strip, at(60, 100), at(-30, 100))
    assert strip.position == 0, "also by its line, and held within the film"


def test_the_playhead_is_painted_at_its_frame(strip: FilmStrip) -> None:
    accent = dark().colours.accent
    for frame in (5, 50, 80):
        strip.set_position(frame)
        image = picture(strip)
        assert has_colour(image, accent, at(frame).x(), range(60, 130))
        assert not has_colour(image, accent, at(frame + 3).x(), range(60, 130))


def test_dragging_a_shot_moves_it(session: Session, strip: FilmStrip) -> None:
    assert numbers(session) == ["1", "2", "3"]
    drag(strip, at(12), at(90))
    assert numbers(session) == ["2", "3", "1"]
    settle(strip)
    drag(strip, at(90), at(2))
    assert numbers(session) == ["1", "2", "3"]
    session.undo()
    assert numbers(session) == ["2", "3", "1"]


def test_a_drop_where_it_was_changes_nothing(session: Session, strip: FilmStrip) -> None:
    before = session.board.can_undo
    drag(strip, at(40), at(50))
    assert numbers(session) == ["1", "2", "3"]
    assert session.board.can_undo == before


def test_the_end_of_a_shot_is_trimmed_by_its_edge_in_one_step(
    session: Session, strip: FilmStrip
) -> None:
    drag(strip, at(23.6), at(13.6))
    assert [cut.frames for cut in plan(session.board).cuts] == [14, 48, 24]
    session.undo()
    assert [cut.frames for cut in plan(session.board).cuts] == [24, 48, 24]


def test_the_start_of_a_shot_is_trimmed_by_its_edge(session: Session, strip: FilmStrip) -> None:
    drag(strip, at(24.2), at(34.2))
    cut = plan(session.board).cuts[1]
    assert (cut.source_in, cut.frames) == (10, 38)


def test_trimming_never_goes_beyond_the_shot(session: Session, strip: FilmStrip) -> None:
    drag(strip, at(23.6), at(-50))
    assert [cut.frames for cut in plan(session.board).cuts] == [1, 48, 24]
    session.undo()
    settle(strip)
    drag(strip, at(71.6), at(200))
    assert [cut.frames for cut in plan(session.board).cuts] == [24, 48, 24]


def test_the_scale_stays_under_a_hand_that_trims(strip: FilmStrip) -> None:
    strip.resize(28 + 480, 148)  # five pixels a frame: room to grow
    left, edge, there = Qt.MouseButton.LeftButton, at(71.6 / 2), at(40 / 2)
    send(strip, QEvent.Type.MouseButtonPress, edge, left)
    send(strip, QEvent.Type.MouseMove, there, Qt.MouseButton.NoButton, left)
    settle(strip)
    assert strip.lane.scale == 5
    send(strip, QEvent.Type.MouseButtonRelease, there, left, Qt.MouseButton.NoButton)
    assert strip.lane.scale > 5


def test_a_board_that_is_only_looked_at_is_not_cut(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    session.readonly = True
    told: list[Notice] = []
    session.listen(told.append)
    drag(strip, at(12), at(90))
    drag(strip, at(23.6), at(13.6))
    assert numbers(session) == ["1", "2", "3"]
    assert not any(isinstance(notice, Told) for notice in told)


def test_changes_of_the_board_arrive_by_themselves(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    with qtbot.waitSignal(strip.plan.changed):
        add_rendered(session, 24, 700)
    assert strip.plan.sequence.frames == 120
    shot = strip.plan.sequence.cuts[1].shot
    with qtbot.waitSignal(strip.plan.changed):
        set_transition(session, shot, "dissolve", 12)
    assert strip.plan.sequence.frames == 108


def test_moving_a_node_over_the_canvas_plans_nothing(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    node = strip.plan.sequence.cuts[0].node
    with qtbot.assertNotEmitted(strip.plan.changed, wait=100):
        before = strip.plan.sequence
        move_nodes(session, [node], 30, 40)
    assert strip.plan.sequence is before


def test_the_playhead_stays_within_a_film_that_became_shorter(
    session: Session, strip: FilmStrip
) -> None:
    strip.set_position(95)
    trim_shot(session, strip.plan.sequence.cuts[1].shot, 0, 4)
    settle(strip)
    assert strip.position == 51


def test_the_counts_tell_each_rung_once(session: Session, strip: FilmStrip) -> None:
    add_card(session, 24, "WIDE · pan right")
    settle(strip)
    said = strip.words.counts(strip.plan.sequence)
    assert said.startswith("4 shots · ")
    assert said.endswith("1 card")
    badges = [strip.words.badge(cut)[0] for cut in strip.plan.sequence.cuts]
    assert badges[3] == "card"


def test_thumbnails_and_cards_fill_their_shots(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    add_card(session, 24, "WIDE")
    settle(strip)
    scale = strip.lane.scale
    right = round(14 + 108 * scale)
    qtbot.waitUntil(lambda: has_white(picture(strip), strip), timeout=10_000)
    image = picture(strip)
    slate = QColor(image.pixel(right, 120))
    assert slate.blue() > slate.red() + 10, "a card is dark blue"


def test_a_long_film_scrolls_and_follows_its_playhead(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    for index in range(3):
        add_card(session, 24 * 60, f"Card {index}")
    settle(strip)
    assert strip.lane.most_scroll(960) > 1000
    strip.set_position(24 * 170)
    x = strip.lane.x_of(strip.position)
    assert 0 <= x <= 960
    strip.set_position(0)
    assert strip.lane.scroll <= 24


def test_keys_step_and_jump(qtbot: QtBot, strip: FilmStrip) -> None:
    for key, frame in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 95),
        (Qt.Key.Key_Left, 94),
        (Qt.Key.Key_Up, 72),
        (Qt.Key.Key_Up, 24),
        (Qt.Key.Key_Down, 72),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(strip, key)
        assert strip.position == frame, key
    with qtbot.waitSignal(strip.play_requested):
        qtbot.keyClick(strip, Qt.Key.Key_Space)


def test_an_empty_film_says_the_next_step(qtbot: QtBot, session: Session) -> None:
    strip = FilmStrip(session, dark())
    qtbot.addWidget(strip)
    strip.resize(WIDTH, 148)
    assert strip.words.counts(strip.plan.sequence) == "No shots yet"
    words = picture(strip).copy(300, 70, 400, 40)
    shades = {words.pixel(x, y) for x in range(400) for y in range(40)}
    assert len(shades) > 10, "a hint is written where the shots would be"
    with qtbot.assertNotEmitted(strip.play_requested):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=look.PLAY.center().toPoint())
        qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=at(20))
        qtbot.keyClick(strip, Qt.Key.Key_Down)
    strip.close_down()


def test_muted_shots_are_chosen_and_turned_on_in_the_strip(
    qtbot: QtBot, session: Session, strip: FilmStrip
) -> None:
    """A number that is struck through is a shot as good as any, and has a menu."""
    nodes = [shot.node for shot in session.board.film]
    mute(session, nodes[:2])
    settle(strip)
    (plate,) = plates(strip._look())
    middle = plate.box.center().toPoint()
    chosen: list[str] = []
    strip.shot_selected.connect(chosen.append)
    for _ in range(3):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle)
        strip.set_selected(chosen[-1:])
    assert chosen == [nodes[0], nodes[1], nodes[0]]

    menu = strip._muted_menu(plate)
    assert [one.text() for one in menu.actions() if one.text()] == [
        "Unmute 1",
        "Unmute 2",
        "Unmute all of them",
    ]
    menu.actions()[1].trigger()
    settle(strip)
    assert [cut.node for cut in strip.plan.sequence.cuts] == nodes[1:]
    strip._muted_menu(plates(strip._look())[0]).actions()[0].trigger()
    settle(strip)
    assert plates(strip._look()) == []


def test_a_film_of_muted_shots_only_says_so(qtbot: QtBot, session: Session) -> None:
    add_card(session, 24, "One")
    strip = FilmStrip(session, dark())
    qtbot.addWidget(strip)
    strip.resize(WIDTH, 148)
    mute(session, [shot.node for shot in session.board.film])
    settle(strip)
    assert "muted" in strip.words.empty(strip.plan.sequence)
    assert len(plates(strip._look())) == 1
    assert not strip.grab().isNull()
    strip._muted_menu(plates(strip._look())[0]).actions()[0].trigger()
    settle(strip)
    assert "empty" in strip.words.empty(strip.plan.sequence)
    assert len(strip.plan.sequence.cuts) == 1
    strip.close_down()


def test_the_theme_can_change(strip: FilmStrip) -> None:
    strip.set_theme(light())
    assert QColor(picture(strip).pixel(500, 5)) == light().colours.panel


def test_another_title_or_rate_is_shown(qtbot: QtBot, session: Session, strip: FilmStrip) -> None:
    with qtbot.waitSignal(strip.plan.changed):
        set_meta(session, title="Another film")
    assert strip.plan.sequence.title == "Another film"
