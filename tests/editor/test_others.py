"""The others as they are shown: SPEC R5 says what they send, this is what an eye gets of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canvas.editor.editor import Editor
from canvas.editor.others import FADE, Others, carry_along
from canvas.editor.peers import Held, Peer
from canvas.editor.tracks import DELAY, Track
from tests.editor.conftest import Link, Put

MIA = Peer(id="w1", person="mia", name="Mia", colour="#ff00aa", cursor=(0.0, 0.0))


def test_between_two_samples_a_pointer_glides_a_moment_late() -> None:
    track = Track()
    track.add((0.0, 0.0), 1.00)
    track.add((10.0, 20.0), 1.05)

    assert track.at(1.0 + DELAY) == (0.0, 0.0)
    assert track.at(1.025 + DELAY) == pytest.approx((5.0, 10.0))
    assert track.at(1.05 + DELAY) == (10.0, 20.0)
    assert track.rests(1.05 + DELAY)


def test_what_has_rested_long_does_not_jump_when_it_moves_again() -> None:
    track = Track()
    track.add((0.0,), 1.0)
    track.add((100.0,), 9.0)

    assert track.at(9.0) == (0.0,)
    assert not track.rests(9.0)


def test_a_clock_that_steps_back_loses_nothing() -> None:
    track = Track()
    track.add((0.0,), 5.0)
    track.add((7.0,), 4.0)

    assert track.at(4.5) == (7.0,)


def test_with_reduced_motion_a_pointer_is_at_once_where_it_is() -> None:
    others = Others()
    others.still = True
    others.tell(MIA, 1.0, {})
    others.tell(replace(MIA, cursor=(50.0, 60.0)), 1.05, {})

    assert others.peers(1.05)[0].cursor == (50.0, 60.0)
    assert others.rest(1.05)


def test_what_somebody_carries_moves_along_and_lands_without_a_jump() -> None:
    others = Others()
    places = {"n": (100.0, 100.0)}
    for step in range(5):
        held = replace(MIA, held=Held(("n",), (step * 10.0, 0.0)))
        others.tell(held, 1.0 + step * 0.05, places)
    shown = others.away(1.21)["n"]
    # the board hears where it was put: the same 40 to the right
    others.put_down("mia", {"n": (140.0, 100.0)}, 1.21)
    x, y = others.away(1.21)["n"]

    assert 140.0 + x == pytest.approx(100.0 + shown[0])
    assert y == 0.0
    # an older word of the same hand means nothing now
    others.tell(replace(MIA, held=Held(("n",), (40.0, 0.0))), 1.22, {"n": (140.0, 100.0)})
    assert others.away(2.0) == {}
    others.tell(MIA, 2.1, {})
    assert others.rest(3.0)


def test_a_drag_that_is_given_up_brings_the_node_back() -> None:
    others = Others()
    others.tell(replace(MIA, held=Held(("n",), (80.0, 0.0))), 1.0, {"n": (0.0, 0.0)})
    assert others.away(1.2) == {"n": (80.0, 0.0)}
    others.tell(MIA, 1.3, {"n": (0.0, 0.0)})

    assert others.away(2.0) == {}


def test_words_at_a_pointer_fade_once_their_author_lets_go() -> None:
    others = Others()
    others.tell(replace(MIA, chat="look here"), 1.0, {})
    assert others.peers(1.0)[0].chat == "look here"
    others.tell(MIA, 2.0, {})
    fading = others.peers(2.0 + FADE / 2)[0]

    assert (fading.chat, fading.strength) == ("look here", pytest.approx(0.5))
    assert others.peers(2.0 + FADE)[0].chat == ""
    assert others.rest(2.1 + FADE)


def test_who_leaves_takes_along_what_was_carried() -> None:
    others = Others()
    others.tell(replace(MIA, held=Held(("n",), (80.0, 0.0))), 1.0, {"n": (0.0, 0.0)})
    others.leave("w1")

    assert others.peers(1.2) == ()
    assert others.away(1.2) == {}


def test_a_node_in_anothers_hand_is_shown_there_with_its_wires_and_hit_there(
    editor: Editor, put: Put, link: Link
) -> None:
    words, clip = put("prompt", 0, 0), put("clip", 400, 0)
    wire = link(words, "words", clip, "words")
    before = editor.wires.bounds(editor.wires.rows(wire))
    editor.damage.take()
    carry_along(editor, {words: (0.0, 300.0), "gone": (1.0, 1.0)})
    row = editor.table.row(words)

    assert row is not None
    assert editor.table.box(row)[:2] == (0.0, 300.0)
    assert editor.hit(20, 310).node == words
    assert editor.wires.bounds(editor.wires.rows(wire)) != before
    assert editor.damage
    assert editor.board.nodes[words].pos == (0, 0)

    carry_along(editor, {})
    assert editor.table.box(row)[:2] == (0.0, 0.0)
    assert editor.wires.bounds(editor.wires.rows(wire)) == before


def test_what_both_hold_follows_our_own_hand(editor: Editor, put: Put) -> None:
    words = put("prompt", 0, 0)
    carry_along(editor, {words: (0.0, 300.0)})
    rows = editor.table.rows([words])
    editor.hold(rows, 50.0, 0.0)

    assert editor.table.box(int(rows[0]))[:2] == (50.0, 0.0)
    editor.cancel()
