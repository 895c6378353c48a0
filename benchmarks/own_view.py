"""The real canvas under test: CanvasView, Editor and Board, plain or with the full load."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from assets.store import Store
from benchmarks import boards
from benchmarks.canvas_open import resident
from canvas.app.notices import NodeState
from canvas.document.board import Board
from canvas.document.records import NodeKind
from canvas.document.words import Trouble, say
from canvas.editor.camera import Box
from canvas.editor.editor import Editor
from canvas.editor.hand import Hand
from canvas.editor.peers import Peer
from canvas.editor.spatial import KIND_CODE
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView

CLIP = KIND_CODE[NodeKind.clip]
STATES = {1: "running", 2: "queued", 3: "failed", 4: "stale", 5: "lost"}
"""Of 40 clips: how their renders stand; the rest are done."""

CURSORS = ("#FF8A3D", "#5FD08F", "#6EA8FF", "#C493FF")
NAMES = ("Ada", "Grace", "林", "Katherine")


class Shown:
    """A board with its pictures and renders in every state, as a session would show it."""

    def __init__(self, board: Board, store: Store) -> None:
        self.board = board
        self.store = store
        self.readonly = False

    def state(self, node: str) -> NodeState:
        state = STATES.get(int(node[:4], 16) % 40, "done")
        trouble = Trouble(say("The disk is full.")) if state == "failed" else None
        progress = int(node[4:6], 16) / 256
        return NodeState(node, state, progress=progress, seconds_left=70.0, trouble=trouble)


class OwnView:
    """Fulfils scenarios.Canvas by real events to a real widget. Main thread."""

    def __init__(self, app: QApplication, folder: Path, size: tuple[int, int], *, full: bool):
        self.app, self.full, self.size = app, full, size
        self.board = boards.read(folder)
        self.store = Store(folder / "media")
        self._warm()
        gc.collect()
        before, started = resident(), time.perf_counter()
        self.view = self._opened(self.board)
        self.load_s = time.perf_counter() - started
        gc.collect()
        self.load_mb = resident() - before
        self.editor = self.view.editor
        self.selected: tuple[str, ...] = ()
        self._clips = [_picture(n, QSize(320, 180)) for n in range(24)]
        self._turn = 0
        self._decoded_at = 0.0
        self._at = QPointF()
        self._load()

    def _warm(self) -> None:
        """Letters and sprites have been drawn before, as on the start page."""
        view = self._opened(Board.new(person="nobody"))
        view.close_down()
        view.editor.close()
        view.close()

    def _opened(self, board: Board) -> CanvasView:
        hand: Hand = None  # type: ignore[assignment]  # every gesture here is given up
        view = CanvasView(Shown(board, self.store), Editor(board), dark(), hand)
        view.resize(*self.size)
        view.editor.camera = view.editor.camera.resized(*self.size, 1.0)
        view.editor.fit()
        view.show()
        while not view.frames:
            self.app.processEvents()
        return view

    def _load(self) -> None:
        table, (x, y) = self.editor.table, self.middle
        clips = np.flatnonzero(table.live & (table.kind == CLIP))
        near = clips[np.argsort(np.hypot(table.x[clips] - x, table.y[clips] - y))]
        self.selected = tuple(table.ids[row] for row in near[:200].tolist())
        self._played = [table.ids[row] for row in near[:12].tolist()]
        if self.full:
            self.editor.select(self.selected)
        else:
            self.view.editor.show_minimap = False

    # -- scenarios.Canvas

    @property
    def painted(self) -> int:
        return self.view.frames

    @property
    def middle(self) -> tuple[float, float]:
        table = self.editor.table
        left, top, right, bottom = self.bounds()
        clips = np.flatnonzero(table.live & (table.kind == CLIP))
        away = np.hypot(table.x[clips] - (left + right) / 2, table.y[clips] - (top + bottom) / 2)
        box = table.box(int(clips[away.argmin()]))
        return (box[0] + box[2]) / 2, box[1] + 100.0

    def bounds(self) -> Box:
        found = self.editor.bounds()
        assert found is not None
        return found

    def look(self, x: float, y: float, zoom: float) -> None:
        self._live()
        self.editor.camera = replace(self.editor.camera, x=x, y=y, zoom=zoom)

    def frame(self) -> None:
        self.app.processEvents()

    def rest(self) -> None:
        deadline = time.monotonic() + 20
        while not self.view.at_rest and time.monotonic() < deadline:
            self.app.processEvents()
        assert self.view.at_rest, "pictures keep coming"

    def press(self, cards: int) -> None:
        camera = self.editor.camera
        self.editor.select(self.selected if cards > 1 else ())
        self._at = QPointF(*camera.to_screen(*self.middle))
        self._mouse(QEvent.Type.MouseButtonPress)
        assert self.editor.gesturing
        self.drag(4, 4)  # past the distance at which a press becomes a drag
        self.frame()

    def drag(self, dx: float, dy: float) -> None:
        self._live()
        self._at += QPointF(dx, dy)
        self._mouse(QEvent.Type.MouseMove)

    def drop(self) -> None:
        self.editor.cancel()
        if self.full:
            self.editor.select(self.selected)
        self.rest()

    def colours(self) -> int:
        return colours(self.view.grab().toImage())

    # -- what else goes on

    def _live(self) -> None:
        """The others move their pointers, and clips play."""
        if not self.full:
            return
        self._turn += 1
        left, top, right, bottom = self.editor.camera.view
        wide, high = right - left, bottom - top
        self.editor.peers = tuple(
            Peer(
                id=str(n),
                name=NAMES[n % len(NAMES)],
                colour=CURSORS[n % len(CURSORS)],
                cursor=(left + wide * _share(n, self._turn), top + high * (0.1 + n * 0.06)),
                view=(left, top, left + wide / 2, top + high / 2),
            )
            for n in range(12)
        )
        self.editor.tell("peers")
        self._decode()
        for n, node in enumerate(self._played):
            image = self._clips[(n + self._turn) % 24]
            self.view.set_playing(node, image, share=self._turn % 96 / 96, time="0:02")

    def _mouse(self, kind: QEvent.Type) -> None:
        held = Qt.MouseButton.LeftButton
        button = held if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        at = self.view.mapToGlobal(self._at)
        event = QMouseEvent(kind, self._at, at, button, held, Qt.KeyboardModifier.NoModifier)
        self.app.sendEvent(self.view, event)

    def _decode(self) -> None:
        """Frames as the decoders give them: of the size at which cards show them at this zoom."""
        frame = self.view.frame()
        if not frame.settled or frame.scale == self._decoded_at:
            return
        self._decoded_at = frame.scale
        row = self.editor.table.row(self._played[0])
        boxes = [] if row is None else self.view.painter.cards.picture_boxes(frame, row)
        size = boxes[0].size() if boxes else QSize(320, 180)
        self._clips = [_picture(number, size) for number in range(24)]

    def hover_ms(self, count: int = 60) -> list[float]:
        """From a move of the mouse over the cards to the frame that shows it."""
        self.look(*self.middle, 0.5)
        self.rest()
        taken = []
        for n in range(count):
            at = QPointF(
                self.size[0] * (0.1 + n * 0.37 % 0.8), self.size[1] * (0.1 + n * 0.61 % 0.8)
            )
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                at,
                self.view.mapToGlobal(at),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            )
            before, started = self.view.frames, time.perf_counter()
            self.app.sendEvent(self.view, event)
            self.app.processEvents()
            if self.view.frames > before:
                taken.append((time.perf_counter() - started) * 1000)
        assert len(taken) > count // 8, "nothing was pointed at"
        return taken


def _picture(number: int, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 15 % 360, 160, 180))
    return image


def _share(number: int, turn: int) -> float:
    return 0.1 + (number * 0.07 + turn * 0.004) % 0.8


def colours(image: QImage) -> int:
    """Different colours in a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(plain.constBits(), np.uint32)))
