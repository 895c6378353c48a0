"""How much memory a process has."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path


def resident(process: int) -> int | None:
    """Bytes of main memory that a process holds; None where nobody can say."""
    if sys.platform == "win32":
        return _of_windows(process)
    try:
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return _of_ps(process)


def give_back() -> None:
    """Return to the system what this process has freed. The C library of Linux keeps it for every
    thread that ever was, and each shot has threads of its own."""
    if sys.platform == "linux" and (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    import ctypes  # late: the render process needs it alone

    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim  # musl has none


def _of_ps(process: int) -> int | None:
    """macOS and others without /proc."""
    try:
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(process)],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
        return int(told.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *((f"size{number}", ctypes.c_size_t) for number in range(8)),
        )

    def _of_windows(process: int) -> int | None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        opened = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not opened:
            return None
        counters = _Counters()
        counters.size = ctypes.sizeof(counters)
        handle = wintypes.HANDLE(opened)
        asked = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
        kernel.CloseHandle(handle)
        return int(counters.size1) if asked else None  # WorkingSetSize, after its peak

else:

    def _of_windows(process: int) -> int | None:
        return None
