"""People in rooms, for tests: each with a home and a board of their own, on real sockets to a real
server, and a cable that can be cut.

with ServedHere(data, Options(data, room="film")) as server, Table(tmp_path, monkeypatch) as table:
    ann = table.owner("ann", server)           # has a board, and is in the room with it
    bob = table.guest("bob", server)           # has joined
    table.until(lambda: titles(bob) == titles(ann))
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from canvas.app.commands.nodes import add_node
from canvas.app.joining import join
from canvas.app.notices import Notice
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from collab.roles import Role
from generation.catalogue import refresh
from tests.collab.serving import Served, ServedHere

PATIENCE = 45.0


class Table:
    """Sessions that are drained together, as so many windows would be."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place = place
        self._monkeypatch = monkeypatch
        self._woken = threading.Event()
        self.sessions: list[Session] = []
        self.heard: dict[Session, list[Notice]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in self.sessions:
            session.close()

    def sit(self, person: str) -> Settings:
        """From here on, this is whose computer it is."""
        self._monkeypatch.setenv("SHOTWEAVE_HOME", str(self.place / f"home of {person}"))
        refresh()  # the models of the test before would be known for a moment more
        return Settings(person=person, name=person.title())

    def create(
        self, person: str, name: str = "Film", *, width: int = 1280, height: int = 720
    ) -> Session:
        settings = self.sit(person)
        return self._at(
            Session.create(
                self.place / person / name, settings=settings, width=width, height=height
            )
        )

    def open(self, person: str, path: Path) -> Session:
        """As a window opens it: back into its room, if it was in one."""
        session = self._at(Session.open(path, settings=self.sit(person)))
        session.together.resume()
        return session

    def owner(
        self,
        person: str,
        server: ServedHere | Served,
        port: int = 0,
        *,
        width: int = 1280,
        height: int = 720,
    ) -> Session:
        session = self.create(person, width=width, height=height)
        session.together.join(link_to(server, Role.owner, port))
        self.until_settled(session)
        return session

    def guest(
        self, person: str, server: ServedHere | Served, role: Role = Role.editor, port: int = 0
    ) -> Session:
        settings = self.sit(person)
        path = join(link_to(server, role, port), self.place / person, settings)
        session = self.open(person, path)
        self.until_settled(session)
        return session

    def close(self, session: Session) -> None:
        self.sessions.remove(session)
        session.close()

    def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Drain everybody until it holds."""
        deadline = time.monotonic() + patience
        while not condition():
            said = [(s.path.name, s.together.standing) for s in self.sessions]
            assert time.monotonic() < deadline, said
            self._woken.wait(0.02)
            self._woken.clear()
            self.drain()

    def drain(self) -> None:
        for session in self.sessions:
            while session.drain():
                pass

    def until_settled(self, *sessions: Session) -> None:
        """Everything of these is on the server's disk, and they have all that was there."""
        for session in sessions:
            self.until(lambda session=session: is_settled(session))

    def until_equal(self, *sessions: Session) -> None:
        self.until_settled(*sessions)
        first, *others = sessions
        self.until(lambda: all(said(other) == said(first) for other in others))

    def _at(self, session: Session) -> Session:
        session.wake = self._woken.set
        heard = self.heard[session] = []
        session.listen(heard.append)
        self.sessions.append(session)
        return session


def link_to(server: ServedHere | Served, role: Role = Role.editor, port: int = 0) -> str:
    """A link into the room, by way of another port if one is given."""
    link = server.link(role)
    return replace(link, port=port or link.port).for_app()


def is_settled(session: Session) -> bool:
    standing = session.together.standing
    return standing.state == "live" and standing.saved_there


def said(session: Session) -> object:
    return session.board.registers()


def titles(session: Session) -> list[str]:
    return sorted(node.title for node in session.board.nodes.values())


def note(session: Session, title: str) -> str:
    return add_node(session, NodeKind.note, (0, 0), title=title)


class Cable:
    """A TCP proxy between people and a server. `cut` ends every connection and takes no new one;
    `freeze` lets everything stand and nothing through, as a network does that has gone away."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.whole, self.frozen = True, False
        self.after: int | None = None
        """Cut once so many bytes more have come from the people."""
        self._thread = threading.Thread(target=self._run, name="cable")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._drop()
        self._server.close()

    def cut(self) -> None:
        with self._lock:
            self.whole = False
        self._drop()

    def mend(self) -> None:
        with self._lock:
            self.whole, self.frozen = True, False

    def freeze(self) -> None:
        with self._lock:
            self.frozen = True

    def _drop(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                end.close()

    def _run(self) -> None:
        while not self._over.is_set():
            with self._lock:
                pairs, frozen = list(self._pairs), self.frozen
            ends = {a: b for one, other in pairs for a, b in ((one, other), (other, one))}
            people = {one for one, _ in pairs}
            watched = [self._server] if frozen else [self._server, *ends]
            try:
                ready, _, _ = select.select(watched, [], [], 0.01)
            except (OSError, ValueError):  # cut in this moment
                continue
            for end in ready:
                if end is self._server:
                    self._accept()
                else:
                    self._pass(end, ends[end], from_people=end in people)

    def _accept(self) -> None:
        one, _ = self._server.accept()
        with self._lock:
            if not self.whole:
                one.close()
                return
            if self.frozen:
                self._pairs.append((one, socket.socket()))
                return
        try:
            other = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            one.close()
            return
        with self._lock:
            self._pairs.append((one, other))

    def _pass(self, end: socket.socket, to: socket.socket, *, from_people: bool) -> None:
        try:
            content = end.recv(1 << 16)
            if from_people and self.after is not None:
                content = content[: self.after]
                self.after -= len(content)
            if content:
                to.sendall(content)
        except OSError:
            content = b""
        if not content or self.after == 0:
            self.after = None if self.after == 0 else self.after
            with self._lock:
                self._pairs = [pair for pair in self._pairs if end not in pair]
            end.close()
            to.close()
