"""Whatever people do, in whatever order: copies converge, files reload, and undo takes back just
one's own."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import AddNode, TypeText
from tests.document.boards import (
    ACTIONS,
    a_board,
    a_copy,
    a_node,
    act,
    everything,
    joined,
    relaxed,
    seen,
)

numbers = st.integers(0, 10_000)
edits = st.tuples(st.sampled_from(ACTIONS), numbers, numbers)
moves = st.tuples(st.sampled_from((*ACTIONS, "undo", "undo", "redo")), numbers, numbers)
people = st.sampled_from((0, 1, 2))

thorough = settings(relaxed, max_examples=60)


def a_start() -> Board:
    return a_board(
        AddNode(a_node("words"), "A harbour at dawn"),
        AddNode(a_node("clip", "clip")),
        AddNode(a_node("other", "clip")),
        AddNode(a_node("frame", "scene")),
    )


@thorough
@given(st.lists(moves, max_size=40))
def test_a_board_reloads_as_it_stands(steps: list[tuple[str, int, int]]) -> None:
    """Rule 1 of the design: what was saved is all there, by the whole state and by the journal of
    updates alike."""
    board = a_start()
    journal = [board.encode()]
    board.listen(lambda change: journal.append(change.update))
    for step in steps:
        act(board, *step)
    assert everything(a_copy(board, "bob")) == everything(board)
    assert everything(Board.load(journal, person="bob")) == everything(board)


@thorough
@given(st.lists(edits, max_size=30))
def test_undo_of_everything_and_redo_of_everything_lead_back(
    steps: list[tuple[str, int, int]],
) -> None:
    board = a_start()
    before = seen(board)
    for step in steps:
        act(board, *step, gesture=f"g{step[1] % 3}")
    after = everything(board)
    while board.undo():
        pass
    assert without_inserts(seen(board)) == without_inserts(before)
    while board.redo():
        pass
    assert everything(board) == after


def without_inserts(said: dict[str, Any]) -> dict[str, Any]:
    """Takes and assets are inserted for good."""
    gone = ("takes", "takes of", "assets", "renders")
    return {name: value for name, value in said.items() if name not in gone}


class Room:
    """One total order for everybody: what each sends arrives in order, and each reads when it
    likes."""

    def __init__(self, boards: list[Board]) -> None:
        self.boards = boards
        self.sent: list[list[bytes]] = [[] for _ in boards]
        self.log: list[tuple[int, bytes]] = []
        self.read = [0] * len(boards)

    def send(self, me: int, change: Change | None) -> None:
        if change is not None and change.update:
            self.sent[me].append(change.update)

    def take(self, me: int) -> None:
        """The room hears what `me` has sent so far."""
        self.log.extend((me, update) for update in self.sent[me])
        self.sent[me].clear()

    def hear(self, me: int) -> None:
        for sender, update in self.log[self.read[me] :]:
            if sender != me:
                self.boards[me].receive(update, self.boards[sender].person)
        self.read[me] = len(self.log)


@thorough
@given(st.lists(st.tuples(people, moves, people, people), max_size=60))
def test_copies_that_hear_each_other_late_come_to_the_same(
    steps: list[tuple[int, tuple[str, int, int], int, int]],
) -> None:
    """Rule 3: in order per sender, one total order for the room."""
    first = a_start()
    room = Room([first, a_copy(first, "bob"), a_copy(first, "cid")])
    for me, step, taken, hearing in steps:
        room.send(me, act(room.boards[me], *step))
        room.take(taken)
        room.hear(hearing)
    for me in range(3):
        room.take(me)
    for me in range(3):
        room.hear(me)
    said = [everything(board) for board in room.boards]
    assert said[0] == said[1] == said[2]
    assert everything(a_copy(room.boards[1], "dan")) == said[1]


@thorough
@given(st.lists(st.tuples(st.booleans(), moves), max_size=50))
def test_undo_changes_only_what_one_wrote_last_oneself(
    steps: list[tuple[bool, tuple[str, int, int]]],
) -> None:
    ann = a_start()
    bob = a_copy(ann, "bob")
    joined(ann, bob)
    for first, step in steps:
        board = ann if first else bob
        writers = dict(board._recorder._writers)
        change = act(board, *step)
        if change is not None and step[0] in ("undo", "redo"):
            for root in ("nodes", "shots", "meta"):
                for id, registers in change.updated.get(root, {}).items():
                    for register in registers:
                        assert writers[root, id, register].person != other(board)
    assert everything(ann) == everything(bob)


def other(board: Board) -> str:
    return "bob" if board.person == "ann" else "ann"


splices = st.tuples(st.booleans(), numbers, st.integers(0, 3), st.integers(0, 4), st.booleans())


@thorough
@given(st.lists(splices, max_size=40))
def test_undo_of_typing_takes_ones_own_characters_and_leaves_the_others(
    steps: list[tuple[bool, int, int, int, bool]],
) -> None:
    """Ann types capitals and Bob small letters; once Ann has taken all of hers back, what is left
    is Bob's alone."""
    ann = a_board(AddNode(a_node("n"), ""))
    bob = a_copy(ann, "bob")
    joined(ann, bob)
    left_by_bob: list[str] = []
    for by_ann, at, removed, inserted, take_back in steps:
        board = ann if by_ann else bob
        text = board.text("n")
        start = at % (len(text) + 1)
        gone = text[start : start + removed]
        letters = ("ÄBC推" if by_ann else "äbc近")[:inserted]
        if by_ann and take_back:
            ann.undo()
            continue
        board.apply(TypeText("n", start, len(gone), letters))
        if not by_ann:
            left_by_bob.extend(letters)
            for letter in gone:
                if letter in "äbc近":
                    left_by_bob.remove(letter)
    while ann.undo():
        pass
    assert ann.text("n") == bob.text("n")
    assert sorted(ann.text("n")) == sorted(left_by_bob)
