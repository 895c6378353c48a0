"""The order, length and joins of shots."""

from __future__ import annotations

import pytest

from canvas.app.commands.board import set_meta, set_rate, show, undo
from canvas.app.commands.film import (
    add_shot,
    add_shots,
    move_shot,
    number_shot,
    remove_shots,
    renumber,
    set_transition,
    trim_shot,
)
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.edits import PutCue, Refused
from canvas.document.records import Cue, NodeKind, new_id
from canvas.document.sequence import plan
from canvas.document.timing import Rate


@pytest.fixture
def clips(session: Session) -> list[str]:
    return [add_node(session, NodeKind.clip, (0, 0), title=title) for title in "ABC"]


def order(session: Session) -> str:
    return "".join(session.board.nodes[shot.node].title for shot in session.board.film)


def test_shots_go_where_they_are_put(session: Session, clips: list[str]) -> None:
    a, b, c = clips
    add_shot(session, b)
    add_shot(session, c)
    add_shot(session, a, 0)
    assert order(session) == "ABC"
    first, second, third = (shot.id for shot in session.board.film)
    move_shot(session, third, second)
    assert order(session) == "ACB"
    move_shot(session, first, None)
    assert order(session) == "CBA"
    undo(session)
    assert order(session) == "ACB"


def test_what_the_film_shows_already_is_not_added_twice(session: Session, clips: list[str]) -> None:
    note = add_node(session, NodeKind.note, (0, 0))
    add_shot(session, clips[1])
    assert len(add_shots(session, [*clips, note])) == 2
    assert order(session) == "BAC"
    undo(session)
    assert order(session) == "B"


def test_only_moving_things_are_shots(session: Session) -> None:
    with pytest.raises(Refused):
        add_shot(session, add_node(session, NodeKind.note, (0, 0)))


def test_trims_joins_and_numbers(session: Session, clips: list[str]) -> None:
    for clip in clips:
        add_shot(session, clip)
    second = session.board.film[1].id
    trim_shot(session, second, 10, 50)
    set_transition(session, second, "dissolve", 12)
    number_shot(session, second, " 2A ")
    shot = session.board.shots[second]
    assert (shot.in_, shot.out, shot.transition.frames, shot.number) == (10, 50, 12, "2A")
    assert plan(session.board).frames == 96 + 40 - 12 + 96
    set_transition(session, second, "cut", 12)
    assert session.board.shots[second].transition.frames == 0
    renumber(session)
    assert [shot.number for shot in session.board.film] == ["1", "2", "3"]
    remove_shots(session, [second])
    assert order(session) == "AC"


def test_another_rate_keeps_every_time_in_seconds(session: Session, clips: list[str]) -> None:
    shot = add_shot(session, clips[0])
    add_shot(session, clips[1])
    trim_shot(session, shot, 24, 72)
    cue = Cue(id=new_id(), kind="caption", at=48, frames=24, text="T minus ten")
    session.apply(PutCue(cue))
    set_rate(session, Rate(30))
    changed = session.board.shots[shot]
    assert (changed.in_, changed.out) == (30, 90)
    assert session.board.nodes[clips[2]].param("frames") == 120
    assert (session.board.cues[cue.id].at, session.board.cues[cue.id].frames) == (60, 30)
    assert plan(session.board).frames == 60 + 120
    undo(session)
    assert session.board.meta.rate == Rate(24)
    assert plan(session.board).frames == 48 + 96


def test_a_board_describes_itself(session: Session, clips: list[str]) -> None:
    add_shot(session, clips[0], number="1A")
    set_meta(session, title="最后一公里", width=320, height=180)
    found = show(session)
    assert (found["title"], found["width"], found["height"]) == ("最后一公里", 320, 180)
    assert (found["frames"], found["length"], found["nodes"]) == (96, "00:04.00", {"clip": 3})
    (shot,) = found["shots"]  # type: ignore[misc]
    assert (shot["number"], shot["shows"], shot["state"]) == ("1A", "card", "empty")  # type: ignore[index,call-overload]
