"""Walks over the structs of an update without building any of them.

Field by field as src/structs and UpdateDecoder.js of Yjs (https://github.com/yjs/yjs) read them;
values as encoding.js of lib0 writes them (https://github.com/dmonad/lib0, writeAny).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from collab.wire import Code, Malformed, Reader, is_shallow

CLIENTS, CLOCKS = 1 << 53, 1 << 31
"""What client ids and clocks stay below: the library counts clocks in 32 bits."""


class TurnedAway(Exception):
    """An update that does not come in; `reason` is for the person who sent it."""

    def __init__(self, reason: str, code: Code = Code.malformed) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    roots: frozenset[bytes]
    depth: int = 32
    """Of values inside values."""
    structs: int = 2_000_000
    clients: int = 20_000
    deletes: int = 2_000_000
    """Ranges in the delete set."""
    key: int = 512
    """Bytes of a name under which something is kept."""


_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_TYPES = frozenset({1, 2})
"""Map and text: nothing else is in a board. The library reads for ever in an array of letters."""
_INTEGER, _OBJECT, _LIST = 125, 118, 117
_SIZED = frozenset({119, 116})
"""Text and bytes."""
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
"""Undefined, null, float, double, big integer, false, true: bytes after the tag."""
_SIZES = tuple(_FIXED.get(tag, -1) for tag in range(256))


_TOP, _INSIDE, _BESIDE = range(3)
"""A struct lies in a root, in a shared type that it names, or where another one lies."""

Id: TypeAlias = "tuple[int, int]"
"""Client and clock."""
Stretch: TypeAlias = "tuple[int, int, int]"
"""Client, first clock and the one after the last."""
Follow: TypeAlias = "tuple[Stretch, Id, bool]"
"""A struct, the one beside which it lies, and whether it is a shared type."""
Rest: TypeAlias = "tuple[int, int, int, int, int, int]"
"""A struct that rests on another client's: its client and clock, the other's, its index in its
section and the byte where it begins."""


class Scan(Reader):
    """One pass over one update."""

    __slots__ = (
        "cross",
        "dead",
        "follows",
        "gap",
        "index",
        "limits",
        "needs",
        "nested",
        "origin",
        "parents",
        "roots",
        "start",
        "tops",
        "types",
    )

    def __init__(self, update: bytes, limits: Limits) -> None:
        self.data = update
        self.at = 0
        self.end = len(update)
        self.limits = limits
        self.needs: dict[int, int] = {}
        """Client -> the clock up to which its structs must be there for these to stand."""
        self.cross: list[Rest] = []
        self.index = self.start = 0
        """Of the struct that is looked at, in its section and among the bytes."""
        self.roots: set[bytes] = set()
        self.nested = 0
        self.tops: list[Stretch] = []
        self.follows: list[Follow] = []
        self.origin: Id = (0, 0)
        """What the struct that is looked at follows, if it lies where that one lies."""
        self.parents: set[Id] = set()
        """What structs say that they lie in."""
        self.types: set[Id] = set()
        """The shared types."""
        self.dead: list[Stretch] = []
        """Structs of which nothing is left."""
        self.gap = False

    def structs(self, count: int, client: int, clock: int) -> int:
        """Pass over a client's structs; gives the clock after the last."""
        data, end = self.data, self.end
        for self.index in range(count):
            self.start = at = self.at
            if at >= end:
                raise Malformed("this update is cut off")
            info = data[at]
            self.at = at + 1
            ref = info & 31
            if ref in (_GC, _SKIP):
                size = self.number()
                self.gap = self.gap or ref == _SKIP
                self.dead.append((client, clock, clock + size))
            else:
                place = self._place(info, client, clock)
                size = self._content(ref)
                if ref == _TYPE:
                    self.types.add((client, clock))
                elif ref == _DELETED:
                    self.dead.append((client, clock, clock + size))
                if place == _BESIDE:
                    lies = (client, clock, clock + size)
                    self.follows.append((lies, self.origin, ref == _TYPE))
                elif place == _TOP:
                    self.tops.append((client, clock, clock + size))
                elif ref == _TYPE:
                    self.nested += 1
            if not size:
                raise TurnedAway("this update holds a change of nothing")
            clock += size
            if clock >= CLOCKS:
                raise TurnedAway("this update counts further than anybody can")
        return clock

    def deleted(self) -> int:
        """Pass over the delete set; gives the number of its ranges."""
        ranges = 0
        for _ in range(self.number()):
            client, count = self.number(), self.number()
            ranges += count
            if ranges > self.limits.deletes:
                raise TurnedAway("this update deletes too much at once", Code.large)
            last = self.needs.get(client, 0)
            for _ in range(count):
                last = max(last, self.number() + self.number())
            if last >= CLOCKS:
                raise TurnedAway("this update counts further than anybody can")
            self.needs[client] = last
        return ranges

    def skip(self, size: int, most: int = CLIENTS) -> None:
        at = self.at + size
        if size > most or at > self.end:
            raise Malformed("a field of this update is too long or cut off")
        self.at = at

    def _place(self, info: int, client: int, clock: int) -> int:
        """Pass over where a struct belongs; gives what that is."""
        if info & 192:
            self.origin = self._refer(client, clock)
            if info & 192 == 192:
                self._refer(client, clock)
            return _BESIDE
        if self.number() == 1:
            self._root(info)
            place = _TOP
        else:
            self.parents.add(self._refer(client, clock))
            place = _INSIDE
        if info & 32:
            self.skip(self.number(), self.limits.key)
        return place

    def _root(self, info: int) -> None:
        root = self.blob(self.limits.key)
        if root not in self.limits.roots:
            raise TurnedAway("this update writes where there is no place for it")
        if not info & 32:
            raise TurnedAway("this update writes something without a name")
        self.roots.add(root)

    def _refer(self, client: int, clock: int) -> Id:
        """A struct rests on another: that must be there, and before it."""
        other, at = self.number(), self.number()
        if other == client:
            if at >= clock:
                raise TurnedAway("a change in this update rests on one that comes later")
            return other, at
        self.cross.append((client, clock, other, at, self.index, self.start))
        if at >= self.needs.get(other, 0):
            self.needs[other] = at + 1
        return other, at

    def _content(self, ref: int) -> int:
        """Pass over what a struct holds; gives how far it takes the clock."""
        if ref == _ANY:
            count = self.number()
            self._values(count)
            return count
        if ref == _STRING:
            return self._text()
        if ref == _DELETED:
            return self.number()
        if ref == _TYPE:
            if self.number() not in _TYPES:
                raise TurnedAway("this update makes something that no board holds")
        elif ref == _BINARY:
            self.skip(self.number())
        elif ref == _FORMAT:
            self.skip(self.number(), self.limits.key)
            self._json()
        elif ref == _EMBED:
            self._json()
        else:
            raise TurnedAway("this update makes something that no board holds")
        return 1

    def _text(self) -> int:
        """Clocks count a text's UTF-16 units."""
        text = self.blob(self.end)
        if text.isascii():
            return len(text)
        try:
            return len(text.decode().encode("utf-16-le")) // 2
        except UnicodeDecodeError:
            raise Malformed("a text in this update is no UTF-8") from None

    def _json(self) -> None:
        if not is_shallow(self.blob(self.end), self.limits.depth):
            raise TurnedAway("this update nests values too deep")

    def _values(self, count: int) -> None:
        """Pass over values; `outer` holds how many are left at each level outside, and of what."""
        data, at, sizes = self.data, self.at, _SIZES
        outer: list[tuple[int, bool]] = []
        left, keyed = count, False
        while left or outer:
            if not left:
                left, keyed = outer.pop()
                continue
            left -= 1
            if keyed:
                at = self._after(at)
            tag = data[at]
            at += 1
            if (size := sizes[tag]) >= 0:
                at += size
            elif tag in _SIZED:
                at = self._after(at)
            elif tag == _INTEGER:
                while data[at] > 127:
                    at += 1
                at += 1
            elif tag in (_OBJECT, _LIST):
                outer.append((left, keyed))
                if len(outer) > self.limits.depth:
                    raise TurnedAway("this update nests values too deep")
                self.at = at
                left, keyed = self.number(), tag == _OBJECT
                at = self.at
            else:
                raise Malformed("a value in this update is of no kind")
        self.skip(at - self.at)

    def _after(self, at: int) -> int:
        """Where the sized field at `at` ends."""
        size = self.data[at]
        if size < 128:
            return at + 1 + size
        self.at = at
        size = self.number()
        self.skip(size)
        return self.at
