"""How a render stands can be seen at every zoom, and nothing that a card says can stall it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import rename, set_param, set_text
from canvas.app.notices import NodeState
from canvas.app.session import Session
from canvas.document.words import Trouble, say
from canvas.ui.painting import deck, pictures
from canvas.ui.painting.frame import PAD, Detail
from canvas.ui.painting.pictures import DOT, Dots
from canvas.ui.theme import dark, light
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels

ZOOMS = (0.04, 0.15, 0.4, 1.0, 2.0)
STATES = ("stale", "queued", "running", "failed", "lost", "done")

Picture = NDArray[np.uint32]


@pytest.fixture
def stand(
    view: CanvasView, film: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], None]:
    """Let the render of the clip `first` stand as it is told."""
    known: dict[str, NodeState] = {}

    def state_of(node: str) -> NodeState:
        return known.get(node, NodeState(node))

    monkeypatch.setattr(view.painter.faces, "_state_of", state_of)
    monkeypatch.setattr(view.painter.signs, "_state_of", state_of)

    def tell(state: str) -> None:
        trouble = Trouble(say("The disk is full.")) if state == "failed" else None
        known[film["first"]] = NodeState(film["first"], state, progress=0.5, trouble=trouble)
        view.refresh_node(film["first"])

    return tell


def look(view: CanvasView, node: str, zoom: float, qtbot: QtBot) -> Picture:
    """The pixels of one card at a zoom."""
    left, top, right, bottom = view.editor.bounds((node,)) or (0.0, 0.0, 0.0, 0.0)
    middle = {"x": (left + right) / 2, "y": (top + bottom) / 2}
    view.editor.camera = replace(view.editor.camera, **middle, zoom=zoom)
    at_rest(view, qtbot)
    frame = view.frame()
    drawn = pixels(view.layer.bring(frame, view.editor.damage.take()))[PAD:-PAD, PAD:-PAD]
    box = frame.rect((left, top, right, bottom)).intersected(frame.area)
    return drawn[box.top() : box.bottom() + 1, box.left() : box.right() + 1].copy()


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("theme", [dark(), light()], ids=["dark", "light"])
def test_every_state_of_a_render_looks_different_at_every_zoom(
    view: CanvasView,
    film: dict[str, str],
    stand: Callable[[str], None],
    qtbot: QtBot,
    zoom: float,
    theme: object,
) -> None:
    view.set_theme(theme)  # type: ignore[arg-type]  # a Theme
    seen: dict[str, Picture] = {}
    for state in STATES:
        stand(state)
        seen[state] = look(view, film["first"], zoom, qtbot)

    # a card that has no take yet cannot be stale where there is room for words
    told = [state for state in STATES if state != "stale" or zoom < 0.2]
    for one, other in combinations(told, 2):
        assert (seen[one] != seen[other]).sum() >= 4, f"{one} looks like {other}"


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_muted_and_a_bypassed_clip_step_back_at_every_zoom(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, zoom: float
) -> None:
    seen = []
    for mode in ("on", "muted", "bypassed"):
        set_param(session, [film["first"]], "mode", mode)
        seen.append(look(view, film["first"], zoom, qtbot))

    for one, other in combinations(seen, 2):
        assert (one != other).mean() > 0.05


def test_progress_is_seen_from_afar(
    view: CanvasView, film: dict[str, str], stand: Callable[[str], None], qtbot: QtBot
) -> None:
    stand("running")
    row = view.editor.table.row(film["first"])
    assert row is not None
    bar = look(view, film["first"], 0.1, qtbot)[-1]

    lit = (bar & 0xFFFFFF) == (dark().colours.accent.rgb() & 0xFFFFFF)
    assert 0.4 < lit.mean() < 0.6


def test_a_failed_card_offers_to_try_again_and_is_pressed_there(
    view: CanvasView, film: dict[str, str], stand: Callable[[str], None], qtbot: QtBot
) -> None:
    stand("failed")
    look(view, film["first"], 1.0, qtbot)
    frame, cards, row = view.frame(), view.painter.cards, view.editor.table.row(film["first"])
    assert row is not None
    box = cards.picture_boxes(frame, row)[0]
    spot = box.bottomRight() - QPoint(24, 18)

    assert cards.offers_again(frame, film["first"], spot)
    assert not cards.offers_again(frame, film["first"], box.topLeft() + QPoint(10, 10))
    stand("done")
    assert not cards.offers_again(frame, film["first"], spot)


def test_names_are_there_at_thirty_percent(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    before = look(view, film["second"], 0.3, qtbot)
    rename(session, film["second"], "Tea")
    after = look(view, film["second"], 0.3, qtbot)

    assert view.frame().detail is Detail.near
    changed = np.flatnonzero((before != after).any(axis=1))
    assert 0 < len(changed) <= 14
    assert changed.max() < 20


def test_a_collapsed_card_is_its_header(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    whole = look(view, film["second"], 1.0, qtbot)
    set_param(session, [film["second"]], "collapsed", True)
    folded = look(view, film["second"], 1.0, qtbot)

    assert folded.shape[0] < whole.shape[0] / 3
    assert len(np.unique(folded)) > 20  # its name is there


WORDS = (
    "word " * 20_000,
    "\u200b" * 100_000,
    "W" * 100_000,
    "שלום עולם, هذه جملة طويلة " * 50,
    "👩‍👩‍👧‍👦🏳️‍🌈🎬" * 500,
    "\U0001d173\U000e0041\uffff\ue000" * 50,
    "a\u0301" * 5_000,
    "\u202e reversed \u202c",
    "\x00\x07\t\v",
)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
@pytest.mark.parametrize("zoom", [0.3, 1.0])
def test_any_words_are_drawn_and_no_more_of_them_than_fits(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    qtbot: QtBot,
    words: str,
    zoom: float,
) -> None:
    faces = view.painter.faces
    set_text(session, film["words"], words)
    rename(session, film["words"], words[:500])
    rename(session, film["scene"], words[:500])

    assert look(view, film["words"], zoom, qtbot).size
    assert look(view, film["card"], zoom, qtbot).size
    assert len(faces.of(film["words"]).words) <= 4000
    assert len(faces.of(film["words"]).title) <= 200


def test_cards_that_are_kept_are_bounded(
    view: CanvasView, film: dict[str, str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deck, "MAX_BYTES", 600_000)
    look(view, film["first"], 1.0, qtbot)

    kept = view.painter.cards._deck
    taken = sum(card.pixmap.width() * card.pixmap.height() * 4 for card in kept._cards.values())
    assert 0 < taken == kept._bytes <= 600_000


def test_dots_are_begun_anew_where_there_would_be_too_many(
    view: CanvasView, film: dict[str, str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(view, film["first"], 1.0, qtbot)
    monkeypatch.setattr(pictures, "DOT_BYTES", DOT[0] * DOT[1] * 4)
    dots = Dots(view.thumbnails)
    hashes = {hash for node in film.values() for hash in view.painter.faces.of(node).pictures}

    slots = [dots.slot(hash, fetch=False) for hash in sorted(hashes)]

    assert slots == [0] * len(hashes)
    assert len(dots) == 1
    assert dots.generation == len(hashes) - 1


def test_a_moving_zoom_asks_for_nothing_new(view: CanvasView, film: dict[str, str]) -> None:
    view.thumbnails.look_again()
    for images in view.thumbnails._images.values():
        images.clear()
    for zoom in (0.9, 0.7, 0.5, 0.3, 0.2, 0.1):
        view.editor.camera = replace(view.editor.camera, zoom=zoom)
        view.repaint()

    assert not view.thumbnails.busy


def test_a_card_that_is_kept_is_drawn_anew_when_its_face_changes_or_its_picture_comes(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    before = look(view, film["first"], 1.0, qtbot)
    again = look(view, film["first"], 1.0, qtbot)
    assert (before == again).all()

    rename(session, film["first"], "Another name")
    assert (look(view, film["first"], 1.0, qtbot) != before).any()
