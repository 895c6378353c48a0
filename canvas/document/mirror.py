"""The typed copy of a board that everybody reads, kept in step row by row and never rebuilt.

Maps named `all_...` hold deleted records too. The others hold what is live: a node that is not
deleted, a link whose both ends are live and fit, a shot whose node is live and can be shot. What
cannot be read is in neither.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from canvas.document import forms, schema
from canvas.document.crdt import Row
from canvas.document.links import Links
from canvas.document.records import (
    INPUTS,
    OUTPUTS,
    SHOOTABLE,
    Asset,
    Cue,
    Edge,
    Mark,
    Meta,
    Node,
    Render,
    Shot,
    Take,
)
from canvas.document.touches import Touches
from canvas.document.writes import META, ROOTS

_JOINTS = frozenset(
    (source, out.name, target, into.name)
    for source, outs in OUTPUTS.items()
    for out in outs
    for target, intos in INPUTS.items()
    for into in intos
    if out.kind == into.kind
)
"""The ends that a link may have: kind of node and port, twice."""
_MANY = frozenset(
    (kind, port.name) for kind, ports in INPUTS.items() for port in ports if port.many
)
_RANK = {root: rank for rank, root in enumerate(ROOTS)}


class Mirror:
    """Typed records by id."""

    def __init__(self, registers: Callable[[str, str], object]) -> None:
        self._registers = registers
        self.meta = Meta()
        self.all_nodes: dict[str, Node] = {}
        self.nodes: dict[str, Node] = {}
        self.texts: dict[str, str] = {}
        self.all_edges: dict[str, Edge] = {}
        self.edges: dict[str, Edge] = {}
        self.all_shots: dict[str, Shot] = {}
        self.shots: dict[str, Shot] = {}
        self.takes: dict[str, Take] = {}
        self.renders: dict[str, Render] = {}
        self.assets: dict[str, Asset] = {}
        self.all_cues: dict[str, Cue] = {}
        self.cues: dict[str, Cue] = {}
        self.all_marks: dict[str, Mark] = {}
        self.marks: dict[str, Mark] = {}
        self.links = Links()
        self._asleep: dict[str, set[str]] = defaultdict(set)
        """By node the links there are of it that are not live."""
        self.shots_of: dict[str, set[str]] = defaultdict(set)
        self._takes_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._film: tuple[Shot, ...] | None = None
        self._records: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "nodes": (self.all_nodes, self.nodes),
            "edges": (self.all_edges, self.edges),
            "shots": (self.all_shots, self.shots),
            "takes": (self.takes, self.takes),
            "renders": (self.renders, self.renders),
            "assets": (self.assets, self.assets),
            "cues": (self.all_cues, self.cues),
            "marks": (self.all_marks, self.marks),
        }

    @property
    def film(self) -> tuple[Shot, ...]:
        """The live shots in order."""
        if self._film is None:
            self._film = tuple(sorted(self.shots.values(), key=lambda shot: (shot.seq, shot.id)))
        return self._film

    def takes_of(self, node: str) -> tuple[Take, ...]:
        return tuple(self.takes[id] for _, id in self._takes_of.get(node, ()))

    def load(self, read: Callable[[str], Mapping[str, Any]]) -> None:
        """Fill an empty mirror with a whole document, `read` root by root."""
        self._set_meta(read(META), Touches())
        ids: dict[str, str] = {}
        for root in ROOTS[1:]:
            found = read(root)
            if root == "texts":
                texts = {ids.get(id, id): text for id, text in found.items()}
                self.texts.update({id: text for id, text in texts.items() if isinstance(text, str)})
                continue
            form, everything = schema.FORMS[root], self._records[root][0]
            if root == "edges":  # kept by their own ids, which are no other objects than the keys
                read_edges = forms.read_all(schema.EDGE, found, ids)
                everything.update({edge.id: edge for id, edge in read_edges if edge.id == id})
            else:
                everything.update(forms.read_all(form, found, ids))
            if root == "nodes":
                ids = {id: id for id in everything}
            del found  # before the next root is read: two at once would be the peak of memory
        self._index_loaded()

    def _index_loaded(self) -> None:
        self.nodes.update({id: node for id, node in self.all_nodes.items() if not node.deleted})
        for root in ("cues", "marks"):
            everything, live = self._records[root]
            live.update({id: record for id, record in everything.items() if not record.deleted})
        for take in self.takes.values():
            insort(self._takes_of[take.node], (take.made, take.id))
        for id, shot in self.all_shots.items():
            self.shots_of[shot.node].add(id)
        self._settle_shots(self.all_shots, Touches())
        fit = {id: edge for id, edge in self.all_edges.items() if self._fits(edge)}
        self.edges.update(fit)
        for id in self.all_edges.keys() - fit.keys():
            self._sleep(self.all_edges[id])
        self.links.change(fit.values(), (), self._single_inputs(fit.values()))

    def unlike(self, other: Mirror) -> Iterator[tuple[str, str]]:
        """Root and id of everything that the other has otherwise."""
        if self.meta != other.meta:
            yield META, META
        texts = {"texts": (self.texts, other.texts)}
        pairs = {root: (self._records[root][0], other._records[root][0]) for root in self._records}
        for root, (ours, theirs) in (texts | pairs).items():
            for id in ours.keys() | theirs.keys():
                if ours.get(id) != theirs.get(id):
                    yield root, id

    def absorb(self, rows: Iterable[Row]) -> Touches:
        """Follow one transaction."""
        touches = Touches()
        edges: set[str] = set()
        shots: set[str] = set()
        for row in sorted(rows, key=lambda row: _RANK[row.root]):
            if row.root == META:
                self._set_meta(row.registers or {}, touches)
            elif row.root == "texts":
                self._set_text(row, touches)
            elif row.root == "nodes":
                if self._set_node(row, touches):
                    edges |= self._edges_of(row.id)
                    shots |= self.shots_of.get(row.id, set())
            elif row.root == "edges":
                self._set_edge(row)
                edges.add(row.id)
            elif row.root == "shots":
                self._set_shot(row, touches)
                shots.add(row.id)
            else:
                self._set_record(row, touches)
        self._settle_shots(shots, touches)
        self._settle_edges(edges, touches)
        return touches

    def _set_meta(self, registers: Mapping[str, object], touches: Touches) -> None:
        self.meta = forms.patched(schema.META, self.meta, registers)
        known = registers.keys() & schema.META.slots.keys()
        if known:
            touches.updated[META][META] |= known

    def _set_text(self, row: Row, touches: Touches) -> None:
        new = row.id not in self.texts
        if row.registers is None:
            if self.texts.pop(row.id, None) is not None:
                touches.removed["texts"].add(row.id)
            return
        self.texts[row.id] = row.text
        if new:
            touches.added["texts"].add(row.id)
        else:
            touches.updated["texts"][row.id].add("text")

    def _set_node(self, row: Row, touches: Touches) -> bool:
        """True if its links and shots must be looked at again."""
        before = self.all_nodes.get(row.id)
        after = self._node_after(row, before)
        if after is None:
            self.all_nodes.pop(row.id, None)
        else:
            self.all_nodes[row.id] = after
        was, live = row.id in self.nodes, after is not None and not after.deleted
        if live and after is not None:
            self.nodes[row.id] = after
        else:
            self.nodes.pop(row.id, None)
        touches.turned("nodes", row.id, was, live)
        if was and live:
            touches.updated["nodes"][row.id].update(row.registers or ())
        return was != live or (before and before.kind) != (after and after.kind)

    def _node_after(self, row: Row, before: Node | None) -> Node | None:
        if row.registers is None:
            return None
        if row.whole or before is None or "kind" in row.registers:
            registers = row.registers if row.whole else self._registers("nodes", row.id)
            return forms.read(schema.NODE, row.id, registers)
        return forms.patched(schema.NODE, before, row.registers)

    def _set_shot(self, row: Row, touches: Touches) -> None:
        before = self.all_shots.get(row.id)
        after: Shot | None = None
        if row.registers is not None:
            if row.whole or before is None or {"node", "seq"} & row.registers.keys():
                registers = row.registers if row.whole else self._registers("shots", row.id)
                after = forms.read(schema.SHOT, row.id, registers)
            else:
                after = forms.patched(schema.SHOT, before, row.registers)
        if before is not None:
            self.shots_of[before.node].discard(row.id)
        if after is not None:
            self.all_shots[row.id] = after
            self.shots_of[after.node].add(row.id)
        else:
            self.all_shots.pop(row.id, None)
        if row.id in self.shots:
            touches.updated["shots"][row.id].update(row.registers or ())

    def _settle_shots(self, ids: Iterable[str], touches: Touches) -> None:
        for id in ids:
            shot = self.all_shots.get(id)
            was, live = id in self.shots, shot is not None and self._is_shown(shot)
            if live:
                self.shots[id] = cast(Shot, shot)
            else:
                self.shots.pop(id, None)
                touches.updated["shots"].pop(id, None)
            touches.turned("shots", id, was, live)
            self._film = None

    def _is_shown(self, shot: Shot) -> bool:
        node = self.nodes.get(shot.node)
        return not shot.deleted and node is not None and node.kind in SHOOTABLE

    def _set_edge(self, row: Row) -> None:
        before = self.all_edges.pop(row.id, None)
        edge = forms.read(schema.EDGE, row.id, row.registers)
        if edge is not None and edge.id == row.id:
            self.all_edges[row.id] = edge
        elif before is not None:
            self._wake(before)

    def _edges_of(self, node: str) -> set[str]:
        """Every link at a node, asleep or live."""
        links = self.links
        live = (*links.into.get(node, ()), *links.out.get(node, ()))
        return {edge.id for edge in live} | self._asleep.get(node, set())

    def _sleep(self, edge: Edge) -> None:
        for node in (edge.source, edge.target):
            self._asleep[node].add(edge.id)

    def _wake(self, edge: Edge) -> None:
        for node in (edge.source, edge.target):
            asleep = self._asleep.get(node)
            if asleep is not None:
                asleep.discard(edge.id)
                if not asleep:
                    del self._asleep[node]

    def _settle_edges(self, ids: Iterable[str], touches: Touches) -> None:
        added: list[Edge] = []
        removed: list[Edge] = []
        for id in ids:
            edge = self.all_edges.get(id)
            was, live = self.edges.get(id), edge is not None and self._fits(edge)
            if edge is not None:
                (self._wake if live else self._sleep)(edge)
            if live and was is None:
                added.append(cast(Edge, edge))
                self.edges[id] = cast(Edge, edge)
            elif was is not None and not live:
                removed.append(was)
                del self.edges[id]
            elif was is not None and edge is not None and was != edge:
                self.edges[id] = edge
                self.links.replace(edge)
                touches.updated["edges"][id].add("bends")
            touches.turned("edges", id, was is not None, live)
        if added or removed:
            single = self._single_inputs((*added, *removed))
            for id in self.links.change(added, removed, single):
                if id in self.edges:
                    touches.updated["edges"][id].add("broken")

    def _fits(self, edge: Edge) -> bool:
        """Both ends live, both ports there and of one kind."""
        source, target = self.nodes.get(edge.source), self.nodes.get(edge.target)
        if edge.deleted or source is None or target is None:
            return False
        return (source.kind, edge.out, target.kind, edge.into) in _JOINTS

    def _single_inputs(self, edges: Iterable[Edge]) -> set[tuple[str, str]]:
        """Node and port of those inputs of these links that take one link only."""
        inputs = {(edge.target, edge.into) for edge in edges}
        return {(node, port) for node, port in inputs if not self._takes_many(node, port)}

    def _takes_many(self, node: str, port: str) -> bool:
        target = self.all_nodes.get(node)
        return target is not None and (target.kind, port) in _MANY

    def _set_record(self, row: Row, touches: Touches) -> None:
        everything, live = self._records[row.root]
        before = live.get(row.id)
        record = forms.read(schema.FORMS[row.root], row.id, row.registers)
        shown = record is not None and not getattr(record, "deleted", False)
        _keep(everything, row.id, record)
        if live is not everything:
            _keep(live, row.id, record if shown else None)
        touches.turned(row.root, row.id, before is not None, shown)
        if before is not None and shown:
            touches.updated[row.root][row.id].update(
                forms.changed(schema.FORMS[row.root], before, record)
            )
        if row.root == "takes":
            self._index_take(before, cast("Take | None", record))

    def _index_take(self, before: Take | None, after: Take | None) -> None:
        if before is not None:
            self._takes_of[before.node].remove((before.made, before.id))
        if after is not None:
            insort(self._takes_of[after.node], (after.made, after.id))


def _keep(records: dict[str, Any], id: str, record: object | None) -> None:
    if record is None:
        records.pop(id, None)
    else:
        records[id] = record
