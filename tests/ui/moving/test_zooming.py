"""Zooming with wheel and fingers, to both ends: features.md 5.1."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt

from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.camera import FARTHEST, NEAREST
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    CTRL,
    LEFT,
    NONE,
    SHIFT,
    mouse,
    pinch,
    wheel,
)

SMART = Qt.NativeGestureType.SmartZoomNativeGesture


def test_a_pinch_zooms_around_the_fingers(view: CanvasView) -> None:
    before = view.editor.camera.to_world(300, 200)
    assert pinch(view, (300, 200), 0.25)

    assert view.editor.camera.zoom == pytest.approx(1.25)
    assert view.editor.camera.to_world(300, 200) == pytest.approx(before, abs=1)


@pytest.mark.parametrize(("value", "end"), [(0.6, NEAREST), (-0.6, FARTHEST)])
def test_both_ends_of_the_zoom_are_firm_and_keep_the_point_under_the_cursor(
    view: CanvasView, value: float, end: float
) -> None:
    at = (310.0, 205.0)
    before = view.editor.camera.to_world(*at)
    for _ in range(60):
        pinch(view, at, value)
        wheel(view, at, (0, 1200 if value > 0 else -1200), keys=CTRL)

    camera = view.editor.camera
    assert camera.zoom == end
    assert camera.to_screen(*before) == pytest.approx(at, abs=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, -40.0, 1e300])
def test_a_senseless_pinch_leaves_a_sound_camera(view: CanvasView, value: float) -> None:
    pinch(view, (300, 200), value)

    camera = view.editor.camera
    assert FARTHEST <= camera.zoom <= NEAREST
    assert math.isfinite(camera.x + camera.y)


def test_a_wheel_that_reports_a_million_notches_zooms_to_the_end_at_most(
    view: CanvasView,
) -> None:
    for turn in (2**31 - 1, -(2**31)):
        wheel(view, (300, 200), (0, turn), keys=CTRL)
        assert FARTHEST <= view.editor.camera.zoom <= NEAREST


def test_two_taps_of_two_fingers_show_the_node_under_them_and_then_everything(
    view: CanvasView, words: str, session: Session
) -> None:
    view.reduced_motion = True
    add_node(session, NodeKind.clip, (5000, 3000))
    view.editor.fit((words,))
    near = view.editor.camera
    view.editor.camera = replace(near, zoom=0.5)

    at = view.editor.camera.to_screen(150, 150)
    pinch(view, at, 1.0, SMART)
    assert (view.editor.camera.x, view.editor.camera.zoom) == (near.x, near.zoom)
    pinch(view, (500, 350), 0.0, SMART)
    assert len(view.in_sight()) == 2


def test_ctrl_and_shift_drag_over_the_field_zooms(view: CanvasView) -> None:
    keys = CTRL | SHIFT
    mouse(view, QEvent.Type.MouseButtonPress, (600, 500), LEFT, LEFT, keys=keys)
    mouse(view, QEvent.Type.MouseMove, (600, 400), NONE, LEFT, keys=keys)
    mouse(view, QEvent.Type.MouseButtonRelease, (600, 400), LEFT, NONE, keys=keys)

    camera = view.editor.camera
    assert camera.zoom > 1.5
    assert camera.to_screen(600, 500) == pytest.approx((600, 500), abs=1)
