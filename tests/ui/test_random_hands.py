"""A hand that does anything at all to a board, for a minute here and for an hour in `make soak`.

Issue 3, Shows: the scrolled and repaired canvas equals the one painted anew, pixel for pixel, and
the board afterwards equals the board that its journal gives back.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.records import NodeKind
from canvas.ui.main_window import MainWindow
from canvas.ui.painting import deck, distant
from canvas.ui.painting import pictures as tiles
from canvas.ui.painting.frame import PAD
from canvas.ui.painting.layer import StaticLayer
from tests.ui.painting.conftest import at_rest, pixels

MOST = 160
"""Nodes at which the hand selects all and deletes, so that the board stays one for hands."""

SPARED = frozenset({"node.rename", "media.import", "node.copy", "node.cut"})
"""Commands that would open a dialog, or bring something from outside the test."""

KEYS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
)

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


class AnyHand:
    """Random gestures and commands on one window, from a seed; `done` tells what it did."""

    def __init__(self, window: MainWindow, qtbot: QtBot, seed: int) -> None:
        self.window, self.qtbot, self.seed = window, qtbot, seed
        self.dice = random.Random(seed)
        self.done: list[str] = []
        self._oracle = StaticLayer(window.view.painter)
        self._oracle.direct = True
        self._commands = [
            command.name
            for command in COMMANDS.values()
            if command.menu in ("arrange", "view") and command.name not in SPARED
        ] + ["node.duplicate", "board.undo", "board.undo", "board.redo", "node.delete"]

    def act(self) -> None:
        """One thing that a hand can do, and the canvas compared after it."""
        view = self.window.view
        deeds: tuple[tuple[int, Callable[[], None]], ...] = (
            (8, self._drag),
            (3, self._turn_wheel),
            (5, self._command),
            (2, self._click),
            (2, self._move_about),
            (1, self._press_key),
        )
        deed = self.dice.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]
        deed()
        self._stay_near()
        if len(view.editor.board.nodes) > MOST:
            view.editor.select_all()
            self.window.actions_.run("node.delete")
        at_rest(view, self.qtbot)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        QApplication.processEvents()

    def must_agree(self, when: str) -> None:
        """The quick canvas is the plain one, pixel for pixel."""
        view = self.window.view
        quick = pixels(view.layer.bring(view.frame(), view.editor.damage.take()))
        plain = pixels(self._oracle.bring(view.frame(), ()))
        rows, columns = np.nonzero((quick != plain)[PAD:-PAD, PAD:-PAD])
        if len(rows):
            where = f"x {columns.min()}..{columns.max()}, y {rows.min()}..{rows.max()}"
            zoom = view.editor.camera.zoom
            pytest.fail(f"{len(rows)} pixels differ at {where}, {zoom=}, {when}: {self.done[-12:]}")

    def _spot(self) -> QPoint:
        view, dice = self.window.view, self.dice
        if dice.random() < 0.5 and view.in_sight():
            row = view.editor.table.row(dice.choice(view.in_sight()))
            if row is not None:
                left, top, right, bottom = view.editor.table.box(row)
                share = dice.choice((0.0, 0.5, 1.0)), dice.choice((0.0, 0.08, 0.5, 1.0))
                x, y = left + (right - left) * share[0], top + (bottom - top) * share[1]
                x, y = view.editor.camera.to_screen(x, y)
                if view.rect().contains(round(x), round(y)):
                    return QPoint(round(x), round(y))
        return QPoint(dice.randrange(view.width()), dice.randrange(view.height()))

    def _drag(self) -> None:
        view, dice = self.window.view, self.dice
        button = dice.choice((LEFT, LEFT, LEFT, LEFT, MIDDLE, RIGHT))
        held = dice.choice(KEYS)
        if button is RIGHT:
            held = Qt.KeyboardModifier.ControlModifier  # without it a menu would wait for an answer
        stops = [self._spot() for _ in range(dice.randint(2, 4))]
        self.done.append(f"drag {button.name} {held} {[stop.toTuple() for stop in stops]}")
        self.qtbot.mousePress(view, button, held, stops[0])
        for stop in stops[1:]:
            self.qtbot.mouseMove(view, stop)
            view.repaint()
            if view.at_rest:
                self.must_agree(f"seed {self.seed}, in mid-gesture")
        if dice.random() < 0.15:
            self.done.append("escape")
            self.qtbot.keyClick(view, Qt.Key.Key_Escape)
        self.qtbot.mouseRelease(view, button, held, stops[-1])

    def _turn_wheel(self) -> None:
        view, dice = self.window.view, self.dice
        spot = QPointF(self._spot())
        turn = QPoint(0, dice.choice((-240, -120, -40, 40, 120, 240)))
        held = dice.choice((KEYS[0], KEYS[3], KEYS[4]))
        self.done.append(f"wheel {turn.y()} {held}")
        event = QWheelEvent(
            spot,
            view.mapToGlobal(spot),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)

    def _command(self) -> None:
        name = self.dice.choice(self._commands)
        if self.dice.random() < 0.5:
            nodes = sorted(self.window.session.board.nodes)
            count = min(len(nodes), self.dice.randint(1, 6))
            self.window.editor.select(self.dice.sample(nodes, count))
        self.done.append(name)
        self.window.actions_.run(name)

    def _click(self) -> None:
        spot, held = self._spot(), self.dice.choice(KEYS[:5])
        self.done.append(f"click {spot.toTuple()} {held}")
        self.qtbot.mouseClick(self.window.view, LEFT, held, spot)

    def _move_about(self) -> None:
        self.qtbot.mouseMove(self.window.view, self._spot())

    def _press_key(self) -> None:
        key = self.dice.choice((Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Down))
        held = self.dice.choice((KEYS[0], KEYS[3], KEYS[5]))
        self.done.append(f"key {key.name} {held}")
        self.qtbot.keyClick(self.window.view, key, held)

    def _stay_near(self) -> None:
        """Zooms run to both ends and pans to nowhere now and then; the board is found again."""
        view = self.window.view
        if self.dice.random() < 0.05 or not view.in_sight():
            view.editor.fit()


def furnish(session: Session, pictures: Path) -> None:
    files = [pictures / name for name in ("coffee.jpg", "cat.jpg")]
    found = import_files(session, files, clips=True)
    for number in range(6):
        words = add_node(session, NodeKind.prompt, (number * 330.0, 700.0), text=f"take {number}")
        clip = add_node(session, NodeKind.clip, (number * 330.0, 900.0), title=f"Shot {number}")
        connect(session, words, "words", clip, "words")
    connect(session, found.nodes[0], "picture", clip, "first")
    for kind in NodeKind:
        add_node(session, kind, (300.0 * list(NodeKind).index(kind), 1300.0), title=kind.value)


def everything(board: Board) -> tuple[object, ...]:
    shown = dict(board.nodes), dict(board.edges), tuple(board.film), dict(board.takes)
    texts = {id: board.text(id) for id in board.nodes}
    return *shown, texts, board.registers()


def work(
    window: MainWindow, qtbot: QtBot, pictures: Path, goes_on: Callable[[int], bool], seed: int
) -> int:
    """Let hands work as long as that is so after so many steps; how many it came to."""
    furnish(window.session, pictures)
    window.view.reduced_motion = True  # the camera is at once where it is sent
    QCursor.setPos(window.mapToGlobal(QPoint(1, 1)))
    window.editor.camera = replace(window.editor.camera, x=700.0, y=500.0, zoom=0.5)
    at_rest(window.view, qtbot)
    hand = AnyHand(window, qtbot, seed)
    steps = 0
    while goes_on(steps):
        hand.act()
        hand.must_agree(f"seed {seed}, step {steps}")
        steps += 1
    window.session.flush()
    with Session.open(
        window.session.path, settings=window.session.settings, readonly=True
    ) as again:
        assert everything(again.board) == everything(window.session.board), f"seed {seed}"
    return steps


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame is short of time: what is drawn depends on nothing but the board."""
    monkeypatch.setattr(tiles, "PATIENCE", float("inf"))
    monkeypatch.setattr(distant, "PATIENCE", float("inf"))
    monkeypatch.setattr(deck, "PATIENCE", float("inf"))


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("patient")
def test_whatever_is_done_at_random_leaves_the_canvas_and_the_journal_true(
    window: MainWindow, qtbot: QtBot, pictures: Path
) -> None:
    assert work(window, qtbot, pictures, lambda steps: steps < 160, seed=2) == 160


@pytest.mark.soak
@pytest.mark.usefixtures("patient")
def test_an_hour_of_anything_leaves_the_canvas_and_the_journal_true(
    window: MainWindow, qtbot: QtBot, pictures: Path
) -> None:
    end = time.monotonic() + 3600
    assert work(window, qtbot, pictures, lambda _: time.monotonic() < end, seed=3) > 10_000
