"""Every node is reached without a mouse."""

from __future__ import annotations

from canvas.editor.editor import Editor
from canvas.editor.walking import along_links, nearest_to, neighbour, next_in_order
from tests.editor.conftest import Link, Put


def test_walking_on_reaches_every_node_once_and_begins_again(editor: Editor, put: Put) -> None:
    ids = {put("note", 300 * (n % 4), 200 * (n // 4)) for n in range(10)}
    row, seen = None, []
    for _ in range(10):
        row = next_in_order(editor.table, row, 1)
        assert row is not None
        seen.append(editor.table.ids[row])

    assert set(seen) == ids
    assert next_in_order(editor.table, row, 1) == editor.table.row(seen[0])
    assert next_in_order(editor.table, editor.table.row(seen[0]), -1) == row


def test_an_arrow_goes_to_the_neighbour_in_its_direction(editor: Editor, put: Put) -> None:
    middle = put("note", 0, 0)
    right, below = put("note", 400, 20), put("note", 30, 300)
    row = editor.table.row(middle)
    assert row is not None

    assert neighbour(editor.table, row, 1, 0) == editor.table.row(right)
    assert neighbour(editor.table, row, 0, 1) == editor.table.row(below)
    assert neighbour(editor.table, row, -1, 0) is None


def test_an_empty_board_has_nowhere_to_go(editor: Editor) -> None:
    assert next_in_order(editor.table, None, 1) is None
    assert nearest_to(editor.table, 0, 0) is None


def test_sideways_one_goes_along_the_links_whatever_lies_nearer(
    editor: Editor, put: Put, link: Link
) -> None:
    """features.md 5.2: Alt+arrow walks links."""
    words, clip, last = put("prompt", 0, 0), put("clip", 900, 600), put("clip", 1500, 600)
    put("note", 300, 0)
    link(words, "words", clip, "words")
    link(clip, "video", last, "previous")
    rows = {id: editor.table.row(id) for id in (words, clip, last)}

    assert along_links(editor.board, editor.table, rows[words] or 0, 1) == rows[clip]
    assert along_links(editor.board, editor.table, rows[clip] or 0, 1) == rows[last]
    assert along_links(editor.board, editor.table, rows[clip] or 0, -1) == rows[words]
    assert along_links(editor.board, editor.table, rows[clip] or 0, 0) is None
    assert along_links(editor.board, editor.table, rows[last] or 0, 1) is None
