"""Clips that play inside their nodes: Space plays the selected, the pointer leafs through one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent

from canvas.document.change import Change
from canvas.document.records import Node, NodeKind
from canvas.document.timing import timecode
from canvas.document.words import Trouble
from canvas.ui.bench import Bench
from canvas.ui.painting.areas import picture_area
from canvas.ui.playback import ProxyPlayer
from canvas.ui.view import CanvasView

LINGER = 220
"""Milliseconds over a clip before it can be leafed through: crossing it shows nothing."""

MOST = 24
"""Clips that play at once."""


class Playing(QObject):
    """Plays what has been rendered. Main thread; the pictures come from two decoding threads."""

    film_requested = Signal()
    """Space, with no clip selected or under the pointer."""

    def __init__(self, bench: Bench, view: CanvasView) -> None:
        super().__init__(view)
        self._bench, self._view = bench, view
        self.player = ProxyPlayer(bench.session.store.find, self)
        self.player.frame.connect(self._show)
        self.player.failed.connect(self._failed)
        self._playing: set[str] = set()
        self._leafed = ""
        self._pointer: QPointF | None = None
        self._linger = QTimer(self, singleShot=True, interval=LINGER)
        self._linger.timeout.connect(self._leaf)
        view.installEventFilter(self)
        view.play_requested.connect(self.toggle)
        self._stops = [bench.session.board.listen(self._changed), bench.editor.listen(self._edited)]

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._linger.stop()
        self._view.removeEventFilter(self)
        self.player.close()

    def toggle(self) -> None:
        """Play the selected clips, or the one under the pointer; stop them if they play."""
        wanted = [node for node in self._bench.editor.selected if self._proxy(node)]
        hovered = self._bench.editor.hover.node
        if not wanted and hovered is not None and self._proxy(hovered):
            wanted = [hovered]
        if not wanted and self._playing:
            for node in tuple(self._playing):
                self._stop(node)
        elif not wanted:
            self.film_requested.emit()
        elif self._playing.issuperset(wanted):
            for node in wanted:
                self._stop(node)
        else:
            for node in wanted[:MOST]:
                self._play(node)

    def play_finished(self, node: str) -> None:
        """A render is done: show it moving at once, if a person looks at it; a few at most."""
        looked_at = node in self._bench.editor.selection or len(self._playing) < 2
        if looked_at and node in self._view.in_sight():
            self._stop(node)
            self._play(node)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._pointer = event.position()
            if event.buttons() == Qt.MouseButton.NoButton:
                self._follow()
        elif event.type() == QEvent.Type.Leave:
            self._pointer = None
            self._let_go()
        return False

    # -- leafing

    def _follow(self) -> None:
        if self._leafed:
            self._leaf()
        elif not self._linger.isActive():
            self._linger.start()

    def _leaf(self) -> None:
        """Hold the clip under the pointer at the moment that the pointer is over."""
        node = self._bench.editor.hover.node
        share = self._share(node) if node is not None else None
        if node is None or share is None or node in self._playing:
            self._let_go()
            return
        if node != self._leafed:
            self._let_go()
            self._leafed = node
        self.player.seek(node, share, self._proxy(node))

    def _let_go(self) -> None:
        self._linger.stop()
        if self._leafed:
            node, self._leafed = self._leafed, ""
            self.player.stop(node)
            self._view.set_playing(node, None)

    def _share(self, node: str) -> float | None:
        """How far across a clip's picture the pointer is, 0..1; None outside or without a proxy."""
        record = self._bench.session.board.nodes.get(node)
        if record is None or self._pointer is None or not self._proxy(node):
            return None
        area = picture_area(record.kind, *record.size)
        if area is None:
            return None
        x, y = self._bench.editor.camera.to_world(self._pointer.x(), self._pointer.y())
        across = (x - record.pos[0] - area[0]) / (area[2] - area[0])
        inside = 0 <= across <= 1 and area[1] <= y - record.pos[1] <= area[3]
        return across if inside else None

    # -- playing

    def _play(self, node: str) -> None:
        proxy = self._proxy(node)
        if proxy:
            self._let_go()
            self._playing.add(node)
            self.player.play(node, proxy)

    def _stop(self, node: str) -> None:
        self._playing.discard(node)
        self.player.stop(node)
        self._view.set_playing(node, None)

    def _show(self, node: str, image: QImage) -> None:
        record = self._bench.session.board.nodes.get(node)
        if record is None or self._bench.session.state(node).state == "running":
            self._stop(node)
            return
        share = self.player.share(node)
        frames = self._frames(record)
        time = timecode(round(share * frames), self._bench.session.board.meta.rate)
        self._view.set_playing(node, image, share=share, time=time)

    def _failed(self, node: str, trouble: Trouble) -> None:
        self._stop(node)
        self._bench.tell(trouble)

    def _frames(self, node: Node) -> int:
        take = self._bench.session.board.takes.get(node.take or "")
        asset = self._bench.session.board.assets.get(node.refs[0]) if node.refs else None
        return take.frames if take is not None else asset.frames if asset is not None else 0

    def _proxy(self, node: str) -> str | None:
        """The hash of the small film that a node shows, if it has one."""
        board = self._bench.session.board
        record = board.nodes.get(node)
        if record is None or record.kind not in (NodeKind.clip, NodeKind.video):
            return None
        take = board.takes.get(record.take or "")
        shown = take.asset if take is not None else record.refs[0] if record.refs else ""
        asset = board.assets.get(shown)
        return asset.proxy if asset is not None else None

    # -- following

    def _changed(self, change: Change) -> None:
        """A clip that got another take plays that one; one that is gone plays no more."""
        updated = change.updated.get("nodes", {})
        for node in tuple(self._playing):
            if node in change.removed.get("nodes", ()):
                self._stop(node)
            elif "take" in updated.get(node, ()):
                self._stop(node)
                self._play(node)
        if self._leafed in updated or self._leafed in change.removed.get("nodes", ()):
            self._let_go()

    def _edited(self, what: str) -> None:
        if what == "gesture" and self._leafed:
            self._let_go()
