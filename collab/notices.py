"""What the journal tells a person."""

from __future__ import annotations

from pathlib import Path

from assets.disk import ReadOnlyPlace
from assets.logbook import Contents
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say


class SavingStopped(Trouble):
    """The journal's thread has died: nothing is tried again."""

    code = "saving-stopped"


def of(contents: Contents) -> list[Sentence]:
    """What was wrong with what was read."""
    told = []
    if contents.bad_snapshots:
        told.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "The latest snapshot of this board is damaged; an older one was used."
                )
            )
        )
    if contents.lost:
        told.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "{count} saved changes of this board are damaged and were left out.",
                ),
                count=len(contents.lost),
            )
        )
    return told


def damaged(path: Path) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "The file of {name} is damaged; you see what can still be read. "
            "Opening it for editing repairs it.",
        ),
        name=path.parent.name,
    )


def mended(path: Path, kept: Path, last: int) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "The file of {name} was damaged and has been repaired up to change {number}; "
            "the last changes may be missing. The damaged file is kept as {kept}.",
        ),
        name=path.parent.name,
        number=last,
        kept=kept.name,
    )


def unsound(path: Path) -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "Parts of the file {name} are damaged."), name=path.name)


def beside(kept: Path) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "A damaged copy from before a repair is kept as {name}; it may be deleted."
        ),
        name=kept.name,
    )


def read_only(path: Path) -> ReadOnlyPlace:
    return ReadOnlyPlace(
        say(
            QT_TRANSLATE_NOOP("words", "{name} is open read-only; nothing was changed."),
            name=path.parent.name,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Open it for editing, or save a copy.")),
    )


def unsaved(trouble: Trouble) -> Trouble:
    """The same trouble, with what it means for the latest changes."""
    trouble.meaning = say(
        QT_TRANSLATE_NOOP(
            "words", "Your latest changes are not saved yet; they are kept and tried again."
        )
    )
    return trouble


def stopped(path: Path) -> SavingStopped:
    return SavingStopped(
        say(
            QT_TRANSLATE_NOOP("words", "A fault of the program has stopped the saving of {name}."),
            name=path.parent.name,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "Your latest changes are not saved, nor will others be.")
        ),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Copy what is new into another board, then open this one again."
            )
        ),
    )
