"""Who may enter a room: signed tokens, the keys that sign them, and the links that carry them.

A token is `payload.mac`: base64url (RFC 4648, unpadded) of JSON, and its HMAC-SHA256 (RFC 2104)
under the key that the payload names. A link's token names no user; whoever enters by it is given a
personal token, which names the user and the link it was made from. Rules: SPEC.md, section 6.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import tomllib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import tomli_w
from filelock import FileLock

from assets.disk import plain
from assets.whole import write_whole
from collab.roles import Role

ROOM = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a room, a user and a link may be called."""

TOKEN_MOST = 1024
"""Characters of a token; a longer one is not looked at."""

KEYS_KEPT = 8
"""Keys that still read tokens, the signing one among them."""

_KEY_BYTES = 32


class BadToken(Exception):
    """A token that opens nothing. `code` is for programs, `reason` for people and logs."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of whoever shows it."""

    room: str
    role: Role
    exp: int
    """Seconds since 1970, by the clock of the server that signs and reads."""
    user: str = ""
    """Empty in a link's token."""
    link: str = ""
    """The id of the link by which this came; one that is revoked takes all its tokens along."""
    kid: str = ""
    """The key that signs; Keys.sign fills it in."""
    turn: int = 0
    """How often this person had been sent away when they were given it."""


class Keys:
    """The signing keys of one server, in a file that only its owner can read. Any thread."""

    def __init__(self, current: str, keys: Mapping[str, bytes], path: Path | None = None) -> None:
        self.current = current
        self._keys = MappingProxyType(dict(keys))
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Keys:
        """Read the file, or make it with one new key. Raises DiskTrouble, and ValueError if it is
        no file of keys."""
        with plain(path), _locked(path):
            if not path.exists():
                _write(path, "k1", {"k1": secrets.token_bytes(_KEY_BYTES)})
            if os.name != "nt" and path.stat().st_mode & 0o077:
                path.chmod(0o600)  # a copy or a backup may have opened it to others
            return cls(*_parsed(path.read_text("utf-8")), path)

    def rotated(self) -> Keys:
        """The same keys with a new one that signs from now on, kept in the file first."""
        number = int(self.current[1:]) + 1
        keys = {**self._keys, f"k{number}": secrets.token_bytes(_KEY_BYTES)}
        kept = dict(list(keys.items())[-KEYS_KEPT:])
        if self._path is not None:
            with plain(self._path), _locked(self._path):
                _write(self._path, f"k{number}", kept)
        return Keys(f"k{number}", kept, self._path)

    def sign(self, claims: Claims) -> str:
        """The token that says so; the key it was signed with stays in a link that is shown again,
        else the current one is used."""
        kid = claims.kid if claims.kid in self._keys else self.current
        payload = _encoded(_to_json(replace(claims, kid=kid)))
        return f"{payload}.{self._mac(kid, payload).decode()}"

    def read(self, token: str, now: float) -> Claims:
        """What the token says, if it is ours and in time. Raises BadToken."""
        claims = self.identity(token)
        if now >= claims.exp:
            raise BadToken("expired", "This link or token has expired; ask for a new one.")
        return claims

    def identity(self, token: str) -> Claims:
        """What the token says, in time or not: proof of who somebody is, of no right. Raises
        BadToken."""
        claims = unproved(token)
        payload, _, mac = token.partition(".")
        if claims.kid not in self._keys:
            raise BadToken("unknown-key", "The key that signed this token is no longer used.")
        if not hmac.compare_digest(self._mac(claims.kid, payload), mac.encode("utf-8", "replace")):
            raise BadToken("forged", "The signature of this token is wrong.")
        return claims

    def _mac(self, kid: str, payload: str) -> bytes:
        """In the letters of the token: compared as such, it has one spelling only."""
        mac = hmac.digest(self._keys[kid], payload.encode(), hashlib.sha256)
        return _encoded(mac).encode()


def unproved(token: str) -> Claims:
    """What a token says. Only the server that signed it knows whether it is so. Raises BadToken."""
    payload, dot, _ = token.partition(".") if len(token) <= TOKEN_MOST else ("", "", "")
    if not dot:
        raise BadToken("malformed", "This is no token.")
    return _from_json(_decoded(payload))


def new_id() -> str:
    """An id for a link or a user: 96 random bits, so that none is ever given twice."""
    return secrets.token_urlsafe(12)


def _to_json(claims: Claims) -> bytes:
    fields = {
        "room": claims.room,
        "user": claims.user,
        "role": claims.role.name,
        "exp": claims.exp,
        "kid": claims.kid,
        "link": claims.link,
    } | ({"turn": claims.turn} if claims.turn else {})
    return json.dumps(fields, separators=(",", ":")).encode()


def _from_json(payload: bytes) -> Claims:
    """Read what anybody may have written. Raises BadToken."""
    try:
        found = json.loads(payload)
        claims = Claims(
            room=found["room"],
            role=Role[found["role"]],
            exp=found["exp"],
            user=found["user"],
            link=found["link"],
            kid=found["kid"],
            turn=found.get("turn", 0),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadToken("malformed", "This is no token.") from error
    names = (claims.room, claims.user or "-", claims.link or "-", claims.kid)
    numbers = (claims.exp, claims.turn)
    if any(type(each) is not int for each in numbers) or not all(map(_is_name, names)):
        raise BadToken("malformed", "This is no token.")
    return claims


def _is_name(value: object) -> bool:
    return isinstance(value, str) and ROOM.fullmatch(value) is not None


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError) as error:
        raise BadToken("malformed", "This is no token.") from error


def _locked(path: Path) -> FileLock:
    """`main.py invite` may meet the server that makes the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(path.name + ".lock"), timeout=10)


def _parsed(text: str) -> tuple[str, dict[str, bytes]]:
    """Raises ValueError."""
    found = tomllib.loads(text)
    current, keys = found.get("current"), found.get("keys")
    if not isinstance(current, str) or not isinstance(keys, dict) or current not in keys:
        raise ValueError("not a file of keys")
    return current, {str(kid): bytes.fromhex(key) for kid, key in keys.items()}


def _write(path: Path, current: str, keys: Mapping[str, bytes]) -> None:
    """Whole and on the disk, or not at all."""
    text = tomli_w.dumps(
        {"current": current, "keys": {kid: key.hex() for kid, key in keys.items()}}
    )
    write_whole(path, text, secret=True, settled=True)
