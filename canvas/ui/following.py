"""What a window shows of what happens: to the board, to renders, to the disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from canvas.app.commands.render import time_to_render, to_render
from canvas.app.notices import (
    ACTIVE,
    ExportProgress,
    LendingChanged,
    MachineKnown,
    NodeState,
    Notice,
    Saved,
    Told,
)
from canvas.document.change import Change
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.language import tell

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow

RECOUNT = 120
"""Milliseconds that changes are gathered before stale shots are counted again."""


class Following(QObject):
    """Listens to session, board and editor from `begin` until `close_down`. Main thread."""

    def __init__(self, window: BoardWindow, hear_export: Callable[[ExportProgress], None]) -> None:
        super().__init__(window)
        self._window, self._hear_export = window, hear_export
        self._active: set[str] = set()
        self._offered: tuple[object, ...] = ()
        self._stops: list[Callable[[], None]] = []
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT)
        self._recount.timeout.connect(self._count)

    def begin(self) -> None:
        """Listen, and show how things are."""
        window, session = self._window, self._window.session
        self._stops = [
            session.listen(self._hear),
            session.board.listen(self._changed),
            window.editor.listen(self._edited),
        ]
        self._active.update(session.rendering.active())  # what waited when it was last closed
        self._show_title()
        self.show_saved()
        self._show_empty()
        self._count()
        window.zoom.show_zoom(window.editor.camera.zoom)
        for notice in session.notices:
            window.banners.tell(notice)
        if session.readonly:
            window.banners.tell(
                say(QT_TRANSLATE_NOOP("words", "This board is open to look at only.")), stays=True
            )

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._stops.clear()
        self._recount.stop()

    def show_saved(self) -> None:
        session, top = self._window.session, self._window.top
        if session.readonly:
            top.show_saved("readonly", str(session.path))
        else:
            top.show_saved(session.saved, str(session.saving_trouble or session.path))

    def recount(self) -> None:
        """What may be done here has changed."""
        self._show_empty()
        self._count()

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, NodeState):
            self._follow_render(notice)
        elif isinstance(notice, Saved):
            self.show_saved()
        elif isinstance(notice, ExportProgress):
            self._hear_export(notice)
        elif isinstance(notice, MachineKnown):
            self._window.inspector.refresh()
            self._recount.start()
        elif isinstance(notice, LendingChanged):
            self._follow_lenders()
        elif isinstance(notice, Told):
            self._window.banners.tell(notice.about)

    def _follow_lenders(self) -> None:
        """What they draw decides what the inspector says; how far they are does not."""
        lenders = self._window.session.lending.lenders
        offered = tuple((one.id, *one.models.items()) for one in lenders)
        if offered != self._offered:
            self._offered = offered
            self._window.inspector.refresh()

    def _follow_render(self, state: NodeState) -> None:
        window = self._window
        was_active = state.node in self._active
        (self._active.add if state.state in ACTIVE else self._active.discard)(state.node)
        window.inspector.hear_state(state)
        window.view.refresh_node(state.node)
        if was_active and state.state == "done":
            window.playing.play_finished(state.node)
        self._recount.start()

    def _changed(self, change: Change) -> None:
        if change.touches("meta"):
            self._show_title()
        if change.touches("nodes"):
            self._show_empty()
        self._window.actions_.refresh_history()
        self._recount.start()

    def _edited(self, what: str) -> None:
        window = self._window
        if what == "camera":
            window.zoom.show_zoom(window.editor.camera.zoom)
        elif what == "selection":
            window.actions_.refresh()
            window.offer_bar()

    def _count(self) -> None:
        session = self._window.session
        waiting = 0 if session.looks_only else len(to_render(session))
        total = time_to_render(session) if waiting else None
        self._window.top.show_renders(waiting, len(self._active), tell(total) if total else "")
        self._window.actions_.refresh()

    def _show_title(self) -> None:
        title = self._window.session.title
        self._window.top.title.set_title(title)
        self._window.setWindowTitle(f"{title} - Shotweave")

    def _show_empty(self) -> None:
        session = self._window.session
        self._window.empty.setVisible(not session.board.nodes and not session.looks_only)
