"""The outline as a dock at the left of the window, closed until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.actions import Verb
from canvas.ui.bookmarks import Bookmarks
from canvas.ui.parts import Part
from canvas.ui.search import Search
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.outline_panel import OutlinePanel

WIDTH = 264
"""Pixels when it is first opened."""

One = TypeVar("One", bound=Part)


class OutlineDock(Part):
    """Main thread. The tree is made when it is first opened."""

    _dock: QDockWidget | None = None
    panel: OutlinePanel | None = None
    window: BoardWindow

    def verbs(self) -> Sequence[Verb]:
        title = QT_TRANSLATE_NOOP("commands", "Outline")
        return (Verb("window.outline", title, self.toggle, ("Ctrl+1",), "view", "", self.is_open),)

    def begin(self) -> None:
        if self.bench.settings.outline:
            self._show()

    def is_open(self) -> bool:
        return self._dock is not None and not self._dock.isHidden()

    def toggle(self) -> None:
        """Open it and go into its tree; from there, or while it is open, close it."""
        if self.is_open():
            assert self._dock is not None
            self._dock.hide()
            self.view.setFocus()
        else:
            self._show()
            if self.panel is not None:
                self.panel.focus_tree()
        self.window.choose(outline=self.is_open())

    def set_theme(self, theme: Theme) -> None:
        if self.panel is not None:
            self.panel.set_theme(theme)

    def retranslate(self) -> None:
        if self._dock is not None:
            self._dock.setWindowTitle(self.tr("Outline"))

    def close_down(self) -> None:
        if self.panel is not None:
            self.panel.close_down()

    def _show(self) -> None:
        if self._dock is None:
            self._make()
        assert self._dock is not None
        self._dock.show()

    def _make(self) -> None:
        from canvas.ui.outline_panel import OutlinePanel  # late: not needed for the first frame

        self.panel = OutlinePanel(
            self.bench, self.view, self.actions, self._part(Bookmarks), self._part(Search)
        )
        self._dock = dock = QDockWidget(self.window)
        dock.setObjectName("outlinedock")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(self.panel)
        dock.setMinimumWidth(180)
        self.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        self.window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
        self.retranslate()

    def _part(self, kind: type[One]) -> One:
        [found] = [part for part in self.window.parts if isinstance(part, kind)]
        return found
