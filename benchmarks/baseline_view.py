"""The yardstick: the same board as one QGraphicsItem a card and a wire, with levels of detail."""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from benchmarks.canvas_open import resident
from benchmarks.own_view import colours

FIELD, CARD, LINE, TEXT = QColor("#12151A"), QColor("#1B1F26"), QColor("#2A3039"), QColor("#E9ECF1")
HEADER, PORT = 34.0, 5.0


class Card(QGraphicsItem):
    """A rounded card with a title, a picture and two ports; a block of colour from afar."""

    def __init__(self, wide: float, high: float, title: str, picture: QPixmap | None) -> None:
        super().__init__()
        self.box, self.title, self.picture = QRectF(0, 0, wide, high), title, picture
        self.wires: list[Wire] = []
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)

    def boundingRect(self) -> QRectF:
        return self.box.adjusted(-PORT, -PORT, PORT, PORT)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        near = option.levelOfDetailFromTransform(painter.worldTransform())
        if near < 0.14:
            painter.fillRect(self.box, LINE)
        else:
            painter.setPen(QPen(LINE, 1))
            painter.setBrush(CARD)
            painter.drawRoundedRect(self.box, 12, 12)
        if self.picture is not None:
            inside = self.box.adjusted(8, HEADER, -8, -8) if near >= 0.14 else self.box
            painter.drawPixmap(inside, self.picture, QRectF(self.picture.rect()))
        if near >= 0.33:
            painter.setPen(TEXT)
            painter.drawText(QPointF(12, 22), self.title)
            painter.setBrush(TEXT)
            for x in (0.0, self.box.width()):
                painter.drawEllipse(QPointF(x, self.box.height() / 2), PORT, PORT)

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: object) -> object:
        if change is QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged:
            for wire in self.wires:
                wire.follow()
        return super().itemChange(change, value)


class Wire(QGraphicsItem):
    """A curve between two cards; a straight line from afar."""

    def __init__(self, source: Card, target: Card) -> None:
        super().__init__()
        self.source, self.target, self.path = source, target, QPainterPath()
        self.setZValue(-1)
        self.follow()

    def follow(self) -> None:
        self.prepareGeometryChange()
        source, target = self.source, self.target
        a = source.pos() + QPointF(source.box.width(), source.box.height() / 2)
        b = target.pos() + QPointF(0, target.box.height() / 2)
        out = QPointF(max(abs(b.x() - a.x()) / 2, 40), 0)
        self.path = QPainterPath(a)
        self.path.cubicTo(a + out, b - out, b)

    def boundingRect(self) -> QRectF:
        return self.path.controlPointRect().adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        near = option.levelOfDetailFromTransform(painter.worldTransform())
        pen = QPen(TEXT, 2 if near >= 0.33 else 0)
        painter.setPen(pen)
        if near < 0.14:
            painter.drawLine(self.path.pointAtPercent(0), self.path.currentPosition())
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path)


class View(QGraphicsView):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted += 1


class Baseline:
    """Fulfils scenarios.Canvas. The whole view is painted, as a real board's is, over which
    pointers move and clips play; `scrolls` lets Qt scroll what rests instead."""

    def __init__(
        self, app: QApplication, folder: Path, size: tuple[int, int], *, scrolls: bool = False
    ) -> None:
        self.app, self.size = app, size
        plan = json.loads((folder / "board.json").read_text(encoding="utf-8"))
        found = sorted((folder / "pictures").glob("*.jpg"), key=lambda path: int(path.stem))
        pictures = [QPixmap(str(path)).scaledToWidth(320) for path in found]
        gc.collect()
        before, started = resident(), time.perf_counter()
        self.scene = QGraphicsScene()
        self.cards: dict[str, Card] = {}
        for id, x, y, wide, high, title, picture in plan["nodes"]:
            card = Card(wide, high, title, pictures[picture] if picture >= 0 else None)
            card.setPos(x, y)
            self.scene.addItem(card)
            self.cards[id] = card
        for source, target in plan["edges"]:
            wire = Wire(self.cards[source], self.cards[target])
            self.cards[source].wires.append(wire)
            self.cards[target].wires.append(wire)
            self.scene.addItem(wire)
        self.view = self._shown(scrolls=scrolls)
        self.load_s = time.perf_counter() - started
        self.load_mb = resident() - before
        self._held: list[Card] = []

    def _shown(self, *, scrolls: bool) -> View:
        view = View(self.scene)
        whole = QGraphicsView.ViewportUpdateMode.FullViewportUpdate
        smart = QGraphicsView.ViewportUpdateMode.SmartViewportUpdate
        view.setViewportUpdateMode(smart if scrolls else whole)
        view.setFrameShape(QGraphicsView.Shape.NoFrame)
        view.setBackgroundBrush(FIELD)
        for axis in (view.setHorizontalScrollBarPolicy, view.setVerticalScrollBarPolicy):
            axis(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.resize(*self.size)
        view.show()
        while not view.painted:
            self.app.processEvents()
        return view

    @property
    def painted(self) -> int:
        return self.view.painted

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.bounds()
        card = self._near((left + right) / 2, (top + bottom) / 2)[0]
        at = card.pos() + card.box.center()
        return at.x(), at.y()

    def bounds(self) -> tuple[float, float, float, float]:
        boxes = [card.sceneBoundingRect() for card in self.cards.values()]
        return (
            min(box.left() for box in boxes),
            min(box.top() for box in boxes),
            max(box.right() for box in boxes),
            max(box.bottom() for box in boxes),
        )

    def look(self, x: float, y: float, zoom: float) -> None:
        if self.view.transform().m11() != zoom:
            self.view.resetTransform()
            self.view.scale(zoom, zoom)
        self.view.centerOn(x, y)
        self.view.viewport().update()

    def frame(self) -> None:
        self.app.processEvents()

    def rest(self) -> None:
        for _ in range(3):
            self.app.processEvents()

    def press(self, cards: int) -> None:
        self._held = self._near(*self.middle)[:cards]

    def drag(self, dx: float, dy: float) -> None:
        zoom = self.view.transform().m11()
        for card in self._held:
            card.moveBy(dx / zoom, dy / zoom)

    def drop(self) -> None:
        self._held = []

    def colours(self) -> int:
        return colours(self.view.grab().toImage())

    def _near(self, x: float, y: float) -> list[Card]:
        return sorted(self.cards.values(), key=lambda card: abs(card.x() - x) + abs(card.y() - y))
