"""The queue as rows: headings, and jobs below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from canvas.app.queue import Entry, Snapshot
from canvas.document.board import Board
from canvas.ui import queue_words
from generation.job import Job

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MOVABLE = ("queued", "lost")


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, or a job."""

    heading: str = ""
    entry: Entry | None = None

    @property
    def job(self) -> int:
        return self.entry.job.id if self.entry is not None else 0

    @property
    def state(self) -> str:
        return self.entry.state if self.entry is not None else ""

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes it another row, and not the same one further on."""
        return self.heading and "heading", self.job, self.state


class QueueModel(QAbstractListModel):
    """Main thread."""

    def __init__(
        self,
        board: Board,
        device: Callable[[Job], str],
        number: Callable[[str], str],
        parent: QObject,
    ) -> None:
        """`device` says whose device draws a job, `number` which shot shows a node."""
        super().__init__(parent)
        self._board = board
        self.device = device
        self._number = number
        self.lines: list[Line] = []

    def load(self, shown: Snapshot) -> bool:
        """Show a snapshot; whether other rows stand there now."""
        lines = self._lines(shown)
        other = [line.key for line in lines] != [line.key for line in self.lines]
        if other:
            self.beginResetModel()
        self.lines = lines
        if other:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
        return other

    def title(self, job: Job) -> str:
        return queue_words.title(self._board, job, self._number(job.node))

    def after(self, entry: Entry) -> str:
        """The title of what it waits for."""
        return self.title(entry.after) if entry.after is not None else ""

    def row_of(self, job: int) -> int:
        """-1 where it is not."""
        rows = (row for row, line in enumerate(self.lines) if job and line.job == job)
        return next(rows, -1)

    def waiting(self) -> list[int]:
        """Jobs that wait, in order."""
        return [line.job for line in self.lines if line.state in MOVABLE]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.lines[index.row()] if index.isValid() else Line()
        if line.entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if line.entry is None:
                return line.heading
            job = line.entry.job
            after = self.after(line.entry)
            return queue_words.spoken(line.entry, self.title(job), self.device(job), after)
        if role == Qt.ItemDataRole.ToolTipRole and line.entry is not None:
            return queue_words.in_full(line.entry) or None
        return line if role == Qt.ItemDataRole.UserRole else None

    def _lines(self, shown: Snapshot) -> list[Line]:
        groups = (
            (self.tr("Drawing now"), shown.running),
            (self.tr("Waiting"), shown.waiting),
            (self.tr("Ended"), shown.ended),
        )
        lines = []
        for heading, entries in groups:
            if entries:
                text = f"{heading} · {len(entries)}" if entries is shown.waiting else heading
                lines += [Line(heading=text), *(Line(entry=entry) for entry in entries)]
        return lines
