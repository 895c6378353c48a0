"""The whole path in one verb: build the sample board, render it, export the film, open the window
on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from canvas.api.verbs import DONE, FAILED, Call, exported_now, plain_film, rendered_now
from canvas.app import settings as preferences
from canvas.app.sample import TITLE, build_sample
from canvas.app.session import SUFFIX, Session

NAME = "the-last-mile"

STANDS_AFTER = 3.0
"""Seconds after which a window that has not ended is taken to stand."""


def demo(call: Call, out: Path, *, window: bool) -> int:
    """Running it again takes the board as it is and renders only what has changed."""
    board = out / f"{NAME}{SUFFIX}"
    with _sample(board) as session:
        if not session.board.nodes:
            call.console.note(f"Building the sample board {board}")
            build_sample(session)
            session.flush()
        rendered = rendered_now(call, session)
        call.console.say(rendered.sentence)
        if rendered.failed:
            call.console.result(rendered.plain())
            return FAILED
        films = [exported_now(call, session, out / f"{NAME}{kind}") for kind in (".mp4", ".gif")]
    for film in films:
        call.console.say(
            f"Wrote {film.path.resolve()} ({film.frames} frames, {film.seconds:.1f} s)"
        )
    call.console.say(f"Board {board.resolve()}")
    call.console.result(
        {
            **rendered.plain(),
            "board": str(board.resolve()),
            "films": [plain_film(film) for film in films],
        }
    )
    if window and has_screen():
        if open_window(board):
            call.console.say("The board opens in its own window.")
        else:
            call.console.note(f"The window could not be opened; {window_log()} says why.")
    return DONE


def has_screen() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(board: Path) -> bool:
    """In a new process, for a window cannot follow a film's lettering in this one, and it outlives
    us. Whether it stands after a moment; if not, window.log beside the settings says why."""
    program = Path(__file__).resolve().parents[2] / "main.py"
    log = window_log()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as told:  # not our own streams: who reads those would wait for the window
        window = subprocess.Popen(
            [sys.executable, str(program), str(board.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    try:
        return window.wait(STANDS_AFTER) == 0
    except subprocess.TimeoutExpired:
        return True


def window_log() -> Path:
    return preferences.folder() / "window.log"


def _sample(board: Path) -> Session:
    settings = preferences.load().settings
    if board.exists():
        return Session.open(board, settings=settings)
    return Session.create(board, settings=settings, title=TITLE)
