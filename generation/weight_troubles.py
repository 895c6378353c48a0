"""What is told when the files of a model are missing or cannot be used."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.checkpoint import PICKLE, SIZE, UNREADABLE
from generation.contract import ModelDamaged, ModelMissing
from generation.manifest import Manifest

NAMED = 3
"""Files that a sentence names before it counts the others."""
_NOTHING_MADE = say(
    QT_TRANSLATE_NOOP("words", "Nothing was made; the rest of the board is as it was.")
)


def missing(manifest: Manifest, files: tuple[str, ...], bytes: int) -> ModelMissing:
    """Files are not there; none named: nothing of the model is."""
    if not files:
        what = say(
            QT_TRANSLATE_NOOP("words", "The model {model} is not on this computer."),
            model=manifest.name,
        )
    elif len(files) == 1:
        text = QT_TRANSLATE_NOOP("words", "A file of {model} is missing: {file}.")
        what = say(text, model=manifest.name, file=files[0])
    else:
        text = QT_TRANSLATE_NOOP("words", "{count} files of {model} are missing: {files}.")
        what = say(text, count=len(files), model=manifest.name, files=listed(files))
    return ModelMissing(what, meaning=_NOTHING_MADE, remedy=how_to_get(manifest, bytes))


def how_to_get(manifest: Manifest, bytes: int) -> Sentence:
    """What brings the files of a model here."""
    if not manifest.repo:
        return say(
            QT_TRANSLATE_NOOP("words", "Put its files into {folder}, beside its description."),
            folder=str(manifest.folder),
        )
    if not bytes:
        text = QT_TRANSLATE_NOOP("words", "Download it on the Models page, or name its folder.")
        return say(text)
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "Download it on the Models page (about {size} GB), or name the folder it lies in.",
        ),
        size=f"{bytes / 1e9:.1f}",
    )


def damaged(manifest: Manifest, files: tuple[str, ...], reason: str, log: str = "") -> ModelDamaged:
    """Files are there and cannot be used."""
    what = say(reason_text(reason), model=manifest.name, file=listed(files))
    remedy = QT_TRANSLATE_NOOP("words", "Download these files again on the Models page.")
    if reason == PICKLE:
        remedy = QT_TRANSLATE_NOOP("words", "Use a copy of the model that comes as safetensors.")
    elif reason == UNREADABLE:
        remedy = QT_TRANSLATE_NOOP("words", "Check that the disk is still connected.")
    elif not manifest.repo:
        remedy = QT_TRANSLATE_NOOP("words", "Copy these files there again from where they came.")
    return ModelDamaged(what, meaning=_NOTHING_MADE, remedy=say(remedy), log=log)


def reason_text(reason: str) -> str:
    """English, with {model} and {file}."""
    if reason == PICKLE:
        return QT_TRANSLATE_NOOP(
            "words", "{model} has weights that may run a program when they are read: {file}."
        )
    if reason == UNREADABLE:
        return QT_TRANSLATE_NOOP("words", "The files of {model} cannot be read: {file}.")
    if reason == SIZE:
        return QT_TRANSLATE_NOOP("words", "A file of {model} has another length: {file}.")
    return QT_TRANSLATE_NOOP("words", "A file of {model} is cut short or damaged: {file}.")


def scattered(manifest: Manifest, log: str) -> ModelMissing:
    """Its parts lie on several disks, and this system joins none of them."""
    return ModelMissing(
        say(
            QT_TRANSLATE_NOOP("words", "The parts of {model} lie apart and cannot be joined."),
            model=manifest.name,
        ),
        meaning=_NOTHING_MADE,
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Download it on the Models page: that puts them together.")
        ),
        log=log,
    )


def listed(files: tuple[str, ...]) -> str:
    """The first few by name, and how many more there are."""
    more = len(files) - NAMED
    return ", ".join(files[:NAMED]) + (f" +{more}" if more > 0 else "")
