"""Edits from elsewhere that are told as one change: else every listener would run for each step of
each of thirty people who drag cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from canvas.document.change import Change

MOST = 16
"""Edits in one change: so many take a few milliseconds, within which a frame must fit too."""


def may_wait(change: Change) -> bool:
    """Whether a change only set registers of nodes that were there before and are after."""
    return (
        change.foreign
        and bool(change.update)
        and not change.added
        and not change.removed
        and change.updated.keys() == {"nodes"}
    )


def gathered(changes: Sequence[Change], live: Container[str]) -> Change:
    """One change out of several that may_wait(), with nodes that are still `live`."""
    if len(changes) == 1:
        return replace(changes[0], updated=_still(changes[0].updated["nodes"], live))
    touched: dict[str, frozenset[str]] = defaultdict(frozenset)
    for change in changes:
        for id, registers in change.updated["nodes"].items():
            touched[id] |= registers
    origins, labels = {each.origin for each in changes}, {each.label for each in changes}
    return Change(
        origin=origins.pop() if len(origins) == 1 else "",
        update=b"",
        updated=_still(touched, live),
        label=labels.pop() if len(labels) == 1 else "",
        foreign=True,
        parts=tuple(changes),
    )


def _still(
    touched: Mapping[str, frozenset[str]], live: Container[str]
) -> Mapping[str, Mapping[str, frozenset[str]]]:
    found = {id: registers for id, registers in touched.items() if id in live}
    return {"nodes": found} if found else {}
