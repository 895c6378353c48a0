"""Where the bytes of a file are that is not here: plain values, for the screen and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canvas.document.records import Asset
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

STATES = ("coming", "sent", "held", "away", "nobody", "there", "failed", "offline")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of one file that is not in this board's folder."""

    state: str
    """coming: on its way here. sent: somebody is sending it to the room. held: somebody who is here
    has it. away: who has it is not here. nobody: nobody is known to have it. there: the room has
    it, and gives it when asked. failed: it could not be had. offline: the room is not reached."""
    share: float | None = None
    """0..1 of what has come or been sent."""
    people: tuple[str, ...] = ()
    """The names of those who have it."""
    trouble: Trouble | None = None

    @property
    def moves(self) -> bool:
        return self.state in ("coming", "sent")


class OriginalsAway(Trouble):
    """Files that are needed here now lie with somebody else; the trouble names them."""

    code = "originals-away"


def originals_away(lacking: Sequence[tuple[Asset, Whereabouts | None]]) -> OriginalsAway:
    """What is told to whoever needs files that cannot be had at this moment."""
    first, where = lacking[0]
    names = ", ".join(_named(asset) for asset, _ in lacking[:3])
    more = len(lacking) - 3
    if more > 0:
        names += f" (+{more})"
    return OriginalsAway(
        say(
            QT_TRANSLATE_NOOP("words", "The originals of these files are not here: {names}."),
            names=names,
        ),
        meaning=_holders(where),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words",
                "They come by themselves as soon as whoever has them opens this board; or import "
                "“{name}” again: it is recognised by its content.",
            ),
            name=_named(first),
        ),
    )


def elsewhere(asset: Asset | None, where: Whereabouts) -> OriginalsAway:
    """What stands in place of a shot that plays before its file has come."""
    name = _named(asset) if asset is not None else ""
    if where.moves:
        what = say(
            QT_TRANSLATE_NOOP("words", "“{name}” is on its way: {share} %"),
            name=name,
            share=int((where.share or 0.0) * 100),
        )
    elif where.people:
        people = ", ".join(where.people)
        what = say(
            QT_TRANSLATE_NOOP("words", "“{name}” is with {people}"), name=name, people=people
        )
    else:
        what = say(QT_TRANSLATE_NOOP("words", "“{name}” is not here yet"), name=name)
    return OriginalsAway(what)


def _holders(where: Whereabouts | None) -> Sentence:
    if where is not None and where.people:
        return say(
            QT_TRANSLATE_NOOP("words", "{people} had them last and is not in the room now."),
            people=", ".join(where.people),
        )
    if where is not None and where.state == "offline":
        return say(QT_TRANSLATE_NOOP("words", "The room, which may have them, is not reached now."))
    return say(QT_TRANSLATE_NOOP("words", "Nobody who is in the room now has them."))


def _named(asset: Asset) -> str:
    return asset.name or f"{asset.kind} {asset.hash[:8]}"


def least(shares: Iterable[Whereabouts | None]) -> Whereabouts | None:
    """Of several files of one card the one that says most: what moves, before what does not."""
    found = [one for one in shares if one is not None]
    return min(found, key=lambda one: STATES.index(one.state), default=None)
