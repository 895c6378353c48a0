"""Bookmarks: named places that the whole board shares."""

from __future__ import annotations

import pytest

from canvas.document.board import Board, Refused
from canvas.document.edits import PutMark
from canvas.document.places import Bookmark, bookmarks, mark_of
from canvas.document.records import Json, Mark
from tests.document.boards import a_board


def a_place(id: str, seq: str, name: str = "") -> Bookmark:
    return Bookmark(id=id, name=name, view=(-10.5, 0.0, 100.0, 50.0), seq=seq)


def test_bookmarks_are_listed_in_their_own_order() -> None:
    board = a_board()
    for place in (a_place("b", "k", "Two"), a_place("a", "s", "Three"), a_place("c", "V", "One")):
        board.apply(PutMark(mark_of(place)))
    assert [place.name for place in bookmarks(board.marks)] == ["One", "Two", "Three"]
    assert bookmarks(board.marks)[0].view == (-10.5, 0.0, 100.0, 50.0)


def test_a_bookmark_survives_the_journal_and_undo() -> None:
    board = a_board(PutMark(mark_of(a_place("a", "V", "The roof"))))
    again = Board.load([board.encode()], person="another")
    assert bookmarks(again.marks) == bookmarks(board.marks)
    board.apply(PutMark(mark_of(a_place("a", "V", "The roof"), deleted=True)))
    assert bookmarks(board.marks) == ()
    board.undo()
    assert [place.name for place in bookmarks(board.marks)] == ["The roof"]


SENSELESS: dict[str, Json] = {
    "nothing": None,
    "no view": {"seq": "V"},
    "no order": {"view": [0, 0, 1, 1]},
    "an order that is none": {"view": [0, 0, 1, 1], "seq": "*"},
    "three numbers": {"view": [0, 0, 1], "seq": "V"},
    "words": {"view": ["a", 0, 1, 1], "seq": "V"},
    "a view without width": {"view": [0, 0, 0, 1], "seq": "V"},
    "a view inside out": {"view": [5, 5, 1, 9], "seq": "V"},
    "a view beyond all pixels": {"view": [0, 0, 1e300, 1], "seq": "V"},
    "no number": {"view": [float("nan"), 0, 1, 1], "seq": "V"},
    "infinity": {"view": [0, 0, float("inf"), 1], "seq": "V"},
    "yes and no": {"view": [False, False, True, True], "seq": "V"},
}


@pytest.mark.parametrize("value", SENSELESS.values(), ids=SENSELESS)
def test_a_place_that_is_none_is_refused_and_never_listed(value: Json) -> None:
    """Bad input of the issue: NaN and infinity from a file or a peer."""
    board, mark = a_board(), Mark(id="m", kind="bookmark", name="There", value=value)
    with pytest.raises(Refused):
        board.apply(PutMark(mark))
    assert board.marks == {}
    assert bookmarks({"m": mark}) == ()


def test_marks_of_other_kinds_are_nobodys_business_here() -> None:
    board = a_board(PutMark(Mark(id="m", kind="plan", name="First cut", value={"at": 3})))
    assert bookmarks(board.marks) == ()
