"""Guides."""

from __future__ import annotations

import numpy as np

from canvas.editor.snapping import Guide, Snapped, snapped

OTHER = np.array([[0.0, 0.0, 100.0, 50.0]])


def test_a_box_near_the_edge_of_another_falls_into_line_with_it() -> None:
    found = snapped((3, 200, 83, 260), OTHER, reach=6)

    assert (found.dx, found.dy) == (-3, 0)
    assert Guide(upright=True, at=0, start=0, end=260) in found.guides


def test_middles_line_up_too() -> None:
    found = snapped((31, 200, 71, 260), OTHER, reach=6)

    assert found.dx == -1
    assert any(guide.at == 50 for guide in found.guides)


def test_out_of_reach_nothing_happens() -> None:
    assert snapped((500, 500, 600, 600), OTHER, reach=6) == Snapped()


def test_the_nearest_of_several_lines_wins() -> None:
    others = np.array([[0.0, 0.0, 10.0, 10.0], [4.0, 0.0, 14.0, 10.0]])

    assert snapped((3, 100, 203, 200), others, reach=6).dx == 1


def test_a_locked_axis_is_left_alone() -> None:
    found = snapped((3, 2, 83, 62), OTHER, reach=6, across=False)

    assert (found.dx, found.dy) == (0, -2)
    assert all(not guide.upright for guide in found.guides)


def test_an_empty_board_has_no_guides() -> None:
    assert snapped((0, 0, 1, 1), np.zeros((0, 4)), reach=6) == Snapped()
