"""Links that stay whole while nodes come and go; nodes turned off and on; bends that move along."""

from __future__ import annotations

from itertools import pairwise

import pytest

from canvas.app.commands.arrange import frame
from canvas.app.commands.board import redo, undo
from canvas.app.commands.clipboard import copy, paste
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect, disconnect
from canvas.app.commands.nodes import add_node, delete_nodes, duplicate, move_nodes
from canvas.app.commands.render import render, to_render
from canvas.app.commands.rewire import bend, bypass, extract, insert, insert_new, mute
from canvas.app.session import Session
from canvas.document.edits import Refused, set_node
from canvas.document.flow import mode_of
from canvas.document.records import NodeKind
from canvas.document.sequence import plan


@pytest.fixture
def chain(session: Session) -> tuple[str, str, str]:
    """Three clips in a row, each going on from the one before."""
    clips = [add_node(session, NodeKind.clip, (400.0 * n, 0)) for n in range(3)]
    for one, two in pairwise(clips):
        connect(session, one, "video", two, "previous")
    return clips[0], clips[1], clips[2]


def before(session: Session, clip: str) -> list[str]:
    return [edge.source for edge in session.board.links_into(clip, "previous")]


def places(session: Session, *nodes: str) -> list[tuple[float, float]]:
    return [session.board.nodes[id].pos for id in nodes]


def test_deleting_a_clip_in_the_middle_keeps_the_link_in_one_step(
    session: Session, chain: tuple[str, str, str]
) -> None:
    """features.md 3 B: delete node keeps the link."""
    one, two, three = chain
    delete_nodes(session, [two])
    assert before(session, three) == [one]
    undo(session)
    assert (before(session, two), before(session, three)) == ([one], [two])
    assert len(session.board.edges) == 2
    redo(session)
    assert before(session, three) == [one]


def test_deleting_several_in_a_row_joins_what_is_left_at_both_ends(session: Session) -> None:
    clips = [add_node(session, NodeKind.clip, (400.0 * n, 0)) for n in range(5)]
    for left, right in pairwise(clips):
        connect(session, left, "video", right, "previous")
    delete_nodes(session, clips[1:4])
    assert before(session, clips[4]) == [clips[0]]


def test_deleting_an_end_of_the_row_joins_nothing(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, three = chain
    delete_nodes(session, [one])
    assert (before(session, two), before(session, three)) == ([], [two])


def test_deleting_what_gives_another_kind_than_it_takes_joins_nothing(session: Session) -> None:
    picture = add_node(session, NodeKind.picture, (0, 0))
    element = add_node(session, NodeKind.element, (300, 0))
    clip = add_node(session, NodeKind.clip, (600, 0))
    connect(session, picture, "picture", element, "pictures")
    connect(session, element, "cast", clip, "cast")
    delete_nodes(session, [element])
    assert dict(session.board.edges) == {}


def test_a_clip_taken_out_of_the_flow_keeps_what_else_feeds_it(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, three = chain
    words = add_node(session, NodeKind.prompt, (0, 400))
    connect(session, words, "words", two, "words")
    extract(session, [two])
    assert (before(session, two), before(session, three)) == ([], [one])
    assert [edge.source for edge in session.board.links_into(two)] == [words]
    undo(session)
    assert before(session, three) == [two]


def test_taking_out_what_has_no_links_says_so(session: Session) -> None:
    with pytest.raises(Refused, match="Nothing here has a link"):
        extract(session, [add_node(session, NodeKind.clip, (0, 0))])


def test_a_node_dropped_on_a_link_goes_between_and_what_follows_makes_room(
    session: Session, chain: tuple[str, str, str]
) -> None:
    """features.md 5.1: insert on link, with room made to the right; one step of undo."""
    one, two, three = chain
    words = add_node(session, NodeKind.prompt, (420, 300))
    connect(session, words, "words", two, "words")
    fresh = add_node(session, NodeKind.clip, (200, 900))
    link = session.board.links_into(two, "previous")[0].id
    start = places(session, one, two, three, words, fresh)

    insert(session, link, fresh, (320.0, 20.0))

    assert (before(session, fresh), before(session, two)) == ([one], [fresh])
    needed = 320 + session.board.nodes[fresh].size[0] + 48 - 400
    assert places(session, two, three, words) == [
        (400 + needed, 0),
        (800 + needed, 0),
        (420 + needed, 300),
    ]
    assert places(session, one, fresh) == [(0, 0), (320, 20)]
    undo(session)
    assert places(session, one, two, three, words, fresh) == start
    assert before(session, two) == [one]


def test_nothing_moves_where_there_is_room_or_what_follows_lies_elsewhere(
    session: Session, chain: tuple[str, str, str]
) -> None:
    _, two, _ = chain
    fresh = add_node(session, NodeKind.clip, (0, 900))
    link = session.board.links_into(two, "previous")[0].id
    insert(session, link, fresh)
    assert places(session, two) == [(400, 0)]


def test_what_is_locked_makes_no_room(session: Session, chain: tuple[str, str, str]) -> None:
    _, two, three = chain
    session.apply(set_node(three, locked=True))
    fresh = add_node(session, NodeKind.clip, (0, 900))
    insert(session, session.board.links_into(two, "previous")[0].id, fresh, (350.0, 0.0))
    assert places(session, three) == [(800, 0)]
    assert places(session, two)[0][0] > 400


def test_what_would_close_a_loop_or_gives_another_kind_cannot_go_between(
    session: Session, chain: tuple[str, str, str]
) -> None:
    _, two, three = chain
    connect(session, two, "video", three, "guide")
    picture = add_node(session, NodeKind.picture, (0, 0))
    link = session.board.links_into(two, "previous")[0].id
    edges = dict(session.board.edges)
    for node in (three, picture):
        with pytest.raises(Refused, match="cannot stand in this link"):
            insert(session, link, node)
    assert dict(session.board.edges) == edges


def test_a_clip_from_further_on_changes_places(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, three = chain
    insert(session, session.board.links_into(two, "previous")[0].id, three)
    assert (before(session, three), before(session, two)) == ([one], [three])


def test_a_new_clip_in_a_link_comes_into_the_film_after_the_shot_that_feeds_it(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, three = chain
    for clip in chain:
        add_shot(session, clip)
    link = session.board.links_into(two, "previous")[0].id
    made = insert_new(session, link, NodeKind.clip, (380.0, 0.0))
    assert [shot.node for shot in session.board.film] == [one, made, two, three]
    assert (before(session, made), before(session, two)) == ([one], [made])
    undo(session)
    assert [shot.node for shot in session.board.film] == [one, two, three]
    assert made not in session.board.nodes


def test_bends_come_along_when_both_ends_move_and_stay_when_one_does(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, _ = chain
    link = session.board.links_into(two, "previous")[0].id
    bend(session, link, [(350.0, 300.0)])
    move_nodes(session, [one], 10, 0)
    assert session.board.edges[link].bends == ((350.0, 300.0),)
    move_nodes(session, [one, two], 5, -7)
    assert session.board.edges[link].bends == ((355.0, 293.0),)
    undo(session)
    assert session.board.edges[link].bends == ((350.0, 300.0),)


def test_bends_are_copied_where_both_ends_are(
    session: Session, chain: tuple[str, str, str]
) -> None:
    one, two, _ = chain
    bend(session, session.board.links_into(two, "previous")[0].id, [(350.0, 300.0)])
    copies = duplicate(session, [one, two], 100, 50)
    made = session.board.links_into(copies[1], "previous")[0]
    assert (made.source, made.bends) == (copies[0], ((450.0, 350.0),))
    alone = duplicate(session, [two])[0]
    assert session.board.links_into(alone, "previous")[0].bends == ()
    pasted = paste(session, copy(session, [one, two]))
    edges = [edge for edge in session.board.edges.values() if edge.source in pasted]
    assert [len(edge.bends) for edge in edges] == [1]


def test_a_link_that_is_gone_cannot_be_bent(session: Session, chain: tuple[str, str, str]) -> None:
    link = session.board.links_into(chain[1], "previous")[0].id
    disconnect(session, [link])
    with pytest.raises(Refused):
        bend(session, link, [(0.0, 0.0)])


def test_mute_turns_all_of_a_selection_one_way_and_back(
    session: Session, chain: tuple[str, str, str]
) -> None:
    """features.md 5.2: Ctrl+M."""
    one, two, _ = chain
    mute(session, [one])
    mute(session, [one, two])
    assert [mode_of(session.board.nodes[id]) for id in (one, two)] == ["muted", "muted"]
    bypass(session, [one])
    assert mode_of(session.board.nodes[one]) == "bypassed"
    mute(session, [one, two])
    mute(session, [one, two])
    assert [session.board.nodes[id].params for id in (one, two)] == [{}, {}]


def test_muting_a_scene_frame_mutes_what_it_holds(
    session: Session, chain: tuple[str, str, str]
) -> None:
    made = frame(session, list(chain))
    assert isinstance(made, str)
    mute(session, [made])
    assert {mode_of(session.board.nodes[id]) for id in chain} == {"muted"}
    undo(session)
    assert {mode_of(session.board.nodes[id]) for id in chain} == {"on"}


def test_what_feeds_nothing_is_never_off(session: Session) -> None:
    note = add_node(session, NodeKind.note, (0, 0))
    with pytest.raises(Refused, match="feed nothing"):
        mute(session, [note])


def test_a_muted_clip_is_out_of_the_film_and_is_not_rendered(session: Session, clip: str) -> None:
    assert to_render(session) == (clip,)
    mute(session, [clip])
    assert (plan(session.board).cuts, to_render(session)) == ((), ())
    done = render(session, [clip])
    assert done.queued == ()
    assert "muted" in str(done.refused[clip].what)
