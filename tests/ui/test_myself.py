"""A name and a colour, and when they are chosen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from canvas.ui.desk import Desk
from canvas.ui.myself import Myself
from collab.colours import COLOURS, colour_for


def marked(row: Myself) -> list[str]:
    return [dot.colour for dot in row.dots if dot.isChecked()]


def test_r5_1_whoever_keeps_a_name_has_chosen_no_colour(desk: Desk, qtbot: QtBot) -> None:
    """Or two people whose colours happen to be one would meet in it, each having chosen it."""
    desk.change(person="ann", name="", colour="")
    row = Myself(desk)
    qtbot.addWidget(row)
    assert marked(row) == [colour_for("ann")]
    row.name.setText("Ann")
    row.keep()
    assert (desk.settings.name, desk.settings.colour) == ("Ann", "")


def test_the_colour_that_the_room_gives_is_marked_until_one_is_chosen(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.change(person="ann", name="Ann", colour="")
    given = next(one for one in COLOURS if one != colour_for("ann"))
    chosen = next(one for one in reversed(COLOURS) if one not in (given, colour_for("ann")))
    row = Myself(desk, given)
    qtbot.addWidget(row)
    assert marked(row) == [given]
    next(dot for dot in row.dots if dot.colour == chosen).click()
    assert desk.settings.colour == chosen
    row.show_given(given)
    assert marked(row) == [chosen]
