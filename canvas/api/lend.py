"""A machine without a screen lends its device to a room, until it is stopped."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from canvas.api.verbs import DONE, Call
from canvas.app import settings as preferences
from canvas.app.notices import LendingChanged, Notice, Reopen, Told
from canvas.app.session import Session
from canvas.app.settings import Settings

LOOK = 0.5
"""Seconds between two looks whether somebody wants us to stop: Windows hears Ctrl+C only between
waits."""


def lend(call: Call, link: str, into: Path, name: str) -> int:
    """Join the room of a link, or come back into it, and draw what others ask for. Ends with
    Ctrl+C, or when the room sends us away."""
    from canvas.app.joining import join  # late: it brings the network

    loaded = preferences.load()
    settings = replace(loaded.settings, name=name) if name else loaded.settings
    for notice in loaded.notices:
        call.console.note(notice)
    into.mkdir(parents=True, exist_ok=True)
    wanted, note = call.interrupt.wanted, call.console.note
    path = join(link, into, settings, cancelled=wanted, looking=note)
    while _lent_once(call, path, settings):
        call.console.note("The room has another state of this board: opening it anew.")
    call.console.result({"ok": True, "board": str(path)})
    return DONE


def _lent_once(call: Call, path: Path, settings: Settings) -> bool:
    """Until we are stopped; True if the board has to be opened anew."""
    with Session.open(path, settings=settings) as session:
        lender = _Lender(call, session)
        session.together.resume()
        while not lender.reopen and not call.interrupt.wanted():
            lender.turn()
        return lender.reopen


class _Lender:
    def __init__(self, call: Call, session: Session) -> None:
        self._call, self._session = call, session
        self._woken = threading.Event()
        self._drawn: dict[str, str] = {}
        self._said = ""
        self.reopen = False
        session.wake = self._woken.set
        session.listen(self._hear)

    def turn(self) -> None:
        """Raises what keeps us out."""
        session = self._session
        self._woken.clear()
        more = session.drain()
        standing = session.together.standing
        if standing.state == "refused" and standing.trouble is not None and not self.reopen:
            raise standing.trouble
        if standing.state == "live" and not session.lending.lends:
            session.lending.lend(True)
        if standing.state != self._said:
            self._said = standing.state
            self._call.console.note(_STATES.get(standing.state, standing.state))
        if not more:
            self._woken.wait(LOOK)

    def _hear(self, notice: Notice) -> None:
        match notice:
            case LendingChanged():
                self._show()
            case Reopen(about) | Told(about):
                self._call.console.note(about)
                self.reopen = self.reopen or isinstance(notice, Reopen)
            case _:
                pass

    def _show(self) -> None:
        """Say what has begun and what has ended."""
        drawing = {one.key: one.name or one.person for one in self._session.lending.drawing}
        for key in drawing.keys() - self._drawn.keys():
            self._call.console.note(f"Drawing {key[:8]} for {drawing[key]}")
        for key in self._drawn.keys() - drawing.keys():
            made = key in self._session.board.renders
            self._call.console.note(f"{'Done' if made else 'Gave back'} {key[:8]}")
        self._drawn = drawing


_STATES = {
    "joining": "Entering the room…",
    "live": "Lending this machine's device to the room. Ctrl+C ends it.",
    "offline": "The room cannot be reached; trying again.",
}
