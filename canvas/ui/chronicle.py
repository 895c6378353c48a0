"""What was done on a board, kept up with it: who, what and when, and in whose colour."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from canvas.app.acquaintances import Acquaintances
from canvas.app.commands.history import version_list
from canvas.app.history import Moment, Step, moments, steps
from canvas.document.versions import Version
from canvas.document.words import Trouble
from canvas.ui import time_words
from canvas.ui.avatars import colour_of
from canvas.ui.bench import Bench

SETTLE = 600
"""Milliseconds that new changes are gathered before they are listed."""


class Chronicle(QObject):
    """Main thread; reads on the pool. Call `close_down` before the session closes."""

    found = Signal()
    """`steps` is longer."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self.people = Acquaintances(bench.session)
        self.moments: tuple[Moment, ...] = ()
        self.steps: list[Step] = []
        self._listing = self._more = self._closed = False
        self._settling = QTimer(self, singleShot=True, interval=SETTLE)
        self._settling.timeout.connect(self.read)

    def close_down(self) -> None:
        self._closed = True
        self._settling.stop()
        self.people.close()

    @property
    def versions(self) -> tuple[Version, ...]:
        return version_list(self._bench.session)

    def colour_of(self, person: str) -> str:
        """#rrggbb."""
        known = self.people.of(person).colour
        return known or colour_of(self._bench.session.comments, person)

    def described(self, moment: Moment) -> str:
        """An entry in one line."""
        who = time_words.called(self.people, moment.person)
        return f"{time_words.moment(moment.when)} · {who} · {time_words.done(moment.label)}"

    def read_soon(self) -> None:
        """List what is new once it has settled."""
        self._settling.start()

    def read(self) -> None:
        """List what is new."""
        if self._listing:
            self._more = True
            return
        self._listing = True
        journal, known = self._bench.session.journal, self.moments
        named = [datetime.fromisoformat(version.when) for version in self.versions]

        def work() -> tuple[tuple[Moment, ...], list[Step]]:
            every = (*known, *moments(journal, known[-1].number if known else 0))
            return every, steps(every, named)

        self._bench.errands.send(work, self._listed, self._failed)

    def _listed(self, found: tuple[tuple[Moment, ...], list[Step]]) -> None:
        self._listing = False
        if self._closed:
            return
        self.moments, self.steps = found
        self.found.emit()
        if self._more:
            self._more = False
            self.read()

    def _failed(self, trouble: Trouble) -> None:
        self._listing = self._more = False
        self._bench.tell(trouble)
