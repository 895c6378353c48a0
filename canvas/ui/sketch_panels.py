"""The inspectors of what lies on the board without a card: text, arrows and ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from canvas.app.commands.nodes import set_color
from canvas.document.records import PARAMS, Json, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, Panel, heading
from canvas.ui.node_panels import WritingPanel
from canvas.ui.painting.pens import PENS, pen_colour
from canvas.ui.sheet import rgba
from canvas.ui.sketch_hand import fit

BENDS = (-0.3, 0.0, 0.3)

_WORDS = {
    "S": QT_TRANSLATE_NOOP("SketchPanel", "Small"),
    "M": QT_TRANSLATE_NOOP("SketchPanel", "Medium"),
    "L": QT_TRANSLATE_NOOP("SketchPanel", "Large"),
    "XL": QT_TRANSLATE_NOOP("SketchPanel", "Very large"),
    "left": QT_TRANSLATE_NOOP("SketchPanel", "Left"),
    "center": QT_TRANSLATE_NOOP("SketchPanel", "Centred"),
    "right": QT_TRANSLATE_NOOP("SketchPanel", "Right"),
    "end": QT_TRANSLATE_NOOP("SketchPanel", "At the end"),
    "both": QT_TRANSLATE_NOOP("SketchPanel", "At both ends"),
    "none": QT_TRANSLATE_NOOP("SketchPanel", "No heads"),
    "-0.3": QT_TRANSLATE_NOOP("SketchPanel", "Curved to the left"),
    "0.0": QT_TRANSLATE_NOOP("SketchPanel", "Straight"),
    "0.3": QT_TRANSLATE_NOOP("SketchPanel", "Curved to the right"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One setting with a few values to choose from."""

    name: str
    label: str
    """English, in the translation context "SketchPanel"."""
    values: Sequence[Json]


def _choices(kind: NodeKind, name: str, label: str) -> Offer:
    return Offer(name, label, PARAMS[kind][name].choices)


OFFERS: dict[NodeKind, tuple[Offer, ...]] = {
    NodeKind.text: (
        _choices(NodeKind.text, "size", QT_TRANSLATE_NOOP("SketchPanel", "Size")),
        _choices(NodeKind.text, "align", QT_TRANSLATE_NOOP("SketchPanel", "Alignment")),
    ),
    NodeKind.arrow: (
        Offer("bend", QT_TRANSLATE_NOOP("SketchPanel", "Line"), BENDS),
        _choices(NodeKind.arrow, "heads", QT_TRANSLATE_NOOP("SketchPanel", "Heads")),
        _choices(NodeKind.arrow, "weight", QT_TRANSLATE_NOOP("SketchPanel", "Weight")),
    ),
    NodeKind.ink: (),
}


class SketchPanel(Panel):
    """Colour and a few settings over the words, where there are any."""

    kind: NodeKind

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._colour = heading()
        self._labels = [heading() for _ in OFFERS[self.kind]]
        self._boxes = [self._box(offer) for offer in OFFERS[self.kind]]
        self._writing = None if self.kind is NodeKind.ink else WritingPanel(bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addLayout(self._settings())
        if self._writing is not None:
            column.addSpacing(10)
            column.addWidget(self._writing)
        column.addStretch(1)
        self.retranslate()

    def show_node(self, node: str) -> None:
        self._node = node
        record = self._bench.session.board.nodes[node]
        for offer, box in zip(OFFERS[self.kind], self._boxes, strict=True):
            value = record.param(offer.name)
            nearest = [_key(one) for one in offer.values]
            at = nearest.index(_key(value)) if _key(value) in nearest else -1
            box.setCurrentIndex(at)
            box.setEnabled(not self._bench.session.looks_only)
        if self._writing is not None:
            self._writing.show_node(node)

    def release(self) -> None:
        if self._writing is not None:
            self._writing.release()

    def retranslate(self) -> None:
        self._colour.setText(self.tr("Colour"))
        for offer, label, box in zip(OFFERS[self.kind], self._labels, self._boxes, strict=True):
            label.setText(QCoreApplication.translate("SketchPanel", offer.label))
            box.setAccessibleName(label.text())
            for at, value in enumerate(offer.values):
                box.setItemText(at, QCoreApplication.translate("SketchPanel", _WORDS[_key(value)]))
        if self._writing is not None:
            self._writing.retranslate()

    def _settings(self) -> QVBoxLayout:
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(6)
        inner.addWidget(self._colour)
        inner.addLayout(self._pens())
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for at, (label, box) in enumerate(zip(self._labels, self._boxes, strict=True)):
            grid.addWidget(label, 2 * (at // 2), at % 2)
            grid.addWidget(box, 2 * (at // 2) + 1, at % 2)
        inner.addLayout(grid)
        return inner

    def _pens(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, (_, title) in PENS.items():
            swatch = Button()
            swatch.setFixedSize(30, 26)
            shown = rgba(pen_colour(self._bench.theme, name))
            swatch.setStyleSheet(f"QPushButton {{ background: {shown}; border-radius: 7px; }}")
            swatch.setAccessibleName(QCoreApplication.translate("Pens", title))
            swatch.setToolTip(swatch.accessibleName())
            swatch.clicked.connect(partial(self._paint, name))
            swatch.setEnabled(not self._bench.session.looks_only)
            row.addWidget(swatch)
        row.addStretch(1)
        return row

    def _paint(self, name: str) -> None:
        """Also what the next text, arrow or stroke is coloured with."""
        bench = self._bench
        bench.editor.pen.color = name
        bench.hand.attempt(lambda: set_color(bench.session, [self._node], name or None))

    def _box(self, offer: Offer) -> Choice:
        box = Choice()
        for value in offer.values:
            box.addItem("", value)
        box.activated.connect(self._setter(offer))
        return box

    def _setter(self, offer: Offer) -> Callable[[int], None]:
        def choose(at: int) -> None:
            bench, gesture = self._bench, f"set-{new_id()}"
            bench.set_param(self._node, offer.name, offer.values[at], gesture=gesture)
            bench.hand.attempt(lambda: fit(bench.session, self._node, gesture=gesture, last=True))

        return choose


class TextPanel(SketchPanel):
    """Size, alignment, colour and the words of a text."""

    kind = NodeKind.text


class ArrowPanel(SketchPanel):
    """Line, heads, weight, colour and what an arrow says."""

    kind = NodeKind.arrow


class InkPanel(SketchPanel):
    """The colour of ink."""

    kind = NodeKind.ink


def _key(value: Json) -> str:
    return f"{float(value):.1f}" if isinstance(value, int | float) else str(value)
