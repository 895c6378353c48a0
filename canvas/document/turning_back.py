"""From the board of now to the board of then: the edits that turn it back, whole or for some nodes.

Nothing is rewound. What has been made since is hidden, what was deleted comes back, what has
changed is set as it was: edits like any other, which others receive and undo takes back. Takes and
files are never thrown away; a clip shows again the take that it showed then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from canvas.document import versions
from canvas.document.board import Board
from canvas.document.edits import (
    AddEdge,
    AddNode,
    AddShot,
    BendEdge,
    DeleteEdges,
    DeleteNodes,
    DeleteShots,
    Edit,
    PutCue,
    PutMark,
    Refused,
    RestoreNodes,
    RestoreShots,
    SetMeta,
    SetNode,
    SetShot,
    set_text,
)
from canvas.document.records import WRITABLE, Edge, Mark, Node, NodeKind, Shot
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

_META = ("title", "rate", "width", "height")
_NODE = ("pos", "size", "z", "title", "color", "locked", "refs")
_SHOT = ("node", "seq", "in_", "out", "transition", "number")


@dataclass(frozen=True, slots=True)
class Turned:
    """What leads back."""

    edits: tuple[Edit, ...]
    """Each fits the board as those before it leave it; none where all is as it was."""
    left: tuple[Sentence, ...]
    """What cannot come back, and why."""


def turned_back(now: Board, then: Board) -> Turned:
    """Make the whole board what it was, but for named versions: those are about moments, and stay.

    `then` is an earlier state of the same board.
    """
    turning = _Turning(now, then, then.nodes)
    turning.meta()
    turning.hide(now.nodes.keys() - then.nodes.keys())
    turning.unlink(_strange_links(now, then, then.nodes))
    turning.take_out(
        id
        for id, shot in now.all_shots.items()
        if not shot.deleted and shot.node in then.nodes and _is_gone(then.all_shots.get(id))
    )
    turning.nodes()
    turning.link(then.edges.values())
    turning.film(then.shots.values())
    turning.cues()
    turning.marks()
    return turning.turned()


def nodes_turned_back(now: Board, then: Board, nodes: Iterable[str]) -> Turned:
    """Make these nodes what they were: their registers, words, what feeds them, what they fed as
    far as that is still free, and their shots of then."""
    wanted = list(dict.fromkeys(nodes))
    known = {id for id in wanted if id in then.nodes}
    turning = _Turning(now, then, known)
    for id in wanted:
        if id not in known:
            turning.leave(
                say(QT_TRANSLATE_NOOP("words", "{node} was not on the board then."), node=id)
            )
    after = now.nodes.keys() | known
    turning.unlink(
        id
        for id in _strange_links(now, then, after)
        if now.all_edges[id].target in known or now.all_edges[id].source in known - now.nodes.keys()
    )
    turning.nodes()
    around = [edge for edge in then.edges.values() if {edge.source, edge.target} & known]
    turning.link(edge for edge in around if {edge.source, edge.target} <= after)
    for edge in around:
        for end in {edge.source, edge.target} - after:
            turning.leave(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "A link of {node} stays away: its other end was deleted."
                    ),
                    node=_name(then, edge.target if end == edge.source else edge.source),
                )
            )
    turning.film(shot for shot in then.shots.values() if shot.node in known)
    return turning.turned()


class _Turning:
    """Edits in the making, each tried on before the next is thought of."""

    def __init__(self, now: Board, then: Board, ids: Collection[str]) -> None:
        self._now, self._then = now, then
        self._ids = dict.fromkeys(sorted(ids))  # the same edits in the same order every time
        self._draft = now.draft()
        self._edits: list[Edit] = []
        self._left: dict[str, Sentence] = {}

    def turned(self) -> Turned:
        return Turned(tuple(self._edits), tuple(self._left.values()))

    def leave(self, why: Sentence) -> None:
        self._left[str(why)] = why

    # -- the board as a whole

    def meta(self) -> None:
        changes = _changes(self._now.meta, self._then.meta, _META)
        if changes:
            self._take(SetMeta(**changes))

    def cues(self) -> None:
        now, then = self._now, self._then
        for cue in then.cues.values():
            if now.all_cues.get(cue.id) != cue:
                self._take(PutCue(cue))
        for id in now.cues.keys() - then.cues.keys():
            self._take(PutCue(replace(now.cues[id], deleted=True)))

    def marks(self) -> None:
        now, then = self._now, self._then
        for mark in then.marks.values():
            if not _is_version(mark) and now.all_marks.get(mark.id) != mark:
                self._take(PutMark(mark))
        for id in now.marks.keys() - then.marks.keys():
            if not _is_version(now.marks[id]):
                self._take(PutMark(replace(now.marks[id], deleted=True)))

    # -- nodes

    def hide(self, ids: Iterable[str]) -> None:
        hidden = sorted(ids)
        if hidden:
            self._take(DeleteNodes(hidden))

    def nodes(self) -> None:
        now, then = self._now, self._then
        gone = [id for id in self._ids if id not in now.nodes and id in now.all_nodes]
        if gone:
            self._take(RestoreNodes(gone))
        for id in self._ids:
            if id not in now.all_nodes:
                node = replace(then.nodes[id], parent=None, take=None, refs=())
                self._take(AddNode(node, then.text(id)))
        self._leave_frames()
        for id in self._ids:
            before = self._draft.node(id)
            if before is not None:
                self._set(before, then.nodes[id])

    def _leave_frames(self) -> None:
        """Out of their frames first: two that have swapped places would close a loop."""
        for id in self._ids:
            node = self._draft.node(id)
            if node is not None and node.parent and self._frame(node) != node.parent:
                self._take(SetNode(id, parent=None))

    def _set(self, before: Node, wanted: Node) -> None:
        changes = _changes(before, wanted, _NODE)
        frame = self._frame(before)
        if frame != before.parent:
            changes["parent"] = frame
        take = self._take_of(wanted)
        if take != before.take:
            changes["take"] = take
        params = {
            name: wanted.params.get(name)
            for name in before.params.keys() | wanted.params.keys()
            if before.params.get(name) != wanted.params.get(name)
        }
        if params:
            changes["params"] = params
        if changes and not self._takes(SetNode(wanted.id, **changes)):
            for name, value in changes.items():
                self._take(SetNode(wanted.id, **{name: value}))
        text = self._then.text(wanted.id)
        if wanted.kind in WRITABLE and wanted.id in self._now.all_nodes:
            edit = set_text(self._now.text(wanted.id), wanted.id, text)
            if edit.removed or edit.inserted:
                self._take(edit)

    def _frame(self, node: Node) -> str | None:
        """The frame that a node lay in then, if that can hold it when all is done."""
        wanted = self._then.nodes[node.id].parent
        if wanted is None or wanted == node.parent:
            return wanted
        frame = self._then.nodes.get(wanted) if wanted in self._ids else self._now.nodes.get(wanted)
        return wanted if frame is not None and frame.kind is NodeKind.scene else None

    def _take_of(self, wanted: Node) -> str | None:
        """What a clip showed then was the chosen take, or the latest there was: which is not the
        latest any more where more have been made since."""
        if wanted.take is not None and wanted.take in self._then.takes:
            return wanted.take
        then = self._then.takes_of(wanted.id)
        now = self._now.takes_of(wanted.id)
        if len(now) > len(then) and not then:
            self.leave(
                say(
                    QT_TRANSLATE_NOOP(
                        "words",
                        "{node} keeps the picture it has got since: nothing rendered is lost.",
                    ),
                    node=_name(self._then, wanted.id),
                )
            )
        if not then or not now or now[-1].id == then[-1].id:
            return None
        return then[-1].id

    # -- links and film

    def unlink(self, ids: Iterable[str]) -> None:
        strange = sorted(ids)
        if strange:
            self._take(DeleteEdges(strange))

    def link(self, edges: Iterable[Edge]) -> None:
        """The sound ones first, for a broken one stands in their way and carries nothing."""
        for edge in sorted(edges, key=lambda edge: (edge.id in self._then.broken, edge.id)):
            known = self._now.all_edges.get(edge.id)
            if known is None or known.deleted:
                self._take(AddEdge(edge))
            elif known.bends != edge.bends:
                self._take(BendEdge(edge.id, edge.bends))

    def take_out(self, shots: Iterable[str]) -> None:
        """Shots that came into the film since."""
        strange = sorted(shots)
        if strange:
            self._take(DeleteShots(strange))

    def film(self, shots: Iterable[Shot]) -> None:
        for shot in sorted(shots, key=lambda shot: shot.id):
            known = self._now.all_shots.get(shot.id)
            if known is None:
                self._take(AddShot(shot))
                continue
            changes = _changes(known, shot, _SHOT)
            if changes:
                self._take(SetShot(shot.id, **changes))
            if known.deleted or known.node not in self._now.nodes:
                self._take(RestoreShots([shot.id]))

    # -- trying on

    def _takes(self, edit: Edit) -> bool:
        try:
            self._draft.take(edit)
        except Refused:
            return False
        self._edits.append(edit)
        return True

    def _take(self, edit: Edit) -> None:
        try:
            self._draft.take(edit)
        except Refused as refused:
            self.leave(refused.what)
        else:
            self._edits.append(edit)


def _strange_links(now: Board, then: Board, live: Collection[str]) -> Iterator[str]:
    """Links between nodes that will be live, which there were not then."""
    for id, edge in now.all_edges.items():
        is_live = not edge.deleted and edge.source in live and edge.target in live
        if is_live and _is_gone(then.all_edges.get(id)):
            yield id


def _is_gone(record: Edge | Shot | None) -> bool:
    return record is None or record.deleted


def _is_version(mark: Mark) -> bool:
    return mark.kind == versions.KIND


def _changes(before: Any, wanted: Any, names: Iterable[str]) -> dict[str, Any]:
    return {
        name: getattr(wanted, name)
        for name in names
        if getattr(before, name) != getattr(wanted, name)
    }


def _name(board: Board, id: str) -> str:
    node = board.nodes[id]
    return node.title or board.text(id)[:40] or f"{node.kind.value} {id[:6]}"
