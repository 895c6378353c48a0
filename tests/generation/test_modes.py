"""A muted or bypassed node in what is rendered, and what its change makes stale."""

from __future__ import annotations

import pytest

from canvas.document.edits import set_node
from canvas.document.records import NodeKind
from generation.compile import compile_shot, content_key, keys, plan, state_of
from generation.contract import Keyframe, Media
from tests.generation.boards import Table, digest


@pytest.fixture
def table() -> Table:
    return Table()


def set_mode(table: Table, node: str, mode: str) -> None:
    table.board.apply(set_node(node, params={"mode": mode}))


def a_chain(table: Table) -> tuple[str, str, str]:
    """Three clips, each after the one before, the first and the second with a picture."""
    one, two, three = (table.clip(name) for name in ("one", "two", "three"))
    table.link(table.picture("p"), one, "first")
    table.link(one, two, "previous")
    table.link(two, three, "previous")
    for clip in (one, two, three):
        table.shot(clip)
    return one, two, three


@pytest.mark.parametrize("mode", ["muted", "bypassed"])
def test_words_of_a_node_that_is_off_are_not_in_the_request(table: Table, mode: str) -> None:
    clip = table.clip("c")
    for text in ("rain", "snow"):
        table.link(table.prompt(text, text), clip)
    table.link(table.picture("p"), clip, "first")
    element = table.add(NodeKind.element, "Mia", "a girl")
    table.link(element, clip, "cast")
    before = content_key(compile_shot(table.board, clip))
    for node in ("rain", "p", "Mia"):
        set_mode(table, node, mode)
    request = compile_shot(table.board, clip)
    assert (request.prompt, request.keyframes, request.subjects) == ("snow", (), ())
    assert content_key(request) != before
    for node in ("rain", "p", "Mia"):
        set_mode(table, node, "on")
    assert content_key(compile_shot(table.board, clip)) == before, "turned on, it is as it was"


def test_a_clip_after_a_bypassed_one_follows_from_the_one_before(table: Table) -> None:
    one, two, three = a_chain(table)
    set_mode(table, two, "bypassed")
    first = keys(table.board)[one]
    frame = Keyframe(picture=Media(render=first, frame=-1), at=0)
    assert compile_shot(table.board, three).keyframes == (frame,)


def test_a_clip_after_a_bypassed_one_begins_with_its_picture(table: Table) -> None:
    one, two, _ = a_chain(table)
    set_mode(table, one, "bypassed")
    frame = Keyframe(picture=Media(asset=digest("p")), at=0)
    assert compile_shot(table.board, two).keyframes == (frame,)


def test_a_still_that_a_bypassed_clip_hands_on_guides_nothing(table: Table) -> None:
    one, two = table.clip("one"), table.clip("two")
    table.link(table.picture("p"), one, "first")
    table.link(one, two, "guide")
    set_mode(table, one, "bypassed")
    assert compile_shot(table.board, two).video is None


def test_what_is_fed_by_a_bypassed_clip_turns_stale_when_that_clip_is_fed_otherwise(
    table: Table,
) -> None:
    one, two, three = a_chain(table)
    set_mode(table, two, "bypassed")
    before = keys(table.board)[three]
    table.board.apply(set_node(one, params={"seed": 9}))
    after = keys(table.board)[three]
    assert after != before
    set_mode(table, one, "muted")
    assert compile_shot(table.board, three).keyframes == ()


@pytest.mark.parametrize("mode", ["muted", "bypassed"])
def test_a_clip_that_is_off_is_not_rendered(table: Table, mode: str) -> None:
    one, two, three = a_chain(table)
    set_mode(table, two, mode)
    due = plan(table.board)
    wanted = {one, three}
    assert {job.node for job in due.jobs} == wanted
    assert due.refused == {}, "nobody asked for it"


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("muted", "This clip is muted, and so it is not rendered."),
        ("bypassed", "This clip is bypassed, and so it is not rendered."),
    ],
)
def test_asked_for_a_clip_that_is_off_the_plan_says_why_not(
    table: Table, mode: str, said: str
) -> None:
    _, two, _ = a_chain(table)
    set_mode(table, two, mode)
    due = plan(table.board, [two])
    assert due.jobs == ()
    assert str(due.refused[two].what) == said
    assert due.refused[two].remedy is not None


def test_a_muted_clip_makes_what_it_fed_stale_and_unmuted_fresh_again(table: Table) -> None:
    _, two, three = a_chain(table)
    table.rendered(three, keys(table.board)[three])
    assert state_of(table.board, three) == "done"
    set_mode(table, two, "muted")
    assert state_of(table.board, three) == "stale"
    set_mode(table, two, "on")
    assert state_of(table.board, three) == "done"


def test_folding_and_grouping_change_no_key(table: Table) -> None:
    one, _, three = a_chain(table)
    before = keys(table.board)
    table.board.apply(set_node(one, params={"collapsed": True, "group": "g"}))
    assert keys(table.board) == before
    assert three in before
