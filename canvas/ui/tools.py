"""The tools of the hand: their keys, how long they stay, and the laser's light that fades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.tools import WRITING
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.parts import Part
from canvas.ui.toolrail import ToolRail
from canvas.ui.view import CanvasView
from canvas.ui.writing import Writing

FRAME = 16
"""Milliseconds between two pictures of a light that fades."""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    title: str
    """English, in the translation context "commands"."""
    key: str


TOOLS = (
    Tool("text", QT_TRANSLATE_NOOP("commands", "Text"), "T"),
    Tool("note", QT_TRANSLATE_NOOP("commands", "Note"), "N"),
    Tool("arrow", QT_TRANSLATE_NOOP("commands", "Arrow"), "A"),
    Tool("ink", QT_TRANSLATE_NOOP("commands", "Pen"), "D"),
    Tool("eraser", QT_TRANSLATE_NOOP("commands", "Eraser"), "E"),
    Tool("laser", QT_TRANSLATE_NOOP("commands", "Laser pointer"), "K"),
    Tool("comment", QT_TRANSLATE_NOOP("commands", "Comment"), "C"),
)


class Tools(Part):
    """One for each window. Text, note and arrow are for one use unless they are kept; the pen, the
    eraser and the laser stay until another tool is taken, or Esc."""

    rail: ToolRail

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self._fading = QTimer(self, interval=FRAME)
        self._fading.timeout.connect(self._fade)
        self._stop = bench.editor.listen(self._edited)

    def verbs(self) -> Sequence[Verb]:
        made = [
            Verb(
                f"tool.{tool.name}",
                tool.title,
                self._taker(tool.name),
                (tool.key,),
                "view",
                "writable" if tool.name in WRITING else "",
            )
            for tool in TOOLS
        ]
        keep = QT_TRANSLATE_NOOP("commands", "Keep the tool after one use")
        tick = self._is_kept
        return [*made, Verb("tool.keep", keep, self._keep, ("Q",), "view", checked=tick)]

    def begin(self) -> None:
        writing = self.window.findChild(Writing)
        rail = self.window.findChild(ToolRail)
        if writing is None or rail is None:
            raise LookupError("a window has a rail and a place to write")
        hand, editor = self.bench.hand, self.bench.editor
        hand.pen = editor.pen
        hand.begin_writing = lambda node, gesture: writing.begin(node, gesture=gesture)
        hand.select = editor.select
        self.rail = rail
        rail.tool_kept.connect(lambda name: editor.take(name, keep=True))
        self._show()

    def close_down(self) -> None:
        self._fading.stop()
        self._stop()

    def _taker(self, name: str) -> Callable[[], None]:
        def take() -> None:
            self.bench.editor.take(name)
            self.view.setFocus()

        return take

    def _is_kept(self) -> bool:
        return self.bench.editor.tool_kept

    def _keep(self) -> None:
        """Keep the tool that is held, or keep it no longer."""
        editor = self.bench.editor
        editor.take(editor.tool, keep=not editor.tool_kept)

    def _edited(self, what: str) -> None:
        if what == "tool":
            self._show()
        elif what == "laser" and not self._fading.isActive():
            self.view.overlay.light.still = self.view.reduced_motion
            self._fading.start()

    def _show(self) -> None:
        editor = self.bench.editor
        self.rail.show_tool(editor.tool, kept=editor.tool_kept)
        self.view.pointers.shape()

    def _fade(self) -> None:
        if not self.bench.editor.laser:
            self._fading.stop()
        self.view.update()
