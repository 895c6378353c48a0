"""A board takes edits and tells each listener once what became of them."""

from __future__ import annotations

import pytest
from pycrdt import Doc, Map

from canvas.document.board import Board, NewerSchema, Refused, TornBoard
from canvas.document.change import Change
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddRender,
    AddShot,
    AddTake,
    DeleteEdges,
    DeleteNodes,
    PutCue,
    RestoreNodes,
    SetMeta,
    SetNode,
    SetShot,
    TypeText,
    set_node,
    set_text,
)
from canvas.document.records import SCHEMA, Cue, Render, Shot, Transition
from canvas.document.timing import Rate
from tests.document.boards import (
    a_board,
    a_copy,
    a_link,
    a_node,
    a_take,
    an_asset,
    everything,
)


def told(board: Board) -> list[Change]:
    changes: list[Change] = []
    board.listen(changes.append)
    return changes


def test_a_new_board_has_a_lineage_of_its_own() -> None:
    first, second = Board.new(person="ann"), Board.new(person="ann")
    assert first.meta.lineage
    assert first.meta.lineage != second.meta.lineage
    assert first.meta.schema == SCHEMA


def test_a_new_board_remembers_its_format() -> None:
    board = a_copy(
        Board.new(person="ann", title="Dawn", rate=Rate(24000, 1001), width=1920, height=1080),
        "bob",
    )
    assert board.meta.title == "Dawn"
    assert board.meta.rate == Rate(24000, 1001)
    assert (board.meta.width, board.meta.height) == (1920, 1080)


def test_a_new_board_of_a_senseless_size_is_refused() -> None:
    with pytest.raises(Refused):
        Board.new(person="ann", width=0)


def test_a_batch_may_add_nodes_and_link_them() -> None:
    board = Board.new(person="ann")
    changes = told(board)
    link = a_link("p", "c")
    board.apply(
        AddNode(a_node("p"), "推近 the harbour"),
        AddNode(a_node("c", "clip")),
        AddEdge(link),
        AddShot(Shot(id="s", node="c", seq="V")),
        label="Add a shot",
    )
    assert board.text("p") == "推近 the harbour"
    assert board.links_into("c", "words") == (link,)
    assert board.links_from("p") == (link,)
    assert [shot.id for shot in board.film] == ["s"]
    assert len(changes) == 1
    assert changes[0].added["nodes"] == {"p", "c"}
    assert changes[0].added["edges"] == {link.id}
    assert changes[0].label == "Add a shot"
    assert changes[0].origin == "ann"


def test_a_change_names_the_registers() -> None:
    board = a_board(AddNode(a_node("c", "clip")))
    changes = told(board)
    board.apply(set_node("c", pos=(1, 2), params={"seed": 3}))
    assert changes[0].updated == {"nodes": {"c": {"pos", "p.seed"}}}
    assert board.nodes["c"].pos == (1.0, 2.0)
    assert board.nodes["c"].param("seed") == 3


def test_params_are_merged_and_none_resets_one() -> None:
    board = a_board(AddNode(a_node("c", "clip", params={"seed": 3, "frames": 48})))
    board.apply(set_node("c", params={"seed": None, "guidance": 4.5}))
    assert dict(board.nodes["c"].params) == {"frames": 48, "guidance": 4.5}
    assert board.nodes["c"].param("seed") == 0


def test_none_resets_a_register_to_its_default() -> None:
    board = a_board(AddNode(a_node("n", title="A", color="#ffffff", locked=True)))
    board.apply(set_node("n", title=None, color=None, locked=None))
    node = board.nodes["n"]
    assert (node.title, node.color, node.locked) == ("", None, False)


def test_an_edit_that_changes_nothing_is_no_change() -> None:
    board = a_board(AddNode(a_node("n", title="A")))
    changes = told(board)
    assert board.apply(set_node("n", title="A")).update == b""
    assert changes == []
    assert board.can_undo is None


def test_deleting_a_node_takes_its_links_and_shots_along() -> None:
    link = a_link("p", "c")
    board = a_board(
        AddNode(a_node("p")),
        AddNode(a_node("c", "clip")),
        AddEdge(link),
        AddShot(Shot(id="s", node="c", seq="V")),
    )
    changes = told(board)
    board.apply(DeleteNodes(["c"]))
    assert set(board.nodes) == {"p"}
    assert board.all_nodes["c"].deleted
    assert not board.edges
    assert board.film == ()
    assert changes[0].removed == {"nodes": {"c"}, "edges": {link.id}, "shots": {"s"}}


def test_a_deleted_node_can_be_restored() -> None:
    board = a_board(AddNode(a_node("n")), DeleteNodes("n"))
    changes = told(board)
    board.apply(RestoreNodes(["n"]))
    assert "n" in board.nodes
    assert changes[0].added == {"nodes": {"n"}}


def test_the_node_that_another_is_dragging_may_be_deleted_meanwhile() -> None:
    board = a_board(AddNode(a_node("n")), DeleteNodes(["n"]))
    board.apply(set_node("n", pos=(5, 5)), TypeText("n", 0, 0, "still here"))
    board.apply(RestoreNodes(["n"]))
    assert board.nodes["n"].pos == (5.0, 5.0)
    assert board.text("n") == "still here"


def test_a_link_that_was_cut_can_be_made_again() -> None:
    link = a_link("p", "c")
    board = a_board(AddNode(a_node("p")), AddNode(a_node("c", "clip")), AddEdge(link))
    board.apply(DeleteEdges([link.id]))
    assert not board.edges
    board.apply(AddEdge(link))
    assert board.links_into("c") == (link,)


def test_one_batch_replaces_the_link_of_a_single_input() -> None:
    old, new = (a_link(id, "c", "first", "picture") for id in ("a", "b"))
    board = a_board(
        AddNode(a_node("a", "picture")),
        AddNode(a_node("b", "picture")),
        AddNode(a_node("c", "clip")),
        AddEdge(old),
    )
    board.apply(DeleteEdges([old.id]), AddEdge(new))
    assert board.links_into("c", "first") == (new,)


def test_the_film_is_ordered_by_key_and_id() -> None:
    board = a_board(
        AddNode(a_node("c", "clip")),
        AddShot(Shot(id="b", node="c", seq="M")),
        AddShot(Shot(id="a", node="c", seq="M")),
        AddShot(Shot(id="z", node="c", seq="A")),
    )
    assert [shot.id for shot in board.film] == ["z", "a", "b"]
    board.apply(SetShot("z", seq="X", transition=Transition("dissolve", 12)))
    assert [shot.id for shot in board.film] == ["a", "b", "z"]


def test_takes_come_oldest_first_and_are_never_replaced() -> None:
    asset = an_asset("a", "video")
    late = a_take("late", "c", asset, made="2026-11-22T12:00:00Z")
    early = a_take("early", "c", asset, made="2026-11-22T08:00:00Z")
    board = a_board(AddNode(a_node("c", "clip")), AddAsset(asset), AddTake(late), AddTake(early))
    assert board.takes_of("c") == (early, late)
    change = board.apply(AddTake(a_take("early", "c", asset, frames=5)))
    assert change.update == b""
    assert board.takes["early"] == early


def test_assets_and_renders_are_inserted_once() -> None:
    board = a_board(AddAsset(an_asset("a", name="first.png")))
    board.apply(AddAsset(an_asset("a", name="second.png")))
    assert board.assets["a" * 64].name == "first.png"
    render = Render(key="k", asset="a" * 64, frames=4, rate=Rate(24))
    board.apply(AddRender(render))
    assert a_copy(board, "bob").renders == {"k": render}


def test_a_cue_is_put_moved_and_hidden() -> None:
    board = a_board(PutCue(Cue(id="c", kind="caption", at=3, text="Hello")))
    board.apply(PutCue(Cue(id="c", kind="caption", at=9, text="Hello")))
    assert board.cues["c"].at == 9
    board.apply(PutCue(Cue(id="c", kind="caption", at=9, text="Hello", deleted=True)))
    assert not board.cues


def test_typing_counts_characters_not_bytes() -> None:
    board = a_board(AddNode(a_node("n"), "é推😀z"))
    board.apply(TypeText("n", 3, 1, "近"))
    assert board.text("n") == "é推😀近"
    board.apply(TypeText("n", 1, 2, ""))
    assert board.text("n") == "é近"
    assert a_copy(board, "bob").text("n") == "é近"


def test_a_new_text_becomes_the_smallest_splice() -> None:
    assert set_text("a slow push in", "n", "a fast push in") == TypeText("n", 2, 4, "fast")
    assert set_text("aaa", "n", "aa") == TypeText("n", 2, 1, "")
    assert set_text("same", "n", "same") == TypeText("n", 4, 0, "")


def test_a_batch_may_type_into_the_node_that_it_adds() -> None:
    board = Board.new(person="ann")
    board.apply(AddNode(a_node("n"), "one"), TypeText("n", 3, 0, " two"))
    board.apply(TypeText("n", 0, 3, "1"))
    assert board.text("n") == "1 two"
    board.undo()
    assert board.text("n") == "one two"


def test_what_one_listener_raises_is_raised_when_all_have_heard() -> None:
    board = Board.new(person="ann")
    heard: list[str] = []

    def fail(change: Change) -> None:
        raise ValueError("first")

    board.listen(fail)
    board.listen(lambda change: heard.append(change.label))
    with pytest.raises(ValueError, match="first"):
        board.apply(SetMeta(title="A"), label="Rename")
    assert heard == ["Rename"]
    assert board.meta.title == "A"


def test_what_several_listeners_raise_is_raised_together() -> None:
    board = Board.new(person="ann")

    def fail(change: Change) -> None:
        raise ValueError("no")

    board.listen(fail)
    board.listen(fail)
    with pytest.raises(ExceptionGroup) as caught:
        board.apply(SetMeta(title="A"))
    assert len(caught.value.exceptions) == 2


def test_a_listener_that_edits_is_told_after_everybody_heard_the_first() -> None:
    board = a_board(AddNode(a_node("n")))
    heard: list[tuple[str, str]] = []

    def edit(change: Change) -> None:
        heard.append(("one", change.label))
        if change.label == "first":
            board.apply(set_node("n", title="B"), label="second")

    board.listen(edit)
    board.listen(lambda change: heard.append(("two", change.label)))
    board.apply(set_node("n", title="A"), label="first")
    assert heard == [("one", "first"), ("two", "first"), ("one", "second"), ("two", "second")]


def test_who_stops_listening_hears_no_more() -> None:
    board = Board.new(person="ann")
    heard: list[Change] = []
    stop = board.listen(heard.append)
    stop()
    stop()
    board.apply(SetMeta(title="A"))
    assert heard == []


def test_the_maps_cannot_be_written() -> None:
    board = a_board(AddNode(a_node("n")))
    with pytest.raises(TypeError):
        board.nodes["n"] = a_node("n")  # type: ignore[index]


def test_updates_carry_everything_to_a_copy() -> None:
    board = a_board(AddNode(a_node("p"), "words"))
    copy = a_copy(board, "bob")
    change = board.apply(set_node("p", title="T"), TypeText("p", 0, 0, "my "))
    received = copy.receive(change.update, "ann")
    assert received.origin == "ann"
    assert received.updated == {"nodes": {"p": {"title"}}, "texts": {"p": {"text"}}}
    assert everything(copy) == everything(board)


def test_an_update_heard_twice_is_no_change() -> None:
    board = a_board(AddNode(a_node("p")))
    copy = a_copy(board, "bob")
    change = board.apply(set_node("p", title="T"))
    copy.receive(change.update, "ann")
    changes = told(copy)
    assert copy.receive(change.update, "ann").update == b""
    assert changes == []


def test_a_copy_is_brought_up_by_what_its_vector_lacks() -> None:
    board = a_board(AddNode(a_node("p")))
    copy = a_copy(board, "bob")
    board.apply(set_node("p", title="T"))
    missing = board.encode(copy.vector())
    assert len(missing) < len(board.encode())
    copy.receive(missing, "ann")
    assert everything(copy) == everything(board)


def test_bytes_that_are_no_update_are_refused_and_change_nothing() -> None:
    board = a_board(AddNode(a_node("p")))
    before = everything(board)
    for torn in (b"", b"\xff" * 40, board.encode()[:-7]):
        with pytest.raises(TornBoard):
            board.receive(torn, "eve")
        with pytest.raises(TornBoard):
            Board.load([torn], person="ann")
    assert everything(board) == before
    board.apply(set_node("p", title="still works"))


def test_a_board_of_a_newer_schema_is_refused() -> None:
    doc: Doc = Doc()
    doc.get("meta", type=Map)["schema"] = SCHEMA + 1
    with pytest.raises(NewerSchema) as caught:
        Board.load([doc.get_update()], person="ann")
    assert str(SCHEMA + 1) in str(caught.value)
    assert "Update Shotweave" in str(caught.value)


def test_a_board_that_becomes_newer_while_open_takes_no_more_edits() -> None:
    board = a_board(AddNode(a_node("n")))
    doc: Doc = Doc()
    meta = doc.get("meta", type=Map)
    doc.apply_update(board.encode())
    before = doc.get_state()
    meta["schema"] = SCHEMA + 1
    board.receive(doc.get_update(before), "bob")
    with pytest.raises(NewerSchema):
        board.apply(SetNode("n", title="A"))


def test_an_empty_replica_waits_for_its_board() -> None:
    board = a_board(AddNode(a_node("n"), "words"))
    replica = Board.load([], person="bob")
    replica.receive(board.encode(), "ann")
    assert everything(replica) == everything(board)
