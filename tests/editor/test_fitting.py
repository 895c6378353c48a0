"""Showing everything, and for how long that holds."""

from __future__ import annotations

from dataclasses import replace

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.editor.editor import Editor
from tests.editor.conftest import Put


def test_a_fitted_board_counts_as_fitted_until_somebody_looks_elsewhere(
    editor: Editor, put: Put
) -> None:
    put("clip", 500, 100)
    assert not editor.shows_all
    editor.fit()
    assert editor.shows_all
    editor.camera = editor.camera.panned(10, 0)
    assert not editor.shows_all


def test_a_fit_of_some_nodes_is_not_one_of_all(editor: Editor, put: Put) -> None:
    one = put("clip", 500, 100)
    put("clip", 5000, 100)
    editor.fit([one])
    assert not editor.shows_all


def test_arranging_ends_it_and_rendering_does_not(board: Board, editor: Editor, put: Put) -> None:
    one = put("clip", 500, 100)
    editor.fit()
    board.apply(set_node(one, title="Launch"))
    assert editor.shows_all
    board.apply(set_node(one, pos=(900.0, 100.0)))
    assert not editor.shows_all


def test_a_larger_view_shows_a_fitted_board_larger(editor: Editor, put: Put) -> None:
    put("clip", 0, 0)
    put("clip", 3000, 0)
    editor.fit()
    before = editor.camera.zoom
    editor.camera = replace(editor.camera, width=editor.camera.width * 1.5)
    editor.fit()
    assert editor.camera.zoom > before
    assert editor.shows_all
