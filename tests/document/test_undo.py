"""Undo takes back one's own last step on today's state, and nothing of anybody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

import canvas.document
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import (
    AddEdge,
    AddNode,
    AddShot,
    DeleteEdges,
    DeleteNodes,
    PutCue,
    RestoreNodes,
    SetMeta,
    TypeText,
    set_node,
)
from canvas.document.records import Cue, Shot
from canvas.document.undo import MOST_STEPS
from tests.document.boards import a_board, a_copy, a_link, a_node, everything, joined, seen


@pytest.fixture
def ann() -> Board:
    return a_board(
        AddNode(a_node("p", title="start"), "A harbour"),
        AddNode(a_node("c", "clip")),
    )


@pytest.fixture
def bob(ann: Board) -> Board:
    """Hears at once what Ann does, and she what he does."""
    bob = a_copy(ann, "bob")
    joined(ann, bob)
    return bob


def test_a_value_goes_back_and_forth(ann: Board) -> None:
    ann.apply(set_node("p", title="new"), label="Rename")
    assert ann.can_undo == "Rename"
    assert ann.can_redo is None
    change = ann.undo()
    assert change is not None
    assert change.label == "Undo Rename"
    assert ann.nodes["p"].title == "start"
    assert ann.can_redo == "Rename"
    ann.redo()
    assert ann.nodes["p"].title == "new"
    assert ann.can_undo == "Rename"


def test_with_nothing_to_undo_nothing_happens(ann: Board) -> None:
    before = ann.encode()
    assert ann.undo() is None
    assert ann.redo() is None
    assert ann.encode() == before


def test_undo_of_create_hides_the_node(ann: Board) -> None:
    ann.apply(AddNode(a_node("n", title="N"), "text"))
    ann.undo()
    assert "n" not in ann.nodes
    assert "n" in ann.all_nodes
    ann.redo()
    assert ann.nodes["n"].title == "N"
    assert ann.text("n") == "text"


def test_undo_of_delete_brings_back_links_and_shots(ann: Board) -> None:
    ann.apply(AddEdge(a_link("p", "c")), AddShot(Shot(id="s", node="c", seq="V")))
    before = seen(ann)
    ann.apply(DeleteNodes(["c", "p"]))
    assert not ann.nodes
    ann.undo()
    assert seen(ann) == before
    ann.redo()
    assert not ann.nodes


def test_undo_of_a_link_unmakes_it(ann: Board) -> None:
    link = a_link("p", "c")
    ann.apply(AddEdge(link))
    ann.apply(DeleteEdges([link.id]))
    ann.undo()
    assert ann.links_into("c") == (link,)
    ann.undo()
    assert ann.links_into("c") == ()
    ann.redo()
    assert ann.links_into("c") == (link,)


def test_undo_of_board_settings_and_cues(ann: Board) -> None:
    ann.apply(SetMeta(title="Other"), PutCue(Cue(id="k", kind="caption", at=4, text="Hi")))
    ann.apply(PutCue(Cue(id="k", kind="caption", at=40, text="Hi")))
    ann.undo()
    assert ann.cues["k"].at == 4
    ann.undo()
    assert ann.meta.title == "Test"
    assert not ann.cues


def test_a_gesture_is_one_step(ann: Board) -> None:
    for x in range(60):
        ann.apply(set_node("p", pos=(x, x)), label="Move", gesture="drag-1")
    ann.undo()
    assert ann.nodes["p"].pos == (0.0, 0.0)
    assert ann.can_undo is None
    ann.redo()
    assert ann.nodes["p"].pos == (59.0, 59.0)


def test_two_gestures_are_two_steps(ann: Board) -> None:
    ann.apply(set_node("p", pos=(1, 1)), gesture="drag-1")
    ann.apply(set_node("p", pos=(2, 2)), gesture="drag-2")
    ann.undo()
    assert ann.nodes["p"].pos == (1.0, 1.0)


def test_a_gesture_does_not_go_on_behind_another_edit_or_an_undo(ann: Board) -> None:
    ann.apply(set_node("p", pos=(1, 1)), gesture="drag")
    ann.apply(set_node("p", title="between"))
    ann.apply(set_node("p", pos=(2, 2)), gesture="drag")
    ann.undo()
    assert ann.nodes["p"].pos == (1.0, 1.0)
    ann.undo()
    ann.apply(set_node("p", pos=(3, 3)), gesture="drag")
    assert ann.can_redo is None
    ann.undo()
    assert ann.nodes["p"].pos == (1.0, 1.0)
    ann.undo()
    assert ann.nodes["p"].pos == (0.0, 0.0)


def test_a_node_added_and_changed_in_one_gesture_comes_back_as_it_was(ann: Board) -> None:
    ann.apply(AddNode(a_node("n", title="first")), gesture="g")
    ann.apply(set_node("n", title="last"), gesture="g")
    ann.undo()
    assert "n" not in ann.nodes
    ann.redo()
    assert ann.nodes["n"].title == "last"


def test_a_new_edit_ends_what_could_be_redone(ann: Board) -> None:
    ann.apply(set_node("p", title="one"))
    ann.undo()
    ann.apply(set_node("p", pos=(9, 9)))
    assert ann.redo() is None


def test_looking_around_in_the_past_and_coming_back_changes_nothing(ann: Board) -> None:
    ann.apply(set_node("p", title="one"))
    ann.apply(TypeText("p", 0, 1, "The"))
    ann.apply(DeleteNodes(["c"]))
    now = everything(ann)
    while ann.undo():
        pass
    while ann.redo():
        pass
    assert everything(ann) == now


def test_what_is_not_undoable_is_no_step_and_is_not_overwritten(ann: Board) -> None:
    ann.apply(set_node("p", title="mine", pos=(5, 5)))
    ann.apply(set_node("p", title="the program's"), undoable=False)
    ann.undo()
    assert ann.nodes["p"].title == "the program's"
    assert ann.nodes["p"].pos == (0.0, 0.0)


def test_only_so_many_steps_are_kept(ann: Board) -> None:
    for x in range(MOST_STEPS + 20):
        ann.apply(set_node("p", pos=(x + 1, 0)))
    steps = 0
    while ann.undo():
        steps += 1
    assert steps == MOST_STEPS
    assert ann.nodes["p"].pos == (20.0, 0.0)


def test_a_value_that_somebody_else_wrote_since_stays(ann: Board, bob: Board) -> None:
    ann.apply(set_node("p", title="Ann's", pos=(5, 5)))
    bob.apply(set_node("p", title="Bob's"))
    ann.undo()
    assert ann.nodes["p"].title == "Bob's"
    assert ann.nodes["p"].pos == (0.0, 0.0)
    assert everything(ann) == everything(bob)


def test_undo_never_goes_past_somebody_elses_value(ann: Board, bob: Board) -> None:
    """Ann 1, Bob 2, Ann 3: one undo leads to Bob's 2, the next may not lead to what was before
    Ann's 1."""
    ann.apply(set_node("p", title="1"))
    bob.apply(set_node("p", title="2"))
    ann.apply(set_node("p", title="3"))
    ann.undo()
    assert ann.nodes["p"].title == "2"
    assert ann.can_undo is None
    assert ann.undo() is None
    assert bob.nodes["p"].title == "2"


def test_redo_does_not_overwrite_what_somebody_wrote_meanwhile(ann: Board, bob: Board) -> None:
    ann.apply(set_node("p", title="Ann's"))
    ann.undo()
    bob.apply(set_node("p", title="Bob's"))
    assert ann.redo() is None
    assert ann.nodes["p"].title == "Bob's"


def test_within_a_gesture_undo_leads_to_what_somebody_put_between(ann: Board, bob: Board) -> None:
    ann.apply(set_node("p", title="1"), gesture="g")
    bob.apply(set_node("p", title="Bob's"))
    ann.apply(set_node("p", title="2"), gesture="g")
    ann.undo()
    assert ann.nodes["p"].title == "Bob's"


def test_one_undoes_ones_own_steps_in_turn_whoever_came_last(ann: Board, bob: Board) -> None:
    ann.apply(set_node("p", title="Ann's"))
    bob.apply(set_node("c", title="Bob's"))
    ann.undo()
    assert (ann.nodes["p"].title, ann.nodes["c"].title) == ("start", "Bob's")
    bob.undo()
    assert (bob.nodes["p"].title, bob.nodes["c"].title) == ("start", "")


def test_a_node_that_somebody_restored_is_not_deleted_again_by_redo(ann: Board, bob: Board) -> None:
    ann.apply(DeleteNodes(["c"]))
    bob.apply(RestoreNodes(["c"]))
    assert ann.undo() is None
    assert "c" in ann.nodes


def test_typing_is_taken_back_around_what_others_typed(ann: Board, bob: Board) -> None:
    ann.apply(TypeText("p", 9, 0, " at dawn"))
    bob.apply(TypeText("p", 0, 1, "The"))
    bob.apply(TypeText("p", 14, 0, "GREY "))
    assert ann.text("p") == "The harbour atGREY  dawn"
    ann.undo()
    assert ann.text("p") == bob.text("p") == "The harbourGREY "
    ann.redo()
    assert ann.text("p") == bob.text("p") == "The harbour atGREY  dawn"


def test_deleted_words_come_back_where_they_were(ann: Board, bob: Board) -> None:
    ann.apply(TypeText("p", 2, 7, "ship"))
    bob.apply(TypeText("p", 0, 0, ">> "))
    bob.apply(TypeText("p", 9, 0, "!"))
    ann.undo()
    assert ann.text("p") == bob.text("p") == ">> A harbour!"


def test_letters_that_somebody_deleted_stay_deleted(ann: Board, bob: Board) -> None:
    ann.apply(TypeText("p", 9, 0, " at dawn"))
    bob.apply(TypeText("p", 12, 5, ""))
    ann.undo()
    assert ann.text("p") == "A harbour"
    ann.redo()
    assert ann.text("p") == "A harbour at"


def test_a_word_typed_letter_by_letter_is_one_step(ann: Board) -> None:
    for at, letter in enumerate("推近 😀"):
        ann.apply(TypeText("p", 9 + at, 0, letter), gesture="typing")
    ann.apply(TypeText("p", 12, 1, ""), gesture="typing")
    assert ann.text("p") == "A harbour推近 "
    ann.undo()
    assert ann.text("p") == "A harbour"
    assert ann.can_undo is None
    ann.redo()
    assert ann.text("p") == "A harbour推近 "


def test_undo_is_told_to_listeners_and_others(ann: Board, bob: Board) -> None:
    changes: list[Change] = []
    bob.listen(changes.append)
    ann.apply(set_node("p", title="new"))
    ann.undo()
    assert [change.updated for change in changes] == [{"nodes": {"p": {"title"}}}] * 2
    assert [change.origin for change in changes] == ["ann", "ann"]


def test_undo_survives_whatever_goes_on_elsewhere(ann: Board, bob: Board) -> None:
    ann.apply(set_node("p", title="Ann's"))
    for x in range(50):
        bob.apply(set_node("c", pos=(x, 0)), TypeText("p", 0, 0, "x"))
    ann.undo()
    assert ann.nodes["p"].title == "start"


def test_who_wrote_what_last_is_known(ann: Board, bob: Board) -> None:
    bob.apply(set_node("p", title="Bob's"))
    assert ann.last_writer("nodes", "p", "title") == "bob"
    assert ann.last_writer("nodes", "p", "pos") == ""


def test_nobody_uses_the_undo_manager_of_the_library() -> None:
    """Rule 1: it saved states that reload with data missing."""
    for source in Path(str(canvas.document.__path__[0])).glob("*.py"):
        code = source.read_text(encoding="utf-8")
        assert "UndoManager(" not in code
        assert "import UndoManager" not in code


def test_a_step_of_typing_ends_when_another_text_takes_its_place(ann: Board) -> None:
    ann.apply(TypeText("p", 0, 1, "The"))
    ann._recorder._ledgers.clear()
    assert ann.can_undo is None
    assert ann.undo() is None
