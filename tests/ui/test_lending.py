"""Lending a graphics card, as a person does it: the dialog of Share, the faces, the cards of clips.
SPEC.md, section 12."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node
from canvas.app.commands.render import cancel_renders, render
from canvas.app.notices import NodeState, Told
from canvas.document.records import Json, NodeKind
from canvas.ui.lending_rows import LendingRows
from canvas.ui.painting.faces import Faces
from canvas.ui.share_dialog import ShareDialog
from tests.ui.company import Room, room, server, table
from tests.ui.test_closing import answer

__all__ = ["room", "server", "table"]


def words(rows: LendingRows) -> str:
    return " ".join(label.text() for label in rows.findChildren(QLabel))


@pytest.fixture
def rows(room: Room) -> LendingRows:
    room.sharing.actions.run("share.open")
    dialog = room.window.findChild(ShareDialog)
    assert isinstance(dialog, ShareDialog)
    room.until(lambda: room.session.lending.possible and room.bob.lending.possible)
    return dialog.lending


def test_a_press_lends_ones_card_and_another_one_ends_it(room: Room, rows: LendingRows) -> None:
    """R12.20"""
    assert not rows.ours.isChecked()
    assert not room.session.lending.lends
    rows.ours.click()
    assert rows.ours.isChecked()
    room.until(lambda: [one.name for one in room.bob.lending.lenders] == ["Ann"])
    assert "You lend" in room.people.bar.myself.toolTip()
    assert room.sharing.actions.verbs["people.lend"].checked()
    rows.ours.click()
    room.until(lambda: not room.bob.lending.lenders)
    assert not rows.ours.isChecked()
    assert "You lend" not in room.people.bar.myself.toolTip()


def test_who_else_lends_is_said_where_one_shares_and_on_the_face(
    room: Room, rows: LendingRows
) -> None:
    """R12.24"""
    assert "Nobody else lends one now." in words(rows)
    room.bob.lending.lend(True)
    room.until(lambda: "Bob · CPU" in words(rows))
    assert "Idle" in words(rows)
    room.until(lambda: "Lends CPU" in room.people.bar.faces[0].toolTip())
    room.bob.lending.lend(False)
    room.until(lambda: "Nobody else lends one now." in words(rows))


def test_a_dialog_that_is_open_cuts_nothing_off(room: Room, rows: LendingRows) -> None:
    room.bob.lending.lend(True)
    room.until(lambda: "Bob · CPU" in words(rows))
    dialog, layout = rows.window(), rows.window().layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width())


def test_a_card_says_whose_device_draws_it(room: Room) -> None:
    """R12.24"""
    board = room.session.board
    clip = add_node(room.session, NodeKind.clip, (0, 0), title="Shot")
    by = NodeState(clip, "running", 0.34, by="Bob · RTX 4090")
    badge = Faces(board, lambda node: by).of(clip).state
    assert badge is not None
    assert badge.text == "Bob · RTX 4090 · 34 %"


def test_outside_of_a_room_nothing_can_be_lent(room: Room) -> None:
    """R12.20"""
    room.session.together.stop()
    room.sharing.actions.run("people.lend")
    assert not room.session.lending.lends
    assert room.told()


@pytest.mark.soak
def test_a_lender_who_closes_the_board_is_asked_and_what_was_drawn_goes_back(
    room: Room, rows: LendingRows
) -> None:
    """R12.11 R12.25"""
    rows.ours.click()
    rows.window().close()
    bob = room.bob
    room.until(lambda: bob.lending.lenders)
    told = room.table.heard[bob]
    shots = []
    for name in ("own", "lent"):
        params: dict[str, Json] = {"frames": 100_000, "burn_in": True}
        shot = add_node(bob, NodeKind.clip, (0, 0), title=name, params=params)
        add_shot(bob, shot)
        render(bob, [shot])
        shots.append(shot)
        room.until(lambda: bob.state(shots[-1]).state == "running")
    assert bob.state(shots[1]).by.startswith("Ann")
    room.until(lambda: room.session.lending.drawing)
    asked: list[str] = []
    answer("Keep it open", asked)
    assert not room.window.close()
    assert "drawing for Bob" in asked[0]
    assert room.session.lending.drawing
    answer("Close and give them back", asked)
    assert room.window.close()
    room.table.until(lambda: bob.state(shots[1]).state == "queued")
    assert not bob.state(shots[1]).by
    assert any("“lent” came back" in str(one.about) for one in told if isinstance(one, Told))
    cancel_renders(bob)
