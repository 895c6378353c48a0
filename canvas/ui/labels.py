"""What a step of undo did, in the language on the screen: labels are kept in English."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from canvas.document.words import QT_TRANSLATE_NOOP

_KNOWN = (
    QT_TRANSLATE_NOOP("labels", "Join"),
    QT_TRANSLATE_NOOP("labels", "Changes from elsewhere"),
    QT_TRANSLATE_NOOP("labels", "Add shot"),
    QT_TRANSLATE_NOOP("labels", "Add shots"),
    QT_TRANSLATE_NOOP("labels", "Add prompt"),
    QT_TRANSLATE_NOOP("labels", "Add picture"),
    QT_TRANSLATE_NOOP("labels", "Add clip"),
    QT_TRANSLATE_NOOP("labels", "Add video"),
    QT_TRANSLATE_NOOP("labels", "Add sound"),
    QT_TRANSLATE_NOOP("labels", "Add note"),
    QT_TRANSLATE_NOOP("labels", "Add text"),
    QT_TRANSLATE_NOOP("labels", "Add arrow"),
    QT_TRANSLATE_NOOP("labels", "Add ink"),
    QT_TRANSLATE_NOOP("labels", "Add scene"),
    QT_TRANSLATE_NOOP("labels", "Add element"),
    QT_TRANSLATE_NOOP("labels", "Bend link"),
    QT_TRANSLATE_NOOP("labels", "Board settings"),
    QT_TRANSLATE_NOOP("labels", "Bring to front"),
    QT_TRANSLATE_NOOP("labels", "Send to back"),
    QT_TRANSLATE_NOOP("labels", "Choose file"),
    QT_TRANSLATE_NOOP("labels", "Choose take"),
    QT_TRANSLATE_NOOP("labels", "Color"),
    QT_TRANSLATE_NOOP("labels", "Connect"),
    QT_TRANSLATE_NOOP("labels", "Disconnect"),
    QT_TRANSLATE_NOOP("labels", "Frame rate"),
    QT_TRANSLATE_NOOP("labels", "Frame"),
    QT_TRANSLATE_NOOP("labels", "Lock"),
    QT_TRANSLATE_NOOP("labels", "Unlock"),
    QT_TRANSLATE_NOOP("labels", "Insert into link"),
    QT_TRANSLATE_NOOP("labels", "Make clips"),
    QT_TRANSLATE_NOOP("labels", "Move shot"),
    QT_TRANSLATE_NOOP("labels", "Number shot"),
    QT_TRANSLATE_NOOP("labels", "Number shots"),
    QT_TRANSLATE_NOOP("labels", "Paste picture"),
    QT_TRANSLATE_NOOP("labels", "Remove shots"),
    QT_TRANSLATE_NOOP("labels", "Rename"),
    QT_TRANSLATE_NOOP("labels", "Render"),
    QT_TRANSLATE_NOOP("labels", "Resize"),
    QT_TRANSLATE_NOOP("labels", "Sample board"),
    QT_TRANSLATE_NOOP("labels", "Tidy"),
    QT_TRANSLATE_NOOP("labels", "Transition"),
    QT_TRANSLATE_NOOP("labels", "Trim shot"),
    QT_TRANSLATE_NOOP("labels", "Group"),
    QT_TRANSLATE_NOOP("labels", "Ungroup"),
    QT_TRANSLATE_NOOP("labels", "Turn on"),
    QT_TRANSLATE_NOOP("labels", "Write"),
    QT_TRANSLATE_NOOP("labels", "Arrange {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Cut {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Delete {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Duplicate {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Move {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Paste {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Align {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Distribute {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Extract {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Resize {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Mute {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Bypass {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Collapse {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Lock {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Group {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Import {n} files"),
    QT_TRANSLATE_NOOP("labels", "Set {name}"),
    QT_TRANSLATE_NOOP("labels", "New board"),
    QT_TRANSLATE_NOOP("labels", "Copy board"),
    QT_TRANSLATE_NOOP("labels", "Name version"),
    QT_TRANSLATE_NOOP("labels", "Rename version"),
    QT_TRANSLATE_NOOP("labels", "Delete version name"),
    QT_TRANSLATE_NOOP("labels", "Restore the board"),
    QT_TRANSLATE_NOOP("labels", "Restore {n} nodes"),
    QT_TRANSLATE_NOOP("labels", "Add bookmark"),
    QT_TRANSLATE_NOOP("labels", "Rename bookmark"),
    QT_TRANSLATE_NOOP("labels", "Move bookmark"),
    QT_TRANSLATE_NOOP("labels", "Delete bookmark"),
    QT_TRANSLATE_NOOP("labels", "Draw"),
    QT_TRANSLATE_NOOP("labels", "Erase"),
    QT_TRANSLATE_NOOP("labels", "Point arrow"),
    QT_TRANSLATE_NOOP("labels", "Add"),
    QT_TRANSLATE_NOOP("labels", "Change"),
    QT_TRANSLATE_NOOP("labels", "Delete"),
    QT_TRANSLATE_NOOP("labels", "Restore"),
    QT_TRANSLATE_NOOP("labels", "Type"),
    QT_TRANSLATE_NOOP("labels", "Remove shot"),
    QT_TRANSLATE_NOOP("labels", "Change shot"),
    QT_TRANSLATE_NOOP("labels", "Import"),
    QT_TRANSLATE_NOOP("labels", "Add take"),
    QT_TRANSLATE_NOOP("labels", "Change cue"),
    QT_TRANSLATE_NOOP("labels", "Change mark"),
    QT_TRANSLATE_NOOP("labels", "Change board"),
)
"""Every label that a command writes; lupdate reads them here."""


def told(label: str) -> str:
    """A label as a person reads it; one that nobody translated stays as it is."""
    found = QCoreApplication.translate("labels", label)
    if found != label:
        return found
    if label.endswith(" node"):
        template = f"{label[:-4]}{{n}} nodes"
        several = QCoreApplication.translate("labels", template)
        return label if several == template else several.replace("{n}", "1")
    number = re.search(r"\d+", label)
    if number is not None:
        template = label[: number.start()] + "{n}" + label[number.end() :]
        return QCoreApplication.translate("labels", template).replace("{n}", number[0])
    if label.startswith("Set "):
        template = QCoreApplication.translate("labels", "Set {name}")
        return template.replace("{name}", label[4:])
    return label
