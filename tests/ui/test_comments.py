"""Comments in a real window: the tool, pins, threads, names, the list, the keyboard.

The rules stand in section 10 of collab/SPEC.md.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from canvas.app.commands.comments import add_comment, reply
from canvas.app.commands.nodes import add_node
from canvas.app.together import Together
from canvas.document.comments import DeleteComment
from canvas.document.remarks import LONGEST
from canvas.ui.comment_field import CommentField
from canvas.ui.commenting import Commenting
from canvas.ui.main_window import MainWindow
from canvas.ui.painting.pins import SIDE
from collab.roles import Role
from tests.ui.hands import LEFT, drag, mouse
from tests.ui.talk import Somebody, card, said, screen


def pin_of(window: MainWindow, thread: str) -> QPoint:
    """The middle of a pin on the screen."""
    for one in window.view.overlay.pins.table.clusters(window.editor.camera.zoom):
        if thread in [pin.thread for pin in one.pins]:
            return screen(window, one.x, one.y) + QPoint(int(SIDE / 2), -int(SIDE / 2))
    raise AssertionError("no such pin")


def compose(field: CommentField, preedit: str = "", commit: str = "") -> None:
    """What an input method sends: a composition, or its end."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)


# -- saying


def test_the_tool_and_a_click_say_something_about_a_node(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    node = add_node(window.session, "note", (100, 100), title="Idea")
    qtbot.keyClick(window.view, Qt.Key.Key_C)
    assert window.editor.tool == "comment"
    qtbot.mouseClick(window.view, LEFT, pos=screen(window, 150, 140))
    field = card(talk).field
    assert field.hasFocus()
    assert card(talk).title.text() == "Idea"
    qtbot.keyClicks(field, "A fine idea")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    [comment] = window.session.comments.all.values()
    assert (comment.text, comment.node) == ("A fine idea", node)
    assert not talk.discussion.is_open
    assert window.view.hasFocus()
    assert window.editor.tool == "select"
    assert [pin.thread for pin in window.view.overlay.pins.table.pins] == [comment.id]


def test_a_click_on_the_bare_field_says_something_about_the_place(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    window.editor.take("comment")
    qtbot.mouseClick(window.view, LEFT, pos=screen(window, 40, 60))
    assert window.view.overlay.pins.draft is not None
    qtbot.keyClicks(card(talk).field, "More air here")
    card(talk).send.click()
    [comment] = window.session.comments.all.values()
    assert comment.node is None
    assert comment.pos == (40, 60)
    assert window.view.overlay.pins.draft is None


def test_shift_and_enter_begin_a_line_and_enter_alone_with_nothing_says_nothing(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    talk.begin_comment((0, 0), None)
    field = card(talk).field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert talk.discussion.is_open
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "two")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said(window.session) == ["one\ntwo"]


def test_without_a_mouse_the_selected_node_is_commented(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    node = add_node(window.session, "note", (2000, 2000), title="Far away")
    window.editor.select([node])
    window.actions_.run("comment.here")
    assert card(talk).title.text() == "Far away"
    qtbot.keyClicks(card(talk).field, "Here")
    qtbot.keyClick(card(talk).field, Qt.Key.Key_Return)
    assert next(iter(window.session.comments.all.values())).node == node


def test_letters_that_are_shortcuts_stay_in_the_field(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    talk.begin_comment((0, 0), None)
    qtbot.keyClicks(card(talk).field, "vhtnadekc")
    assert card(talk).field.text == "vhtnadekc"
    assert window.editor.tool == "select"


def test_a_text_that_is_too_long_is_told_and_not_sent(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    """R10.5"""
    talk.begin_comment((0, 0), None)
    card(talk).field.setPlainText("x" * (LONGEST + 1))
    assert not card(talk).send.isEnabled()
    assert "10001" in card(talk).note.text()
    qtbot.keyClick(card(talk).field, Qt.Key.Key_Return)
    assert said(window.session) == []
    card(talk).field.setPlainText("short")
    assert card(talk).send.isEnabled()
    assert card(talk).note.isHidden()


# -- nothing that was written is lost


def test_what_is_being_composed_is_said_whole(
    window: MainWindow, talk: Commenting, qtbot: QtBot
) -> None:
    """R10.12"""
    talk.begin_comment((0, 0), None)
    field = card(talk).field
    compose(field, preedit="guang")
    qtbot.keyClick(field, Qt.Key.Key_Return)  # belongs to the input method
    assert said(window.session) == []
    compose(field, commit="光")
    compose(field, preedit="leng")
    card(talk).send.setEnabled(True)
    card(talk).send.click()
    assert said(window.session) == ["光leng"]


def test_a_composition_outlives_a_zoom_a_pan_and_what_others_say(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    """R10.12"""
    thread = bob.says("Hello", pos=(10.0, 10.0))
    talk.read(thread)
    field = card(talk).field
    compose(field, preedit="ni")
    window.editor.zoom(2.0)
    window.editor.camera = window.editor.camera.panned(-3000, 25)
    bob.says("Are you there?", thread)
    QApplication.processEvents()
    assert field.textCursor().block().layout().preeditAreaText() == "ni"
    assert field.hasFocus()
    assert [one.shown.comment.text for one in card(talk).messages] == ["Hello", "Are you there?"]
    compose(field, commit="你")
    assert field.text == "你"


def test_words_that_were_not_sent_come_back(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    """R10.12"""
    one, other = bob.says("One", pos=(0.0, 0.0)), bob.says("Other", pos=(300.0, 0.0))
    talk.read(one)
    qtbot.keyClicks(card(talk).field, "Half an ans")
    talk.read(other)
    assert card(talk).field.text == ""
    qtbot.keyClick(card(talk).field, Qt.Key.Key_Escape)
    assert not talk.discussion.is_open
    talk.read(one)
    assert card(talk).field.text == "Half an ans"
    compose(card(talk).field, preedit="wer")
    qtbot.keyClick(card(talk).close_, Qt.Key.Key_Space)
    talk.read(one)
    assert card(talk).field.text == "Half an answer"


def test_a_click_elsewhere_closes_a_thread_only_if_nothing_is_lost(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    """R10.12"""
    talk.read(bob.says("Hello", pos=(0.0, 0.0)))
    qtbot.keyClicks(card(talk).field, "x")
    qtbot.mouseClick(window.view, LEFT, pos=QPoint(500, 560))
    assert talk.discussion.is_open
    card(talk).field.clear()
    qtbot.mouseClick(window.view, LEFT, pos=QPoint(500, 560))
    assert not talk.discussion.is_open


def test_the_words_of_somebody_who_edits_stay_when_others_speak(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    """R10.12"""
    mine = add_comment(window.session, "Frist", (0, 0))
    talk.read(mine)
    message = card(talk).messages[0]
    message.edit()
    assert message.field is not None
    message.field.write("First")
    bob.says("Typo?", mine)
    assert message.field.text == "First"
    qtbot.keyClick(message.field, Qt.Key.Key_Return)
    assert [one.shown.comment.text for one in card(talk).messages] == ["First", "Typo?"]
    assert window.session.comments.all[mine].edited is not None


# -- reading


def test_a_press_on_a_pin_opens_its_thread_and_reads_it(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    """R10.10"""
    node = add_node(window.session, "note", (100, 100))
    thread = bob.says("Look", node=node, spot=(0.9, 0.1), pos=(0.0, 0.0))
    [pin] = window.view.overlay.pins.table.pins
    assert pin.unread
    assert pin.initials == "BM"
    qtbot.mouseClick(window.view, LEFT, pos=pin_of(window, thread))
    assert talk.discussion.open_thread == thread
    assert window.editor.selection == frozenset()  # the press went to the pin alone
    assert card(talk).field.hasFocus()
    assert card(talk).messages[0].shown.unread  # new to whoever reads it now
    [pin] = window.view.overlay.pins.table.pins
    assert not pin.unread
    qtbot.keyClicks(card(talk).field, "I see")
    qtbot.keyClick(card(talk).field, Qt.Key.Key_Return)
    assert said(window.session) == ["Look", "I see"]
    assert talk.discussion.is_open
    assert card(talk).field.text == ""


def test_a_short_thread_is_shown_whole(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    for words in ("Short", "Two\nlines", "猫" * 40):
        talk.read(bob.says(words, pos=(0.0, 0.0)))
        qtbot.wait(1)
        assert not card(talk)._scroll.verticalScrollBar().isVisible(), words


def test_the_card_lies_in_sight_wherever_its_pin_is(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    thread = bob.says("Word " * 300, pos=(0.0, 0.0))
    talk.read(thread)
    for at in ((-500, -500), (5000, 100), (300, 5000), (300, 200)):
        window.editor.camera = window.editor.camera.centred(*at)
        assert window.view.rect().contains(card(talk).rect_of_card())


def test_the_card_fits_into_the_smallest_window(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    talk.read(bob.says("Word " * 30, pos=(0.0, 0.0)))
    window.actions_.run("window.comments")
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.view.width() < 330)
    assert window.view.rect().contains(card(talk).rect_of_card())
    assert card(talk).messages[0].words.height() > 60


def test_a_resting_pointer_reads_the_beginning(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    thread = bob.says("A long story", pos=(200.0, 200.0))
    bob.says("and its end", thread)
    at = pin_of(window, thread)
    mouse(window.view, QEvent.Type.MouseMove, (at.x(), at.y()))
    qtbot.waitUntil(lambda: talk.hands._preview is not None and talk.hands._preview.isVisible())
    preview = talk.hands._preview
    assert preview is not None
    assert preview._words.text() == "A long story"
    assert preview._more.text() == "1 answer"
    assert window.view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    mouse(window.view, QEvent.Type.MouseMove, (20, 400))
    assert not preview.isVisible()
    assert window.session.comments.unread()  # a glance is not a read


def test_ones_own_pin_can_be_dragged_onto_a_node_and_nobody_elses(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    """R10.3"""
    node = add_node(window.session, "note", (300, 200))
    mine = add_comment(window.session, "Mine", (0, 0))
    theirs = bob.says("Theirs", pos=(0.0, 150.0))
    for thread in (mine, theirs):
        start = pin_of(window, thread)
        away = screen(window, 360, 260) - screen(window, *window.session.comments.all[thread].pos)
        stop = start + away
        drag(qtbot, window.view, LEFT, (start.x(), start.y()), (stop.x(), stop.y()))
    assert window.session.comments.all[mine].node == node
    assert window.session.comments.all[theirs].node is None
    assert window.session.board.nodes[node].pos == (300, 200)


def test_a_number_stands_for_pins_that_lie_together_and_takes_them_apart(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    threads = [bob.says("One", pos=(0.0, 0.0)), bob.says("Two", pos=(60.0, 0.0))]
    window.editor.camera = replace(window.editor.camera, x=0, y=0, zoom=0.2)
    pins = window.view.overlay.pins.table
    assert len(pins.clusters(0.2)) == 1
    qtbot.mouseClick(window.view, LEFT, pos=pin_of(window, threads[0]))
    assert len(pins.clusters(window.editor.camera.zoom)) == 2


def test_pins_that_no_zoom_takes_apart_are_listed(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    thread = bob.says("One", pos=(0.0, 0.0))
    bob.says("Two", pos=(0.0, 0.0))
    qtbot.mouseClick(window.view, LEFT, pos=pin_of(window, thread))
    menu = window.view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == ["Bob Martin: One", "Bob Martin: Two"]
    menu.actions()[1].trigger()
    menu.close()
    assert card(talk).messages[0].shown.comment.text == "Two"


def test_resolved_threads_leave_the_canvas_and_can_be_opened_again(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    """R10.4"""
    thread = bob.says("Done?", pos=(0.0, 0.0))
    talk.read(thread)
    card(talk).tick.click()
    assert window.session.comments.threads[thread].is_resolved
    assert not talk.discussion.is_open
    assert window.view.overlay.pins.table.pins == ()
    talk.read(thread)
    assert len(window.view.overlay.pins.table.pins) == 1
    assert card(talk).tick.isChecked()
    card(talk).tick.click()
    assert not window.session.comments.threads[thread].is_resolved


def test_only_ones_own_comment_offers_to_be_changed(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    """R10.3"""
    thread = bob.says("Theirs", pos=(0.0, 0.0))
    reply(window.session, thread, "Mine")
    talk.read(thread)
    theirs, mine = card(talk).messages
    assert theirs.more.isHidden()
    assert not mine.more.isHidden()
    mine.deleted.emit(mine.shown.comment.id)
    assert said(window.session) == ["Theirs"]
    [banner] = window.banners.shown()
    [undo] = [one for one in banner.findChildren(type(window.top.export)) if one.text() == "Undo"]
    undo.click()
    assert said(window.session) == ["Theirs", "Mine"]


def test_a_thread_that_its_author_deletes_closes(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    thread = bob.says("Never mind", pos=(0.0, 0.0))
    talk.read(thread)
    bob.does(DeleteComment(thread))
    assert not talk.discussion.is_open
    assert window.view.overlay.pins.table.pins == ()


def test_shift_c_hides_the_pins_and_brings_them_back(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    thread = bob.says("Hello", pos=(0.0, 0.0))
    place = pin_of(window, thread)
    window.actions_.run("view.pins")
    qtbot.mouseClick(window.view, LEFT, pos=place)
    assert not talk.discussion.is_open
    window.actions_.run("view.pins")
    qtbot.mouseClick(window.view, LEFT, pos=place)
    assert talk.discussion.is_open


def test_whoever_may_only_look_reads_and_is_told_why_not_more(
    window: MainWindow, talk: Commenting, bob: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10.4"""
    monkeypatch.setattr(Together, "role", Role.viewer)
    talk.read(bob.says("Hello", pos=(0.0, 0.0)))
    assert card(talk).messages[0].shown.comment.text == "Hello"
    assert not card(talk).field.isVisible()
    assert not card(talk).tick.isEnabled()
    talk.discussion.close()
    window.banners.clear()
    talk.begin_comment((0, 0), None)
    assert not talk.discussion.is_open
    (told,) = window.banners.shown()
    assert told.key.what == "You may look at this board, not comment on it."
