"""The queue beside the canvas: what it says, and what a hand does in it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands import queue
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, rename, set_param
from canvas.app.commands.render import render
from canvas.app.session import Session
from canvas.ui import queue_words
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.queue_dock import QueueDock
from canvas.ui.queue_panel import QueuePanel
from canvas.ui.queue_rows import offers, place_of
from tests.app.anyway import queue_anyway

LONG = 80_000
"""Milliseconds that a render may take on a busy machine."""
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def fill(session: Session, count: int = 4) -> list[str]:
    """Shots of one frame, in the film."""
    made = []
    for seed in range(count):
        params = {"frames": 1, "seed": seed}
        clip = add_node(session, "clip", (900 * seed, 2000), params=params)
        rename(session, clip, f"Shot {'ABCD'[seed]}")
        add_shot(session, clip)
        made.append(clip)
    return made


@pytest.fixture
def clips(window: MainWindow) -> list[str]:
    return fill(window.session)


def dock_of(window: MainWindow) -> QueueDock:
    [found] = [part for part in window.parts if isinstance(part, QueueDock)]
    return found


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> QueuePanel:
    """The queue, opened as a person opens it."""
    qtbot.waitExposed(window)
    window.actions_.run("window.queue")
    panel = dock_of(window).panel
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    return panel


@pytest.fixture
def waiting(window: MainWindow, panel: QueuePanel, clips: list[str], qtbot: QtBot) -> QueuePanel:
    """Four shots that wait, for rendering is paused."""
    window.actions_.run("queue.pause")
    window.actions_.run("render.start")
    qtbot.waitUntil(lambda: len(panel.model.waiting()) == 4, timeout=LONG)
    return panel


def said(panel: QueuePanel) -> list[str]:
    """The rows as a screen reader has them."""
    rows = range(panel.model.rowCount())
    return [str(panel.model.data(panel.model.index(row))) for row in rows]


def place(panel: QueuePanel, row: int) -> QPoint:
    return panel.list.visualRect(panel.model.index(row)).center()


def drag(panel: QueuePanel, qtbot: QtBot, row: int, to: QPoint) -> None:
    port, start = panel.list.viewport(), place(panel, row)
    qtbot.mousePress(port, LEFT, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(port, start + (to - start) * (step / 5))
    qtbot.mouseRelease(port, LEFT, pos=to)


def press(panel: QueuePanel, qtbot: QtBot, row: int, name: str) -> None:
    """Click what a row offers."""
    index = panel.model.index(row)
    found = [one.name for one in offers(panel.model.lines[row])]
    at = place_of(panel.list.visualRect(index), found.index(name), len(found))
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=at.center())


def test_an_empty_queue_says_the_next_step_and_offers_it(
    window: MainWindow, panel: QueuePanel, qtbot: QtBot
) -> None:
    assert panel.nothing.isVisible()
    assert not panel.render_button.isVisible()
    clips = fill(window.session, 2)
    qtbot.waitUntil(panel.render_button.isVisible)
    assert panel.render_button.text() == "Render 2 shots"
    panel.render_button.click()
    done = window.session.state
    qtbot.waitUntil(lambda: all(done(clip).state == "done" for clip in clips), timeout=LONG)
    qtbot.waitUntil(lambda: len(panel.model.lines) == 3)
    assert said(panel)[0] == "Ended"
    assert said(panel)[1].startswith("2 · Shot B, Done in")
    panel.clear.click()
    assert panel.model.lines == []


def test_what_waits_stands_in_order_and_a_pause_has_a_word_and_a_button(
    window: MainWindow, waiting: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    assert said(waiting) == [
        "Waiting · 4",
        *(f"{at} · Shot {letter}, Animatic" for at, letter in enumerate("ABCD", 1)),
    ]
    assert waiting.sum.text() == "4 waiting"
    assert "paused" in waiting.why.text()
    qtbot.waitUntil(lambda: dock_of(window).button.text() == "Paused")
    qtbot.mouseClick(waiting.list.viewport(), LEFT, pos=place(waiting, 3))
    waiting.list.ask("cancel")
    qtbot.waitUntil(lambda: len(waiting.model.waiting()) == 3)
    waiting.go_on.click()
    clips.pop(2)
    done = window.session.state
    qtbot.waitUntil(lambda: all(done(clip).state == "done" for clip in clips), timeout=LONG)
    qtbot.waitUntil(lambda: not dock_of(window).button.isVisible(), timeout=LONG)
    assert not waiting.held.isVisible()


def test_dragging_a_row_puts_it_before_another(waiting: QueuePanel, qtbot: QtBot) -> None:
    first, second, third, last = waiting.model.waiting()
    drag(waiting, qtbot, 4, place(waiting, 2) - QPoint(0, 10))
    assert waiting.model.waiting() == [first, last, second, third]
    drag(waiting, qtbot, 1, place(waiting, 4) + QPoint(0, 60))
    assert waiting.model.waiting() == [last, second, third, first]


def test_escape_takes_a_drag_back(waiting: QueuePanel, qtbot: QtBot) -> None:
    order, port = waiting.model.waiting(), waiting.list.viewport()
    qtbot.mousePress(port, LEFT, pos=place(waiting, 4))
    qtbot.mouseMove(port, place(waiting, 3))
    qtbot.mouseMove(port, place(waiting, 1))
    assert waiting.list.dragging
    qtbot.keyClick(waiting.list, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, LEFT, pos=place(waiting, 1))
    assert not waiting.list.dragging
    assert waiting.model.waiting() == order


def test_keys_move_and_cancel_what_is_selected(
    window: MainWindow, waiting: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    first, second, third, last = waiting.model.waiting()
    waiting.list.choose([third])
    qtbot.keyClick(waiting.list, Qt.Key.Key_Up, ALT)
    assert waiting.model.waiting() == [first, third, second, last]
    assert [line.job for line in waiting.list.chosen()] == [third]
    qtbot.keyClick(waiting.list, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(waiting.list, Qt.Key.Key_Down, ALT)
    assert waiting.model.waiting() == [first, second, last, third]
    qtbot.keyClick(waiting.list, Qt.Key.Key_F)
    assert waiting.model.waiting() == [third, first, second, last]
    qtbot.keyClick(waiting.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: waiting.model.waiting() == [first, second, last])
    qtbot.waitUntil(lambda: window.session.state(clips[2]).state == "empty")


def test_the_buttons_of_a_row_do_what_they_show(waiting: QueuePanel, qtbot: QtBot) -> None:
    first, second, third, last = waiting.model.waiting()
    press(waiting, qtbot, 3, "front")
    assert waiting.model.waiting() == [third, first, second, last]
    press(waiting, qtbot, 1, "cancel")
    qtbot.waitUntil(lambda: waiting.model.waiting() == [first, second, last])


def test_enter_leads_to_the_shot_on_the_canvas(
    window: MainWindow, waiting: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    window.view.reduced_motion = True
    window.editor.select(())
    waiting.list.choose(waiting.model.waiting()[3:])
    qtbot.keyClick(waiting.list, Qt.Key.Key_Return)
    assert window.editor.selection == {clips[3]}
    qtbot.keyClick(waiting.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.focusWidget() is window.view)


def test_a_shot_says_which_one_it_waits_for_and_a_joining_what_it_does(
    window: MainWindow, panel: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    session = window.session
    connect(session, clips[0], "video", clips[1], "previous")
    window.actions_.run("queue.pause")
    render(session, clips[:2])
    qtbot.waitUntil(lambda: len(panel.model.waiting()) == 2, timeout=LONG)
    first, second = (row for row in said(panel) if "Shot" in row)
    assert "Waits for" not in first
    assert "Waits for 1 · Shot A" in second
    [entry] = [line.entry for line in panel.model.lines if line.job == panel.model.waiting()[1]]
    assert entry is not None
    part = replace(entry, after=entry.job)
    assert queue_words.below(part, "").startswith("After the part before it · ")
    joined = replace(part, job=replace(entry.job, model="join"))
    assert queue_words.below(joined, "") == "Joining its parts"
    lent = replace(entry, after=None, for_lender=True)
    assert queue_words.below(lent, "").startswith("Waits for a lender · ")


def test_what_failed_says_why_and_what_to_do_and_is_rendered_again(
    window: MainWindow, panel: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    session = window.session
    set_param(session, clips[:1], "model", "wan-9000")
    queue_anyway(session, clips[:1])
    qtbot.waitUntil(lambda: session.state(clips[0]).state == "failed", timeout=LONG)
    qtbot.waitUntil(lambda: len(panel.model.lines) == 2 and panel.model.lines[1].state == "failed")
    row = said(panel)[1]
    assert "wan-9000 is not installed" in row
    assert "Choose another model" in row
    tip = panel.model.data(panel.model.index(1), Qt.ItemDataRole.ToolTipRole)
    assert "wan-9000" in str(tip)
    panel._copy(panel.model.lines[1])
    assert "wan-9000" in QGuiApplication.clipboard().text()
    set_param(session, clips[:1], "model", None)
    press(panel, qtbot, 1, "retry")
    qtbot.waitUntil(lambda: session.state(clips[0]).state == "done", timeout=LONG)
    qtbot.waitUntil(lambda: [line.state for line in panel.model.lines] == ["", "done"])


def test_what_runs_shows_how_far_it_is_and_can_be_stopped(
    window: MainWindow, panel: QueuePanel, clips: list[str], qtbot: QtBot
) -> None:
    set_param(window.session, clips[:1], "frames", 50_000)
    render(window.session, clips[:1])

    def draws() -> bool:
        running = [line.entry for line in panel.model.lines if line.state == "running"]
        live = running[0].live if running and running[0] else None
        return live is not None and live.phase == "rendering" and bool(live.preview)

    qtbot.waitUntil(draws, timeout=LONG)
    assert "Drawing" in said(panel)[1]
    assert not panel.grab().isNull()
    press(panel, qtbot, 1, "cancel")
    qtbot.waitUntil(lambda: window.session.state(clips[0]).state == "empty", timeout=LONG)


def test_after_a_crash_the_window_says_so_and_goes_on_at_a_word(
    desk: Desk, board_path: Path, qtbot: QtBot
) -> None:
    with Session.create(
        board_path, settings=desk.settings, title="My film", width=64, height=36
    ) as session:
        clips = fill(session, 2)
        queue.pause(session)
        render(session)
    with sqlite3.connect(session.folder.jobs) as file:
        file.execute("UPDATE jobs SET state = 'running' WHERE id = 1")
    file.close()
    assert desk.open(board_path)
    window = desk.board
    assert window is not None
    qtbot.waitExposed(window)
    assert any("cut off" in banner.key.what for banner in window.banners.shown())
    assert window.session.state(clips[0]).state == "lost"
    assert dock_of(window).button.text() == "Paused"
    window.actions_.run("queue.pause")
    assert not any("cut off" in banner.key.what for banner in window.banners.shown())
    done = window.session.state
    qtbot.waitUntil(lambda: all(done(clip).state == "done" for clip in clips), timeout=LONG)


def test_what_waited_goes_on_when_the_board_is_opened_again(
    desk: Desk, board_path: Path, qtbot: QtBot
) -> None:
    with Session.create(
        board_path, settings=desk.settings, title="My film", width=64, height=36
    ) as session:
        clips = fill(session, 1)
        queue.pause(session)
        render(session)
        session.jobs.resume()
    assert desk.open(board_path)
    window = desk.board
    assert window is not None
    done = window.session.state
    qtbot.waitUntil(lambda: all(done(clip).state == "done" for clip in clips), timeout=LONG)


def test_every_row_is_painted_in_every_theme_and_language(
    desk: Desk, waiting: QueuePanel, qtbot: QtBot
) -> None:
    waiting.list.choose(waiting.model.waiting()[:1])
    box = waiting.list.visualRect(waiting.model.index(2))
    grounds = set()
    for theme in ("dark", "light", "contrast-dark", "contrast-light"):
        for language in ("en", "zh_CN"):
            desk.set_theme(theme)
            desk.set_language(language)
            picture = waiting.list.viewport().grab().toImage()
            row = [picture.pixel(x, box.center().y() - 9) for x in range(80, box.width() - 80)]
            assert len(set(row)) > 3  # a title is written there
            grounds.add(waiting.grab().toImage().pixel(3, 60))
    assert len(grounds) == 3  # both light ones are white
