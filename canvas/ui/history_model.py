"""The history as rows of a list, the latest first: days, what was done, versions that have a
name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from canvas.app.acquaintances import Acquaintances
from canvas.app.history import Step
from canvas.document.versions import Version
from canvas.ui import time_words
from canvas.ui.avatars import initials

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a day, a step or a version."""

    step: Step | None = None
    version: Version | None = None
    day: datetime | None = None


class HistoryModel(QAbstractListModel):
    """Main thread."""

    def __init__(
        self,
        people: Acquaintances,
        parent: QObject | None = None,
        subject: Callable[[Step], str] = lambda _step: "",
    ) -> None:
        super().__init__(parent)
        self.people, self._subject = people, subject
        self.lines: list[Line] = []
        self._numbers: list[int] = []
        """Of the steps' last entries, oldest first."""
        self._rows: dict[int, int] = {}
        """The row of a step, by that number."""

    def load(self, steps: Sequence[Step], versions: Sequence[Version]) -> None:
        """Show these steps, oldest first, with the versions among them."""
        self.beginResetModel()
        self.lines = _lines(steps, versions)
        self._rows = {line.step.number: row for row, line in enumerate(self.lines) if line.step}
        self._numbers = [step.number for step in steps]
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """The row of the step that an entry belongs to; -1 if there is none."""
        place = bisect_left(self._numbers, number)
        return self._rows[self._numbers[place]] if place < len(self._numbers) else -1

    def row_of_version(self, id: str, otherwise: int) -> int:
        rows = (at for at, line in enumerate(self.lines) if line.version and line.version.id == id)
        return next(rows, otherwise)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].day is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(self.lines[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(self.lines[index.row()])
        return None

    def spoken(self, line: Line) -> str:
        """A row in words."""
        if line.day is not None:
            return time_words.day(line.day, date.today())  # noqa: DTZ011  # the person's own day
        if line.version is not None:
            when = time_words.clock(datetime.fromisoformat(line.version.when))
            return ", ".join(filter(None, (line.version.name, line.version.by, when)))
        assert line.step is not None
        step = line.step
        who = time_words.called(self.people, step.person)
        done = time_words.done(step.label, step.count)
        said = (who, done, self._subject(step), time_words.clock(step.when))
        return ", ".join(filter(None, said))

    def below(self, step: Step) -> str:
        """Who did it, and to what."""
        who = time_words.called(self.people, step.person)
        return " · ".join(filter(None, (who, self._subject(step))))

    def letters(self, person: str) -> str:
        return initials(time_words.called(self.people, person))

    def retranslate(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def _tip(self, line: Line) -> str:
        if line.step is None:
            return ""
        return f"#{line.step.number} · {time_words.moment(line.step.when)}"


def _lines(steps: Sequence[Step], versions: Sequence[Version]) -> list[Line]:
    """Newest first; a version stands right above what it was named after."""
    marked = [*versions]
    found: list[Line] = []
    day: date | None = None
    for step in reversed(steps):
        above: list[Line] = []
        while marked and datetime.fromisoformat(marked[-1].when) >= step.when:
            above.append(Line(version=marked.pop()))
        local = step.when.astimezone().date()
        if local != day:
            found.append(Line(day=step.when))
            day = local
        found += [*above, Line(step=step)]
    return found + [Line(version=version) for version in reversed(marked)]
