"""Disks of a test's own: full, tiny or read-only."""

from __future__ import annotations

import subprocess


def own_mounts() -> bool:
    """Whether this machine lets us mount a disk of our own, seen by one process alone."""
    try:
        return subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0
    except OSError:
        return False
