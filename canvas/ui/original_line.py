"""The inspector's line on a file that is with somebody else, and the way to have it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from canvas.app.commands.originals import fetch_originals, originals_of, stop_fetching
from canvas.app.notices import FilesMoved, Notice
from canvas.app.whereabouts import Whereabouts, least
from canvas.ui import file_words
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, wrapped


class OriginalLine(QWidget):
    """Hidden while the file is here. Main thread."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._where: Whereabouts | None = None
        self.words = wrapped("", "soft", 12)
        self.button = Button()
        self.button.clicked.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.button)
        self._stop = bench.session.listen(self._hear)
        self.destroyed.connect(self._stop)
        self.hide()

    def show_node(self, node: str) -> None:
        """Say where the original of a node is."""
        self._node = node
        session = self._bench.session
        found = originals_of(session, (node,))
        self._where = least(session.fetching.of(hash) for hash in found)
        self.setVisible(self._where is not None)
        if self._where is not None:
            asset = session.board.assets.get(found[0])
            self.words.setText(file_words.whole(self._where, asset.name if asset else ""))
            self._dress()

    def retranslate(self) -> None:
        if self._node in self._bench.session.board.nodes:
            self.show_node(self._node)

    def _dress(self) -> None:
        coming = self._where is not None and self._where.state == "coming"
        self.button.setText(self.tr("Stop fetching") if coming else self.tr("Fetch original"))

    def _act(self) -> None:
        session, nodes = self._bench.session, (self._node,)
        if self._where is not None and self._where.state == "coming":
            self._bench.hand.attempt(lambda: stop_fetching(session, nodes))
        else:
            self._bench.hand.attempt(lambda: fetch_originals(session, nodes))

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, FilesMoved):
            self.retranslate()
