"""Plays the whole film as it stands, over the canvas: unrendered shots as stills and cards."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from canvas.app.notices import FilesMoved, Notice
from canvas.app.session import Session
from canvas.document.sequence import Sequence, assets_of
from canvas.ui.film_plan import FilmPlan
from canvas.ui.player_bar import PlayerBar
from canvas.ui.run import Run
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.reel import Reel
    from canvas.ui.speaker import Speaker

_SETTLE = 120
"""Milliseconds after the last change of size before frames are decoded at the new one."""
_FASTEST = 8


class Player(QWidget):
    """The film over the canvas area, which it covers while it is open. Qt thread.

    Frames come from a Reel and are shown by the clock: a machine that is too slow drops frames and
    keeps the time. Space and K play and hold, J and L run back and on (again: faster), the arrows
    step, Escape closes.
    """

    position = Signal(int)
    """The film's frame on show."""
    playing_changed = Signal(bool)
    closed = Signal()
    _ready = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._home = parent
        self._image = QImage()
        self._plan: FilmPlan | None = None
        self._reel: Reel | None = None
        self._speaker: Speaker | None = None
        self._run: Run | None = None
        self._began: float | None = None
        self._stop_hearing: Callable[[], None] = _nothing
        self.frame = 0
        self.loop = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.bar = PlayerBar(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self.bar)
        self._clock = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._turn)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settle.timeout.connect(self._again)
        self._ready.connect(self._turn, Qt.ConnectionType.QueuedConnection)
        self._wire_bar()
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    # -- from outside

    @property
    def sequence(self) -> Sequence:
        return (
            self._plan.sequence
            if self._plan
            else Sequence(title="", rate=self._session.board.meta.rate, width=16, height=9)
        )

    @property
    def playing(self) -> bool:
        return self._run is not None and self._run.step != 0

    @property
    def image(self) -> QImage:
        """What is on show."""
        return self._image

    def open(self, frame: int = 0, *, play: bool = True) -> None:
        """Show the player over the canvas at a frame of the film, and play."""
        if self._plan is None:
            self._prepare()
        self.bar.show_film(self.sequence)
        self._cover()
        self.show()
        self.raise_()
        self.setFocus()
        self._start(frame, 1 if play else 0)

    def seek(self, frame: int) -> None:
        """Go to a frame, and go on as before."""
        self._start(frame, self._run.step if self._run else 0)

    def play(self) -> None:
        """Play on at the film's speed; from its start if it stands at the end."""
        at_end = self.frame >= self.sequence.frames - 1
        self._start(0 if at_end else self.frame, 1)

    def pause(self) -> None:
        self._start(self.frame, 0)

    def toggle(self) -> None:
        self.pause() if self.playing else self.play()

    def step(self, frames: int) -> None:
        """Hold, so many frames on."""
        self._start(self.frame + frames, 0)

    def shuttle(self, direction: int) -> None:
        """Run back (-1) or on (1); again in the same direction doubles the speed."""
        now = self._run.step if self._run else 0
        faster = min(abs(now) * 2, _FASTEST) * direction
        self._start(self.frame, faster if now * direction > 0 else direction)

    def set_loop(self, loop: bool) -> None:
        self.loop = loop
        self.bar.show_loop(loop)
        if self.playing:
            self.seek(self.frame)

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self._leave_full_screen()
        else:
            self.setParent(None)
            self.showFullScreen()
            self.setFocus()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.bar.set_theme(theme)
        self.update()

    def close_player(self) -> None:
        """Go back to the canvas; gives every file and thread back."""
        if self._plan is None:
            return
        self._leave_full_screen()
        self.hide()
        self.close_down()
        self.closed.emit()

    # -- playing

    def _prepare(self) -> None:
        # late: decoders and sound cost a third of a second, which no start of the app should pay
        from canvas.ui.reel import Reel
        from canvas.ui.speaker import Speaker

        self._plan = FilmPlan(self._session, self)
        self._plan.changed.connect(self._replan)
        self._stop_hearing = self._session.listen(self._hear)
        find = self._session.fetching.playable
        self._reel = Reel(find, self._ready.emit)
        self._speaker = self._speaker or Speaker(find)

    def _start(self, frame: int, step: int) -> None:
        """Go through the film from a frame on; what was decoded for another way is dropped."""
        if self._reel is None or not self.sequence.frames:
            return
        was_playing = self.playing
        frame = min(max(frame, 0), self.sequence.frames - 1)
        self._run = Run(self.sequence, self._pixels(), frame, step, self.loop)
        self._began = None
        if self._speaker is not None:
            self._speaker.stop()
        self._reel.show(self._run)
        rate = float(self.sequence.rate)
        # Twice for each frame: shown at most half a frame late.
        self._clock.start(max(4, round(500 / rate))) if step else self._clock.stop()
        if was_playing != self.playing:
            self.playing_changed.emit(self.playing)
        self._move_to(frame)
        self.bar.show_playing(self.playing)

    def _turn(self) -> None:
        """Show the frame that is due. The clock starts with the first, so that none is lost."""
        if self._run is None or self._reel is None:
            return
        tick = self._tick()
        shown = self._reel.take(tick)
        if shown is not None:
            if self._began is None:
                self._begin()
            number, self._image = shown
            self._move_to(number)
            self.update()
        elif self._run.frame(tick) is None:
            self.pause()

    def _begin(self) -> None:
        """Start the clock, after the sound: opening an output can take a moment."""
        if self._speaker is not None and self._run is not None and self._run.step == 1:
            self._speaker.start(self.sequence, self._run.start)
        self._began = time.monotonic()

    def _tick(self) -> int:
        if self._began is None:
            return 0
        return int((time.monotonic() - self._began) * float(self.sequence.rate))

    def _move_to(self, frame: int) -> None:
        if frame != self.frame:
            self.frame = frame
            self.position.emit(frame)
        self.bar.show_frame(frame)

    def _replan(self) -> None:
        """The board has changed: go on in the film as it stands now."""
        self.bar.show_film(self.sequence)
        if not self.sequence.frames:
            self.close_player()
        else:
            self.seek(self.frame)

    def _hear(self, notice: Notice) -> None:
        """A file of the film has come: it takes the place of its proxy, or of a card."""
        if not isinstance(notice, FilesMoved) or self._reel is None:
            return
        assets = self._session.board.assets
        shown = (assets.get(hash) for hash in assets_of(self.sequence))
        files = {hash for one in shown if one for hash in (one.hash, one.proxy, one.thumbnail)}
        if not files.isdisjoint(notice.came):
            self._reel.look_again()
            if not self.playing:
                self._again()

    def _again(self) -> None:
        if self.isVisible():
            self.seek(self.frame)

    def close_down(self) -> None:
        """Stop, and give every file and thread back; before the session closes."""
        self._clock.stop()
        self._settle.stop()
        if self._speaker is not None:
            self._speaker.stop()
        playing, self._run = self.playing, None
        if self._reel is not None:
            self._reel.close()
        if self._plan is not None:
            self._stop_hearing()
            self._plan.close()
        self._reel = self._plan = None
        self._image = QImage()
        if playing:
            self.playing_changed.emit(False)

    # -- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colours.ink)
            if not self._image.isNull():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(self._place(), self._image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._run is not None and self._run.size != self._pixels():
            self._settle.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asked of a full screen by the window system: back into the window."""
        self._leave_full_screen()
        event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def sizeHint(self) -> QSize:
        return QSize(960, 600)

    def _cover(self) -> None:
        if self._home is not None and not self.isFullScreen():
            self.setGeometry(self._home.rect())

    def _leave_full_screen(self) -> None:
        if not self.isFullScreen():
            return
        self.setWindowState(Qt.WindowState.WindowNoState)
        self.setParent(self._home)
        self._cover()
        self.show()
        self.raise_()
        self.setFocus()

    def picture_box(self) -> QRectF:
        """Where the picture lies in the player."""
        return self._place()

    def _place(self) -> QRectF:
        """Where the picture lies: whole, in the middle of what the bar leaves."""
        sequence = self.sequence
        room = QRectF(0, 0, self.width(), max(1, self.height() - self.bar.height()))
        scale = min(room.width() / sequence.width, room.height() / sequence.height)
        place = QRectF(0, 0, sequence.width * scale, sequence.height * scale)
        place.moveCenter(room.center())
        return place

    def _pixels(self) -> tuple[int, int]:
        """What to decode to: the picture's own pixels on this screen, never more than the film."""
        sequence, place = self.sequence, self._place()
        share = min(1.0, place.width() * self.devicePixelRatioF() / sequence.width)
        return max(2, round(sequence.width * share)), max(2, round(sequence.height * share))

    # -- hands

    def _wire_bar(self) -> None:
        self.bar.toggled.connect(self.toggle)
        self.bar.seeked.connect(self.seek)
        self.bar.loop_toggled.connect(self.set_loop)
        self.bar.full_screen_toggled.connect(self.toggle_full_screen)
        self.bar.closed.connect(self.close_player)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle_full_screen()

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and self._meaning(event) is not None:
            event.accept()  # or the canvas below would take its bare keys: F, K, L
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (act := self._meaning(event)) is None:
            super().keyPressEvent(event)
        else:
            act()

    def _meaning(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here; None for one that means nothing, as all with Ctrl or Alt."""
        shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & ~shift:
            return None
        second = self.sequence.rate.nominal
        far = second if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_K: self.pause,
            Qt.Key.Key_J: partial(self.shuttle, -1),
            Qt.Key.Key_L: partial(self.shuttle, 1),
            Qt.Key.Key_Left: partial(self.step, -far),
            Qt.Key.Key_Right: partial(self.step, far),
            Qt.Key.Key_Home: partial(self.seek, 0),
            Qt.Key.Key_End: partial(self.seek, self.sequence.frames - 1),
            Qt.Key.Key_F: self.toggle_full_screen,
            Qt.Key.Key_R: partial(self.set_loop, not self.loop),
            Qt.Key.Key_Escape: self._escape,
        }
        return keys.get(event.key())

    def _escape(self) -> None:
        self._leave_full_screen() if self.isFullScreen() else self.close_player()


def _nothing() -> None:
    """Before the player was first opened."""
