"""Links by keys alone: draw one from the selected node, and grow a linked node beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAccessible, QAccessibleEvent

from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.actions import Verb
from canvas.ui.kinds import kind_name, port_name
from canvas.ui.parts import Part

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow

_GROW = (
    ("node.grow_right", QT_TRANSLATE_NOOP("commands", "Go on to the right"), "Ctrl+Right", 1, 0),
    ("node.grow_left", QT_TRANSLATE_NOOP("commands", "Feed from the left"), "Ctrl+Left", -1, 0),
    ("node.grow_up", QT_TRANSLATE_NOOP("commands", "Go on above"), "Ctrl+Up", 0, -1),
    ("node.grow_down", QT_TRANSLATE_NOOP("commands", "Go on below"), "Ctrl+Down", 0, 1),
)


class Connecting(Part):
    """Main thread."""

    def verbs(self) -> Sequence[Verb]:
        link = Verb(
            "link.by_keys",
            QT_TRANSLATE_NOOP("commands", "Link with the arrow keys"),
            self.link,
            ("L",),
            "insert",
            "writable selection",
        )
        grow = [
            Verb(name, title, partial(self.grow, dx, dy), (keys,), "insert", "writable selection")
            for name, title, keys, dx, dy in _GROW
        ]
        return [link, *grow]

    def begin(self) -> None:
        self.view.keys.reach_changed = self.announce

    def link(self) -> None:
        """Take a link out of the selected node; arrows choose where it goes, Enter makes it."""
        chosen = self.bench.editor.selected
        if len(chosen) != 1:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "Select the one node to link from.")))
        elif self.view.keys.reach.begin(chosen[0]):
            self.view.setFocus()
            self.announce()
        else:
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "Nothing in sight can be linked to this node."))
            )

    def grow(self, dx: int, dy: int) -> None:
        cast("BoardWindow", self.window).verbs.growing.beside(dx, dy)

    def announce(self) -> None:
        """Say where the link would go, or that it is made, to those who do not see it."""
        reach, board = self.view.keys.reach, self.bench.session.board
        start, target = reach.start, reach.target
        if not reach.active or start is None or target is None:
            return self._say(self.tr("No link in hand"))
        node = board.nodes[target.end.node]
        words = self.tr("Link to {title}, {port}. Enter makes it, Escape gives up.")
        title = node.title or kind_name(node.kind)
        return self._say(words.format(title=title, port=port_name(target.end.port)))

    def _say(self, words: str) -> None:
        self.view.setAccessibleDescription(words)
        event = QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
