"""What this machine draws with."""

from __future__ import annotations

from canvas.app.commands.registry import command
from canvas.app.notices import Told
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP
from generation import engine


@command(
    "render.look_again",
    title=QT_TRANSLATE_NOOP("commands", "Look for graphics cards again"),
    menu="render",
)
def look_for_cards(session: Session) -> None:
    """Look anew at what this machine can draw on, after a driver was installed or another program
    was closed, and tell what was found; it takes seconds and nothing waits for it."""
    if engine.lacking():
        session.tell(Told(engine.how_to_add()))
        return
    session.fitting.look_again()
