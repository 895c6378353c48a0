"""Sentences for people, kept translatable without Qt: the screen looks their English up in its own
catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CONTEXT = "words"
"""The one translation context of every sentence that is spoken below the screen."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark `text` for lupdate and hand it back untouched."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template and the values that fill its {names}."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format_map(self.values) if self.values else self.text


def spelled(name: str) -> str:
    """A name that came from a disk as text: bytes that are no letters become U+FFFD, line ends and
    other control characters spaces."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(" " if ord(letter) < 32 or letter == "\x7f" else letter for letter in text)


def say(text: str, **values: object) -> Sentence:
    """Build a Sentence; wrap the literal in QT_TRANSLATE_NOOP so that lupdate finds it."""
    return Sentence(text, values)


class Trouble(Exception):
    """A failure told to a person: what happened, what it means for the work, what to do next.

    Every error that may reach a person derives from this one; `code` is stable and meant for
    programs.
    """

    code = "trouble"

    def __init__(
        self, what: Sentence, *, meaning: Sentence | None = None, remedy: Sentence | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.meaning = meaning
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.what, self.meaning, self.remedy) if part)
