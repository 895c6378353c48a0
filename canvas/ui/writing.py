"""Words and titles written right on the canvas: a field over its node, following the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from canvas.app.commands.grouping import expand
from canvas.app.commands.nodes import delete_nodes
from canvas.document.change import Change
from canvas.document.records import WRITABLE, Node, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.camera import Box
from canvas.editor.folding import is_folded, shown_size
from canvas.ui.bench import Bench
from canvas.ui.hush import Hush
from canvas.ui.painting.areas import title_area, words_area
from canvas.ui.painting.arrows import LABEL_ROOM
from canvas.ui.painting.cards import MARK_ROOM
from canvas.ui.painting.frame import LABELS
from canvas.ui.painting.ink import LEADING
from canvas.ui.painting.lettered import looks_of
from canvas.ui.painting.scenery import TITLE_ABOVE, TITLE_INSET
from canvas.ui.sketch_hand import fit
from canvas.ui.theme import BODY, CONTROL, Theme

if TYPE_CHECKING:
    from canvas.ui.text import NodeTextEditor, TitleEditor


class Writing(QObject):
    """At most one field is open; the canvas keeps the keyboard otherwise."""

    render_requested = Signal(str)
    """Ctrl+Enter in the words of this node."""

    def __init__(self, bench: Bench, view: QWidget) -> None:
        super().__init__(view)
        self._bench = bench
        self._view = view
        self._node = ""
        self._made = ""
        self._words: NodeTextEditor | None = None
        self._title: TitleEditor | None = None
        self._hush = Hush(view)
        self._stop_hearing = bench.editor.listen(self._edited)

    @property
    def active(self) -> bool:
        return self._words is not None or self._title is not None

    def begin(self, node: str, *, gesture: str = "") -> None:
        """Write in a node: its words where it has any, else its title. With the `gesture` that has
        just made it, both are one step of undo, and it goes again if nothing is written."""
        self.finish()  # first: an empty one that was just made goes with it, this very one perhaps
        record = self._bench.session.board.nodes.get(node)
        if record is None or self._bench.session.looks_only:
            return
        if record.kind is NodeKind.scene and is_folded(record):
            self._bench.hand.attempt(lambda: expand(self._bench.session, [node]))
        elif record.kind in WRITABLE and self._area(record) is not None:
            self._begin_words(node, gesture)
        else:
            self.rename(node)

    def rename(self, node: str) -> None:
        """Write a node's title."""
        self.finish()
        bench = self._bench
        record = bench.session.board.nodes.get(node)
        if record is None or bench.session.looks_only:
            return
        from canvas.ui.text import TitleEditor  # late: not needed for the first frame

        self._node = node
        field = TitleEditor(
            record.title, lambda title: bench.rename(node, title), bench.theme, self._view
        )
        field.destroyed.connect(self._title_gone)
        self._title = field
        self._place()
        field.begin()

    def finish(self) -> None:
        """Close the open field, keeping what was written."""
        words, title = self._words, self._title
        self._words = self._title = None
        if words is not None:
            words.finish()
        if title is not None:
            title.finish()

    def take_away(self) -> None:
        """The board may not be written any more, in the middle of a word perhaps."""
        field = QApplication.focusWidget()
        if isinstance(field, QTextEdit | QPlainTextEdit | QLineEdit) or self.active:
            self._hush.begin()
        self.finish()

    def close_down(self) -> None:
        self._hush.end()
        self.finish()
        self._stop_hearing()

    def set_theme(self, theme: Theme) -> None:
        """Look as the theme says, in the middle of a word too."""
        for field in (self._words, self._title):
            if field is not None:
                field.set_theme(theme)
        self._place()

    def _begin_words(self, node: str, gesture: str) -> None:
        bench = self._bench
        from canvas.ui.text import NodeTextEditor  # late: not needed for the first frame

        self._node = node
        field = NodeTextEditor(bench.session.board, node, bench.write, bench.theme, self._view)
        field.finished.connect(lambda: self._words_gone(field))
        field.render_requested.connect(lambda: self.render_requested.emit(node))
        field.bereft.connect(lambda change: self._keep_words(field, change))
        self._words, self._made = field, gesture
        self._cover(node)
        self._place()
        field.begin()
        field.join(gesture)

    def _words_gone(self, field: NodeTextEditor) -> None:
        if self._words is field:
            self._words = None
        self._cover("")
        self._leave(field.node, field.gesture)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_words(self, field: NodeTextEditor, change: Change) -> None:
        """Somebody else has deleted what is written in: no word of it is lost."""
        if change.foreign:
            self._hush.begin()
            self._rescue(field.words)

    def _rescue(self, words: str) -> None:
        """Put words whose node is gone where they can be had again."""
        if not words.strip():
            return
        QGuiApplication.clipboard().setText(words)
        self._bench.tell(
            Trouble(
                say(QT_TRANSLATE_NOOP("words", "Somebody has deleted what you were writing in.")),
                meaning=say(QT_TRANSLATE_NOOP("words", "Your words are on the clipboard.")),
                remedy=say(QT_TRANSLATE_NOOP("words", "Paste them wherever you need them.")),
            )
        )

    def _leave(self, node: str, gesture: str) -> None:
        """A text without words would be nothing to see: it goes, and so does a note that was made
        and left empty."""
        session, made = self._bench.session, self._made
        self._made = ""
        record = session.board.nodes.get(node)
        if record is None or session.looks_only:
            return
        attempt = self._bench.hand.attempt
        if session.board.text(node).strip():
            attempt(lambda: fit(session, node, gesture=gesture, last=True))
        elif made:
            attempt(lambda: session.give_up(made))
        elif record.kind is NodeKind.text:
            attempt(lambda: delete_nodes(session, [node]))

    def _cover(self, node: str) -> None:
        """What lies under a field that lets it through is not drawn."""
        editor = self._bench.editor
        if editor.writing != node:
            editor.writing = node
            editor.damage.everything()
            self._view.update()

    def _title_gone(self) -> None:
        self._title = None

    def _edited(self, what: str) -> None:
        title, gone = self._title, self._node not in self._bench.session.board.nodes
        if what == "board" and title is not None and gone:
            self._title = None
            self._hush.begin()
            self._rescue(title.words)
            title.finish(keep=False)
        if what in ("camera", "board", "gesture"):
            self._place()

    def _place(self) -> None:
        record = self._bench.session.board.nodes.get(self._node)
        if record is None:
            return
        zoom = self._bench.editor.camera.zoom
        if self._words is not None:
            area = self._area(record)
            if area is not None:
                self._words.place(self._on_screen(area), zoom)
        if self._title is not None:
            above = record.kind is NodeKind.scene and not is_folded(record)
            letters = max(zoom, LABELS)
            box = self._above_frame(record, letters) if above else self._on_card(record, letters)
            self._title.place(box, letters, on_field=above)

    def _above_frame(self, record: Node, letters: float) -> QRect:
        """Where the name of a scene frame stands, at the size that it has from afar too."""
        zoom, (x, y) = self._bench.editor.camera.zoom, self._corner(record)
        inset, high = TITLE_INSET * zoom, BODY * LEADING * letters
        wide = min(max(record.size[0] * zoom - 2 * inset, 120.0), 420.0 * letters)
        return QRectF(x + inset - 2, y - (TITLE_ABOVE * letters + high) / 2, wide, high).toRect()

    def _on_card(self, record: Node, letters: float) -> QRect:
        zoom, (x, y) = self._bench.editor.camera.zoom, self._corner(record)
        left, top, right, bottom = (side * zoom for side in title_area(shown_size(record)[0]))
        left, high = left + MARK_ROOM * zoom - 2, CONTROL * LEADING * letters
        above = max((bottom - top - high) / 2, 0.0)
        return QRectF(x + left, y + top + above, max(right - left, 40.0), high).toRect()

    def _corner(self, record: Node) -> tuple[float, float]:
        return self._bench.editor.camera.to_screen(*record.pos)

    def _area(self, record: Node) -> Box | None:
        """Where a node's words are written, counted from its corner as the board has it."""
        if record.kind is NodeKind.text:
            room = 0.0 if record.param("wrap") is True else record.size[1]
            return 0.0, 0.0, record.size[0] + room, record.size[1] + looks_of(record).size * 0.4
        line = self._bench.editor.sketches.line(record.id)
        if record.kind is NodeKind.arrow and line is not None:
            x, y = line.at(0.5)
            x, y = x - record.pos[0], y - record.pos[1]
            return x - LABEL_ROOM / 2, y - 12.0, x + LABEL_ROOM / 2, y + 12.0
        return words_area(record.kind, *shown_size(record))

    def _on_screen(self, area: Box) -> QRect:
        x, y = self._bench.session.board.nodes[self._node].pos
        camera = self._bench.editor.camera
        left, top = camera.to_screen(x + area[0], y + area[1])
        right, bottom = camera.to_screen(x + area[2], y + area[3])
        least = 40, 18
        width, height = max(right - left, least[0]), max(bottom - top, least[1])
        return QRect(round(left), round(top), round(width), round(height))
