"""What the outline shows: a filter, the places that are bookmarked, and the board as a tree."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from canvas.ui.icons import pixmap
from canvas.ui.outline_model import Index, Line, OutlineModel
from canvas.ui.rows import MIDDLE, paint_square
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, REGULAR, Theme, font

HIGH, SQUARE = 28, 18
"""Height of a row, and of the square of its kind, in pixels."""

Flag = QItemSelectionModel.SelectionFlag


class OutlineTree(QTreeView):
    """The tree. Arrows walk it, F2 writes a title, Enter goes there, Delete deletes."""

    chosen = Signal(object)
    """The selected nodes, changed by the person here."""
    went = Signal(str)
    deleted = Signal()
    menu_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, model: OutlineModel, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._rows = model
        self._open: set[str] = set()
        self._showing = False
        self._renewed = QTimer(self, singleShot=True, interval=0)
        self.setModel(model)
        self.setItemDelegate(_Branch(self))
        self.setHeaderHidden(True)
        # the row paints its own ground; the style's would show beside it, left of the square
        self.setStyleSheet(
            "QTreeView { show-decoration-selected: 0; selection-background-color: transparent; }"
            "QTreeView::item, QTreeView::branch { background: transparent; border: none; }"
        )
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.expanded.connect(lambda index: self._open.add(model.node(index) or ""))
        self.collapsed.connect(lambda index: self._open.discard(model.node(index) or ""))
        self.activated.connect(self._go)
        self.doubleClicked.connect(self._go)
        model.rowsInserted.connect(self._came)
        self.selectionModel().selectionChanged.connect(self._chosen)

    def open_all(self) -> None:
        """Open every frame: small boards and filters are seen whole."""
        self.expandAll()

    def show_selection(self, ids: Iterable[str]) -> None:
        """Select what the canvas has selected; a single node is brought into sight."""
        wanted = list(ids)
        alone = self._rows.index_of(wanted[0], make=True) if len(wanted) == 1 else QModelIndex()
        self._showing = True
        selection = QItemSelection()
        for first, last in self._runs(wanted):
            selection.select(first, last)
        self.selectionModel().select(selection, Flag.ClearAndSelect)
        if alone.isValid():
            self.selectionModel().setCurrentIndex(alone, Flag.NoUpdate)
            self.scrollTo(alone)
        self._showing = False

    def event(self, event: QEvent) -> bool:
        """F2 renames the row here, not the node on the canvas."""
        if is_rename(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != _EDITING:
            self._go(self.currentIndex())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.viewport().mapToGlobal(place) if by_key else event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self._rows.index(0, 0), Flag.NoUpdate)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A chevron where there is something to open; no lines."""
        if not self._rows.hasChildren(index):
            return
        colour = self.theme.colours.soft.name()
        sign = pixmap("chevron" if self.isExpanded(index) else "right", colour, 12)
        place = QPoint(rect.right() - 13, rect.center().y() - 5)
        painter.drawPixmap(place, sign)

    # -- selection

    def _runs(self, ids: Iterable[str]) -> Iterable[tuple[QModelIndex, QModelIndex]]:
        """Rows that lie together, as (first, last): Qt is slow with one range for each row."""
        rows: dict[QModelIndex, list[int]] = {}
        for id in ids:
            index = self._rows.index_of(id)
            if index.isValid():
                rows.setdefault(index.parent(), []).append(index.row())
        for parent, found in rows.items():
            found.sort()
            first = before = found[0]
            for row in (*found[1:], -1):
                if row != before + 1:
                    yield self._rows.index(first, 0, parent), self._rows.index(before, 0, parent)
                    first = row
                before = row

    def _chosen(self) -> None:
        if not self._showing:
            picked = (self._rows.node(index) for index in self.selectionModel().selectedIndexes())
            self.chosen.emit([id for id in picked if id is not None])

    def _go(self, index: Index) -> None:
        id = self._rows.node(index)
        if id is not None:
            self.went.emit(id)

    def _came(self, parent: Index, first: int, last: int) -> None:
        """A frame that was open before it moved is open again."""
        for row in range(first, last + 1):
            index = self._rows.index(row, 0, parent)
            if self._rows.node(index) in self._open:
                self.setExpanded(index, True)


def is_rename(event: QEvent) -> bool:
    """Whether Qt asks if a list wants F2 for itself, before it becomes a shortcut."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.key() == Qt.Key.Key_F2


_EDITING = QAbstractItemView.State.EditingState


class _Branch(QStyledItemDelegate):
    """Paints a row, and edits its title in place."""

    def __init__(self, tree: OutlineTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, Line):
            return
        c, box = self._tree.theme.colours, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, box)
        square = QRect(box.left() + 2, box.center().y() - SQUARE // 2 + 1, SQUARE, SQUARE)
        paint_square(painter, square, line.kind, self._tree.theme)
        text = box.adjusted(SQUARE + 10, 0, -8, 0)
        text.setRight(text.right() - self._state(painter, text, line))
        if line.number:
            face = font(LABEL, MEDIUM, tabular=True)
            painter.setFont(face)
            painter.setPen(c.soft)
            wide = painter.fontMetrics().horizontalAdvance(line.number)
            painter.drawText(text, MIDDLE | Qt.AlignmentFlag.AlignRight, line.number)
            text.setRight(text.right() - wide - 8)
        painter.setFont(font(CONTROL, MEDIUM if self._tree.model().hasChildren(index) else REGULAR))
        painter.setPen(c.text if line.named else c.soft)
        fitting = painter.fontMetrics().elidedText(
            line.title, Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, MIDDLE, fitting)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QLineEdit(parent)
        made.setFont(font(CONTROL))
        made.setStyleSheet("min-height: 22px; border-radius: 5px; padding: 0 4px;")
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(QRect(option.rect).adjusted(SQUARE + 4, 2, -2, -2))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        c, state = self._tree.theme.colours, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(c.raised)
            painter.drawRoundedRect(QRectF(box.adjusted(-4, 1, 0, -1)), 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(c.selection, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(-3, 2, -1, -2), 6, 6)

    def _state(self, painter: QPainter, box: QRect, line: Line) -> int:
        """A dot that says how far the picture is; a ring where there is none yet."""
        c = self._tree.theme.colours
        colours = {
            "done": c.good,
            "stale": c.accent,
            "queued": c.selection,
            "running": c.selection,
            "failed": c.bad,
            "lost": c.bad,
            "empty": c.faint,
        }
        if line.state not in colours:
            return 0
        hollow = line.state in ("empty", "queued")
        painter.setPen(QPen(colours[line.state], 1.5) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colours[line.state])
        painter.drawEllipse(QRectF(box.right() - 7, box.center().y() - 3, 7, 7))
        return 16


class FilterField(QLineEdit):
    """Escape empties it, then leaves; Down goes into the tree."""

    left = Signal()
    down = Signal()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                if self.text():
                    self.clear()
                else:
                    self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.down.emit()
                return True
        return super().event(event)
