"""Verbs of files whose original lies with somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.app.whereabouts import Whereabouts, originals_away
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say


class NothingToFetch(Trouble):
    """Everything that was asked about is here, or nothing of it is coming."""

    code = "nothing_to_fetch"


@command("media.fetch", title=QT_TRANSLATE_NOOP("commands", "Fetch original"), menu="file")
def fetch_originals(session: Session, nodes: Sequence[str]) -> tuple[str, ...]:
    """Bring the originals of these nodes here, before all else that is on its way. Returns the
    files that were lacking. Raises NothingToFetch, and OriginalsAway where nobody who is here has
    them."""
    lacking = session.fetching.lacking(originals_of(session, nodes))
    if not lacking:
        raise NothingToFetch(
            say(QT_TRANSLATE_NOOP("words", "The originals of what is selected are here already."))
        )
    session.fetching.fetch(asset.hash for asset in lacking)
    away = [(asset, session.fetching.of(asset.hash)) for asset in lacking]
    away = [(asset, where) for asset, where in away if _is_lost(session, where)]
    if away:
        raise originals_away(away)
    return tuple(asset.hash for asset in lacking)


@command("media.fetch_stop", title=QT_TRANSLATE_NOOP("commands", "Stop fetching"), menu="file")
def stop_fetching(session: Session, nodes: Sequence[str]) -> None:
    """Let the originals of these nodes come no further; what has come is kept to go on from.
    Raises NothingToFetch."""
    fetching = session.fetching
    where = {hash: fetching.of(hash) for hash in originals_of(session, nodes)}
    coming = [hash for hash, one in where.items() if one is not None and one.state == "coming"]
    if not coming:
        raise NothingToFetch(
            say(QT_TRANSLATE_NOOP("words", "No original of what is selected is on its way."))
        )
    fetching.cancel(coming)


def originals_of(session: Session, nodes: Sequence[str]) -> tuple[str, ...]:
    """The files that nodes refer to and that their takes are, each once."""
    return tuple(dict.fromkeys(_all(session, nodes)))


def _all(session: Session, nodes: Sequence[str]) -> Iterator[str]:
    board = session.board
    for id in nodes:
        if (node := board.nodes.get(id)) is None:
            continue
        yield from node.refs
        takes = board.takes_of(id)
        take = board.takes.get(node.take or "") or (takes[-1] if takes else None)
        if take is not None:
            yield take.asset


def _is_lost(session: Session, where: Whereabouts | None) -> bool:
    """Whether a file comes only when somebody comes back."""
    if where is None:  # not known yet, or nobody there to know
        return not session.fetching.shared
    return where.state in ("away", "nobody")
