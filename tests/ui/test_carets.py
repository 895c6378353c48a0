"""Writing in the same words: where the others write, and that nothing of theirs interrupts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas.app.commands.nodes import add_node, delete_nodes, rename, set_text
from canvas.document.records import NodeKind
from canvas.ui.carets import CaretLayer
from canvas.ui.text import NodeTextEditor, TitleEditor
from collab.presence import Caret
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


@pytest.fixture
def words(room: Room) -> str:
    """A prompt that both have."""
    made = add_node(room.session, NodeKind.prompt, (0, 0), text="A cat wakes up")
    room.until(lambda: made in room.bob.board.nodes)
    return made


@pytest.fixture
def field(room: Room, words: str) -> NodeTextEditor:
    """Ann writes in it."""
    room.window.activateWindow()
    room.window.writing.begin(words)
    found = room.window.view.findChild(NodeTextEditor)
    assert isinstance(found, NodeTextEditor)
    room.until(found.hasFocus)
    return found


def layer(field: NodeTextEditor) -> CaretLayer:
    found = field.viewport().findChild(CaretLayer)
    assert isinstance(found, CaretLayer)
    return found


def carets(field: NodeTextEditor) -> list[tuple[str, int, int]]:
    return [
        (peer.name, cursor.anchor(), cursor.position())
        for peer, cursor in layer(field).carets.values()
    ]


def write(room: Room, node: str, text: str) -> None:
    """Bob writes."""
    set_text(room.bob, node, text)
    room.until(lambda: room.session.board.text(node) == text)


def test_anns_caret_and_what_she_marks_go_to_the_others(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    room.until(lambda: room.ann.caret == Caret(words, 14, 14))
    QTest.keyClick(field, Qt.Key.Key_Home)
    QTest.keyClick(field, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    room.until(lambda: room.ann.caret == Caret(words, 0, 1))

    QTest.keyClick(field, Qt.Key.Key_Escape)
    room.until(lambda: room.ann.caret is None)


def test_places_are_counted_in_characters_not_in_units_of_utf_16(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    field.selectAll()
    field.insertPlainText("🐈🐈 猫")
    room.until(lambda: room.ann.caret == Caret(words, 4, 4))
    room.bob.together.present(caret=Caret(words, 1, 2))
    room.until(lambda: carets(field) == [("Bob", 2, 4)])


def test_another_caret_shows_in_the_open_words_with_its_name(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    before = field.grab().toImage()
    room.bob.together.present(caret=Caret(words, 2, 5))
    room.until(lambda: carets(field) == [("Bob", 2, 5)])
    QApplication.processEvents()
    shown = field.grab().toImage()
    assert shown != before

    room.bob.together.present(caret=None)
    room.until(lambda: carets(field) == [])


def test_another_caret_keeps_its_place_while_ann_writes_before_it(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    room.bob.together.present(caret=Caret(words, 5, 5))
    room.until(lambda: carets(field) == [("Bob", 5, 5)])
    QTest.keyClick(field, Qt.Key.Key_Home)
    QTest.keyClicks(field, "Now ")

    assert carets(field) == [("Bob", 9, 9)]


def test_what_bob_writes_comes_in_around_anns_caret_and_selection(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(5):
        QTest.keyClick(field, Qt.Key.Key_Right)
    for _ in range(5):
        QTest.keyClick(field, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert field.textCursor().selectedText() == " wake"
    write(room, words, "Look: A cat wakes up")
    write(room, words, "Look: A cat wakes up slowly")
    room.until(lambda: field.toPlainText() == "Look: A cat wakes up slowly")

    assert field.textCursor().selectedText() == " wake"
    assert field.hasFocus()


def test_a_composition_stays_open_and_both_words_are_there_in_the_end(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    """Issue 3, 7: a composition survives what others write."""
    QCoreApplication.sendEvent(field, QInputMethodEvent("mao", []))
    write(room, words, "Dawn. A cat wakes up")
    assert field.textCursor().block().layout().preeditAreaText() == "mao"
    done = QInputMethodEvent()
    done.setCommitString("猫")
    QCoreApplication.sendEvent(field, done)

    assert field.toPlainText() == "Dawn. A cat wakes up猫"
    room.until(lambda: room.bob.board.text(words) == "Dawn. A cat wakes up猫")


def test_both_write_at_once_and_no_letter_is_lost(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    for number in range(12):
        QTest.keyClicks(field, "a")
        set_text(room.bob, words, "b" + room.bob.board.text(words))
        if number % 3 == 0:
            room.work()
    room.until(lambda: room.bob.board.text(words) == field.toPlainText())

    text = field.toPlainText()
    assert text.count("b") == 12
    assert text == "b" * 12 + "A cat wakes up" + "a" * 12


def test_words_whose_node_another_deletes_are_on_the_clipboard(
    room: Room, words: str, field: NodeTextEditor
) -> None:
    QTest.keyClicks(field, ", slowly")
    QCoreApplication.sendEvent(field, QInputMethodEvent("mao", []))
    delete_nodes(room.bob, [words])
    room.until(lambda: words not in room.session.board.nodes)

    assert not room.window.writing.active
    assert "deleted what you were writing" in room.told()
    assert QApplication.clipboard().text() == "A cat wakes up, slowlymao"


def test_where_another_writes_is_marked_on_the_card(room: Room, words: str) -> None:
    room.window.editor.camera = room.window.editor.camera.centred(120, 60)
    room.window.view.grab()
    before = room.window.view.grab().toImage()
    room.bob.together.present(caret=Caret(words, 0, 5))
    room.until(lambda: room.peer.caret is not None)

    assert room.window.view.grab().toImage() != before
    room.bob.together.present(caret=None)
    room.until(lambda: room.peer.caret is None)
    assert room.window.view.grab().toImage() == before


def test_a_title_whose_node_another_deletes_is_on_the_clipboard(room: Room, words: str) -> None:
    room.window.writing.rename(words)
    title = room.window.view.findChild(TitleEditor)
    assert isinstance(title, TitleEditor)
    title.selectAll()
    QTest.keyClicks(title, "Morning")
    delete_nodes(room.bob, [words])
    room.until(lambda: words not in room.session.board.nodes)

    assert not room.window.writing.active
    assert QApplication.clipboard().text() == "Morning"
    assert "deleted what you were writing" in room.told()


def test_a_title_that_another_changes_meanwhile_is_what_ann_writes_in_the_end(
    room: Room, words: str
) -> None:
    room.window.writing.rename(words)
    title = room.window.view.findChild(TitleEditor)
    assert isinstance(title, TitleEditor)
    title.selectAll()
    QTest.keyClicks(title, "Mine")
    rename(room.bob, words, "His")
    room.until(lambda: room.session.board.nodes[words].title == "His")
    assert title.text() == "Mine"
    QTest.keyClick(title, Qt.Key.Key_Return)
    room.until(lambda: room.bob.board.nodes[words].title == "Mine")
