"""Text, arrows and ink on the field: painted alike by every way, at every zoom, in both themes."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from canvas.app.commands import sketch
from canvas.app.commands.nodes import move_nodes
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.lettered import Looks, fitted, laid_out
from canvas.ui.painting.outlines import path_of, thick
from canvas.ui.painting.pens import LEAST_CONTRAST, PENS, contrast, pen_colour
from canvas.ui.painting.sketched import sketched
from canvas.ui.theme import Theme, dark, light
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest
from tests.ui.painting.test_layer import bring, difference


@pytest.fixture
def sketches(session: Session, film: dict[str, str]) -> dict[str, str]:
    """A text, two arrows (one on two nodes, one curved) and ink over the board of one of each."""
    rng = random.Random(7)
    text = sketch.write_text(session, (240, 20), "A night at sea\n海上一夜", size="L")
    held = sketch.draw_arrow(
        session, (0, 0), (1, 1), source=film["note"], target=film["card"], color="coral"
    )
    curved = sketch.draw_arrow(
        session, (300, 640), (900, 300), params={"bend": 0.4, "heads": "both", "weight": "L"}
    )
    line = [
        (500 + 2.0 * t + 40 * math.sin(t / 5), 350 + 90 * math.cos(t / 9), rng.random())
        for t in range(160)
    ]
    (ink,) = sketch.draw(session, line, width=7.0, color="violet")
    return {"text": text, "held": held, "curved": curved, "ink": ink}


@pytest.mark.parametrize("zoom", [1.0, 0.63, 0.36, 0.2, 0.05, 1.7, 3.1])
def test_sketches_scrolled_and_repaired_equal_those_painted_anew(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    sketches: dict[str, str],
    qtbot: QtBot,
    zoom: float,
) -> None:
    dice = random.Random(zoom)
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    view.editor.camera = replace(view.editor.camera, x=620, y=380, zoom=zoom)
    at_rest(view, qtbot)
    for step in range(16):
        if dice.random() < 0.6:
            by = dice.randint(-130, 130), dice.randint(-90, 90)
            view.editor.camera = view.editor.camera.panned(*by)
        else:
            moved = dice.choice([film["note"], film["card"], *sketches.values()])
            move_nodes(session, [moved], dice.uniform(-60, 60), dice.uniform(-60, 60))
        assert difference(view, oracle) == 0, f"step {step}"
    rows = view.editor.table.rows([film["card"], sketches["ink"]])
    for _ in range(4):
        view.editor.hold(rows, dice.uniform(-90, 90), dice.uniform(-90, 90))
        assert difference(view, oracle) == 0, "in a hand"


def test_a_sketch_can_be_seen_at_every_zoom(
    view: CanvasView, session: Session, sketches: dict[str, str], qtbot: QtBot
) -> None:
    """Levels of detail: bars and hairlines from afar, never nothing."""
    for zoom in (2.0, 1.0, 0.5, 0.25, 0.1, 0.04):
        for id in sketches.values():
            view.editor.camera = replace(view.editor.camera, zoom=zoom)
            view.editor.camera = view.editor.camera.centred(*_middle(view, id))
            at_rest(view, qtbot)
            with_it = bring(view, view.layer).copy()
            row = view.editor.table.rows([id])[0]
            view.editor.table.live[row] = False
            view.editor.damage.everything()
            without = bring(view, view.layer).copy()
            view.editor.table.live[row] = True
            view.editor.damage.everything()
            kind = view.editor.board.nodes[id].kind
            assert (with_it != without).any(), f"{kind} at {zoom}"


def test_words_without_a_break_break_where_their_box_ends(app: object) -> None:
    looks = Looks(22.0, "left", wrap=True)
    wide, high = fitted("one two three four five six seven", looks, 120.0)
    assert wide == 120.0
    assert high >= 3 * looks.step - 1


def test_a_line_that_never_ends_is_broken_at_last(app: object) -> None:
    """Bad input: 100,000 characters, nowhere a space."""
    wide, high = fitted("猫" * 100_000, Looks(22.0, "left", wrap=False), 100.0)
    assert wide <= 1600
    assert high > 10_000


@pytest.mark.parametrize(
    "words", ["שלום עולם", "👩‍👩‍👧‍👦 film", "a\u200bb\u200c", "", "\n\n", "ﷺ" * 40]
)
def test_any_script_has_a_box(app: object, words: str) -> None:
    wide, high = fitted(words, Looks(36.0, "center", wrap=False), 100.0)
    assert math.isfinite(wide)
    assert wide >= 24
    assert high >= 36


def test_lines_break_alike_at_every_zoom(app: object) -> None:
    """What is wrapped at 100 % is not wrapped anew by looking at it from elsewhere."""
    looks = Looks(15.0, "left", wrap=True)
    layout = laid_out("The moon rises over the bay and nobody sees it.", looks, 140.0)
    assert layout is laid_out("The moon rises over the bay and nobody sees it.", looks, 140.0)


def test_a_stroke_that_crosses_itself_has_no_holes(app: object) -> None:
    """All parts turn the same way: where they overlap they never cancel out."""
    turn = np.linspace(0, 4 * np.pi, 90)
    points = np.stack([100 + 60 * np.cos(turn), 100 + 30 * np.sin(2 * turn)], axis=1)
    path = path_of(thick(points, np.full(90, 14.0)))
    for x, y in points.tolist():
        assert path.contains(_at(x, y))
    sharp = np.array([[10, 10], [90, 12], [12, 14], [90, 60], [90, 61], [10, 60.0]])
    jagged = path_of(thick(sharp, np.full(6, 9.0)))
    for a, b in itertools.pairwise(sharp):
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = a + (b - a) * share
            assert jagged.contains(_at(float(x), float(y)))


@pytest.mark.parametrize("theme", [dark(), light()], ids=["dark", "light"])
@pytest.mark.parametrize("name", [*PENS, "#F6D873", "#101010", "#ffffff", "no colour"])
def test_every_pen_stands_out_from_the_field(app: object, theme: Theme, name: str) -> None:
    assert contrast(pen_colour(theme, name), theme.colours.field) >= LEAST_CONTRAST


def test_a_text_under_the_field_that_writes_it_is_not_drawn_twice(
    view: CanvasView, sketches: dict[str, str], qtbot: QtBot
) -> None:
    at_rest(view, qtbot)
    before = bring(view, view.layer).copy()
    view.editor.writing = sketches["text"]
    view.editor.damage.everything()
    during = bring(view, view.layer).copy()
    view.editor.table.live[view.editor.table.rows([sketches["text"]])[0]] = False
    view.editor.damage.everything()
    assert (before != during).any()
    assert (during == bring(view, view.layer)).all()


def test_the_kinds_without_a_card_are_the_three(film: dict[str, str], view: CanvasView) -> None:
    table = view.editor.table
    assert not sketched(table.kind[: len(table)]).any()
    assert NodeKind.text not in {view.editor.board.nodes[id].kind for id in film.values()}


def _middle(view: CanvasView, id: str) -> tuple[float, float]:
    box = view.editor.table.box(view.editor.table.rows([id])[0])
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _at(x: float, y: float) -> QPointF:
    return QPointF(x, y)
