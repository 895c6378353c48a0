"""This board in a room with others: who is there, what they may do, and how far our edits are.

Without a room everything works just the same; with one, edits made here go to the room when it can
be reached, and others' edits come in as Changes with `foreign` set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from canvas.app.company import Invitation, Me, Person, Standing
from canvas.app.notices import Notice
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.words import Trouble
from collab.roles import Role

Answer = Callable[[Mapping[str, Any]], None]
"""Hears what the server says to a question, on the board's thread."""
Failed = Callable[[Trouble], None]


class Together:
    """`session.together`. Every method belongs to the thread that owns the board; answers and
    notices come on that thread too, from `session.drain`."""

    def __init__(
        self,
        board: Board,
        settings: Settings,
        *,
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
    ) -> None:
        self._board = board
        self._settings = settings
        self._tell = tell
        self._woken = woken
        self._people: dict[str, Person] = {}
        self.people: Mapping[str, Person] = MappingProxyType(self._people)
        """The others who are in the room now; empty while we are not. Another window of our own
        person is one of them."""
        self.standing = Standing()
        self.me = Me(settings.person, settings.name, settings.colour)
        self.role = Role.owner
        """Owner while alone; may change at any time, TogetherChanged tells."""

    @property
    def state(self) -> str:
        """alone, joining, live, offline or refused."""
        return self.standing.state

    @property
    def may_edit(self) -> bool:
        return self.role.allows(Role.editor)

    @property
    def may_comment(self) -> bool:
        return self.role.allows(Role.commenter)

    def resume(self) -> None:
        """Go back to the room that this board was in when it was last open, and share it again if
        it was shared from here. A window calls this once; the command line does not."""

    def join(self, link: str) -> None:
        """Enter the room of a link with this board, which must be a copy of that room's (its
        lineage decides; see joining.py for a room that is not here yet). Raises Trouble if the link
        cannot be read."""

    def share(self, *, lan: bool = True) -> None:
        """Start a server for this board beside this program and enter it as the owner; announce it
        on the network with `lan`, else only this computer reaches it. Comes back at once:
        TogetherChanged tells."""

    def stop(self) -> None:
        """Leave the room and, if it is here, end its server. The board stays as it is."""

    def invite(
        self, role: Role, done: Callable[[Invitation], None], failed: Failed, *, days: int = 0
    ) -> None:
        """Have the server make a link for a role, for so many days (0: for as long as the room
        is). Owners only."""

    def ask(self, verb: str, body: Mapping[str, Any], answer: Answer, failed: Failed) -> None:
        """Put one of the owner's verbs to the server: invite, links, revoke, role, kick, rotate,
        or one of MEDIA's. `failed` hears a refusal, and an answer that does not come because the
        connection went."""

    def present(self, **fields: Any) -> None:
        """Show the others what this screen does: fields of collab.presence.Presence, the rest stays
        as it was. Cheap to call at every move of the pointer: it is sent at 20 Hz at most."""

    def close(self) -> None:
        """Say goodbye and end the server that runs beside us; safe to call twice."""
