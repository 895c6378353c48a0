"""Selections that a verb cannot do anything with, said politely."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say


class UnfitSelection(Trouble):
    """What is selected is not what the verb is for; nothing was changed."""

    code = "unfit-selection"


def too_few(least: int) -> UnfitSelection:
    if least > 2:
        return UnfitSelection(
            say(QT_TRANSLATE_NOOP("words", "This needs three nodes or more.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Select more of them, with Shift.")),
        )
    return UnfitSelection(
        say(QT_TRANSLATE_NOOP("words", "This needs two nodes or more.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Select more of them, with Shift.")),
    )


def all_locked() -> UnfitSelection:
    return UnfitSelection(
        say(QT_TRANSLATE_NOOP("words", "What is locked stays; unlock it first (Ctrl+Shift+L)."))
    )


def no_group() -> UnfitSelection:
    return UnfitSelection(
        say(QT_TRANSLATE_NOOP("words", "Nothing of what is selected is a group or a scene frame."))
    )


def not_foldable() -> UnfitSelection:
    return UnfitSelection(
        say(QT_TRANSLATE_NOOP("words", "Nothing of what is selected can be collapsed.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Cards and scene frames can, notes cannot.")),
    )
