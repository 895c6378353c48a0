"""What several selected nodes can be put in order with, floating over them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from canvas.editor.camera import Box
from canvas.editor.editor import Editor
from canvas.ui.actions import Actions
from canvas.ui.controls import tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.theme import Theme

VERBS = (
    ("arrange.left", "align-left"),
    ("arrange.centre", "align-centre"),
    ("arrange.right", "align-right"),
    ("arrange.top", "align-top"),
    ("arrange.middle", "align-middle"),
    ("arrange.bottom", "align-bottom"),
    ("arrange.across", "distribute-across"),
    ("arrange.down", "distribute-down"),
    ("arrange.tidy", "tidy"),
    ("arrange.frame", "scene"),
    ("node.lock", "lock"),
)
"""Each verb with its icon, from left to right."""

ABOVE, MARGIN = 44, 12
"""Logical pixels over the selection, and from the edges of the view."""


class SelectionBar(Floating):
    """Shown while two nodes or more are selected and nothing is being dragged. Main thread."""

    def __init__(self, theme: Theme, editor: Editor, actions: Actions, view: QWidget) -> None:
        super().__init__(theme, view, radius=9)
        self._editor, self._actions, self._view = editor, actions, view
        self._box: Box | None = None
        self._moved = True
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(*(SPREAD + 3,) * 4)
        row.setSpacing(1)
        for name, _ in VERBS:
            button = self._buttons[name] = tool_button(icon("tidy", theme), size=28)
            button.clicked.connect(lambda _=False, name=name: self._run(name))
            row.addWidget(button)
        self.set_theme(theme)
        self.retranslate()
        self.hide()
        self._stop = editor.listen(self._edited)

    def set_theme(self, theme: Theme) -> None:
        for name, picture in VERBS:
            self._buttons[name].setIcon(icon(picture, theme))
        super().set_theme(theme)

    def retranslate(self) -> None:
        """Say what the menus say, with the keys."""
        for name, button in self._buttons.items():
            action = self._actions.actions[name]
            text = action.text().replace("&&", "&")
            keys = action.shortcut().toString()
            button.setToolTip(f"{text}  {keys}".strip())
            button.setAccessibleName(text)

    def follow(self) -> None:
        """Lie over the selection, within the view, or be gone."""
        editor = self._editor
        if editor.gesturing:
            self.hide()
            return
        if self._moved:
            many = len(editor.selection) > 1
            self._box, self._moved = editor.bounds(editor.selection) if many else None, False
        if self._box is None:
            self.hide()
        else:
            self._lie_over(self._box)

    def _lie_over(self, box: Box) -> None:
        editor = self._editor
        left, top = editor.camera.to_screen(box[0], box[1])
        right, bottom = editor.camera.to_screen(box[2], box[3])
        if right < 0 or bottom < 0 or left > self._view.width() or top > self._view.height():
            self.hide()
            return
        self.adjustSize()
        inner = self.inner()
        x = min(max((left + right - inner.width()) / 2, MARGIN), self._most(inner.width()))
        y = min(max(top - ABOVE - inner.height() / 2, MARGIN), self._view.height() - 2 * ABOVE)
        self.put(round(x), round(y))
        self.show()

    def close_down(self) -> None:
        self._stop()

    def _most(self, width: int) -> float:
        return max(float(self._view.width() - width - MARGIN), MARGIN)

    def _run(self, name: str) -> None:
        self._actions.run(name)
        self._view.setFocus()

    def _edited(self, what: str) -> None:
        if what in ("selection", "board"):
            self._moved = True
        if what in ("selection", "board", "camera", "gesture"):
            self.follow()
