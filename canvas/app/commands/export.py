"""The film as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.sequence import assets_of, plan
from canvas.document.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from assets.film import Exported

FORMATS = (".mp4", ".gif")


def export_film(
    session: Session,
    out: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the film as it stands into `out`, in this process: .mp4 or .gif by its ending.

    `progress` hears frames written and frames in all. The file appears whole or not at all. Raises
    Troubles of the disk, of missing media, and Stopped.
    """
    from assets.film import export

    return export(
        plan(session.board),
        session.store.path,
        out,
        progress=progress or _unheard,
        cancelled=cancelled or _never,
    )


@command(
    "film.export",
    title=QT_TRANSLATE_NOOP("commands", "Export film..."),
    keys=("Ctrl+E",),
    menu="file",
)
def start_export(session: Session, out: Path) -> None:
    """Write the film as it stands into `out` in the render process; notices tell how far it is.

    In a room it begins when the originals of its shots have come. Raises OriginalsAway where they
    cannot be had now.
    """
    session.must_be_held()  # the queue that notes it lies in the folder
    film = plan(session.board)
    lacking = session.fetching.lacking(assets_of(film)) if session.fetching.shared else ()
    if lacking:
        begin = partial(session.rendering.export, film, out)
        session.awaiting.export(out, lacking, film.frames, begin)
    else:
        session.rendering.export(film, out)


@command("film.export_cancel", title=QT_TRANSLATE_NOOP("commands", "Cancel export"))
def cancel_export(session: Session, out: Path) -> None:
    """Stop an export that `start_export` began; nothing is left of it."""
    if not session.awaiting.cancel_export(out):
        session.rendering.cancel_export(out)


def _unheard(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False
