"""What a transaction did to the records that are live, gathered row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from canvas.document.change import Touched


class Touches:
    """What a transaction did to the live maps: the body of a Change."""

    def __init__(self) -> None:
        self.added: dict[str, set[str]] = defaultdict(set)
        self.updated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.removed: dict[str, set[str]] = defaultdict(set)

    def turned(self, root: str, id: str, was: bool, is_now: bool) -> None:
        if is_now and not was:
            self.added[root].add(id)
        elif was and not is_now:
            self.removed[root].add(id)

    def frozen(self) -> tuple[Touched, Mapping[str, Mapping[str, frozenset[str]]], Touched]:
        updated = {
            root: {id: frozenset(names) for id, names in rows.items() if id not in self.added[root]}
            for root, rows in self.updated.items()
        }
        return (
            _frozen(self.added),
            {root: rows for root, rows in updated.items() if rows},
            _frozen(self.removed),
        )


def _frozen(ids: Mapping[str, set[str]]) -> Touched:
    return {root: frozenset(found) for root, found in ids.items() if found}
