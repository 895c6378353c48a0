"""R8.1, R8.33: what others do at once is told as one change, and kept as what each of them did."""

from __future__ import annotations

import pytest

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import AddNode, DeleteNodes, SetNode
from canvas.document.gathering import MOST
from canvas.document.records import Node


class Two:
    """A board, and a copy of it that hears what is made here."""

    def __init__(self) -> None:
        self.theirs = Board.new(person="bob")
        self.theirs.apply(*(AddNode(Node(id=id, kind="note")) for id in "abc"))
        self.ours = Board.load([self.theirs.encode()], person="ann")
        self.heard: list[Change] = []
        self.ours.listen(self.heard.append)

    def move(self, id: str, x: float, who: str = "bob", label: str = "Move") -> bytes:
        update = self.theirs.apply(SetNode(id, pos=(x, 0.0))).update
        self.ours.receive(update, who, label)
        return update


@pytest.fixture
def two() -> Two:
    return Two()


def test_moves_of_others_are_told_as_one_change_and_kept_one_by_one(two: Two) -> None:
    """R8.1"""
    with two.ours.gathering():
        made = [two.move("a", 1.0), two.move("b", 2.0, "eve", "Align"), two.move("a", 3.0)]
        assert not two.heard
        assert two.ours.nodes["a"].pos == (3.0, 0.0)
    (change,) = two.heard
    pos = frozenset({"pos"})
    assert change.foreign
    assert change.updated == {"nodes": {"a": pos, "b": pos}}
    assert (change.origin, change.label) == ("", "")
    parts = [(part.update, part.origin, part.label) for part in change.each()]
    people = [("bob", "Move"), ("eve", "Align"), ("bob", "Move")]
    assert parts == [(made[at], *who) for at, who in enumerate(people)]


def test_a_lone_move_is_told_as_it_came(two: Two) -> None:
    with two.ours.gathering():
        update = two.move("a", 1.0)
    (change,) = two.heard
    assert (change.update, change.origin, change.label) == (update, "bob", "Move")
    assert change.each() == (change,)


def test_outside_of_a_turn_every_move_is_told_at_once(two: Two) -> None:
    two.move("a", 1.0)
    two.move("a", 2.0)
    assert len(two.heard) == 2


def test_what_else_happens_is_told_after_the_moves_before_it(two: Two) -> None:
    with two.ours.gathering():
        two.move("a", 1.0)
        two.move("b", 2.0)
        two.ours.receive(two.theirs.apply(DeleteNodes(("a",))).update, "bob", "Delete")
        two.move("c", 3.0)
        two.ours.apply(SetNode("b", title="Mine"))
    assert [change.label for change in two.heard] == ["Move", "Delete", "Move", "Change"]
    # whoever hears of a node finds it on the board
    assert two.heard[0].updated == {"nodes": {"b": frozenset({"pos"})}}
    assert two.heard[1].removed == {"nodes": frozenset({"a"})}


def test_updates_in_the_order_told_make_the_board_again(two: Two) -> None:
    start = two.ours.encode()
    with two.ours.gathering():
        two.move("a", 1.0)
        two.ours.apply(SetNode("a", title="Mine"))
        two.move("b", 2.0)
        two.move("a", 3.0)
    told = [part.update for change in two.heard for part in change.each()]
    assert Board.load([start, *told], person="x").registers() == two.ours.registers()


def test_undo_takes_back_only_ones_own_amid_gathered_moves(two: Two) -> None:
    """R8.4"""
    two.ours.apply(SetNode("a", pos=(9.0, 9.0)), SetNode("b", pos=(9.0, 9.0)))
    two.theirs.receive(two.heard[-1].update, "ann")
    with two.ours.gathering():
        two.move("a", 1.0)
        two.ours.undo()
    assert two.ours.nodes["a"].pos == (1.0, 0.0)
    assert two.ours.nodes["b"].pos == (0.0, 0.0)


def test_a_crowd_of_moves_is_told_in_portions(two: Two) -> None:
    with two.ours.gathering():
        for x in range(MOST + 1):
            two.move("a", float(x + 1))
        assert len(two.heard) == 1
    assert [len(change.each()) for change in two.heard] == [MOST, 1]


def test_what_came_is_told_though_the_turn_fails(two: Two) -> None:
    def fail() -> None:
        with two.ours.gathering():
            two.move("a", 1.0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(two.heard) == 1
