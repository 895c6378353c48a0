"""One stay in one room: its connection, who is there, what may be done, which token opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from canvas.app import room_troubles
from canvas.app.crowd import Crowd
from canvas.app.joining import address_of
from canvas.app.memberships import Membership
from canvas.app.notices import LeaseNews, Notice, Told
from canvas.app.peering import Event, Peering
from canvas.app.seeking import Seeking
from canvas.app.sides import Answer, Document, Failed
from canvas.document.change import Change
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab.connection import Lost, Opened
from collab.dialling import DISTRUST, Address
from collab.links import Link
from collab.outcomes import Answered, Broken, Healed, Leased, Parted, Remarked, Seen, Welcomed
from collab.pacing import BUSY, USUAL, Pace
from collab.pens import ANOTHERS, CONTESTED
from collab.replica import Replica
from collab.roles import Role
from collab.wire import Code

MOST_UNFIT = 3
"""Times that a room may send what we do not take, or not take what we send, before it is given
up."""

UNFIT = frozenset({Code.malformed, Code.large})


class Stay:
    """On the thread that owns the documents."""

    def __init__(
        self,
        sides: Mapping[int, Document],
        membership: Membership,
        link: Link,
        person: Mapping[str, str],
        woken: Callable[[], None],
        tell: Callable[[Notice], None],
        *,
        unsaved: Mapping[int, int],
        ids: Sequence[int] = (),
        pace: Pace = USUAL,
    ) -> None:
        self.crowd = Crowd()
        self.link = link
        self.membership = membership
        """As the server last said: save it when it has changed."""
        self.you: Mapping[str, Any] = {}
        """Whom the server takes us for."""
        self.trouble: Trouble | None = None
        """Why nobody answers, or why we are refused."""
        self.refused = False
        self.taken_for_another = False
        """The room takes what we have written with for somebody else's."""
        self.parted = ""
        """Why this copy and the room cannot be merged: lineage, role or vouched."""
        self._sides = sides
        self._tell = tell
        self._old_token = membership.invited
        """Our personal token does not let us in: the link's does, ours says who we are."""
        self._woken = woken
        self._seeking: Seeking | None = None
        self._dialled = False
        self._unfit = 0
        self._was_live = False
        self._asked: dict[int, tuple[Answer, Failed]] = {}
        self._replica = Replica(
            sides,
            person,
            lineage=membership.lineage,
            ids=list(dict.fromkeys([*(side.client for side in sides.values()), *reversed(ids)])),
            role=membership.known_role,
            unsaved=unsaved,
        )
        self._peering = Peering(self._replica, self.address, woken, self._handle, pace=pace)
        self._stop = [side.listen(partial(self._made, channel)) for channel, side in sides.items()]

    @property
    def state(self) -> str:
        """joining, live, offline or refused."""
        if self.refused or self.parted:
            return "refused"
        state = self._replica.state
        return "joining" if state == "offline" and not self._dialled else state

    @property
    def known(self) -> bool:
        """We have been in this very room before."""
        return bool(self.membership.user) and self.membership.is_at(self.link)

    @property
    def role(self) -> Role:
        return self._replica.role

    @property
    def unsaved(self) -> Mapping[int, int]:
        return self._replica.unsaved

    def drain(self, deadline: float) -> bool:
        """Take in what has come. True if more waits."""
        more = self._peering.drain(deadline)
        if self._seeking is not None and self._seeking.has_news():
            self.hurry()
        if self._replica.state == "live":
            self._was_live, self._unfit = True, 0
        return more

    def dial(self, link: Link) -> None:
        """The room has moved, or its link is another."""
        self.link, self.membership = link, self.membership.facing(link)
        self.refused, self.trouble = False, None
        self._old_token = self.membership.invited
        self._stop_seeking()
        self._peering.dial(self.address)

    def hurry(self) -> None:
        """Try now instead of waiting out the pause."""
        self._peering.connection.hurry()

    def present(self, state: Callable[[], bytes]) -> None:
        self._peering.present(state)

    def ask(self, verb: str, body: Mapping[str, Any], answer: Answer, failed: Failed) -> None:
        if self._replica.state not in ("joining", "live"):
            failed(room_troubles.not_there())
        else:
            self._asked[self._peering.ask(verb, body)] = answer, failed

    def wake_in(self, seconds: float) -> None:
        """Have the board drained after so many seconds."""
        self._peering.connection.wake_in(seconds)

    def forgive(self) -> None:
        """The room has all of ours after all, or what others have brought of it: go on."""
        for channel in self._sides if self.parted == "role" else ():
            self._replica.forgive(channel)
        self._replica.looked = self.parted == "vouched"
        self.parted = ""
        self._peering.dial(self.address)

    def leave(self) -> None:
        """Send what waits, say goodbye."""
        for stop in self._stop:
            stop()
        self._stop.clear()
        self._peering.close()
        self._stop_seeking()
        self._fail_asked()
        self.crowd.leave()

    # -- what happens

    def _made(self, channel: int, change: Change) -> None:
        if change.update and not change.foreign:
            self._peering.edited(channel, change.update, change.label)

    def _handle(self, event: Event) -> None:
        match event:
            case Opened():
                self._dialled, self._was_live = True, False
            case Lost():
                self._lost(event)
            case Welcomed():
                self._welcomed(event)
            case Seen(states):
                self.crowd.see(states)
            case Answered(id, ok, body):
                self._answered(id, ok, body)
            case Healed(channel):
                self._sides[channel].mend()
            case Parted(why):
                self.parted = why
                self._peering.connection.close(wait=False)
            case Broken(reason):
                self._broken(reason)
            case Remarked(_, reason):
                words = QT_TRANSLATE_NOOP("words", "The room says: {reason}")
                self._tell(Told(say(words, reason=room_troubles.in_words(reason))))
            case Leased(body):
                self._tell(LeaseNews(body))
            case _:  # a goodbye: what closes the socket says the same
                pass

    def _welcomed(self, event: Welcomed) -> None:
        self._dialled = True
        self._stop_seeking()
        self.trouble, self._old_token = None, False
        self.you = event.you
        self.membership = replace(
            self.membership,
            token=event.token or self.membership.token,
            origin=replace(self.link, token="").for_app(),
            user=str(event.you.get("id", "")),
            role=event.role.name,
            title=event.title or self.membership.title,
            link=self.link.for_app(),
            invited=False,
        )
        self._peering.connection.address = self.address

    def _lost(self, lost: Lost) -> None:
        self._dialled = True
        self.crowd.leave()
        self._fail_asked()
        if lost.code == Code.lineage:
            # should the words before it have been lost
            self.parted = "vouched" if lost.reason == CONTESTED else "lineage"
        if self.parted:
            return
        if lost.code in UNFIT and not self._was_live:
            self._unfit += 1
        if self._unfit >= MOST_UNFIT:
            self._give_up(room_troubles.refused(lost.code, lost.reason))
        elif lost.final and lost.code == Code.token and self._may_try_link():
            self._old_token = True
            self._peering.dial(self.address)
        elif lost.final and lost.reason == ANOTHERS:
            self.taken_for_another = True
            self._give_up(room_troubles.taken_for_another(self.link.place))
        elif lost.final:
            self._give_up(room_troubles.refused(lost.code, lost.reason))
        elif lost.code == DISTRUST:
            self.trouble = room_troubles.untrusted(self.link.place)
            self._seek()
        elif lost.code in BUSY and lost.reason:
            self.trouble = room_troubles.not_now(self.link.place, lost.reason)
        elif not self._unfit:
            self.trouble = room_troubles.unreachable(self.link.place, lost.reason)
            self._seek()

    def _seek(self) -> None:
        """It may be at another address of the local network by now: all that are known are tried
        by turns."""
        if not self.link.fingerprint or self.membership.hosting:
            return
        if self._seeking is None:
            self._seeking = Seeking(self.link, self._woken)
        self.link = self._seeking.next()
        self._peering.connection.address = self.address

    def _stop_seeking(self) -> None:
        if self._seeking is not None:
            self._seeking.close()
            self._seeking = None

    def _may_try_link(self) -> bool:
        """The personal token was refused; that of the link has not been tried."""
        tried = self.membership.token and self.membership.is_at(self.link)
        return bool(tried and self.link.token) and not self._old_token

    @property
    def address(self) -> Address:
        """Where the next attempt goes, and with which token."""
        token = self.membership.token if self.membership.is_at(self.link) else ""
        if token and not self._old_token and not self.membership.hosting:
            return address_of(self.link, token)
        return address_of(self.link, was=token)

    def _broken(self, reason: str) -> None:
        self._unfit += 1
        self.trouble = room_troubles.unfit(reason)
        if self._unfit >= MOST_UNFIT:
            self._give_up(self.trouble)

    def _give_up(self, trouble: Trouble) -> None:
        self.refused, self.trouble = True, trouble
        self._peering.connection.close(wait=False)

    def _answered(self, id: int, ok: bool, body: Mapping[str, Any]) -> None:
        answer, failed = self._asked.pop(id, (None, None))
        if ok and answer is not None:
            answer(body)
        elif not ok and failed is not None:
            reason = body.get("reason")
            failed(room_troubles.refused(0, reason if isinstance(reason, str) else ""))

    def _fail_asked(self) -> None:
        asked, self._asked = self._asked, {}
        for _, failed in asked.values():
            failed(room_troubles.not_there())
