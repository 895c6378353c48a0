"""The queue as a dock at the right of the window, closed until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QWidget

from canvas.app.notices import Notice, QueueChanged
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.actions import Verb
from canvas.ui.parts import Part
from canvas.ui.queue_button import QueueButton
from canvas.ui.search import Search
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.banner import Banner
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.queue_panel import QueuePanel

WIDTH = 312
"""Pixels when it is first opened."""


class QueueDock(Part):
    """Main thread. The list is made when it is first opened."""

    _dock: QDockWidget | None = None
    panel: QueuePanel | None = None
    _banner: Banner | None = None
    """What tells of a crash, until somebody has read it or gone on."""
    window: BoardWindow

    def verbs(self) -> Sequence[Verb]:
        title = QT_TRANSLATE_NOOP("commands", "Queue of renders")
        keys = ("Ctrl+5",)
        return (Verb("window.queue", title, self.toggle, keys, "render", "", self.is_open),)

    def begin(self) -> None:
        self.button = QueueButton(self.bench)
        self.button.wanted.connect(self.toggle)
        self.window.top.put_queue(self.button)
        session = self.bench.session
        self._stop = session.listen(self._hear)
        if session.readonly:
            return
        if session.queue.why_paused == "crash" and any(session.queue.counts()):
            self._tell_of_crash()
        QTimer.singleShot(0, self, session.rendering.go_on)

    def is_open(self) -> bool:
        return self._dock is not None and not self._dock.isHidden()

    def toggle(self) -> None:
        """Open it and go into its list; while it is open, close it."""
        if self.is_open():
            self.hide()
        else:
            self.show()
            if self.panel is not None:
                self.panel.focus_list()

    def show(self) -> None:
        if self._dock is None:
            self._make()
        assert self._dock is not None
        self._dock.show()

    def hide(self) -> None:
        if self._dock is not None:
            self._dock.hide()
            self.view.setFocus()

    def set_theme(self, theme: Theme) -> None:
        self.button.set_theme(theme)
        if self.panel is not None:
            self.panel.set_theme(theme)

    def retranslate(self) -> None:
        if self._dock is not None:
            self._dock.setWindowTitle(self.tr("Queue"))
        if hasattr(self, "button"):
            self.button.refresh()

    def close_down(self) -> None:
        self._stop()
        self.button.close_down()
        if self.panel is not None:
            self.panel.close_down()

    def _tell_of_crash(self) -> None:
        text = QT_TRANSLATE_NOOP(
            "words", "The program was cut off while it rendered. What was under way waits for you."
        )
        self._banner = self.bench.banners.tell(
            say(text), action=(self.tr("Resume"), self._resume), stays=True
        )
        self._banner.left.connect(self._forget_banner)

    def _forget_banner(self) -> None:
        self._banner = None

    def _hear(self, notice: Notice) -> None:
        goes_on = isinstance(notice, QueueChanged) and not self.bench.session.queue.why_paused
        if goes_on and self._banner is not None:
            self._banner.leave()

    def _resume(self) -> None:
        if self.bench.session.queue.why_paused:
            self.actions.run("queue.pause")

    def _number(self, node: str) -> str:
        """Which shot of the film shows a node."""
        cuts = self.window.strip.plan.sequence.cuts
        return next((cut.number for cut in cuts if cut.node == node), "")

    def _make(self) -> None:
        from canvas.ui.queue_panel import QueuePanel  # late: not needed for the first frame

        self.panel = QueuePanel(self.bench, self.actions, self._number)
        self.panel.closed.connect(self.hide)
        self.panel.left.connect(self.view.setFocus)
        [search] = [part for part in self.window.parts if isinstance(part, Search)]
        self.panel.node_wanted.connect(search.reveal)
        self._dock = dock = QDockWidget(self.window)
        dock.setObjectName("queuedock")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(self.panel)
        dock.setMinimumWidth(220)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
        dock.hide()
        self.retranslate()
