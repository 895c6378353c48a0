"""Moving about in a real window with a real mouse: features.md 5.1, each line by what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from canvas.app import settings as kept
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from tests.desktop import Desktop, until

KINDS = (NodeKind.prompt, NodeKind.clip, NodeKind.note, NodeKind.picture, NodeKind.sound)

MAP = (1188, 786)
"""The middle of the map in the corner."""


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A board with far more than is in sight, at 100 %, nothing of which glides."""
    home, board = tmp_path / "home", tmp_path / "Film.shotweave"
    monkeypatch.setenv("SHOTWEAVE_HOME", str(home))
    chosen = replace(kept.load().settings, toured=True, motion="reduced", language="en")
    kept.save(replace(chosen, right_drag_pans=True))
    with Session.create(board, settings=kept.load().settings, title="Film") as session:
        for at in range(60):
            place = 420.0 * (at % 10), 330.0 * (at // 10)
            add_node(session, KINDS[at % 5], place, title=f"N{at}")
    desktop = Desktop(home)
    try:
        desktop.start(str(board))
        desktop.fill_screen()
        desktop.tell("mousemove", "1000", "20")
        until(lambda: rests(desktop), what="a window at rest")
        before = seen(desktop)
        desktop.key("ctrl+0")
        until(lambda: (seen(desktop) != before).any() and rests(desktop), what="100 %")
        yield desktop
    finally:
        desktop.close()


def seen(desktop: Desktop) -> NDArray[np.uint8]:
    """The colours of the screen: rows, columns, 3."""
    path = desktop.picture(desktop.log.with_name("screen.png"))
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def rests(desktop: Desktop) -> bool:
    """Whether two looks, a moment apart, see the same."""
    before = seen(desktop)
    desktop.wait(0.25)
    return bool((seen(desktop) == before).all())


def middle(screen: NDArray[np.uint8], dx: int = 0, dy: int = 0) -> NDArray[np.uint8]:
    """A part of the field that nothing floats over, and where it is after a pan."""
    return screen[400 + dy : 650 + dy, 500 + dx : 900 + dx]


def moves(desktop: Desktop, before: NDArray[np.uint8], dx: int, dy: int) -> bool:
    return bool((middle(seen(desktop), dx, dy) == middle(before)).all())


def stroke(desktop: Desktop, button: int, dx: int, dy: int) -> None:
    desktop.tell("mousemove", "700", "500", "mousedown", str(button))
    for step in range(1, 11):
        desktop.tell("mousemove", str(700 + dx * step // 10), str(500 + dy * step // 10))
    desktop.tell("mouseup", str(button))
    desktop.tell("mousemove", "1000", "20")


def test_the_field_follows_the_hand_pixel_for_pixel(desktop: Desktop) -> None:
    """Pan: middle button, right button, Space-drag, the hand tool, Shift and the wheel."""
    for button, key in ((2, ""), (3, ""), (1, "space")):
        before = seen(desktop)
        if key:
            desktop.tell("mousemove", "700", "500", "keydown", key)
        stroke(desktop, button, -150, -60)
        if key:
            desktop.tell("keyup", key)
        until(lambda: moves(desktop, before, -150, -60), what=f"a pan {button}{key}")  # noqa: B023  # called at once

    before = seen(desktop)
    desktop.key("h")
    stroke(desktop, 1, 120, 40)
    desktop.key("v")
    until(lambda: moves(desktop, before, 120, 40), what="a pan with the hand")

    before = seen(desktop)
    desktop.tell("mousemove", "700", "500", "keydown", "shift", "click", "5", "keyup", "shift")
    desktop.tell("mousemove", "1000", "20")
    until(lambda: moves(desktop, before, -72, 0), what="a pan with Shift and the wheel")


def test_the_map_is_dragged_and_hidden_and_a_fit_needs_none(desktop: Desktop) -> None:
    before = seen(desktop)
    desktop.drag(MAP, (MAP[0] - 30, MAP[1] - 15))
    desktop.tell("mousemove", "1000", "20")
    until(lambda: (middle(seen(desktop)) != middle(before)).any(), what="a drag")
    assert rests(desktop)

    def on_map(screen: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return screen[MAP[1] - 40 : MAP[1] + 40, MAP[0] - 70 : MAP[0] + 70]

    with_map = seen(desktop)
    desktop.key("alt+m")
    until(lambda: (on_map(seen(desktop)) != on_map(with_map)).any(), what="no map")
    assert (middle(seen(desktop)) == middle(with_map)).all()
    desktop.key("alt+m")
    until(lambda: (on_map(seen(desktop)) == on_map(with_map)).all(), what="the map")


def test_the_wheel_zooms_at_the_pointer_and_the_way_back_brings_the_same_pixels(
    desktop: Desktop,
) -> None:
    before = seen(desktop)
    desktop.tell("mousemove", "640", "450", "click", "4", "click", "4")
    until(lambda: (middle(seen(desktop)) != middle(before)).any(), what="a zoom")
    desktop.tell("click", "5", "click", "5", "mousemove", "1000", "20")
    until(lambda: moves(desktop, before, 0, 0), what="the way back")
