"""The sentences that the built-in manifests say of themselves, once more where the translations
find them."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

STATEMENTS = (
    QT_TRANSLATE_NOOP(
        "words", "Moves pictures and cards at once, without any model: a storyboard in motion."
    ),
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
        "words",
        "How closely it follows the camera, which it is shown as the lines of a moving room.",
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
    QT_TRANSLATE_NOOP("words", "From words, on small cards."),
    QT_TRANSLATE_NOOP(
        "words",
        "Pictures anywhere, the cast, drawn paths, camera and videos to follow or edit, on small"
        " cards.",
    ),
    QT_TRANSLATE_NOOP("words", "From words or a first picture, 720p at 24 frames a second."),
    QT_TRANSLATE_NOOP(
        "words", "From a first to a last picture, in the best quality of the Wan family."
    ),
    QT_TRANSLATE_NOOP("words", "Pictures anywhere in the shot, quickly."),
    QT_TRANSLATE_NOOP("words", "Pictures anywhere in the shot, and sound made with them."),
    QT_TRANSLATE_NOOP(
        "words",
        "Up to nine pictures of the cast, or first and last picture, and sound made with them.",
    ),
    QT_TRANSLATE_NOOP("words", "Lets a picture move for three seconds, on small cards."),
    QT_TRANSLATE_NOOP("words", "From words, two to four seconds, on very small cards."),
    QT_TRANSLATE_NOOP(
        "words", "One picture out of up to three others: keyframes that keep who is in them."
    ),
    QT_TRANSLATE_NOOP("words", "One picture from words, in eight steps."),
    QT_TRANSLATE_NOOP("words", "Enlarges the frames of any model, steadily from frame to frame."),
    QT_TRANSLATE_NOOP(
        "words",
        "How well it enlarges frames of other models: it learned from those of its own family.",
    ),
)


def stated(text: str) -> Sentence:
    """What a manifest says, as a sentence; one that a person wrote stays as it is."""
    return say(text)
