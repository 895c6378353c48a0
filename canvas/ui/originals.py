"""Files of others in a board's window: what is on screen is fetched, what comes is shown, and every
card says where its file is. Main thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from canvas.app.commands.originals import originals_of
from canvas.app.notices import FilesMoved, Notice
from canvas.document.change import Change
from canvas.ui.bench import Bench
from canvas.ui.parts import Part
from canvas.ui.view import CanvasView

GATHER = 150
"""Milliseconds that words on the way of files wait for one another."""

LOOK = 400
"""Milliseconds after which it is seen what a view that came to rest shows."""


class Originals(Part):
    """Listens from the start; does nothing for a board that is not shared."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self._moved: set[str] = set()
        self._came: set[str] = set()
        self._tells = False
        """Cards are asked where their files are only once there is a room to have them."""
        self._by_asset: dict[str, set[str]] | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER)
        self._gather.timeout.connect(self._show)
        self._look = QTimer(self, singleShot=True, interval=LOOK)
        self._look.timeout.connect(self._fetch_in_sight)
        session = bench.session
        self._stops = [
            session.listen(self._hear),
            session.board.listen(self._changed),
            bench.editor.listen(self._edited),
        ]

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._gather.stop()
        self._look.stop()

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, FilesMoved):
            self._moved |= notice.assets
            self._came |= notice.came
            if not self._gather.isActive():
                self._gather.start()

    def _changed(self, change: Change) -> None:
        if any(change.touches(root) for root in ("nodes", "takes")):
            self._by_asset = None

    def _edited(self, what: str) -> None:
        if what == "camera" and self.bench.session.fetching.shared:
            self._look.start()

    def _fetch_in_sight(self) -> None:
        if self.bench.session.fetching.shared:
            self.bench.session.fetching.show(self.view.in_sight())

    def _show(self) -> None:
        if not self._tells:
            self._tells = True
            self.view.show_whereabouts(self.bench.session.fetching.of)
        moved, came = self._moved, self._came
        self._moved, self._came = set(), set()
        nodes = self._nodes_of(moved)
        self.view.show_files(came, nodes)
        if moved and not self._look.isActive():
            self._look.start()

    def _nodes_of(self, assets: Iterable[str]) -> tuple[str, ...]:
        """The nodes that show these files."""
        if self._by_asset is None:
            self._by_asset = defaultdict(set)
            session = self.bench.session
            for node in session.board.nodes:
                for asset in originals_of(session, (node,)):
                    self._by_asset[asset].add(node)
        found = (self._by_asset.get(asset, ()) for asset in assets)
        return tuple({node for nodes in found for node in nodes})
