"""The pointer leafs through what it is over: clips from left to right, sounds along their waves."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from canvas.ui.bench import Bench
from canvas.ui.listening import Listening
from canvas.ui.painting.areas import picture_area
from canvas.ui.playable import proxy_of, sound_of
from canvas.ui.playback import ProxyPlayer
from canvas.ui.sight import Sight
from canvas.ui.view import CanvasView

LINGER = 220
"""Milliseconds over a clip before it is leafed through: crossing it shows nothing."""

LEAST = 96
"""Device pixels that a picture has to be wide for a hand to find a moment in it."""

STILL = 4.0
"""Logical pixels that a click may tremble."""


class Leafing(QObject):
    """Main thread. Off while a gesture runs, while the camera moves, and where it is unwanted."""

    def __init__(
        self,
        bench: Bench,
        view: CanvasView,
        player: ProxyPlayer,
        listening: Listening,
        sight: Sight,
    ) -> None:
        super().__init__(view)
        self._bench, self._view, self._player = bench, view, player
        self._listening, self._sight = listening, sight
        self.clip = ""
        """The clip that is leafed through."""
        self.line = 0.0
        """How far across it the pointer is, 0..1."""
        self._sound = ""
        self._pointer: QPointF | None = None
        self._pressed: tuple[str, QPointF] | None = None
        self._linger = QTimer(self, singleShot=True, interval=LINGER)
        self._linger.timeout.connect(self._leaf)
        view.installEventFilter(self)

    def close(self) -> None:
        self._view.removeEventFilter(self)
        self._linger.stop()

    def let_go(self) -> None:
        """Show the covers again."""
        self._linger.stop()
        clip, self.clip = self.clip, ""
        sound, self._sound = self._sound, ""
        if clip:
            self._player.stop(clip)
            self._view.show_playing(clip, None)
        if sound:
            self._listening.hover(sound, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._view:
            if event.type() == QEvent.Type.Enter:
                self.let_go()  # what floats on the canvas takes the pointer without a farewell
            return False
        match event.type():
            case QEvent.Type.ChildPolished if isinstance(event, QChildEvent):
                event.child().installEventFilter(self)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._moved(event)
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                self._press(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                self._release(event)
            case QEvent.Type.Leave | QEvent.Type.WindowDeactivate:
                self._pointer = None
                self.let_go()
        return False

    def _moved(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if event.buttons() != Qt.MouseButton.NoButton:
            return
        if self.clip or self._sound:
            self._leaf()
        elif not self._linger.isActive():
            self._linger.start()

    def _leaf(self) -> None:
        """Show the clip under the pointer at the moment that the pointer is over."""
        # the view has not heard of this movement yet: ask the board, not what it last hovered
        node = self._under()
        share = self._across(node) if node else None
        if share is None or not self._wanted(node):
            self.let_go()
        elif sound_of(self._bench.session.board, node) is not None:
            self._follow_sound(node, share)
        else:
            self._follow_clip(node, share)

    def _follow_clip(self, node: str, share: float) -> None:
        proxy = proxy_of(self._bench.session.board, node)
        if node != self.clip:
            self.let_go()
        if proxy is None or (node != self.clip and node in self._player.playing):
            return
        self.clip, self.line = node, share
        self._player.seek(node, share, proxy, size=self._sight.size(node))

    def _follow_sound(self, node: str, share: float) -> None:
        if node != self._sound:
            self.let_go()
        self._sound = node
        self._listening.hover(node, share)

    def _wanted(self, node: str) -> bool:
        if not self._bench.settings.hover_scrub or self._view.reduced_motion:
            return False
        if self._bench.editor.gesturing or self._bench.session.state(node).state == "running":
            return False
        size = self._sight.size(node)
        return size is not None and size[0] >= LEAST

    def _under(self) -> str:
        at, view, editor = self._pointer, self._view, self._bench.editor
        if at is None or not view.rect().contains(at.toPoint()):
            return ""
        if view.minimap.world_at(editor.camera, at.x(), at.y()) is not None:
            return ""
        return editor.hit(at.x(), at.y()).node or ""

    def _across(self, node: str) -> float | None:
        """How far across a card's picture the pointer is, 0..1; None outside of it."""
        row = self._bench.editor.table.row(node)
        record = self._bench.session.board.nodes.get(node)
        if record is None or row is None or self._pointer is None:
            return None
        left, top, right, bottom = self._bench.editor.table.box(row)
        area = picture_area(record.kind, right - left, bottom - top)
        if area is None:
            return None
        x, y = self._bench.editor.camera.to_world(self._pointer.x(), self._pointer.y())
        across = (x - left - area[0]) / (area[2] - area[0])
        return across if 0 <= across <= 1 and area[1] <= y - top <= area[3] else None

    # -- a click in a wave puts the playhead there

    def _press(self, event: QMouseEvent) -> None:
        self._pointer, self._pressed = event.position(), None
        node = self._under()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        ready = node in self._bench.editor.selection or node in self._listening.held
        sound = sound_of(self._bench.session.board, node)
        if plain and ready and sound and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (node, event.position())
        self.let_go()

    def _release(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self._pointer = event.position()
        if pressed is None or (pressed[1] - event.position()).manhattanLength() > STILL:
            return
        share = self._across(pressed[0])
        if share is not None:
            self._listening.seek(pressed[0], share)
