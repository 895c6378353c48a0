"""The outline for Qt: rows come as they are scrolled to, and follow every change one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from canvas.app.session import Session
from canvas.document.change import Change
from canvas.document.records import Node, NodeKind
from canvas.editor.outline import Outline
from canvas.ui.kinds import kind_name

BATCH = 400
"""Rows of one frame that are made at a time."""

MANY = 200
"""Nodes that change at once above which the tree is read anew."""

MIME = "application/x-shotweave-outline"

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is painted and spoken."""

    kind: NodeKind
    title: str
    number: str
    state: str
    """One of NodeState's; empty for what is never rendered."""
    said: str
    """The state in the language on the screen."""
    named: bool
    """Whether the title is its own, not its words' or its kind's."""

    @property
    def spoken(self) -> str:
        parts = (kind_name(self.kind), self.number, self.title, self.said)
        return ", ".join(dict.fromkeys(part for part in parts if part))


class OutlineModel(QAbstractItemModel):
    """Mirrors the board; main thread. What a person does to it leaves as signals."""

    renamed = Signal(str, str)
    moved = Signal(object, object)
    """Nodes, and the scene frame that is to hold them or None."""

    def __init__(
        self, session: Session, say_state: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._say_state = session, say_state
        self._outline = Outline(session.board)
        self._made: dict[str | None, int] = {}
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._shots: dict[str, str] = {}
        self._only: Collection[str] | None = None
        self.load()

    @property
    def outline(self) -> Outline:
        return self._outline

    def load(self, only: Collection[str] | None = None) -> None:
        """Read the whole board anew; with `only`, these nodes and the frames around them."""
        self.beginResetModel()
        self._only = only
        self._made = {}
        self._shots = _shots(self._session)
        self._outline.load(only)
        self.endResetModel()

    def node(self, index: Index) -> str | None:
        return self._ids[index.internalId()] if index.isValid() else None

    def index_of(self, id: str, *, make: bool = False) -> QModelIndex:
        """The row of a node; invalid where it is not listed, or not made yet unless `make`."""
        if id not in self._outline:
            return QModelIndex()
        for one in (*self._outline.path(id), id) if make else ():
            self._make_up_to(one)
        frame, row = self._outline.where(id)
        if row >= self._made.get(frame, 0):
            return QModelIndex()
        return self.createIndex(row, 0, self._number(id))

    # -- Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        frame = self.node(parent)
        if column != 0 or not 0 <= row < self._made.get(frame, 0):
            return QModelIndex()
        return self.createIndex(row, 0, self._number(self._outline.id_at(frame, row)))

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # two overloads in C++
        id = self.node(index)
        if id is None or id not in self._outline:
            return QModelIndex()
        frame, _ = self._outline.where(id)
        if frame is None:
            return QModelIndex()
        return self.createIndex(self._outline.where(frame)[1], 0, self._number(frame))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return self._made.get(self.node(parent), 0)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        return self._outline.count(self.node(parent)) > 0

    def canFetchMore(self, parent: Index) -> bool:
        frame = self.node(parent)
        return self._made.get(frame, 0) < self._outline.count(frame)

    def fetchMore(self, parent: Index) -> None:
        frame = self.node(parent)
        self._make(frame, min(self._made.get(frame, 0) + BATCH, self._outline.count(frame)))

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        id = self.node(index)
        node = self._session.board.nodes.get(id or "")
        if node is None:
            return None
        if role == Role.EditRole:
            return node.title
        if role == Role.UserRole:
            return self._line(node)
        if role in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
            return self._line(node).spoken
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        id = self.node(index)
        if id is None or role != Role.EditRole:
            return False
        if str(value).strip() != self._session.board.nodes[id].title:
            self.renamed.emit(id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        found = flag.ItemIsEnabled | flag.ItemIsSelectable
        if not self._session.looks_only:
            found |= flag.ItemIsEditable | flag.ItemIsDragEnabled
            if self._is_scene(self.node(index)):
                found |= flag.ItemIsDropEnabled
        return found

    # -- dragging rows into frames

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        ids = [self.node(index) or "" for index in indexes]
        carried.setData(MIME, "\n".join(ids).encode())
        return carried

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Always False: the board moves the rows, the view must not remove them."""
        ids = bytes(data.data(MIME).data()).decode().split("\n")
        target = self.node(parent)
        self.moved.emit(ids, target if self._is_scene(target) else None)
        return False

    # -- following the board

    def follow(self, change: Change) -> None:
        """Come in step with one change of the board."""
        touched = change.touches("nodes")
        if len(touched) > MANY:
            self.load(self._only)
            return
        came = [id for id in touched if self._is_scene(id) and id not in self._outline]
        gone = [id for id in touched if id in self._outline and self._gone(id)]
        for id in gone:
            if id in self._outline:  # else it has gone with the frame around it
                self._let_go(id)
        for id in sorted(touched.difference(gone), key=lambda id: not self._is_scene(id)):
            self._place(id)
        for frame in came:
            for id in self._outline.homeless(frame):
                self._place(id)
        said = set(touched | change.touches("texts"))
        if change.touches("shots"):
            before, self._shots = self._shots, _shots(self._session)
            said |= {id for id, _ in before.items() ^ self._shots.items()}
        self.say(said)

    def say(self, ids: Collection[str]) -> None:
        """What these rows show has changed."""
        for id in ids:
            index = self.index_of(id)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _let_go(self, id: str) -> None:
        """A node is gone; what it held stands elsewhere now."""
        for child in self._outline.ids(id):
            self._let_go(child) if self._gone(child) else self._place(child)
        self._take_out(id)

    def _place(self, id: str) -> None:
        """Bring one node to where it belongs."""
        listed, wanted = id in self._outline, self._outline.place_for(id)
        if listed and wanted == self._outline.where(id):
            self._outline.remove(id)  # its place within the row may be written otherwise
            self._outline.insert(id)
            return
        if listed:
            self._take_out(id)
        if wanted is not None:
            self._put_in(id, *wanted)

    def _take_out(self, id: str) -> None:
        frame, row = self._outline.where(id)
        if row >= self._made.get(frame, 0):
            self._outline.remove(id)
            return
        self.beginRemoveRows(self._index_of_frame(frame), row, row)
        self._outline.remove(id)
        self._made[frame] -= 1
        self._made.pop(id, None)  # its rows are asked for anew where it goes
        self.endRemoveRows()

    def _put_in(self, id: str, frame: str | None, row: int) -> None:
        made, count = self._made.get(frame, 0), self._outline.count(frame)
        shown = row < made or (row == made == count)
        if not shown or (frame is not None and not self.index_of(frame).isValid()):
            self._outline.insert(id)
            return
        self.beginInsertRows(self._index_of_frame(frame), row, row)
        self._outline.insert(id)
        self._made[frame] = made + 1
        self.endInsertRows()

    # -- making rows

    def _make_up_to(self, id: str) -> None:
        frame, row = self._outline.where(id)
        if row >= self._made.get(frame, 0):
            self._make(frame, min(row + BATCH, self._outline.count(frame)))

    def _make(self, frame: str | None, count: int) -> None:
        made = self._made.get(frame, 0)
        if count > made:
            self.beginInsertRows(self._index_of_frame(frame), made, count - 1)
            self._made[frame] = count
            self.endInsertRows()

    def _index_of_frame(self, frame: str | None) -> QModelIndex:
        return QModelIndex() if frame is None else self.index_of(frame)

    def _number(self, id: str) -> int:
        """Qt knows nodes by number."""
        number = self._numbers.get(id)
        if number is None:
            number = self._numbers[id] = len(self._ids)
            self._ids.append(id)
        return number

    # -- what a row says

    def _line(self, node: Node) -> Line:
        words = self._session.board.text(node.id)[:80].split("\n")[0]
        title = node.title or words or kind_name(node.kind)
        state = self._session.state(node.id).state if node.kind is NodeKind.clip else ""
        said = self._say_state(state) if state else ""
        return Line(node.kind, title, self._shots.get(node.id, ""), state, said, bool(node.title))

    def _is_scene(self, id: str | None) -> bool:
        node = self._session.board.nodes.get(id or "")
        return node is not None and node.kind is NodeKind.scene

    def _gone(self, id: str) -> bool:
        return self._outline.place_for(id) is None


def _shots(session: Session) -> dict[str, str]:
    """Node -> the number on its slate."""
    return {shot.node: shot.number for shot in reversed(session.board.film) if shot.number}
