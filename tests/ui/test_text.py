"""Writing in a node: input methods, splices, others at the same words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node, set_text
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, TypeText
from canvas.ui.main_window import MainWindow
from canvas.ui.text import NodeTextEditor, TitleEditor
from canvas.ui.theme import dark


@pytest.fixture
def prompt(session: Session) -> str:
    return add_node(session, "prompt", (0, 0), text="A cat")


@pytest.fixture
def field(session: Session, prompt: str, qtbot: QtBot) -> Iterator[NodeTextEditor]:
    """The words of `prompt`, open over an empty view."""
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    editor = NodeTextEditor(session.board, prompt, partial(set_text, session), dark(), view)
    editor.setGeometry(20, 20, 200, 100)
    editor.begin()
    yield editor
    editor.finish()


def compose(field: NodeTextEditor, preedit: str = "", commit: str = "") -> None:
    """What an input method sends: a composition, or its end."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)


def test_every_keystroke_reaches_the_board(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    qtbot.keyClicks(field, " sits")
    assert session.board.text(prompt) == "A cat sits"


def test_what_was_written_at_once_is_undone_at_once(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    qtbot.keyClicks(field, " sits still")
    field.finish()
    session.undo()
    assert session.board.text(prompt) == "A cat"


def test_a_composition_is_not_written_before_it_is_committed(
    session: Session, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="mao")
    assert session.board.text(prompt) == "A cat"
    compose(field, commit="猫")
    assert session.board.text(prompt) == "A cat猫"


def test_a_composition_is_kept_when_the_writing_ends_in_the_middle_of_it(
    session: Session, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="猫")
    field.finish()
    assert session.board.text(prompt) == "A cat猫"


def test_a_click_elsewhere_keeps_the_composition(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    compose(field, preedit="跑")
    view = field.parentWidget()
    with qtbot.waitSignal(field.finished):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(390, 290))
    assert session.board.text(prompt) == "A cat跑"


def test_others_words_wait_for_the_end_of_a_composition(
    session: Session, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="pao")
    _somebody_writes(session.board, prompt, at=0, text="Now: ")
    assert field.toPlainText() == "A cat"
    compose(field, commit="跑")
    assert session.board.text(prompt) == "Now: A cat跑"
    assert field.toPlainText() == "Now: A cat跑"


def test_others_words_come_in_around_the_cursor(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    _somebody_writes(session.board, prompt, at=0, text="🙂 ")
    assert field.toPlainText() == "🙂 A cat"
    qtbot.keyClicks(field, "!")
    assert session.board.text(prompt) == "🙂 A cat!"


def test_undo_in_the_field_never_takes_back_somebody_elses_words(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    _somebody_writes(session.board, prompt, at=0, text="Now: ")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.board.text(prompt) == "Now: A cat"


def test_escape_ends_the_writing_and_keeps_the_words(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    qtbot.keyClicks(field, "s")
    with qtbot.waitSignal(field.finished):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert session.board.text(prompt) == "A cats"


def test_control_enter_ends_the_writing_and_asks_for_a_render(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([field.finished, field.render_requested]):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.board.text(prompt) == "A cat", "the Enter itself is no word"


def test_the_writing_ends_when_somebody_deletes_the_node(
    session: Session, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(field.finished):
        session.apply(DeleteNodes((prompt,)))


def test_camera_words_are_marked_while_they_are_typed(
    prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    field.setPlainText("🙂 She waits. Push in, slow.")
    block = field.document().firstBlock()
    marked = {
        block.text()
        .encode("utf-16-le")[one.start * 2 : (one.start + one.length) * 2]
        .decode("utf-16-le")
        for one in block.layout().formats()
    }
    assert any("Push in" in words for words in marked)


@pytest.mark.parametrize(("key", "expected"), [("Key_Return", "New"), ("Key_Escape", "Old")])
def test_enter_keeps_a_title_and_escape_does_not(qtbot: QtBot, key: str, expected: str) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    kept = ["Old"]
    title = TitleEditor("Old", kept.append, dark(), view)
    view.show()
    title.begin()
    qtbot.keyClicks(title, "New")
    qtbot.keyClick(title, Qt.Key[key])
    assert kept[-1] == expected


def test_enter_ends_a_title_and_the_keyboard_is_on_the_canvas(
    window: MainWindow, qtbot: QtBot
) -> None:
    """The same Enter comes up to the canvas, where it would open the title again."""
    clip = add_node(window.session, "clip", (0, 0), title="Old")
    window.editor.select([clip])
    window.view.setFocus()
    window.actions_.run("node.rename")
    (title,) = window.view.findChildren(TitleEditor)
    qtbot.keyClicks(title, "New")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert window.session.board.nodes[clip].title == "New"
    assert not [one for one in window.view.findChildren(TitleEditor) if one.isVisible()]
    assert window.focusWidget() is window.view


def _somebody_writes(board: Board, node: str, *, at: int, text: str) -> None:
    """Another person on the same board, their update received."""
    theirs = Board.load([board.encode()], person="somebody else")
    board.receive(theirs.apply(TypeText(node, at, 0, text)).update, "somebody else")
