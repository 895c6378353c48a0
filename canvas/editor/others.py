"""The others as they are shown: their pointers glide, what they carry moves along, what they said
fades. Knows neither Qt nor the network; the time is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from canvas.editor.camera import Box
from canvas.editor.editor import Editor
from canvas.editor.peers import Held, Peer
from canvas.editor.tracks import Track

FADE = 0.9
"""Seconds in which words at a pointer fade once their author has let go of them."""

Point = tuple[float, float]


class Others:
    """Everybody else on one board. Belongs to the thread of the screen."""

    def __init__(self) -> None:
        self._all: dict[str, _Other] = {}
        self.still = False
        """Whether nothing glides or fades: reduced motion."""

    def __contains__(self, id: object) -> bool:
        return id in self._all

    def tell(self, peer: Peer, now: float, places: Mapping[str, Point]) -> None:
        """This is what we know of somebody now; `places` says where the board has each node."""
        other = self._all.get(peer.id)
        if other is None:
            other = self._all[peer.id] = _Other(peer)
        other.hear(peer, now, places, still=self.still)

    def leave(self, id: str) -> None:
        self._all.pop(id, None)

    def put_down(self, person: str, moved: Mapping[str, Point], now: float) -> None:
        """Somebody's nodes have come to lie where they are: the board says so now."""
        for other in self._all.values():
            if other.peer.person == person:
                other.put_down(moved, now, still=self.still)

    def peers(self, now: float) -> tuple[Peer, ...]:
        return tuple(other.shown(now) for other in self._all.values())

    def away(self, now: float) -> dict[str, Point]:
        """How far from where the board has them nodes are carried, by their ids."""
        carried: dict[str, Point] = {}
        for other in self._all.values():
            carried |= other.away(now)
        return carried

    def view(self, id: str, now: float) -> Box | None:
        """What somebody's screen shows, as it glides."""
        other = self._all.get(id)
        return other.view_at(now) if other is not None else None

    def rest(self, now: float) -> bool:
        """Whether a later moment would show the same."""
        return all(other.rests(now) for other in self._all.values())


def carry_along(editor: Editor, moved: Mapping[str, Point]) -> None:
    """Show what others carry where their hands are; exactly these nodes."""
    table = editor.table
    rows = {row: by for id, by in moved.items() if (row := table.row(id)) is not None}
    changed = {row for row, _ in rows.items() ^ table.shifted.items()}
    editor.damaging(np.array([*changed], np.intp), lambda: table.shift(rows))


class _Other:
    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self._cursor, self._view, self._by = Track(), Track(), Track()
        self._held: tuple[str, ...] = ()
        self._places: dict[str, Point] = {}
        """Where the board had what is carried, when that was last counted from."""
        self._dropped: Held | None = None
        """What the board has taken in already: an older word of it means nothing."""
        self._said, self._hushed = "", 0.0

    def hear(self, peer: Peer, now: float, places: Mapping[str, Point], *, still: bool) -> None:
        before, self.peer = self.peer, peer
        if peer.cursor is None or before.cursor is None or still:
            self._cursor = Track()
        if peer.cursor is not None:
            self._cursor.add(peer.cursor, now)
        if peer.view is None or still:
            self._view = Track()
        if peer.view is not None:
            self._view.add(peer.view, now)
        self._carry(peer.held, now, places, still=still)
        if peer.chat:
            self._said = peer.chat
        elif before.chat:
            self._hushed = now - (FADE if still else 0.0)

    def _carry(
        self, held: Held | None, now: float, places: Mapping[str, Point], *, still: bool
    ) -> None:
        if held is not None and self._dropped is not None and held.nodes == self._dropped.nodes:
            return
        self._dropped = None
        if held is None:
            if self._held:
                self._by.leap((0.0, 0.0), now) if still else self._by.add((0.0, 0.0), now)
            return
        known = tuple(node for node in held.nodes if node in places)
        if known != self._held:
            self._held = known
            self._places = {node: places[node] for node in known}
            self._by.leap((0.0, 0.0), now - 1.0)
        if still:
            self._by.leap(held.by, now)
        else:
            self._by.add(held.by, now)

    def put_down(self, moved: Mapping[str, Point], now: float, *, still: bool) -> None:
        node = next((node for node in self._held if node in moved), None)
        if node is None:
            return
        (x, y), (was_x, was_y) = moved[node], self._places[node]
        self._dropped = self.peer.held
        if still:
            self._by.leap((0.0, 0.0), now)
            self._held = ()
            return
        self._by.shift((x - was_x, y - was_y))
        self._by.add((0.0, 0.0), now)
        self._places = {node: moved.get(node, place) for node, place in self._places.items()}

    def shown(self, now: float) -> Peer:
        peer, strength = self.peer, self._strength(now)
        said = peer.chat or (self._said if strength > 0 else "")
        cursor = self._at(self._cursor, now) if peer.cursor is not None else None
        view = self.view_at(now)
        if (said, cursor, view) == (peer.chat, peer.cursor, peer.view):
            return peer
        seen = strength if said else 1.0
        return replace(peer, cursor=cursor, view=view, chat=said, strength=seen)

    def view_at(self, now: float) -> Box | None:
        if self.peer.view is None or not self._view:
            return None
        left, top, right, bottom = self._view.at(now)
        return left, top, right, bottom

    def away(self, now: float) -> dict[str, Point]:
        if not self._held or not self._by:
            return {}
        x, y = self._by.at(now)
        if (x, y) == (0.0, 0.0) and self._by.rests(now):
            if self.peer.held is None or self._dropped is not None:
                self._held = ()
            return {}
        return dict.fromkeys(self._held, (x, y))

    def rests(self, now: float) -> bool:
        faded = bool(self.peer.chat) or self._strength(now) in (0.0, 1.0)
        tracks = (self._cursor, self._view, self._by)
        return faded and all(track.rests(now) for track in tracks)

    def _strength(self, now: float) -> float:
        if self.peer.chat:
            return 1.0
        if not self._said:
            return 0.0
        left = 1.0 - (now - self._hushed) / FADE
        if left <= 1e-6:
            self._said = ""
            return 0.0
        return min(left, 1.0)

    @staticmethod
    def _at(track: Track, now: float) -> Point:
        x, y = track.at(now)
        return x, y
