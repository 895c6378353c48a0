"""Who may come in: everything that is decided before a socket is one.

Rules: SPEC.md, section 6. Nothing of a request is believed, least of all its size.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import parse_qs

from websockets.http11 import Request, Response

from collab.auth import ROOM, BadToken, Claims, Keys
from collab.server.limits import Limits, Turnstile
from collab.server.log import Log
from collab.server.pages import join_page, refused, told
from collab.wire import SUBPROTOCOL

LOOPBACK = "loopback"
"""This machine, whichever of its own addresses was taken."""

_FORBIDDEN = frozenset({"wrong-room", "revoked", "sent-away"})
"""Bad tokens that are 403; all others are 401."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in."""

    room: str
    claims: Claims
    was: str = ""
    """The user that a second token proves, in time or not."""
    plain: bool = False
    """A stock y-websocket client: no subprotocol."""
    media: bool = False
    address: str = ""


@dataclass
class Door:
    """One for the whole server, on the loop's thread."""

    keys: Callable[[], Keys]
    admit: Callable[[Claims], Awaitable[None]]
    """Open the room that these claims are for. Raises BadToken, NoRoom."""
    health: Callable[[Claims | None], Mapping[str, object]]
    log: Log
    limits: Limits
    origins: frozenset[str] = frozenset()
    trust_loopback: bool = True
    """This computer's own programs are not counted."""
    _turnstile: Turnstile = field(init=False)
    open: Counter[str] = field(default_factory=Counter)
    """Sockets by address, those that say nothing included."""

    def __post_init__(self) -> None:
        self._turnstile = Turnstile(self.limits.connects)

    # -- sockets, before anything is said

    def enters(self, address: str) -> bool:
        """Count a new socket; whether there is room for it."""
        self.open[address] += 1
        if self.open.total() > self.limits.connections:
            return False
        return self._is_own(address) or self.open[address] <= self.limits.per_address

    def leaves(self, address: str) -> None:
        self.open[address] -= 1
        if self.open[address] <= 0:
            del self.open[address]

    def _is_own(self, address: str) -> bool:
        return self.trust_loopback and address == LOOPBACK

    # -- requests

    async def knock(self, request: Request, address: str) -> Response | Visit:
        """Let somebody in, or say why not."""
        path, _, query = request.path.partition("?")
        where = path.strip("/").split("/")
        if not self._is_own(address) and not self._turnstile.lets(address, time.monotonic()):
            return self._no(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-many",
                "Too many attempts from this address; wait a minute.",
                address,
                {"Retry-After": "60"},
            )
        if request.method != "GET":
            more = {"Allow": "GET"}
            reason = "Nobody here takes anything but questions."
            return self._no(HTTPStatus.METHOD_NOT_ALLOWED, "method", reason, address, more)
        match where:
            case ["health"]:
                return self._health(request, query)
            case ["join", room] if ROOM.fullmatch(room):
                return join_page()
            case ["v1", "media", room] if ROOM.fullmatch(room):
                return await self._room(request, address, room, query, media=True)
            case ["v1", room] if ROOM.fullmatch(room):
                return await self._room(request, address, room, query, media=False)
        return self._no(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here.", address)

    def _health(self, request: Request, query: str) -> Response:
        claims = None
        tokens = _tokens(request, query)
        if tokens:
            try:
                claims = self.keys().read(tokens[0], time.time())
            except BadToken as bad:
                return refused(HTTPStatus.UNAUTHORIZED, bad.code, bad.reason)
        found = self.health(claims)
        return told(HTTPStatus.OK if found["ok"] else HTTPStatus.SERVICE_UNAVAILABLE, found)

    async def _room(
        self, request: Request, address: str, room: str, query: str, *, media: bool
    ) -> Response | Visit:
        if not _upgrades(request):
            more = {"Upgrade": "websocket", "Connection": "Upgrade"}
            reason = "This address speaks websocket; open its link in Shotweave."
            return self._no(HTTPStatus.UPGRADE_REQUIRED, "upgrade", reason, address, more)
        if not self._comes_from_here(request):
            reason = "Pages of other sites may not open this room."
            return self._no(HTTPStatus.FORBIDDEN, "origin", reason, address)
        try:
            claims, was = self._claims(_tokens(request, query), room)
            await self.admit(claims)
        except BadToken as bad:
            if bad.code in _FORBIDDEN:
                return self._no(HTTPStatus.FORBIDDEN, bad.code, bad.reason, address)
            more = {"WWW-Authenticate": "Bearer"}
            return self._no(HTTPStatus.UNAUTHORIZED, bad.code, bad.reason, address, more)
        except NoRoom as no:
            more = {"Retry-After": "5"}
            return self._no(HTTPStatus.SERVICE_UNAVAILABLE, no.code, no.reason, address, more)
        plain = SUBPROTOCOL not in _offered(request)
        return Visit(room, claims, was, plain, media, address)

    def _claims(self, tokens: list[str], room: str) -> tuple[Claims, str]:
        """The first token says what one may, a second one who one was. Raises BadToken."""
        if not tokens:
            raise BadToken("no-token", "This room opens to those who have its link.")
        claims = self.keys().read(tokens[0], time.time())
        if claims.room != room:
            raise BadToken("wrong-room", "This link leads to another room.")
        if len(tokens) == 1 or claims.user:
            return claims, ""
        try:
            proof = self.keys().identity(tokens[1])
        except BadToken:
            return claims, ""  # one comes in all the same, as somebody new
        return claims, proof.user if proof.room == room else ""

    def _comes_from_here(self, request: Request) -> bool:
        """A browser says which page asks; programs say nothing."""
        origins = request.headers.get_all("Origin")
        if not origins:
            return True
        host = (request.headers.get_all("Host") or [""])[0]
        if len(origins) != 1 or not host:
            return False
        return origins[0] in self.origins or origins[0].partition("://")[2] == host

    def _no(
        self,
        status: HTTPStatus,
        code: str,
        reason: str,
        address: str,
        more: Mapping[str, str] = {},
    ) -> Response:
        self.log.write("refused", address=address, status=status.value, code=code)
        return refused(status, code, reason, more)


def neighbourhood(address: str) -> str:
    """What one attacker has at least: an IPv4 address, or 2^64 of IPv6 (RFC 6177)."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    if mapped is not None:
        found = mapped
    if found.is_loopback:
        return LOOPBACK
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, 64), strict=False))
    return str(found)


class NoRoom(Exception):
    """The room cannot be opened now; `reason` is for whoever wants to enter."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def _upgrades(request: Request) -> bool:
    return any("websocket" in value.lower() for value in request.headers.get_all("Upgrade"))


def _offered(request: Request) -> list[str]:
    values = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
    return [each.strip() for each in values.split(",")]


def _tokens(request: Request, query: str) -> list[str]:
    """From the header, then from the address: `token`, and `was` for who one was before."""
    header = (request.headers.get_all("Authorization") or [""])[0]
    asked = parse_qs(query) if query.count("&") < 8 else {}
    kind, _, bearer = header.partition(" ")
    tokens = [bearer.strip()] if kind.lower() == "bearer" else asked.get("token", [])[:1]
    return tokens + asked.get("was", [])[:1] if tokens else []
