"""This board in a room with others: who is there, what they may do, and how far our edits are.

Without a room everything works just the same; with one, edits made here go to the room when it can
be reached, and others' edits come in as Changes with `foreign` set. SPEC.md, section 8.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from assets.folder import BoardFolder
from canvas.app import room_troubles
from canvas.app.company import Invitation, Me, Person, Standing
from canvas.app.crowd import Crowd, Showing
from canvas.app.memberships import Kept, Membership, Memberships
from canvas.app.notices import Notice, PeopleChanged, Reopen, TogetherChanged, Told
from canvas.app.settings import Settings
from canvas.app.sides import Answer, Document, Failed
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.words import Trouble
from collab.colours import colour_for
from collab.journal import Journal
from collab.roles import Role
from collab.vectors import read_vector
from collab.wire import BOARD, COMMENTS

if TYPE_CHECKING:
    # a board that is in no room costs none of the network's modules
    from canvas.app.parting import Parting
    from canvas.app.sharing import Sharing
    from canvas.app.stay import Stay
    from collab.links import Link

KEEP_EVERY = 10.0
"""Seconds between notes of how far our edits have come, while they do."""


class Together:
    """`session.together`. Every method belongs to the thread that owns the board; answers and
    notices come on that thread too, from `session.drain`."""

    def __init__(
        self,
        board: Board,
        journal: Journal,
        settings: Settings,
        *,
        place: Path,
        readonly: bool,
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
    ) -> None:
        self._board, self._journal, self._settings = board, journal, settings
        self._place, self._readonly = place, readonly
        self._tell, self._woken = tell, woken
        self.sides: dict[int, Document] = {BOARD: board}
        """What the room keeps in step, by channel. Complete before anything is joined."""
        self.standing = Standing(since=time.time())
        self._memberships = Memberships.here()
        self._membership = None if readonly else self._memberships.load(board.meta.lineage)
        self._kept_at = 0.0
        self._showing = Showing()
        self._stay: Stay | None = None
        self._sharing: Sharing | None = None
        self._parting: Parting | None = None
        self._before: Membership | None = None
        """What held before the last join()."""
        self._nobody = Crowd()
        self._closed = False
        self._anew = False
        """Nothing may be written any more under the numbers of this session."""
        board.listen(self._wrote_apart)

    # -- how we stand

    @property
    def state(self) -> str:
        """alone, joining, live, offline or refused."""
        return self.standing.state

    @property
    def people(self) -> Mapping[str, Person]:
        """The others who are in the room now; empty while we are not. Another window of our own
        person is one of them."""
        return MappingProxyType({}) if self._stay is None else self._stay.crowd.people

    @property
    def me(self) -> Me:
        """As the server knows us, or as the settings do."""
        you = self._stay.you if self._stay is not None else {}
        user = self._membership.user if self._membership is not None else ""
        id = _text(you, "id") or user or self._settings.person
        colour = self._settings.colour or colour_for(id)
        return Me(
            id, _text(you, "name") or self._settings.name, (_text(you, "color") or colour).upper()
        )

    @property
    def role(self) -> Role:
        """Owner while alone; may change at any time, TogetherChanged tells."""
        if self._stay is not None:
            return self._stay.role
        return Role.owner if self._membership is None else self._membership.known_role

    @property
    def may_edit(self) -> bool:
        return self.role.allows(Role.editor)

    @property
    def may_comment(self) -> bool:
        return self.role.allows(Role.commenter)

    def must_be_editable(self) -> None:
        """Raises MayNotEdit."""
        if not self.may_edit:
            raise room_troubles.may_not_edit(self.role)

    def media_address(self) -> Link | None:
        """Where the room's files are, with the token for them; None while there is no room to be
        reached."""
        stay = self._stay
        if stay is None or stay.refused or stay.parted or stay.membership.invited:
            return None
        return replace(stay.link, token=stay.membership.token or stay.link.token)

    # -- coming and going

    def resume(self) -> None:
        """Go back to the room that this board was in when it was last open, and share it again if
        it was shared from here. A window calls this once; the command line does not."""
        if self._membership is None or self.state != "alone":
            return
        if not self._membership.hosting and not self._membership.link:
            return
        if self._membership.hosting:
            self._host()
        else:
            from collab.links import parse  # late, see above

            self._enter(parse(self._membership.link))
        self.note()

    def join(self, link: str) -> None:
        """Enter the room of a link with this board, which must be a copy of that room's: its
        lineage decides, and if it is another board the person is told and nothing changes. See
        joining.py for a room that is not here yet. Raises BadLink."""
        from collab.links import parse  # late, see above

        way = parse(link)
        self._must_be_ours()
        self.leave()
        lineage = self._board.meta.lineage
        # until the room has said what we may do, we do nothing that it might not take
        known = self._memberships.load(lineage) or Membership(lineage, "", role=Role.viewer.name)
        self._before = self._membership
        self._membership = replace(known, link=way.for_app(), hosting=False, invited=True)
        self._enter(way)
        self.note()

    def share(self, *, lan: bool = True) -> None:
        """Start a server for this board beside this program and enter it as the owner; with `lan`
        others in the network reach it, else only this computer does. Comes back at once:
        TogetherChanged tells."""
        self._must_be_ours()
        self.leave()
        lineage = self._board.meta.lineage
        known = self._memberships.load(lineage) or Membership(lineage, "")
        self._membership = replace(
            known, hosting=True, lan=lan, invited=False, role=Role.owner.name
        )
        self._memberships.save(self._membership, self._place)
        self._host()
        self.note()

    def stop(self) -> None:
        """Leave the room for good and, if it is here, end its server. The board stays as it is;
        links into a room that is shared from here open again once it is."""
        self.leave()
        if self._membership is not None:
            # who we were there is kept, for when we come again
            left = replace(self._membership, link="", hosting=False, role=Role.owner.name)
            self._membership = left
            self._memberships.save(left, self._place)
        self.note()

    def hurry(self) -> None:
        """Try to get through now instead of waiting out the pause."""
        if self._stay is not None:
            self._stay.hurry()

    def introduce(self, settings: Settings) -> None:
        """Our person has another name or colour: the room hears it as we come in again."""
        before, self._settings = self._settings, settings
        same = (before.name, before.colour) == (settings.name, settings.colour)
        stay = self._stay
        if stay is not None and not same:
            self._keep()
            self._nobody, self._stay = stay.crowd, None
            stay.leave()
            self._enter(stay.link)
            self.note()

    def leave(self) -> None:
        """Leave, to come back with resume()."""
        if self._stay is not None:
            self._keep()
            self._nobody = self._stay.crowd
            self._stay.leave()
        if self._sharing is not None:
            self._sharing.close()
        if self._parting is not None:
            self._parting.close()
            if not self._closed:
                self._parting.drop()
                self._parting = None
        self._stay = self._sharing = None
        self.note()

    def close(self) -> None:
        """Say goodbye and end the server that runs beside us; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._stay is None and self._membership is not None and self._has_written:
            self._wrote_apart()
        self.leave()

    def settle(self, folder: BoardFolder) -> None:
        """After the journal was closed: if this board and its room had come apart, set it aside.
        Raises what a disk raises."""
        parting, self._parting = self._parting, None
        if parting is not None and parting.staged:
            parting.settle(folder)
            if self._membership is not None:
                self._memberships.save(self._membership.keeping(self._place, Kept()), self._place)

    # -- with the others

    def invite(
        self, role: Role, done: Callable[[Invitation], None], failed: Failed, *, days: int = 0
    ) -> None:
        """Have the server make a link for a role, for so many days (0: for as long as the room
        is). Owners only."""

        def made(body: Mapping[str, Any]) -> None:
            links = [link.for_app() for link in self._links(_text(body, "token"))]
            done(Invitation(_text(body, "link"), role, tuple(links)))

        self.ask("invite", {"role": role.name, "days": days}, made, failed)

    def links_with(self, token: str) -> tuple[Link, ...]:
        """How the room is reached with this token, the most likely way first; none while we are in
        no room."""
        return tuple(self._links(token)) if self._stay is not None else ()

    def ask(self, verb: str, body: Mapping[str, Any], answer: Answer, failed: Failed) -> None:
        """Put one of the owner's verbs to the server: invite, links, revoke, role, kick, rotate,
        or one of MEDIA's. `failed` hears a refusal, and an answer that does not come because the
        connection went."""
        if self._stay is None:
            failed(room_troubles.alone())
        else:
            self._stay.ask(verb, body, answer, failed)

    def wake_in(self, seconds: float) -> None:
        """Have this drained after so many seconds, while we are in a room."""
        if self._stay is not None:
            self._stay.wake_in(seconds)

    def present(self, **fields: Any) -> None:
        """Show the others what this screen does: fields of collab.presence.Presence, the rest stays
        as it was. Cheap to call at every move of the pointer: it is sent at 20 Hz at most."""
        if self._showing.update(fields):
            self._show()

    # -- in each turn

    def drain(self, deadline: float) -> bool:
        """Take in what has come, until `deadline` (time.monotonic()). True if more waits."""
        self._hear_server()
        self._hear_parting()
        with self._board.gathering():
            more = self._stay.drain(deadline) if self._stay is not None else False
        self._after_drain()
        return more

    def _after_drain(self) -> None:
        stay = self._stay
        if stay is not None:
            if stay.membership != self._membership:
                self._membership = stay.membership
                self._keep()
                self._show()
            if stay.parted == "lineage" and not stay.known:
                self._wrong_door()
            elif stay.parted and self._parting is None:
                self._part(stay)
            if stay.taken_for_another and not self._anew:
                self._begin_anew(stay)
            if self.standing.state == "live" and time.monotonic() > self._kept_at + KEEP_EVERY:
                self._keep()
        self.note()

    def note(self) -> None:
        """Tell of what has changed; after each edit too, so that nothing counts as saved there
        before it is."""
        crowd = self._stay.crowd if self._stay is not None else self._nobody
        if keys := crowd.changed():
            self._tell(PeopleChanged(keys))
        before, now = self.standing, self._standing()
        if now != before:
            self.standing = now
            self._tell(TogetherChanged(now))

    def _standing(self) -> Standing:
        stay, before = self._stay, self.standing
        state = stay.state if stay is not None else "alone"
        sharing = self._sharing
        if stay is None and sharing is not None:
            state = "joining"
        trouble = stay.trouble if stay is not None and state != "live" else None
        return Standing(
            state,
            before.since if state == before.state else time.time(),
            sum(stay.unsaved.values()) if stay is not None else 0,
            trouble or (sharing.trouble if sharing is not None else None),
            hosting=sharing is not None,
            title=self._membership.title if self._membership is not None else "",
            role=self.role,
        )

    def _show(self) -> None:
        if self._stay is not None:
            me = self.me
            self._stay.present(self._showing.writer(me.id, me.name, me.colour))

    # -- the room

    def _enter(self, link: Link) -> None:
        from canvas.app.stay import Stay  # late, see above

        assert self._membership is not None
        self._membership = self._membership.facing(link)
        me = self.me
        self._stay = Stay(
            self.sides,
            self._membership,
            link,
            {"id": me.id, "name": me.name, "color": self._settings.colour},
            self._woken,
            self._tell,
            unsaved=self._unsaved(self._membership),
            ids=self._membership.kept(self._place).ids,
        )
        self._keep()
        self._show()

    def _unsaved(self, membership: Membership) -> Mapping[int, int]:
        """Edits of earlier sessions that the room may not have: those counted then, and those that
        were made since, without a room or before a crash."""
        kept = membership.kept(self._place)
        ours = {self._settings.person, membership.user}
        since = sum(entry.person in ours for entry in self._journal.history(kept.last))
        said = {COMMENTS: kept.said} if COMMENTS in self.sides else {}
        return {BOARD: kept.unsaved + since, **said}

    def _keep(self) -> None:
        """Note how far our edits have come."""
        if self._membership is None or self._stay is None:
            return
        self._kept_at = time.monotonic()
        count = self._stay.unsaved
        before = self._membership.kept(self._place)
        kept = replace(
            before.writing(self._ids) if not self._anew else replace(before, ids=()),
            unsaved=count.get(BOARD, 0),
            said=count.get(COMMENTS, 0),
            last=self._journal.last,
        )
        self._membership = self._stay.membership = self._membership.keeping(self._place, kept)
        self._memberships.save(self._membership, self._place)

    @property
    def _ids(self) -> list[int]:
        return [side.client for side in self.sides.values()]

    @property
    def _has_written(self) -> bool:
        """Whether anything was made since the board was opened."""
        return any(side.client in read_vector(side.vector()) for side in self.sides.values())

    def _wrote_apart(self, change: Change | None = None) -> None:
        """Something is made outside of the room that this board belongs to: the room is told later
        under which numbers that was."""
        if self._stay is not None or self._membership is None or (change and change.foreign):
            return
        kept = self._membership.kept(self._place)
        if not set(self._ids) <= set(kept.ids):
            self._membership = self._membership.keeping(self._place, kept.writing(self._ids))
            self._memberships.save(self._membership, self._place)

    def _must_be_ours(self) -> None:
        if self._readonly:
            raise room_troubles.looking_only()

    # -- the server beside us

    def _host(self) -> None:
        from canvas.app.sharing import Sharing  # late, see above

        assert self._membership is not None
        self._sharing = Sharing(self._place, self._membership, self._woken)

    def _hear_server(self) -> None:
        """Once it listens: go in as the owner, and tell the network."""
        ready = self._sharing.take() if self._sharing is not None else None
        if ready is None or self._sharing is None or self._membership is None:
            return
        self._membership = replace(self._membership, port=ready.port, link=ready.link.for_app())
        if self._stay is None:
            self._enter(ready.link)
        else:
            self._stay.membership = self._membership
            self._stay.dial(ready.link)
        self._keep()
        self._sharing.announce(ready, self._board.meta.title, self.me.name)

    def _links(self, token: str) -> list[Link]:
        """One for each address at which this room can be reached."""
        assert self._stay is not None
        link = replace(self._stay.link, token=token)
        return [link] if self._sharing is None else self._sharing.ways(link)

    # -- when there is no merging

    def _wrong_door(self) -> None:
        """A link into the room of another board, where we have never been: as if it had not been
        tried."""
        self.leave()
        tried, self._membership = self._membership, self._before
        left = self._before or (tried and replace(tried, link="", role=Role.owner.name))
        if left is not None:
            self._memberships.save(left, self._place)
        self._tell(Told(room_troubles.other_board()))

    def _begin_anew(self, stay: Stay) -> None:
        """The proof of who we were is gone: opened anew, we write as somebody new, and what was
        made before comes as anybody's."""
        self._anew = True
        self._keep()
        if stay.trouble is not None:
            self._tell(Reopen(stay.trouble))

    def _part(self, stay: Stay) -> None:
        from canvas.app.parting import Parting  # late, see above

        self._parting = Parting(
            self._place, stay.address, self._settings, self._woken, why=stay.parted
        )

    def _hear_parting(self) -> None:
        parting = self._parting
        found = parting.take() if parting is not None else None
        if parting is None or found is None:
            return
        if isinstance(found, Trouble):
            self._parting_failed(found)
            return
        if parting.is_idle(found, self._board):
            self._parting = None  # nothing of ours would be lost
            assert self._stay is not None
            self._stay.forgive()
            return
        try:
            parting.stage(found)
        except Trouble as trouble:
            self._parting_failed(trouble)
        else:
            if self._stay is not None:
                self._stay.trouble = parting.trouble
            self._tell(Reopen(parting.trouble))

    def _parting_failed(self, trouble: Trouble) -> None:
        """It is tried again when the board is next opened; what is here stays."""
        if self._stay is not None:
            self._stay.trouble = trouble
        self._tell(Told(trouble))


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
