"""Ann does anything at all in her window while the others come, go, edit and talk and her cable
fails: every verb, key, button and dialog at any moment, a short while here and an hour in
`make soak`. Nothing of it may meet a fault of ours, and afterwards all have the same board.

R1.2: whatever order things happened in, those who are in the room agree.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import format_exception
from types import TracebackType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from canvas.app.commands import comments
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, set_text
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.document.words import Trouble
from canvas.ui.desk import Desk
from canvas.ui.dialogs import NewBoardDialog
from canvas.ui.join_dialog import JoinDialog
from canvas.ui.main_window import MainWindow
from collab.roles import Role
from tests.app.rooms import Cable, Table, is_settled, link_to, said
from tests.collab.serving import ServedHere
from tests.ui.company import Room, server, table

__all__ = ["server", "table"]

LEAVES = frozenset({"window.close", "window.new", "window.open"})
"""They put another window in place of this one, and have tests of their own."""

NOT_FOR_HANDS = (QFileDialog, NewBoardDialog, JoinDialog)
"""What they would write or open lies outside the test: they are closed at once."""

MOST = 60
"""Nodes at which Bob takes some away, so that the board stays one for hands."""

KEYS = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Space,
    Qt.Key.Key_A,
    Qt.Key.Key_Slash,
    Qt.Key.Key_At,
)


class Crowd:
    """Ann's hands, Bob's and a guest's, and the cable, from a seed; `done` tells what was done."""

    def __init__(self, room: Room, cable: Cable, seed: int) -> None:
        self.room, self.cable = room, cable
        self.role = room.session.together.role
        self.path = room.session.path
        self.dice = random.Random(seed)
        self.done: list[str] = []
        self._guests: list[Session] = []
        self._count = 0

    @property
    def window(self) -> MainWindow:
        """A board that had to be opened again has another."""
        found = self.room.desk.board
        assert found is not None, "her board was closed"
        if found is not self.room.window:
            self.done.append("another window")
            self.room.window = found
        return found

    def _go_home(self) -> None:
        """A sample, or the copy of a board that could not be merged, was opened in its place."""
        if self.window.session.path != self.path:
            self.done.append("back to the board")
            assert self.room.desk.open(self.path)

    def act(self) -> None:
        self._go_home()
        deeds: tuple[tuple[int, Callable[[], None]], ...] = (
            (10, self._run_verb),
            (8, self._press_button),
            (6, self._press_keys),
            (4, self._drag),
            (3, self._close_something),
            (8, self._let_bob_edit),
            (3, self._let_bob_show),
            (3, self._let_bob_talk),
            (2, self._let_bob_take_back),
            (1, self._let_a_guest_come_or_go),
            (1, self._pull_or_mend),
            (1, self._come_back),
            (1, self._let_bob_rule),
        )
        deed = self.dice.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]
        deed()
        for _ in range(self.dice.choice((0, 0, 1, 2, 8))):
            self.room.work()
        if self.dice.random() < 0.5:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # -- Ann

    def _run_verb(self) -> None:
        window, dice = self.window, self.dice
        if dice.random() < 0.6:
            nodes = sorted(window.session.board.nodes)
            window.editor.select(dice.sample(nodes, min(len(nodes), dice.randint(0, 4))))
        name = dice.choice(sorted(set(window.actions_.verbs) - LEAVES))
        self.done.append(name)
        window.actions_.run(name)

    def _press_button(self) -> None:
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        buttons = [one for top in tops for one in top.findChildren(QAbstractButton)]
        found = [one for one in buttons if one.isVisible() and one.isEnabled()]
        if not found:
            return
        button = self.dice.choice(found)
        self.done.append(f"press {_called(button)}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _press_keys(self) -> None:
        into = QApplication.focusWidget() or self.window.view
        for _ in range(self.dice.randint(1, 4)):
            key = self.dice.choice(KEYS)
            if not isValid(into):
                return
            self.done.append(f"{key.name} into {type(into).__name__}")
            QTest.keyClick(into, key)

    def _drag(self) -> None:
        view = self.window.view
        start, end = (
            QPoint(self.dice.randrange(view.width()), self.dice.randrange(view.height()))
            for _ in range(2)
        )
        self.done.append(f"drag {start.toTuple()} {end.toTuple()}")
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), start)
        QTest.mouseMove(view, (start + end) / 2)
        if self.dice.random() < 0.5:
            self._let_bob_edit()
            self.room.work()
        QTest.mouseMove(view, end)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), end)

    def _close_something(self) -> None:
        window = self.window
        open_ = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        found = [one for one in open_ if one is not window and one.parent() is not None]
        if found:
            one = self.dice.choice(found)
            self.done.append(f"close {type(one).__name__}")
            one.close()

    def _come_back(self) -> None:
        """She may have left the room, or been put out of it by her own press."""
        together = self.window.session.together
        if together.standing.hosting:
            together.stop()
        if together.state in ("alone", "refused"):
            self.done.append("come back")
            with suppress(Trouble):
                together.join(link_to(self.room.server, self.role, self.cable.port))

    # -- the others

    def _let_bob_edit(self) -> None:
        bob, dice = self.room.bob, self.dice
        nodes = sorted(bob.board.nodes)
        self._count += 1
        place = (dice.uniform(-800, 800), dice.uniform(-500, 500))
        self.done.append("bob edits")
        with suppress(Trouble):
            if not nodes or (dice.random() < 0.4 and len(nodes) < MOST):
                kind = dice.choice(list(NodeKind))
                add_node(bob, kind, place, title=f"node {self._count}")
            elif dice.random() < 0.4 or len(nodes) >= MOST:
                delete_nodes(bob, dice.sample(nodes, min(len(nodes), dice.randint(1, 4))))
            elif dice.random() < 0.5:
                set_text(bob, dice.choice(nodes), f"words {self._count}")
            else:
                move_nodes(bob, dice.sample(nodes, min(len(nodes), 3)), *place)

    def _let_bob_take_back(self) -> None:
        self.done.append("bob takes back")
        with suppress(Trouble):
            self.dice.choice((self.room.bob.undo, self.room.bob.redo))()

    def _let_bob_rule(self, role: Role | None = None) -> None:
        """Where the board is his, Ann may do now more and now less, in the middle of anything."""
        if self.room.bob.together.role is Role.owner:
            given = role or self.dice.choice((Role.viewer, Role.commenter, Role.editor))
            self.done.append(f"ann is {given.name}")
            body = {"user": self.window.session.together.me.id, "role": given.name}
            self.room.bob.together.ask("role", body, lambda _: None, lambda _: None)

    def _let_bob_show(self) -> None:
        bob, dice = self.room.bob, self.dice
        nodes = sorted(bob.board.nodes)
        chosen = dice.sample(nodes, min(len(nodes), dice.randint(0, 3)))
        bob.together.present(cursor=(dice.uniform(-500, 500), 0.0), selection=tuple(chosen))

    def _let_bob_talk(self) -> None:
        bob, dice = self.room.bob, self.dice
        threads, nodes = sorted(bob.comments.threads), sorted(bob.board.nodes)
        self.done.append("bob talks")
        with suppress(Trouble):
            if threads and dice.random() < 0.5:
                thread = dice.choice(threads)
                tell = (comments.resolve, comments.reopen, comments.delete_comment)
                if dice.random() < 0.5:
                    comments.reply(bob, thread, "so it is")
                else:
                    dice.choice(tell)(bob, thread)
            elif nodes:
                comments.add_comment(bob, "look here", node=dice.choice(nodes))

    def _let_a_guest_come_or_go(self) -> None:
        if self._guests:
            self.done.append("a guest goes")
            self.room.table.close(self._guests.pop())
            return
        self._count += 1
        self.done.append("a guest comes")
        with suppress(Trouble):
            person = f"cid{self._count}"
            role = self.dice.choice((Role.editor, Role.viewer))
            self._guests.append(self.room.table.guest(person, self.room.server, role))
        self.room.table.sit("ann")  # a board that is opened again is hers

    def _pull_or_mend(self) -> None:
        self.done.append("mend" if not self.cable.whole else "cut")
        self.cable.mend() if not self.cable.whole else self.cable.cut()

    def settle(self) -> None:
        """Her own board, the cable whole, and she in the room with every right she had."""
        self._go_home()
        self.cable.mend()
        self._come_back()
        self._let_bob_rule(Role.editor)
        self.room.until(lambda: is_settled(self.window.session))


def _called(button: QAbstractButton) -> str:
    words = button.text() or button.accessibleName() or button.toolTip() or type(button).__name__
    return f"{words} in {type(button.parent()).__name__} in {type(button.window()).__name__}"


@contextmanager
def answering(crowd: Crowd) -> Iterator[None]:
    """Somebody answers whatever waits, in one way or another: nothing waits for long."""
    timer = QTimer(interval=15)
    waits: dict[QWidget, int] = {}

    def answer() -> None:
        waiting = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if waiting is None:
            waits.clear()
            return
        waits[waiting] = waits.get(waiting, 0) + 1
        if isinstance(waiting, NOT_FOR_HANDS) or waits[waiting] > 4:
            waiting.close()
        elif isinstance(waiting, QMenu):
            crowd.done.append("a menu goes")
            actions = [one for one in waiting.actions() if one.isEnabled() and one.menu() is None]
            waiting.close()
            if actions and crowd.dice.random() < 0.5:
                chosen = crowd.dice.choice(actions)
                crowd.done.append(f"chosen: {chosen.text()}")
                QTimer.singleShot(0, chosen, chosen.trigger)  # it may ask, and this timer answers
        else:
            crowd.done.append(f"Escape for {type(waiting).__name__}")
            QTest.keyClick(waiting, Qt.Key.Key_Escape)

    timer.timeout.connect(answer)
    timer.start()
    yield
    timer.stop()


@pytest.fixture(autouse=True)
def stays_here(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """Nothing is opened or written outside the test."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    monkeypatch.setenv("HOME", str(tmp_path))
    app.clipboard().clear()
    yield
    app.clipboard().clear()


def _none_of(faults: Sequence[tuple[type, BaseException, TracebackType]]) -> None:
    assert not faults, "".join(format_exception(faults[0][1]))


def live(room: Room, cable: Cable, qtbot: QtBot, goes_on: Callable[[int], bool], seed: int) -> None:
    crowd = Crowd(room, cable, seed)
    steps = 0
    try:
        with qtbot.captureExceptions() as faults, answering(crowd):
            while goes_on(steps):
                crowd.act()
                steps += 1
                _none_of(faults)
            crowd.settle()
            witness = room.table.guest("dee", room.server, Role.editor)
            here = [witness, room.bob] if room.bob.together.state == "live" else [witness]
            room.until(lambda: all(said(one) == said(crowd.window.session) for one in here))
            _none_of(faults)
    except BaseException as error:
        error.add_note(f"seed {seed}, step {steps}: {crowd.done[-30:]}")
        raise


@pytest.fixture
def cable(server: ServedHere) -> Iterator[Cable]:
    with Cable(server.port) as cable:
        yield cable


@pytest.fixture(params=[Role.owner, Role.editor])
def room(
    request: pytest.FixtureRequest, table: Table, server: ServedHere, desk: Desk, cable: Cable
) -> Iterator[Room]:
    """It is Ann's board, or Bob's."""
    yield Room(table, server, desk, request.param, cable.port)
    if desk.board is not None:
        desk.board.close()


@pytest.mark.timeout(240)
def test_whatever_ann_and_the_others_do_meets_no_fault_and_leaves_one_board(
    room: Room, cable: Cable, qtbot: QtBot
) -> None:
    live(room, cable, qtbot, lambda steps: steps < 120, seed=1)


@pytest.mark.soak
def test_an_hour_of_anything_in_a_room_meets_no_fault(
    room: Room, cable: Cable, qtbot: QtBot
) -> None:
    end = time.monotonic() + 3600
    live(room, cable, qtbot, lambda _: time.monotonic() < end, seed=int(end))
