"""The history as a dock at the right of the window, closed until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.actions import Verb
from canvas.ui.parts import Part
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.chronicle import Chronicle
    from canvas.ui.history_panel import HistoryPanel
    from canvas.ui.time_travel import TimeTravel

WIDTH = 300
"""Pixels when it is first opened."""


class HistoryDock(Part):
    """Main thread. The journal is read when it is first opened."""

    _dock: QDockWidget | None = None
    panel: HistoryPanel | None = None
    travel: TimeTravel | None = None
    chronicle: Chronicle | None = None
    window: BoardWindow

    def verbs(self) -> Sequence[Verb]:
        return (
            Verb(
                "window.history",
                QT_TRANSLATE_NOOP("commands", "History"),
                self.toggle,
                ("Ctrl+Alt+H",),
                "view",
                checked=self.is_open,
            ),
            Verb(
                "history.name_now",
                QT_TRANSLATE_NOOP("commands", "Name this version..."),
                self.ask_name,
                ("Ctrl+Alt+S",),
                "file",
                "writable",
            ),
        )

    def is_open(self) -> bool:
        return self._dock is not None and not self._dock.isHidden()

    def toggle(self) -> None:
        """Open it and go into its list; while it is open, close it, which leads back to now."""
        if self.is_open():
            self.hide()
        else:
            self._show()
            assert self.panel is not None
            self.panel.focus_list()

    def hide(self) -> None:
        assert self._dock is not None
        assert self.travel is not None
        self._dock.hide()
        self.travel.rest()
        self.view.setFocus()

    def ask_name(self) -> None:
        """Open it where the moment that is shown, or now, gets its name."""
        self._show()
        assert self.panel is not None
        self.panel.ask_name()

    def place(self) -> None:
        if self.travel is not None:
            self.travel.place()

    def set_theme(self, theme: Theme) -> None:
        if self.panel is not None and self.travel is not None:
            self.panel.set_theme(theme)
            self.travel.set_theme(theme)

    def retranslate(self) -> None:
        if self._dock is not None and self.travel is not None:
            self._dock.setWindowTitle(self.tr("History"))
            self.travel.retranslate()

    def close_down(self) -> None:
        for part in (self.panel, self.travel, self.chronicle):
            if part is not None:
                part.close_down()

    def _show(self) -> None:
        if self._dock is None:
            self._make()
        assert self._dock is not None
        if self._dock.isHidden():
            self._dock.show()
            assert self.chronicle is not None
            self.chronicle.read()

    def _make(self) -> None:
        from canvas.ui.chronicle import Chronicle
        from canvas.ui.history_panel import HistoryPanel  # late: not needed for the first frame
        from canvas.ui.time_travel import DOCK, TimeTravel

        self.chronicle = Chronicle(self.bench, self)
        self.travel = TimeTravel(self.bench, self.view, self.window, self.chronicle)
        self.panel = HistoryPanel(self.bench, self.chronicle, self.travel)
        self.panel.closed.connect(self.hide)
        self.panel.left.connect(self.view.setFocus)
        self._dock = dock = QDockWidget(self.window)
        dock.setObjectName(DOCK)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(self.panel)
        dock.setMinimumWidth(220)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
        dock.hide()
        self.retranslate()
