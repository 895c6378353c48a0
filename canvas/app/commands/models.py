"""The models of this installation, as verbs. They change no board."""

from __future__ import annotations

from pathlib import Path

from canvas.app import models
from canvas.app.commands.registry import command
from canvas.app.models import Added, Model, Progress, Removed, Verified
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP
from generation import kept
from generation.downloads import shared
from generation.speed import Speed, choose


@command("models.list", title=QT_TRANSLATE_NOOP("commands", "List models"))
def list_models(session: Session) -> tuple[Model, ...]:
    """Every model that shots can be drawn with, whether its files are here, and who in the room
    lends a device that draws it."""
    return models.listing(session.lending.by_model())


@command("models.add", title=QT_TRANSLATE_NOOP("commands", "Add model"))
def add_model(
    session: Session,
    path: Path,
    *,
    as_model: str = "",
    copy: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Use a checkpoint of this disk, a folder or its description, where it lies or as a copy."""
    return models.add(path, as_model=as_model, copy=copy, progress=progress)


@command("models.download", title=QT_TRANSLATE_NOOP("commands", "Download model"))
def download_model(session: Session, model: str) -> None:
    """Fetch the files of a model, or go on with that. Goes on by itself at the next start."""
    shared().start(models.find(model).id)


@command("models.pause", title=QT_TRANSLATE_NOOP("commands", "Pause download"))
def pause_model(session: Session, model: str) -> None:
    """Stop a download for now; what has come is kept."""
    shared().pause(models.find(model).original)


@command("models.give_up", title=QT_TRANSLATE_NOOP("commands", "Cancel download"))
def give_up_model(session: Session, model: str) -> int:
    """Stop a download and throw away what has come of unfinished files; bytes freed."""
    return shared().give_up(models.find(model).original)


@command("models.verify", title=QT_TRANSLATE_NOOP("commands", "Verify model"))
def verify_model(session: Session, model: str, *, progress: Progress | None = None) -> Verified:
    """Read every byte of a model and compare it with its checksums."""
    return models.verify(model, progress)


@command("models.speed", title=QT_TRANSLATE_NOOP("commands", "Speed of models"))
def choose_speed(session: Session, speed: Speed) -> None:
    """Choose how models are run on this machine, from the next shot on. Raises SpeedNotSaved."""
    choose(speed)


@command("models.clear_kept", title=QT_TRANSLATE_NOOP("commands", "Clear kept work"))
def clear_kept(session: Session) -> int:
    """Throw away what is kept so that it need not be worked out again; takes and films stay.
    Returns the bytes freed."""
    return kept.clear()


@command("models.remove", title=QT_TRANSLATE_NOOP("commands", "Remove model"))
def remove_model(session: Session, model: str, *, confirmed: bool = False) -> Removed:
    """Forget a folder, or throw away files that were fetched, which has to be confirmed."""
    return models.remove(model, confirmed=confirmed)
