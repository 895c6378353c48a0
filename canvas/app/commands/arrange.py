"""Nodes put in order: on one line, at even distances, along the flow, in a scene frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from canvas.app.commands.nodes import counted, front_of, moved
from canvas.app.commands.registry import command
from canvas.app.commands.unfit import all_locked, too_few
from canvas.app.layout import ancestors, children_of, inside, topmost
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import AddNode, Edit, set_node
from canvas.document.graph import parent_of
from canvas.document.ordering import between
from canvas.document.records import Node, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.arranging import Boxed, Places, aligned, bounds, distributed, tidied
from canvas.editor.folding import is_folded, shown_size

PADDING = 36.0
"""World units between a scene frame and what it was put around."""


@command(
    "arrange.left",
    title=QT_TRANSLATE_NOOP("commands", "Align left"),
    keys=("Ctrl+Shift+Left",),
    menu="arrange",
)
def align_left(session: Session, nodes: Sequence[str]) -> None:
    """Put the left edges of nodes on the line of the leftmost."""
    _align(session, nodes, "left")


@command(
    "arrange.centre",
    title=QT_TRANSLATE_NOOP("commands", "Align centres"),
    keys=("Alt+H",),
    menu="arrange",
)
def align_centre(session: Session, nodes: Sequence[str]) -> None:
    """Put nodes over one another on one vertical line through their centres."""
    _align(session, nodes, "centre")


@command(
    "arrange.right",
    title=QT_TRANSLATE_NOOP("commands", "Align right"),
    keys=("Ctrl+Shift+Right",),
    menu="arrange",
)
def align_right(session: Session, nodes: Sequence[str]) -> None:
    """Put the right edges of nodes on the line of the rightmost."""
    _align(session, nodes, "right")


@command(
    "arrange.top",
    title=QT_TRANSLATE_NOOP("commands", "Align top"),
    keys=("Ctrl+Shift+Up",),
    menu="arrange",
)
def align_top(session: Session, nodes: Sequence[str]) -> None:
    """Put the top edges of nodes on the line of the topmost."""
    _align(session, nodes, "top")


@command(
    "arrange.middle",
    title=QT_TRANSLATE_NOOP("commands", "Align middles"),
    keys=("Alt+V",),
    menu="arrange",
)
def align_middle(session: Session, nodes: Sequence[str]) -> None:
    """Put nodes side by side on one level line through their middles."""
    _align(session, nodes, "middle")


@command(
    "arrange.bottom",
    title=QT_TRANSLATE_NOOP("commands", "Align bottom"),
    keys=("Ctrl+Shift+Down",),
    menu="arrange",
)
def align_bottom(session: Session, nodes: Sequence[str]) -> None:
    """Put the bottom edges of nodes on the line of the lowest."""
    _align(session, nodes, "bottom")


@command(
    "arrange.across",
    title=QT_TRANSLATE_NOOP("commands", "Distribute horizontally"),
    keys=("Alt+Shift+H",),
    menu="arrange",
)
def distribute_across(session: Session, nodes: Sequence[str]) -> None:
    """Make the gaps between neighbours equal from left to right; the outermost two stay."""
    _distribute(session, nodes, 0)


@command(
    "arrange.down",
    title=QT_TRANSLATE_NOOP("commands", "Distribute vertically"),
    keys=("Alt+Shift+V",),
    menu="arrange",
)
def distribute_down(session: Session, nodes: Sequence[str]) -> None:
    """Make the gaps between neighbours equal from top to bottom; the outermost two stay."""
    _distribute(session, nodes, 1)


@command(
    "arrange.tidy",
    title=QT_TRANSLATE_NOOP("commands", "Tidy along the flow"),
    keys=("Ctrl+Shift+T",),
    menu="arrange",
)
def tidy(session: Session, nodes: Sequence[str] = ()) -> None:
    """Lay out these nodes, with what their scene frames hold, or all nodes, from left to right
    along their links; scene frames stay around what they hold. Locked nodes stay put."""
    board = session.board
    meant = inside(board, nodes or board.nodes)
    free = _free(board, meant)
    if nodes and not free:
        raise all_locked()
    edits = _Tidying(board, free).edits() if free else []
    if edits:
        session.apply(*edits, label="Tidy")


@command(
    "arrange.frame",
    title=QT_TRANSLATE_NOOP("commands", "Frame the selection"),
    keys=("Ctrl+Alt+G",),
    menu="arrange",
)
def frame(session: Session, nodes: Sequence[str]) -> str | None:
    """Put a scene frame around nodes that holds them. Returns its id, None around nothing."""
    board = session.board
    top = topmost(board, nodes)
    around = bounds(_boxed(board.nodes[id]) for id in top)
    if around is None:
        return None
    left, top_edge, right, bottom = around
    parent = _shared_parent(board, top)
    made = Node(
        id=new_id(),
        kind=NodeKind.scene,
        pos=(left - PADDING, top_edge - PADDING),
        size=(right - left + 2 * PADDING, bottom - top_edge + 2 * PADDING),
        z=_depth(board, top, parent),
        parent=parent,
    )
    held = (set_node(id, parent=made.id) for id in top)
    session.apply(AddNode(made), *held, label="Frame")
    return made.id


def _align(session: Session, nodes: Sequence[str], edge: str) -> None:
    """Locked nodes count for the line and stay where they are."""
    board = session.board
    boxes = [_boxed(board.nodes[id]) for id in topmost(board, nodes)]
    if len(boxes) == 1:
        raise too_few(2)
    _refuse_locked(board, [box.id for box in boxes])
    _place(session, aligned(boxes, edge), "Align")


def _distribute(session: Session, nodes: Sequence[str], axis: int) -> None:
    board = session.board
    top = topmost(board, nodes)
    if 0 < len(top) < 3:
        raise too_few(3)
    _refuse_locked(board, top)
    boxes = [_boxed(board.nodes[id]) for id in top if not board.nodes[id].locked]
    _place(session, distributed(boxes, axis), "Distribute")


def _refuse_locked(board: Board, nodes: Sequence[str]) -> None:
    if nodes and all(board.nodes[id].locked for id in nodes):
        raise all_locked()


def _place(session: Session, places: Places, verb: str) -> None:
    """Move nodes there with what they hold, in one step; nothing moved is no step."""
    board = session.board
    ways: dict[str, tuple[float, float]] = {}
    for id, pos in places.items():
        was = board.nodes[id].pos
        if pos != was:
            way = (pos[0] - was[0], pos[1] - was[1])
            ways |= dict.fromkeys(inside(board, [id]), way)
    edits = moved(board, ways)
    if edits:
        session.apply(*edits, label=counted(verb, tuple(places)))


def _free(board: Board, nodes: Iterable[str]) -> list[str]:
    """The nodes that nothing locked holds, nor is held by, and no collapsed frame hides."""
    locked = {id for id, node in board.nodes.items() if node.locked}
    bound = locked.union(*(ancestors(board, id) for id in locked))
    fixed = locked | {id for id, node in board.nodes.items() if is_folded(node)}
    return [id for id in nodes if id not in bound and not fixed & set(ancestors(board, id))]


def _boxed(node: Node) -> Boxed:
    return Boxed(node.id, node.pos, shown_size(node))


def _shared_parent(board: Board, nodes: Iterable[str]) -> str | None:
    parents = {parent_of(board, id) for id in nodes}
    return parents.pop() if len(parents) == 1 else None


def _depth(board: Board, nodes: Iterable[str], parent: str | None) -> str:
    """Behind the frames that it is to hold, before the one that holds it."""
    held = [board.nodes[id].z for id in nodes if board.nodes[id].kind is NodeKind.scene]
    if not held:
        return front_of(board.nodes.values())
    return between(board.nodes[parent].z if parent else None, min(held))


class _Tidying:
    """One layout of nodes, frame by frame from the inside out, before any of it is written."""

    def __init__(self, board: Board, nodes: Iterable[str]) -> None:
        self._board = board
        self._chosen = set(nodes)
        self._boxes = {id: _boxed(node) for id, node in board.nodes.items()}
        self._children = children_of(board)
        self._links = [(edge.source, edge.target) for edge in board.edges.values()]

    def edits(self) -> list[Edit]:
        """What differs from the board in the end."""
        for scene in self._scenes_inside_out():
            self._lay_out(scene)
        self._lay_out(None)
        edits: list[Edit] = []
        for id, box in self._boxes.items():
            node = self._board.nodes[id]
            if box.size != shown_size(node):
                edits.append(set_node(id, pos=box.pos, size=box.size))
            elif box.pos != node.pos:
                edits.append(set_node(id, pos=box.pos))
        return edits

    def _scenes_inside_out(self) -> list[str]:
        """The frames of which something is to be moved, the innermost first."""
        around = {one for id in self._chosen for one in ancestors(self._board, id)}
        nodes = self._board.nodes
        frames = [id for id in around if not nodes[id].locked and not is_folded(nodes[id])]
        return sorted(frames, key=lambda id: (-len(ancestors(self._board, id)), id))

    def _lay_out(self, scene: str | None) -> None:
        """Tidy what lies right in one frame, or in none, and fit the frame around it."""
        items = [id for id in self._held(scene) if id in self._chosen]
        inner = self._between(items, self._owners(items))
        places = tidied([self._boxes[id] for id in items], inner)
        for id, pos in places.items():
            self._move(id, pos)
        if scene is not None:
            self._fit(scene)

    def _held(self, scene: str | None) -> Iterable[str]:
        if scene is not None:
            return self._children.get(scene, ())
        held = {id for children in self._children.values() for id in children}
        return [id for id in self._board.nodes if id not in held]

    def _owners(self, items: Iterable[str]) -> Mapping[str, str]:
        """For everything that lies in an item, that item."""
        owners: dict[str, str] = {}
        for item in items:
            waiting = [item]
            while waiting:
                id = waiting.pop()
                if id not in owners:
                    owners[id] = item
                    waiting += self._children.get(id, ())
        return owners

    def _between(self, items: Sequence[str], owner: Mapping[str, str]) -> list[tuple[str, str]]:
        """The links of the board as links between items: a frame is linked as what it holds is."""
        if len(items) < 2:
            return []
        ends = ((owner.get(a), owner.get(b)) for a, b in self._links)
        return [(a, b) for a, b in ends if a is not None and b is not None]

    def _move(self, id: str, pos: tuple[float, float]) -> None:
        """With what it holds; locked nodes stay behind."""
        box = self._boxes[id]
        dx, dy = pos[0] - box.pos[0], pos[1] - box.pos[1]
        if (dx, dy) != (0.0, 0.0):
            for one in inside(self._board, [id]) if id in self._children else (id,):
                box = self._boxes[one]
                place = (box.pos[0] + dx, box.pos[1] + dy)
                self._boxes[one] = Boxed(one, place, box.size)

    def _fit(self, scene: str) -> None:
        """A chosen frame fits what it holds; any other one only grows."""
        held = bounds(self._boxes[id] for id in self._children.get(scene, ()))
        if held is None:
            return
        box = self._boxes[scene]
        left, top = held[0] - PADDING, held[1] - PADDING
        right, bottom = held[2] + PADDING, held[3] + PADDING
        if scene not in self._chosen:
            left, top = min(left, box.pos[0]), min(top, box.pos[1])
            right, bottom = max(right, box.right), max(bottom, box.bottom)
        self._boxes[scene] = Boxed(scene, (left, top), (right - left, bottom - top))
