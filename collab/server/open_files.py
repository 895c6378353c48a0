"""How many files and sockets the system lets a server have open. It is asked for as many as the
limits need; where it lets us have fewer, fewer people and rooms come in, and those who are in
work on."""

from __future__ import annotations

from dataclasses import replace

from collab.server.limits import Limits

A_ROOM = 12
"""The nine files of its three databases, and what is under way."""
RESERVE = 64
"""The interpreter's, the log, programs that are started, media."""
_MODEST = 10_240
"""What a system lets anybody have that refuses more without saying how much."""


def needed(limits: Limits) -> int:
    return limits.connections + limits.rooms * A_ROOM + RESERVE


def fitting(limits: Limits, files: int) -> Limits:
    """Those that can be held with so many open files."""
    if files >= needed(limits):
        return limits
    half = max(files - RESERVE, files // 2) // 2
    return replace(
        limits,
        connections=min(limits.connections, half),
        rooms=max(min(limits.rooms, half // A_ROOM), 1),
    )


def raised(files: int) -> int:
    """Ask the system for so many; gives how many there are."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit for sockets
        return files
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    most = files if hard == endless else min(files, hard)
    for wanted in (most, min(most, _MODEST)):
        if soft == endless or soft >= wanted:
            break
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):
            continue
        soft = wanted
    return files if soft == endless else soft
