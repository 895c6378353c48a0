"""Links into a room, as people send them to each other, in two forms that mean the same.

`shotweave://join/<host>:<port>/<room>?fp=<sha256 of the certificate, hex>&tls=0|1#<token>` opens
the app; `https://<host>:<port>/join/<room>?fp=...#<token>` shows a page that does. The token stands
in the fragment, which no browser sends and no server logs (RFC 3986, section 3.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, parse_qs, urlsplit

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab.auth import ROOM, TOKEN_MOST

_MOST = 4096
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9_.-]*")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}|")
_SCHEMES = {"shotweave": True, "https": True, "http": False}


class BadLink(Trouble):
    """What was pasted is no link into a room."""

    code = "bad-link"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a room is and what opens it."""

    host: str
    port: int
    room: str
    token: str = ""
    tls: bool = True
    fingerprint: str = ""
    """SHA-256 of the certificate in hex; empty where an authority vouches for it."""

    @property
    def place(self) -> str:
        """host:port, as in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def socket(self) -> str:
        """The URL of the room's websocket, without the token."""
        return f"{'wss' if self.tls else 'ws'}://{self.place}/v1/{self.room}"

    @property
    def media(self) -> str:
        """The URL of the websocket that carries the room's media."""
        return f"{'wss' if self.tls else 'ws'}://{self.place}/v1/media/{self.room}"

    def for_app(self) -> str:
        query = f"fp={self.fingerprint}&tls=1" if self.fingerprint else f"tls={int(self.tls)}"
        return f"shotweave://join/{self.place}/{self.room}?{query}#{self.token}"

    def for_web(self) -> str:
        scheme = "https" if self.tls else "http"
        query = f"?fp={self.fingerprint}" if self.fingerprint else ""
        return f"{scheme}://{self.place}/join/{self.room}{query}#{self.token}"


def parse(text: str) -> Link:
    """Read either form, as pasted by a person. Raises BadLink."""
    cleaned = text.strip().strip("<>\"'")
    try:
        if len(cleaned) > _MOST:
            raise ValueError("too long")
        parts = urlsplit(cleaned)
        if parts.scheme not in _SCHEMES:
            raise ValueError("unknown scheme")
        return _in_app_form(parts) if parts.scheme == "shotweave" else _in_web_form(parts)
    except ValueError as error:
        raise BadLink(
            say(QT_TRANSLATE_NOOP("words", "This is no link to a shared board.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was opened.")),
            remedy=say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "Copy the whole link, from its first letter to its last.",
                )
            ),
        ) from error


def _in_app_form(parts: SplitResult) -> Link:
    if parts.netloc != "join":
        raise ValueError("not a link to join")
    place, slash, room = parts.path.removeprefix("/").partition("/")
    if not slash:
        raise ValueError("no room")
    where = urlsplit(f"//{place}")
    tls = parse_qs(parts.query).get("tls", ["1"])[0] != "0"
    return _link(where, room, parts, tls)


def _in_web_form(parts: SplitResult) -> Link:
    folder, _, room = parts.path.removeprefix("/").partition("/")
    if folder != "join":
        raise ValueError("not a link to join")
    return _link(parts, room, parts, parts.scheme == "https")


def _link(where: SplitResult, room: str, parts: SplitResult, tls: bool) -> Link:
    if where.username is not None or where.password is not None:
        raise ValueError("a name in the address")
    port = where.port if where.port is not None else (443 if tls else 80)
    fingerprint = parse_qs(parts.query).get("fp", [""])[0].lower()
    token = parts.fragment
    sound = (
        port > 0
        and ROOM.fullmatch(room)
        and len(token) <= TOKEN_MOST
        and _TOKEN.fullmatch(token)
        and _FINGERPRINT.fullmatch(fingerprint)
        and (tls or not fingerprint)
    )
    if not sound:
        raise ValueError("not a link")
    return Link(_host(where.hostname or ""), port, room, token, tls, fingerprint)


def _host(name: str) -> str:
    """A name in ASCII, or an address. Raises ValueError."""
    if ":" in name:
        return str(IPv6Address(name))
    ascii_name = name.encode("idna").decode("ascii")
    if not _HOST.fullmatch(ascii_name):
        raise ValueError("no host")
    return ascii_name
