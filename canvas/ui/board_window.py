"""What the helpers of a board's window may use of it: named here, so that they need not know the
window that makes them."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from canvas.app.session import Session
    from canvas.editor.editor import Editor
    from canvas.ui.actions import Actions
    from canvas.ui.banner import Banners
    from canvas.ui.bench import Bench
    from canvas.ui.cinema import Cinema
    from canvas.ui.empty import EmptyBoard
    from canvas.ui.filmstrip import FilmStrip
    from canvas.ui.hands import BoardHand
    from canvas.ui.home import Home
    from canvas.ui.inspector import Inspector
    from canvas.ui.parts import Part
    from canvas.ui.playing import Playing
    from canvas.ui.swatches import Swatches
    from canvas.ui.toolrail import ToolRail, ZoomBox
    from canvas.ui.topbar import TopBar
    from canvas.ui.verbs import Verbs
    from canvas.ui.view import CanvasView
    from canvas.ui.writing import Writing


class BoardWindow(QMainWindow):
    """Made and filled by MainWindow only. Main thread."""

    session: Session
    editor: Editor
    hand: BoardHand
    view: CanvasView
    banners: Banners
    bench: Bench
    verbs: Verbs
    writing: Writing
    playing: Playing
    strip: FilmStrip
    cinema: Cinema
    top: TopBar
    rail: ToolRail
    zoom: ZoomBox
    empty: EmptyBoard
    inspector: Inspector
    swatches: Swatches
    actions_: Actions
    parts: list[Part]
    desk: Home

    @abstractmethod
    def offer_bar(self) -> None:
        """Several nodes may be selected now: show what puts them in order."""

    @abstractmethod
    def open_board(self, path: Path) -> None:
        """Close this board and open another one in its place."""

    @abstractmethod
    def allow(self) -> None:
        """What may be done here has changed: every part shows it."""

    def choose(self, **chosen: object) -> None:
        """Keep a choice by its name in Settings."""
