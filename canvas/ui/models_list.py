"""The models as a list: each with its name and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from canvas.app.models import Model
from canvas.ui.bench import Bench
from canvas.ui.models_words import brief, state, verdict
from canvas.ui.rows import MIDDLE
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, REGULAR, font
from generation.downloads import RUNNING

HEIGHT = 52
DOT = 9


class ModelList(QListWidget):
    """Main thread. Keeps what is chosen while the models are listed anew."""

    chosen = Signal(str)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._models: dict[str, Model] = {}
        self.verdicts: dict[str, tuple[str, str]] = {}
        """Id -> whether it fits, and the colour of that."""
        self._wish = ""
        """What is to be chosen once it is listed."""
        self.setItemDelegate(_Rows(bench, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._changed)

    def judge(self) -> None:
        """Ask anew what fits this machine."""
        fitting = self._bench.session.fitting
        self.verdicts = {id: verdict(each, fitting) for id, each in self._models.items()}
        for at in range(self.count()):
            self._name(self.item(at))
        self.viewport().update()

    def load(self, models: Sequence[Model]) -> None:
        wanted = (
            self._wish
            or self.current()
            or next((each.id for each in models if each.manifest.wants_weights), "")
        )
        self._models = {each.id: each for each in models}
        listed = [str(self.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(self.count())]
        if listed != list(self._models):
            self.blockSignals(True)
            self.clear()
            for each in models:
                item = QListWidgetItem(each.manifest.name)
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                self.addItem(item)
            self.blockSignals(False)
            self.choose(wanted)
        self.judge()

    def show_model(self, model: Model) -> None:
        """One of them stands otherwise now."""
        self._models[model.id] = model
        for at in range(self.count()):
            if self.item(at).data(Qt.ItemDataRole.UserRole) == model.id:
                self._name(self.item(at))
                self.update(self.indexFromItem(self.item(at)))

    def current(self) -> str:
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, id: str) -> None:
        for at in range(self.count()):
            if self.item(at).data(Qt.ItemDataRole.UserRole) == id:
                self._wish = ""
                self.setCurrentRow(at)
                return
        self._wish = id if not self.count() else ""
        if self.count():
            self.setCurrentRow(0)

    def model_at(self, id: str) -> Model | None:
        return self._models.get(id)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _name(self, item: QListWidgetItem) -> None:
        model = self._models[str(item.data(Qt.ItemDataRole.UserRole))]
        fits = self.verdicts.get(model.id, ("", ""))[0]
        words = ", ".join(filter(None, (model.manifest.name, brief(model), fits)))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        item.setToolTip(words)


class _Rows(QStyledItemDelegate):
    def __init__(self, bench: Bench, parent: ModelList) -> None:
        super().__init__(parent)
        self._bench, self._list = bench, parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = self._list.model_at(str(index.data(Qt.ItemDataRole.UserRole)))
        if model is None:
            return
        box: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, flags)
        self._dot(painter, box, model)
        text = box.adjusted(34 if model.manifest.lora is None else 48, 7, -12, -7)
        upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
        c = self._bench.theme.colours
        self._line(painter, upper, _name(model), c.text, medium=True)
        lower = upper.translated(0, text.height() // 2)
        lower.setRight(lower.right() - self._fits(painter, lower, model))
        self._line(painter, lower, brief(model), c.soft)
        painter.restore()

    def _fits(self, painter: QPainter, box: QRect, model: Model) -> int:
        """Whether it fits, at the right; returns the room that this takes."""
        said, colour = self._list.verdicts.get(model.id, ("", ""))
        if not said:
            return 0
        face = font(LABEL, MEDIUM)
        painter.setFont(face)
        painter.setPen(getattr(self._bench.theme.colours, colour))
        painter.drawText(box, MIDDLE | Qt.AlignmentFlag.AlignRight, said)
        return QFontMetrics(face).horizontalAdvance(said) + 8

    def _ground(self, painter: QPainter, box: QRect, flags: QStyle.StateFlag) -> None:
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
        if not (chosen or hovered):
            return
        theme = self._bench.theme
        focused = chosen and bool(flags & QStyle.StateFlag.State_HasFocus)
        edge = QPen(theme.colours.selection, theme.border)
        painter.setPen(edge if focused or (chosen and theme.is_contrast) else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.raised)
        painter.drawRoundedRect(QRectF(box).adjusted(4.5, 1.5, -4.5, -1.5), 8, 8)

    def _dot(self, painter: QPainter, box: QRect, model: Model) -> None:
        """Filled where it can draw, a ring where it cannot, and an arc of what has come."""
        colour: QColor = getattr(self._bench.theme.colours, state(model)[1])
        left = box.left() + (16 if model.manifest.lora is None else 30)
        place = QRectF(left, box.top() + 13, DOT, DOT)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if model.ready else Qt.BrushStyle.NoBrush)
        fetching = model.fetching
        if fetching is None or fetching.state not in RUNNING:
            painter.drawEllipse(place)
            return
        painter.setPen(QPen(self._bench.theme.colours.line2, 2))
        painter.drawEllipse(place)
        painter.setPen(QPen(colour, 2))
        share = fetching.done / fetching.total if fetching.total else 0.05
        painter.drawArc(place, 90 * 16, -round(share * 360 * 16))

    def _line(
        self, painter: QPainter, box: QRect, text: str, ink: QColor, *, medium: bool = False
    ) -> None:
        face = font(CONTROL + 0.5, MEDIUM) if medium else font(LABEL, REGULAR, tabular=True)
        painter.setFont(face)
        painter.setPen(ink)
        cut = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, MIDDLE, cut)


def _name(model: Model) -> str:
    """A row of a checkpoint stands below it: its own name is enough there."""
    return model.manifest.lora.name if model.manifest.lora is not None else model.manifest.name
