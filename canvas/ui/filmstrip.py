"""The film at the foot of the window: its shots as wide as they are long, to be played and cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from canvas.app.commands import film
from canvas.app.commands.rewire import mute
from canvas.app.notices import FilesMoved, NodeState, Notice, Told
from canvas.app.session import Session
from canvas.document.records import new_id
from canvas.document.sequence import Cut
from canvas.document.timing import timecode
from canvas.document.words import Trouble
from canvas.ui import strip_painting as look
from canvas.ui.clip_frames import ClipFrames
from canvas.ui.film_marks import FilmMark, paint_on_strip
from canvas.ui.film_plan import FilmPlan
from canvas.ui.lane import Lane, Spot, scale_for
from canvas.ui.strip_muted import Plate, paint_muted, plate_at
from canvas.ui.strip_words import StripWords
from canvas.ui.theme import FILM_STRIP, Theme
from canvas.ui.thumbnails import Thumbnails

_DRAG = 5.0
"""Pixels after which a press has become a drag."""


class _Trim:
    """An edge of a shot in the hand."""

    def __init__(self, cut: Cut, edge: str, x: float) -> None:
        self.shot, self.edge, self.x = cut.shot, edge, x
        self.first, self.last = cut.source_in, cut.source_in + cut.frames
        self.gesture = new_id()

    def moved(self, frames: int) -> tuple[int, int]:
        """The shot's in and out after the edge has gone `frames` to the right."""
        if self.edge == "start":
            return min(max(0, self.first + frames), self.last - 1), self.last
        return self.first, max(self.first + 1, self.last + frames)


class FilmStrip(QWidget):
    """The film strip of one open board. Qt thread."""

    shot_selected = Signal(str)
    """The node of the shot that was clicked."""
    play_requested = Signal(int)
    """Open the player at a frame of the film."""
    pause_requested = Signal()
    seeked = Signal(int)
    """The playhead was moved by hand."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.theme = session, theme
        self.plan = FilmPlan(session, self)
        self.position = 0
        self.marks: Sequence[FilmMark] = ()
        self.playing = False
        self.selected: frozenset[str] = frozenset()
        self.thumbnails = Thumbnails(session.store.find, self)
        self.clip_frames = ClipFrames(session.store.find, self)
        self.words = StripWords(session)
        self.lane = Lane(self.plan.sequence, 1.0)
        self._carried: int | None = None
        self._hand = QPointF(-1, -1)
        self._press: tuple[QPointF, Spot | None] | None = None
        self._trim: _Trim | None = None
        self._heading = False
        self.setObjectName("strip")
        self.setFixedHeight(FILM_STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.plan.changed.connect(self._replan)
        self.thumbnails.arrived.connect(self.update)
        self.clip_frames.arrived.connect(self.update)
        self._stop = session.listen(self._heard)
        self._replan()

    # -- from outside

    def set_position(self, frame: int) -> None:
        """Put the playhead on a frame and keep it in sight."""
        self.position = min(max(frame, 0), max(0, self.plan.sequence.frames - 1))
        self._keep_in_sight()
        self._describe()
        self.update()

    def show_marks(self, marks: Sequence[FilmMark]) -> None:
        """Show where comments stand."""
        if marks != self.marks:
            self.marks = marks
            self.update()

    def set_playing(self, playing: bool) -> None:
        self.playing = playing
        self.update()

    def set_selected(self, nodes: Collection[str]) -> None:
        """Outline the shots of the nodes that are selected on the canvas."""
        self.selected = frozenset(nodes)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def close_down(self) -> None:
        """Hear of nothing any more; before the session closes."""
        self.plan.close()
        self._stop()
        self.thumbnails.close()
        self.clip_frames.close()

    def sizeHint(self) -> QSize:
        return QSize(900, FILM_STRIP)

    # -- following the board

    def _replan(self) -> None:
        self.position = min(self.position, max(0, self.plan.sequence.frames - 1))
        scale = self.lane.scale if self._trim else scale_for(self.plan.sequence, self._room())
        self.lane = Lane(self.plan.sequence, scale, self.lane.scroll)
        self._scroll_to(self.lane.scroll)
        self._describe()

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, NodeState):
            self.update()
        elif isinstance(notice, FilesMoved) and notice.came:
            self.thumbnails.forgive(notice.came)
            self.clip_frames.forgive(notice.came)
            self.update()

    def _describe(self) -> None:
        rate = self.plan.sequence.rate
        self.setAccessibleName(self.tr("Film"))
        self.setAccessibleDescription(
            f"{timecode(self.position, rate)}. {self.words.counts(self.plan.sequence)}"
        )

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            strip = self._look()
            look.paint(painter, strip)
            paint_muted(painter, strip)
            paint_on_strip(painter, strip, self.marks)

    def _look(self) -> look.Strip:
        return look.Strip(
            theme=self.theme,
            sequence=self.plan.sequence,
            lane=self.lane,
            width=self.width(),
            title=self.session.title,
            words=self.words,
            state=self.session.state,
            picture=self._picture,
            frames=self._frames,
            position=self.position,
            playing=self.playing,
            selected=self.selected,
            carried=self._carried,
            hand=self._hand,
        )

    def _picture(self, asset: str, wide: float) -> QImage | None:
        record = self.session.board.assets.get(asset)
        if record is None or record.thumbnail is None:
            return None
        return self.thumbnails.best(record.thumbnail, wide * self.devicePixelRatioF())

    def _frames(self, asset: str, numbers: Sequence[int]) -> list[QImage | None]:
        record = self.session.board.assets.get(asset)
        if record is None:
            return [None] * len(numbers)
        high = round(look.HEIGHT * self.devicePixelRatioF())
        return self.clip_frames.best(record.proxy or asset, numbers, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._replan()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
            self.update()
        super().changeEvent(event)

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        if look.PLAY.contains(place):
            return self._toggle()
        if self._on_head(place):
            self._heading = True
            return self._head_to(place.x())
        if (plate := plate_at(self._look(), place)) is not None:
            return self.shot_selected.emit(_next_of(plate, self.selected))
        spot = self._spot(place)
        self._press = (place, spot)
        if spot is not None:
            cut = self.plan.sequence.cuts[spot.index]
            self.shot_selected.emit(cut.node)
            if spot.edge and self._writable():
                self._trim = _Trim(cut, spot.edge, place.x())
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand = event.position()
        if self._heading:
            self._head_to(self._hand.x())
        elif self._trim is not None:
            self._trim_to(self._trim, self._hand.x())
        elif self._press is not None:
            self._carry(*self._press)
        else:
            self._show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carried, self._carried = self._carried, None
        trimmed, self._trim = self._trim, None
        self._press, self._heading = None, False
        if carried is not None:
            self._drop(carried, self.lane.gap_at(event.position().x() - look.MARGIN))
        if trimmed is not None:
            self.plan.look_again()
            self._replan()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._spot(event.position()) is not None:
            frame = self.lane.frame_at(event.position().x() - look.MARGIN)
            self.set_position(frame)
            self.play_requested.emit(frame)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        plate = plate_at(self._look(), QPointF(event.pos()))
        spot = self._spot(QPointF(event.pos()))
        if plate is not None and self._writable():
            self._muted_menu(plate).exec(event.globalPos())
        elif spot is not None and self._writable():
            self._menu(spot.index).exec(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        step = turned.x() if abs(turned.x()) > abs(turned.y()) else turned.y()
        self._scroll_to(self.lane.scroll - step)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hand = event.position()

    def leaveEvent(self, event: QEvent) -> None:
        self._hand = QPointF(-1, -1)
        self.unsetCursor()
        self.update()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        second = self.plan.sequence.rate.nominal
        far = second if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._toggle,
            Qt.Key.Key_Left: partial(self._go, self.position - far),
            Qt.Key.Key_Right: partial(self._go, self.position + far),
            Qt.Key.Key_Home: partial(self._go, 0),
            Qt.Key.Key_End: partial(self._go, self.plan.sequence.frames - 1),
            Qt.Key.Key_Up: partial(self._go_to_shot, -1),
            Qt.Key.Key_Down: partial(self._go_to_shot, 1),
        }
        if (step := steps.get(event.key())) is None:
            super().keyPressEvent(event)
        else:
            step()

    def _go(self, frame: int) -> None:
        self.set_position(frame)
        self.seeked.emit(self.position)

    def _go_to_shot(self, step: int) -> None:
        cuts = self.plan.sequence.cuts
        if not cuts:
            return
        here = max(index for index, cut in enumerate(cuts) if cut.start <= self.position)
        back_to_start = step < 0 and self.position > cuts[here].start
        to = here if back_to_start else min(max(here + step, 0), len(cuts) - 1)
        self._go(cuts[to].start)
        self.shot_selected.emit(cuts[to].node)

    def _toggle(self) -> None:
        if self.playing:
            self.pause_requested.emit()
        elif self.plan.sequence.frames:
            self.play_requested.emit(self.position)

    # -- what a hand does

    def _head_to(self, x: float) -> None:
        self._go(self.lane.frame_at(x - look.MARGIN))

    def _trim_to(self, trim: _Trim, x: float) -> None:
        first, last = trim.moved(round((x - trim.x) / self.lane.scale))
        self._attempt(
            lambda: film.trim_shot(self.session, trim.shot, first, last, gesture=trim.gesture)
        )

    def _carry(self, pressed: QPointF, spot: Spot | None) -> None:
        far = abs(self._hand.x() - pressed.x()) > _DRAG
        if self._carried is None and spot is not None and far and self._writable():
            self._carried = spot.index
        if self._carried is not None:
            self.update()

    def _drop(self, index: int, gap: int) -> None:
        if gap in (index, index + 1):
            return
        cuts = self.plan.sequence.cuts
        before = cuts[gap].shot if gap < len(cuts) else None
        self._attempt(lambda: film.move_shot(self.session, cuts[index].shot, before))

    def _menu(self, index: int) -> QMenu:
        """What can be done with a shot: how it begins, and whether it stays."""
        cut, rate = self.plan.sequence.cuts[index], self.plan.sequence.rate
        menu = QMenu(self)
        play = menu.addAction(self.tr("Play from here"))
        play.triggered.connect(lambda: self.play_requested.emit(cut.start))
        menu.addSeparator()
        lengths = ((0, self.tr("Cut")), (1, self.tr("Dissolve, half a second")))
        for halves, name in (*lengths, (2, self.tr("Dissolve, one second"))):
            frames = rate.nominal * halves // 2
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(cut.overlap == frames)
            action.setEnabled(index > 0)
            kind = "dissolve" if frames else "cut"
            action.triggered.connect(partial(self._join, cut.shot, kind, frames))
        menu.addSeparator()
        remove = menu.addAction(self.tr("Remove from film"))
        remove.triggered.connect(
            lambda: self._attempt(lambda: film.remove_shots(self.session, [cut.shot]))
        )
        return menu

    def _muted_menu(self, plate: Plate) -> QMenu:
        """What can be done with shots that are not in the film."""
        menu = QMenu(self)
        for one in plate.shots:
            action = menu.addAction(self.tr("Unmute {number}").format(number=one.number))
            action.triggered.connect(partial(self._unmute, [one.node]))
        if len(plate.shots) > 1:
            menu.addSeparator()
            every = menu.addAction(self.tr("Unmute all of them"))
            every.triggered.connect(partial(self._unmute, [one.node for one in plate.shots]))
        return menu

    def _unmute(self, nodes: Sequence[str], _checked: bool = False) -> None:
        # what several shots show is one clip; all of them are muted, so all are turned on
        self._attempt(lambda: mute(self.session, tuple(dict.fromkeys(nodes))))

    def _join(self, shot: str, kind: str, frames: int, _checked: bool = False) -> None:
        self._attempt(lambda: film.set_transition(self.session, shot, kind, frames))

    def _attempt(self, run: Callable[[], None]) -> None:
        """Do it, or tell why it cannot be done."""
        try:
            run()
        except Trouble as trouble:
            self.session.tell(Told(trouble))

    # -- where things are

    def _room(self) -> float:
        return max(1.0, self.width() - 2 * look.MARGIN)

    def _writable(self) -> bool:
        return not self.session.looks_only

    def _spot(self, place: QPointF) -> Spot | None:
        if not look.shots_box(self.width()).contains(place):
            return None
        return self.lane.spot(place.x() - look.MARGIN)

    def _on_head(self, place: QPointF) -> bool:
        """Whether a press here takes the playhead."""
        strip = self._look()
        return look.on_playhead(strip, place) or look.in_ruler(strip, place)

    def _scroll_to(self, scroll: float) -> None:
        self.lane.scroll = min(max(0.0, scroll), self.lane.most_scroll(self._room()))
        self.update()

    def _keep_in_sight(self) -> None:
        x, room = self.lane.x_of(self.position), self._room()
        if x < 0 or x > room - 24:
            self._scroll_to(self.lane.scroll + x - (24 if x < 0 else room / 4))

    def _show_cursor(self) -> None:
        spot = self._spot(self._hand)
        if look.on_playhead(self._look(), self._hand) or (spot and spot.edge and self._writable()):
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.unsetCursor()
        self.update(QRectF(look.PLAY).toAlignedRect())


def _next_of(plate: Plate, selected: Collection[str]) -> str:
    """The node of a plate that a press selects: press again for the next one."""
    nodes = [one.node for one in plate.shots]
    chosen = next((at for at, node in enumerate(nodes) if node in selected), -1)
    return nodes[(chosen + 1) % len(nodes)]
