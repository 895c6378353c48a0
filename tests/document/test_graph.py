"""What feeds what, on small graphs and on those that punish a walk without memory."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.board import Board, Refused
from canvas.document.edits import AddEdge, AddNode, DeleteNodes, set_node
from canvas.document.graph import (
    broken_edges,
    downstream,
    held_by,
    parent_of,
    render_order,
    upstream,
    why_not_connect,
)
from canvas.document.links import Links
from canvas.document.records import Edge
from tests.document.boards import a_board, a_copy, a_link, a_node, relaxed


def after(source: str, target: str, into: str = "previous") -> Edge:
    return a_link(source, target, into, "video")


@pytest.fixture
def chain() -> Board:
    """words -> a -> b -> c, and a picture into b."""
    return a_board(
        AddNode(a_node("words")),
        AddNode(a_node("pic", "picture")),
        *(AddNode(a_node(id, "clip")) for id in "abcd"),
        AddEdge(a_link("words", "a")),
        AddEdge(after("a", "b")),
        AddEdge(after("b", "c")),
        AddEdge(a_link("pic", "b", "first", "picture")),
    )


def test_upstream_lists_what_a_node_needs_in_order(chain: Board) -> None:
    assert upstream(chain, "c") == ("pic", "words", "a", "b")
    assert upstream(chain, "words") == ()


def test_downstream_is_all_that_depends_on_a_node(chain: Board) -> None:
    assert downstream(chain, ["words"]) == {"a", "b", "c"}
    assert downstream(chain, ["a", "pic"]) == {"b", "c"}
    assert downstream(chain, ["nobody"]) == frozenset()


def test_render_order_puts_what_is_needed_first(chain: Board) -> None:
    assert render_order(chain, ["d", "c", "a", "nobody"]) == ["d", "a", "c"]


def test_render_order_knows_dependence_through_nodes_not_asked_for(chain: Board) -> None:
    chain.apply(AddNode(a_node("A", "clip")), AddEdge(after("d", "A")))
    assert render_order(chain, ["A", "d", "c", "a"]) == ["d", "A", "a", "c"]


def test_a_link_that_may_be_made_has_no_reason_against_it(chain: Board) -> None:
    assert why_not_connect(chain, after("c", "d")) is None
    assert why_not_connect(chain, a_link("words", "b")) is None


def test_a_loop_is_refused_with_a_reason(chain: Board) -> None:
    assert "loop" in str(why_not_connect(chain, after("c", "a")))


def test_asking_writes_nothing(chain: Board) -> None:
    state = chain.encode()
    why_not_connect(chain, after("c", "d"))
    assert chain.encode() == state


def diamonds(count: int) -> list[Edge]:
    """Clips joined two ways each: 2^count paths from the first to the last."""
    return [
        after(f"n{number:03}", f"n{number + 1:03}", port)
        for number in range(count)
        for port in ("previous", "guide")
    ]


def test_a_chain_of_sixty_diamonds_is_walked_once() -> None:
    """2^60 paths: a walk without a visited set would not end."""
    board = a_board(
        *(AddNode(a_node(f"n{number:03}", "clip")) for number in range(61)),
        *(AddEdge(link) for link in diamonds(60)),
    )
    assert len(upstream(board, "n060")) == 60
    assert len(downstream(board, ["n000"])) == 60
    assert why_not_connect(board, after("n060", "n000")) is not None
    with pytest.raises(Refused):
        board.apply(AddEdge(after("n060", "n000")))
    assert broken_edges(board) == frozenset()
    assert a_copy(board, "bob").broken == frozenset()


def test_frames_inside_each_other_end_at_the_root() -> None:
    ann = a_board(*(AddNode(a_node(id, "scene")) for id in "abx"), AddNode(a_node("n")))
    bob = a_copy(ann, "bob")
    one = ann.apply(set_node("a", parent="b"), set_node("n", parent="a"))
    two = bob.apply(set_node("b", parent="a"))
    ann.receive(two.update, "bob")
    bob.receive(one.update, "ann")
    for board in (ann, bob):
        assert [parent_of(board, id) for id in "abnx"] == [None, None, "a", None]
        assert held_by(board, "a") == {"n"}
        assert held_by(board, "b") == frozenset()


def test_a_frame_that_was_deleted_holds_nothing() -> None:
    board = a_board(
        AddNode(a_node("out", "scene")),
        AddNode(a_node("in", "scene", parent="out")),
        AddNode(a_node("n", parent="in")),
    )
    assert held_by(board, "out") == {"in", "n"}
    board.apply(DeleteNodes(["in"]))
    assert parent_of(board, "n") is None
    assert held_by(board, "out") == frozenset()


ends = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1])


@settings(relaxed, max_examples=150)
@given(st.lists(ends, max_size=30), st.randoms(use_true_random=False))
def test_what_is_left_of_any_graph_has_no_loops_and_misses_no_link_needlessly(
    pairs: list[tuple[int, int]], chance: random.Random
) -> None:
    """Against networkx: without the broken links there is no loop, each broken one would close one
    of smaller ids, and the order in which the links came does not matter."""
    edges = {edge.id: edge for a, b in pairs for edge in [after(f"n{a}", f"n{b}")]}
    links, again = Links(), Links()
    for edge in edges.values():
        links.change([edge], [], [])
    shuffled = list(edges.values())
    chance.shuffle(shuffled)
    again.change(shuffled, [], [])
    assert links.broken == again.broken
    kept = [edge for id, edge in sorted(edges.items()) if id not in links.broken]
    whole = nx.DiGraph([(edge.source, edge.target) for edge in kept])
    assert nx.is_directed_acyclic_graph(whole)
    for id in links.broken:
        smaller = nx.DiGraph([(e.source, e.target) for e in kept if e.id < id])
        assert smaller.has_node(edges[id].target)
        assert nx.has_path(smaller, edges[id].target, edges[id].source)


@settings(relaxed, max_examples=100)
@given(st.lists(st.tuples(ends, st.booleans()), max_size=40))
def test_links_that_come_and_go_break_the_same_as_if_they_came_at_once(
    steps: list[tuple[tuple[int, int], bool]],
) -> None:
    links = Links()
    there: dict[str, Edge] = {}
    for (a, b), come in steps:
        edge = after(f"n{a}", f"n{b}", "guide" if a % 2 else "previous")
        before = links.broken
        single = [(edge.target, edge.into)]
        if come and edge.id not in there:
            there[edge.id] = edge
            told = links.change([edge], [], single)
        elif not come and edge.id in there:
            del there[edge.id]
            told = links.change([], [edge], single)
        else:
            continue
        assert told == before ^ links.broken
        fresh = Links()
        fresh.change(there.values(), [], {(e.target, e.into) for e in there.values()})
        assert links.broken == fresh.broken


def test_a_long_loop_breaks_once() -> None:
    names = [f"n{number}" for number in range(3000)]
    edges = [after(a, b) for a, b in pairwise([*names, names[0]])]
    links = Links()
    links.change(edges, [], [])
    assert links.broken == {max(edge.id for edge in edges)}


def test_a_board_opens_without_networkx_and_without_pydantic() -> None:
    """networkx costs a quarter of a second to import: it waits for the first question that needs
    it."""
    code = (
        "import sys, canvas.document.board, canvas.document.graph, canvas.document.sequence\n"
        "sys.exit(bool({'networkx', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
