"""Other people's canvases in headless Chromium: set up, shown the same board, measured alike.

What they are and in which versions stands in package.json. Their pages are ours, in pages/.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

PEERS = ("reactflow", "litegraph")
HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 900
"""Seconds that one peer may take for all of its scenarios."""


class NoPeers(Exception):
    """The peers cannot run on this machine; the message says what is missing."""


def set_up(built: Path) -> None:
    """Install the peers beside this file and bundle their pages into `built`."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise NoPeers(f"{tool} is not installed")
    _browser()
    if not (HERE / "node_modules" / "@xyflow").is_dir():
        _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"])
    for peer in PEERS:
        page = next((HERE / "pages").glob(f"{peer}.js*"))
        _run(
            [
                str(HERE / "node_modules" / ".bin" / "esbuild"),
                str(page),
                "--bundle",
                "--minify",
                "--format=esm",
                "--jsx=automatic",
                "--define:process.env.NODE_ENV='production'",
                f"--outfile={built / peer}.js",
            ]
        )
        text = (HERE / "pages" / "page.html").read_text("utf-8").replace("PEER", peer)
        (built / f"{peer}.html").write_text(text, "utf-8")


def measure(peer: str, board: Path, built: Path) -> dict[str, object]:
    """Every scenario of one peer on the board of a folder: board.json and its pictures."""
    drive = str(HERE / "drive.mjs")
    output = _run(["node", drive, peer, str(board), str(built), _browser()], timeout=PATIENCE)
    found: dict[str, object] = json.loads(output.splitlines()[-1])
    return found


def _browser() -> str:
    for name in BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    raise NoPeers("no Chromium is installed")


def _run(command: list[str], timeout: float = 300) -> str:
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=timeout, check=False
    )
    if done.returncode:
        raise NoPeers(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout)[-500:]}")
    return done.stdout
