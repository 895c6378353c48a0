"""How much memory the machine has, and how much of it is free, without any library."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MEMINFO = Path("/proc/meminfo")
LIMIT = Path("/sys/fs/cgroup/memory.max")
USED = Path("/sys/fs/cgroup/memory.current")


class Memory(NamedTuple):
    """In bytes; 0 where the system does not say."""

    total: int
    free: int
    """What a new program may take without anything being written to disk."""


def memory() -> Memory:
    """Of this machine, or of the part of it that we may use."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return Memory(_physical(), _mac_free())
    found = _linux(MEMINFO)
    return _limited(found if found.total else Memory(_physical(), 0), LIMIT, USED)


def _physical() -> int:
    with suppress(ValueError, OSError):  # a system that does not know these names
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 0


def _linux(meminfo: Path) -> Memory:
    try:
        text = meminfo.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return Memory(0, 0)
    kilobytes = {m[1]: int(m[2]) for m in re.finditer(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}
    total, free = kilobytes.get("MemTotal", 0), kilobytes.get("MemAvailable", 0)
    return Memory(total * 1024, free * 1024)


def _limited(found: Memory, limit: Path, used: Path) -> Memory:
    """A container may use less than the machine has."""
    with suppress(OSError, ValueError):  # no container, or one without a limit: `max`
        bound = int(limit.read_text("ascii"))
        left = max(0, bound - int(used.read_text("ascii")))
        return Memory(min(found.total, bound), min(found.free, left) if found.free else left)
    return found


def _mac_free() -> int:
    """Free, inactive and purgeable pages."""
    try:
        text = subprocess.run(
            ["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=5, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    return mac_pages(text)


def mac_pages(text: str) -> int:
    """Bytes, from what vm_stat prints."""
    size = re.search(r"page size of (\d+) bytes", text)
    kinds = re.findall(r"^Pages (free|inactive|purgeable):\s+(\d+)\.", text, re.MULTILINE)
    return int(size[1]) * sum(int(pages) for _, pages in kinds) if size else 0


if sys.platform == "win32":

    def _windows() -> Memory:
        import ctypes

        class Status(ctypes.Structure):
            _fields_ = [
                ("length", ctypes.c_ulong),
                ("load", ctypes.c_ulong),
                ("total", ctypes.c_ulonglong),
                ("free", ctypes.c_ulonglong),
                ("page_total", ctypes.c_ulonglong),
                ("page_free", ctypes.c_ulonglong),
                ("virtual_total", ctypes.c_ulonglong),
                ("virtual_free", ctypes.c_ulonglong),
                ("extended", ctypes.c_ulonglong),
            ]

        status = Status(length=ctypes.sizeof(Status))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return Memory(0, 0)
        return Memory(int(status.total), int(status.free))

else:

    def _windows() -> Memory:
        return Memory(0, 0)
