"""What goes wrong with checkpoints and cards, as troubles that a person can act on."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import (
    DeviceLost,
    DriverTooOld,
    ModelDamaged,
    ModelMissing,
    OutOfMemory,
    RenderTrouble,
)
from generation.manifest import Manifest

NOT_RENDERED = say(
    QT_TRANSLATE_NOOP("words", "Nothing was made; the rest of the board is as it was.")
)
_FETCH_AGAIN = say(
    QT_TRANSLATE_NOOP("words", "Verify the model on the page of models, or fetch it again.")
)
_SAFETENSORS = say(QT_TRANSLATE_NOOP("words", "Use a copy of the model that comes as safetensors."))
_LOST_WORDS = (
    "device-side assert",
    "device lost",
    "unspecified launch failure",
    "uncorrectable",
    "illegal memory access",
    "fallen off the bus",
    "no longer responding",
    "hip error",
)


def damaged(manifest: Manifest, file: str, log: str = "") -> ModelDamaged:
    """A file of the checkpoint is torn."""
    text = QT_TRANSLATE_NOOP("words", "A file of {model} is damaged: {file}.")
    return _unusable(say(text, model=manifest.name, file=file), _FETCH_AGAIN, log)


def absent(manifest: Manifest, file: str) -> ModelMissing:
    """A file of the checkpoint is not there."""
    text = QT_TRANSLATE_NOOP("words", "A file of {model} is missing: {file}.")
    return ModelMissing(
        say(text, model=manifest.name, file=file), meaning=NOT_RENDERED, remedy=_FETCH_AGAIN
    )


def pickled(manifest: Manifest, file: str) -> ModelDamaged:
    """The weights come as a pickle, which may run any program as it is read."""
    text = QT_TRANSLATE_NOOP(
        "words", "{model} has weights that may run a program when they are read: {file}."
    )
    return _unusable(say(text, model=manifest.name, file=file), _SAFETENSORS)


def remote_code(manifest: Manifest, name: str) -> ModelDamaged:
    """The checkpoint wants to bring a program of its own along."""
    text = QT_TRANSLATE_NOOP(
        "words", "{model} wants to run a program of its own, {name}, and is not let in."
    )
    remedy = QT_TRANSLATE_NOOP("words", "Use a copy of the model that needs no such program.")
    return _unusable(say(text, model=manifest.name, name=name), say(remedy))


def other_kind(manifest: Manifest, found: str, wanted: str, log: str = "") -> ModelDamaged:
    """The checkpoint is none of what its manifest says."""
    text = QT_TRANSLATE_NOOP(
        "words", "The files of {model} are of another kind: {found} instead of {wanted}."
    )
    remedy = QT_TRANSLATE_NOOP(
        "words", "Correct the model's description, or put its own files there."
    )
    found_out = say(text, model=manifest.name, found=found, wanted=wanted)
    return _unusable(found_out, say(remedy), log)


def not_numbers(manifest: Manifest, part: str) -> RenderTrouble:
    """What comes out are no numbers. `part` is the component with such weights, if there is one."""
    if part:
        text = QT_TRANSLATE_NOOP("words", "The weights of {model} are damaged: {file}.")
        return _unusable(say(text, model=manifest.name, file=part), _FETCH_AGAIN)
    text = QT_TRANSLATE_NOOP("words", "{model} lost its way: what it drew is no picture.")
    remedy = QT_TRANSLATE_NOOP("words", "Try another seed or less guidance.")
    return RenderTrouble(
        say(text, model=manifest.name), meaning=NOT_RENDERED, remedy=say(remedy), log="NaN"
    )


def _unusable(what: Sentence, remedy: Sentence, log: str = "") -> ModelDamaged:
    return ModelDamaged(what, meaning=NOT_RENDERED, remedy=remedy, log=log)


def told_by(error: Exception, device: str) -> RenderTrouble | None:
    """What an error of torch means, None if it is none that is known here."""
    words = str(error).lower()
    if isinstance(error, MemoryError) or _out_of_memory(type(error).__name__, words):
        return _no_memory(device, str(error))
    if "driver" in words and ("too old" in words or "insufficient" in words):
        return DriverTooOld(
            say(QT_TRANSLATE_NOOP("words", "The driver of the graphics card is too old.")),
            meaning=NOT_RENDERED,
            remedy=say(QT_TRANSLATE_NOOP("words", "Install a newer driver, then start again.")),
            log=str(error),
        )
    if type(error).__name__ == "AcceleratorError" or any(lost in words for lost in _LOST_WORDS):
        return DeviceLost(
            say(QT_TRANSLATE_NOOP("words", "The graphics card stopped in the middle of the shot.")),
            meaning=NOT_RENDERED,
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Try again; if it comes back, restart the computer.")
            ),
            log=str(error),
        )
    return None


def _out_of_memory(kind: str, words: str) -> bool:
    if kind == "OutOfMemoryError":
        return True
    return any(
        sign in words for sign in ("out of memory", "can't allocate memory", "not enough memory")
    )


def _no_memory(device: str, log: str) -> OutOfMemory:
    text = (
        QT_TRANSLATE_NOOP("words", "There is not enough memory for this shot.")
        if device == "cpu"
        else QT_TRANSLATE_NOOP("words", "The graphics card has not enough memory for this shot.")
    )
    return OutOfMemory(
        say(text),
        meaning=NOT_RENDERED,
        remedy=say(QT_TRANSLATE_NOOP("words", "Close other programs, or choose a smaller size.")),
        log=log,
    )


def no_device(device: str, log: str = "") -> RenderTrouble:
    """The card that was ordered is not there."""
    return DeviceLost(
        say(QT_TRANSLATE_NOOP("words", "The graphics card {device} is not there."), device=device),
        meaning=NOT_RENDERED,
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another device for this shot.")),
        log=log,
    )
