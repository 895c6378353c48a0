"""A few words at the pointer: with / and with the 、 of a Chinese layout."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas.ui.chat import ChatField
from canvas.ui.main_window import MainWindow
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


def field(room: Room) -> ChatField:
    found = room.window.view.findChild(ChatField)
    assert isinstance(found, ChatField)
    return found


def begin(room: Room) -> ChatField:
    room.window.view.setFocus()
    room.point(400, 300)
    QTest.keyClick(room.window.view, Qt.Key.Key_Slash)
    assert field(room).isVisible()
    return field(room)


def test_what_is_typed_after_a_slash_is_seen_by_the_others_letter_by_letter(room: Room) -> None:
    bubble = begin(room)
    assert bubble.hasFocus()
    QTest.keyClicks(bubble, "look")
    room.until(lambda: room.ann.chat == "look")
    QTest.keyClicks(bubble, " here")
    room.until(lambda: room.ann.chat == "look here")
    assert room.ann.cursor is not None

    QTest.keyClick(bubble, Qt.Key.Key_Escape)
    room.until(lambda: room.ann.chat == "")
    assert room.window.view.hasFocus()


def test_the_comma_of_a_chinese_layout_begins_it_too(room: Room) -> None:
    room.window.view.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0x3001, Qt.KeyboardModifier.NoModifier, "、")
        QApplication.sendEvent(room.window.view, event)

    assert field(room).isVisible()


def test_an_input_method_composes_in_it(room: Room) -> None:
    bubble = begin(room)
    QCoreApplication.sendEvent(bubble, QInputMethodEvent("kan", []))
    done = QInputMethodEvent()
    done.setCommitString("看这里")
    QCoreApplication.sendEvent(bubble, done)

    room.until(lambda: room.ann.chat == "看这里")


def test_enter_keeps_the_words_to_be_read_and_the_next_letter_begins_anew(room: Room) -> None:
    bubble = begin(room)
    QTest.keyClicks(bubble, "first")
    QTest.keyClick(bubble, Qt.Key.Key_Return)
    room.until(lambda: room.ann.chat == "first")
    QTest.keyClicks(bubble, "n")
    room.until(lambda: room.ann.chat == "n")
    assert bubble.text() == "n"


def test_a_press_elsewhere_and_silence_end_it(room: Room) -> None:
    bubble = begin(room)
    QTest.keyClicks(bubble, "hm")
    QTest.mouseClick(room.window.view, Qt.MouseButton.LeftButton)
    assert not bubble.isVisible()
    room.until(lambda: room.ann.chat == "")

    bubble = begin(room)
    chat = room.people._chat
    assert chat is not None
    assert chat._silence.isActive()
    chat._silence.timeout.emit()
    assert not bubble.isVisible()


def test_what_another_says_is_shown_at_that_pointer_and_goes_again(room: Room) -> None:
    room.bob.together.present(cursor=(0.0, 0.0), chat="over here")
    room.until(lambda: room.peer.chat == "over here")
    assert room.peer.strength == 1.0
    room.bob.together.present(chat="")
    room.until(lambda: room.peer.chat == "")


def test_alone_there_is_nobody_to_talk_to(window: MainWindow) -> None:
    window.actions_.run("people.chat")

    assert "Nobody else" in window.banners.shown()[0].key.what
    assert window.view.findChild(ChatField) is None
