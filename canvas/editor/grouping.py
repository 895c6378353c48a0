"""Groups: nodes that are picked up together. A group of which one node is left is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from canvas.document.records import Node, new_id


def group_of(node: Node) -> str:
    """The group that a node is marked with; empty for none."""
    group = node.params.get("group")
    return group if isinstance(group, str) else ""


def fresh_groups(nodes: Iterable[Node]) -> Mapping[str, str]:
    """For each group of which some are copied, the group of the copies: none for a lone one."""
    counts = Counter(group_of(node) for node in nodes)
    return {group: new_id() if count > 1 else "" for group, count in counts.items() if group}


def regrouped(node: Node, fresh: Mapping[str, str]) -> Node:
    """A copied node in the group of the copies."""
    group = group_of(node)
    if not group:
        return node
    params = {name: value for name, value in node.params.items() if name != "group"}
    return replace(node, params=params | ({"group": fresh[group]} if fresh.get(group) else {}))


class Groups:
    """Who is grouped with whom, kept in step with the board. One thread owns it."""

    def __init__(self) -> None:
        self._nodes: Mapping[str, Node] = {}
        self._group: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}

    def load(self, nodes: Mapping[str, Node]) -> None:
        """Take in every node of a board at once."""
        self._nodes = nodes
        self._group.clear()
        self._members.clear()
        for id, node in nodes.items():
            if node.params:
                self._enter(id, group_of(node))

    def put(self, id: str) -> None:
        """Bring one node in step with the board; it may be gone."""
        node = self._nodes.get(id)
        group = group_of(node) if node is not None else ""
        if group == self._group.get(id, ""):
            return
        former = self._group.pop(id, "")
        if former:
            self._members[former].discard(id)
            if not self._members[former]:
                del self._members[former]
        self._enter(id, group)

    def around(self, id: str) -> frozenset[str]:
        """All nodes of the group of a node; the node alone where it is in none."""
        members = self._members.get(self._group.get(id, ""), ())
        return frozenset(members) if len(members) > 1 else frozenset((id,))

    def whole(self, ids: Iterable[str]) -> frozenset[str]:
        """These nodes and all that are grouped with them."""
        found: set[str] = set()
        for id in ids:
            if id not in found:
                found |= self.around(id)
        return frozenset(found)

    def _enter(self, id: str, group: str) -> None:
        if group:
            self._group[id] = group
            self._members.setdefault(group, set()).add(id)
