"""A picture that vanishes from the disk in mid-session is said to be missing, and found again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels


@pytest.fixture
def thumbnail(session: Session, film: dict[str, str]) -> str:
    """What the cat's card shows."""
    (ref,) = session.board.nodes[film["cat"]].refs
    found = session.board.assets[ref].thumbnail
    assert found is not None
    return found


def card(view: CanvasView, node: str, qtbot: QtBot) -> NDArray[np.uint32]:
    at_rest(view, qtbot)
    row = view.editor.table.row(node)
    assert row is not None
    box = view.painter.cards.picture_boxes(view.frame(), row)[0]
    seen = pixels(view.grab())
    return seen[box.top() : box.bottom() + 1, box.left() : box.right() + 1]


def come_back(view: CanvasView) -> None:
    """The person was in another program, and is here again."""
    QApplication.sendEvent(view, QEvent(QEvent.Type.WindowActivate))


def test_a_picture_that_is_deleted_elsewhere_is_missing_when_one_comes_back_and_found_again(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    thumbnail: str,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    view.editor.fit([film["cat"]])
    whole = card(view, film["cat"], qtbot)
    stored, aside = session.store.path(thumbnail), tmp_path / "elsewhere"
    stored.rename(aside)
    come_back(view)
    qtbot.waitUntil(lambda: view.thumbnails.is_missing(thumbnail))
    lost = card(view, film["cat"], qtbot)

    assert (lost != whole).mean() > 0.5
    ground = dark().colours.raised.rgb()
    assert 0.6 < (lost == ground).mean() < 0.99, "letters on the empty ground"
    aside.rename(stored)
    come_back(view)
    qtbot.waitUntil(lambda: bool((card(view, film["cat"], qtbot) == whole).all()))


def test_what_a_card_says_names_the_file(
    view: CanvasView, session: Session, film: dict[str, str], thumbnail: str
) -> None:
    faces = view.painter.faces
    (ref,) = session.board.nodes[film["cat"]].refs

    assert faces.missing(thumbnail) == "cat.jpg is missing"
    assert faces.missing(ref) == "cat.jpg is missing"
    assert faces.missing("0" * 64) == "File missing"


def test_coming_back_to_a_board_that_is_whole_paints_nothing_anew(
    view: CanvasView, film: dict[str, str], qtbot: QtBot
) -> None:
    before = view.thumbnails.arrivals
    come_back(view)
    assert not view.editor.damage
    at_rest(view, qtbot)

    assert view.thumbnails.arrivals == before + 1
    assert not view.thumbnails.has_missing
