"""What can be done with what is selected, floating beside it: a few buttons for what fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from canvas.app.session import Session
from canvas.editor.camera import Box
from canvas.editor.editor import Editor
from canvas.ui.actions import Actions
from canvas.ui.bar_place import beside
from canvas.ui.controls import rule, tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.menus import pointless_for
from canvas.ui.theme import Theme

KEY = QEvent.Type.KeyPress

Section = tuple[tuple[str, str], ...]
"""Verbs with their icons, from left to right."""

ONE: tuple[Section, ...] = (
    (("render.start", "sparkle"),),
    (("node.rename", "pencil"), ("node.paint", "colour")),
    (("node.collapse", "collapse"), ("node.lock", "lock")),
    (("node.mute", "mute"), ("node.bypass", "bypass")),
    (("arrange.ungroup", "ungroup"),),
    (("node.duplicate", "duplicate"), ("node.delete", "trash")),
)
"""For a single node."""

SEVERAL: tuple[Section, ...] = (
    (("render.start", "sparkle"),),
    (
        ("arrange.left", "align-left"),
        ("arrange.centre", "align-centre"),
        ("arrange.right", "align-right"),
        ("arrange.top", "align-top"),
        ("arrange.middle", "align-middle"),
        ("arrange.bottom", "align-bottom"),
        ("arrange.across", "distribute-across"),
        ("arrange.down", "distribute-down"),
        ("arrange.tidy", "tidy"),
    ),
    (("arrange.group", "group"), ("arrange.ungroup", "ungroup"), ("arrange.frame", "scene")),
    (("node.paint", "colour"), ("node.collapse", "collapse"), ("node.lock", "lock")),
    (("node.duplicate", "duplicate"), ("node.delete", "trash")),
)
"""For two nodes and more."""


@dataclass(slots=True)
class _Group:
    """The buttons of one section, with the rule before them."""

    rule: QFrame
    buttons: dict[str, QToolButton]


class SelectionBar(Floating):
    """Shown while nodes are selected that may be changed, and nothing is being dragged. Main
    thread."""

    def __init__(
        self,
        theme: Theme,
        session: Session,
        editor: Editor,
        actions: Actions,
        view: QWidget,
        colours: Callable[[], QMenu],
    ) -> None:
        super().__init__(theme, view, radius=9)
        self._session, self._editor, self._actions = session, editor, actions
        self._view, self._colours = view, colours
        self._box: Box | None = None
        self._stale = True
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(SPREAD + 3,) * 4)
        self._row.setSpacing(1)
        self._one = [self._made(section) for section in ONE]
        self._several = [self._made(section) for section in SEVERAL]
        self.set_theme(theme)
        self.retranslate()
        self.hide()
        self._stop = editor.listen(self._edited)

    def set_theme(self, theme: Theme) -> None:
        pictures = {name: picture for section in (*ONE, *SEVERAL) for name, picture in section}
        for name, button in self._all():
            button.setIcon(icon(pictures[name], theme))
        super().set_theme(theme)

    def retranslate(self) -> None:
        """Say what the menus say, with the keys."""
        for name, button in self._all():
            text, keys = self._said(name)
            button.setToolTip(f"{text}  {keys}".strip())
            button.setAccessibleName(text)

    def follow(self) -> None:
        """Lie beside the selection, within the view, or be gone."""
        editor = self._editor
        if editor.gesturing or not editor.selection or self._session.looks_only:
            self.hide()
            return
        if self._stale:
            self._box, self._stale = editor.bounds(editor.selection), False
            self._offer()
        place = None if self._box is None else self._place(self._box)
        if place is None:
            self.hide()
            return
        self.put(place.x(), place.y())
        self.show()

    def take_focus(self) -> None:
        """Give the first button the keyboard; arrows go on from there, Esc goes back."""
        shown = self._shown()
        if shown:
            shown[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on the buttons, which would keep the arrows to themselves."""
        return isinstance(event, QKeyEvent) and event.type() == KEY and self._walk(watched, event)

    def _walk(self, button: QObject, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        shown = self._shown()
        if event.key() == Qt.Key.Key_Escape:
            self._view.setFocus()
        elif step and isinstance(button, QToolButton) and button in shown:
            shown[(shown.index(button) + step) % len(shown)].setFocus()
        else:
            return False
        return True

    def close_down(self) -> None:
        self._stop()

    # -- what it offers

    def _made(self, section: Section) -> _Group:
        group = _Group(rule(upright=True), {})
        self._row.addWidget(group.rule)
        for name, picture in section:
            button = group.buttons[name] = tool_button(icon(picture, self.theme), size=28)
            button.clicked.connect(lambda _=False, name=name: self._run(name))
            button.installEventFilter(self)
            self._row.addWidget(button)
        return group

    def _all(self) -> list[tuple[str, QToolButton]]:
        return [pair for one in (*self._one, *self._several) for pair in one.buttons.items()]

    def _shown(self) -> list[QToolButton]:
        return [button for _, button in self._all() if not button.isHidden()]

    def _said(self, name: str) -> tuple[str, str]:
        if name == "node.paint":
            return self._colours().title().replace("&", ""), ""
        action = self._actions.actions[name]
        return action.text().replace("&&", "&"), action.shortcut().toString()

    def _offer(self) -> None:
        """Show the buttons that can do something with this selection."""
        editor = self._editor
        useless = pointless_for(self._session, editor.selection)
        many = len(editor.selection) > 1
        first = True
        for groups, meant in ((self._one, not many), (self._several, many)):
            for group in groups:
                kept = self._offer_group(group, useless) if meant else _hide(group)
                group.rule.setVisible(kept and not first)
                first = first and not kept
        self.adjustSize()

    def _offer_group(self, group: _Group, useless: frozenset[str]) -> bool:
        offered = [name for name in group.buttons if name not in useless and self._can(name)]
        for name, button in group.buttons.items():
            button.setVisible(name in offered)
        return bool(offered)

    def _can(self, name: str) -> bool:
        return name == "node.paint" or name in self._actions.actions

    def _run(self, name: str) -> None:
        if name == "node.paint":
            at = self._button_of(name)
            self._colours().popup(at)
        else:
            self._actions.run(name)
            self._view.setFocus()

    def _button_of(self, name: str) -> QPoint:
        button = next(b for n, b in self._all() if n == name and not b.isHidden())
        return button.mapToGlobal(QPoint(0, button.height() + 4))

    # -- where it lies

    def _place(self, box: Box) -> QPoint | None:
        """The visible corner; None while nothing of the selection is in sight."""
        camera = self._editor.camera
        left, top = camera.to_screen(box[0], box[1])
        right, bottom = camera.to_screen(box[2], box[3])
        if right < 0 or bottom < 0 or left > self._view.width() or top > self._view.height():
            return None
        around = QRect(round(left), round(top), round(right - left), round(bottom - top))
        return beside(self._editor, around, self.inner().size(), self._view.size())

    def _edited(self, what: str) -> None:
        if what in ("selection", "board"):
            self._stale = True
        if what in ("selection", "board", "camera", "gesture"):
            self.follow()


def _hide(group: _Group) -> bool:
    for button in group.buttons.values():
        button.hide()
    return False


def verbs() -> Sequence[str]:
    """Every verb that a bar may show."""
    return [name for section in (*ONE, *SEVERAL) for name, _ in section]
