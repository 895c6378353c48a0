"""What this window shows the others: where it looks and points, what it holds, writes and says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeGuard

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

from canvas.app.notices import NodeState, Notice, TogetherChanged
from canvas.ui.bench import Bench
from canvas.ui.view import CanvasView
from collab.presence import MOST_IDS, Caret, Moving

if TYPE_CHECKING:
    from canvas.ui.text import BoardText


EVERYBODY = "*"

ASKED = 5_000
"""Milliseconds for which one person is asked; everybody is, until that is ended."""


class Presenting(QObject):
    """Cheap at every move of the pointer; `Together` sends it when it is time. Main thread."""

    def __init__(self, bench: Bench, view: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._view = bench, view
        self._stops: list[Callable[[], None]] = []
        self._pointer: QPointF | None = None
        self._rendering: dict[str, None] = {}
        self._field: BoardText | None = None
        self._in_room = False
        self.calling = ""
        """Whom we ask to look here."""
        self._asked = QTimer(self, singleShot=True, interval=ASKED)
        self._asked.timeout.connect(self._has_asked)

    def begin(self) -> None:
        session, editor = self._bench.session, self._bench.editor
        self._stops = [session.listen(self._hear), editor.listen(self._edited)]
        self._view.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusChanged.connect(self._focused)
        app.applicationStateChanged.connect(self._woke_or_slept)
        self._follow_room()

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._stops.clear()
        self._asked.stop()
        self._view.removeEventFilter(self)
        self._app.focusChanged.disconnect(self._focused)
        self._app.applicationStateChanged.disconnect(self._woke_or_slept)
        self._leave_field()

    def present(self, **fields: Any) -> None:
        if self._in_room:
            self._bench.session.together.present(**fields)

    def call(self, person: str) -> None:
        """Ask somebody to look here: * is everybody, nobody ends it."""
        if person and person == self.calling:
            self.present(calling="")  # asked once more, it is news once more
        self.calling = person
        self.present(calling=person)
        if person not in ("", EVERYBODY):
            self._asked.start()
        else:
            self._asked.stop()

    def _has_asked(self) -> None:
        """A question to one person is not asked again by everything that is sent afterwards: nor
        of somebody who was away for a moment and comes back."""
        self.calling = ""
        self.present(calling="")

    def say(self, words: str) -> None:
        self.present(chat=words)

    # -- what happens here

    def _follow_room(self) -> None:
        was, self._in_room = self._in_room, self._bench.session.together.state != "alone"
        if self._in_room and not was:
            self._show_all()
        elif was and not self._in_room:
            self.calling = ""

    def _show_all(self) -> None:
        self._look()
        self._select()
        self._hold()
        self._write()
        self.present(rendering=tuple(self._rendering), away=_is_away())

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, TogetherChanged):
            self._follow_room()
        elif isinstance(notice, NodeState):
            if notice.state == "running" and not notice.by:
                self._rendering[notice.node] = None
            elif self._rendering.pop(notice.node, self) is self:
                return
            self.present(rendering=tuple(self._rendering)[:MOST_IDS])

    def _edited(self, what: str) -> None:
        if not self._in_room:
            return
        if what == "camera":
            self._look()
        elif what == "selection":
            self._select()
        elif what == "gesture":
            self._hold()

    def _look(self) -> None:
        left, top, right, bottom = self._bench.editor.camera.view
        self.present(view=(left, top, right - left, bottom - top), cursor=self._cursor())

    def _cursor(self) -> tuple[float, float] | None:
        at = self._pointer
        return None if at is None else self._bench.editor.camera.to_world(at.x(), at.y())

    def _select(self) -> None:
        self.present(selection=self._bench.editor.selected[:MOST_IDS])

    def _hold(self) -> None:
        """What is carried, while all of it goes the same way."""
        table = self._bench.editor.table
        held = table.held[:MOST_IDS].tolist()
        moving = None
        if held and not table.stretched:
            moving = Moving(tuple(table.ids[row] for row in held), table.away(held[0]))
        self.present(moving=moving)

    # -- the pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove):
            assert isinstance(event, QMouseEvent | QTabletEvent)
            self.point(event.position())
        elif kind is QEvent.Type.Leave:
            self.point(None)
        return False

    def point(self, at: QPointF | None) -> None:
        """The pointer is over this point of the view, or elsewhere."""
        self._pointer = at
        if not self._in_room:
            return
        if at is None:
            self.present(cursor=None)
        else:
            self.present(cursor=self._cursor(), away=False)

    def _woke_or_slept(self, _state: Qt.ApplicationState) -> None:
        self.present(away=_is_away())

    # -- the caret

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is self._field:
            return
        self._leave_field()
        if _is_board_text(new) and self._view.window().isAncestorOf(new):
            self._field = new
            new.cursorPositionChanged.connect(self._write)
            new.destroyed.connect(self._field_gone)
        self._write()

    def _leave_field(self) -> None:
        field, self._field = self._field, None
        if field is not None:
            field.cursorPositionChanged.disconnect(self._write)
            field.destroyed.disconnect(self._field_gone)

    def _field_gone(self) -> None:
        self._field = None
        self._write()

    def _write(self) -> None:
        if not self._in_room:
            return
        caret = None
        if self._field is not None:
            start, end = self._field.marked
            caret = Caret(self._field.node, start, end)
        self.present(caret=caret)


def _is_away() -> bool:
    return QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive


def _is_board_text(widget: QWidget | None) -> TypeGuard[BoardText]:
    """Where nobody has imported such fields there are none: a focus that moves imports nothing."""
    text = sys.modules.get("canvas.ui.text")
    return text is not None and isinstance(widget, text.BoardText)
