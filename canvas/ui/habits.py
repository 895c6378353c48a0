"""What a person has chosen about the canvas, given to editor and view, and kept when a key
switches it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QStyle

from canvas.app.settings import Settings
from canvas.ui.bench import Bench
from canvas.ui.parts import Part
from canvas.ui.view import CanvasView


class Habits(Part):
    """Grid, snapping, map, wheel, right button and motion. Main thread."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self._stop: Callable[[], None] = lambda: None

    def begin(self) -> None:
        self.settle(self.bench.settings)
        self._stop = self.bench.editor.listen(self._edited)

    def settle(self, settings: Settings) -> None:
        editor, view = self.bench.editor, self.view
        editor.snapping = settings.snap
        editor.wheel = "pan" if settings.wheel_pans else "zoom"
        editor.right_pans = settings.right_drag_pans
        view.reduced_motion = is_reduced(settings.motion)
        if (editor.show_grid, editor.show_minimap) != (settings.grid, settings.minimap):
            editor.set_shown(grid=settings.grid, minimap=settings.minimap)

    def close_down(self) -> None:
        self._stop()

    def _edited(self, what: str) -> None:
        """Keep what a key or a menu has switched."""
        if what != "look":
            return
        editor, settings = self.bench.editor, self.bench.settings
        now = {
            "grid": editor.show_grid,
            "minimap": editor.show_minimap,
            "snap": editor.snapping,
        }
        if any(getattr(settings, name) != on for name, on in now.items()):
            self.window.choose(**now)  # type: ignore[attr-defined]  # the window of a board


def is_reduced(motion: str) -> bool:
    """Whether nothing should glide: what the person says, or else the system."""
    if motion != "system":
        return motion == "reduced"
    if sys.platform == "win32":
        return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    wanted = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return wanted == 0
