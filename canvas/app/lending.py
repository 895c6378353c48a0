"""Whose device draws what, as far as this board is concerned: `session.lending`.

Others' devices draw shots of ours (borrowing.py), ours draws shots of others while our person lends
it (lender.py), and everybody sees which. SPEC.md, section 12.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from canvas.app import leased, room_troubles
from canvas.app.borrowing import Borrowing
from canvas.app.fetching import Fetching
from canvas.app.leased import Lent, Waited
from canvas.app.lender import Lender
from canvas.app.notices import (
    FilesMoved,
    LeaseNews,
    LendingChanged,
    NodeState,
    Notice,
    QueueChanged,
    TogetherChanged,
    Told,
)
from canvas.app.rendering import Rendering
from canvas.app.sides import Answer, Failed
from canvas.app.together import Together
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.words import QT_TRANSLATE_NOOP, say
from collab import wishes


class Lending:
    """On the thread that owns the board."""

    def __init__(
        self,
        board: Board,
        rendering: Rendering,
        together: Together,
        fetching: Fetching,
        *,
        tell: Callable[[Notice], None],
        readonly: bool,
    ) -> None:
        self._board, self._together, self._rendering = board, together, rendering
        self._tell, self._readonly = tell, readonly
        self._lenders: dict[int, Lent] = {}
        self._waits: dict[str, Waited] = {}
        self._news: deque[Mapping[str, Any]] = deque()
        self._shown: dict[str, tuple[str, ...]] = {}
        """Keys of others -> the nodes that are shown as drawn."""
        self._watching = False
        self._you = 0
        self._possible = False
        self._dirty = self._changed = False
        self._borrowing = Borrowing(board, rendering, fetching, self._ask)
        self._lender = Lender(board, rendering, fetching, self._ask, together.wake_in)
        self._stop_listening = board.listen(self._board_changed)

    # -- how things are

    @property
    def possible(self) -> bool:
        """Whether there is a room, and its server knows of leases."""
        return self._possible

    @property
    def lends(self) -> bool:
        """Whether our device draws for others."""
        return self._lender.on

    @property
    def lenders(self) -> tuple[Lent, ...]:
        """The devices that others lend, in the order in which they came; ours is not among them."""
        return tuple(one for one in self._lenders.values() if one.id != self._you)

    @property
    def waits(self) -> tuple[Waited, ...]:
        """The shots that lenders draw or are to draw, of everybody."""
        return tuple(self._waits.values())

    @property
    def drawing(self) -> tuple[Waited, ...]:
        """What our device draws for others."""
        keys = self._lender.keys
        return tuple(one for one in self._waits.values() if one.key in keys)

    def offering(self, model: str) -> tuple[Lent, ...]:
        """Who else draws a model just as it would be drawn here."""
        if not any(model in one.models for one in self.lenders):
            return ()
        from canvas.app import ability  # late: only where somebody lends

        version = ability.print_for(model)
        return tuple(one for one in self.lenders if one.models.get(model) == version)

    def by_model(self) -> dict[str, tuple[str, ...]]:
        """Model -> who else draws it, by name."""
        wanted = dict.fromkeys(id for one in self.lenders for id in one.models)
        found = {id: tuple(one.name for one in self.offering(id)) for id in wanted}
        return {id: tuple(dict.fromkeys(names)) for id, names in found.items() if names}

    def offers(self, model: str) -> bool:
        """Whether somebody else here draws a model."""
        return bool(self.offering(model))

    def lender_of(self, key: str) -> str:
        """Whose device draws a shot, in words; empty for ours, and while nobody does."""
        seen = self._waits.get(key)
        found = self._lenders.get(seen.lender) if seen is not None else None
        return found.label if found is not None and found.id != self._you else ""

    def is_asked(self, key: str) -> bool:
        """Whether a shot of ours waits for a lender, or is drawn by one."""
        return self._borrowing.asks_for(key)

    # -- what a person wants

    def lend(self, on: bool) -> None:
        """Let others use our device, or no longer. Off until this is called, each time the board is
        opened. Raises NotTogether, MayNotEdit."""
        if not on:
            self._lender.end()
        else:
            if self._readonly:
                raise room_troubles.looking_only()
            if self._together.state == "alone":
                raise room_troubles.alone()
            self._together.must_be_editable()
            self._lender.lend()
        self._changed = self._dirty = True
        self.drain()

    # -- in each turn

    def hear(self, notice: Notice) -> None:
        match notice:
            case LeaseNews(body):
                self._news.append(body)
            case TogetherChanged() | FilesMoved() | QueueChanged():
                self._dirty = True
            case NodeState(state=state) if state != "running":
                self._dirty = True
            case _:
                pass

    def drain(self) -> None:
        """Take in what the room has said; after the board has taken in its part."""
        self._follow_room()
        while self._news:
            self._take_in(self._news.popleft())
        if self._dirty and self._watching:
            self._dirty = False
            self._borrowing.tend()
        if self._lender.on:
            if not self._together.may_edit:
                self._lender.end()
                self._changed = True
            self._lender.tend(live=self._possible)
        if self._changed:
            self._changed = False
            self._tell(LendingChanged())

    def close(self) -> None:
        """Before the room is left and the queue is closed."""
        self._lender.end()
        self._borrowing.close()
        self._stop_listening()

    def _follow_room(self) -> None:
        live = self._together.state == "live"
        if live and not self._watching:
            self._watching = True
            self._ask("watch", {}, self._watched, _nothing)
        elif not live and self._watching:
            self._watching = self._possible = False
            self._news.clear()
            self._lender.lost()
            self._borrowing.lost()
            self._forget()
            self._changed = True
        if self._together.state in ("alone", "refused") and (self._lender.on or self._dirty):
            self._lender.end()
            self._borrowing.left()
            self._dirty = False

    def _watched(self, said: Mapping[str, Any]) -> None:
        you = said.get("you")
        self._you = you if isinstance(you, int) else 0
        self._possible = self._changed = self._dirty = True

    # -- what the room says

    def _take_in(self, body: Mapping[str, Any]) -> None:
        key = leased.text(body, "key")
        match body.get("of"):
            case "anew":
                self._forget()
            case "lender":
                self._lent(body)
            case "busy":
                id, busy = leased.busy(body)
                if (one := self._lenders.get(id)) is not None:
                    self._lenders[id] = Lent(
                        *(one.id, one.person, one.name, one.window, one.device),
                        *(one.models, one.slots, busy),
                    )
                self._know()
            case "gone":
                self._lenders.pop(leased.busy(body)[0], None)
                self._know()
            case "want":
                self._waited(leased.waited(body))
            case "preview":
                self._preview(key, leased.jpeg(body))
            case "over":
                self._over(key, body)
            case "lease":
                self._lender.take(leased.lease(body))
            case "stop":
                self._lender.stop(key, leased.text(body, "why"))
            case _:
                return
        self._dirty = self._changed = True

    def _lent(self, body: Mapping[str, Any]) -> None:
        found = leased.lent(body)
        self._lenders[found.id] = found
        manifests = body.get("manifests")
        if found.id != self._you and isinstance(manifests, dict):
            self._learn({str(id): text for id, text in manifests.items() if isinstance(text, str)})
        self._know()

    def _learn(self, manifests: Mapping[str, str]) -> None:
        """Models that somebody else has: what they are is known here from now on, so that their
        shots have the same content keys everywhere."""
        if not manifests:
            return
        from generation import catalogue  # late: only where somebody lends

        fresh = [catalogue.lend(text, id) for id, text in manifests.items()]
        if any(fresh):
            catalogue.refresh()

    def _know(self) -> None:
        self._borrowing.know(self.lenders)

    def _waited(self, seen: Waited) -> None:
        before = self._waits.get(seen.key)
        self._waits[seen.key] = seen
        lender = self._lenders.get(seen.lender)
        if before is not None and before.lender and not seen.lender:
            self._tell_given_back(before)
        self._borrowing.follow(seen, lender)
        if self._borrowing.asks_for(seen.key) or seen.lender == self._you:
            return
        if lender is None:
            self._hide(seen.key)
            return
        nodes = tuple(node for node in seen.nodes if node in self._board.nodes)
        for node in set(self._shown.get(seen.key, ())) - set(nodes):
            self._rendering.show_away(node, None)
        self._shown[seen.key] = nodes
        for node in nodes:
            old = self._rendering.state(node)
            preview = old.preview if old.by else None
            state = NodeState(
                node, "running", seen.share, seen.left, preview=preview, by=lender.label
            )
            self._rendering.show_away(node, state)

    def _tell_given_back(self, before: Waited) -> None:
        """A lender of ours has gone in the middle: nothing is to be done, but it takes longer."""
        if not self._borrowing.asks_for(before.key):
            return
        titles = [self._board.nodes[id].title for id in before.nodes if id in self._board.nodes]
        text = QT_TRANSLATE_NOOP(
            "words",
            "“{shot}” came back from the device that was drawing it: another one begins it anew, or"
            " it waits for one.",
        )
        self._tell(Told(say(text, shot=", ".join(filter(None, titles)) or "?")))

    def _preview(self, key: str, jpeg: bytes) -> None:
        self._borrowing.preview(key, jpeg)
        seen = self._waits.get(key)
        lender = self._lenders.get(seen.lender) if seen is not None else None
        if seen is None or lender is None or not jpeg:
            return
        for node in self._shown.get(key, ()):
            state = NodeState(node, "running", seen.share, seen.left, preview=jpeg, by=lender.label)
            self._rendering.show_away(node, state)

    def _over(self, key: str, body: Mapping[str, Any]) -> None:
        self._waits.pop(key, None)
        self._hide(key)
        plain = body.get("trouble")
        trouble = None
        if plain is not None:
            from generation.messages import trouble_from_plain  # late, as above

            told = wishes.trouble(body)  # whoever runs the room may be a stranger, too
            trouble = trouble_from_plain(told) if "what" in told else None
        self._borrowing.over(key, leased.text(body, "why"), trouble)

    def _hide(self, key: str) -> None:
        for node in self._shown.pop(key, ()):
            self._rendering.show_away(node, None)

    def _forget(self) -> None:
        """All of this is told anew, or nobody tells it."""
        for key in list(self._shown):
            self._hide(key)
        self._lenders.clear()
        self._waits.clear()
        self._know()

    # -- saying

    def _ask(self, verb: str, body: Mapping[str, Any], answer: Answer, failed: Failed) -> None:
        self._together.ask(f"lease.{verb}", body, answer, failed)

    def _board_changed(self, change: Change) -> None:
        fresh = change.added.get("renders", frozenset())
        if change.foreign and fresh:
            self._lender.made(fresh)
            self._dirty = True


def _nothing(_said: object) -> None:
    pass
