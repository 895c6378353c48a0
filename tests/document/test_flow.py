"""Muted nodes count as unlinked, a bypassed clip hands on what it is fed (features.md 3 B)."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddShot,
    AddTake,
    DeleteEdges,
    set_node,
)
from canvas.document.flow import flow_into, is_off, mode_of, reads_of
from canvas.document.records import NodeKind, Shot
from canvas.document.sequence import Moving, Still, first_picture, plan, words_of
from tests.document.boards import a_board, a_link, a_node, a_take, an_asset

PICTURE = an_asset("a")
OTHER = an_asset("b")
FILM = an_asset("d", "video", frames=96)


def a_chain(length: int) -> Board:
    """Clips c0, c1, ... each after the one before; c0 begins with the picture p."""
    board = a_board(AddAsset(PICTURE), AddNode(a_node("p", "picture", refs=(PICTURE.hash,))))
    for index in range(length):
        board.apply(AddNode(a_node(f"c{index}", "clip")))
    board.apply(AddEdge(a_link("p", "c0", "first", "picture")))
    for index in range(1, length):
        board.apply(AddEdge(a_link(f"c{index - 1}", f"c{index}", "previous", "video")))
    return board


def set_mode(board: Board, node: str, mode: str) -> None:
    board.apply(set_node(node, params={"mode": mode}))


def test_a_muted_node_feeds_nobody() -> None:
    board = a_chain(2)
    set_mode(board, "c0", "muted")
    assert flow_into(board, "c1", "previous").sources == ()
    assert is_off(board.nodes["c0"])


def test_a_bypassed_clip_hands_on_the_shot_before_it() -> None:
    board = a_chain(3)
    set_mode(board, "c1", "bypassed")
    assert flow_into(board, "c2", "previous").sources == ("c0",)
    assert not is_off(board.nodes["c1"])


def test_a_bypassed_clip_without_a_shot_before_it_hands_on_its_picture() -> None:
    board = a_chain(2)
    set_mode(board, "c0", "bypassed")
    assert flow_into(board, "c1", "previous").sources == ("p",)
    assert first_picture(board, "c1") == PICTURE.hash


def test_a_muted_picture_is_not_handed_on() -> None:
    board = a_chain(2)
    set_mode(board, "c0", "bypassed")
    set_mode(board, "p", "muted")
    assert flow_into(board, "c1", "previous").sources == ()


def test_a_thousand_bypassed_clips_in_a_row_hand_on_what_the_first_is_fed() -> None:
    board = a_chain(1000)
    board.apply(*(set_node(f"c{n}", params={"mode": "bypassed"}) for n in range(999)))
    assert flow_into(board, "c999", "previous").sources == ("p",)


def test_a_bypassed_clip_in_a_row_falls_back_on_the_nearest_picture() -> None:
    board = a_chain(3)
    board.apply(
        AddNode(a_node("q", "picture", refs=(PICTURE.hash,))),
        AddEdge(a_link("q", "c1", "first", "picture")),
    )
    for clip in ("c0", "c1"):
        set_mode(board, clip, "bypassed")
    set_mode(board, "p", "bypassed")
    assert flow_into(board, "c2", "previous").sources == ("q",)


def test_a_bypassed_prompt_or_picture_counts_as_muted() -> None:
    board = a_board(
        AddNode(a_node("w", "prompt"), "rain"),
        AddNode(a_node("c", "clip")),
        AddEdge(a_link("w", "c")),
    )
    assert words_of(board, "c") == "rain"
    set_mode(board, "w", "bypassed")
    assert words_of(board, "c") == ""
    assert is_off(board.nodes["w"])


def test_what_was_read_on_the_way_is_told_whether_it_gives_anything_or_not() -> None:
    board = a_chain(3)
    set_mode(board, "c1", "bypassed")
    reads = reads_of(board, "c2")
    assert {"c2", "c1", "c0"} <= reads
    assert {edge.id for edge in board.edges.values() if edge.into == "previous"} <= reads
    set_mode(board, "c1", "muted")
    assert "c1" in reads_of(board, "c2"), "it may be turned on again"


def test_notes_and_frames_have_no_mode_and_are_on() -> None:
    for kind in (NodeKind.note, NodeKind.scene):
        assert mode_of(a_node("x", kind)) == "on"


def a_shot(board: Board, node: str) -> None:
    board.apply(AddShot(Shot(id=f"s-{node}", node=node, seq=f"{len(board.film):02}V")))


def test_the_shots_of_a_muted_clip_are_left_out_of_the_film() -> None:
    board = a_chain(3)
    for clip in ("c0", "c1", "c2"):
        a_shot(board, clip)
    set_mode(board, "c1", "muted")
    film = plan(board)
    assert [(cut.node, cut.number, cut.start) for cut in film.cuts] == [
        ("c0", "1", 0),
        ("c2", "3", 96),
    ]
    set_mode(board, "c1", "on")
    assert len(plan(board).cuts) == 3


def test_a_bypassed_clip_shows_its_picture_and_not_its_take() -> None:
    board = a_chain(1)
    take = a_take("t", "c0", FILM)
    board.apply(AddAsset(FILM), AddTake(take), set_node("c0", take=take.id))
    a_shot(board, "c0")
    assert isinstance(plan(board).cuts[0].source, Moving)
    set_mode(board, "c0", "bypassed")
    cut = plan(board).cuts[0]
    assert (cut.source, cut.rung) == (Still(asset=PICTURE.hash), "still")


def test_a_link_taken_away_stops_what_was_handed_on() -> None:
    board = a_chain(3)
    set_mode(board, "c1", "bypassed")
    board.apply(DeleteEdges([a_link("c0", "c1", "previous", "video").id]))
    assert flow_into(board, "c2", "previous").sources == ()
