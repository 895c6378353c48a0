"""What stands under a link before one joins by it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from canvas.ui.desk import Desk
from canvas.ui.join_dialog import JoinDialog
from canvas.ui.link_words import about, certificate, link_in, role_of
from collab.auth import Claims, Keys
from collab.discovery import Found
from collab.links import Link
from collab.roles import Role

PRINT = "0123456789abcdef" * 4
KEYS = Keys("k1", {"k1": b"k" * 32})
FOUND = Found(
    room="film", title="雨夜短片", host="192.168.1.5", port=4321, fingerprint=PRINT, owner="Ann"
)


def link_for(role: Role, room: str = "film") -> Link:
    token = KEYS.sign(Claims(room, role, exp=2_000_000_000))
    return Link("192.168.1.5", 4321, room, token, fingerprint=PRINT)


@pytest.mark.parametrize("role", list(Role))
def test_a_link_says_what_one_may_do_by_it(role: Role) -> None:
    assert role_of(link_for(role).token) is role


@pytest.mark.parametrize(
    "token", ["", "x", "=.=", "W10.x", "bnVsbA.x", "W" * 5000, "eyJyb2xlIjpbXX0.x"]
)
def test_what_is_no_token_says_nothing_of_a_role(token: str) -> None:
    assert role_of(token) is None


def test_the_line_names_the_board_that_is_open_here_and_its_certificate(app: QApplication) -> None:
    said = about(link_for(Role.commenter), [FOUND])
    assert said == "雨夜短片, by Ann  ·  May comment  ·  Certificate 0123 4567 89ab cdef"
    assert about(link_for(Role.editor, "other"), [FOUND]).startswith(
        "192.168.1.5:4321  ·  May edit"
    )
    assert certificate("") == ""


def test_join_says_what_its_link_opens_and_which_board_it_is_for(desk: Desk) -> None:
    dialog = JoinDialog(desk, desk.errands, None, link_for(Role.viewer).for_app())
    dialog._found = [FOUND, Found("room2", "Elsewhere", "192.168.1.6", 4321, PRINT)]
    dialog._show_rooms()
    assert "May look" in dialog.about.text()
    assert [dialog.rooms.item(row).text() for row in range(2)] == [
        "雨夜短片, by Ann  ·  your link is for this one",
        "Elsewhere  ·  needs a link",
    ]
    dialog.link.setText("nonsense")
    assert link_in("nonsense") is None
    assert not dialog.about.text()
    dialog.done(0)
