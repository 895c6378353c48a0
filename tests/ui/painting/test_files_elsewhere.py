"""A card whose file is with somebody else says who has it and how far it is, at every zoom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.app.whereabouts import STATES, Whereabouts
from canvas.document.words import Trouble, say
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest, pixels
from tests.ui.painting.test_layer import difference

TOLD = Trouble(say("The disk is full"))


class Elsewhere:
    """Files that are with somebody else, as a room would tell."""

    def __init__(self) -> None:
        self.known: dict[str, Whereabouts] = {}

    def of(self, hash: str) -> Whereabouts | None:
        return self.known.get(hash)


@pytest.fixture
def cat(session: Session, film: dict[str, str]) -> str:
    return session.board.nodes[film["cat"]].refs[0]


@pytest.fixture
def elsewhere(view: CanvasView) -> Elsewhere:
    made = Elsewhere()
    view.show_whereabouts(made.of)
    return made


def shown(view: CanvasView, qtbot: QtBot) -> NDArray[np.uint32]:
    at_rest(view, qtbot)
    return pixels(view.grab())


def face(view: CanvasView, film: dict[str, str]) -> tuple[str, str, float | None, str]:
    """What the card of the cat says: its badge, in short, its bar, and in place of its picture."""
    found = view.painter.faces.of(film["cat"])
    badge = found.state
    return badge.text if badge else "", badge.short if badge else "", found.progress, found.where


@pytest.mark.parametrize(
    ("where", "words", "short", "bar"),
    [
        (Whereabouts("coming", 0.4), "Fetching · 40 %", "40 %", 0.4),
        (Whereabouts("sent", 0.25, ("Ann",)), "Ann is sending · 25 %", "25 %", 0.25),
        (Whereabouts("held", people=("Ann",)), "With Ann", "Ann", None),
        (Whereabouts("away", people=("Ann",)), "With Ann, who is away", "Away", None),
        (Whereabouts("nobody"), "Original missing", "Original missing", None),
        (Whereabouts("failed", trouble=TOLD), "Not fetched", "Not fetched", None),
        (Whereabouts("there"), "", "", None),
        (Whereabouts("offline"), "", "", None),
    ],
)
def test_r9_23_a_card_whose_small_picture_is_here_says_where_its_original_is(
    view: CanvasView,
    film: dict[str, str],
    cat: str,
    elsewhere: Elsewhere,
    where: Whereabouts,
    words: str,
    short: str,
    bar: float | None,
) -> None:
    elsewhere.known[cat] = where
    view.show_files((), (film["cat"],))
    assert face(view, film) == (words, short, bar, "")


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Whereabouts("coming", 0.4), "cat.jpg is on its way here: 40 %"),
        (Whereabouts("sent", 0.25, ("Ann", "Bo")), "Ann, Bo is sending cat.jpg: 25 %"),
        (Whereabouts("held", people=("Ann",)), "Ann has cat.jpg"),
        (Whereabouts("away", people=("Ann",)), "Ann has cat.jpg and is not here now"),
        (Whereabouts("nobody"), "Nobody who is here has cat.jpg"),
        (Whereabouts("there"), "cat.jpg is in the room, not here yet"),
        (Whereabouts("offline"), "cat.jpg is with the others; the room is not reached"),
        (Whereabouts("failed", trouble=TOLD), "The disk is full"),
    ],
)
def test_r9_23_a_card_without_its_picture_says_who_has_it_in_its_place(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    cat: str,
    elsewhere: Elsewhere,
    where: Whereabouts,
    words: str,
) -> None:
    thumbnail = session.board.assets[cat].thumbnail
    assert thumbnail is not None
    elsewhere.known[thumbnail] = where
    view.show_files((), (film["cat"],))
    assert face(view, film)[3] == words


@pytest.mark.parametrize("zoom", [0.02, 0.06, 0.12, 0.3, 0.6, 1.0, 1.7])
def test_r9_23_what_is_kept_of_such_a_card_equals_what_is_drawn_anew(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    cat: str,
    elsewhere: Elsewhere,
    qtbot: QtBot,
    zoom: float,
) -> None:
    camera = view.editor.camera
    view.editor.camera = camera.zoom_at(450.0, 320.0, zoom / camera.zoom)
    at_rest(view, qtbot)
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    for state in STATES:
        trouble = TOLD if state == "failed" else None
        for share in (0.1, 0.8):
            elsewhere.known[cat] = Whereabouts(state, share, ("Ann",), trouble)
            view.show_files((), (film["cat"], film["first"]))
            at_rest(view, qtbot)
            assert difference(view, oracle) == 0, f"{state} {share}"


@pytest.mark.parametrize("zoom", [0.06, 0.12, 0.3, 0.6, 1.0])
def test_r9_23_the_bar_grows_at_every_zoom(
    view: CanvasView,
    film: dict[str, str],
    cat: str,
    elsewhere: Elsewhere,
    qtbot: QtBot,
    zoom: float,
) -> None:
    view.editor.fit([film["cat"]])
    camera = view.editor.camera
    view.editor.camera = camera.zoom_at(450.0, 320.0, zoom / camera.zoom)
    accent = dark().colours.accent.rgb()
    lengths = []
    for share in (0.0, 0.5, 1.0):
        elsewhere.known[cat] = Whereabouts("coming", share)
        view.show_files((), (film["cat"],))
        lengths.append(int((shown(view, qtbot) == accent).sum()))
    assert lengths[0] <= lengths[1] < lengths[2]


def test_r9_23_a_picture_that_comes_takes_the_place_of_the_words(
    view: CanvasView,
    session: Session,
    film: dict[str, str],
    cat: str,
    elsewhere: Elsewhere,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    view.editor.fit([film["cat"]])
    whole = shown(view, qtbot)
    thumbnail = session.board.assets[cat].thumbnail
    assert thumbnail is not None
    stored, aside = session.store.path(thumbnail), tmp_path / "with Ann"
    stored.rename(aside)
    elsewhere.known[thumbnail] = Whereabouts("held", people=("Ann",))
    view.show_files((), (film["cat"],))
    view.look_for_files()
    qtbot.waitUntil(lambda: view.thumbnails.is_missing(thumbnail))
    held = shown(view, qtbot)
    assert (held != whole).any()
    aside.rename(stored)
    elsewhere.known.clear()
    view.show_files((thumbnail,), (film["cat"],))
    qtbot.waitUntil(lambda: bool((shown(view, qtbot) == whole).all()))
