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

from canvas.app.commands.comments import add_comment, mark_read, reply, resolve
from canvas.app.commands.nodes import add_node, delete_nodes
from canvas.app.session import Session
from canvas.app.together import Together
from canvas.document.comments import DeleteComment
from canvas.document.remarks import LONGEST
from canvas.ui.ago import ago
from canvas.ui.avatars import initials
from canvas.ui.comment_field import CommentField
from canvas.ui.comment_message import rich
from canvas.ui.comment_thread import ThreadCard
from canvas.ui.commenting import Commenting
from canvas.ui.comments_list import Row
from canvas.ui.comments_panel import CommentsPanel
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.painting.pins import SIDE
from canvas.ui.theme import dark, light
from collab.roles import Role
from tests.ui.hands import LEFT, drag, mouse, wheel
from tests.ui.talk import Somebody


@pytest.fixture
def talk(window: MainWindow, qtbot: QtBot) -> Commenting:
    window.editor.camera = replace(window.editor.camera, x=300, y=200, zoom=1.0)
    window.view.reduced_motion = True
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)
    [part] = [part for part in window.parts if isinstance(part, Commenting)]
    return part


@pytest.fixture
def bob(window: MainWindow) -> Somebody:
    return Somebody(window.session)


def card(talk: Commenting) -> ThreadCard:
    assert talk.discussion.card is not None
    assert talk.discussion.is_open
    return talk.discussion.card


def screen(window: MainWindow, x: float, y: float) -> QPoint:
    px, py = window.editor.camera.to_screen(x, y)
    return QPoint(round(px), round(py))


def pin_of(window: MainWindow, thread: str) -> QPoint:
    """The middle of a pin on the screen."""
    for one in window.view.overlay.pins.table.clusters(window.editor.camera.zoom):
        if thread in [pin.thread for pin in one.pins]:
            return screen(window, one.x, one.y) + QPoint(int(SIDE / 2), -int(SIDE / 2))
    raise AssertionError("no such pin")


def said(session: Session) -> list[str]:
    return [one.text for thread in session.comments.latest_first() for one in thread.said]


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


def test_the_card_lies_in_sight_wherever_its_pin_is(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    thread = bob.says("Word " * 300, pos=(0.0, 0.0))
    talk.read(thread)
    for at in ((-500, -500), (5000, 100), (300, 5000), (300, 200)):
        window.editor.camera = window.editor.camera.centred(*at)
        assert window.view.rect().contains(card(talk).rect_of_card())


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
    talk.begin_comment((0, 0), None)
    assert not talk.discussion.is_open
    assert len(window.banners.shown()) == 1


# -- names


def test_an_at_sign_offers_people_and_enter_names_one(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    bob.says("Hello", pos=(0.0, 0.0))
    Somebody(window.session, "王小明", "wang").says("在", pos=(0.0, 0.0))
    talk.begin_comment((200, 200), None)
    field = card(talk).field
    qtbot.keyClicks(field, "Ask @")
    names = field._names
    assert names is not None
    assert names.isVisible()
    assert names.list.count() == 2
    qtbot.keyClicks(field, "mar")
    assert [names.list.item(0).text(), names.list.count()] == ["Bob Martin", 1]
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not names.isVisible()
    assert field.hasFocus()
    qtbot.keyClicks(field, "first")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    [comment] = [one for one in window.session.comments.all.values() if one.author != "bob"][-1:]
    assert comment.text == "Ask @Bob Martin first"
    assert comment.mentions == ("bob",)


def test_escape_closes_the_names_before_the_card(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    bob.says("Hello", pos=(0.0, 0.0))
    talk.begin_comment((200, 200), None)
    field = card(talk).field
    qtbot.keyClicks(field, "@b")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert talk.discussion.is_open
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not talk.discussion.is_open


def test_an_address_is_no_name(window: MainWindow, talk: Commenting, bob: Somebody) -> None:
    bob.says("Hello", pos=(0.0, 0.0))
    talk.begin_comment((200, 200), None)
    card(talk).field.write("mail me: x@")
    assert card(talk).field._begun() is None


def test_words_are_shown_as_they_were_typed_and_names_in_a_colour(
    window: MainWindow, bob: Somebody
) -> None:
    thread = bob.says("<b>@Bob Martin</b> & co", mentions=("bob",), pos=(0.0, 0.0))
    comment = window.session.comments.all[thread]
    shown = rich(comment, {"bob": "Bob Martin"}, dark())
    assert shown.startswith("&lt;b&gt;<span ")
    assert "&amp; co" in shown


def test_an_address_can_be_opened_and_carries_nothing_along(
    window: MainWindow, bob: Somebody
) -> None:
    text = 'See https://example.org/a?b=1&c="x" and <a href="file:///etc">this</a>.'
    thread = bob.says(text, pos=(0.0, 0.0))
    shown = rich(window.session.comments.all[thread], {}, dark())
    assert shown.count("<a ") == 1
    assert 'href="https://example.org/a?b=1&amp;c="' in shown
    assert "&lt;a href=&quot;file:" in shown


def test_a_word_without_end_is_broken_and_a_long_thread_scrolls(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    thread = bob.says("x" * 900, pos=(0.0, 0.0))
    for number in range(20):
        bob.says(f"Answer {number} " * 20, thread)
    talk.read(thread)
    words = card(talk).messages[0].words
    qtbot.waitUntil(lambda: words.height() > 100)
    assert words.document().size().width() <= words.width() + 1
    assert window.view.rect().contains(card(talk).rect_of_card())
    bar = card(talk)._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)  # the latest is in sight
    camera = window.editor.camera
    wheel(card(talk), (100, 60), (0, -120))
    assert window.editor.camera == camera


def test_whoever_is_named_hears_of_it_and_is_led_there(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    me = window.session.settings.person
    thread = bob.says("@Ann, is this yours?", mentions=(me,), pos=(6000.0, 0.0))
    bob.says("Just thinking aloud", pos=(0.0, 0.0))
    [banner] = window.banners.shown()
    assert banner.key.what == "Bob Martin mentions you: @Ann, is this yours?"
    [show] = [one for one in banner.findChildren(type(window.top.export)) if one.text() == "Show"]
    show.click()
    assert talk.discussion.open_thread == thread
    bob.says("Well, @Ann?", thread, mentions=(me,))
    assert window.banners.shown() == []  # it is being read


def test_the_top_bar_says_how_many_are_unread_and_opens_the_list(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    bob.says("One", pos=(0.0, 0.0))
    thread = bob.says("Two", pos=(0.0, 0.0))
    assert talk.button.button.toolTip() == "Comments, 2 unread"
    mark_read(window.session, [thread])
    assert talk.button.button.toolTip() == "Comments, 1 unread"
    talk.button.button.click()
    assert talk.is_listed()


# -- the list


@pytest.fixture
def panel(window: MainWindow, talk: Commenting) -> CommentsPanel:
    window.actions_.run("window.comments")
    assert talk.panel is not None
    return talk.panel


def listed(panel: CommentsPanel) -> list[str]:
    panel.load()
    return [row.text for row in panel.model.rows]


def choose(panel: CommentsPanel, which: str) -> None:
    panel.filter.setCurrentIndex(panel.filter.findData(which))


def test_the_list_shows_what_a_filter_means(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody
) -> None:
    session = window.session
    mine = add_comment(session, "Mine", (0, 0))
    bob.says("Theirs", pos=(0.0, 0.0))
    bob.says("To you", pos=(0.0, 0.0), mentions=(session.settings.person,))
    resolve(session, mine)
    found: dict[str, set[str]] = {}
    for which in ("open", "resolved", "mine", "mentions", "unread", "all"):
        choose(panel, which)
        found[which] = set(listed(panel))
    assert found == {
        "open": {"Theirs", "To you"},
        "resolved": {"Mine"},
        "mine": {"Mine"},
        "mentions": {"To you"},
        "unread": {"Theirs", "To you"},
        "all": {"Mine", "Theirs", "To you"},
    }
    assert panel.title.text() == "Comments · 2 unread"
    mark_read(session, session.comments.threads)
    choose(panel, "unread")
    assert listed(panel) == []
    assert not panel.nothing.isHidden()


def test_words_find_what_was_said_by_whom_and_about_what(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody
) -> None:
    node = add_node(window.session, "note", (0, 0), title="Harbour")
    thread = bob.says("Too dark", node=node, pos=(0.0, 0.0))
    bob.says("Yes, much too 暗", thread)
    bob.says("Elsewhere", pos=(0.0, 0.0))
    for words, count in (("dark", 1), ("harbour BOB", 1), ("暗", 1), ("nothing", 0), ("bob", 2)):
        panel.search.setText(words)
        assert len(listed(panel)) == count, words


def test_the_keyboard_goes_through_the_list_and_to_the_places(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody, qtbot: QtBot
) -> None:
    far = bob.says("Far", pos=(9000.0, 9000.0))
    bob.says("Near", pos=(0.0, 0.0))
    panel.begin()
    assert panel.list.hasFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert talk.discussion.open_thread == far
    assert (window.editor.camera.x, window.editor.camera.y) == (9000, 9000)
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_R)
    assert window.session.comments.threads[far].is_resolved
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert window.view.hasFocus()


def test_a_comment_on_something_deleted_stays_in_the_list_and_says_so(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody
) -> None:
    """R10.9"""
    node = add_node(window.session, "clip", (0, 0), title="Night ride")
    thread = bob.says("Too dark", node=node, spot=(0.5, 0.5), pos=(40.0, 50.0))
    delete_nodes(window.session, [node])
    panel.load()
    [row] = panel.model.rows
    assert (row.where, row.gone) == ("Night ride, deleted", True)
    assert window.view.overlay.pins.table.clusters(1.0) == ()
    talk.go(thread)
    assert card(talk).title.text() == "Night ride, deleted"
    window.session.undo()
    assert len(window.view.overlay.pins.table.clusters(1.0)) == 1


def test_a_row_reads_aloud_and_paints_in_every_theme(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody, desk: Desk
) -> None:
    bob.says("Hello  there,\nyou", pos=(0.0, 0.0))
    panel.load()
    index = panel.model.index(0, 0)
    assert index.data() == "unread, Bob Martin, Hello there, you, On the canvas"
    assert isinstance(index.data(Qt.ItemDataRole.UserRole), Row)
    before = panel.list.grab().toImage()
    window.set_theme(light())
    assert panel.list.grab().toImage() != before


def test_the_list_speaks_the_language_of_the_window(
    window: MainWindow, talk: Commenting, panel: CommentsPanel
) -> None:
    assert panel.filter.currentText() == "Open"
    assert panel.filter.itemData(0) == "open"
    panel.retranslate()
    assert panel.filter.currentIndex() == 0


def test_the_list_closes_with_the_key_that_opens_it(
    window: MainWindow, talk: Commenting, panel: CommentsPanel
) -> None:
    assert talk.is_listed()
    window.actions_.run("window.comments")
    assert not talk.is_listed()
    assert window.view.hasFocus()


# -- going round


def test_the_next_unread_thread_opens_until_none_is_left(
    window: MainWindow, talk: Commenting, bob: Somebody
) -> None:
    one, two = bob.says("One", pos=(4000.0, 0.0)), bob.says("Two", pos=(0.0, 4000.0))
    for thread in (one, two):
        window.actions_.run("comment.next")
        assert talk.discussion.open_thread == thread
    talk.discussion.close()
    window.actions_.run("comment.next")
    assert not talk.discussion.is_open
    assert len(window.banners.shown()) == 1


def test_the_palette_finds_threads(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    thread = bob.says("The violin is flat", pos=(5000.0, 0.0))
    [entry] = [one for one in talk.entries() if "violin" in one.title]
    entry.run()
    assert talk.discussion.open_thread == thread


def test_pins_cost_no_frame_while_there_are_none(window: MainWindow, talk: Commenting) -> None:
    pins = window.view.overlay.pins
    assert pins.table.pins == ()
    assert pins.at(window.editor.camera, 100, 100) is None
    assert pins.table._made is None


def test_a_window_that_closes_keeps_what_was_said(
    window: MainWindow, talk: Commenting, desk: Desk, qtbot: QtBot
) -> None:
    """R10.8"""
    path = window.session.path
    talk.begin_comment((0, 0), None)
    qtbot.keyClicks(card(talk).field, "Stays")
    qtbot.keyClick(card(talk).field, Qt.Key.Key_Return)
    window.close()
    with Session.open(path, settings=desk.settings) as session:
        assert said(session) == ["Stays"]


# -- words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Bob Martin", "BM"),
        ("ann", "A"),
        ("王小明", "王"),
        ("Ann van der Meer", "AM"),
        ("", "?"),
        ("  ", "?"),
        ("Émile", "É"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-500, "just now"), (20, "just now"), (125, "2 min ago"), (7300, "2 h ago"), (2e5, "2 d ago")],
)
def test_when_something_was_said(window: MainWindow, seconds: float, words: str) -> None:
    now = 1_800_000_000.0
    assert ago(round((now - seconds) * 1000), now) == words
