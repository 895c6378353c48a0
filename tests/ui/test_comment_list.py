"""Comments in a real window: names after an @, the list, what is unread, and words about time.

The rules stand in section 10 of collab/SPEC.md.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from canvas.app.commands.comments import add_comment, mark_read, resolve
from canvas.app.commands.nodes import add_node, delete_nodes
from canvas.app.session import Session
from canvas.document.comments import Resolve
from canvas.document.remarks import Resolution
from canvas.ui.ago import ago
from canvas.ui.avatars import initials
from canvas.ui.comment_message import rich
from canvas.ui.commenting import Commenting
from canvas.ui.comments_list import Row
from canvas.ui.comments_panel import CommentsPanel
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.theme import dark, light
from tests.ui.hands import wheel
from tests.ui.talk import Somebody, card, said

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


def test_of_two_people_with_one_name_the_chosen_one_is_named(
    window: MainWindow, talk: Commenting, bob: Somebody, qtbot: QtBot
) -> None:
    bob.says("Hello", pos=(0.0, 0.0))
    Somebody(window.session, "Bob Martin", "other").says("Hello too", pos=(0.0, 0.0))
    talk.begin_comment((200, 200), None)
    field = card(talk).field
    qtbot.keyClicks(field, "@bob")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(field.mentions()) == 1
    field.write("@Bob Martin, whoever you are")
    assert len(field.mentions()) == 1
    talk.discussion.close()
    talk.begin_comment((200, 200), None)
    other = type(field)(window.session.comments.others)
    other.write("@Bob Martin, whoever you are")
    assert set(other.mentions()) == {"bob", "other"}
    other.deleteLater()


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


def test_what_is_unread_is_listed_though_somebody_has_resolved_it(
    window: MainWindow, talk: Commenting, panel: CommentsPanel, bob: Somebody
) -> None:
    thread = bob.says("Settled while you were away", pos=(0.0, 0.0))
    bob.does(Resolve(thread, Resolution(bob.id, bob.name, 1)))
    panel.load()
    assert panel.title.text() == "Comments · 1 unread"
    assert listed(panel) == ["Settled while you were away"]
    mark_read(window.session, [thread])
    panel.load()
    assert listed(panel) == []


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
