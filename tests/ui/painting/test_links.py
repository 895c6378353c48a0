"""Bent, faint and hand-held links: the quick way of painting them equals the plain way."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from canvas.app.commands.rewire import bend, mute
from canvas.app.session import Session
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.view import CanvasView
from tests.ui.painting.conftest import at_rest
from tests.ui.painting.test_layer import difference


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_bent_and_muted_links_are_painted_alike_in_part_and_whole(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot, zoom: float
) -> None:
    dice = random.Random(zoom)
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    view.editor.camera = replace(view.editor.camera, x=620, y=380, zoom=zoom)
    links = sorted(session.board.edges)
    for step in range(12):
        if step % 4 == 3:
            mute(session, [dice.choice([film["words"], film["sound"]])])
        else:
            points = [(dice.uniform(0, 900), dice.uniform(0, 700)) for _ in range(step % 3)]
            bend(session, dice.choice(links), points)
        view.editor.camera = view.editor.camera.panned(dice.randint(-30, 30), dice.randint(-30, 30))
        at_rest(view, qtbot)
        assert difference(view, oracle) == 0, f"after step {step}"


def test_a_bend_in_the_hand_leaves_no_trace(
    view: CanvasView, session: Session, film: dict[str, str], qtbot: QtBot
) -> None:
    oracle = StaticLayer(view.painter)
    oracle.direct = True
    link = sorted(session.board.edges)[0]
    at_rest(view, qtbot)
    assert difference(view, oracle) == 0
    for n in range(6):
        view.editor.lead(link, ((200.0 + 60 * n, 500.0 - 70 * n),))
        assert difference(view, oracle) == 0, f"held at step {n}"
    view.editor.lead(link, None)
    assert difference(view, oracle) == 0
