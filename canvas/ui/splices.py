"""Text edits as splices: pure arithmetic, in characters as Python counts them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `removed` characters at `at` by `inserted`."""

    at: int
    removed: int
    inserted: str

    def __bool__(self) -> bool:
        return bool(self.removed or self.inserted)

    def applied(self, text: str) -> str:
        return text[: self.at] + self.inserted + text[self.at + self.removed :]


def between(old: str, new: str) -> Splice:
    """The one splice that makes `new` of `old`, as small as common ends allow."""
    limit = min(len(old), len(new))
    start = 0
    while start < limit and old[start] == new[start]:
        start += 1
    end = 0
    while end < limit - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Splice(start, len(old) - start - end, new[start : len(new) - end])


def rebased(mine: Splice, theirs: Splice) -> Splice:
    """`mine`, made on the same text as `theirs`, so that it can follow it.

    What both removed goes once; what they wrote at my edges stays, before what I wrote.
    """
    start = _moved(mine.at, theirs, stay=mine.at < theirs.at)
    end = mine.at + mine.removed
    end = _moved(end, theirs, stay=end <= theirs.at)
    return Splice(start, max(end - start, 0), mine.inserted)


def _moved(position: int, over: Splice, *, stay: bool) -> int:
    """Where a place lies after `over`; one inside what went moves behind what came."""
    if stay:
        return position
    return max(position - over.removed, over.at) + len(over.inserted)


def units(text: str, position: int) -> int:
    """A place in characters as Qt counts it: in UTF-16 units."""
    return len(text[:position].encode("utf-16-le")) // 2


def characters(text: str, position: int) -> int:
    """A place in UTF-16 units as Python counts it: in characters."""
    if text.isascii():
        return min(position, len(text))
    return len(
        text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore")
    )
