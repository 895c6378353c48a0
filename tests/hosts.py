"""Two machines in one: network namespaces of Linux with a cable between them that can be pulled.

Needs root and `ip` of iproute2. All of a host's traffic stays on the cable and on its own loopback;
nothing here has a way to any other machine.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE, THERE = "10.77.0.1", "10.77.0.2"
CLONE_NEWNET = 0x40000000
MINE = Path("/proc/self/ns/net")


class NoHosts(Exception):
    """This kernel or this user cannot make network namespaces; the message says why."""


class Host:
    """One namespace with one address on the cable."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address

    @property
    def prefix(self) -> tuple[str, ...]:
        """Put before a command, it runs on this host."""
        return ("ip", "netns", "exec", self.name)

    @contextmanager
    def visited(self) -> Iterator[None]:
        """This thread's new sockets are this host's, until it is back."""
        libc = ctypes.CDLL(None, use_errno=True)
        with MINE.open("rb") as home, Path("/run/netns", self.name).open("rb") as there:
            _enter(libc, there.fileno())
            try:
                yield
            finally:
                _enter(libc, home.fileno())

    def cable(self, *, plugged: bool) -> None:
        """Pull the cable, or put it back: packets go nowhere, and nobody is told."""
        _ip("-n", self.name, "link", "set", "cable", "up" if plugged else "down")

    def move(self, address: str) -> None:
        """It gets another address on the cable, as DHCP gives one; the old one is nobody's."""
        # in this order: a second address of a network goes along with the first one
        _ip("-n", self.name, "addr", "del", f"{self.address}/24", "dev", "cable")
        _ip("-n", self.name, "addr", "add", f"{address}/24", "dev", "cable")
        self.address = address


def _enter(libc: ctypes.CDLL, namespace: int) -> None:
    if libc.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


@contextmanager
def two_hosts() -> Iterator[tuple[Host, Host]]:
    """Hosts that see each other and nobody else. Raises NoHosts."""
    if os.geteuid() != 0:
        raise NoHosts("network namespaces need root")
    if shutil.which("ip") is None:
        raise NoHosts("ip of iproute2 is not installed")
    mark = secrets.token_hex(3)
    hosts = Host(f"here-{mark}", HERE), Host(f"there-{mark}", THERE)
    made: list[Host] = []
    try:
        for host in hosts:
            _ip("netns", "add", host.name)
            made.append(host)
        here, there = hosts
        ends = f"link add cable netns {here.name} type veth peer name cable netns {there.name}"
        _ip(*ends.split())
        for host in hosts:
            _ip("-n", host.name, "addr", "add", f"{host.address}/24", "dev", "cable")
            for link in ("lo", "cable"):
                _ip("-n", host.name, "link", "set", link, "up")
        yield hosts
    finally:
        for host in made:
            subprocess.run(["ip", "netns", "del", host.name], check=False, capture_output=True)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoHosts(f"ip {' '.join(words)}: {done.stderr.strip()}")
