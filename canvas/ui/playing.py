"""Clips and sounds that play on the board: Space plays the selected, a menu all in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow

from canvas.document.change import Change
from canvas.document.timing import timecode
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.leafing import Leafing
from canvas.ui.listening import Listening
from canvas.ui.painting.motion import Playing as Shown
from canvas.ui.parts import Part
from canvas.ui.playable import can_play, film_of, proxy_of, sound_of
from canvas.ui.playback import ProxyPlayer
from canvas.ui.sight import Sight
from canvas.ui.steering import single_shot
from canvas.ui.view import CanvasView

LOOK = 120
"""Milliseconds after the camera has moved until what came into sight plays on."""

TIMED = 6
"""Clips up to which each says where it is: with more, nobody reads them."""


class Playing(Part):
    """Plays what has been rendered. Main thread; the pictures come from two decoding threads.

    Any number of clips may play: those out of sight, or too small, rest until they are seen.
    """

    film_requested = Signal()
    """Space, with nothing selected or under the pointer that plays."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self.player = ProxyPlayer(bench.session.store.find, self)
        self.listening = Listening(bench, view, self)
        self.sight = Sight(view)
        self.leafing = Leafing(bench, view, self.player, self.listening, self.sight)
        self._playing: dict[str, bool] = {}
        """The clips that play, and whether each does so once only."""
        self._zoom = bench.editor.camera.zoom
        self._told: set[str] = set()
        self._look = single_shot(self, LOOK, self._look_around)
        view.waves.keeps = not bench.session.readonly
        self.player.frame.connect(self._show)
        self.player.failed.connect(self._failed)
        self.player.finished.connect(self._stop)
        view.play_requested.connect(self.toggle)
        self._stops = [bench.session.board.listen(self._changed), bench.editor.listen(self._edited)]

    def verbs(self) -> Sequence[Verb]:
        return [
            Verb(
                "play.selected",
                QT_TRANSLATE_NOOP("commands", "Play what is selected"),
                self.play_selected,
                (),
                "film",
                "selection",
            ),
            Verb(
                "play.in_sight",
                QT_TRANSLATE_NOOP("commands", "Play all in sight"),
                self.play_in_sight,
                ("Shift+Space",),
                "film",
            ),
            Verb(
                "play.stop",
                QT_TRANSLATE_NOOP("commands", "Stop playing"),
                self._ask_stop,
                (),
                "film",
            ),
        ]

    @property
    def playing(self) -> frozenset[str]:
        """Every node that plays, seen or heard."""
        return frozenset(self._playing) | self.listening.playing

    def place(self) -> None:
        self._look.start()

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._look.stop()
        self.leafing.close()
        self.listening.close()
        self.player.close()

    # -- what a person asks for

    def toggle(self) -> None:
        """Play the selected, or what is under the pointer; hold them if they play."""
        wanted = self._wanted()
        if wanted:
            self._toggle(wanted)
        elif self.playing:
            self.stop_all()
        else:
            self.film_requested.emit()

    def play_selected(self) -> None:
        """As Space does, but never the whole film."""
        wanted = self._wanted()
        if wanted:
            self._toggle(wanted)
        else:
            self.bench.tell(_nothing_plays())

    def play_in_sight(self) -> None:
        """Every clip and video that can be seen, and is large enough to be."""
        board = self.bench.session.board
        seen = [node for node in self.view.in_sight() if proxy_of(board, node)]
        seen = [node for node in seen if self.sight.size(node) is not None]
        if not seen:
            self.bench.tell(_nothing_plays())
        for node in seen:
            self._play(node)
        self._look_around()

    def _ask_stop(self) -> None:
        if not self._playing:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "Nothing is playing.")))
        self.stop_all()

    def stop_all(self) -> None:
        for node in tuple(self._playing):
            self._stop(node)
        self.listening.stop_all()

    def play_finished(self, node: str) -> None:
        """A render is done: show it moving, once, if a person looks at it; a few at most."""
        looked_at = node in self.bench.editor.selection or len(self._playing) < 2
        seen = self.sight.size(node) is not None and not self.view.reduced_motion
        if looked_at and seen:
            self._stop(node)
            self._play(node, once=True)

    def _wanted(self) -> list[str]:
        board, editor = self.bench.session.board, self.bench.editor
        wanted = [node for node in editor.selected if can_play(board, node)]
        hovered = editor.hover.node
        if not wanted and hovered is not None and can_play(board, hovered):
            wanted = [hovered]
        return wanted

    def _toggle(self, wanted: Sequence[str]) -> None:
        """Hold them if all of them play, else play those that do not."""
        if self.playing.issuperset(wanted):
            for node in wanted:
                self.listening.pause(node)
                self._stop(node)
            return
        for node in wanted:
            self._play(node)
        film = film_of(self.bench.session.board, wanted[0])
        if len(wanted) == 1 and film is not None and film.sound:
            self.listening.accompany(wanted[0], film)
        self._look_around()

    # -- playing

    def _play(self, node: str, *, once: bool = False) -> None:
        board = self.bench.session.board
        proxy = proxy_of(board, node)
        if proxy is not None:
            self.leafing.let_go()
            self._playing[node] = once
            self.player.play(node, proxy, size=self.sight.size(node), once=once)
        elif sound_of(board, node) is not None:
            self.listening.play(node)

    def _stop(self, node: str) -> None:
        if self._playing.pop(node, None) is not None:
            self.player.stop(node)
            self.listening.stop(node)
            self.view.show_playing(node, None)

    def _show(self, node: str, image: QImage) -> None:
        board = self.bench.session.board
        film = film_of(board, node)
        if film is None or self.bench.session.state(node).state == "running":
            self._stop(node)
            return
        leafed = node == self.leafing.clip
        share, time = self.player.share(node), ""
        if leafed or len(self._playing) <= TIMED:
            time = timecode(round(share * film.frames), film.rate or board.meta.rate)
        line = self.leafing.line if leafed else None
        self.view.show_playing(node, Shown(image, None if leafed else share, time, line))

    def _failed(self, node: str, trouble: Trouble) -> None:
        """Say it once for each clip that a hand passes over, and each time one is to play."""
        if node in self._playing or node not in self._told:
            self.bench.tell(trouble)
        self._told.add(node)
        if node == self.leafing.clip:
            self.leafing.let_go()
        self._stop(node)

    def _look_around(self) -> None:
        """Let rest what cannot be seen, and play on what can, in the size that it has now."""
        self.player.hold(False)
        sizes = {node: self.sight.size(node) for node in self._playing}
        seen = self.sight.nearest([node for node, size in sizes.items() if size is not None])
        for node, size in sizes.items():
            if node in seen:
                self.player.resize(node, size)
                self.player.resume(node)
            else:
                self.player.pause(node)
                self.listening.stop(node)
                self.view.show_playing(node, None)

    # -- following

    def _changed(self, change: Change) -> None:
        """A clip that got another take plays that one; one that is gone plays no more."""
        updated, removed = change.updated.get("nodes", {}), change.removed.get("nodes", ())
        for node in self.playing | self.listening.held | {self.leafing.clip}:
            once = self._playing.get(node, False)
            if node in removed or {"take", "refs"} & set(updated.get(node, ())):
                if node == self.leafing.clip:
                    self.leafing.let_go()
                self.listening.stop(node)
                played = node in self._playing
                self._stop(node)
                if played and node not in removed:
                    self._play(node, once=once)
                    self._look.start()

    def _edited(self, what: str) -> None:
        if what == "gesture":
            self.leafing.let_go()
        elif what == "camera":
            self.leafing.let_go()
            self._follow_camera()

    def _follow_camera(self) -> None:
        """While the zoom moves nothing is decoded: the size of everything changes."""
        if not self._playing:
            return
        zoom = self.bench.editor.camera.zoom
        if zoom != self._zoom:
            self._zoom = zoom
            self.player.hold(True)
            self._look.start()
        elif not self._look.isActive():
            self._look.start()


def _nothing_plays() -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "There is nothing here to play: render a clip first, or bring in a video."
        )
    )
