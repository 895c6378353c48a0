"""The board as a whole: make, describe, set up, undo."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from canvas.app.commands.comments import counted
from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.change import Change
from canvas.document.edits import Edit, PutCue, SetMeta, SetShot, set_node
from canvas.document.records import Cue, Json, NodeKind, Shot, Transition
from canvas.document.sequence import Cut, plan
from canvas.document.timing import Rate, rescaled, seconds_from, timecode
from canvas.document.words import QT_TRANSLATE_NOOP


def new_board(
    path: Path,
    *,
    settings: Settings,
    title: str = "",
    rate: Rate = Rate(24),
    width: int = 1280,
    height: int = 720,
) -> Session:
    """Make a board folder and open it. Raises PathTaken and other Troubles of the folder."""
    return Session.create(
        path, settings=settings, title=title, rate=rate, width=width, height=height
    )


@command("board.undo", title=QT_TRANSLATE_NOOP("commands", "Undo"), keys=("Ctrl+Z",), menu="edit")
def undo(session: Session) -> Change | None:
    """Take back your own last step; what others have changed since stays theirs."""
    return session.undo()


@command(
    "board.redo",
    title=QT_TRANSLATE_NOOP("commands", "Redo"),
    keys=("Ctrl+Shift+Z", "Ctrl+Y"),
    menu="edit",
)
def redo(session: Session) -> Change | None:
    """Do again what undo took back."""
    return session.redo()


@command("board.set", title=QT_TRANSLATE_NOOP("commands", "Board settings"))
def set_meta(
    session: Session,
    *,
    title: str | None = None,
    width: int | None = None,
    height: int | None = None,
) -> None:
    """Change the film's title or its size in pixels; None leaves a value as it is."""
    wanted = {"title": title, "width": width, "height": height}
    registers = {name: value for name, value in wanted.items() if value is not None}
    if registers:
        session.apply(SetMeta(**registers), label="Board settings")


@command("board.rate", title=QT_TRANSLATE_NOOP("commands", "Frame rate"))
def set_rate(session: Session, rate: Rate) -> None:
    """Change the frames per second; every length and time keeps its place in seconds."""
    board = session.board
    old = board.meta.rate
    if old == rate:
        return
    edits: list[Edit] = [SetMeta(rate=rate)]
    for node in board.nodes.values():
        if node.kind is NodeKind.clip:
            frames = rescaled(_int(node.param("frames")), old, rate)
            edits.append(set_node(node.id, params={"frames": max(frames, 1)}))
    edits += [_rescaled_shot(shot, old, rate) for shot in board.shots.values()]
    edits += [PutCue(_rescaled_cue(cue, old, rate)) for cue in board.cues.values()]
    session.apply(*edits, label="Frame rate")


@command("board.show", title=QT_TRANSLATE_NOOP("commands", "Describe the board"))
def show(session: Session) -> dict[str, Json]:
    """What is on the board and in its film, as JSON: sizes in pixels, times in frames of the
    film."""
    board = session.board
    film = plan(board)
    kinds = Counter(str(node.kind) for node in board.nodes.values())
    return {
        "path": str(session.path),
        "title": session.title,
        "schema": board.meta.schema,
        "rate": [board.meta.rate.numerator, board.meta.rate.denominator],
        "width": board.meta.width,
        "height": board.meta.height,
        "frames": film.frames,
        "seconds": round(float(seconds_from(film.frames, board.meta.rate)), 3),
        "length": timecode(film.frames, board.meta.rate),
        "nodes": {kind: kinds[kind] for kind in sorted(kinds)},
        "links": len(board.edges),
        "takes": len(board.takes),
        "media": len(board.assets),
        "comments": dict(counted(session)),
        "shots": [_described(session, cut) for cut in film.cuts],
    }


def _described(session: Session, cut: Cut) -> Json:
    shot = session.board.shots[cut.shot]
    return {
        "id": cut.shot,
        "node": cut.node,
        "number": cut.number,
        "title": cut.title,
        "start": cut.start,
        "frames": cut.frames,
        "transition": shot.transition.kind,
        "overlap": cut.overlap,
        "shows": cut.rung,
        "state": session.state(cut.node).state,
    }


def _rescaled_shot(shot: Shot, old: Rate, new: Rate) -> Edit:
    return SetShot(
        shot.id,
        in_=rescaled(shot.in_, old, new),
        out=None if shot.out is None else rescaled(shot.out, old, new),
        transition=Transition(shot.transition.kind, rescaled(shot.transition.frames, old, new)),
    )


def _rescaled_cue(cue: Cue, old: Rate, new: Rate) -> Cue:
    return replace(cue, at=rescaled(cue.at, old, new), frames=rescaled(cue.frames, old, new))


def _int(value: Json) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
