"""What goes wrong when models are added or removed."""

from __future__ import annotations

from pathlib import Path

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say, spelled
from generation.manifest import Manifest
from generation.weight_troubles import listed


class ModelTrouble(Trouble):
    code = "model"


class Confirm(ModelTrouble):
    """Bytes would be thrown away: a person has to say so."""

    code = "model_confirm"
    bytes = 0


_UNCHANGED = say(QT_TRANSLATE_NOOP("words", "Nothing was changed."))


def no_such_model(id: str, known: tuple[str, ...]) -> ModelTrouble:
    return _trouble(
        "model_unknown",
        say(QT_TRANSLATE_NOOP("words", "There is no model {model}."), model=spelled(id[:80])),
        say(QT_TRANSLATE_NOOP("words", "There are: {models}."), models=", ".join(known)),
    )


def not_there(place: Path) -> ModelTrouble:
    return _trouble(
        "model_not_there",
        say(QT_TRANSLATE_NOOP("words", "There is no {place}."), place=spelled(str(place))),
        say(QT_TRANSLATE_NOOP("words", "Check the name, or whether it was moved.")),
    )


def no_model(folder: Path) -> ModelTrouble:
    return _trouble(
        "model_none",
        say(
            QT_TRANSLATE_NOOP("words", "{folder} holds no model that can be used."),
            folder=spelled(str(folder)),
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words",
                "Choose the folder in which model_index.json lies, or the manifest.toml of a "
                "model.",
            )
        ),
    )


def which_model(folder: Path, kind: str, fitting: list[str]) -> ModelTrouble:
    what = say(
        QT_TRANSLATE_NOOP("words", "{folder} is a {kind}; which model it is cannot be seen."),
        folder=spelled(folder.name),
        kind=spelled(kind[:80]),
    )
    if not fitting:
        text = QT_TRANSLATE_NOOP("words", "Write a manifest.toml for it: see docs/models.md.")
        return _trouble("model_unknown_kind", what, say(text))
    return _trouble(
        "model_which",
        what,
        say(QT_TRANSLATE_NOOP("words", "Say which: {models}."), models=", ".join(fitting)),
    )


def incomplete(manifest: Manifest, folder: Path, missing: tuple[str, ...]) -> ModelTrouble:
    text = QT_TRANSLATE_NOOP("words", "{folder} does not hold all of {model}: {files} is missing.")
    return _trouble(
        "model_incomplete",
        say(text, folder=spelled(folder.name), model=manifest.name, files=listed(missing)),
        say(QT_TRANSLATE_NOOP("words", "Copy what is missing there, then add it again.")),
    )


def taken(manifest: Manifest) -> ModelTrouble:
    return _trouble(
        "model_taken",
        say(QT_TRANSLATE_NOOP("words", "Another model is called {id} already."), id=manifest.id),
        say(QT_TRANSLATE_NOOP("words", "Give it another id in its manifest.toml.")),
    )


def confirm(manifest: Manifest, bytes: int) -> Confirm:
    again = QT_TRANSLATE_NOOP("words", "They would have to be downloaded again.")
    gone = QT_TRANSLATE_NOOP("words", "Nothing here could bring them back.")
    trouble = Confirm(
        say(
            QT_TRANSLATE_NOOP("words", "Removing {model} throws away {size} of files."),
            model=manifest.name,
            size=f"{bytes / 1e9:.1f} GB" if bytes >= 1e9 else f"{bytes / 1e6:.1f} MB",
        ),
        meaning=say(again if manifest.repo else gone),
        remedy=say(QT_TRANSLATE_NOOP("words", "Say so with --yes.")),
    )
    trouble.bytes = bytes
    return trouble


def not_ours(manifest: Manifest, held: str) -> ModelTrouble:
    if held == "cache":
        return _trouble(
            "model_shared",
            say(
                QT_TRANSLATE_NOOP(
                    "words", "{model} lies in a cache that other programs use as well."
                ),
                model=manifest.name,
            ),
            say(QT_TRANSLATE_NOOP("words", "Remove it there, with “hf cache”.")),
        )
    return _trouble(
        "model_nothing",
        say(
            QT_TRANSLATE_NOOP("words", "Nothing of {model} is on this computer."),
            model=manifest.name,
        ),
        None,
    )


def _trouble(code: str, what: Sentence, remedy: Sentence | None) -> ModelTrouble:
    trouble = ModelTrouble(what, meaning=_UNCHANGED, remedy=remedy)
    trouble.code = code
    return trouble
