"""Input methods on the canvas: what is being composed is never lost, never leaks, never stalls.

Issue 3, 7: composition survives focus change, zoom and remote edits; single-letter shortcuts never
swallow nor leak into a composition; full-width twins are accepted. Events are those that an input
method sends.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node, set_text
from canvas.app.commands.sketch import draw_arrow, write_text
from canvas.document.board import Board
from canvas.document.edits import TypeText, set_node
from canvas.document.records import NodeKind
from canvas.ui.main_window import MainWindow
from canvas.ui.text import NodeTextEditor, TitleEditor
from canvas.ui.theme import light


@pytest.fixture
def prompt(window: MainWindow, qtbot: QtBot) -> str:
    node = add_node(window.session, "prompt", (0, 0), text="A cat", title="Opening")
    window.editor.camera = replace(window.editor.camera, x=200, y=100, zoom=1.0)
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)
    return node


@pytest.fixture
def field(window: MainWindow, prompt: str) -> NodeTextEditor:
    """The words of `prompt`, open in the window."""
    window.writing.begin(prompt)
    found = window.view.findChild(NodeTextEditor)
    assert isinstance(found, NodeTextEditor)
    return found


def compose(field: object, preedit: str = "", commit: str = "") -> None:
    """What an input method sends: a composition, or its end."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    assert isinstance(field, NodeTextEditor | TitleEditor)
    QCoreApplication.sendEvent(field, event)


def preedit(field: NodeTextEditor) -> str:
    return field.textCursor().block().layout().preeditAreaText()


def somebody(board: Board, *edits: object) -> None:
    """Another person's edits on the same board, received."""
    theirs = Board.load([board.encode()], person="somebody else")
    board.receive(theirs.apply(*edits).update, "somebody else")  # type: ignore[arg-type]  # edits


def words(window: MainWindow, node: str) -> str:
    return window.session.board.text(node)


# -- what must not end a composition


def test_zooming_and_panning_leave_a_composition_open(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="mao")
    window.editor.zoom(2.0)
    window.editor.camera = window.editor.camera.panned(-40, 25)
    QApplication.processEvents()
    assert preedit(field) == "mao"
    assert field.isVisible()
    compose(field, commit="猫")
    assert words(window, prompt) == "A cat猫"


def test_others_words_in_the_same_node_wait_for_its_end(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="pao")
    somebody(window.session.board, TypeText(prompt, 0, 0, "Now: "))
    assert preedit(field) == "pao"
    compose(field, commit="跑")
    assert words(window, prompt) == field.toPlainText() == "Now: A cat跑"


def test_others_edits_of_other_nodes_and_of_this_nodes_place_do_not_touch_it(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    other = add_node(window.session, "note", (600, 0), text="x")
    compose(field, preedit="mao")
    somebody(window.session.board, TypeText(other, 0, 0, "theirs "))
    somebody(window.session.board, set_node(prompt, pos=(80.0, 40.0), title="Theirs"))
    QApplication.processEvents()
    assert preedit(field) == "mao"
    at = window.editor.camera.to_screen(80, 40)
    assert QRect(field.geometry()).left() >= at[0], "the field has moved along with its node"
    compose(field, commit="猫")
    assert words(window, prompt) == "A cat猫"


def test_another_window_leaves_a_composition_open(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="mao")
    for kind in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        event = QFocusEvent(kind, Qt.FocusReason.ActiveWindowFocusReason)
        QCoreApplication.sendEvent(field, event)
    assert preedit(field) == "mao"
    compose(field, commit="猫")
    assert words(window, prompt) == "A cat猫"


def test_another_theme_leaves_a_composition_open(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="mao")
    window.set_theme(light())
    QApplication.processEvents()
    assert preedit(field) == "mao"
    compose(field, commit="猫")
    assert words(window, prompt) == "A cat猫"


def test_another_language_leaves_a_composition_open(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, preedit="mao")
    window._desk.set_language("zh_CN")
    QApplication.processEvents()
    assert preedit(field) == "mao"
    compose(field, commit="猫")
    assert words(window, prompt) == "A cat猫"


# -- what ends it, and keeps its words


@pytest.mark.parametrize("way", ["click", "another", "escape", "rename", "inspector", "close"])
def test_whatever_ends_the_writing_keeps_what_was_composed(
    window: MainWindow, prompt: str, field: NodeTextEditor, qtbot: QtBot, way: str
) -> None:
    other = add_node(window.session, "note", (600, 300))
    board, writing = window.session.board, window.writing
    compose(field, preedit="猫")
    if way == "click":
        qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(700, 420))
    elif way == "another":
        window.writing.begin(other)
    elif way == "escape":
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    elif way == "rename":
        window.writing.rename(prompt)
    elif way == "inspector":
        window.inspector.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.inspector.setFocus(Qt.FocusReason.TabFocusReason)
    else:
        window.close()
    assert board.text(prompt) == "A cat猫"
    if way != "close":
        writing.finish()


def test_undo_of_the_board_takes_the_writing_back_as_one_step(
    window: MainWindow, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    """Ctrl+Z in the field is the field's; once it is closed the board takes all of it back."""
    qtbot.keyClicks(field, " sits")
    compose(field, commit="着")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    window.session.undo()
    assert words(window, prompt) == "A cat"


def test_control_z_in_an_open_field_undoes_typing_and_nothing_on_the_board(
    window: MainWindow, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    """features 5.2: Ctrl+Z means what one looks at."""
    window.session.apply(set_node(prompt, title="Before"), label="Rename")
    qtbot.keyClicks(field, " sits")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert words(window, prompt) == field.toPlainText() == "A cat"
    assert window.session.board.nodes[prompt].title == "Before"
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.board.nodes[prompt].title == "Before", "there is no more of it to undo"
    assert window.view.findChildren(NodeTextEditor), "and the field stays open"


# -- letters that are shortcuts on the canvas


def test_single_letters_are_words_while_one_writes(
    window: MainWindow, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    before = (window.editor.camera, window.editor.tool, len(window.session.board.nodes))
    qtbot.keyClicks(field, " vhtnadekqpf[]/?")
    assert words(window, prompt) == "A cat vhtnadekqpf[]/?"
    assert (window.editor.camera, window.editor.tool, len(window.session.board.nodes)) == before


def test_single_letters_do_not_leak_into_or_out_of_a_composition(
    window: MainWindow, prompt: str, field: NodeTextEditor, qtbot: QtBot
) -> None:
    """An input method that swallows a letter sends its composition instead, and no key."""
    for so_far in ("t", "ta", "tan", "tang"):
        compose(field, preedit=so_far)
        assert window.editor.tool == "select"
        assert words(window, prompt) == "A cat"
    compose(field, commit="汤")
    assert words(window, prompt) == "A cat汤"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.view.hasFocus)
    qtbot.keyClick(window.view, Qt.Key.Key_T)
    assert window.editor.tool == "text", "once it is closed the letter is a key again"


def test_the_canvas_itself_takes_no_input_method(window: MainWindow, prompt: str) -> None:
    """features 5.2: or F would open a candidate window."""
    assert not window.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not window.view.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)


def test_full_width_twins_typed_in_a_text_stay_text(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    compose(field, commit="，。「」Ｖ？、")
    assert words(window, prompt) == "A cat，。「」Ｖ？、"
    assert window.editor.tool == "select"


# -- where the candidates stand


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_the_candidate_window_opens_at_the_cursor(
    window: MainWindow, prompt: str, zoom: float
) -> None:
    camera = window.editor.camera
    window.editor.camera = replace(camera, x=120, y=60, zoom=zoom)
    window.writing.begin(prompt)
    field = window.view.findChild(NodeTextEditor)
    assert isinstance(field, NodeTextEditor)
    compose(field, preedit="mao")
    at = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    corner = field.mapTo(window.view, at.topLeft())
    left, top = window.editor.camera.to_screen(0, 0)
    right, bottom = window.editor.camera.to_screen(248, 120)
    assert left < corner.x() < right
    assert top < corner.y() < bottom
    assert at.height() == pytest.approx(12.5 * zoom * 1.5, rel=0.5), "as high as a line there"
    window.writing.finish()


# -- where else one writes


def test_words_right_on_the_field_take_an_input_method(window: MainWindow, prompt: str) -> None:
    text = write_text(window.session, (300, 200), "")
    window.writing.begin(text)
    found = [one for one in window.view.findChildren(NodeTextEditor) if one.node == text]
    compose(found[0], preedit="hai")
    compose(found[0], commit="海上一夜")
    before = window.session.board.nodes[text].size[0]
    compose(found[0], commit="海上一夜海上一夜")
    window.writing.finish()
    assert words(window, text) == "海上一夜" * 3
    assert window.session.board.nodes[text].size[0] > before, "as wide as what it says"


def test_the_label_of_an_arrow_takes_an_input_method(window: MainWindow, prompt: str) -> None:
    arrow = draw_arrow(window.session, (300, 200), (500, 260))
    window.writing.begin(arrow)
    found = [one for one in window.view.findChildren(NodeTextEditor) if one.node == arrow]
    compose(found[0], preedit="ran")
    window.writing.finish()
    assert words(window, arrow) == "ran"


def test_a_title_keeps_what_was_composed_when_it_is_left(
    window: MainWindow, prompt: str, qtbot: QtBot
) -> None:
    window.writing.rename(prompt)
    title = window.view.findChild(TitleEditor)
    assert isinstance(title, TitleEditor)
    title.selectAll()
    compose(title, preedit="kai")
    compose(title, commit="开场")
    compose(title, preedit="猫")
    window.writing.finish()
    assert window.session.board.nodes[prompt].title == "开场猫"


# -- much and strange


@pytest.mark.parametrize(
    "strange",
    [
        "שלום עולם " * 50,
        "👩‍👩‍👧‍👦🏳️‍🌈" * 50,
        "a\u200bb\u200c\u200d\ufeffc",
        "ﷺ" * 200,
        "a" * 100_000,
    ],
)
def test_anything_can_be_pasted_into_a_field_and_comes_out_whole(
    window: MainWindow, prompt: str, field: NodeTextEditor, strange: str
) -> None:
    """Bad input: right to left, emoji, zero-width and 100,000 characters."""
    field.selectAll()
    QApplication.clipboard().setText(strange)
    field.paste()
    assert words(window, prompt) == strange
    window.writing.finish()
    window.view.grab()


def test_more_than_a_text_may_hold_is_refused_and_leaves_the_board_whole(
    window: MainWindow, prompt: str, field: NodeTextEditor
) -> None:
    QApplication.clipboard().setText("x" * 300_000)
    field.paste()
    window.writing.finish()
    assert len(words(window, prompt)) <= 200_000
    set_text(window.session, prompt, "still writable")
    assert words(window, prompt) == "still writable"


# -- what is left empty


@pytest.mark.parametrize("kind", [NodeKind.text, NodeKind.note])
def test_what_was_made_and_left_empty_is_gone_without_a_step_of_undo(
    window: MainWindow, prompt: str, kind: NodeKind, qtbot: QtBot
) -> None:
    steps = window.session.board.can_undo
    if kind is NodeKind.text:
        window.hand.write_text((300, 200), None)
    else:
        window.hand.write_note((300, 200))
    assert window.writing.active
    window.writing.finish()
    assert not [n for n in window.session.board.nodes.values() if n.kind is kind]
    assert window.session.board.can_undo == steps


def test_a_text_that_was_emptied_goes(window: MainWindow, prompt: str) -> None:
    text = write_text(window.session, (300, 200), "Soon")
    window.writing.begin(text)
    found = [one for one in window.view.findChildren(NodeTextEditor) if one.node == text]
    found[0].clear()
    window.writing.finish()
    assert text not in window.session.board.nodes
