"""New nodes where links lead: the list, the likeliest at once, one beside the selected node, one
in a link. Remembers what the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from canvas.app import habits as kept
from canvas.app.commands.rewire import insert_new
from canvas.app.layout import free
from canvas.app.rewiring import through
from canvas.document.records import OUTPUTS, SIZES
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.editor.camera import Box
from canvas.editor.placing import in_sight
from canvas.editor.ports import PortEnd
from canvas.ui.bench import Bench
from canvas.ui.insertion import (
    Insertion,
    ends_of,
    insertions,
    linked,
    occasion,
)
from canvas.ui.kinds import MADE_FROM_FILES

Point = tuple[float, float]

ASIDE, BELOW = 72.0, 48.0
"""World units between a node and the one that grows beside it, or over and under it."""


class Growing:
    """Main thread. `insert` puts one node on the board."""

    def __init__(
        self,
        bench: Bench,
        window: QWidget,
        insert: Callable[[Insertion, Point, PortEnd | None], None],
        covered: Callable[[], Sequence[Box]] = tuple,
    ) -> None:
        """`covered`: what lies over the board, in pixels of its view."""
        self._bench, self._window, self._insert = bench, window, insert
        self._covered = covered
        self._habits: kept.Habits | None = None

    @property
    def habits(self) -> kept.Habits:
        """Read when they are first asked for."""
        if self._habits is None:
            self._habits = kept.load()
        return self._habits

    def ask(self, place: QPoint, pos: Point, origin: PortEnd | None = None) -> None:
        """Open the list of nodes at a global place; what is chosen goes to `pos` in the world. A
        link that was dropped with Shift gets the likeliest one at once."""
        wish = self._bench.editor.wish
        if origin is not None and wish is not None and wish.quick and wish.start == origin:
            found = insertions(origin, habits=self.habits)
            if found:
                self.choose(found[0], pos, origin)
            return
        from canvas.ui.insert import InsertPopup  # late: not needed for the first frame

        popup = InsertPopup(self._bench.theme, self._window, self.habits)
        popup.chosen.connect(lambda one: self.choose(one, pos, origin))
        popup.open_at(place, origin, () if origin is not None else self._near())

    def choose(self, one: Insertion, pos: Point, origin: PortEnd | None = None) -> None:
        """Insert it, and remember that it was chosen here."""
        start = origin or one.origin
        self._habits = self.habits.after(occasion(start), one.choice)
        kept.save(self._habits)
        size, camera = SIZES[one.kind], self._bench.editor.camera
        self._insert(one, in_sight(pos, size, camera, self._covered()), start)

    def beside(self, dx: int, dy: int) -> None:
        """A new node linked to the selected one: to its left what feeds it, elsewhere what it
        feeds."""
        editor, board = self._bench.editor, self._bench.session.board
        chosen = editor.selected
        if len(chosen) != 1:
            self._bench.tell(say(QT_TRANSLATE_NOOP("words", "Select the one node to go on from.")))
            return
        found = self._likely(ends_of(board, chosen[0]), feeding=dx < 0)
        if found is None:
            self._bench.tell(
                say(QT_TRANSLATE_NOOP("words", "Nothing can be linked to this node on that side."))
            )
            return
        pos = free(board.nodes.values(), self._place(chosen[0], found, dx, dy), SIZES[found.kind])
        self._insert(found, pos, found.origin)
        editor.show(editor.selected)

    def into_link(self, link: str, pos: Point) -> None:
        """Put a new node into a link around a point of the board."""
        session, board = self._bench.session, self._bench.session.board
        edge = board.edges[link]
        flow = next(p.kind for p in OUTPUTS[board.nodes[edge.source].kind] if p.name == edge.out)
        kinds = [kind for kind in SIZES if (ports := through(kind)) and ports[0].kind is flow]
        if not kinds:
            self._bench.tell(
                say(QT_TRANSLATE_NOOP("words", "No kind of node can stand in this link."))
            )
            return
        wide, high = SIZES[kinds[0]]
        corner = (pos[0] - wide / 2, pos[1] - high / 2)
        made = self._bench.hand.attempt(lambda: insert_new(session, link, kinds[0], corner))
        if made is not None:
            self._bench.editor.select((made,))

    def _near(self) -> Iterable[PortEnd]:
        chosen = self._bench.editor.selected
        return ends_of(self._bench.session.board, chosen[0]) if len(chosen) == 1 else ()

    def _likely(self, ends: Iterable[PortEnd], *, feeding: bool) -> Insertion | None:
        """What needs no file comes before what does."""
        found = linked((end for end in ends if end.output != feeding), self.habits)
        return min(found, key=lambda one: one.kind in MADE_FROM_FILES, default=None)

    def _place(self, node: str, one: Insertion, dx: int, dy: int) -> Point:
        left, top, right, bottom = self._bench.editor.bounds((node,)) or (0.0, 0.0, 0.0, 0.0)
        wide, high = SIZES[one.kind]
        if dx:
            return (right + ASIDE if dx > 0 else left - ASIDE - wide, top)
        return (left, bottom + BELOW if dy > 0 else top - BELOW - high)
