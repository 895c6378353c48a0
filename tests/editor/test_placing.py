"""New nodes where they are seen: inside the view, under nothing that floats over it."""

from __future__ import annotations

import pytest

from canvas.editor.camera import Box, Camera
from canvas.editor.placing import EDGE, in_sight

SIZE = (200.0, 100.0)
VIEW = Camera(x=500.0, y=300.0, zoom=1.0, width=1000.0, height=600.0)
MAP: Box = (820.0, 480.0, 990.0, 590.0)


def on_screen(at: tuple[float, float], camera: Camera = VIEW) -> Box:
    left, top = camera.to_screen(*at)
    right, bottom = camera.to_screen(at[0] + SIZE[0], at[1] + SIZE[1])
    return left, top, right, bottom


def test_what_is_asked_for_in_the_open_goes_just_there() -> None:
    assert in_sight((301.5, 200.25), SIZE, VIEW, [MAP]) == (301.5, 200.25)


@pytest.mark.parametrize("at", [(990.0, 300.0), (400.0, 595.0), (-40.0, -30.0), (999.0, 599.0)])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_at_an_edge_all_of_it_is_in_the_view(at: tuple[float, float], zoom: float) -> None:
    camera = Camera(x=500.0, y=300.0, zoom=zoom, width=1000.0, height=600.0)
    left, top, right, bottom = on_screen(in_sight(camera.to_world(*at), SIZE, camera), camera)
    assert left >= EDGE - 1e-6
    assert top >= EDGE - 1e-6
    assert right <= camera.width - EDGE + 1e-6
    assert bottom <= camera.height - EDGE + 1e-6


@pytest.mark.parametrize("at", [(880.0, 520.0), (700.0, 550.0), (980.0, 430.0)])
def test_it_comes_to_lie_beside_the_map_or_over_it(at: tuple[float, float]) -> None:
    _, _, right, bottom = on_screen(in_sight(at, SIZE, VIEW, [MAP]))
    assert right <= MAP[0] or bottom <= MAP[1]
    assert right <= VIEW.width
    assert bottom <= VIEW.height


def test_of_two_ways_out_it_takes_the_shorter() -> None:
    assert in_sight((640.0, 500.0), SIZE, VIEW, [MAP]) == (MAP[0] - EDGE - SIZE[0], 484.0)


def test_what_is_larger_than_the_view_stays_where_it_was_asked_for() -> None:
    near = Camera(x=0.0, y=0.0, zoom=8.0, width=1000.0, height=600.0)
    assert in_sight((3.0, 4.0), SIZE, near, [MAP]) == (3.0, 4.0)
