"""The inspector while not just one node is selected: several of them, or the film as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout

from canvas.app.commands.board import set_meta, set_rate
from canvas.app.commands.nodes import delete_nodes, duplicate
from canvas.app.commands.render import clips_of
from canvas.document.records import NodeKind
from canvas.document.sequence import plan
from canvas.document.timing import RATES, timecode
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, Panel, heading, wrapped
from canvas.ui.sizes import FRAMES, frame_words
from canvas.ui.theme import BODY

FILMED = frozenset({NodeKind.picture, NodeKind.video})
"""What a clip can be made of."""


class SeveralPanel(Panel):
    """Several nodes at once."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._nodes: tuple[str, ...] = ()
        self._loose: tuple[str, ...] = ()
        self._said = wrapped("", "", BODY)
        self._render, self._clips = Button(primary=True), Button()
        self._copy, self._delete = Button(), Button()
        self._clips.clicked.connect(lambda: bench.make_clips(self._loose))
        self._render.clicked.connect(lambda: bench.render(nodes=list(self._nodes)))
        self._copy.clicked.connect(
            lambda: bench.hand.attempt(lambda: duplicate(bench.session, self._nodes))
        )
        self._delete.clicked.connect(
            lambda: bench.hand.attempt(lambda: delete_nodes(bench.session, self._nodes))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._said)
        for button in (self._render, self._clips, self._copy, self._delete):
            column.addWidget(button)
        column.addStretch(1)
        self.retranslate()

    def show_nodes(self, nodes: tuple[str, ...]) -> None:
        self._nodes = nodes
        session = self._bench.session
        clips = len(clips_of(session, nodes))
        self._said.setText(self.tr("{n} nodes selected").format(n=len(nodes)))
        self._render.setText(self.tr("Render {n} clips").format(n=clips))
        self._render.setVisible(clips > 0 and not session.looks_only)
        self._loose = self._unfilmed(nodes)
        self._clips.setText(self.tr("Make clips of {n} files").format(n=len(self._loose)))
        self._clips.setVisible(bool(self._loose) and not session.looks_only)
        for button in (self._copy, self._delete):
            button.setVisible(not session.looks_only)

    def _unfilmed(self, nodes: tuple[str, ...]) -> tuple[str, ...]:
        """Pictures and videos among these that feed nothing yet."""
        board = self._bench.session.board
        known = [board.nodes[node] for node in nodes if node in board.nodes]
        return tuple(one.id for one in known if one.kind in FILMED and not board.links_from(one.id))

    def retranslate(self) -> None:
        self._copy.setText(self.tr("Duplicate"))
        self._delete.setText(self.tr("Delete"))
        self.show_nodes(self._nodes)


class BoardPanel(Panel):
    """The film as a whole, while nothing is selected."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._labels = heading(), heading(), heading()
        self.frame, self.rate = Choice(), Choice()
        self._facts = wrapped("", "", BODY)
        self._hint = wrapped("", "soft", 12)
        self.frame.activated.connect(lambda at: self._set_frame(self.frame.itemData(at)))
        self.rate.activated.connect(
            lambda at: bench.hand.attempt(lambda: set_rate(bench.session, self.rate.itemData(at)))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(6)
        parts: tuple[tuple[QLabel, Choice | QLabel], ...] = (
            (self._labels[0], self._facts),
            (self._labels[1], self.frame),
            (self._labels[2], self.rate),
        )
        for label, part in parts:
            column.addWidget(label)
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.retranslate()

    def show_board(self) -> None:
        session = self._bench.session
        meta, film = session.board.meta, plan(session.board)
        size = (meta.width, meta.height)
        if self.frame.findData(size) < 0:
            self.frame.addItem(frame_words(size), size)
        self.frame.setCurrentIndex(self.frame.findData(size))
        if meta.rate not in [self.rate.itemData(at) for at in range(self.rate.count())]:
            self.rate.addItem(str(meta.rate), meta.rate)
        self.rate.setCurrentIndex(
            next(at for at in range(self.rate.count()) if self.rate.itemData(at) == meta.rate)
        )
        count = len(film.cuts)
        one, more = self.tr("1 shot, {length} long"), self.tr("{shots} shots, {length} long")
        length = timecode(film.frames, film.rate)
        self._facts.setText((one if count == 1 else more).format(shots=count, length=length))
        for choice in (self.frame, self.rate):
            choice.setEnabled(not session.looks_only)

    def retranslate(self) -> None:
        self._labels[0].setText(self.tr("Film"))
        self._labels[1].setText(self.tr("Frame"))
        self._labels[2].setText(self.tr("Frames a second"))
        self._hint.setText(
            self.tr(
                "Select a node to see what it is made of. Double click the field or press Tab "
                "to add one; drag from port to port to link them."
            )
        )
        for choice, items in (
            (self.frame, [(frame_words(size), size) for size in FRAMES]),
            (self.rate, [(str(rate), rate) for rate in RATES]),
        ):
            choice.clear()
            for words, item in items:
                choice.addItem(words, item)
        self.show_board()

    def _set_frame(self, size: tuple[int, int]) -> None:
        session = self._bench.session
        self._bench.hand.attempt(lambda: set_meta(session, width=size[0], height=size[1]))
