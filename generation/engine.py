"""Whether the libraries that draw with checkpoints are here. Nothing of them is imported."""

from __future__ import annotations

from importlib.util import find_spec

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import ModelMissing

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "safetensors")


def lacking() -> tuple[str, ...]:
    """The libraries of the extra `gpu` that are not installed. Any thread."""
    return tuple(name for name in LIBRARIES if not is_here(name))


def how_to_add() -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "Add the engine with “make gpu”, or with: pip install 'shotweave[gpu]'. "
            "Animatic draws without it.",
        )
    )


def engine_missing(model: str) -> ModelMissing:
    """A model is chosen that only the engine can draw."""
    return ModelMissing(
        say(
            QT_TRANSLATE_NOOP(
                "words", "{model} needs the engine for video models, which is not installed."
            ),
            model=model,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "Nothing was made; the rest of the board is as it was.")
        ),
        remedy=how_to_add(),
    )


def is_here(library: str) -> bool:
    """Whether a library could be imported."""
    try:
        return find_spec(library) is not None
    except (ImportError, ValueError):  # hidden, or half of it is there
        return False
