"""The sentences that the built-in manifests say of themselves, once more where the translations
find them."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

STATEMENTS = (
    QT_TRANSLATE_NOOP("words", "Free to use, commercially too, as long as its notice goes along."),
    QT_TRANSLATE_NOOP(
        "words",
        "Free to use, commercially too, but not for the harmful purposes that the licence lists.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "The LTX-Video Open Weights licence has rules of its own, also for commercial use: read it"
        " first.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "The LTX-2 Community licence asks larger companies for a licence of their own: read it"
        " first.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "Its community licence leaves out several countries and asks larger companies for one of"
        " their own: read it first.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "The Stability AI Community licence asks larger companies for a licence of their own:"
        " read it first.",
    ),
    QT_TRANSLATE_NOOP("words", "The newest revision of its repository is used: none was pinned."),
    QT_TRANSLATE_NOOP(
        "words",
        "Names, sizes and checksums of its files: they were not at hand when this was written.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "The licence: its text was not read here; read it before you use the model commercially.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "The longest length and the largest frame are those that it is known to be trained for.",
    ),
    QT_TRANSLATE_NOOP(
        "words",
        "How many reference pictures help: the pipeline sets no bound, four is a guess on the safe"
        " side.",
    ),
    QT_TRANSLATE_NOOP(
        "words", "The guidance of both experts is the value commonly given for them."
    ),
    QT_TRANSLATE_NOOP(
        "words", "How many steps it wants: the pipeline asks for a number and names none."
    ),
    QT_TRANSLATE_NOOP("words", "How much of the words it reads."),
    QT_TRANSLATE_NOOP(
        "words", "The licence of the motion adapter, which is a repository of its own."
    ),
    QT_TRANSLATE_NOOP(
        "words", "That three pictures are its best measure is what is commonly said of it."
    ),
    QT_TRANSLATE_NOOP("words", "Wan 2.1 · words · 1.3B"),
    QT_TRANSLATE_NOOP("words", "Wan 2.2 · words or first picture · 5B"),
    QT_TRANSLATE_NOOP("words", "Wan 2.2 · first and last picture · A14B"),
    QT_TRANSLATE_NOOP("words", "LTX-Video 0.9.5 · pictures anywhere"),
    QT_TRANSLATE_NOOP("words", "LTX-2 · pictures anywhere, with sound"),
    QT_TRANSLATE_NOOP("words", "LTX-2 · pictures anywhere, with sound · dolly in"),
    QT_TRANSLATE_NOOP("words", "MiniMax-H3 · the cast, with sound"),
)


def stated(text: str) -> Sentence:
    """What a manifest says, as a sentence; one that a person wrote stays as it is."""
    return say(text)
