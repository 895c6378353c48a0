"""The film strip and the player at the same frame; the player is made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from canvas.ui.bench import Bench
from canvas.ui.filmstrip import FilmStrip
from canvas.ui.theme import Theme
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.player import Player


class Cinema(QObject):
    """Plays the whole film over the canvas. Main thread."""

    player_made = Signal(object)

    def __init__(self, bench: Bench, strip: FilmStrip, view: CanvasView) -> None:
        super().__init__(view)
        self._bench, self._strip, self._view = bench, strip, view
        self.player: Player | None = None
        strip.play_requested.connect(self.play_from)
        strip.pause_requested.connect(self._pause)
        strip.seeked.connect(self._seek)
        strip.shot_selected.connect(self._find)
        self._stop = bench.editor.listen(self._edited)

    def toggle(self) -> None:
        """Play the film from its playhead, or hold it."""
        if self.player is not None and self.player.isVisible():
            self.player.toggle()
        else:
            self.play_from(self._strip.position)

    def play_from(self, frame: int) -> None:
        if not self._bench.session.board.film:
            return
        if self.player is None:
            self.player = self._made()
        self.player.open(frame)

    def set_theme(self, theme: Theme) -> None:
        self._strip.set_theme(theme)
        if self.player is not None:
            self.player.set_theme(theme)

    def close_down(self) -> None:
        self._stop()
        if self.player is not None:
            self.player.close_down()
            if self.player.isWindow():  # a full screen belongs to no window, and would stay
                self.player.hide()
                self.player.deleteLater()
        self._strip.close_down()

    def _made(self) -> Player:
        from canvas.ui.player import Player  # late: it brings the decoders and the sound

        player = Player(self._bench.session, self._bench.theme, self._view)
        player.position.connect(self._strip.set_position)
        player.playing_changed.connect(self._strip.set_playing)
        player.closed.connect(self._view.setFocus)
        self.player_made.emit(player)
        return player

    def _pause(self) -> None:
        if self.player is not None:
            self.player.pause()

    def _seek(self, frame: int) -> None:
        if self.player is not None and self.player.isVisible():
            self.player.seek(frame)

    def _find(self, node: str) -> None:
        self._bench.editor.select([node])
        self._bench.editor.show([node])

    def _edited(self, what: str) -> None:
        if what == "selection":
            self._strip.set_selected(self._bench.editor.selection)
