"""Bad input from files and peers costs a picture at most: nothing stalls, nothing crashes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pycrdt import Doc, Map
from PySide6.QtGui import QFont, QTextLayout
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node, rename, set_text
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.peers import Peer
from canvas.ui.painting import checked, ink, lettered
from canvas.ui.painting.ink import LONGEST_BLOCK
from canvas.ui.painting.scenery import NOTE_SIZES
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels

WILD = (math.nan, math.inf, -math.inf, 1e9, -1e9, 1e300)

LONG = (
    "word " * 20_000,
    "W" * 100_000,
    "\u200b" * 100_000,
    "שלום " * 20_000,
    "👩‍👩‍👧‍👦" * 9_000,
    "猫" * 100_000,
    "\n" * 100_000,
)


@pytest.mark.parametrize("value", WILD)
@pytest.mark.parametrize("zoom", [0.02, 1.0, 8.0])
def test_wild_places_of_a_peer_never_reach_the_painter(
    view: CanvasView,
    film: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    value: float,
    zoom: float,
) -> None:
    """What is drawn of a peer is finite and near the view, whatever its program sends."""
    reached: list[float] = []

    def watch(name: str) -> None:
        draw: Callable[..., None] = getattr(checked, name)

        def watched(painter: Any, array: Any, *more: Any, **named: Any) -> None:
            reached.append(float(np.abs(array).max(initial=0.0)))
            draw(painter, array, *more, **named)

        monkeypatch.setattr(checked, name, watched)

    for name in ("rects", "lines", "fragments"):
        watch(name)
    view.editor.camera = replace(view.editor.camera, zoom=zoom)
    view.editor.peers = tuple(
        Peer(
            id=str(cursor),
            name="Ann",
            colour="#ff00aa",
            cursor=cursor,
            view=seen,
            selection=frozenset({film["first"], "nobody"}),
        )
        for cursor, seen in (
            ((value, 10.0), (value, 0.0, 100.0, 100.0)),
            ((10.0, value), (0.0, 0.0, 100.0, value)),
            ((value, value), (value, value, value, value)),
        )
    )
    view.editor.damage.everything()
    view.refresh()
    frames = view.frames
    shown = view.grab()

    assert view.frames == frames + 1
    assert not shown.isNull()
    assert reached
    assert max(reached) < 1e8


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("kind", [NodeKind.note, NodeKind.prompt, NodeKind.text, NodeKind.scene])
def test_no_more_of_a_long_text_is_laid_out_than_a_card_has_room_for(
    view: CanvasView,
    session: Session,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    kind: NodeKind,
    words: str,
) -> None:
    sizes: list[int] = []

    def layout(text: str, face: QFont) -> QTextLayout:
        sizes.append(len(text))
        return QTextLayout(text, face)

    for module in (ink, lettered):
        monkeypatch.setattr(module, "QTextLayout", layout)
    text = "" if kind is NodeKind.scene else words
    node = add_node(session, kind, (1500, 0), text=text, title=words[:200])
    view.editor.camera = replace(view.editor.camera, x=1600, y=80, zoom=1.0)
    at_rest(view, qtbot)

    assert kind is NodeKind.scene or sizes  # names are one line: no layout breaks them
    assert max(sizes, default=0) <= 2 * LONGEST_BLOCK
    assert len(view.painter.faces.of(node).title) <= 400


@pytest.mark.parametrize("title", LONG, ids=range(len(LONG)))
def test_a_name_of_a_hundred_thousand_letters_from_a_stranger_is_cut_to_a_line(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, title: str
) -> None:
    doc: Doc[Any] = Doc()
    doc.apply_update(session.board.encode())
    before = doc.get_state()
    nodes = doc.get("nodes", type=Map)
    with doc.transaction():
        for node in (film["note"], film["scene"], film["words"]):
            nodes[node]["title"] = title
    session.board.receive(doc.get_update(before), "stranger")
    view.editor.fit()
    at_rest(view, qtbot)

    for node in (film["note"], film["scene"], film["words"]):
        assert len(view.painter.faces.of(node).title) <= 400


def test_a_font_without_the_glyphs_shows_something_for_each_letter(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a Chinese face on the machine there are boxes: still as many as there are letters."""
    plain = ink.font

    def poor(*what: Any, **named: Any) -> QFont:
        face = QFont(plain(*what, **named))
        face.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        return face

    monkeypatch.setattr(ink, "font", poor)
    ground = _inked(view, session, film["words"], " ", qtbot)
    few = _inked(view, session, film["words"], "猫", qtbot)
    many = _inked(view, session, film["words"], "猫醒了推近环绕", qtbot)

    assert ground < few < many


def test_a_note_writes_smaller_before_it_leaves_words_out(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    room = (216.0, 136.0)
    sizes = [ink.fitting("word " * count, NOTE_SIZES, room).size for count in range(1, 80)]

    assert tuple(dict.fromkeys(sizes)) == NOTE_SIZES, "smaller and smaller, and never larger again"
    assert ink.fitting("猫" * 100_000, NOTE_SIZES, room).size == NOTE_SIZES[-1]


def _inked(view: CanvasView, session: Session, node: str, words: str, qtbot: QtBot) -> int:
    """How many pixels of a card's foot are not its ground."""
    set_text(session, node, words)
    rename(session, node, "")
    view.editor.fit([node])
    at_rest(view, qtbot)
    row = view.editor.table.row(node)
    assert row is not None
    box = view.frame().rect(view.editor.table.box(row))
    seen = pixels(view.grab())[
        box.top() + 44 : box.bottom() - 8, box.left() + 16 : box.right() - 16
    ]
    return int((seen != seen[-1, -1]).sum())
