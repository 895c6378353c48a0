"""Any Yjs program may write to a board: readers default what is missing, hide what they cannot
read, keep it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import AddEdge, AddNode, AddShot, DeleteNodes, TypeText, set_node
from canvas.document.records import SIZES, NodeKind, Shot
from canvas.document.timing import Rate
from canvas.document.writes import ROOTS
from tests.document.boards import a_board, a_copy, a_link, a_node, everything, relaxed

Root = Callable[[str], Map[Any]]


class Stranger:
    """A program that knows Yjs and nothing of our rules, on the same board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.doc: Doc[Any] = Doc()
        self.doc.apply_update(board.encode())

    def root(self, name: str) -> Map[Any]:
        return self.doc.get(name, type=Map)

    def does(self, write: Callable[[Root], None]) -> Change:
        """Write in one transaction and send it; then a board loaded afresh must say what the live
        one says."""
        before = self.doc.get_state()
        with self.doc.transaction():
            write(self.root)
        change = self.board.receive(self.doc.get_update(before), "stranger")
        assert everything(a_copy(self.board, "fresh")) == everything(self.board)
        return change


@pytest.fixture
def board() -> Board:
    return a_board(
        AddNode(a_node("p", title="T", pos=(1, 2)), "words"),
        AddNode(a_node("c", "clip", params={"seed": 4})),
        AddEdge(a_link("p", "c")),
        AddShot(Shot(id="s", node="c", seq="V", in_=2)),
    )


@pytest.fixture
def stranger(board: Board) -> Stranger:
    return Stranger(board)


def test_missing_registers_count_as_their_defaults(board: Board, stranger: Stranger) -> None:
    change = stranger.does(lambda root: root("nodes").update({"bare": Map({"kind": "clip"})}))
    node = board.nodes["bare"]
    assert node.pos == (0.0, 0.0)
    assert node.size == SIZES[NodeKind.clip]
    assert node.param("frames") == 96
    assert board.text("bare") == ""
    assert change.added == {"nodes": {"bare"}}


def test_senseless_registers_count_as_their_defaults(board: Board, stranger: Stranger) -> None:
    def write(root: Root) -> None:
        node = root("nodes")["c"]
        node["pos"] = [float("nan"), 5]
        node["size"] = "large"
        node["z"] = "!"
        node["title"] = 7
        node["locked"] = "very"
        node["refs"] = ["../../etc/passwd"]
        node["p.seed"] = "many"
        node["p.unheard"] = 1
        node["p.camera"] = Array([1, 2])

    stranger.does(write)
    assert board.nodes["c"] == a_node("c", "clip")


def test_a_node_of_an_unknown_kind_is_hidden_and_kept(board: Board, stranger: Stranger) -> None:
    stranger.does(lambda root: root("nodes").update({"x": Map({"kind": "hologram", "q": 1})}))
    assert "x" not in board.all_nodes
    stranger.does(lambda root: root("nodes")["x"].update({"q": 2}))
    assert "x" not in board.nodes
    assert board.registers()["nodes"]["x"] == {"kind": "hologram", "q": 2}
    change = stranger.does(lambda root: root("nodes")["x"].update({"kind": "note"}))
    assert board.nodes["x"].kind is NodeKind.note
    assert change.added == {"nodes": {"x"}}
    change = stranger.does(lambda root: root("nodes")["x"].update({"kind": "hologram"}))
    assert change.removed == {"nodes": {"x"}}


def test_things_that_are_no_nodes_are_hidden(board: Board, stranger: Stranger) -> None:
    for value in (5, None, "node", [1], b"\x01", Array([1]), Text("node"), Map({})):
        stranger.does(lambda root, value=value: root("nodes").update({"x": value}))  # type: ignore[misc]
        assert "x" not in board.all_nodes


def test_a_node_that_is_torn_out_takes_what_hangs_on_it(board: Board, stranger: Stranger) -> None:
    """Strangers may remove for good; we never do."""
    change = stranger.does(lambda root: root("nodes").pop("c"))
    assert change.removed["nodes"] == {"c"}
    assert len(change.removed["edges"]) == 1
    assert change.removed["shots"] == {"s"}
    assert board.links_from("p") == ()


def test_a_dangling_link_is_hidden_until_its_end_appears(board: Board, stranger: Stranger) -> None:
    link = a_link("late", "c")
    record = {"source": "late", "out": "words", "target": "c", "into": "words"}
    stranger.does(lambda root: root("edges").update({link.id: record}))
    assert link.id not in board.edges
    change = board.apply(AddNode(a_node("late")))
    assert change.added["edges"] == {link.id}
    assert link in board.links_into("c")
    board.apply(DeleteNodes(["late"]))
    assert link.id not in board.edges


def test_links_that_do_not_fit_are_hidden(board: Board, stranger: Stranger) -> None:
    records: dict[str, Any] = {
        "a": {"source": "p", "out": "words", "target": "c", "into": "first"},
        "b": {"source": "p", "out": "smoke", "target": "c", "into": "words"},
        "c": {"source": "p", "out": "words", "target": "c", "into": "mirrors"},
        "d": {"source": "p", "out": "words", "target": "c", "into": "words"},
        "e": {"source": 5, "target": "c"},
        "f": "link",
        "g": Map({"source": "p"}),
    }
    before = dict(board.edges)
    stranger.does(lambda root: root("edges").update(records))
    assert dict(board.edges) == before


def test_a_link_record_that_grows_as_a_map_is_read_anew(board: Board, stranger: Stranger) -> None:
    board.apply(AddNode(a_node("q")))
    stranger.doc.apply_update(board.encode())
    link = a_link("q", "c")
    stranger.does(lambda root: root("edges").update({link.id: Map({"source": "q"})}))
    assert link.id not in board.edges
    rest = {"out": "words", "target": "c", "into": "words"}
    stranger.does(lambda root: root("edges")[link.id].update(rest))
    assert board.edges[link.id] == link


def test_a_parameter_that_is_nested_is_read_anew(board: Board, stranger: Stranger) -> None:
    stranger.does(lambda root: root("nodes")["c"].update({"p.paths": Map({"a": 1})}))
    stranger.does(lambda root: root("nodes")["c"]["p.paths"].update({"b": [2.0]}))
    assert board.nodes["c"].param("paths") == {"a": 1, "b": [2]}


def test_shots_without_a_node_or_an_order_are_hidden(board: Board, stranger: Stranger) -> None:
    shots: dict[str, Any] = {
        "a": Map({"node": "c"}),
        "b": Map({"seq": "V"}),
        "c": Map({"node": "p", "seq": "V"}),
        "d": Map({"node": "nobody", "seq": "V"}),
        "e": 5,
    }
    stranger.does(lambda root: root("shots").update(shots))
    assert [shot.id for shot in board.film] == ["s"]
    stranger.does(lambda root: root("shots")["a"].update({"seq": "A", "in": -4, "transition": 3}))
    assert [shot.id for shot in board.film] == ["a", "s"]
    assert board.film[0].in_ == 0
    stranger.does(lambda root: root("shots")["s"].update({"seq": None}))
    assert [shot.id for shot in board.film] == ["a"]


def test_senseless_settings_of_the_board_count_as_defaults(
    board: Board, stranger: Stranger
) -> None:
    def write(root: Root) -> None:
        root("meta").update({"rate": [0, 0], "width": "wide", "title": 5, "schema": "new"})

    stranger.does(write)
    assert board.meta.rate == Rate(24)
    assert board.meta.width == 1280
    assert board.meta.title == ""


def test_a_text_may_hold_things_that_are_no_letters(board: Board, stranger: Stranger) -> None:
    """pycrdt counts an embedded thing as one byte; our letters must still go where they belong."""

    def write(root: Root) -> None:
        text = root("texts")["p"]
        text.insert_embed(1, {"image": "x"})
        text.insert(0, "é", {"bold": True})

    stranger.does(write)
    assert board.text("p") == "éwords"
    board.apply(TypeText("p", 3, 2, "XY"))
    assert board.text("p") == "éwoXYs"
    board.undo()
    assert board.text("p") == "éwords"


def test_another_text_in_its_place_ends_the_undo_of_typing(
    board: Board, stranger: Stranger
) -> None:
    board.apply(TypeText("p", 0, 0, "my "))
    stranger.doc.apply_update(board.encode())
    stranger.does(lambda root: root("texts").update({"p": Text("all new")}))
    assert board.text("p") == "all new"
    assert board.undo() is None
    assert board.text("p") == "all new"


def test_a_text_that_is_none_is_empty_and_can_be_typed_into(
    board: Board, stranger: Stranger
) -> None:
    stranger.does(lambda root: root("texts").update({"p": 5}))
    assert board.text("p") == ""
    board.apply(TypeText("p", 0, 0, "again"))
    assert board.text("p") == "again"


def test_what_we_do_not_know_survives_our_edits(board: Board, stranger: Stranger) -> None:
    def write(root: Root) -> None:
        root("nodes")["p"]["future"] = {"x": 1}
        root("meta")["mood"] = "blue"

    stranger.does(write)
    board.apply(set_node("p", title="edited"))
    kept = a_copy(board, "bob").registers()
    assert kept["nodes"]["p"]["future"] == {"x": 1}  # type: ignore[index, call-overload]
    assert kept["meta"]["mood"] == "blue"


def test_two_people_closing_a_loop_break_the_same_link() -> None:
    ann = a_board(*(AddNode(a_node(id, "clip")) for id in "abc"))
    bob = a_copy(ann, "bob")
    one, two = (a_link("a", "b", "previous", "video"), a_link("b", "a", "previous", "video"))
    first = ann.apply(AddEdge(one))
    second = bob.apply(AddEdge(two))
    change = ann.receive(second.update, "bob")
    bob.receive(first.update, "ann")
    assert ann.broken == bob.broken == {max(one.id, two.id)}
    assert len(ann.edges) == 2
    assert len(ann.links_into("a") + ann.links_into("b")) == 1
    told = change.added["edges"] | change.updated.get("edges", {}).keys()
    assert ann.broken <= told
    assert everything(ann) == everything(bob) == everything(a_copy(ann, "cid"))


def test_two_people_filling_one_input_keep_the_same_link() -> None:
    ann = a_board(*(AddNode(a_node(id, "picture")) for id in "ab"), AddNode(a_node("c", "clip")))
    bob = a_copy(ann, "bob")
    one, two = (a_link(id, "c", "first", "picture") for id in "ab")
    first, second = ann.apply(AddEdge(one)), bob.apply(AddEdge(two))
    ann.receive(second.update, "bob")
    bob.receive(first.update, "ann")
    kept, lost = sorted((one, two), key=lambda link: link.id)
    assert ann.links_into("c") == bob.links_into("c") == (kept,)
    assert ann.broken == {lost.id}
    change = ann.apply(DeleteNodes([kept.source]))
    assert ann.broken == frozenset()
    assert ann.links_into("c") == (lost,)
    assert change.updated["edges"] == {lost.id: {"broken"}}


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=4)
    | st.sampled_from(["clip", "V", "p", "c", "words", True, [1, 2], ["cut", 4], [24, 1]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
NAMES = (
    *("kind", "pos", "size", "z", "title", "del", "p.seed", "p.paths", "refs", "node", "seq"),
    *("in", "out", "transition", "source", "target", "into", "at", "text", "rate", "asset"),
    *("frames", "made", "key", "model", "hash", "name", "value", "recipe", "bytes", "mime"),
)
names = st.sampled_from(NAMES)
entries = st.tuples(
    st.sampled_from(ROOTS), st.sampled_from(["p", "c", "s", "x", "a" * 64]), names, values
)


@settings(relaxed, max_examples=80)
@given(
    st.lists(st.tuples(entries, st.sampled_from(["put", "record", "map", "whole"])), max_size=12)
)
def test_no_garbage_brings_a_board_down_or_out_of_step(
    writes: list[tuple[tuple[str, str, str, Any], str]],
) -> None:
    """Whatever is written where: the live board says what a freshly loaded one says."""
    board = a_board(
        AddNode(a_node("p"), "words"),
        AddNode(a_node("c", "clip")),
        AddEdge(a_link("p", "c")),
        AddShot(Shot(id="s", node="c", seq="V")),
    )
    stranger = Stranger(board)
    for (root, id, name, value), how in writes:
        stranger.does(lambda get: scrawl(get(root), id, name, value, how))  # noqa: B023
    board.apply(AddNode(a_node("n")), TypeText("n", 0, 0, "still works"))
    assert everything(a_copy(board, "fresh")) == everything(board)


def scrawl(root: Map[Any], id: str, name: str, value: Any, how: str) -> None:
    target = root.get(id)
    if how == "put" and isinstance(target, Map):
        target[name] = value
    elif how == "record":
        root[id] = {name: value}
    elif how == "map":
        root[id] = Map({name: value, "kind": "clip", "node": "c", "seq": "M"})
    else:
        root[name if name == "title" else id] = value
