"""Renders that are queued although it is known that they fail: what they need has gone since."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.session import Session
from generation.compile import plan


def queue_anyway(session: Session, clips: Sequence[str] | None = None) -> None:
    """As `render`, but for what it refuses."""
    session.rendering.submit(plan(session.board, clips).jobs)
