"""Lending this machine's device to the others in the room."""

from __future__ import annotations

from canvas.app.commands.registry import command
from canvas.app.notices import Told
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP, say


@command(
    "people.lend",
    title=QT_TRANSLATE_NOOP("commands", "Lend my graphics card to this room"),
    menu="people",
    checked=lambda session: session.lending.lends,
)
def lend(session: Session) -> str:
    """Let others in the room have their shots drawn on this machine's device, behind one's own;
    again, to lend it no longer. Returns lent or ended. Raises NotTogether, MayNotEdit."""
    on = not session.lending.lends
    drawn_for = ", ".join(dict.fromkeys(one.name for one in session.lending.drawing))
    session.lending.lend(on)
    text = (
        QT_TRANSLATE_NOOP(
            "words",
            "The others here may have their shots drawn on your device now; yours come first.",
        )
        if on
        else QT_TRANSLATE_NOOP("words", "Your device draws for you alone again.")
    )
    if drawn_for and not on:
        text = QT_TRANSLATE_NOOP(
            "words",
            "Your device draws for you alone again. What it was drawing for {names} goes back to"
            " the room: another one takes it over, or it waits for one.",
        )
    session.tell(Told(say(text, names=drawn_for)))
    return "lent" if on else "ended"
