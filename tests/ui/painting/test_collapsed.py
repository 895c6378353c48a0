"""What is collapsed can be read in every theme, and tells its ports apart as one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from canvas.app.commands.grouping import collapse
from canvas.app.commands.nodes import rename
from canvas.app.session import Session
from canvas.editor.wiring import FLOW_CODE
from canvas.ui.painting.glyphs import NEUTRAL
from canvas.ui.theme import Theme, theme_named
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels

THEMES = ("dark", "light", "contrast-dark", "contrast-light")


def themed(name: str) -> Theme:
    return theme_named(name, True, False)


def shot(view: CanvasView, qtbot: QtBot, box: QRect) -> NDArray[np.uint32]:
    at_rest(view, qtbot)
    seen = pixels(view.grab())
    return seen[box.top() : box.bottom() + 1, box.left() : box.right() + 1] & 0xFFFFFF


def place(view: CanvasView, node: str) -> QRect:
    row = view.editor.table.row(node)
    assert row is not None
    return view.frame().rect(view.editor.table.box(row))


def light_of(colour: int) -> float:
    """Relative luminance [WCAG 2.1]."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(drawn: NDArray[np.uint32]) -> float:
    """Between the ground, which most of it is, and what stands out from it most."""
    colours, counts = np.unique(drawn, return_counts=True)
    ground = light_of(int(colours[counts.argmax()]))
    lights = [light_of(colour) for colour in colours.tolist()]
    return max((max(one, ground) + 0.05) / (min(one, ground) + 0.05) for one in lights)


@pytest.mark.parametrize("name", THEMES)
def test_the_name_and_the_count_of_a_collapsed_frame_can_be_read(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, name: str
) -> None:
    collapse(session, [film["scene"]])
    view.set_theme(themed(name))
    view.editor.fit([film["scene"]])
    box = place(view, film["scene"])
    above, foot = QRect(box.left(), box.top() - 28, 200, 26), QRect(box)
    foot.adjust(14, 98, -100, -10)

    assert contrast(shot(view, qtbot, above)) > 4.5
    assert contrast(shot(view, qtbot, foot)) > 4.5
    before = shot(view, qtbot, above)
    rename(session, film["scene"], "Another name")
    assert (shot(view, qtbot, above) != before).any()


def test_a_collapsed_frame_looks_different_in_every_theme(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    collapse(session, [film["scene"]])
    view.editor.fit([film["scene"]])
    box, seen = place(view, film["scene"]), {}
    for name in THEMES:
        view.set_theme(themed(name))
        seen[name] = shot(view, qtbot, box)

    for one, other in combinations(THEMES, 2):
        assert (seen[one] != seen[other]).mean() > 0.1, f"{one} looks like {other}"


def test_the_inputs_of_a_collapsed_card_are_one_neutral_mark(
    view: CanvasView, session: Session, film: dict[str, str]
) -> None:
    marks = view.painter.ports
    row = view.editor.table.row(film["first"])
    assert row is not None
    whole = marks._of(row)
    collapse(session, [film["first"]])
    left, right = sorted(marks._of(row).tolist())

    assert len(whole) > 3
    assert left[2:] == [NEUTRAL, 1.0], "several flows come in, some of them linked"
    assert right[2] == FLOW_CODE["video"]
    assert left[1] == right[1]
