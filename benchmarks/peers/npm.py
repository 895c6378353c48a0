"""What others wrote in JavaScript, installed beside a package.json and its lock file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

INSTALL = ("npm", "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund")


class NoPeers(Exception):
    """The peers cannot run on this machine; the message says what is missing."""


def installed(folder: Path) -> Path:
    """Install what the lock file names, unless just that is there; gives node_modules."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise NoPeers(f"{tool} is not installed")
    modules = folder / "node_modules"
    lock = folder / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = modules / ".shotweave"
    with FileLock(folder / ".npm.lock"):
        if not stamp.exists() or stamp.read_text("utf-8") != wanted:
            run([*INSTALL, "--fetch-retries=6"], folder)
            stamp.write_text(wanted, "utf-8")
    return modules


def run(command: list[str], folder: Path, timeout: float = 300) -> str:
    """What a command prints. Raises NoPeers with the end of what it said."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=timeout, check=False
    )
    if done.returncode:
        raise NoPeers(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout)[-500:]}")
    return done.stdout


if __name__ == "__main__":
    for place in sys.argv[1:]:
        installed(Path(place))
