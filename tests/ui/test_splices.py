"""Text edits that meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canvas.ui.splices import Splice, between, rebased, units

TEXT = st.text(alphabet="ab猫🙂\n", max_size=12)


@given(TEXT, TEXT)
def test_the_splice_between_two_texts_makes_the_second_of_the_first(old: str, new: str) -> None:
    assert between(old, new).applied(old) == new


def test_typing_one_letter_is_a_splice_of_one_letter() -> None:
    assert between("push in", "push in,") == Splice(7, 0, ",")


@given(TEXT, TEXT, TEXT)
def test_what_i_wrote_is_still_there_after_theirs(base: str, mine: str, theirs: str) -> None:
    my, their = between(base, mine), between(base, theirs)
    merged = rebased(my, their).applied(their.applied(base))
    assert my.inserted in merged


@given(TEXT, TEXT)
def test_what_they_wrote_stays_when_i_only_add(base: str, theirs: str) -> None:
    their = between(base, theirs)
    for at in range(len(base) + 1):
        merged = rebased(Splice(at, 0, "x"), their).applied(theirs)
        assert len(merged) == len(theirs) + 1
        assert merged.replace("x", "", 1) == theirs


def test_both_deleting_the_same_words_deletes_them_once() -> None:
    base = "slow push in"
    cut = Splice(0, 5, "")
    assert rebased(cut, cut).applied("push in") == "push in"
    assert rebased(cut, cut).applied(cut.applied(base)) == "push in"


def test_places_are_counted_as_qt_does() -> None:
    text = "a🙂b"
    assert [units(text, place) for place in range(4)] == [0, 1, 3, 4]
