"""Where people reach a server: what its links say."""

from __future__ import annotations

import socket
import tomllib
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path

import tomli_w

from assets.disk import plain
from assets.whole import write_whole
from collab.links import Link

_FILE = "address.toml"
_EVERYWHERE = frozenset({"", "0.0.0.0", "::", "*"})
_USUAL = {"https": 443, "http": 80}
_TEST_NET = ("192.0.2.1", 9)
"""An address of RFC 5737: nothing is sent to it, the system only says by which way it would go."""


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int
    tls: bool = False
    fingerprint: str = ""

    def link(self, room: str, token: str) -> Link:
        return Link(self.host, self.port, room, token, self.tls, self.fingerprint)


def reached(host: str, port: int, public: str = "") -> tuple[str, int]:
    """What to put into links: what was said, else where we listen, else our place in the LAN."""
    if not public:
        return (_own_address() if is_everywhere(host) else host), port
    scheme, _, place = public.rstrip("/").rpartition("://")
    port = _USUAL.get(scheme, port)
    name, colon, number = place.rpartition(":")
    if colon and number.isdecimal() and not _is_address(place):
        return name.strip("[]"), int(number)
    return place.strip("[]"), port


def behind_tls(port: int, public: str) -> bool | None:
    """Whether links lead through TLS, as `public` says; None where it does not. What ends it need
    not be us."""
    scheme, _, _ = public.rpartition("://")
    if scheme:
        return scheme == "https"
    return True if public and port == _USUAL["https"] else None


def _is_address(place: str) -> bool:
    """Of IPv6, without the brackets."""
    try:
        return ip_address(place).version == 6
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether who listens there does so at all addresses of this computer."""
    return host in _EVERYWHERE


def remember(data: Path, address: Address) -> None:
    """For `main.py invite`. Raises DiskTrouble."""
    with plain(data / _FILE):
        write_whole(data / _FILE, tomli_w.dumps(asdict(address)))


def remembered(data: Path) -> Address | None:
    """Where the server of this folder was reached last."""
    try:
        found = tomllib.loads((data / _FILE).read_text("utf-8"))
        return Address(
            str(found["host"]), int(found["port"]), bool(found["tls"]), str(found["fingerprint"])
        )
    except (OSError, ValueError, KeyError):
        return None


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_TEST_NET)
            return str(probe.getsockname()[0])
        except OSError:  # no network at all
            return "127.0.0.1"
