"""Ann at a real window, and others in the same room on real sockets, for tests of what people see
of each other.

room.until(lambda: ...)      lets everybody work until it holds
room.bob.together.present()  what Bob's screen shows
room.point(x, y)             Ann's pointer, over a point of her view
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.peers import Peer
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.parts import Part
from canvas.ui.people import People
from canvas.ui.sharing import Sharing
from collab.presence import Presence
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import PATIENCE, Table, is_settled
from tests.collab.serving import ServedHere

P = TypeVar("P", bound=Part)


class Room:
    """Ann's window, Bob's session, and the server that both are at."""

    def __init__(
        self, table: Table, server: ServedHere, desk: Desk, role: Role = Role.owner, port: int = 0
    ) -> None:
        self.table, self.server, self.desk = table, server, desk
        if role is not Role.owner:
            self.bob = table.owner("bob", server)
            add_node(self.bob, NodeKind.note, (0, 0), text="from the start")
            table.until_settled(self.bob)
            mine = table.guest("ann", server, role, port)
        else:
            mine = table.owner("ann", server, port)
        path = mine.path
        table.close(mine)
        table.sit("ann")
        desk.change(person="ann", name="Ann", colour="#FF8A3D", motion="reduced")
        assert desk.open(path)
        assert desk.board is not None
        self.window: MainWindow = desk.board
        self.until(lambda: is_settled(self.window.session))
        if role is Role.owner:
            self.bob = table.guest("bob", server)
        self.until(lambda: self.peers)

    @property
    def session(self) -> Session:
        return self.window.session

    @property
    def people(self) -> People:
        return self._part(People)

    @property
    def sharing(self) -> Sharing:
        return self._part(Sharing)

    @property
    def peers(self) -> tuple[Peer, ...]:
        return self.window.editor.peers

    @property
    def peer(self) -> Peer:
        """Bob, as Ann's window shows him."""
        return next(peer for peer in self.peers if peer.name == "Bob")

    @property
    def ann(self) -> Presence:
        """Ann, as Bob hears of her."""
        found = [one for one in self.bob.together.people.values() if one.name == "Ann"]
        return found[0].presence if found else Presence()

    def join(self, person: str, role: Role = Role.editor) -> Session:
        session = self.table.guest(person, self.server, role)
        self.until(lambda: person.title() in [peer.name for peer in self.peers])
        return session

    def until(self, condition: Callable[[], object]) -> None:
        """Let everybody work until it holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            told = [banner.key for banner in self.window.banners.shown()]
            assert time.monotonic() < deadline, (self.session.together.standing, told)
            self.work()

    def work(self) -> None:
        QApplication.processEvents()
        time.sleep(0.003)  # the network has a thread of its own
        self.table.drain()

    def point(self, x: float, y: float) -> None:
        view, spot = self.window.view, QPointF(x, y)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, spot, view.mapToGlobal(spot), none, none, Qt.KeyboardModifier(0)
        )
        QApplication.sendEvent(view, event)

    def told(self) -> str:
        """All that the window says in its banners."""
        return " ".join(banner.key.what for banner in self.window.banners.shown())

    def _part(self, kind: type[P]) -> P:
        return next(part for part in self.window.parts if isinstance(part, kind))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with Table(tmp_path, monkeypatch) as table:
        yield table


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServedHere]:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film")) as server:
        yield server


@pytest.fixture
def room(table: Table, server: ServedHere, desk: Desk) -> Iterator[Room]:
    made = Room(table, server, desk)
    yield made
    if isValid(made.window):  # who closed it in the test has done so for good
        made.window.close()
