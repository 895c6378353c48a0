"""Rooms on the local network: announcing one's own, and finding those of others (DNS-SD over
multicast DNS, RFC 6763 and RFC 6762).

What is announced lets nobody in: a title, an address and the certificate's fingerprint, no token.
zeroconf is imported when something is announced or looked for, not when the app starts.
"""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from collab.auth import ROOM

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

SERVICE = "_shotweave._tcp.local."

MOST_FOUND = 200
"""Rooms that are listed; a network that announces more is not to be believed."""

MOST_HOSTS = 8
"""Addresses of one computer that are tried besides the likeliest."""

ASKS = 5
"""Times that a room is asked about: what is said to many at once is lost now and then."""

LOOK_AGAIN = 3.0
"""Seconds after which an announcement looks whether this computer has other addresses by now."""

_TITLE_MOST = 80
_FINGERPRINT = re.compile(r"[0-9a-f]{64}|")
_VIRTUAL = re.compile(r"^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|zt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A room that announces itself."""

    room: str
    title: str
    host: str
    """Of its addresses, the likeliest to be reached."""
    port: int
    fingerprint: str
    """Empty where it speaks no TLS."""
    owner: str = ""
    """Whose it is, as that person is called."""
    others: tuple[str, ...] = ()
    """Its other addresses."""
    whole: bool = False
    """A server with any number of rooms; it does not say which."""

    @property
    def hosts(self) -> tuple[str, ...]:
        return (self.host, *self.others)


class Announcement:
    """One room, announced until close(). Any thread."""

    def __init__(
        self,
        room: str,
        title: str,
        port: int,
        *,
        owner: str = "",
        fingerprint: str = "",
        whole: bool = False,
        interfaces: Sequence[str] = (),
    ) -> None:
        """Comes back at once. `whole`: a server, under a name of its own in the place of a room's.
        `interfaces`: addresses to speak on, all if there are none given."""
        self._about = {
            "v": "1",
            "room": room,
            "title": _cut(title),
            "fp": fingerprint,
            "owner": _cut(owner),
            **({"all": "1"} if whole else {}),
        }
        self._room, self._port = room, port
        about = f"{room} {fingerprint} {port}".encode()
        self._mark = blake2b(about, digest_size=4).hexdigest()
        """In names: whoever else says to be this room does not take the place of our records."""
        self._interfaces = tuple(interfaces)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="announcement", daemon=True)
        self._thread.start()

    def withdraw(self) -> None:
        """Take it back; those who look see the room go at once. Comes back at once."""
        self._over.set()

    def close(self) -> None:
        """Take it back, and wait until that has been said."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._announce(self._hosts())

    def _hosts(self) -> list[str]:
        return list(self._interfaces) or addresses()

    def _announce(self, hosts: list[str]) -> None:
        """Until it is over, or this computer has other addresses."""
        speaker = _speaker(self._interfaces) if hosts else None  # else nobody would hear
        try:
            if speaker is not None:
                with suppress(Exception):  # the library raises all kinds where a network goes away
                    speaker.register_service(self._info(hosts), allow_name_change=True)
            while not self._over.wait(LOOK_AGAIN) and self._hosts() == hosts:
                pass
        finally:
            if speaker is not None:
                with suppress(Exception):
                    speaker.close()

    def _info(self, hosts: list[str]) -> ServiceInfo:
        from zeroconf import ServiceInfo

        name = f"{self._room[:40]}-{self._mark}"
        return ServiceInfo(
            SERVICE,
            f"{name}.{SERVICE}",
            addresses=[socket.inet_pton(_family(host), host) for host in hosts],
            port=self._port,
            properties=self._about,
            server=f"shotweave-{name}.local.",
        )


class Search:
    """Looks for rooms until close(). `changed` is called on the library's thread."""

    def __init__(self, changed: Callable[[], None], *, interfaces: Sequence[str] = ()) -> None:
        """Comes back at once, with nothing found yet."""
        self._changed = changed
        self._interfaces = tuple(interfaces)
        self._lock = threading.Lock()
        self._found: dict[str, Found] = {}
        self._farewells: Counter[str] = Counter()
        """How often each name has gone: an answer to an older question says nothing any more."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)
        self._thread.start()

    @property
    def found(self) -> Mapping[str, Found]:
        """Rooms, by the name under which they are announced. Any thread."""
        with self._lock:
            return {name: found for name, found in self._found.items() if not found.whole}

    def holding(self, room: str, fingerprint: str) -> list[Found]:
        """Who says to have this room, or may have it, with this certificate. Any thread."""
        with self._lock:
            known = [found for found in self._found.values() if found.fingerprint == fingerprint]
        return [found for found in known if found.whole or found.room == room]

    def stop(self) -> None:
        """Comes back at once; nothing more is told."""
        self._changed = lambda: None
        self._over.set()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        from zeroconf import ServiceBrowser

        speaker = _speaker(self._interfaces)
        if speaker is None:
            return
        try:
            ServiceBrowser(speaker, SERVICE, handlers=[self._heard])
            self._over.wait()
        finally:
            with suppress(Exception):  # see Announcement
                speaker.close()

    def _heard(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: Any) -> None:
        from zeroconf import ServiceStateChange

        if state_change is ServiceStateChange.Removed:
            with self._lock:
                self._farewells[name] += 1
                gone = self._found.pop(name, None)
            if gone is not None:
                self._changed()
        else:
            # asking waits for an answer: not on the library's own thread
            asked = zeroconf, service_type, name, self._farewells[name]
            threading.Thread(target=self._ask, args=asked, daemon=True).start()

    def _ask(self, zeroconf: Zeroconf, service_type: str, name: str, farewells: int) -> None:
        info = None
        for _ in range(ASKS):
            if info is not None or self._over.is_set() or farewells != self._farewells[name]:
                break
            with suppress(Exception):  # closed meanwhile, or a name that is none
                info = zeroconf.get_service_info(service_type, name, timeout=3000)
        found = read(info.properties, info.parsed_addresses(), info.port) if info else None
        if found is None or self._over.is_set():
            return
        with self._lock:
            if len(self._found) >= MOST_FOUND and name not in self._found:
                return
            if farewells != self._farewells[name]:
                return
            before, self._found[name] = self._found.get(name), found
        if before != found:
            self._changed()


def read(
    about: Mapping[bytes, bytes | None], hosts: Iterable[str], port: int | None
) -> Found | None:
    """What somebody announces, as far as it can be a room of ours."""
    said = {
        key.decode("ascii", "replace"): (value or b"").decode("utf-8", "replace")
        for key, value in about.items()
        if len(value or b"") <= 255
    }
    room, fingerprint = said.get("room", ""), said.get("fp", "")
    host, *others = sorted(hosts, key=_likeliness) or [""]
    sound = ROOM.fullmatch(room) and _FINGERPRINT.fullmatch(fingerprint) and host
    if not sound or not port or not 0 < port < 65536:
        return None
    title, owner = _cut(said.get("title", "")), _cut(said.get("owner", ""))
    rest, whole = tuple(others[:MOST_HOSTS]), said.get("all") == "1"
    return Found(room, title or room, host, port, fingerprint, owner, rest, whole)


def addresses() -> list[str]:
    """Of this computer, as others in its network would dial them: the likeliest first."""
    import ifaddr  # late: comes with zeroconf

    found: list[str] = []
    for adapter in ifaddr.get_adapters():
        if _VIRTUAL.match(adapter.nice_name):
            continue
        for each in adapter.ips:
            host = each.ip if isinstance(each.ip, str) else each.ip[0]
            address = ip_address(host)
            if not (address.is_loopback or address.is_link_local or address.is_unspecified):
                found.append(host)
    return sorted(dict.fromkeys(found), key=_likeliness)


def _likeliness(host: str) -> tuple[bool, bool]:
    """Sorts first what most programs and networks get along with."""
    with suppress(ValueError):
        address = ip_address(host)
        return address.version == 6, not address.is_private
    return True, True


def _family(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _speaker(interfaces: Sequence[str]) -> Zeroconf | None:
    from zeroconf import Zeroconf

    with suppress(OSError):
        return Zeroconf(interfaces=list(interfaces)) if interfaces else Zeroconf()
    return None


def _cut(title: str) -> str:
    """One line that fits into a TXT record."""
    line = "".join(" " if ord(letter) < 32 or letter == "\x7f" else letter for letter in title)
    return line.strip()[:_TITLE_MOST].encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
