"""What the Queue dock shows: how things stand, the list, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from canvas.app.acquaintances import Acquaintances
from canvas.app.commands import queue as verbs
from canvas.app.commands.render import to_render
from canvas.app.notices import NodeState, Notice, PeopleChanged, QueueChanged, TogetherChanged
from canvas.app.queue import Snapshot
from canvas.document.change import Change
from canvas.ui import queue_words
from canvas.ui.actions import Actions
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Panel, text_label, tool_button, wrapped
from canvas.ui.icons import icon
from canvas.ui.queue_list import QueueList
from canvas.ui.queue_model import Line, QueueModel
from canvas.ui.queue_rows import offers
from canvas.ui.refusals import tell_refused
from canvas.ui.rights import why_not_write
from canvas.ui.steering import single_shot
from canvas.ui.theme import LABEL, TITLE, Theme
from generation.job import Job

AGAIN = 120
"""Milliseconds that news is gathered before the list is brought up to date."""
TICK = 1000
"""Milliseconds between two looks at the times that are left."""


class QueuePanel(Panel):
    """Main thread. Reads the session's queue, and writes through the commands alone."""

    closed = Signal()
    left = Signal()
    """Escape: back to the canvas."""
    node_wanted = Signal(str)
    """This node is to be shown."""

    def __init__(self, bench: Bench, actions: Actions, number: Callable[[str], str]) -> None:
        """`number` says which shot of the film shows a node."""
        super().__init__()
        self.setObjectName("queue")
        self._bench, self._actions = bench, actions
        self._people = Acquaintances(bench.session)
        self.model = QueueModel(bench.session.board, self._device, number, self)
        self.list = QueueList(bench, self.model, self._people)
        self.title = text_label("", "", TITLE, strong=True)
        self.sum = text_label("", "soft", LABEL)
        self.pause = tool_button(icon("pause", bench.theme), size=28)
        self.close_button = tool_button(icon("close", bench.theme, 14), size=28)
        self.clear = Button(quiet=True)
        self.paused, self.why, self.go_on = QFrame(), wrapped(), Button(primary=True)
        self.nothing, self.render_button = wrapped(), Button(primary=True)
        self.held, self.empty = QWidget(), QWidget()
        self._shown = Snapshot()
        self._soon = single_shot(self, AGAIN, self.refresh)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.refresh)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        head, box = QHBoxLayout(), QVBoxLayout(self.paused)
        head.setContentsMargins(14, 8, 8, 0)
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        head.addWidget(self.pause)
        head.addWidget(self.close_button)
        self.sum.setContentsMargins(14, 0, 12, 4)
        self.paused.setObjectName("banner")
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        box.addWidget(self.why)
        box.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        held, foot = QVBoxLayout(self.held), QHBoxLayout()
        empty = QVBoxLayout(self.empty)
        held.setContentsMargins(10, 2, 10, 6)
        held.addWidget(self.paused)
        empty.setContentsMargins(14, 8, 14, 8)
        empty.setSpacing(12)
        empty.addWidget(self.nothing)
        empty.addWidget(self.render_button, 0, Qt.AlignmentFlag.AlignLeft)
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addStretch(1)
        foot.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.sum)
        column.addWidget(self.held)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        column.addStretch(0)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def _wire(self) -> None:
        session, rows = self._bench.session, self.list
        self.pause.clicked.connect(self._toggle)
        self.go_on.clicked.connect(self._toggle)
        self.render_button.clicked.connect(lambda: self._actions.run("render.start"))
        self.clear.clicked.connect(lambda: self._do(lambda: verbs.clear(session)))
        self.close_button.clicked.connect(self.closed)
        rows.left.connect(self.left)
        rows.went.connect(self._go)
        rows.pressed_on.connect(self._press)
        rows.moved.connect(self._move)
        rows.menu_wanted.connect(self._open_menu)
        self._stops: list[Callable[[], None]] = [
            session.listen(self._hear),
            session.board.listen(self._changed),
        ]

    def close_down(self) -> None:
        self._soon.stop()
        self._tick.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self._people.close()

    def set_theme(self, theme: Theme) -> None:
        self.close_button.setIcon(icon("close", theme, 14))
        self._show_pause()
        self.list.viewport().update()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Queue"))
        self.go_on.setText(self.tr("Resume"))
        self.clear.setText(self.tr("Clear ended"))
        self.list.setAccessibleName(self.tr("Renders"))
        close = self.tr("Close the queue")
        self.close_button.setToolTip(close)
        self.close_button.setAccessibleName(close)
        self.refresh()

    def focus_list(self) -> None:
        wanted = self.list if self.model.lines else self.render_button
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.lines and not self.list.chosen():
            first = next(row for row, line in enumerate(self.model.lines) if line.entry)
            self.list.setCurrentIndex(self.model.index(first))

    # -- what is shown

    def refresh(self) -> None:
        """Bring everything up to date."""
        if self.list.dragging:
            self._soon.start()
            return
        self._shown = shown = self._bench.session.queue.snapshot()
        writable = why_not_write(self._bench.session) is None
        self.list.delegate.writable = writable
        chosen, at = [line.job for line in self.list.chosen()], self._place()
        if self.model.load(shown):
            self.list.choose(chosen)
            self.list.verticalScrollBar().setValue(at)
        self.sum.setText(queue_words.heading(shown))
        self.sum.setVisible(bool(self.sum.text()))
        self._show_pause()
        self._show_empty(writable)
        self.clear.setVisible(bool(shown.ended) and writable)
        self._keep_time()

    def _place(self) -> int:
        return self.list.verticalScrollBar().value()

    def _show_pause(self) -> None:
        theme, why = self._bench.theme, self._shown.why_paused
        words = self.tr("Resume rendering") if why else self.tr("Pause rendering")
        self.pause.setIcon(icon("play" if why else "pause", theme))
        self.pause.setToolTip(self._actions.tip("queue.pause") if not why else words)
        self.pause.setAccessibleName(words)
        self.pause.setEnabled(why_not_write(self._bench.session) is None)
        self.why.setText(queue_words.why_paused(why))
        self.held.setVisible(bool(why))
        self.go_on.setEnabled(self.pause.isEnabled())

    def _show_empty(self, writable: bool) -> None:
        empty = not self.model.lines
        self.list.setVisible(not empty)
        self.empty.setVisible(empty)
        count = len(to_render(self._bench.session)) if empty and writable else 0
        self.render_button.setVisible(count > 0)
        one, more = self.tr("Render 1 shot"), self.tr("Render {n} shots").format(n=count)
        self.render_button.setText(one if count == 1 else more)
        if count:
            words = self.tr("Nothing is being rendered. Some shots are new, or have changed.")
        else:
            words = self.tr("Nothing is being rendered, and every shot of the film is up to date.")
        self.nothing.setText(words)

    def _keep_time(self) -> None:
        """Times run down while something is drawn and somebody can see it."""
        wanted = bool(self._shown.running) and self.isVisible()
        if wanted != self._tick.isActive():
            self._tick.start() if wanted else self._tick.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _device(self, job: Job) -> str:
        """What draws a job; nothing where there is only one to speak of."""
        rendering = self._bench.session.rendering
        lender = rendering.drawn_by(job.id)
        if lender or job.device in ("", "light"):
            return lender
        return rendering.device_name(job.device)

    # -- what happens

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, QueueChanged | PeopleChanged | TogetherChanged):
            self._refresh_soon()
        elif isinstance(notice, NodeState) and not self.model.lines:
            self._refresh_soon()  # the shots that could be rendered are others

    def _changed(self, change: Change) -> None:
        if change.touches("nodes") or change.touches("shots"):
            self._refresh_soon()

    def _refresh_soon(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    # -- what is wanted

    def _do(self, run: Callable[[], object]) -> None:
        self._bench.hand.attempt(run)
        self.refresh()

    def _toggle(self) -> None:
        self._actions.run("queue.pause")
        self.refresh()

    def _press(self, name: str, jobs: list[int]) -> None:
        session = self._bench.session
        wanted: dict[str, Callable[[], object]] = {
            "cancel": lambda: verbs.cancel(session, jobs),
            "front": lambda: verbs.front(session, jobs),
            "retry": lambda: self._retry(jobs),
            "forget": lambda: session.queue.forget(jobs),
        }
        self._do(wanted[name])

    def _retry(self, jobs: list[int]) -> None:
        tell_refused(self._bench, self, verbs.retry(self._bench.session, jobs).refused)

    def _move(self, jobs: list[int], before: int | None) -> None:
        session = self._bench.session
        self._do(lambda: verbs.move(session, jobs, before))

    def _go(self, line: Line) -> None:
        if line.entry is not None and line.entry.job.node in self._bench.session.board.nodes:
            self.node_wanted.emit(line.entry.job.node)

    def _open_menu(self, place: QPoint) -> None:
        menu, chosen = QMenu(self), self.list.chosen()
        if not chosen:
            return
        first = chosen[0]
        if first.entry is not None and first.entry.job.node:
            menu.addAction(self.tr("Show on the canvas"), lambda: self._go(first))
            menu.addSeparator()
        names = {press.name for line in chosen for press in offers(line)}
        words = (
            ("front", self.tr("Render next")),
            ("retry", self.tr("Render again")),
            ("cancel", self.tr("Cancel")),
            ("forget", self.tr("Take off the list")),
        )
        for name, text in words:
            if name in names:
                action = menu.addAction(text, partial(self.list.ask, name))
                action.setEnabled(self.list.delegate.writable)
        if first.entry is not None and first.entry.trouble is not None:
            menu.addSeparator()
            menu.addAction(self.tr("Copy what went wrong"), lambda: self._copy(first))
        menu.exec(place)

    def _copy(self, line: Line) -> None:
        if line.entry is None or line.entry.trouble is None:
            return
        log = str(getattr(line.entry.trouble, "log", ""))
        text = "\n\n".join(part for part in (queue_words.in_full(line.entry), log) if part)
        QGuiApplication.clipboard().setText(text)
