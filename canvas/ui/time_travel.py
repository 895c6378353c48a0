"""The journey through a board's history: which moment is shown, what has been read of it, and the
way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QGraphicsOpacityEffect, QWidget

from canvas.app.commands import history as verbs
from canvas.app.history import (
    CHAPTER,
    Past,
    Step,
    is_torn,
    moments,
    read_chapter,
)
from canvas.app.moments import found_version
from canvas.document.change import Change
from canvas.document.versions import Version
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.peers import Peer
from canvas.ui import time_words
from canvas.ui.bench import Bench
from canvas.ui.chronicle import Chronicle
from canvas.ui.dialogs import free_path
from canvas.ui.past_view import PastView, Then
from canvas.ui.rights import why_not_write
from canvas.ui.theme import Theme
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow

FADED = 0.4
"""How much is seen of what is about now, while that is out of reach."""

MOST_MARKED = 2000
"""Nodes that are outlined; a step that has changed more is everywhere."""

DOCK = "historydock"
"""What the dock of the history is called: it alone stays in reach."""

One = TypeVar("One")


class TimeTravel(QObject):
    """Main thread; reads on the pool. Call `close_down` before the session closes."""

    changed = Signal()
    """`shown` is another moment, or now."""
    busy = Signal(bool)

    def __init__(
        self, bench: Bench, view: CanvasView, window: BoardWindow, chronicle: Chronicle
    ) -> None:
        super().__init__(window)
        self._bench, self._view, self._window = bench, view, window
        self._chronicle = chronicle
        self.shown: Step | None = None
        """What is looked at; None is now."""
        self.over: PastView | None = None
        self.since = 0
        """Changes that others have made while the past is shown."""
        self._past: Past | None = None
        self._reading = self._closed = False
        self._held: list[QWidget] = []
        self._awaited: tuple[int, Version] | None = None
        """An entry to go to once it is listed, and the version that names it."""
        self._asked = self._named = ""
        """The ids of the version that is being looked for, and of the one that led here."""
        chronicle.found.connect(self._listed)
        self._stop = bench.session.board.listen(self._board_changed)

    def close_down(self) -> None:
        self._closed = True
        self._stop()
        self._drop_view()

    @property
    def arrived(self) -> bool:
        """Whether the moment that is wanted is shown, now or then."""
        past, shown = self._past, self.shown
        return shown is None or (past is not None and past.number == shown.number)

    @property
    def named(self) -> Version | None:
        """The version as which one looks at this moment."""
        found = (one for one in self._chronicle.versions if one.id == self._named)
        return next(found, None) if self._named else None

    def _board_changed(self, change: Change) -> None:
        if self.shown is None:
            self._chronicle.read_soon()
        elif change.foreign:
            self.since += 1
            self._tell_moment()

    # -- going

    def go(self, to: Step | Version, *, named: bool = False) -> None:
        """Show the board as a step left it, or as a version names it."""
        if isinstance(to, Version):
            self._look_for(to)
            return
        if self.shown is None:
            self._window.writing.finish()
            self.since = 0
        self.shown, self._asked, self._named = to, "", self._asked if named else ""
        self._chase()

    def _look_for(self, version: Version) -> None:
        journal, known = self._bench.session.journal, self._chronicle.moments

        def find() -> int:
            newer = moments(journal, known[-1].number if known else 0)
            return found_version(journal, (*known, *newer), version)

        self._asked = version.id
        self._send(find, lambda number: self._go_when_listed(number, version))

    def _go_when_listed(self, number: int, version: Version) -> None:
        """What was found may be newer than the list; and one may have gone elsewhere meanwhile."""
        steps = self._chronicle.steps
        if version.id != self._asked:
            return
        if steps and number <= steps[-1].number:
            self.go_to(number, named=True)
        else:
            self._awaited = number, version
            self._chronicle.read()

    def _listed(self) -> None:
        awaited, self._awaited = self._awaited, None
        if awaited is not None and awaited[1].id == self._asked:
            self.go_to(awaited[0], named=True)

    def go_to(self, number: int, *, named: bool = False) -> None:
        """Show the board as it was after an entry; `named` as the version that was looked for."""
        place = bisect_left(self._chronicle.steps, number, key=lambda step: step.number)
        if place == len(self._chronicle.steps):
            return
        step = self._chronicle.steps[place]
        if step.number != number:  # in the middle of what was done in one go
            at = bisect_right(self._chronicle.moments, number, key=lambda moment: moment.number) - 1
            step = replace(step, last=self._chronicle.moments[max(at, 0)], count=1)
        self.go(step, named=named)

    def walk(self, by: int) -> None:
        """So many steps on; past the last one it is now."""
        if not self._chronicle.steps:
            return
        place = len(self._chronicle.steps)
        if self.shown is not None:
            number = self.shown.number
            place = bisect_left(self._chronicle.steps, number, key=lambda step: step.number)
        place = max(place + by, 0)
        if place < len(self._chronicle.steps):
            self.go(self._chronicle.steps[place])
        else:
            self.leave()

    def walk_to_end(self, now: bool) -> None:
        if now:
            self.leave()
        elif self._chronicle.steps:
            self.go(self._chronicle.steps[0])

    def leave(self) -> None:
        """Back to now, looking where one looked."""
        self._asked = self._named = ""
        if self.shown is None:
            return
        self.shown = None
        over, focused = self.over, False
        if over is not None and not over.isHidden():
            focused = over.isAncestorOf(self._window.focusWidget() or self._window)
            over.hide()
            self._bench.editor.camera = replace(
                self._bench.editor.camera,
                x=over.editor.camera.x,
                y=over.editor.camera.y,
                zoom=over.editor.camera.zoom,
            )
        self._hold(None)
        if focused:
            self._view.setFocus()
        self.changed.emit()
        self._chronicle.read()

    def _chase(self) -> None:
        """Turn to the moment that is wanted, as near as has been read, and read on."""
        wanted, past = self.shown, self._past
        if wanted is None or self._closed:
            return
        if past is None:
            self._open()
            return
        reached = past.go(wanted.number)
        self._show(past)
        self.changed.emit()
        lacking = past.lacks(wanted.number)
        if reached == wanted.number or lacking is None:
            return
        if not self._reading:
            journal, torn = self._bench.session.journal, is_torn(self._chronicle.moments)
            self._read_on(lambda: read_chapter(journal, *lacking, torn=torn), past.add)

    def _open(self) -> None:
        if self._reading or not self._chronicle.moments:
            return
        journal, torn = self._bench.session.journal, is_torn(self._chronicle.moments)
        last = self._chronicle.moments[-1].number
        first = max(last - CHAPTER, 0)

        def begun(past: Past) -> None:
            self._past = past

        self._read_on(lambda: Past(read_chapter(journal, first, last, torn=torn)), begun)

    def _read_on(self, work: Callable[[], One], done: Callable[[One], object]) -> None:
        self._reading = True
        self.busy.emit(True)

        def came(found: One) -> None:
            self._reading = False
            self.busy.emit(False)
            if not self._closed:
                done(found)
                self._chase()

        def failed(trouble: Trouble) -> None:
            self._reading = False
            self.busy.emit(False)
            self._bench.tell(trouble)
            self.leave()

        self._bench.errands.send(work, came, failed)

    def _send(self, work: Callable[[], One], done: Callable[[One], object]) -> None:
        def came(found: One) -> None:
            self.busy.emit(False)
            if not self._closed:
                done(found)

        def failed(trouble: Trouble) -> None:
            self.busy.emit(False)
            self._bench.tell(trouble)

        self.busy.emit(True)
        self._bench.errands.send(work, came, failed)

    # -- showing

    def _show(self, past: Past) -> None:
        over = self.over
        if over is None:
            over = self.over = self._made(past)
        if over.isHidden() or over.editor is not self._window.actions_.past:
            camera = self._bench.editor.camera
            over.lie()
            over.show()
            over.raise_()
            self._bench.banners.raise_()
            over.editor.camera = replace(
                over.editor.camera, x=camera.x, y=camera.y, zoom=camera.zoom
            )
            self._hold(over)
        over.show_right(why_not_write(self._bench.session))
        self._mark(past, over)
        self._tell_moment()

    def _made(self, past: Past) -> PastView:
        bench = self._bench
        over = PastView(
            Then(past.board, bench.session.store),
            bench.theme,
            self._view,
            bench.tell,
        )
        over.left.connect(self.leave)
        over.walked.connect(self.walk)
        over.restore_wanted.connect(self.restore)
        over.copy_wanted.connect(self.copy)
        return over

    def _mark(self, past: Past, over: PastView) -> None:
        """Draw a line around what the step has changed, in the colour of who did it."""
        step = self.shown
        assert step is not None
        first = max(step.first.number, past.first + 1)
        nodes = past.touched(first, past.number) & past.board.nodes.keys()
        if len(nodes) > MOST_MARKED:
            nodes = frozenset()
        who = time_words.called(self._chronicle.people, step.person)
        colour = self._chronicle.colour_of(step.person)
        over.editor.peers = (
            Peer(id=step.person, name=who, colour=colour, selection=frozenset(nodes)),
        )
        over.editor.tell("peers")

    def _tell_moment(self) -> None:
        step, over = self.shown, self.over
        if step is None or over is None:
            return
        who = time_words.called(self._chronicle.people, step.person)
        title = f"{time_words.moment(step.when)} · {who}"
        since = ""
        if self.since == 1:
            since = self.tr("1 new change meanwhile")
        elif self.since:
            since = self.tr("{n} new changes meanwhile").format(n=self.since)
        done, named = time_words.done(step.label, step.count), self.named
        if named is not None:
            title = f"{time_words.moment(datetime.fromisoformat(named.when))} · {named.by}"
        over.show_moment(title, named.name if named is not None else done, since)

    def _hold(self, over: PastView | None) -> None:
        """What is about now is out of reach while the past is shown."""
        window = self._window
        window.actions_.past = over.editor if over is not None else None
        window.actions_.refresh()
        if over is None:
            for widget in self._held:
                widget.setEnabled(True)
                widget.setGraphicsEffect(None)  # type: ignore[arg-type]  # the stubs forget None
            self._held.clear()
            self._view.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs forget None
            return
        self._view.setFocusProxy(over.canvas)  # no key is to reach the board of now
        if not self._walks_list:
            over.canvas.setFocus()
        rooms: Sequence[QWidget] = (
            window.inspector,
            window.strip,
            window.rail,
            window.zoom,
            *(dock for dock in window.findChildren(QDockWidget) if dock.objectName() != DOCK),
        )
        self._held = [room for room in rooms if room.isEnabled()]
        for room in self._held:
            room.setEnabled(False)
            faded = QGraphicsOpacityEffect(room)
            faded.setOpacity(FADED)
            room.setGraphicsEffect(faded)

    @property
    def _walks_list(self) -> bool:
        """Whether keys belong to the list or the strip."""
        focused = self._window.focusWidget()
        dock = self._window.findChild(QDockWidget, DOCK)
        return dock is not None and focused is not None and dock.isAncestorOf(focused)

    def _drop_view(self) -> None:
        over, self.over = self.over, None
        if over is not None:
            over.hide()
            over.close_down()
            over.setParent(None)
            over.deleteLater()

    def rest(self) -> None:
        """Nobody looks at the history any more: give back what it took."""
        self.leave()
        self._drop_view()
        self._past = None

    def place(self) -> None:
        if self.over is not None:
            self.over.lie()

    def set_theme(self, theme: Theme) -> None:
        if self.over is not None:
            self.over.set_theme(theme)

    def retranslate(self) -> None:
        if self.over is not None:
            self.over.retranslate()
            self._tell_moment()

    # -- doing

    def restore(self, selected: bool = False) -> None:
        """Bring back the moment that is shown, or the nodes that are selected in it."""
        step, past, over, session = self.shown, self._past, self.over, self._bench.session
        if step is None or past is None or over is None or past.number != step.number:
            return
        nodes = over.editor.selected
        if selected and not nodes:
            return
        at, then = step.number, past.board

        def bring_back() -> verbs.Restored:
            if selected:
                return verbs.restore_nodes(session, nodes, at, then=then)
            return verbs.restore_board(session, at, then=then)

        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            restored = self._bench.hand.attempt(bring_back)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if restored is None:
            return
        named = self.named
        self.leave()
        if selected:
            self._bench.editor.select(nodes)
        when = f"“{named.name}”" if named is not None else time_words.moment(step.when)
        self._tell_restored(restored, when, selected)

    def _tell_restored(self, restored: verbs.Restored, when: str, selected: bool) -> None:
        if not restored.edits:
            words = QT_TRANSLATE_NOOP("words", "It is so already: nothing changed.")
        elif selected:
            words = QT_TRANSLATE_NOOP(
                "words", "What was selected is restored from {when}. Undo takes it back."
            )
        else:
            words = QT_TRANSLATE_NOOP("words", "Restored from {when}. Undo takes it back.")
        self._bench.tell(say(words, when=when))
        for left in restored.left[:2]:
            self._bench.tell(left)

    def copy(self) -> None:
        """Write the moment that is shown as a board of its own, beside this one."""
        step, session = self.shown, self._bench.session
        if step is None:
            return
        when = time_words.moment(step.when).replace(":", ".")
        path = free_path(session.path.parent, f"{session.title} {when}")
        number = step.number
        self._send(lambda: verbs.copy_board(session, number, path), self._copied)

    def _copied(self, path: Path) -> None:
        self._bench.banners.tell(
            say(QT_TRANSLATE_NOOP("words", "Copied as {name}."), name=path.stem),
            action=(self.tr("Open"), lambda: self._window.open_board(path)),
        )
