"""What each row of the history was about."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, rename, set_text
from canvas.ui.history import HistoryDock
from canvas.ui.history_panel import HistoryPanel
from canvas.ui.main_window import MainWindow

SLOW = 20_000


def opened(window: MainWindow) -> HistoryPanel:
    window.actions_.run("window.history")
    (dock,) = [part for part in window.parts if isinstance(part, HistoryDock)]
    assert dock.panel is not None
    dock.panel.subjects._rest.setInterval(1)
    return dock.panel


def about(panel: HistoryPanel) -> list[str]:
    """The second line of each row, the latest first."""
    return [panel.model.below(line.step) for line in panel.model.lines if line.step]


def test_r11_9_a_row_names_the_nodes_that_a_step_has_touched(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    rain = add_node(session, "note", (0, 0), title="Rain")
    words = add_node(session, "prompt", (300, 0))
    set_text(session, words, "A cat")
    move_nodes(session, [rain], 30, 0)
    panel = opened(window)
    qtbot.waitUntil(lambda: any("Rain" in said for said in about(panel)), timeout=SLOW)
    said = about(panel)
    assert said[0].endswith(" · Rain")
    assert [one.rpartition(" · ")[2] for one in said[1:4]] == ["Words", "Words", "Rain"]


def test_what_is_gone_is_named_and_what_is_called_otherwise_goes_by_its_name_of_now(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    rain, snow = (add_node(session, "note", (0, 0), title=name) for name in ("Rain", "Snow"))
    panel = opened(window)
    qtbot.waitUntil(lambda: any("Snow" in said for said in about(panel)), timeout=SLOW)
    rename(session, rain, "Storm")
    delete_nodes(session, [snow])
    qtbot.waitUntil(lambda: about(panel)[0].endswith(" · Snow"), timeout=SLOW)
    assert about(panel)[1].endswith(" · Storm")
    assert not any("Rain" in said for said in about(panel))


def test_of_many_the_first_are_named_and_the_rest_counted(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    notes = [add_node(session, "note", (200 * at, 0), title=f"N{at}") for at in range(5)]
    move_nodes(session, notes, 0, 90)
    panel = opened(window)
    qtbot.waitUntil(lambda: bool(about(panel)) and "+3" in about(panel)[0], timeout=SLOW)
