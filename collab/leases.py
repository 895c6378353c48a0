"""Whose device draws what: lenders, wants, and the lease that joins one of each.

Single writer and no I/O, like the room that owns it. SPEC.md, section 12, is the law. Every `now`
is seconds of one clock that never goes back. Nothing of this is kept on a disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collab import wishes
from collab.effects import PeerId
from collab.peers import Peer
from collab.roles import Role
from collab.wire import Answer, Ask, Lease
from collab.wishes import Beat, No, Offer, Wish

VERB = "lease."
"""How the questions begin that are answered here."""
TERM, BEAT = 20.0, 5.0
"""Seconds that a lease lasts after a word of its lender, and after which it should say another."""
TELL_EVERY, PREVIEW_EVERY = 0.25, 1.0
"""Seconds between two tellings, and between two previews of one shot."""
MOST_LENDERS, MOST_WANTS, MOST_OF_ONE = 32, 1000, 100
"""In a room, in a room, and of one person."""
MOST_BYTES, MOST_BYTES_OF_ONE = 16 << 20, 4 << 20
"""Of requests that wait, in a room and of one person."""
MOST_FAILURES, MOST_LOSSES = 2, 3
"""After which a shot is given up: lenders that failed at it, lenders that were lost over it."""

Body = Mapping[str, Any]
Tell = Callable[[tuple[PeerId, ...], Lease, bool], None]


@dataclass(slots=True)
class Lender:
    peer: Peer
    offer: Offer
    keys: dict[str, None] = field(default_factory=dict)
    """What it draws."""
    served: int = 0
    """When it was last given something, counted."""
    silent: bool = False
    """A lease of its has run out: it gets none before it says something."""

    @property
    def id(self) -> PeerId:
        return self.peer.id

    @property
    def free(self) -> bool:
        return not self.silent and len(self.keys) < self.offer.slots

    def can(self, want: Want) -> bool:
        """Whether it could draw this at all."""
        return (
            self.offer.models.get(want.wish.model) == want.wish.version
            and self.id not in want.failed
            and self.id not in want.askers
        )


@dataclass(slots=True)
class Want:
    wish: Wish
    person: str
    """Who asked first."""
    name: str
    number: int
    """Its place."""
    askers: dict[PeerId, None] = field(default_factory=dict)
    lender: PeerId | None = None
    due: float = 0.0
    """When the lease ends."""
    beat: Beat | None = None
    failed: set[PeerId] = field(default_factory=set)
    losses: int = 0
    previewed: float = float("-inf")

    nodes: tuple[str, ...] = ()
    """Who shows it, of all who asked."""

    @property
    def key(self) -> str:
        return self.wish.key

    def join(self, nodes: tuple[str, ...]) -> None:
        self.nodes = tuple(dict.fromkeys((*self.nodes, *nodes)))[: wishes.MOST_NODES]


class Leases:
    """One room's. `tell` sends a body to peers, as one that a slow reader may miss if so said;
    `is_made` says whether the room's board has a render under a key."""

    def __init__(self, tell: Tell, is_made: Callable[[str], bool]) -> None:
        self._tell, self._is_made = tell, is_made
        self._watchers: dict[PeerId, None] = {}
        self._lenders: dict[PeerId, Lender] = {}
        self._wants: dict[str, Want] = {}
        self._served: dict[str, int] = {}
        """When a person was last given a lender, counted."""
        self._count = 0
        self._first = 0
        self._news: dict[tuple[str, object], bool] = {}
        """What watchers are to hear; True if they must."""
        self._stale = False
        self._told = float("-inf")
        self._looked, self._looked_at = -1, float("-inf")
        """How much of the board was there when it was last looked at, and when that was."""

    # -- what peers say

    def hear(self, peer: Peer, asked: Ask, now: float) -> Answer:
        """A question that begins with VERB."""
        try:
            return Answer(asked.id, True, self._answer(peer, asked.verb, asked.body, now))
        except No as no:
            return Answer(asked.id, False, {"code": no.code, "reason": no.reason})

    def _answer(self, peer: Peer, verb: str, body: Body, now: float) -> Body:
        verbs: dict[str, Callable[[Peer, Body, float], Body]] = {
            "watch": self._watch,
            "offer": self._offer,
            "withdraw": self._withdraw,
            "want": self._want,
            "drop": self._drop,
            "beat": self._beat,
            "failed": self._failed,
        }
        found = verbs.get(verb.removeprefix(VERB))
        if found is None:
            raise No("unknown-verb", "Nobody here knows how to do that.")
        if found != self._watch and not peer.person.role.allows(Role.editor):
            raise No("not-allowed", "Only who may edit this board asks for shots and lends.")
        if (lender := self._lenders.get(peer.id)) is not None and lender.silent:
            lender.silent, self._stale = False, True
        return found(peer, body, now)

    def _watch(self, peer: Peer, body: Body, now: float) -> Body:
        self._watchers[peer.id] = None
        self.repeat(peer.id)
        return {"term": TERM, "beat": BEAT, "you": peer.id}

    def _offer(self, peer: Peer, body: Body, now: float) -> Body:
        offer = wishes.offer(body)
        lender = self._lenders.get(peer.id)
        if lender is None:
            if len(self._lenders) >= MOST_LENDERS:
                raise No("too-many", "This room has as many lenders as it can have.")
            lender = self._lenders[peer.id] = Lender(peer, offer)
        lender.offer = offer
        for key in list(lender.keys):
            if not lender.can(self._wants[key]):
                self._give_back(self._wants[key], "withdrawn")
        for key in offer.doing:
            self._take_up(peer.id, key, now)
        self._note("lender", peer.id)
        self._stale = True
        return {"id": peer.id}

    def _withdraw(self, peer: Peer, body: Body, now: float) -> Body:
        self._end_offer(peer.id, "withdrawn")
        return {}

    def _want(self, peer: Peer, body: Body, now: float) -> Body:
        wish = wishes.wish(body)
        if self._is_made(wish.key):
            return {"state": "made"}
        want = self._wants.get(wish.key)
        if want is None:
            self._must_have_room(peer.person.id, wish)
            self._count += 1
            want = Want(wish, peer.person.id, peer.person.name, self._count)
            self._wants[wish.key] = want
        want.askers[peer.id] = None
        want.join(wish.nodes)
        if wish.front:
            self._first -= 1
            want.number = self._first
        self._note("want", wish.key)
        self._stale = True
        return {"state": "waiting" if want.lender is None else "drawn"}

    def _must_have_room(self, person: str, wish: Wish) -> None:
        """Raises No."""
        his = [want for want in self._wants.values() if want.person == person]
        size = len(wish.request)
        if len(his) >= MOST_OF_ONE or len(self._wants) >= MOST_WANTS:
            raise No("too-many", "Too many shots wait for a lender already.")
        if sum(len(want.wish.request) for want in his) + size > MOST_BYTES_OF_ONE or (
            sum(len(want.wish.request) for want in self._wants.values()) + size > MOST_BYTES
        ):
            raise No("too-many", "The shots that wait for a lender are too large together.")

    def _drop(self, peer: Peer, body: Body, now: float) -> Body:
        want = self._wants.get(wishes.key(body))
        if want is None:
            return {}
        if peer.id not in want.askers:
            raise No("not-yours", "Somebody else has asked for this shot.")
        del want.askers[peer.id]
        if not want.askers:
            self._end(want, "dropped")
        return {}

    def _beat(self, peer: Peer, body: Body, now: float) -> Body:
        beat = wishes.beat(body)
        self._take_up(peer.id, beat.key, now)
        want = self._held(peer, beat.key)
        want.due = now + TERM
        if not beat.preview and want.beat is not None:
            beat = Beat(beat.key, beat.share, beat.left, beat.phase, want.beat.preview)
        elif beat.preview:
            self._note("preview", want.key, must=False)
        want.beat = beat
        self._note("progress", want.key, must=False)
        return {"term": TERM}

    def _failed(self, peer: Peer, body: Body, now: float) -> Body:
        want = self._held(peer, wishes.key(body))
        want.failed.add(peer.id)
        self._take_away(want)
        others = any(lender.can(want) for lender in self._lenders.values())
        if len(want.failed) >= MOST_FAILURES or not others or not want.askers:
            self._end(want, "failed", trouble=wishes.trouble(body))
        return {}

    def _take_up(self, peer: PeerId, key: str, now: float) -> None:
        """Who draws already what nobody has a lease for is given it."""
        want, lender = self._wants.get(key), self._lenders.get(peer)
        if want is None or lender is None or want.lender is not None:
            return
        if lender.free and lender.can(want):
            self._lease(want, lender, now)

    def _held(self, peer: Peer, key: str) -> Want:
        """Raises No."""
        want = self._wants.get(key)
        if want is None or want.lender != peer.id:
            raise No("not-yours", "This shot is not lent to this device.")
        return want

    # -- who comes and goes

    def repeat(self, peer: PeerId) -> None:
        """Tell all there is to one who watches: on coming in, and after it missed something."""
        if peer not in self._watchers:
            return
        self._say((peer,), {"of": "anew"}, False)
        for lender in self._lenders.values():
            self._say((peer,), _lender_body(lender), False)
        for want in self._wants.values():
            self._say((peer,), self._want_body(want), False)
            if want.lender == peer:
                self._say((peer,), _lease_body(want), False)

    def leave(self, peer: PeerId) -> None:
        """A connection is gone. What it wanted and nobody draws yet is not wanted any more; what
        is being drawn is drawn to its end."""
        self._watchers.pop(peer, None)
        self._end_offer(peer, "gone")
        for want in [want for want in self._wants.values() if peer in want.askers]:
            del want.askers[peer]
            if not want.askers and want.lender is None:
                self._end(want, "dropped")

    def bar(self, peer: PeerId) -> None:
        """Somebody may neither ask nor lend any more: sent away, or with a lesser role."""
        self._end_offer(peer, "withdrawn")
        for want in [want for want in self._wants.values() if peer in want.askers]:
            del want.askers[peer]
            if not want.askers:
                self._end(want, "dropped")

    def _end_offer(self, peer: PeerId, why: str) -> None:
        lender = self._lenders.pop(peer, None)
        if lender is None:
            return
        for key in list(lender.keys):
            self._give_back(self._wants[key], why)
        self._note("gone", peer)

    # -- what time brings

    def tick(self, now: float, sequence: int) -> None:
        """30 times a second while anybody is here; `sequence` counts what the board has got."""
        if self._wants:
            if sequence != self._looked and now - self._looked_at >= TELL_EVERY:
                self._looked, self._looked_at = sequence, now
                for want in [want for want in self._wants.values() if self._is_made(want.key)]:
                    self._end(want, "made")
            for want in list(self._wants.values()):
                if want.lender is not None and now >= want.due:
                    self._lenders[want.lender].silent = True
                    self._give_back(want, "expired")
        if self._stale:
            self._stale = False
            self._match(now)
        if self._news and now - self._told >= TELL_EVERY:
            self._told = now
            self._tell_all(now)

    def _match(self, now: float) -> None:
        """Lend as long as somebody free can draw what somebody waits for."""
        free = [lender for lender in self._lenders.values() if lender.free]
        drawn = Counter(want.person for want in self._wants.values() if want.lender is not None)
        waiting = sorted(
            (want for want in self._wants.values() if want.lender is None),
            key=lambda want: want.number,
        )
        while free and waiting:
            pair = self._next_pair(waiting, free, drawn)
            if pair is None:
                return
            want, lender = pair
            self._lease(want, lender, now)
            drawn[want.person] += 1
            waiting.remove(want)
            if not lender.free:
                free.remove(lender)

    def _next_pair(
        self, waiting: list[Want], free: list[Lender], drawn: Counter[str]
    ) -> tuple[Want, Lender] | None:
        """The first shot, in its person's order, of whoever has the least drawn and was served the
        longest ago; at the lender with the most of its device free, and idle the longest."""
        offered = {model for lender in free for model in lender.offer.models.items()}
        people: dict[str, list[Want]] = {}
        for want in waiting:
            if (want.wish.model, want.wish.version) in offered:
                people.setdefault(want.person, []).append(want)
        for person in sorted(people, key=lambda one: (drawn[one], self._served.get(one, 0))):
            for want in people[person]:
                able = [lender for lender in free if lender.can(want)]
                if able:
                    return want, min(
                        able, key=lambda one: (len(one.keys) / one.offer.slots, one.served)
                    )
        return None

    # -- a lease

    def _lease(self, want: Want, lender: Lender, now: float) -> None:
        self._count += 1
        lender.served = self._count
        self._served.pop(want.person, None)
        self._served[want.person] = self._count
        if len(self._served) > MOST_WANTS:
            del self._served[next(iter(self._served))]
        lender.keys[want.key] = None
        want.lender, want.due, want.beat = lender.id, now + TERM, None
        self._say((lender.id,), _lease_body(want), False)
        self._note("want", want.key)
        self._note("busy", lender.id)

    def _take_away(self, want: Want) -> None:
        """The lease ends; who drew it knows, or is told by who calls this."""
        lender = self._lenders.get(want.lender) if want.lender is not None else None
        if lender is not None:
            lender.keys.pop(want.key, None)
            self._note("busy", lender.id)
        want.lender, want.beat = None, None
        self._note("want", want.key)
        self._stale = True

    def _give_back(self, want: Want, why: str) -> None:
        """Nobody draws it any more: it waits again, in its old place."""
        lender = want.lender
        self._take_away(want)
        if lender is not None and lender in self._lenders:
            self._say((lender,), {"of": "stop", "key": want.key, "why": why}, False)
        want.losses += why != "withdrawn"
        if not want.askers:
            self._end(want, "dropped")
        elif want.losses >= MOST_LOSSES:
            self._end(want, "lost")

    def _end(self, want: Want, why: str, *, trouble: Body | None = None) -> None:
        lender = want.lender
        self._take_away(want)
        if lender is not None and lender in self._lenders:
            self._say((lender,), {"of": "stop", "key": want.key, "why": why}, False)
        del self._wants[want.key]
        for of in ("want", "progress", "preview"):
            self._news.pop((of, want.key), None)
        over: dict[str, Any] = {"of": "over", "key": want.key, "why": why}
        if trouble is not None:
            over["trouble"] = trouble
        self._say(tuple(self._watchers), over, False)

    # -- telling

    def _say(self, peers: tuple[PeerId, ...], body: Body, may_miss: bool) -> None:
        if peers:
            self._tell(peers, Lease(body), may_miss)

    def _note(self, of: str, which: object, *, must: bool = True) -> None:
        self._news[(of, which)] = must

    def _tell_all(self, now: float) -> None:
        news, self._news = self._news, {}
        watchers = tuple(self._watchers)
        for (of, which), must in news.items():
            if of == "progress" and ("want", which) in news:
                continue
            body = self._body(of, which, now)
            if body is not None:
                self._say(watchers, body, not must)

    def _body(self, of: str, which: object, now: float) -> Body | None:
        if of in ("lender", "busy"):
            lender = self._lenders.get(which) if isinstance(which, int) else None
            if lender is None:
                return None
            if of == "busy":
                return {"of": "busy", "id": lender.id, "busy": len(lender.keys)}
            return _lender_body(lender)
        if of == "gone":
            return {"of": "gone", "id": which} if which not in self._lenders else None
        want = self._wants.get(str(which))
        if want is None or (of != "want" and want.beat is None):
            return None
        if of == "preview":
            return self._preview_body(want, now)
        return self._want_body(want)

    def _preview_body(self, want: Want, now: float) -> Body | None:
        if now - want.previewed < PREVIEW_EVERY:
            self._note("preview", want.key, must=False)  # when its time comes
            return None
        want.previewed = now
        return {"of": "preview", "key": want.key, "jpeg": want.beat.preview if want.beat else ""}

    def _want_body(self, want: Want) -> Body:
        beat = want.beat or Beat(want.key)
        return {
            "of": "want",
            "key": want.key,
            "model": want.wish.model,
            "person": want.person,
            "name": want.name,
            "nodes": list(want.nodes),
            "lender": want.lender or 0,
            "share": round(beat.share, 4),
            "left": beat.left,
            "phase": beat.phase,
        }


def _lender_body(lender: Lender) -> Body:
    person, offer = lender.peer.person, lender.offer
    return {
        "of": "lender",
        "id": lender.id,
        "person": person.id,
        "name": person.name,
        "window": lender.peer.presence or 0,
        "device": offer.device,
        "models": dict(offer.models),
        "slots": offer.slots,
        "busy": len(lender.keys),
        "manifests": dict(offer.manifests),
    }


def _lease_body(want: Want) -> Body:
    """To its lender alone."""
    wish = want.wish
    return {
        "of": "lease",
        "key": want.key,
        "request": wish.request,
        "model": wish.model,
        "version": wish.version,
        "inputs": list(wish.inputs),
        "nodes": list(want.nodes),
        "person": want.person,
        "name": want.name,
    }
