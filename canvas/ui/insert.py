"""The list that inserts a node: type a word of any language, arrows, Enter."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from canvas.app.habits import NONE, Habits
from canvas.document.records import INPUTS, OUTPUTS, NodeKind
from canvas.editor.ports import PortEnd
from canvas.ui.icons import pixmap
from canvas.ui.insertion import Insertion, insertions
from canvas.ui.kinds import MADE_FROM_FILES, kind_hint, kind_name, port_name
from canvas.ui.theme import BODY, CONTROL, LABEL, MEDIUM, Theme, font


class InsertPopup(QFrame):
    """Opens under the cursor; `chosen` tells the Insertion. Escape or a click outside closes it."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, habits: Habits = NONE) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._habits = habits
        self._origin: PortEnd | None = None
        self._near: tuple[PortEnd, ...] = ()
        self.field = QLineEdit()
        self.field.setFont(font(BODY))
        self.field.setPlaceholderText(self.tr("Add a node: type its name"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setItemDelegate(_Row(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list)

    def open_at(
        self, place: QPoint, origin: PortEnd | None = None, near: Iterable[PortEnd] = ()
    ) -> None:
        """Show the list with its corner at a global place, kept on the screen; what can be linked
        to a port in `near` comes first."""
        self._origin, self._near = origin, tuple(near)
        self._fill("")
        self.setFixedWidth(300)
        self.adjustSize()
        box = QRect(place, self.sizeHint())
        screen = self.screen().availableGeometry()
        box.moveRight(min(box.right(), screen.right() - 8))
        box.moveBottom(min(box.bottom(), screen.bottom() - 8))
        self.move(box.topLeft())
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return False

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _fill(self, needle: str) -> None:
        self.list.clear()
        found = insertions(self._origin, needle, habits=self._habits, near=self._near)
        for one in found:
            item = QListWidgetItem(kind_name(one.kind))
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(max(1, self.list.count()) * _Row.HEIGHT + 2)
        self.adjustSize()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            one = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            self.chosen.emit(one)


class _Row(QStyledItemDelegate):
    HEIGHT = 44

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        return QSize(200, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]  # as above
        one: Insertion = index.data(Qt.ItemDataRole.UserRole)
        c, box = self._theme.colours, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.raised)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
        colour = self._theme.node_colour(one.kind)
        colour = c.soft if one.kind is NodeKind.scene else colour
        painter.drawPixmap(
            box.left() + 11, box.top() + 12, pixmap(one.kind.value, colour.name(), 20)
        )
        painter.setPen(c.text)
        painter.setFont(font(CONTROL + 0.5, MEDIUM))
        name = kind_name(one.kind)
        if one.port and not _only_port(one):
            name += f" · {port_name(one.port)}"
        painter.drawText(box.adjusted(43, 5, -8, -22), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(c.soft)
        painter.setFont(font(LABEL))
        hint = kind_hint(one.kind) if one.origin is None else _linked_hint(one.origin)
        painter.drawText(box.adjusted(43, 22, -8, -5), Qt.AlignmentFlag.AlignVCenter, hint)
        painter.restore()


def _linked_hint(origin: PortEnd) -> str:
    """How an offer that links to the selected node says so."""
    tell = QCoreApplication.translate
    if origin.output:
        return tell("InsertPopup", "Linked after the selected node")
    return tell("InsertPopup", "Feeds the selected node: {port}").format(
        port=port_name(origin.port)
    )


def _only_port(one: Insertion) -> bool:
    """Whether naming the port would say nothing new."""
    ports: Iterable[str] = (port.name for port in (*INPUTS[one.kind], *OUTPUTS[one.kind]))
    return one.kind in MADE_FROM_FILES or list(ports) == [one.port]
