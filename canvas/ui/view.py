"""The canvas on screen: one widget, painted from numpy, that turns events into gestures."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from assets.store import Store
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.editor.camera import Box, Camera
from canvas.editor.editor import SHADOW, Editor
from canvas.editor.hand import Hand
from canvas.ui.field import Field
from canvas.ui.painting.affected import only_places, touched_nodes
from canvas.ui.painting.faces import Rendered, WhereOf
from canvas.ui.painting.frame import Detail, Frame, frame_of, letters_for
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.motion import Playing
from canvas.ui.painting.overlay import Overlay
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.steering import single_shot
from canvas.ui.theme import Theme
from canvas.ui.thumbnails import Thumbnails
from canvas.ui.waves import Waves

SETTLE = 150
"""Milliseconds after which a zoom that stopped moving is drawn sharply."""

COALESCE = 40
"""Milliseconds in which arriving pictures wait for one another."""

MANY = 200
"""Nodes from which on all is painted anew rather than each by itself."""

MAP_WAIT = 150
"""Milliseconds after which the map in the corner catches up with nodes that move."""


class Shown(Protocol):
    """What the view needs of a Session."""

    @property
    def board(self) -> Board: ...
    @property
    def store(self) -> Store: ...
    def state(self, node: str) -> Rendered: ...


class CanvasView(Field):
    """Main thread. Call `close_down` before its session closes."""

    selection_changed = Signal()

    def __init__(
        self,
        session: Shown,
        editor: Editor,
        theme: Theme,
        hand: Hand,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(editor, hand, parent)
        self._board = session.board
        self.thumbnails = Thumbnails(session.store.find, self)
        self.waves = Waves(session.store, self)
        self.painter = BoardPainter(editor, theme, session.state, self.thumbnails)
        self.painter.cards.waves = self.waves
        self.layer = StaticLayer(self.painter)
        self.overlay = Overlay(editor, self.painter)
        self._playing: dict[str, Playing] = {}
        self._detail: Detail | None = None
        self._letters: float | None = None
        self._zoom = editor.camera.zoom
        self.frames = 0
        """Frames painted so far."""
        self._settle = single_shot(self, SETTLE, self._settled)
        self._came: set[str] = set()
        self._owes_all = False
        self._arrivals = single_shot(self, COALESCE, self._arrived)
        self._map_due = single_shot(self, MAP_WAIT, self.update)
        for source in (self.thumbnails, self.waves):
            source.arrived.connect(self._has_come)
        self._stops = [editor.listen(self._edited), session.board.listen(self._changed)]
        self._prepare()

    def _prepare(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Canvas"))
        self.painter.forget()
        self._all_again()

    # -- what others ask of the view

    def set_theme(self, theme: Theme) -> None:
        self.painter.set_theme(theme)
        self._all_again()

    def refresh(self) -> None:
        """Look everything up anew: renders have moved on, files have come."""
        self.thumbnails.look_again()
        self.waves.look_again()
        self.painter.faces.forget()
        self.painter.covers.forget()
        self.painter.signs.forget()
        self._all_again()

    def look_for_files(self) -> None:
        """Files may have come or gone meanwhile; what is still there costs no frame."""
        missing = self.thumbnails.has_missing or self.waves.has_missing
        self.thumbnails.look_again()
        self.waves.look_again()
        if missing:
            self._all_again()

    def show_whereabouts(self, find: WhereOf) -> None:
        """Say on every card where its file is that is not here."""
        self.painter.faces.where_of = find
        self.painter.signs.where_of = find
        self.painter.faces.forget()
        self.painter.signs.forget()
        self._all_again()

    def show_files(self, came: Collection[str], nodes: Collection[str]) -> None:
        """Files have come, and those of these nodes stand otherwise."""
        if came:
            self.thumbnails.forgive(came)
            self.waves.forgive(came)
        if len(nodes) > MANY:
            self.painter.forget()
            self._all_again()
            return
        for node in nodes:
            if node in self._board.nodes:
                self.refresh_node(node)

    def refresh_node(self, node: str) -> None:
        """The render of one node has moved on."""
        self.painter.forget((node,))
        box = self.editor.bounds((node,))
        if box is not None:
            grown = (box[0] - SHADOW, box[1] - SHADOW, box[2] + SHADOW, box[3] + SHADOW)
            self.editor.damage.add(grown)
        self.update()

    def offers_again(self, node: str, at: QPointF) -> bool:
        place = (at * self.devicePixelRatioF()).toPoint()
        return self.painter.cards.offers_again(self.frame(), node, place)

    def set_playing(
        self, node: str, image: QImage | None, *, share: float | None = None, time: str = ""
    ) -> None:
        """Show a frame of a clip that plays in its card; None ends it."""
        self.show_playing(node, None if image is None else Playing(image, share, time))

    def show_playing(self, node: str, playing: Playing | None) -> None:
        """Show what moves in a card at this moment; None ends it."""
        if playing is not None:
            self._playing[node] = playing
        elif self._playing.pop(node, None) is None:
            return
        self.update()

    def in_sight(self) -> tuple[str, ...]:
        """The nodes of which something is to be seen."""
        table = self.editor.table
        return tuple(table.ids[row] for row in table.cull(self.editor.camera.view).tolist())

    @property
    def at_rest(self) -> bool:
        """Whether what is shown is as sharp as it gets: nothing moves, decodes or waits."""
        waiting = self._settle.isActive() or self._arrivals.isActive() or self.painter.unfinished
        return not (waiting or self.thumbnails.busy or self.waves.busy or self.editor.damage)

    def close_down(self) -> None:
        """Stop listening and decoding."""
        for timer in (self._settle, self._arrivals, self._map_due):
            timer.stop()
        self.let_be()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.thumbnails.close()
        self.waves.close()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        try:
            self._paint(event.region())
        except Exception:
            # what leaves an event of Qt ends the program; told like this, only a frame is lost
            sys.excepthook(*sys.exc_info())

    def _paint(self, region: QRegion) -> None:
        frame, damage = self.frame(), self.editor.damage.take()
        straight = region.rectCount() == 1  # many small clips make all slow but a copy
        with QPainter(self) as painter:
            if frame.ratio == 1.0:
                self.layer.draw(painter, frame, damage, straight=straight)
                self.overlay.draw(painter, frame, self._playing, self.layer)
            else:
                self._paint_dense(painter, frame, damage)
            self.minimap.draw(painter, self.editor.camera, self.painter.theme)
        if self.painter.owes_all:
            self._owes_all = True
            self._start(self._arrivals)
        elif self.painter.unfinished:
            self.update()
        if self.minimap.unfinished:
            self._start(self._map_due)
        self.frames += 1

    def _paint_dense(self, painter: QPainter, frame: Frame, damage: Iterable[Box]) -> None:
        """On a dense screen the overlay is drawn in device pixels too, so that both stay sharp."""
        self.layer.update(frame, damage)
        both = self.layer.pixmap.copy(frame.area.translated(self.layer.corner))
        with QPainter(both) as over:
            self.overlay.draw(over, frame, self._playing, self.layer)
        both.setDevicePixelRatio(frame.ratio)
        painter.drawPixmap(0, 0, both)

    def frame(self) -> Frame:
        """The frame for the camera as it is now."""
        held = 0 if len(self.editor.apart) else len(self.editor.table.held)
        made = frame_of(self.editor.camera, self._detail, letters=self._letters, held=held)
        self._detail = made.detail
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look_for_files()  # whoever was elsewhere may have moved some
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.Show):
            self.pointers.let_go()  # before the field is another one under it
            self._measure()
        return super().event(event)

    def _measure(self) -> None:
        self.gliding.finish()
        camera = self.editor.camera
        whole, ratio = self.editor.shows_all, self.devicePixelRatioF()
        self.editor.camera = camera.resized(self.width(), self.height(), ratio)
        if whole:
            self.editor.fit()

    # -- following editor and board

    def _edited(self, what: str) -> None:
        if what == "camera":
            self._follow_zoom(self.editor.camera)
        elif what == "selection":
            self._describe()
            self.minimap.touch(moved=False)
            self.selection_changed.emit()
        elif what == "insert" and self.editor.wish is not None:
            wish = self.editor.wish
            place = self.mapToGlobal(QPointF(*self.editor.camera.to_screen(wish.x, wish.y)))
            self.insert_requested.emit(place.toPoint(), (wish.x, wish.y), wish.start)
        elif what in ("board", "gesture"):
            self.minimap.touch()
        self.update()

    def _follow_zoom(self, camera: Camera) -> None:
        if camera.zoom == self._zoom:
            return
        before = self._letters or self._zoom * camera.ratio
        self._zoom = camera.zoom
        if self.isVisible():
            self._letters = letters_for(camera.scale, before)
            self._settle.start()

    def _settled(self) -> None:
        self._letters = None
        self._all_again()

    def _changed(self, change: Change) -> None:
        """Look up anew what the change can be seen on: mostly the node and what it feeds."""
        if not only_places(change):
            touched = touched_nodes(self._board, change)
            self.painter.faces.forget()
            self.painter.ports.forget(touched)
            self.painter.covers.forget(touched)
            self.painter.signs.forget(touched)
            self.editor.damage.everything()
        self.update()

    def _has_come(self, hash: str) -> None:
        self._came.add(hash)
        self._start(self._arrivals)

    def _arrived(self) -> None:
        """Paint anew what shows pictures and waves that have come, or all that was not finished."""
        came, self._came = self._came, set()
        self._owes_all, owed = False, self._owes_all
        if owed or self._detail is Detail.far:
            self._all_again()
            return
        table = self.editor.table
        for row in self.layer.in_reach(self.frame()).tolist():
            face = self.painter.faces.of(table.ids[row])
            if table.folded[row] or face.sound in came or not came.isdisjoint(face.pictures):
                self.editor.damage.add(table.box(row))
        self.update()

    def _all_again(self) -> None:
        self.editor.damage.everything()
        self.update()

    def _describe(self) -> None:
        """Say what is selected to those who do not see it."""
        titles = [self.painter.faces.of(node).title for node in self.editor.selected[:8]]
        self.setAccessibleDescription(", ".join(titles))

    # -- timers

    def _start(self, timer: QTimer) -> None:
        if not timer.isActive():
            timer.start()
