"""The film as it stands, planned again when the board changes in a way that the film can show."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from canvas.app.session import Session
from canvas.document.change import Change
from canvas.document.sequence import Sequence, plan

_SHOWN = frozenset({"shots", "takes", "edges", "texts", "assets", "cues", "meta"})
_UNSEEN = frozenset({"pos", "size", "z", "parent", "color", "locked"})
"""Registers of a node that no film shows: a drag over the canvas plans nothing."""


class FilmPlan(QObject):
    """Holds `sequence`, at most one turn of the event loop old. Qt thread."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.sequence: Sequence = plan(session.board)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.look_again)
        self._stop = session.board.listen(self._heard)

    def close(self) -> None:
        self._soon.stop()
        self._stop()

    def look_again(self) -> None:
        """Plan now, and tell if the film is another one."""
        self._soon.stop()
        before, self.sequence = self.sequence, plan(self._session.board)
        if self.sequence != before:
            self.changed.emit()

    def _heard(self, change: Change) -> None:
        if shows(change):
            self._soon.start()


def shows(change: Change) -> bool:
    """Whether a change may be seen in the film."""
    if any(change.touches(root) for root in _SHOWN):
        return True
    if change.added.get("nodes") or change.removed.get("nodes"):
        return True
    return any(registers - _UNSEEN for registers in change.updated.get("nodes", {}).values())
