"""The order, length and joins of shots."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.edits import AddShot, DeleteShots, Edit, SetShot
from canvas.document.ordering import between
from canvas.document.records import SHOOTABLE, Shot, Transition, new_id
from canvas.document.words import QT_TRANSLATE_NOOP


@command("film.add", title=QT_TRANSLATE_NOOP("commands", "Add to film"))
def add_shot(session: Session, node: str, at: int | None = None, *, number: str = "") -> str:
    """Put a clip or a video into the film as its `at`-th shot, at the end by default. Returns the
    shot's id."""
    film = session.board.film
    place = len(film) if at is None else min(max(at, 0), len(film))
    shot = Shot(id=new_id(), node=node, seq=_between(film, place), number=number)
    session.apply(AddShot(shot), label="Add shot")
    return shot.id


@command(
    "film.add_selected",
    title=QT_TRANSLATE_NOOP("commands", "Add selection to film"),
    keys=("Ctrl+Shift+F",),
    menu="film",
)
def add_shots(session: Session, nodes: Sequence[str]) -> tuple[str, ...]:
    """Append several clips in one step; those that the film already shows and those it cannot show
    are left out."""
    board = session.board
    shown = {shot.node for shot in board.film}
    wanted = [id for id in nodes if id not in shown and board.nodes[id].kind in SHOOTABLE]
    shots: list[Shot] = []
    last = board.film[-1].seq if board.film else None
    for node in wanted:
        last = between(last, None)
        shots.append(Shot(id=new_id(), node=node, seq=last))
    if shots:
        session.apply(*map(AddShot, shots), label="Add shots")
    return tuple(shot.id for shot in shots)


@command("film.remove", title=QT_TRANSLATE_NOOP("commands", "Remove from film"), menu="film")
def remove_shots(session: Session, shots: Sequence[str]) -> None:
    """Take shots out of the film; their nodes stay on the canvas."""
    if shots:
        session.apply(DeleteShots(tuple(shots)), label="Remove shots")


@command("film.move", title=QT_TRANSLATE_NOOP("commands", "Move shot"))
def move_shot(session: Session, shot: str, before: str | None) -> None:
    """Put a shot in front of another one, or at the end with None."""
    film = [other for other in session.board.film if other.id != shot]
    place = next((i for i, other in enumerate(film) if other.id == before), len(film))
    session.apply(SetShot(shot, seq=_between(film, place)), label="Move shot")


@command("film.trim", title=QT_TRANSLATE_NOOP("commands", "Trim shot"))
def trim_shot(
    session: Session, shot: str, in_: int = 0, out: int | None = None, *, gesture: str = ""
) -> None:
    """Show a shot's node from frame `in_` until before frame `out`, at the film's rate; None plays
    to the end."""
    session.apply(SetShot(shot, in_=in_, out=out), label="Trim shot", gesture=gesture)


@command("film.transition", title=QT_TRANSLATE_NOOP("commands", "Transition"))
def set_transition(session: Session, shot: str, kind: str, frames: int = 0) -> None:
    """How a shot begins: "cut", or "dissolve" over `frames` frames shared with the shot before
    it."""
    transition = Transition(kind, 0 if kind == "cut" else frames)
    session.apply(SetShot(shot, transition=transition), label="Transition")


@command("film.number", title=QT_TRANSLATE_NOOP("commands", "Number shot"))
def number_shot(session: Session, shot: str, number: str) -> None:
    """What the slate says: 2A."""
    session.apply(SetShot(shot, number=number.strip()), label="Number shot")


@command("film.renumber", title=QT_TRANSLATE_NOOP("commands", "Number all shots"), menu="film")
def renumber(session: Session) -> None:
    """Number the film's shots 1, 2, 3 in their order."""
    edits: list[Edit] = [
        SetShot(shot.id, number=str(index))
        for index, shot in enumerate(session.board.film, start=1)
        if shot.number != str(index)
    ]
    if edits:
        session.apply(*edits, label="Number shots")


def _between(film: Sequence[Shot], place: int) -> str:
    """A sequence key in front of the `place`-th shot; equal neighbours (two people at once) are
    passed over."""
    before = film[place - 1].seq if place else None
    after = next((shot.seq for shot in film[place:] if before is None or shot.seq > before), None)
    return between(before, after)
