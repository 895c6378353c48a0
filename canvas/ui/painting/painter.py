"""The board painted from nothing, whole or any rectangle of it: the oracle of every quicker way."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from canvas.document.records import NodeKind
from canvas.editor.carrying import among
from canvas.editor.editor import SHADOW, Editor
from canvas.editor.spatial import KIND_CODE, SCENE, Rows
from canvas.ui.painting.cards import Cards
from canvas.ui.painting.distant import Covers, Distant
from canvas.ui.painting.faces import Faces, StateOf
from canvas.ui.painting.folded import Folded
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.ground import draw_ground
from canvas.ui.painting.ink import Ink
from canvas.ui.painting.patch import Patch
from canvas.ui.painting.pictures import STAMP, Dots, Tiles
from canvas.ui.painting.portmarks import PortMarks
from canvas.ui.painting.scenery import Scenery
from canvas.ui.painting.signs import Signs
from canvas.ui.painting.sketched import Sketched, sketched
from canvas.ui.painting.sprites import Sprites
from canvas.ui.painting.stacking import layers
from canvas.ui.painting.wires import draw_wires
from canvas.ui.theme import Theme
from canvas.ui.thumbnails import Thumbnails

NOTE = KIND_CODE[NodeKind.note]
TITLES = 46.0
"""Logical pixels that a scene's name stands over its frame, at least."""

FEW_LATE = 24
"""Cards that are painted better one by one; for more, all is painted anew after a while."""


class BoardPainter:
    """Reads editor and board, changes neither. Main thread; all coordinates are device pixels."""

    def __init__(
        self, editor: Editor, theme: Theme, state_of: StateOf, thumbnails: Thumbnails
    ) -> None:
        table = editor.table
        self.editor = editor
        self.theme = theme
        self.ink = Ink()
        self.faces = Faces(editor.board, state_of)
        self.tiles = Tiles(thumbnails)
        self.ports = PortMarks(editor.board, table)
        self.covers = Covers(editor.board, table)
        self.cards = Cards(table, self.faces, self.tiles, self.ink, self.ports)
        dots, stamps = Dots(thumbnails), Dots(thumbnails, STAMP)
        self.distant = Distant(table, self.covers, self.tiles, dots, stamps)
        self.signs = Signs(editor.board, table, state_of)
        self.scenery = Scenery(table, self.faces, self.ink)
        self.sketched = Sketched(editor, self.faces, self.ink)
        self.folded = Folded(editor.board, table, self.faces, self.tiles, self.ink, self.cards)
        self.changes = 0
        """Grows whenever something may look otherwise than before."""
        self._sprites: Sprites | None = None
        self._lettered = 0.0
        """The scale of letters at which shadows and ports were drawn last."""

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._sprites = None
        self.ink.clear()
        self.cards.clear()

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        """Look these nodes up anew, or all."""
        chosen = None if nodes is None else tuple(nodes)
        self.faces.forget(chosen)
        self.ports.forget(chosen)
        self.covers.forget(chosen)
        self.signs.forget(chosen)

    def begin(self) -> None:
        """A new frame begins."""
        self.tiles.begin()
        self.cards.begin()
        self.signs.begin()
        self.covers.unfinished = False

    @property
    def unfinished(self) -> bool:
        """Whether another frame would be sharper than the last one."""
        return self.owes_all or self.cards.unfinished

    @property
    def owes_all(self) -> bool:
        """Whether that can be anywhere, and is not just these few cards."""
        parts = (self.tiles, self.covers, self.signs)
        return len(self.cards.late) > FEW_LATE or any(part.unfinished for part in parts)

    def paint(self, painter: QPainter, frame: Frame, patch: Patch) -> None:
        """Paint a part of the view; the painter is clipped to it."""
        for part in patch.parts:
            draw_ground(painter, frame, self.theme, part, dots=self.editor.show_grid)
        table = self.editor.table
        rows, apart = self._in_sight(frame, patch), self.editor.apart
        wires = self.editor.wires.touching(apart) if len(apart) else None
        kinds = table.kind[rows]
        cards = rows[kinds != SCENE]
        if frame.detail is Detail.far:
            draw_wires(painter, frame, self.theme, self.editor.wires, patch, apart=wires)
            drawn = sketched(kinds)
            self.distant.draw_far(painter, frame, self.theme, rows[~drawn])
            self._signs(painter, frame, rows[~drawn & (kinds != SCENE)])
            self.sketched.draw_far(painter, frame, self.theme, rows[drawn])
            return
        sprites = self.sprites(frame)
        scenes, folded = rows[kinds == SCENE], table.folded[rows[kinds == SCENE]]
        self.scenery.draw_scenes(painter, frame, sprites, self.theme, scenes[~folded])
        draw_wires(painter, frame, self.theme, self.editor.wires, patch, apart=wires)
        self._shadows(painter, frame, sprites, cards)
        self._folded(painter, frame, sprites, scenes[folded])
        for layer in layers(table, cards):
            self._layer(painter, frame, sprites, layer, patch.area)

    def _in_sight(self, frame: Frame, patch: Patch) -> Rows:
        """All that reaches into a patch; only the names of scene frames reach far."""
        table = self.editor.table
        rows = table.cull(frame.world(patch.area), max(SHADOW, TITLES / frame.zoom))
        left, top, wide, high = frame.boxes(table, rows).T
        near = patch.meets(left, top, left + wide, top + high, SHADOW * frame.scale + 2)
        found: Rows = rows[near | (table.kind[rows] == SCENE)]
        if len(self.editor.apart):
            found = found[~among(found, self.editor.apart)]
        return found

    def paint_carried(self, painter: QPainter, frame: Frame, rows: Rows) -> None:
        """Paint cards and notes that a hand carries, over all that rests."""
        if frame.detail is Detail.far:
            self.distant.draw_far(painter, frame, self.theme, rows)
            self._signs(painter, frame, rows)
            return
        sprites = self.sprites(frame)
        self._shadows(painter, frame, sprites, rows)
        for layer in layers(self.editor.table, rows):
            self._layer(painter, frame, sprites, layer, frame.area)

    def _folded(self, painter: QPainter, frame: Frame, sprites: Sprites, rows: Rows) -> None:
        """Collapsed scene frames are cards: they cover the wires behind them, and one another."""
        if len(rows):
            self._shadows(painter, frame, sprites, rows)
        for one in np.split(rows, len(rows)) if len(rows) else ():
            sprites.card.draw(painter, frame.boxes(self.editor.table, one))
            self.scenery.draw_scenes(painter, frame, sprites, self.theme, one)
            self.folded.draw(painter, frame, self.theme, one)

    def sprites(self, frame: Frame) -> Sprites:
        key = (self.theme.name, frame.scale, frame.ratio)
        old = self._sprites
        if old is None or old.key != key or (frame.settled and not old.exact):
            # while the zoom moves, shadows and ports are old ones: nobody can tell, and they take
            # longest
            keeps = not frame.settled and self._lettered == frame.letters
            near = old if keeps else None
            old = self._sprites = Sprites(self.theme, frame.scale, frame.ratio, near)
            self._lettered = frame.letters
        return old

    def _layer(
        self, painter: QPainter, frame: Frame, sprites: Sprites, rows: Rows, area: QRect
    ) -> None:
        kinds = self.editor.table.kind[rows]
        notes, drawn = kinds == NOTE, sketched(kinds)
        cards = rows[~notes & ~drawn]
        if len(cards):
            if not frame.settled:
                cards = self.cards.draw_scaled(painter, frame, cards)
            if frame.detail is Detail.near and frame.settled:
                self.cards.draw(painter, frame, sprites, self.theme, cards)
            elif len(cards):
                self.distant.draw_middle(painter, frame, sprites, self.theme, cards)
                self.cards.draw_waves(painter, frame, self.theme, cards)
                self._signs(painter, frame, cards)
        self.scenery.draw_notes(painter, frame, self.theme, rows[notes])
        self.sketched.draw(painter, frame, self.theme, rows[drawn], area)

    def _signs(self, painter: QPainter, frame: Frame, rows: Rows) -> None:
        self.signs.draw(painter, frame, self.theme, rows, frame.boxes(self.editor.table, rows))

    def _shadows(self, painter: QPainter, frame: Frame, sprites: Sprites, rows: Rows) -> None:
        """All at once under all cards; notes bring their own."""
        table = self.editor.table
        rows = rows[(table.kind[rows] != NOTE) & ~sketched(table.kind[rows])]
        if sprites.shadow is not None and len(rows):
            sprites.shadow.draw(painter, frame.boxes(table, rows))
