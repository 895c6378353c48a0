"""From nothing to a window: what main.py runs, without Qt until that has been loaded in order."""

from __future__ import annotations

from pathlib import Path

from canvas.ui.loading import load


def run(board: Path | None = None, *, readonly: bool = False, link: str = "") -> int:
    """Open a board, the one that a link leads to, or the start page, and work until the last window
    is closed. Main thread."""
    load(board=board is not None)
    from canvas.ui import application  # late: after what needs no Qt

    return application.run(board, readonly=readonly, link=link)
