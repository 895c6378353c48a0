"""A hand at work while others are: what they do never takes anything out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from canvas.app.commands.nodes import add_node, move_nodes
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.edits import AddNode, DeleteNodes, Edit, set_node
from canvas.document.records import NodeKind
from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Pointer
from tests.document.boards import a_node
from tests.editor.conftest import EditingHand, strokes


class AppHand(EditingHand):
    """Moves as the app does."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.board)
        self._session = session

    def move(self, nodes: Sequence[str], dx: float, dy: float, gesture: str = "") -> None:
        move_nodes(self._session, nodes, dx, dy, gesture=gesture)


class Window:
    """A session with a pointer that has pressed and not let go."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.editor = Editor(session.board)
        self.editor.camera = Camera(x=500, y=400, width=1000, height=800)
        self.hand = AppHand(session)

    def press_and_pull(self, *points: tuple[float, float]) -> None:
        first, *rest = strokes(*points, up=False)
        gesture = gesture_for(self.editor, self.hand, first)
        assert gesture is not None
        self.editor.begin(gesture)
        for pointer in rest:
            self.editor.feed(pointer)

    def let_go(self, at: tuple[float, float]) -> None:
        self.editor.feed(Pointer(*at, up=True))

    def others(self, *edits: Edit) -> None:
        board = self.session.board
        theirs = Board.load([board.encode()], person="bob")
        board.receive(theirs.apply(*edits).update, "bob", "Whatever")

    def shown(self, node: str) -> tuple[float, float]:
        row = self.editor.table.row(node)
        assert row is not None
        return self.editor.table.box(row)[:2]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with Session.create(tmp_path / "Film", settings=Settings(person="ann")) as session:
        window = Window(session)
        yield window
        window.editor.close()


def test_r8_33_a_drag_goes_on_over_whatever_others_do(window: Window) -> None:
    board = window.session.board
    one = add_node(window.session, NodeKind.picture, (100, 100))
    two = add_node(window.session, NodeKind.picture, (500, 100))
    window.editor.select((one, two))
    window.press_and_pull((150, 150), (200, 150), (250, 160))
    assert window.shown(one) == (200, 110)

    window.others(AddNode(a_node("theirs", "note", pos=(700.0, 500.0))))
    window.others(set_node(one, title="named meanwhile"))
    assert window.shown(one) == (200, 110)
    assert window.editor.gesturing

    window.let_go((250, 160))
    assert board.nodes[one].pos == (200, 110)
    assert board.nodes[two].pos == (600, 110)
    assert board.nodes[one].title == "named meanwhile"


def test_r8_33_a_node_that_others_move_while_it_is_held_goes_on_from_there(
    window: Window,
) -> None:
    one = add_node(window.session, NodeKind.picture, (100, 100))
    window.press_and_pull((150, 150), (200, 150), (250, 150))
    window.others(set_node(one, pos=(100.0, 300.0)))
    assert window.shown(one) == (200, 300)
    window.let_go((250, 150))
    assert window.session.board.nodes[one].pos == (200, 300)


def test_r8_33_a_node_that_others_delete_leaves_the_hand_and_the_rest_stays_in_it(
    window: Window,
) -> None:
    board = window.session.board
    one = add_node(window.session, NodeKind.picture, (100, 100))
    two = add_node(window.session, NodeKind.picture, (500, 100))
    window.editor.select((one, two))
    window.press_and_pull((150, 150), (200, 150), (250, 150))
    window.others(DeleteNodes((one,)))
    assert window.shown(two) == (600, 100)
    window.let_go((250, 150))
    assert one not in board.nodes
    assert board.nodes[two].pos == (600, 100)


def test_r8_33_a_drag_of_what_is_gone_ends_without_a_word(window: Window) -> None:
    one = add_node(window.session, NodeKind.picture, (100, 100))
    window.press_and_pull((150, 150), (200, 150))
    window.others(DeleteNodes((one,)))
    window.let_go((250, 150))
    assert one not in window.session.board.nodes
    assert not window.editor.gesturing
