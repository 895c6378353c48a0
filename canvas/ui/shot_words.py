"""A clip's words in the inspector, bound to the prompts that feed it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout

from canvas.app.layout import GAP, free
from canvas.document.records import SIZES, NodeKind, PortKind
from canvas.editor.ports import PortEnd
from canvas.ui.bench import Bench
from canvas.ui.controls import Panel, emptied, heading
from canvas.ui.insertion import Insertion
from canvas.ui.text import BoardText
from canvas.ui.theme import BODY, font
from canvas.ui.wordsfield import WordsField


class WordsSection(Panel):
    """The words that feed a clip, written here as well as on the canvas."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._prompts: tuple[str, ...] = ()
        self._fields: list[BoardText] = []
        self._first: WordsField | None = None
        self._growths: list[Growth] = []
        self._heading = heading()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._heading)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        board = self._bench.session.board
        prompts = tuple(edge.source for edge in board.links_into(clip, "words"))
        if (clip, prompts) != (self._clip, self._prompts):
            self._clip, self._prompts = clip, prompts
            self._build()

    def release(self) -> None:
        for field in self._fields:
            field.release()
        self._fields = []

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Words"))
        if self._first is not None:
            self._first.setPlaceholderText(
                self.tr("What happens, and how the camera moves: push in, pan left…")
            )
        for growth in self._growths:
            growth.fit()

    def _build(self) -> None:
        had_focus = self._first is not None and self._first.hasFocus()
        self._empty()
        bench = self._bench
        for prompt in self._prompts:
            field = BoardText(bench.session.board, prompt, bench.write, bench.theme)
            field.setReadOnly(bench.session.looks_only)
            field.render_requested.connect(bench.render)
            self._add(field)
            self._fields.append(field)
        if not self._prompts and not bench.session.looks_only:
            self._first = WordsField()
            self._first.textChanged.connect(self._begin_words)
            self._add(self._first)
            self.retranslate()
        elif had_focus and self._fields:
            self._fields[0].show()  # what is not shown yet does not keep the keyboard
            self._fields[0].setFocus()
            self._fields[0].moveCursor(self._fields[0].textCursor().MoveOperation.End)

    def _add(self, field: WordsField) -> None:
        field.setFont(font(BODY))
        self._column.addWidget(field)
        self._growths.append(Growth(field))

    def _empty(self) -> None:
        self.release()
        self._first = None
        self._growths.clear()
        emptied(self._column, start=1)

    def _begin_words(self) -> None:
        """The first words of a clip that has none: they get a node of their own beside it."""
        if self._first is None or not self._first.toPlainText():
            return
        nodes, size = self._bench.session.board.nodes, SIZES[NodeKind.prompt]
        clip = nodes[self._clip]
        port = PortEnd(self._clip, "words", PortKind.words, output=False)
        pos = free(nodes.values(), (clip.pos[0] - size[0] - GAP, clip.pos[1]), size)
        one = Insertion(NodeKind.prompt, "words")
        self._bench.hand.insert(one, pos, port, text=self._first.toPlainText())


class Growth(QObject):
    """Keeps a field as tall as its words, from two lines to nine."""

    def __init__(self, field: WordsField) -> None:
        super().__init__(field)
        self._field = field
        field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        field.textChanged.connect(self.fit)
        field.installEventFilter(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._soon.start()  # the field lays its words out anew after this
        return False

    def fit(self) -> None:
        line = self._field.step
        words = max(self._words_height(), self._field.hint_height())
        height = math.ceil(max(2 * line, min(9 * line, words))) + 22
        if self._field.height() != height:
            self._field.setFixedHeight(height)

    def _words_height(self) -> float:
        """In pixels, as the words are broken into lines now."""
        document = self._field.document()
        layout, block, height = document.documentLayout(), document.firstBlock(), 0.0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height
