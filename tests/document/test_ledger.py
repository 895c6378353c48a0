"""Characters keep their number and their place, living or dead."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.ledger import (
    Ledger,
    Numbers,
    Piece,
    Range,
    difference,
    merged,
    pieces_of,
    without,
)
from tests.document.boards import relaxed


def made(text: str, pieces: list[Piece]) -> str:
    for at, removed, inserted in pieces:
        text = text[:at] + inserted + text[at + removed :]
    return text


def test_a_ledger_follows_an_edit() -> None:
    ledger = Ledger("harbour", Numbers())
    born, died = ledger.splice(Piece(3, 2, "XYZ"))
    assert ledger.text == "harXYZur"
    assert died == [Range(3, 5)]
    assert born == [Range(7, 10)]


def test_what_is_toggled_twice_is_as_it_was() -> None:
    ledger = Ledger("harbour", Numbers())
    born, died = ledger.splice(Piece(3, 2, "XYZ"))
    pieces, killed, revived = ledger.toggle(born, died)
    assert made("harXYZur", pieces) == ledger.text == "harbour"
    pieces, _, _ = ledger.toggle(revived, killed)
    assert made("harbour", pieces) == ledger.text == "harXYZur"


def test_characters_that_are_gone_already_are_left_alone() -> None:
    ledger = Ledger("", Numbers())
    born, _ = ledger.splice(Piece(0, 0, "abc"))
    ledger.splice(Piece(0, 3, ""))
    assert not ledger.would_toggle(born, [])
    assert ledger.toggle(born, []) == ([], [], [])


def test_a_change_that_the_pieces_do_not_explain_is_taken_as_a_difference() -> None:
    ledger = Ledger("abc", Numbers())
    ledger.follow([Piece(40, 1, "lost")], "aXc")
    assert ledger.text == "aXc"


def test_a_delta_in_bytes_becomes_pieces_in_characters() -> None:
    old = "é推😀z"
    delta: list[tuple[str, int | str]] = [
        ("retain", 2),
        ("delete", 3),
        ("insert", "近"),
        ("retain", 4),
        ("insert", "!"),
    ]
    assert made(old, pieces_of(delta, old)) == "é近😀!z"


def test_ranges_are_joined_and_taken_away() -> None:
    assert merged([Range(5, 7), Range(0, 2), Range(2, 4)]) == [Range(0, 4), Range(5, 7)]
    assert without([Range(0, 10)], [Range(2, 4), Range(9, 12)]) == [Range(0, 2), Range(4, 9)]
    assert without([Range(0, 3)], [Range(0, 3)]) == []


@relaxed
@given(st.text(alphabet="ab", max_size=8), st.text(alphabet="ab", max_size=8))
def test_the_difference_of_two_texts_makes_one_of_the_other(old: str, new: str) -> None:
    assert made(old, [difference(old, new)]) == new


steps = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 5), st.text(max_size=4), st.booleans()),
    max_size=25,
)


@settings(relaxed, max_examples=200)
@given(st.text(max_size=6), steps)
def test_edits_taken_back_in_any_order_leave_the_rest(
    start: str, edits: list[tuple[int, int, str, bool]]
) -> None:
    """Against a list of single characters that remembers for each who made it and who took it."""
    ledger = Ledger(start, Numbers())
    text = start
    mine: list[tuple[list[Range], list[Range]]] = []
    left = sorted(start)
    for at, removed, inserted, keep in edits:
        place = at % (len(text) + 1)
        gone = text[place : place + removed]
        piece = Piece(place, len(gone), inserted)
        born, died = ledger.splice(piece)
        text = made(text, [piece])
        assert ledger.text == text
        if keep:
            mine.append((born, died))
    before = text
    undone = []
    for born, died in mine:
        pieces, killed, revived = ledger.toggle(born, died)
        text = made(text, pieces)
        assert ledger.text == text
        undone.append((killed, revived))
    for killed, revived in reversed(undone):
        pieces, _, _ = ledger.toggle(revived, killed)
        text = made(text, pieces)
    assert text == ledger.text == before
    if all(keep for *_, keep in edits):
        for born, died in reversed(mine):
            ledger.toggle(born, died)
        assert sorted(ledger.text) == left
        assert ledger.text == start
