"""What the tools for words, arrows and ink do to the board, by way of the commands."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from canvas.app.commands import sketch
from canvas.app.layout import scene_at
from canvas.app.session import Session
from canvas.document.edits import AddNode, set_node
from canvas.document.ordering import between
from canvas.document.records import SIZES, Node, NodeKind, new_id
from canvas.document.words import Trouble
from canvas.editor.camera import Box
from canvas.editor.drafts import Pen
from canvas.editor.texts import LEADING
from canvas.editor.texts import SIZES as LETTERS
from canvas.ui.painting.lettered import fitted, looks_of

Result = TypeVar("Result")

TOGETHER = 1.0
"""Seconds within which the next stroke, begun nearby, joins the last one."""

NEARBY = 60.0
"""Logical pixels, at the zoom of the stroke, that are still nearby."""

LONGEST_FITTED = 5000
"""Characters above which a text is measured when the writing ends, not at every key."""


class SketchHand:
    """The part of a board's hand that draws and writes. A refused edit is told."""

    def __init__(self, session: Session, tell: Callable[[Trouble], None]) -> None:
        self._session = session
        self._tell = tell
        self._last: tuple[str, float] = ("", 0.0)
        self.pen = Pen()
        """What words and arrows are coloured with; the editor's own pen."""
        self.begin_writing: Callable[[str, str], object] = _nothing
        """Opens the words of a node; what is written belongs to the gesture that comes along."""
        self.select: Callable[[Sequence[str]], object] = _nothing
        self.begin_comment: Callable[[tuple[float, float], str | None], object] = _nothing
        """Asks what is to be said there, about a node where there is one."""
        self.clock: Callable[[], float] = time.monotonic

    def comment(self, pos: tuple[float, float], node: str | None) -> None:
        self.begin_comment(pos, node)

    def write(self, node: str) -> None:
        self.begin_writing(node, "")

    def write_text(self, pos: tuple[float, float], width: float | None) -> None:
        """The first line stands where the hand pressed."""
        gesture, session = f"text-{new_id()}", self._session
        top = pos[1] - LETTERS["M"] * LEADING / 2
        color = self.pen.color
        made = self.attempt(
            lambda: sketch.write_text(
                session, (pos[0], top), width=width, color=color, gesture=gesture
            )
        )
        self._open(made, gesture)

    def write_note(self, middle: tuple[float, float]) -> None:
        gesture, size = f"note-{new_id()}", SIZES[NodeKind.note]
        node = self._placed(NodeKind.note, (middle[0] - size[0] / 2, middle[1] - size[1] / 2))
        done = self.attempt(
            lambda: self._session.apply(AddNode(node), label="Add note", gesture=gesture)
        )
        self._open(node.id if done is not None else None, gesture)

    def _open(self, node: str | None, gesture: str) -> None:
        if node is not None:
            self.select([node])
            self.begin_writing(node, gesture)

    def draw_arrow(
        self, start: tuple[float, float], end: tuple[float, float], source: str, target: str
    ) -> None:
        session, color = self._session, self.pen.color
        made = self.attempt(
            lambda: sketch.draw_arrow(
                session, start, end, source=source, target=target, color=color
            )
        )
        if made is not None:
            self.select([made])

    def point_arrow(self, node: str, end: str, at: tuple[float, float], onto: str) -> None:
        self.attempt(lambda: sketch.point_arrow(self._session, node, end, at, onto))

    def draw(
        self,
        points: Sequence[tuple[float, float, float]],
        width: float,
        grain: float,
        color: str,
    ) -> None:
        """A stroke begun soon after the last one and near it belongs to the same node."""
        into = self._joined(points, width, color)
        session = self._session
        made = self.attempt(
            lambda: sketch.draw(
                session, points, width=width, grain=grain, color=color or None, into=into
            )
        )
        if made:
            self._last = (made[-1], self.clock())

    def erase(self, strokes: Mapping[str, frozenset[int]]) -> None:
        self.attempt(lambda: sketch.erase(self._session, strokes))

    def attempt(self, run: Callable[[], Result]) -> Result | None:
        """Do it, or tell why it cannot be done."""
        try:
            return run()
        except Trouble as trouble:
            self._tell(trouble)
            return None

    def _joined(
        self, points: Sequence[tuple[float, float, float]], width: float, color: str
    ) -> str:
        node, at = self._last
        record = self._session.board.nodes.get(node)
        if record is None or self.clock() - at > TOGETHER or (record.color or "") != color:
            return ""
        if record.param("width") != width:
            return ""
        xs, ys = [one[0] for one in points], [one[1] for one in points]
        away = _gap(_box(record), (min(xs), min(ys), max(xs), max(ys)))
        # a pen is as wide on the screen at any zoom: its width says how much of the world that is
        return node if away <= NEARBY * width / 4.0 else ""

    def _placed(self, kind: NodeKind, pos: tuple[float, float]) -> Node:
        board, size = self._session.board, SIZES[kind]
        return Node(
            id=new_id(),
            kind=kind,
            pos=pos,
            size=size,
            z=between(max((node.z for node in board.nodes.values()), default=None), None),
            parent=scene_at(board, pos, size),
        )


def fit(session: Session, node: str, *, gesture: str = "", last: bool = False) -> None:
    """Give a text node the size of what it says. A long one is only measured at the `last` key."""
    record = session.board.nodes.get(node)
    if record is None or record.kind is not NodeKind.text:
        return
    words = session.board.text(node)
    if len(words) > LONGEST_FITTED and not last:
        return
    looks = looks_of(record)
    size = fitted(words, looks, record.size[0])
    if size == record.size:
        return
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[looks.align]
    x = record.pos[0] + (record.size[0] - size[0]) * share
    session.apply(set_node(node, pos=(x, record.pos[1]), size=size), label="Write", gesture=gesture)


def resized(session: Session, node: str, gesture: str) -> None:
    """A text that was given another width breaks its lines there from now on."""
    record = session.board.nodes.get(node)
    if record is None or record.kind is not NodeKind.text:
        return
    if record.param("wrap") is not True:
        session.apply(set_node(node, params={"wrap": True}), label="Resize", gesture=gesture)
    fit(session, node, gesture=gesture, last=True)


def _nothing(*_: object) -> None:
    """Nobody listens yet."""


def _box(node: Node) -> Box:
    return (*node.pos, node.pos[0] + node.size[0], node.pos[1] + node.size[1])


def _gap(a: Box, b: Box) -> float:
    """How far two boxes are apart; 0 where they touch."""
    across = max(a[0] - b[2], b[0] - a[2], 0.0)
    down = max(a[1] - b[3], b[1] - a[3], 0.0)
    return max(across, down)
