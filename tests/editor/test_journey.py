"""Back and forward after a leap, as in a browser."""

from __future__ import annotations

from dataclasses import replace

from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.journey import STOPS, Journey, leap_to

HOME = Camera(x=0, y=0, zoom=1.0, width=1000, height=800)


def test_back_and_forward_walk_the_same_trail() -> None:
    trail = Journey()
    there, farther = replace(HOME, x=5000), replace(HOME, x=9000, zoom=0.5)
    trail.leave(HOME)
    trail.leave(there)
    assert trail.back(farther) == there
    assert trail.back(there) == HOME
    assert trail.back(HOME) is None
    assert trail.forward(HOME) == there
    assert trail.forward(there) == farther
    assert trail.forward(farther) is None


def test_a_new_leap_forgets_the_way_forward() -> None:
    trail = Journey()
    trail.leave(HOME)
    trail.back(replace(HOME, x=5000))
    trail.leave(replace(HOME, y=700))
    assert trail.forward(HOME) is None


def test_a_leap_that_moved_nothing_is_no_stop() -> None:
    trail = Journey()
    trail.leave(HOME)
    trail.leave(replace(HOME, x=2))
    assert trail.back(replace(HOME, x=5000)) == HOME
    assert trail.back(HOME) is None


def test_going_back_keeps_the_size_of_the_view() -> None:
    trail = Journey()
    trail.leave(HOME)
    wider = replace(HOME, x=5000, width=1600)
    back = trail.back(wider)
    assert back is not None
    assert (back.x, back.width) == (0, 1600)


def test_the_trail_is_bounded() -> None:
    trail = Journey()
    for step in range(3 * STOPS):
        trail.leave(replace(HOME, x=step * 1000.0))
    here, steps = replace(HOME, x=-1e6), 0
    while (place := trail.back(here)) is not None:
        here, steps = place, steps + 1
    assert steps == STOPS


def test_a_leap_moves_only_as_needed() -> None:
    box = (-50.0, -50.0, 50.0, 50.0)
    assert leap_to(HOME, box) == HOME
    away = leap_to(HOME, (4950, -50, 5050, 50))
    assert (away.x, away.y, away.zoom) == (5000, 0, 1.0)


def test_a_leap_comes_close_enough_to_read_and_far_enough_to_see_all() -> None:
    far = replace(HOME, zoom=0.05)
    assert leap_to(far, (0, 0, 300, 200)).zoom == 1.0
    whole = leap_to(HOME, (0, 0, 8000, 200))
    left, _ = whole.to_screen(0, 0)
    right, _ = whole.to_screen(8000, 200)
    assert 90 <= left < right <= 910


def test_the_editor_leaps_and_comes_back(editor: Editor) -> None:
    start = editor.camera
    editor.leap(start.centred(9000, 0))
    assert editor.camera.x == 9000
    assert editor.journey.back(editor.camera) == start
