"""Walking from pane to pane with F6, showing and hiding them, and a ring around where one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.actions import Verb
from canvas.ui.floating import Floating
from canvas.ui.parts import Part
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow


class Panes(Part):
    """Main thread. The panes are whatever of the window's rooms is in sight."""

    window: BoardWindow
    _ring: Ring | None = None

    def verbs(self) -> Sequence[Verb]:
        window = self.window
        return (
            Verb(
                "pane.next", QT_TRANSLATE_NOOP("commands", "Next pane"), self.next, ("F6",), "view"
            ),
            Verb(
                "pane.before",
                QT_TRANSLATE_NOOP("commands", "Pane before"),
                self.before,
                ("Shift+F6",),
                "view",
            ),
            Verb(
                "pane.inspector",
                QT_TRANSLATE_NOOP("commands", "Inspector"),
                lambda: self._switch(window.inspector),
                ("Ctrl+2",),
                "view",
                checked=lambda: not window.inspector.isHidden(),
            ),
            Verb(
                "pane.strip",
                QT_TRANSLATE_NOOP("commands", "Film strip"),
                lambda: self._switch(window.strip),
                ("Ctrl+3",),
                "view",
                checked=lambda: not window.strip.isHidden(),
            ),
        )

    def begin(self) -> None:
        self._last: dict[QWidget, QWidget] = {}
        self.window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._app = application
        application.focusChanged.connect(self._focused)

    def close_down(self) -> None:
        self._app.focusChanged.disconnect(self._focused)

    def set_theme(self, theme: Theme) -> None:
        if self._ring is not None:
            self._ring.theme = theme
            self._ring.update()

    def place(self) -> None:
        if self._ring is not None and self._ring.isVisible():
            self._ring.lie_around()

    # -- walking

    @property
    def panes(self) -> list[QWidget]:
        """From left to right and top to bottom, as they lie in the window."""
        window = self.window
        docks = [dock.widget() for dock in window.findChildren(QDockWidget)]
        every = (window.top, *docks, window.rail, window.view, window.inspector, window.strip)
        return [pane for pane in every if pane is not None and pane.isVisible()]

    def next(self) -> None:
        self._step(1)

    def before(self) -> None:
        self._step(-1)

    def here(self) -> QWidget | None:
        """The pane that has the keyboard."""
        focused = self.window.focusWidget()
        inner = [pane for pane in self.panes if pane is not self.view]
        for pane in (*inner, self.view):
            if focused is not None and (pane is focused or pane.isAncestorOf(focused)):
                return pane
        return None

    def _step(self, by: int) -> None:
        panes, here = self.panes, self.here()
        at = panes.index(here) if here in panes else panes.index(self.view)
        for away in range(1, len(panes) + 1):
            pane = panes[(at + by * away) % len(panes)]
            if self._enter(pane):
                self._show_ring(pane)
                return

    def _enter(self, pane: QWidget) -> bool:
        """Give a pane the keyboard: the widget that had it last, or its first one."""
        last = self._last.get(pane)
        if last is not None and not self._takes(last):
            last = None
        wanted = last or self._first_in(pane)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return wanted is not None

    def _first_in(self, pane: QWidget) -> QWidget | None:
        if pane is self.view or self._takes(pane):
            return pane
        inside = [one for one in pane.findChildren(QWidget) if self._takes(one)]
        top = sorted(inside, key=lambda one: (one.mapTo(pane, QPoint()).y(), one.x()))
        return top[0] if top else None

    @staticmethod
    def _takes(widget: QWidget) -> bool:
        tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return tab and widget.isEnabled() and widget.isVisible()

    def _focused(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.window.isAncestorOf(new):
            return
        pane = self.here()
        if pane is not None and pane is not self.view:
            self._last[pane] = new
        if self._ring is not None and self._ring.pane is not pane:
            self._ring.hide()

    # -- Escape, showing and hiding

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An Escape that no widget wanted comes up to the window: back to the canvas."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.window.focusWidget() is not self.view:
                self.view.setFocus()
                return True
        elif event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def _switch(self, pane: QWidget) -> None:
        """Show or hide a pane; the keyboard does not stay in a hidden one."""
        inside = self.here() is pane
        pane.setVisible(pane.isHidden())
        if inside:
            self.view.setFocus()

    def _show_ring(self, pane: QWidget) -> None:
        if self._ring is None:
            self._ring = Ring(self.bench.theme, self.window)
        self._ring.pane = pane
        self._ring.lie_around()


class Ring(QWidget):
    """A line around the pane that F6 has led to, until a press or another pane."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.theme = theme
        self.pane: QWidget | None = None

    def lie_around(self) -> None:
        window, pane = self.parentWidget(), self.pane
        if pane is None or window is None or not pane.isVisible():
            self.hide()
            return
        box = pane.inner() if isinstance(pane, Floating) else pane.rect()
        self.setGeometry(QRect(pane.mapTo(window, box.topLeft()), box.size()))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.colours.selection, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
