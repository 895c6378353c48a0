"""The others in the room, put together from what each of their windows shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from canvas.app.company import Person
from collab import presence
from collab.presence import Presence


class Crowd:
    """On the thread that owns the board."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self.people: Mapping[str, Person] = MappingProxyType(self._people)
        self._changed: set[str] = set()

    def see(self, states: Mapping[int, bytes | None]) -> None:
        """What came from the room: by client, None for one who has gone."""
        for client, state in states.items():
            key = str(client)
            if state is not None:
                shown = presence.read(state)
                self._people[key] = Person(key, shown.id, shown.name, shown.color, shown)
                self._changed.add(key)
            elif self._people.pop(key, None) is not None:
                self._changed.add(key)

    def leave(self) -> None:
        """We hear nothing of anybody any more."""
        self._changed |= self._people.keys()
        self._people.clear()

    def changed(self) -> frozenset[str]:
        """Who has come, gone or done something since this was last asked."""
        changed = frozenset(self._changed)
        self._changed.clear()
        return changed


class Showing:
    """What this screen shows the others."""

    def __init__(self) -> None:
        self._shown = Presence()

    def update(self, fields: Mapping[str, Any]) -> bool:
        """Take new values for some fields; whether that is news."""
        shown = replace(self._shown, **fields)
        news = shown != self._shown
        self._shown = shown
        return news

    def writer(self, id: str, name: str, colour: str) -> Callable[[], bytes]:
        """Writes it down as it is when asked."""
        return lambda: presence.write(replace(self._shown, id=id, name=name, color=colour))
