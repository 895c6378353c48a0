"""Why a model does not draw a shot at all, wherever it were to be drawn."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import ModelMissing, RenderTrouble, ShotRequest, UnsupportedInput
from generation.manifest import Manifest
from generation.match import match


def refusal(request: ShotRequest, manifest: Manifest) -> RenderTrouble | None:
    """What the matcher refuses, as a trouble; None where it refuses nothing. Any thread."""
    refused = match(request, manifest).refused
    if not refused:
        return None
    remedy = say(QT_TRANSLATE_NOOP("words", "Change the shot or choose another model."))
    return UnsupportedInput(refused[0].sentence, remedy=remedy)


def not_here(manifest: Manifest | None, model: str) -> RenderTrouble:
    """What to say of a model that nobody has described here, or that only a lender has."""
    if manifest is not None:
        return ModelMissing(
            say(
                QT_TRANSLATE_NOOP("words", "Only somebody who lends a device has {model}."),
                model=manifest.name,
            ),
            remedy=say(
                QT_TRANSLATE_NOOP(
                    "words", "Render it while they are here, or choose another model."
                )
            ),
        )
    return ModelMissing(
        say(
            QT_TRANSLATE_NOOP("words", "The model {model} is not installed here."),
            model=model,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
    )
