"""A board that shows what its document says, also after the library has left a change untold."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import (
    AddEdge,
    AddNode,
    AddShot,
    DeleteNodes,
    SetMeta,
    TypeText,
    set_node,
)
from canvas.document.records import Shot
from tests.document.boards import a_board, a_copy, a_link, a_node, everything


def left_untold(board: Board, update: bytes) -> None:
    """The document takes an update, and nobody hears of it."""
    board._document.receive(update)


def a_pair() -> tuple[Board, Board]:
    board = a_board(
        AddNode(a_node("p"), "words"),
        AddNode(a_node("q")),
        AddNode(a_node("c", "clip")),
        AddEdge(a_link("p", "c")),
        AddShot(Shot(id="s", node="c", seq="V")),
    )
    return board, a_copy(board, "bob")


def test_a_board_that_shows_all_there_is_has_nothing_to_mend() -> None:
    board, _ = a_pair()
    heard: list[Change] = []
    board.listen(heard.append)
    assert board.mend() is None
    assert heard == []


def test_a_change_left_untold_is_shown_and_told_by_mending() -> None:
    board, copy = a_pair()
    for change in (
        copy.apply(set_node("p", title="T", pos=(5, 6)), TypeText("p", 0, 0, "my ")),
        copy.apply(DeleteNodes(("c",))),
        copy.apply(SetMeta(title="Another"), AddNode(a_node("new"))),
    ):
        left_untold(board, change.update)
    heard: list[Change] = []
    board.listen(heard.append)

    change = board.mend()

    assert everything(board) == everything(copy)
    assert heard == [change]
    assert change is not None
    assert change.foreign
    assert change.removed["nodes"] == {"c"}
    assert change.added["nodes"] == {"new"}
    assert "title" in change.updated["nodes"]["p"]
    assert everything(Board.load([change.update], person="x")) == everything(copy)
    assert board.mend() is None


def test_what_mending_shows_is_not_undone() -> None:
    board, copy = a_pair()
    board.apply(set_node("p", title="mine"))
    copy.receive(board.encode(copy.vector()), "ann")
    left_untold(board, copy.apply(set_node("p", title="theirs")).update)
    board.mend()
    board.undo()
    assert board.nodes["p"].title == "theirs"
