"""The strip of time: where it is pressed is when it was (R11.10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.history import Moment
from canvas.ui.theme import dark, light
from canvas.ui.time_strip import REST, SIDE, TimeStrip, worked

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLOURS = {"ann": "#FF8A3D", "bob": "#6EA8FF"}


def some(*done: tuple[float, str]) -> list[Moment]:
    """Entries so many seconds after noon, numbered from 1."""
    return [
        Moment(number, NOON + timedelta(seconds=seconds), person, "Move node")
        for number, (seconds, person) in enumerate(done, 1)
    ]


@pytest.fixture
def strip(app: QApplication, qtbot: QtBot) -> TimeStrip:
    strip = TimeStrip(dark(), lambda moment: f"entry {moment.number}")
    qtbot.addWidget(strip)
    strip.resize(220, strip.height())
    strip.load(
        some((0, "ann"), (10, "ann"), (20, "bob"), (90_000, "bob"), (90_020, "ann")),
        [NOON + timedelta(seconds=15)],
        lambda person: COLOURS[person],
    )
    strip.show()
    return strip


def test_a_night_takes_no_more_room_than_a_short_rest() -> None:
    places = worked(np.array([0.0, 10.0, 90_000.0, 90_020.0]))
    whole = 10 + REST + 20
    assert np.allclose(places, [0, 10 / whole, (10 + REST) / whole, 1])


def test_clocks_that_went_back_stand_still() -> None:
    assert (np.diff(worked(np.array([0.0, 50.0, 20.0, 60.0]))) >= 0).all()
    assert worked(np.array([5.0])).tolist() == [1.0]
    assert worked(np.array([5.0, 5.0, 5.0])).tolist() == [0.0, 0.5, 1.0]
    assert worked(np.zeros(0)).size == 0


@pytest.mark.parametrize(
    ("x", "number"), [(0, 1), (SIDE, 1), (SIDE + 25, 2), (SIDE + 45, 3), (190, 4), (219, 5)]
)
def test_a_press_means_the_last_entry_up_to_there(
    strip: TimeStrip, qtbot: QtBot, x: int, number: int
) -> None:
    """R11.10"""
    with qtbot.waitSignal(strip.scrubbed) as heard:
        qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 30))
    assert heard.args == [number]


def test_keys_walk_by_steps_and_to_the_ends(strip: TimeStrip, qtbot: QtBot) -> None:
    """R11.10"""
    walked: list[int] = []
    strip.walked.connect(walked.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(strip, key)
    qtbot.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert walked == [-1, 1, -10]
    for key, now in ((Qt.Key.Key_Home, False), (Qt.Key.Key_End, True)):
        with qtbot.waitSignal(strip.ended) as heard:
            qtbot.keyClick(strip, key)
        assert heard.args == [now]
    with qtbot.waitSignal(strip.left):
        qtbot.keyClick(strip, Qt.Key.Key_Escape)


def test_bars_have_the_colours_of_who_worked(strip: TimeStrip) -> None:
    picture = strip.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name().upper()
        for x in range(picture.width())
        for y in range(20, picture.height() - 10)
    }
    assert set(COLOURS.values()) <= seen


def test_the_mark_stands_where_the_moment_is(strip: TimeStrip) -> None:
    accent = light().colours.accent.name()
    strip.set_theme(light())

    def marked() -> float:
        picture = strip.grab().toImage()
        row = [x for x in range(picture.width()) if picture.pixelColor(x, 4).name() == accent]
        return sum(row) / len(row) if row else -1.0

    assert marked() == -1.0, "now is not marked as a moment of the past"
    strip.show_number(1)
    assert abs(marked() - SIDE) < 2
    assert strip.accessibleDescription() == "entry 1"
    strip.show_number(5)
    assert abs(marked() - (220 - SIDE)) < 2


def test_an_empty_strip_says_nothing(app: QApplication, qtbot: QtBot) -> None:
    strip = TimeStrip(dark(), lambda moment: "")
    qtbot.addWidget(strip)
    strip.scrubbed.connect(lambda number: pytest.fail(f"{number}"))
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 30))
    strip.show_number(3)
    strip.grab()
