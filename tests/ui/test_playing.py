"""Films and sounds on the board, in a real window with real files: features.md 5.2, Space plays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes
from canvas.document.records import NodeKind
from canvas.ui.main_window import MainWindow
from canvas.ui.painting.motion import Playing as Shown
from tests.assets.painted import clip_bytes, write_beeps
from tests.ui.test_playback import number_in

PATIENCE = 20_000


def bring(window: MainWindow, path: Path, at: tuple[float, float]) -> str:
    """Import a file and put its node somewhere."""
    (node,) = import_files(window.session, [path], clips=False).nodes
    x, y = window.session.board.nodes[node].pos
    move_nodes(window.session, [node], at[0] - x, at[1] - y)
    return node


def video(window: MainWindow, folder: Path, at: tuple[float, float], frames: int = 200) -> str:
    """A video node whose frame n shows the number n."""
    name = f"{at[0]:.0f}-{at[1]:.0f}.mp4"
    path = folder / name
    path.write_bytes(clip_bytes(frames, round(at[0]) % 2048))
    return bring(window, path, at)


@pytest.fixture
def films(window: MainWindow, tmp_path: Path) -> list[str]:
    """Three videos side by side, in sight at 100 %."""
    window.resize(1440, 900)
    made = [video(window, tmp_path, (320.0 * column, 0.0)) for column in range(3)]
    look(window, 480.0, 110.0)
    return made


def look(window: MainWindow, x: float, y: float, zoom: float = 0.8) -> None:
    window.editor.camera = replace(window.editor.camera, x=x, y=y, zoom=zoom)


def shown(window: MainWindow, node: str) -> Shown | None:
    return window.view._playing.get(node)


def numbers(window: MainWindow) -> dict[str, list[int]]:
    """What every node shows from now on."""
    seen: dict[str, list[int]] = {}

    def note(node: str, image: QImage) -> None:
        seen.setdefault(node, []).append(number_in(image))

    window.playing.player.frame.connect(note)
    return seen


def point(window: MainWindow, node: str, across: float, down: float = 0.5) -> QPoint:
    """The place in the view so far across a card's picture."""
    left, top, right, bottom = window.editor.table.box(window.editor.table.rows([node])[0])
    x = left + 8 + across * (right - left - 16)
    y = top + 34 + down * (bottom - top - 42)
    return QPointF(*window.editor.camera.to_screen(x, y)).toPoint()


def hover(window: MainWindow, node: str, across: float, down: float = 0.5) -> None:
    QTest.mouseMove(window.view, point(window, node, across, down))


def tap_space(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Space)


# -- playing


def test_space_plays_all_that_is_selected_and_again_holds_it(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    window.editor.select(films[:2])
    seen = numbers(window)
    tap_space(window)
    qtbot.waitUntil(
        lambda: all(len(seen.get(node, [])) > 3 for node in films[:2]), timeout=PATIENCE
    )
    assert films[2] not in seen
    assert seen[films[0]] == sorted(seen[films[0]]), "forwards"
    tap_space(window)
    assert window.playing.playing == frozenset()
    assert shown(window, films[0]) is None, "the cover is back"


def test_all_in_sight_play_by_one_command_and_stop_by_another(
    window: MainWindow, films: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    elsewhere = video(window, tmp_path, (9000.0, 0.0), frames=8)
    seen = numbers(window)
    window.actions_.run("play.in_sight")
    qtbot.waitUntil(lambda: all(len(seen.get(node, [])) > 1 for node in films), timeout=PATIENCE)
    assert elsewhere not in window.playing.playing
    window.actions_.run("play.stop")
    assert window.playing.playing == frozenset()
    assert not any(shown(window, node) for node in films)


def test_with_nothing_to_play_the_commands_say_so(window: MainWindow) -> None:
    window.editor.select([add_node(window.session, "note", (0, 0))])
    for name in ("play.in_sight", "play.selected"):
        window.actions_.run(name)
        assert "nothing here to play" in window.banners.shown()[-1].key.what
    window.actions_.run("play.stop")


def test_what_leaves_the_view_rests_and_plays_on_when_it_is_seen_again(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    seen = numbers(window)
    window.editor.select(films[:1])
    tap_space(window)
    qtbot.waitUntil(lambda: len(seen.get(films[0], [])) > 2, timeout=PATIENCE)
    look(window, 50_000.0, 0.0)
    qtbot.waitUntil(lambda: shown(window, films[0]) is None, timeout=PATIENCE)
    last = seen[films[0]][-1]
    look(window, 480.0, 110.0)
    qtbot.waitUntil(lambda: shown(window, films[0]) is not None, timeout=PATIENCE)
    resumed = next(number for number in seen[films[0]] if number > last)
    assert resumed - last < 24, "it went on where it was"


def test_from_far_away_nothing_moves(window: MainWindow, films: list[str], qtbot: QtBot) -> None:
    window.editor.select(films)
    tap_space(window)
    qtbot.waitUntil(lambda: all(shown(window, node) for node in films), timeout=PATIENCE)
    look(window, 480.0, 110.0, zoom=0.05)
    qtbot.waitUntil(lambda: not any(shown(window, node) for node in films), timeout=PATIENCE)
    assert window.playing.playing == set(films)


def test_pictures_are_decoded_in_the_size_they_are_seen_in(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    window.editor.select(films[:1])
    tap_space(window)

    def fits() -> bool:
        one = shown(window, films[0])
        wanted = window.playing.sight.size(films[0])
        return one is not None and one.image is not None and one.image.size().toTuple() == wanted

    qtbot.waitUntil(fits, timeout=PATIENCE)
    look(window, 200.0, 110.0, zoom=1.3)
    qtbot.waitUntil(fits, timeout=PATIENCE)


def test_a_finished_render_plays_once_and_then_shows_its_cover(
    window: MainWindow, films: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    short = video(window, tmp_path, (0.0, 320.0), frames=12)
    with qtbot.waitSignal(window.playing.player.finished, timeout=PATIENCE):
        window.playing.play_finished(short)
        assert window.playing.playing == {short}
    assert window.playing.playing == frozenset()
    assert shown(window, short) is None


def test_with_reduced_motion_a_finished_render_stays_still(
    window: MainWindow, films: list[str]
) -> None:
    window.view.reduced_motion = True
    window.playing.play_finished(films[0])
    assert window.playing.playing == frozenset()


def test_a_film_that_is_deleted_while_it_plays_just_ends(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    window.editor.select(films)
    tap_space(window)
    qtbot.waitUntil(lambda: all(shown(window, node) for node in films), timeout=PATIENCE)
    delete_nodes(window.session, films[:2])
    assert window.playing.playing == {films[2]}


def test_a_film_whose_file_vanished_is_told_in_a_sentence(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    asset = window.session.board.assets[window.session.board.nodes[films[0]].refs[0]]
    assert asset.proxy is not None
    window.session.store.path(asset.proxy).unlink()
    window.editor.select(films[:1])
    tap_space(window)
    qtbot.waitUntil(lambda: bool(window.banners.shown()), timeout=PATIENCE)
    assert "file is missing" in window.banners.shown()[0].key.what
    assert window.playing.playing == frozenset()


def test_a_board_may_be_closed_while_everything_plays(
    window: MainWindow, films: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    """No thread is left: every test is held to that."""
    sound = bring(window, write_beeps(tmp_path / "beeps.wav", 5), (0.0, 320.0))
    window.editor.select([*films, sound])
    tap_space(window)
    qtbot.waitUntil(lambda: all(shown(window, node) for node in films), timeout=PATIENCE)
    assert window.close()


# -- leafing


def test_the_pointer_leafs_through_a_film_from_left_to_right(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    seen = numbers(window)
    for across, number in ((0.0, 0), (0.25, 50), (0.5, 100), (0.75, 149), (0.1, 20)):
        hover(window, films[0], across)
        qtbot.waitUntil(
            lambda number=number: bool(seen.get(films[0])) and abs(seen[films[0]][-1] - number) < 3,
            timeout=PATIENCE,
        )
    one = shown(window, films[0])
    assert one is not None
    assert one.line == pytest.approx(0.1, abs=0.02), "a line says where the pointer is"
    assert one.time.startswith("00:00."), "and the time beside it"


def test_leaving_shows_the_cover_again(window: MainWindow, films: list[str], qtbot: QtBot) -> None:
    hover(window, films[0], 0.5)
    qtbot.waitUntil(lambda: shown(window, films[0]) is not None, timeout=PATIENCE)
    QTest.mouseMove(window.view, QPoint(700, 600))
    qtbot.waitUntil(lambda: shown(window, films[0]) is None, timeout=PATIENCE)
    assert films[0] not in window.playing.player.playing


def test_what_floats_on_the_canvas_takes_the_pointer_away(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    hover(window, films[0], 0.5)
    qtbot.waitUntil(lambda: shown(window, films[0]) is not None, timeout=PATIENCE)
    QTest.mouseMove(window.rail, window.rail.rect().center())
    qtbot.waitUntil(lambda: shown(window, films[0]) is None, timeout=PATIENCE)


def test_a_gesture_or_a_pan_ends_leafing(
    window: MainWindow, films: list[str], qtbot: QtBot
) -> None:
    hover(window, films[0], 0.5)
    qtbot.waitUntil(lambda: shown(window, films[0]) is not None, timeout=PATIENCE)
    window.editor.camera = window.editor.camera.panned(5, 5)
    assert shown(window, films[0]) is None
    hover(window, films[0], 0.4)
    qtbot.waitUntil(lambda: shown(window, films[0]) is not None, timeout=PATIENCE)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=point(window, films[0], 0.4))
    assert shown(window, films[0]) is None
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=point(window, films[0], 0.4))


@pytest.mark.parametrize("why", ["setting", "motion", "far"])
def test_nobody_leafs_who_does_not_want_to_or_cannot_see(
    window: MainWindow, films: list[str], qtbot: QtBot, why: str
) -> None:
    if why == "setting":
        window.bench.settings = replace(window.bench.settings, hover_scrub=False)
    elif why == "motion":
        window.view.reduced_motion = True
    else:
        look(window, 480.0, 110.0, zoom=0.25)
    hover(window, films[0], 0.5)
    window.playing.leafing._leaf()
    hover(window, films[0], 0.6)
    window.playing.leafing._leaf()
    assert window.playing.leafing.clip == ""
    assert window.playing.player.playing == frozenset()


# -- sounds


@pytest.fixture
def sound(window: MainWindow, tmp_path: Path) -> str:
    window.resize(1440, 900)
    node = bring(window, write_beeps(tmp_path / "beeps.wav", 4), (0.0, 0.0))
    assert window.session.board.nodes[node].kind is NodeKind.sound
    look(window, 200.0, 100.0, zoom=1.0)
    return node


def test_a_sound_plays_by_space_with_a_playhead_that_moves(
    window: MainWindow, sound: str, qtbot: QtBot
) -> None:
    window.editor.select([sound])
    shares: list[float] = []
    tap_space(window)

    def moves() -> bool:
        one = shown(window, sound)
        if one is not None and one.share is not None:
            shares.append(one.share)
        return len(set(shares)) > 3

    qtbot.waitUntil(moves, timeout=PATIENCE)
    assert shares == sorted(shares)
    tap_space(window)
    held = window.playing.listening.share(sound)
    assert held is not None
    assert held >= shares[-1]
    assert window.playing.playing == frozenset()
    assert shown(window, sound) is not None, "its playhead stays where it was held"


def test_a_sound_ends_and_its_playhead_goes(window: MainWindow, sound: str, qtbot: QtBot) -> None:
    window.playing.listening.seek(sound, 0.97)
    window.editor.select([sound])
    tap_space(window)
    qtbot.waitUntil(lambda: sound not in window.playing.listening.held, timeout=PATIENCE)
    assert shown(window, sound) is None


def test_a_click_in_the_wave_of_a_selected_sound_puts_the_playhead_there(
    window: MainWindow, sound: str
) -> None:
    place = point(window, sound, 0.75)
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place)
    assert window.playing.listening.share(sound) is None, "the first click selects"
    assert window.editor.selection == {sound}
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place)
    assert window.playing.listening.share(sound) == pytest.approx(0.75, abs=0.01)


def test_dragging_a_sound_is_no_click_in_its_wave(window: MainWindow, sound: str) -> None:
    window.editor.select([sound])
    start = point(window, sound, 0.5)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(window.view, start + QPoint(60, 40))
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 40))
    assert window.playing.listening.held == frozenset()


def test_the_pointer_over_a_wave_tells_the_time_there(
    window: MainWindow, sound: str, qtbot: QtBot
) -> None:
    hover(window, sound, 0.5)
    qtbot.waitUntil(lambda: shown(window, sound) is not None, timeout=PATIENCE)
    one = shown(window, sound)
    assert one is not None
    assert one.line == pytest.approx(0.5, abs=0.01)
    assert one.time.startswith(("00:01.2", "00:02.0"))
    QTest.mouseMove(window.view, QPoint(700, 600))
    qtbot.waitUntil(lambda: shown(window, sound) is None, timeout=PATIENCE)


def test_a_sound_that_is_deleted_while_it_plays_falls_silent(
    window: MainWindow, sound: str
) -> None:
    window.editor.select([sound])
    tap_space(window)
    assert window.playing.playing == {sound}
    delete_nodes(window.session, [sound])
    assert window.playing.listening.held == frozenset()
