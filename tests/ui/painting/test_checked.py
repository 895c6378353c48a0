"""Memory that Qt would misread never reaches it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from canvas.ui.painting import checked
from tests.ui.painting.conftest import pixels

RED = QColor("#ff0000")


def drawn(draw: object, array: NDArray[np.float64]) -> NDArray[np.uint32]:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        painter.setPen(RED)
        painter.setBrush(RED)
        draw(painter, array)  # type: ignore[operator]  # one of checked's functions
    return pixels(image) & 0xFFFFFF


def test_rectangles_come_out_where_the_numbers_say(app: QApplication) -> None:
    seen = drawn(checked.rects, np.array([[2.0, 3, 5, 5], [20, 20, 4, 4]]))

    assert seen[5, 4] == 0xFF0000
    assert seen[22, 22] == 0xFF0000
    assert seen[15, 15] == 0


def test_lines_come_out_where_the_numbers_say(app: QApplication) -> None:
    seen = drawn(checked.lines, np.array([[0.0, 10, 39, 10]]))

    assert (seen[10] == 0xFF0000).all()
    assert (seen[11] == 0).all()


def test_fragments_come_out_where_the_numbers_say(app: QApplication) -> None:
    sprite = QPixmap(4, 4)
    sprite.fill(RED)
    fragment = np.array([[12.0, 8, 0, 0, 4, 4, 1, 1, 0, 1]])

    seen = drawn(lambda p, a: checked.fragments(p, a, sprite), fragment)

    assert (seen[6:10, 10:14] == 0xFF0000).all()
    assert (seen == 0xFF0000).sum() == 16


def test_nothing_is_drawn_from_nothing(app: QApplication) -> None:
    assert drawn(checked.rects, np.zeros((0, 4))).sum() == 0


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((3, 4), np.float32),
        np.zeros((3, 4), np.int64),
        np.zeros((3, 5)),
        np.zeros(4),
        np.zeros((3, 8))[:, ::2],
        np.zeros((4, 3)).T,
        np.array([[0.0, 1, 2, np.nan]]),
        np.array([[0.0, 1, np.inf, 3]]),
    ],
    ids=["float32", "ints", "too wide", "flat", "every second", "turned", "nan", "inf"],
)
def test_what_qt_would_misread_is_refused(app: QApplication, array: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match=r"QPainter|wanted|number"):
        drawn(checked.rects, array)
