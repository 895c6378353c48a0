"""Ctrl+F: finding nodes by their words, names, numbers, files, kinds and states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from canvas.app.commands.catalogue import COMMANDS
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.editor.journey import leap_to
from canvas.ui.actions import Verb
from canvas.ui.kinds import SEARCHED
from canvas.ui.parts import Part
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.editor.finding import Finder, Found
    from canvas.ui.search_bar import SearchBar

STATES: Mapping[str, str] = {
    "empty": "empty unrendered 未渲染",
    "stale": "stale outdated 过期 过时",
    "queued": "queued waiting 排队 等待",
    "running": "running rendering 渲染中 正在渲染",
    "done": "done rendered finished 完成 已渲染",
    "failed": "failed error 失败 出错",
    "lost": "lost interrupted 丢失 中断",
}
"""Words that find a state whatever language the screen speaks."""

MARGIN = 12
"""Pixels between the bar and the edges of the field."""


class Search(Part):
    """What is typed, what it found, and which hit is looked at. Main thread."""

    _bar: SearchBar | None = None
    _finder: Finder | None = None
    _found: tuple[Found, ...] = ()
    _at = -1

    def verbs(self) -> Sequence[Verb]:
        return (
            Verb(
                "find.open",
                QT_TRANSLATE_NOOP("commands", "Find on the board"),
                self.open,
                ("Ctrl+F",),
                "edit",
            ),
            Verb(
                "find.next",
                QT_TRANSLATE_NOOP("commands", "Find the next"),
                self.step,
                ("F3",),
                "edit",
            ),
            Verb(
                "find.before",
                QT_TRANSLATE_NOOP("commands", "Find the one before"),
                self.step_back,
                ("Shift+F3",),
                "edit",
            ),
        )

    @property
    def found(self) -> tuple[Found, ...]:
        return self._found

    def open(self) -> None:
        """Show the bar with the last words, ready to be typed over."""
        bar = self._made()
        bar.show()
        self.place()
        bar.begin()
        self.look(bar.query)

    def look(self, query: str) -> None:
        """Find what these words mean now, and show it; the view stays where it is."""
        kept = self._found[self._at].node if 0 <= self._at < len(self._found) else None
        self._found = self._index().search(query)
        nodes = tuple(one.node for one in self._found)
        self._at = nodes.index(kept) if kept in nodes else -1
        editor = self.bench.editor
        editor.found, editor.found_now = nodes, kept if self._at >= 0 else None
        editor.tell("found")
        if self._bar is not None:
            self._bar.show_found(self._found, self._at)

    def matches(self, words: str) -> tuple[Found, ...]:
        """What these words mean, without showing it: for other lists."""
        return self._index().search(words)

    def step(self, by: int = 1) -> None:
        """Go to the next hit, around the end."""
        if self._bar is None or not self._bar.isVisible():
            self.open()
        elif not self._found:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "The search has found nothing.")))
        if self._found:
            first = 0 if by > 0 else -1
            self.go((self._at + by if self._at >= 0 else first) % len(self._found))

    def step_back(self) -> None:
        self.step(-1)

    def go(self, at: int) -> None:
        """Bring one hit into sight and select it."""
        self._at = at
        node, editor = self._found[at].node, self.bench.editor
        editor.found_now = node
        self.reveal(node)
        editor.tell("found")
        if self._bar is not None:
            self._bar.show_at(at)

    def reveal(self, node: str) -> None:
        """Show a node, wherever it is, and select it; a collapsed scene frame opens for it, or
        stands for it on a board to look at only."""
        editor, session = self.bench.editor, self.bench.session
        if node not in session.board.nodes:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "That is no longer on the board.")))
            return
        closed = self._closed_around(node)
        if closed:
            self.bench.hand.attempt(lambda: COMMANDS["node.expand"].run(session, closed))
        row = editor.table.shown_row(node)  # of its frame, where that could not be opened
        if row is not None:
            editor.leap(leap_to(editor.camera, editor.table.box(row)))
            editor.select((editor.table.ids[row],))

    def select_all(self) -> None:
        """Select every hit, and leave the search to work on them."""
        nodes = [one.node for one in self._found]
        self.close()
        self.bench.editor.select(nodes)

    def close(self) -> None:
        """Put the bar away; the field has the keyboard again."""
        if self._bar is not None:
            self._bar.hide()
        editor = self.bench.editor
        self._found, self._at = (), -1
        editor.found, editor.found_now = (), None
        editor.tell("found")
        self.view.setFocus()

    # -- as every part

    def place(self) -> None:
        if self._bar is not None and self._bar.isVisible():
            self._bar.fit(self.view.size(), MARGIN)

    def set_theme(self, theme: Theme) -> None:
        if self._bar is not None:
            self._bar.set_theme(theme)

    def close_down(self) -> None:
        if self._bar is not None:
            self._bar.close_down()
        if self._finder is not None:
            self._finder.close()

    # -- making

    def _made(self) -> SearchBar:
        if self._bar is None:
            from canvas.ui.search_bar import SearchBar  # late: not needed for the first frame

            self._bar = bar = SearchBar(self.bench, self.view)
            bar.typed.connect(self.look)
            bar.stepped.connect(self.step)
            bar.chosen.connect(self.go)
            bar.all_wanted.connect(self.select_all)
            bar.left.connect(self.close)
        return self._bar

    def _index(self) -> Finder:
        if self._finder is None:
            from canvas.editor.finding import Finder

            session = self.bench.session
            self._finder = Finder(
                session.board,
                kind_words=SEARCHED,
                state_words=STATES,
                state_of=lambda node: session.state(node).state,
            )
        return self._finder

    def _closed_around(self, node: str) -> list[str]:
        """The collapsed scene frames that a node lies in, the outermost first."""
        if "node.expand" not in COMMANDS or self.bench.session.looks_only:
            return []
        nodes = self.bench.session.board.nodes
        closed: list[str] = []
        above, seen = nodes.get(nodes[node].parent or ""), {node}
        while above is not None and above.id not in seen:
            seen.add(above.id)
            if above.param("collapsed"):
                closed.insert(0, above.id)
            above = nodes.get(above.parent or "")
        return closed
